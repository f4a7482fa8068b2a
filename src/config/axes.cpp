#include "config/axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/suggest.hpp"
#include "config/toml_text.hpp"

namespace pairtwist::config {
namespace {

bool varies(const Job& job, std::string_view key) {
  return std::any_of(job.scan.axes.begin(), job.scan.axes.end(),
                     [key](const ScanAxis& axis) { return axis.key == key; });
}

/// Keys of which one sets what the other sets, too.
bool overwrite_one_another(const std::string& a, const std::string& b) {
  if (a == b || a.starts_with(b + ".") || b.starts_with(a + ".")) return true;
  const auto is_kappa = [](const std::string& key) {
    return key == "model.kappa" || key == "model.kappa_tau_Q";
  };
  return is_kappa(a) && is_kappa(b);
}

std::optional<Violation> pair_violation(const std::vector<ScanAxis>& axes) {
  for (std::size_t i = 0; i < axes.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (axes[i].key == axes[j].key) {
        return Violation{axes[i].key, "found two scan axes over this key, allowed: one"};
      }
      if (overwrite_one_another(axes[i].key, axes[j].key)) {
        return Violation{axes[i].key,
                         fmt::format("found a scan axis over this key and one over {}, which "
                                     "overwrite one another; allowed: one of them",
                                     axes[j].key)};
      }
    }
  }
  return std::nullopt;
}

/// Axes that contradict something else the config says.
std::optional<Violation> base_violation(const Job& job) {
  const Parameters& base = job.base;
  if (varies(job, "model.kappa") && base.model.kappa_tau_Q) {
    return Violation{"model.kappa",
                     "found a scan axis over this key and model.kappa_tau_Q, allowed: one of them"};
  }
  if (varies(job, "time.stop") && !job.time.values.empty()) {
    return Violation{"time.stop",
                     "found a scan axis over this key and time.values, allowed: one of them"};
  }
  const bool other_pump = base.pump.switch_off_at_max_qfi || !base.pump.segments.empty();
  if (varies(job, "pump.switch_off") && other_pump) {
    return Violation{"pump.switch_off",
                     fmt::format("found a scan axis over this key and {}, allowed: one of them",
                                 base.pump.segments.empty() ? "pump.switch_off = \"max_qfi\""
                                                            : "pump.segments")};
  }
  for (const auto& [number, z] :
       {std::pair<std::string, std::complex<double>>{"model.eta", base.model.eta},
        {"model.transverse", base.model.transverse},
        {"light.alpha", base.light.alpha}}) {
    if (z == 0.0 && varies(job, number + ".phase") && !varies(job, number + ".abs")) {
      return Violation{number + ".phase",
                       fmt::format("found a scan axis over the phase of {} = 0, which has none; "
                                   "give {}.abs, or an axis over it",
                                   number, number)};
    }
  }
  return std::nullopt;
}

std::optional<Violation> length_violation(const ScanSpec& scan) {
  if (scan.mode == ScanMode::zip) {
    std::vector<std::string> lengths;
    for (const ScanAxis& axis : scan.axes) {
      lengths.push_back(fmt::format("{} of {}", axis.values.size(), axis.key));
    }
    for (const ScanAxis& axis : scan.axes) {
      if (axis.values.size() == scan.axes.front().values.size()) continue;
      return Violation{"scan.axes",
                       fmt::format("found axes of unequal lengths ({}), allowed with mode = "
                                   "\"zip\": equal ones",
                                   join(lengths))};
    }
    return std::nullopt;
  }
  std::size_t points = 1;
  for (const ScanAxis& axis : scan.axes) {
    if (axis.values.size() > kMaxPoints / points) {
      return Violation{"scan.axes", fmt::format("found a grid of more than {} points, allowed: at "
                                                "most 2^40 = {}",
                                                kMaxPoints, kMaxPoints)};
    }
    points *= axis.values.size();
  }
  return std::nullopt;
}

}  // namespace

std::vector<double> spaced_values(Spacing spacing, double a, double b, std::int64_t n) {
  std::vector<double> values(static_cast<std::size_t>(n));
  const bool powers = spacing == Spacing::logarithmic;
  const double first = powers ? std::log10(a) : a;
  const double span = (powers ? std::log10(b) : b) - first;
  // Multiplied first: whole numbers and powers of ten between the ends come out exact.
  for (std::int64_t i = 1; i + 1 < n; ++i) {
    const double x = first + static_cast<double>(i) * span / static_cast<double>(n - 1);
    values[static_cast<std::size_t>(i)] = powers ? std::pow(10.0, x) : x;
  }
  values.back() = b;
  values.front() = a;
  return values;
}

std::optional<Violation> axis_violation(const ScanAxis& axis, const Parameters& chosen) {
  const NumericKey* key = find_numeric_key(axis.key, chosen);
  if (key == nullptr) {
    const std::vector<std::string> paths = scannable_paths(chosen);
    return Violation{axis.key, fmt::format("found a scan axis over this key, which is no numeric "
                                           "key{}; allowed: {}",
                                           did_you_mean(axis.key, paths), join(paths))};
  }
  if (!key->belongs(chosen)) {
    return Violation{
        axis.key, fmt::format("found a scan axis over this key, which means nothing "
                              "for {}; allowed: {}",
                              chosen_state(key->section(), chosen), join(scannable_paths(chosen)))};
  }
  if (axis.values.empty()) {
    return Violation{axis.key, "found a scan axis without values, allowed: at least one"};
  }
  for (const double value : axis.values) {
    if (key->accepts(value)) continue;
    return Violation{axis.key, fmt::format("found {} in the scan axis, allowed: {}",
                                           plain_number(value), key->allowed)};
  }
  return std::nullopt;
}

std::optional<Violation> scan_violation(const Job& job) {
  for (const ScanAxis& axis : job.scan.axes) {
    if (auto violation = axis_violation(axis, job.base)) return violation;
  }
  if (auto violation = pair_violation(job.scan.axes)) return violation;
  if (auto violation = base_violation(job)) return violation;
  return length_violation(job.scan);
}

std::size_t point_count(const ScanSpec& scan) {
  if (scan.axes.empty()) return 1;
  if (scan.mode == ScanMode::zip) return scan.axes.front().values.size();
  std::size_t points = 1;
  for (const ScanAxis& axis : scan.axes) points *= axis.values.size();
  return points;
}

std::vector<std::size_t> axis_positions(const ScanSpec& scan, std::size_t index) {
  std::vector<std::size_t> positions(scan.axes.size(), index);
  if (scan.mode == ScanMode::zip) return positions;
  for (std::size_t a = scan.axes.size(); a-- > 0;) {
    positions[a] = index % scan.axes[a].values.size();
    index /= scan.axes[a].values.size();
  }
  return positions;
}

std::string describe_place(const ScanSpec& scan, const std::vector<std::size_t>& positions) {
  std::vector<std::string> parts;
  for (std::size_t a = 0; a < scan.axes.size(); ++a) {
    const ScanAxis& axis = scan.axes[a];
    parts.push_back(fmt::format("{} = {}", axis.key, plain_number(axis.values[positions[a]])));
  }
  return join(parts);
}

AxisWriter::AxisWriter(const ScanSpec& scan, const Parameters& base) {
  Parameters start = base;
  for (const ScanAxis& axis : scan.axes) {
    Column column{find_numeric_key(axis.key, base), axis.values.data()};
    if (column.key->part == KeyPart::modulus || column.key->part == KeyPart::phase) {
      while (column.polar < polar_count_ && polars_[column.polar].number != column.key->complex) {
        ++column.polar;
      }
      if (column.polar == polar_count_) {
        const std::complex<double> z = column.key->complex(start);
        polars_[polar_count_++] = {column.key->complex, std::abs(z), std::arg(z)};
      }
    }
    columns_.push_back(column);
  }
}

void AxisWriter::write(const std::vector<std::size_t>& positions, Parameters& out) const {
  auto polars = polars_;
  for (std::size_t a = 0; a < columns_.size(); ++a) {
    const Column& column = columns_[a];
    const double value = column.values[positions[a]];
    switch (column.key->part) {
      case KeyPart::real:
        column.key->set(out, value);
        break;
      case KeyPart::complex:
        column.key->complex(out) = value;
        break;
      case KeyPart::modulus:
        polars[column.polar].modulus = value;
        break;
      case KeyPart::phase:
        polars[column.polar].phase = value;
        break;
    }
  }
  for (std::size_t i = 0; i < polar_count_; ++i) {
    polars[i].number(out) = std::polar(polars[i].modulus, polars[i].phase);
  }
}

}  // namespace pairtwist::config
