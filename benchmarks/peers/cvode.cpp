// SPDX-License-Identifier: BSD-3-Clause
// A block of photons by SUNDIALS CVODE: METHOD adams (fixed-point iteration) or bdf (GMRES without
// a preconditioner). The problem comes from standard input; benchmarks/tools.py writes it.
#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sundials/sundials_version.h>
#include <sunlinsol/sunlinsol_spgmr.h>
#include <sunnonlinsol/sunnonlinsol_fixedpoint.h>

#include <algorithm>
#include <array>
#include <exception>
#include <iostream>
#include <stdexcept>

#include "peers/problem.hpp"
#include "peers/stencil.hpp"

namespace {

void ask(int flag, const char* what) {
  if (flag < 0)
    throw std::runtime_error(std::string(what) + ": CVODE says " + std::to_string(flag));
}

int change(realtype /*time*/, N_Vector state, N_Vector derivative, void* stencil) {
  (*static_cast<peers::Stencil*>(stencil))(N_VGetArrayPointer(state),
                                           N_VGetArrayPointer(derivative));
  return 0;
}

void solve(const peers::Call& call) {
  const peers::Problem problem = peers::read_problem();
  peers::Stencil stencil(problem);
  std::vector<double> start = peers::start_of(problem);
  const bool adams = call.method == "adams";
  if (!adams && call.method != "bdf") throw std::runtime_error("METHOD: allowed are adams, bdf");
  SUNContext context = nullptr;
  ask(SUNContext_Create(nullptr, &context), "SUNContext_Create");

  peers::Record record(problem);
  record.add(start.data());
  N_Vector state = N_VMake_Serial(static_cast<sunindextype>(start.size()), start.data(), context);
  void* memory = CVodeCreate(adams ? CV_ADAMS : CV_BDF, context);
  ask(CVodeInit(memory, change, 0.0, state), "CVodeInit");
  ask(CVodeSStolerances(memory, call.tolerance, call.tolerance), "CVodeSStolerances");
  ask(CVodeSetUserData(memory, &stencil), "CVodeSetUserData");
  ask(CVodeSetMaxNumSteps(memory, 100000000), "CVodeSetMaxNumSteps");
  SUNNonlinearSolver fixed_point = nullptr;
  SUNLinearSolver gmres = nullptr;
  if (adams) {
    fixed_point = SUNNonlinSol_FixedPoint(state, 0, context);
    ask(CVodeSetNonlinearSolver(memory, fixed_point), "CVodeSetNonlinearSolver");
  } else {
    gmres = SUNLinSol_SPGMR(state, SUN_PREC_NONE, 0, context);
    ask(CVodeSetLinearSolver(memory, gmres, nullptr), "CVodeSetLinearSolver");
  }
  for (std::size_t i = 1; i < problem.times.size(); ++i) {
    realtype reached = 0.0;
    ask(CVode(memory, problem.times[i], state, &reached, CV_NORMAL), "CVode");
    record.add(N_VGetArrayPointer(state));
  }
  std::array<char, 32> version{};
  ask(SUNDIALSGetVersion(version.data(), static_cast<int>(version.size())), "SUNDIALSGetVersion");
  record.print(version.data(), stencil.evaluations());

  if (fixed_point != nullptr) SUNNonlinSolFree(fixed_point);
  if (gmres != nullptr) SUNLinSolFree(gmres);
  CVodeFree(&memory);
  N_VDestroy(state);
  SUNContext_Free(&context);
}

}  // namespace

int main(int count, char** words) { return peers::run(count, words, solve); }
