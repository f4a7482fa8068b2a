#include "solve/evaluation.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "plan/batches.hpp"

namespace pairtwist {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

std::int64_t Evaluation::width(std::int64_t p, std::size_t q) const {
  return values_of(*quantities[q], tasks[p]->work.sizes());
}

std::span<const double> Evaluation::of(std::int64_t p, std::size_t q) const {
  std::int64_t before = point_offset[p];
  for (std::size_t i = 0; i < q; ++i) before += width(p, i);
  return std::span(values).subspan(static_cast<std::size_t>(n_times * before),
                                   static_cast<std::size_t>(n_times * width(p, q)));
}

std::span<double> Evaluation::of(std::int64_t p, std::size_t q) {
  const std::span<const double> found = std::as_const(*this).of(p, q);
  return std::span(values).subspan(static_cast<std::size_t>(found.data() - values.data()),
                                   found.size());
}

std::span<const double> Evaluation::at(std::int64_t p, std::size_t q, std::int64_t k) const {
  const auto one = static_cast<std::size_t>(width(p, q));
  return of(p, q).subspan(static_cast<std::size_t>(k) * one, one);
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
  const auto all = std::span(values).subspan(
      static_cast<std::size_t>(n_times * point_offset[p]),
      static_cast<std::size_t>(n_times * (point_offset[p + 1] - point_offset[p])));
  std::fill(all.begin(), all.end(), not_a_number);
}

void Evaluation::drop_faint(std::int64_t p, std::int64_t k) {
  for (std::size_t q = 0; q < quantities.size(); ++q)
    if (quantities[q]->over_photon_number) of(p, q)[k] = not_a_number;
}

}  // namespace pairtwist
