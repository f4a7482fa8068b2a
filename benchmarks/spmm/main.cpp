// SPDX-License-Identifier: BSD-3-Clause
// pairtwist_spmm CONFIG N...: one step of trajectories of the config by cusparseSpMM beside
// kernels/joint.cu, with so many atoms each (docs/performance.md, "Tunnelling"). Both, and the
// host, must come to the same before a time counts. The record goes to stdout as JSON.
#include <fmt/format.h>

#include <cstdio>
#include <stdexcept>

#include "backend/backend.hpp"
#include "pairtwist/error.hpp"
#include "spmm/cusparse_columns.hpp"
#include "spmm/machine_on_device.hpp"
#include "spmm/measured_way.hpp"
#include "spmm/memory_speed.hpp"

namespace pairtwist::spmm {
namespace {

using States = std::vector<std::vector<std::complex<double>>>;

constexpr std::int64_t trajectories = 1000;
constexpr int terms = 86;
/// Of so many trajectories one is solved by the host, too.
constexpr std::int64_t apart = 100;

double from_host(const TrajectoryStep& step, const SparseRows& rows, const States& states) {
  double worst = 0.0;
  for (std::int64_t j = 0; j < trajectories; j += apart)
    worst = std::max(
        worst, difference(states[j],
                          sum_of_series(rows, step.beta(), step.coefficients(j), step.state(j))));
  return worst;
}

double from_machine(const std::vector<Element>& matrix, const DenseColumns& places,
                    const States& states) {
  double worst = 0.0;
  for (std::int64_t j = 0; j < trajectories; ++j)
    worst = worse(worst, difference(column(matrix, places, j), states[j]));
  return worst;
}

nlohmann::ordered_json measure(const Job& job, double memory) {
  const std::int64_t atoms = job.base.model.atoms;
  const TrajectoryStep step(job, trajectories, terms);
  const SparseRows rows = sparse_rows(step.map(), step.generator().tables());
  fmt::print(stderr, "N = {}: {} elements a state, {} of the matrix\n", atoms, step.elements(),
             rows.elements());

  const MachineOnDevice machine(step);
  const States states = machine.states();
  MeasuredWay kernels{.name = "kernels/joint.cu, " + machine.way(),
                      .difference = from_host(step, rows, states),
                      .bytes = machine.bytes()};
  demand_agreement(kernels.name, atoms, kernels.difference);
  MeasuredWay round = kernels;
  round.name += ", to and fro";
  kernels.milliseconds = machine.times_of_kernels();
  round.milliseconds = machine.times_of_rounds();

  std::vector<MeasuredWay> products;
  for (const bool row_major : {false, true}) {
    CusparseColumns columns(step, rows, row_major);
    for (int algorithm = 1; algorithm <= cusparse_algorithms; ++algorithm) {
      MeasuredWay way{.name = fmt::format("cuSPARSE CSR_ALG{}, {}", algorithm,
                                          row_major ? "row-major" : "column-major"),
                      .offered = columns.use(algorithm),
                      .bytes = columns.bytes()};
      if (way.offered) {
        way.difference = from_machine(columns.states(), columns.places(), states);
        demand_agreement(way.name, atoms, way.difference);
        way.milliseconds = columns.times();
      }
      products.push_back(std::move(way));
    }
  }

  nlohmann::ordered_json result = {{"atoms", atoms},
                                   {"elements", step.elements()},
                                   {"matrix_elements", rows.elements()},
                                   {"kernels", record(kernels, memory)},
                                   {"round", record(round, memory)},
                                   {"products", nlohmann::ordered_json::array()}};
  for (const MeasuredWay& way : {kernels, round}) fmt::print(stderr, "  {}\n", line(way, memory));
  for (const MeasuredWay& way : products) {
    fmt::print(stderr, "  {}\n", line(way, memory));
    result["products"].push_back(record(way, memory));
  }
  if (const MeasuredWay* const first = best(products)) {
    result["best_product"] = first->name;
    result["best_product_over_kernels"] = first->median() / kernels.median();
  }
  return result;
}

int run(int count, const char* const* words) {
  if (count < 3)
    throw UsageError(
        "usage: pairtwist_spmm CONFIG N...; such as "
        "pairtwist_spmm configs/examples/trajectories.toml 20 100");
  const CudaStatus status = cuda_status();
  if (status.devices.empty())
    throw DeviceError(status.problem + "; what is measured here needs one");
  const double memory = memory_speed();
  nlohmann::ordered_json result = {{"device", status.devices.front().name},
                                   {"cuda", status.runtime_version},
                                   {"memory_bytes_per_second", memory},
                                   {"trajectories", trajectories},
                                   {"terms", terms},
                                   {"steps", nlohmann::ordered_json::array()}};
  for (int i = 2; i < count; ++i)
    result["steps"].push_back(
        measure(read_config(words[1], {fmt::format("model.atoms={}", words[i])}), memory));
  fmt::print("{}\n", result.dump(2));
  return 0;
}

}  // namespace
}  // namespace pairtwist::spmm

int main(int count, char** words) {
  try {
    return pairtwist::spmm::run(count, words);
  } catch (const pairtwist::Error& error) {
    fmt::print(stderr, "pairtwist_spmm: {}\n", error.what());
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    fmt::print(stderr, "pairtwist_spmm: {}\n", error.what());
    return 1;
  }
}
