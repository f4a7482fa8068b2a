// SPDX-License-Identifier: BSD-3-Clause
#include "engines/joint_remote.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace pairtwist::engines {
namespace {

/// Populations of the same state on at least as many levels.
std::vector<double> spread(const std::vector<double>& populations, const JointMap& from,
                           const JointMap& to) {
  std::vector<double> result(to.elements.size(), 0.0);
  for (std::size_t e = 0; e < from.elements.size(); ++e) {
    const auto [site, level] = from.elements[e];
    result[static_cast<std::size_t>(to.first_row[site] + level)] = populations[e];
  }
  return result;
}

/// Of a population at its level (a negative one: it is lost), after a jump but for the norm.
struct Jumped {
  std::int32_t level;
  double population;
};
Jumped jumped(JointJump which, double population, std::int32_t level, double m) {
  const double n = level;
  switch (which) {
    case jump_loss:
      return {level - 1, n * population};
    case jump_pair_loss:
      return {level - 2, n * (n - 1.0) * population};
    case jump_heating:
      return {level + 1, (n + 1.0) * population};
    case jump_dephasing:
      break;
  }
  return {level, m * m * population};
}

}  // namespace

JointMap::JointMap(JointLayout of, bool matrix) : layout(std::move(of)), of_matrix(matrix) {
  for (std::int32_t s = 0; s < layout.sites(); ++s) {
    first_row.push_back(static_cast<std::int64_t>(elements.size()));
    for (std::int32_t n = 0; n < layout.levels[s]; ++n) elements.push_back({s, n});
  }
}

JointPlaces JointMap::put(JointShelf& shelf) const {
  return {.layout = {.sites = layout.sites(),
                     .levels = shelf.put(layout.levels),
                     .extent = shelf.put(layout.extent),
                     .place = shelf.put(layout.place),
                     .size = layout.size},
          .first_row = shelf.put(first_row),
          .elements = shelf.put(elements),
          .count = static_cast<std::int32_t>(elements.size()),
          .imaginary = square()};
}

JointRemoteState::JointRemoteState(const JointChain& chain, JointLayout layout,
                                   std::vector<double> image, bool of_matrix, bool normalised)
    : chain_(chain),
      map_(std::move(layout), of_matrix),
      normalised_(normalised),
      image_(std::move(image)) {
  assert(std::ssize(image_) == 2 * map_.square());
  const JointPlaces places = {.layout = map_.layout.view(),
                              .first_row = nullptr,
                              .elements = map_.elements.data(),
                              .count = 0,
                              .imaginary = map_.square()};
  for (std::int32_t e = 0; e < static_cast<std::int32_t>(map_.elements.size()); ++e) {
    if (of_matrix) {
      populations_.push_back(image_[places.at(e, e)]);
      continue;
    }
    const double re = image_[places.at(e)];
    const double im = image_[places.imaginary + places.at(e)];
    populations_.push_back(re * re + im * im);
  }
  populations_before_ = populations_;
}

std::complex<double> JointRemoteState::traced(std::int32_t s, std::int32_t r) const {
  assert(traced_there_ && s <= r && r < s + band_of_traced_);
  const auto at = static_cast<std::size_t>(2 * (s * band_of_traced_ + r - s));
  return {traced_[at], traced_[at + 1]};
}

/// The state becomes what is `from` there, on at least as many levels.
void JointRemoteState::move_to(JointLayout layout, const double* from) {
  map_of_from_ = std::exchange(map_, JointMap(std::move(layout), map_.of_matrix));
  block_of_from_ = std::exchange(block_, JointBlock());
  from_ = from;
  needs_block_ = true;
  traced_there_ = false;
  populations_ = spread(populations_, map_of_from_, map_);
}

void JointRemoteState::retreat(JointLayout layout) {
  std::swap(now_, other_);
  populations_ = populations_before_;
  survival_ = survival_before_;
  traced_there_ = false;
  if (layout.levels != map_.layout.levels) move_to(std::move(layout), array(now_));
}

void JointRemoteState::widen(JointLayout layout) { move_to(std::move(layout), array(now_)); }

void JointRemoteState::advance(const JointGenerator& generator, const JointSeries& series) {
  generator_ = &generator;
  series_ = series;
}

void JointRemoteState::jump(JointJump which, std::span<const double> m) {
  assert(jump_ == JointOrder::no_jump);
  jump_ = which;
  std::vector<double> after(populations_.size(), 0.0);
  double sum = 0.0;
  for (std::size_t e = 0; e < after.size(); ++e) {
    const auto [site, level] = map_.elements[e];
    const Jumped to = jumped(which, populations_[e], level, m[site]);
    if (to.level < 0 || to.level >= map_.layout.levels[site]) continue;
    after[static_cast<std::size_t>(map_.first_row[site] + to.level)] = to.population;
    sum += to.population;
  }
  for (double& population : after) population /= sum;
  populations_ = std::move(after);
  survival_ = survival_before_ = 1.0;
  traced_there_ = false;
}

std::int64_t JointRemoteState::bytes() const {
  return 3 * 2 * map_.square() * static_cast<std::int64_t>(sizeof(double));
}

std::int64_t JointRemoteState::freight() const {
  JointShelf counted;
  JointOrder order{};
  put(counted, order);
  return counted.used();
}

std::int64_t JointRemoteState::returns() const {
  return 1 + static_cast<std::int64_t>(map_.elements.size()) +
         2 * static_cast<std::int64_t>(map_.layout.sites()) * band_;
}

void JointRemoteState::settle_in(JointMachine& machine) {
  if (!needs_block_) return;
  block_ = JointBlock(machine, 3 * 2 * map_.square());
  now_ = 0;
  other_ = 1;
  after_ = 2;
  if (!image_.empty()) machine.upload(array(now_), image_);
  image_ = {};
  needs_block_ = false;
}

void JointRemoteState::put(JointShelf& shelf, JointOrder& order) const {
  order.places = map_.put(shelf);
  if (from_ != nullptr) order.places_of_from = map_of_from_.put(shelf);
  order.m = shelf.put(chain_.m);
  if (generator_ == nullptr) return;
  const auto sites = static_cast<std::size_t>(map_.layout.sites());
  const auto roots = static_cast<std::size_t>(map_.layout.most_levels() + 2 * JointLayout::widest);
  const JointTables here = generator_->tables();
  order.tables = {.decay = shelf.put(here.decay, sites),
                  .turn = shelf.put(here.turn, sites),
                  .decays = here.decays,
                  .roots = shelf.put(here.roots, roots),
                  .pump_re = shelf.put(here.pump_re, sites),
                  .pump_im = shelf.put(here.pump_im, sites),
                  .hop = shelf.put(here.hop, sites - 1)};
  order.jumps = generator_->jumps();
  order.jumps.m = order.m;
  order.coefficients = shelf.put(series_.coefficients.data(), series_.coefficients.size());
  order.terms = static_cast<std::int32_t>(series_.coefficients.size()) - 1;
  order.beta = series_.beta;
}

JointOrder JointRemoteState::order(JointShelf shelf, double* returns) const {
  JointOrder order{.of_matrix = map_.of_matrix,
                   .normalised = normalised_,
                   .places = {},
                   .now = array(now_),
                   .other = array(other_),
                   .after = array(after_),
                   .from = from_,
                   .places_of_from = {},
                   .jump = jump_,
                   .m = nullptr,
                   .tables = {},
                   .jumps = {},
                   .coefficients = nullptr,
                   .terms = 0,
                   .beta = 0.0,
                   .squared = returns,
                   .populations = returns + 1,
                   .traced = returns + 1 + map_.elements.size(),
                   .band = band_};
  put(shelf, order);
  return order;
}

void JointRemoteState::read(const double* returns) {
  const auto count = static_cast<std::ptrdiff_t>(map_.elements.size());
  if (generator_ != nullptr) {
    std::swap(now_, other_);
    populations_before_ = std::move(populations_);
    survival_before_ = survival_;
    if (normalised_) survival_ *= returns[0];
  }
  populations_.assign(returns + 1, returns + 1 + count);
  band_of_traced_ = band_;
  traced_.assign(
      returns + 1 + count,
      returns + 1 + count + 2 * static_cast<std::ptrdiff_t>(map_.layout.sites()) * band_);
  traced_there_ = band_ > 0;
  generator_ = nullptr;
  jump_ = JointOrder::no_jump;
  from_ = nullptr;
}

}  // namespace pairtwist::engines
