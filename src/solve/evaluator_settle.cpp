// SPDX-License-Identifier: BSD-3-Clause
// What values of a solved batch are still missing, and whether it is solved again for them.
#include <algorithm>
#include <limits>
#include <map>

#include "plan/batches.hpp"
#include "solve/evaluator.hpp"
#include "solve/photon_rounding.hpp"
#include "solve/strictness.hpp"

namespace pairtwist {

/// The front tile, of one point: what of its values is not settled will never be, for this reason.
/// Values that are too faint may yet be had, from another tile of the point.
void Evaluator::give_front_up(InFlight& f, ValueState why) const {
  if (meter_ != nullptr) meter_->pass_over(f.batch.cost + f.batch.evaluation);
  const Tile tile = f.tiles.front();
  f.tiles.pop_front();
  const std::int64_t p = f.order[tile.first];
  f.given_up[p] = why;
  give_up(*f.evaluation, tile, p, why, why);
}

/// After the last tile: what is still too faint of a point, since the tile that would have looked
/// after it was given up, is lost for the same reason.
void Evaluator::settle_the_rest(InFlight& f) {
  Evaluation& e = *f.evaluation;
  if (std::all_of(e.states.begin(), e.states.end(), settled)) return;
  for (std::int64_t p = 0; p < e.size(); ++p) {
    const ValueState why =
        f.given_up[p] == ValueState::untried ? ValueState::not_converged : f.given_up[p];
    for (std::size_t q = 0; q < e.quantities.size(); ++q)
      for (std::int64_t k = 0; k < e.n_times; ++k)
        if (!settled(e.states_of(p, q)[k])) e.lose(p, q, k, why);
  }
}

/// Point p has no more values at the tile's times than it has so far, but for what is too faint;
/// `why`, or `of_imprecise` where that is what is known of them.
void Evaluator::give_up(Evaluation& e, const Tile& tile, std::int64_t p, ValueState why,
                        ValueState of_imprecise) {
  for (std::size_t q = 0; q < e.quantities.size(); ++q) give_up(e, tile, p, q, why, of_imprecise);
}

/// The same of quantity q alone.
void Evaluator::give_up(Evaluation& e, const Tile& tile, std::int64_t p, std::size_t q,
                        ValueState why, ValueState of_imprecise) {
  const std::span<const ValueState> states = e.states_of(p, q);
  const std::span<const double> bounds = e.at_most_of(p, q);
  for (std::int64_t k = tile.from; k < tile.to; ++k) {
    const ValueState state = states[k];
    if (settled(state) || state == ValueState::too_faint) continue;
    if (state != ValueState::imprecise)
      e.lose(p, q, k, why);
    else if (of_imprecise == ValueState::below_precision && !bounds.empty())
      e.lose(p, q, k, swamped(bounds[k]));
    else  // with more time or memory it might be there, below 0 or not
      e.lose(p, q, k, of_imprecise);
  }
}

/// What a value that still changes with the cutoff is lost for after this tile's solution. Where
/// all was there but for precision, that is what it lacks, unless the cutoff could not grow.
ValueState Evaluator::why_changing(const Tile& tile) const {
  return (tile.faint || tile.strictest) && !spec_.cutoff_exact ? ValueState::below_precision
                                                               : ValueState::not_converged;
}

/// Point p has no more values of what reads these blocks (engines::BlockKind bits), which gave up.
void Evaluator::give_up_blocks(Evaluation& e, const Tile& tile, std::int64_t p,
                               std::int32_t blocks) const {
  const bool again = tile.again();
  const ValueState why = why_changing(tile);
  for (std::size_t q = 0; q < e.quantities.size(); ++q) {
    if ((blocks_read(e.quantities[q]->demand(e.tasks[p]->point)) & blocks) == 0) continue;
    // How a point is divided over times must not show: there are no values but those that were
    // good before limits became stricter.
    for (std::int64_t k = 0; !again && tile.attempt == 0 && k < e.n_times; ++k)
      e.lose(p, q, k, why);
    give_up(e, tile, p, q, why, ValueState::below_precision);
  }
}

/// Whether a value at the tile's times is not settled that is made of coherences.
bool Evaluator::wants_pairs(const Evaluation& e, const Tile& tile, std::int64_t p) {
  for (std::size_t q = 0; q < e.quantities.size(); ++q) {
    if (!e.quantities[q]->demand(e.tasks[p]->point).coherences()) continue;
    const std::span<const ValueState> states = e.states_of(p, q);
    if (!std::all_of(states.begin() + tile.from, states.begin() + tile.to, settled)) return true;
  }
  return false;
}

/// A tile like this for point p's imprecise values: with steps finer by so many powers of ten, or
/// where that did not do, or is 0, as good as they can be had. The tile itself, if none of them
/// matters.
Evaluator::Tile Evaluator::stricter_of(Evaluation& e, const Tile& tile, std::int64_t p, int finer) {
  e.leave_out_what_decides_nothing(p);
  std::int64_t first = tile.to;
  std::int64_t last = tile.from;
  for (std::size_t q = 0; q < e.quantities.size(); ++q) {
    const std::span<const ValueState> states = e.states_of(p, q);
    for (std::int64_t k = tile.from; k < tile.to; ++k) {
      if (states[k] != ValueState::imprecise) continue;
      first = std::min(first, k);
      last = std::max(last, k + 1);
    }
  }
  Tile stricter = tile;
  if (first >= last) return stricter;
  const MethodTraits& method = traits(e.tasks[p]->work.method);
  if (!method.exact && tile.finer == 0 && finer > 0) {
    stricter.finer = finer;
    return stricter;
  }
  stricter.strictest = true;
  // Cutoffs are judged by all times; the closed form has none.
  if (method.exact) {
    stricter.from = first;
    stricter.to = last;
  }
  return stricter;
}

/// What the batch's point b needs after its solution in the front tile: nothing, or a tile like
/// this.
std::optional<Evaluator::Tile> Evaluator::settle_point(InFlight& f, const engines::BatchView& view,
                                                       std::int64_t b,
                                                       const Judgement& judgement) const {
  Evaluation& e = *f.evaluation;
  const Tile& tile = f.tiles.front();
  const std::int64_t p = f.order[tile.first + b];
  const bool again = tile.again();
  const std::int32_t gave_up = view.gave_up(b);
  Tile next = tile;
  if (gave_up != 0) give_up_blocks(e, tile, p, gave_up);
  if (judgement.changing && tile.attempt < most_attempts && !spec_.cutoff_exact) ++next.attempt;
  if (judgement.imprecise > 0.0)
    next = stricter_of(e, next, p, finer_steps(f.batch.tolerance, judgement.imprecise));
  const bool goes_on = next != tile;
  if (goes_on && traits(f.batch.method).blocks && !wants_pairs(e, next, p)) next.light_alone = true;

  // Of blocks that are solved for the last time.
  if (!goes_on || next.light_alone != tile.light_alone) {
    e.change[p] = std::max(e.change[p], judgement.change);
    if (traits(f.batch.method).has_cutoff) {
      e.cutoff[p] = std::max(e.cutoff[p], view.cutoff[b]);
      e.tail[p] = std::max(e.tail[p], view.tail[b]);
    }
  }
  // Nothing says how far off a block is that gave up before it was seen to change.
  if (gave_up != 0 && !again)
    e.change[p] =
        std::max(e.change[p], judgement.rejected > 1.0 ? judgement.rejected
                                                       : std::numeric_limits<double>::infinity());
  if (goes_on) return next;
  if (!again) e.change[p] = std::max(e.change[p], judgement.rejected);
  give_up(e, tile, p, why_changing(tile), ValueState::below_precision);
  // Once all its times are there.
  if (tile.to < e.n_times || !f.photon_scales.noted(p) || !solve_for_fewer_photons(f, p))
    return std::nullopt;
  next.from = 0;
  next.faint = true;
  next.light_alone = false;
  next.strictest = false;
  next.finer = 0;
  return next;
}

/// Whether values of p that were too faint can be had; those that cannot are lost.
bool Evaluator::solve_for_fewer_photons(InFlight& f, std::int64_t p) const {
  Evaluation& e = *f.evaluation;
  const Task& task = *e.tasks[p];
  const PhotonScales::Use use{
      .decay = in_laboratory(task) ? 0.0 : task.point.parameters.model.kappa,
      .everywhere = divided_over_time(task.work)};
  const auto times = std::span(e.times).subspan(static_cast<std::size_t>(p * e.n_times),
                                                static_cast<std::size_t>(e.n_times));
  const std::vector<char> lowered = f.photon_scales.lower(p, times, f.batch.limits.change, use);
  bool any = false;
  for (std::size_t q = 0; q < e.quantities.size(); ++q) {
    for (std::int64_t k = 0; k < e.n_times; ++k) {
      if (e.states_of(p, q)[k] != ValueState::too_faint) continue;
      if (lowered[k] != 0)
        any = true;
      else
        e.lose(p, q, k, ValueState::few_photons);
    }
  }
  return any;
}

/// Takes the front tile off. Points that lack values come back for these alone: with stricter
/// limits for their blocks, a few times; with their coherences as good as can be; for fewer photons
/// than their moments were solved for.
void Evaluator::settle(InFlight& f, const engines::BatchView& view,
                       const std::vector<Judgement>& judgements) {
  const Tile tile = f.tiles.front();
  std::vector<std::int64_t> done;
  std::map<Tile, std::vector<std::int64_t>> again;
  for (std::int64_t b = 0; b < tile.last - tile.first; ++b) {
    const std::optional<Tile> next = settle_point(f, view, b, judgements[b]);
    (next ? again[*next] : done).push_back(f.order[tile.first + b]);
  }
  f.tiles.pop_front();

  // Those of a kind side by side.
  std::int64_t first = tile.first;
  const auto place = [&](const std::vector<std::int64_t>& points) {
    std::copy(points.begin(), points.end(), f.order.begin() + first);
    first += static_cast<std::int64_t>(points.size());
  };
  place(done);
  for (const auto& [like, points] : again) {
    Tile all = like;
    all.first = first;
    place(points);
    all.last = first;
    const std::deque<Tile> tiles = tiles_of(f, all);
    f.tiles.insert(f.tiles.begin(), tiles.begin(), tiles.end());
  }
}

}  // namespace pairtwist
