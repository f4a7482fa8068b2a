// SPDX-License-Identifier: BSD-3-Clause
#include "engines/packed_weights.hpp"

#include "observables/bell_amplitudes.hpp"

namespace pairtwist::engines {
namespace {

static_assert(sizeof(PairWeight) == 4 * sizeof(double) && alignof(PairWeight) == alignof(double));
static_assert(sizeof(ExtendedComplex) == 4 * sizeof(double) &&
              alignof(ExtendedComplex) == alignof(double));

}  // namespace

std::size_t PackedWeights::put(const double* first, std::size_t count) {
  const std::size_t place = numbers_.size();
  numbers_.insert(numbers_.end(), first, first + count);
  return place;
}

std::size_t PackedWeights::put(const std::vector<PairWeight>& weights) {
  const std::size_t place = numbers_.size();
  for (const PairWeight& w : weights)
    for (const double number : {w.p_re, w.p_im, w.q_re, w.q_im}) numbers_.push_back(number);
  return place;
}

std::size_t PackedWeights::put(const std::vector<ExtendedComplex>& amplitudes) {
  const std::size_t place = numbers_.size();
  for (const ExtendedComplex& a : amplitudes)
    for (const double number : {a.re.hi, a.re.lo, a.im.hi, a.im.lo}) numbers_.push_back(number);
  return place;
}

void PackedWeights::add(const AtomicStart& start) {
  if (places_.count(&start) != 0) return;
  const MomentWeights& m = start.moments;
  Places places{};
  places.plus = put(m.plus);
  places.plus_z = put(m.plus_z);
  places.plus2 = put(m.plus2);
  places.crossing = m.crossing ? put({*m.crossing}) : 0;
  places.share = put(m.share.data(), m.share.size());
  places.weight = put(m.weight.data(), m.weight.size());
  places.up = put(m.up.data(), m.up.size());
  places.down = put(m.down.data(), m.down.size());
  places.bell = numbers_.size();
  if (start.bell) {
    for (const auto* part : {&start.bell->x, &start.bell->y, &start.bell->modulus})
      put(part->data(), part->size());
    places.x = put(start.bell->x_sum);
    places.y = put(start.bell->y_sum);
  }
  places_.emplace(&start, places);
}

BellView PackedWeights::bell(const AtomicStart& start, const double* base) const {
  if (!start.bell) return {};
  const double* const x = base + places_.at(&start).bell;
  const std::size_t sectors = start.bell->x.size();
  return {x, x + sectors, x + 2 * sectors};
}

PairSumsView PackedWeights::pair_sums(const AtomicStart& start, const double* base) const {
  const Places& at = places_.at(&start);
  PairSumsView view{.up = base + at.up, .down = base + at.down};
  if (!start.bell) return view;
  const auto amplitudes = [base](std::size_t place) {
    return reinterpret_cast<const ExtendedComplex*>(base + place);
  };
  view.x = amplitudes(at.x);
  view.y = amplitudes(at.y);
  view.modulus = bell(start, base).modulus;
  return view;
}

MomentWeightsView PackedWeights::view(const AtomicStart& start, std::uint32_t wanted,
                                      const double* base) const {
  const Places& at = places_.at(&start);
  const auto pairs = [base](std::size_t place) {
    return reinterpret_cast<const PairWeight*>(base + place);
  };
  return {.wanted = wanted,
          .symmetric = start.moments.symmetric,
          .plus = pairs(at.plus),
          .plus_z = pairs(at.plus_z),
          .plus2 = pairs(at.plus2),
          .crossing = start.moments.crossing ? pairs(at.crossing) : nullptr,
          .share = base + at.share,
          .weight = base + at.weight};
}

}  // namespace pairtwist::engines
