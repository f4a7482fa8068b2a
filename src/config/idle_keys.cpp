// SPDX-License-Identifier: BSD-3-Clause
#include "config/idle_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "config/axes.hpp"
#include "config/point_rules.hpp"
#include "config/toml_text.hpp"
#include "model/methods.hpp"
#include "observables/registry.hpp"

namespace pairtwist::config {
namespace {

constexpr std::string_view kOwnEta = "pump.segments, each of which has its own eta";
constexpr std::string_view kOtherPumps =
    "pump.factor, of all of them, or pump.segments[0].eta, [1].eta, ... of each";

/// The value at this path of what the file and --set say.
const Node* value_at(const Document& document, std::string_view path) {
  const Node* node = &document.root();
  while (node != nullptr && !path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    node = node->find(path.substr(0, dot));
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return node;
}

/// Whether anything but the result's own tau_Q is made of |eta| beside segments of the pump.
bool goes_by_eta(const Job& job) {
  return job.time.unit == TimeUnit::tau_Q || job.base.model.kappa_tau_Q ||
         std::ranges::any_of(quantities(), [&job](const Quantity& quantity) {
           return quantity.closed_approximation && asks_for(job, quantity.name);
         });
}

/// Axes over model.eta or a part of it.
void judge_axes_over_eta(const Document& document, bool read, Job& job) {
  for (const ScanAxis& axis : job.scan.axes) {
    if (axis.key != "model.eta" && !axis.key.starts_with("model.eta.")) continue;
    if (!read || axis.key == "model.eta.phase")
      document.fail(
          document.origin_or_axis_of(axis.key),
          fmt::format("{}: found a scan axis over this key, which means nothing beside "
                      "{}; allowed: {}{}",
                      axis.key, kOwnEta, kOtherPumps, document.without_axes("pump.segments")));
    job.notes.push_back(
        fmt::format("scan.axes: the axis over {} varies no pump, but tau_Q, and what is made of "
                    "it: beside it stand {}",
                    axis.key, kOwnEta));
  }
}

/// The constant pump, where the pump is one of segments.
void judge_eta(const Document& document, Job& job) {
  if (job.base.pump.segments.empty()) return;
  const bool read = goes_by_eta(job);
  judge_axes_over_eta(document, read, job);
  const Node* given = value_at(document, "model.eta");
  if (given == nullptr || job.base.model.eta == 0.0) return;
  const bool asked_for = document.is_set("model.eta");
  if (asked_for && !read)
    document.fail(given->origin,
                  fmt::format("model.eta: found {}, which means nothing beside {}; allowed: {}",
                              describe(*given), kOwnEta, kOtherPumps));
  if (!asked_for && read) return;
  job.notes.push_back(
      fmt::format("{}: {}found {}, which is no pump beside {}: it gives tau_Q{} alone; {} change "
                  "the pump",
                  document.where(given->origin), asked_for ? "" : "model.eta: ", describe(*given),
                  kOwnEta, read ? ", and what is made of it," : "", kOtherPumps));
}

bool some_point(const Job& job, const std::function<bool(const Parameters&)>& has_it) {
  const auto rule = [&has_it](const Parameters& p) {
    return has_it(p) ? std::optional<Violation>(Violation{}) : std::nullopt;
  };
  return first_broken(job, rule).has_value();
}

/// A bath that exchanges no photons.
void note_bath(Job& job) {
  const auto bath = [](const Parameters& p) { return p.model.thermal_photons != 0.0; };
  const auto open = [&bath](const Parameters& p) {
    return bath(p) && p.model.kappa_tau_Q.value_or(p.model.kappa) > 0.0;
  };
  if (some_point(job, bath) && !some_point(job, open))
    job.notes.emplace_back(
        "model.thermal_photons means nothing here: it is of the bath behind the mirror, and "
        "model.kappa, by which photons come through, is 0");
}

/// A key of `solve`, not at its default, that some methods read: where no point is of one of them.
/// By name such methods are refused.
void note_unread(const Document& document, std::string_view key, bool given,
                 bool MethodTraits::*reads, std::string_view readers, Job& job) {
  const auto read = [&job, reads](const Parameters& p) {
    return traits(method_of(job.solve.method, p)).*reads;
  };
  if (!given || some_point(job, read)) return;
  const std::string where = document.where(document.origin_of(key));
  job.notes.push_back(
      fmt::format("{}{} means nothing here: no point is of a method that reads it, which {}",
                  where == key ? "" : where + ": ", key, readers));
}

bool pumped(const Parameters& p) { return p.model.eta != 0.0 || p.model.transverse != 0.0; }

/// A time at which nothing ends, as when it takes the place of segments.
void note_no_pump(Job& job) {
  const auto ends = [](const Parameters& p) { return p.pump.switch_off.has_value(); };
  if (some_point(job, ends) && !some_point(job, pumped))
    job.notes.emplace_back(
        "pump.switch_off means nothing here: there is no pump, model.eta and model.transverse are "
        "0");
}

/// A pump that ends when all is over, and segments that begin then.
void note_late_pump(Job& job) {
  const auto ends_late = [](const Parameters& p) -> std::optional<Violation> {
    const auto& end = p.pump.switch_off;
    if (!end || *end <= p.time_stop || !pumped(p)) return std::nullopt;
    return Violation{"pump.switch_off",
                     fmt::format(": found {}, beyond time.stop = {}: the pump stays on to the end",
                                 plain_number(*end), plain_number(p.time_stop))};
  };
  const auto begins_late = [](const Parameters& p) -> std::optional<Violation> {
    const auto& segments = p.pump.segments;
    for (std::size_t i = 1; i < segments.size(); ++i) {
      const double begin = segments[i - 1].until;
      if (begin >= p.time_stop)
        return Violation{fmt::format("pump.segments[{}]", i),
                         fmt::format(": begins at {}, not before time.stop = {}: nothing is solved "
                                     "with it",
                                     plain_number(begin), plain_number(p.time_stop))};
    }
    return std::nullopt;
  };
  for (const PointRule& rule : {PointRule(ends_late), PointRule(begins_late)})
    if (const auto found = first_broken(job, rule)) job.notes.push_back(found->key + found->text);
}

}  // namespace

void judge_idle_keys(const Document& document, Job& job) {
  judge_eta(document, job);
  note_bath(job);
  const SolveSpec& solve = job.solve;
  constexpr std::string_view of_levels = "only \"fock\" and \"joint\" do";
  note_unread(document, "solve.cutoff", solve.cutoff.has_value(), &MethodTraits::has_cutoff,
              of_levels, job);
  note_unread(document, "solve.cutoff_exact", solve.cutoff_exact.has_value(),
              &MethodTraits::has_cutoff, of_levels, job);
  note_unread(document, "solve.frame", solve.frame != Frame::automatic, &MethodTraits::frames,
              "only \"fock\" does", job);
  note_no_pump(job);
  note_late_pump(job);
}

}  // namespace pairtwist::config
