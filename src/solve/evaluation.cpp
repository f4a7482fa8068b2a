#include "solve/evaluation.hpp"

#include <algorithm>
#include <limits>

#include "plan/batches.hpp"

namespace pairtwist {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

std::span<const double> Evaluation::at(std::int64_t p, std::int64_t k) const {
  return std::span(values).subspan(
      static_cast<std::size_t>(n_times * point_offset[p] + k * width(p)),
      static_cast<std::size_t>(width(p)));
}

std::span<double> Evaluation::at(std::int64_t p, std::int64_t k) {
  return std::span(values).subspan(
      static_cast<std::size_t>(n_times * point_offset[p] + k * width(p)),
      static_cast<std::size_t>(width(p)));
}

void Evaluation::prepare() {
  point_offset.assign(1, 0);
  for (const Task* task : tasks) {
    std::int64_t width = 0;
    for (const Quantity* quantity : quantities) width += values_of(*quantity, task->work.sizes());
    point_offset.push_back(point_offset.back() + width);
  }
  values.assign(static_cast<std::size_t>(n_times * point_offset.back()), not_a_number);
  status.assign(tasks.size(), Status::good);
  change.assign(tasks.size(), 0.0);
  cutoff.assign(tasks.size(), 0);
  tail.assign(tasks.size(), 0.0);
}

void Evaluation::fail(std::int64_t p, Status why) {
  status[p] = why;
  for (std::int64_t k = 0; k < n_times; ++k) {
    const auto row = at(p, k);
    std::fill(row.begin(), row.end(), not_a_number);
  }
}

void Evaluation::drop_faint(std::int64_t p, std::int64_t k) {
  std::span<double> row = at(p, k);
  for (const Quantity* quantity : quantities) {
    const auto width = static_cast<std::size_t>(values_of(*quantity, tasks[p]->work.sizes()));
    const std::span<double> own = row.first(width);
    if (quantity->over_photon_number) std::fill(own.begin(), own.end(), not_a_number);
    row = row.subspan(width);
  }
}

}  // namespace pairtwist
