#include "pairtwist/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pairtwist/error.hpp"
#include "pairtwist/results.hpp"
#include "plan/batches.hpp"
#include "plan/point_work.hpp"

namespace pairtwist {
namespace {

constexpr int slots = 2;  // batches in flight: one solved, one reduced

std::size_t bytes_of(DataType type) {
  switch (type) {
    case DataType::float64:
      return 8;
    case DataType::int32:
      return 4;
    case DataType::int8:
      return 1;
  }
  return 0;
}

void refuse_too_large(const Scan& scan, std::size_t index, const PointWork& work,
                      std::int64_t needed, std::int64_t available) {
  if (needed <= available) return;
  const double gib = 1073741824.0;
  throw UsageError(fmt::format(
      "model.atoms = {}: one sample time of one point ({}) needs {:.1f} GiB ({} bytes: {} sectors, "
      "{} coherences), and {:.1f} GiB are available; ask for fewer atoms, or for quantities that "
      "need few coherences (qfi without dephasing or tilt, squeezing)",
      work.start->atoms, scan.describe(index), static_cast<double>(needed) / gib, needed,
      work.pairs.sectors, work.pairs.count(), static_cast<double>(available) / gib));
}

}  // namespace

Plan make_plan(const Job& job, const Scan& scan, std::int64_t budget, std::int64_t host_memory,
               const AmplitudeReader& read_amplitudes) {
  Plan plan;
  plan.points = static_cast<std::int64_t>(scan.size());
  plan.samples = static_cast<std::int64_t>(scan.time().size());
  WorkPlanner planner(job, read_amplitudes);
  BatchSizer sizer(job, plan.samples, budget, slots);

  for (std::size_t i = 0; i < scan.size(); ++i) {
    const Point point = scan.point(i);
    const PointWork work = planner.work(point);
    const PointBytes bytes = sizer.bytes(work);
    const std::int64_t rows_per_time = bytes.rows / plan.samples;
    refuse_too_large(scan, i, work, bytes.per_time + rows_per_time, host_memory);

    if (plan.batches == 0 || !sizer.add(bytes)) {
      sizer.start_next();
      sizer.add(bytes);
      ++plan.batches;
    }
    plan.largest_batch = std::max(plan.largest_batch, sizer.points());
    plan.batch_bytes =
        std::max(plan.batch_bytes,
                 std::min(sizer.solve_bytes(), std::max(sizer.slot_budget(), bytes.per_time)));
    plan.rows_bytes = std::max(plan.rows_bytes, sizer.rows_bytes());

    const std::int64_t dim = point.parameters.model.atoms + 1;
    plan.coherences += dim * dim;
    plan.solved += work.pairs.count();
    plan.sectors += work.pairs.sectors;
    ++plan.methods[to_string(work.method)];
  }

  const ResultLayout layout = result_layout(job, scan);
  for (const Variable& variable : layout.variables)
    plan.disk_bytes += plan.points * static_cast<std::int64_t>(layout.row_size(variable) *
                                                               bytes_of(variable.type));
  return plan;
}

}  // namespace pairtwist
