// SPDX-License-Identifier: BSD-3-Clause
// A block of photons by Boost.odeint: METHOD dopri5 (dense output), cash_karp54 and fehlberg78
// (steps end at the samples), or bulirsch_stoer (dense output). The problem comes from standard
// input, as cvode's.
#include <boost/numeric/odeint.hpp>
#include <boost/version.hpp>
#include <exception>
#include <iostream>
#include <stdexcept>

#include "peers/problem.hpp"
#include "peers/stencil.hpp"

namespace {

namespace odeint = boost::numeric::odeint;
using State = std::vector<double>;

void solve(const peers::Call& call) {
  const peers::Problem problem = peers::read_problem();
  peers::Stencil stencil(problem);
  State state = peers::start_of(problem);
  peers::Record record(problem);
  const auto integrate = [&](auto stepper) {
    odeint::integrate_times(
        stepper,
        [&](const State& R, State& change, double /*time*/) { stencil(R.data(), change.data()); },
        state, problem.times.begin(), problem.times.end(), 1e-3 * problem.times[1],
        [&](const State& R, double /*time*/) { record.add(R.data()); });
  };
  const double tolerance = call.tolerance;
  if (call.method == "dopri5") {
    integrate(odeint::make_dense_output(tolerance, tolerance, odeint::runge_kutta_dopri5<State>()));
  } else if (call.method == "cash_karp54") {
    integrate(
        odeint::make_controlled(tolerance, tolerance, odeint::runge_kutta_cash_karp54<State>()));
  } else if (call.method == "fehlberg78") {
    integrate(
        odeint::make_controlled(tolerance, tolerance, odeint::runge_kutta_fehlberg78<State>()));
  } else if (call.method == "bulirsch_stoer") {
    integrate(odeint::bulirsch_stoer_dense_out<State>(tolerance, tolerance));
  } else {
    throw std::runtime_error("METHOD: allowed are dopri5, cash_karp54, fehlberg78, bulirsch_stoer");
  }
  record.print(std::to_string(BOOST_VERSION / 100000) + '.' +
                   std::to_string(BOOST_VERSION / 100 % 1000) + '.' +
                   std::to_string(BOOST_VERSION % 100),
               stencil.evaluations());
}

}  // namespace

int main(int count, char** words) { return peers::run(count, words, solve); }
