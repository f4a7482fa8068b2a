// SPDX-License-Identifier: BSD-3-Clause
// Moments of the photon number, rho_ph = sum |C_m|² R_mm: with x = <a†a> and y = <a†² a²> of the
// blocks, distributed as |C_m|², <n> = <x> and <n²> = <y> + <x>.
#include <algorithm>
#include <cmath>
#include <limits>

#include "observables/formulas.hpp"
#include "pairtwist/job.hpp"

namespace pairtwist::formulas {
namespace {

struct Moments {
  double mean;    ///< <n>
  double excess;  ///< <n²> - <n>² - <n>; zero for one coherent state

  double pairs() const { return excess + mean * mean; }
};

Moments moments_of(const SumSeries& series, std::size_t k) {
  return {series.sum(photon_mean, k), series.sum(photon_excess, k)};
}

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// By how much <a†a> and <a†²a²> may be off. What is uncertain of amplitudes adds to their norms,
/// as Minkowski's inequality has it.
PhotonMoments uncertain(const PhotonRounding& rounding, const Moments& n) {
  if (!rounding.of_fields) return {rounding.second, rounding.fourth};
  const double u = std::sqrt(std::max(n.mean, 0.0));
  const double by_u = std::sqrt(rounding.second);
  const double v = std::sqrt(std::sqrt(std::max(n.pairs(), 0.0)));
  const double by_v = std::sqrt(std::sqrt(rounding.fourth));
  const double larger = v + by_v;
  return {by_u * (2.0 * u + by_u), by_v * (v + larger) * (v * v + larger * larger)};
}

PhotonRounding rounding_at(const SumSeries& series, std::size_t k) {
  return series.photon_rounding.empty() ? PhotonRounding{} : series.photon_rounding[k];
}

/// Q n^{-power} + offset of one time.
Trust over_photons(const SumSeries& series, std::size_t k, int power, double offset, double& out) {
  const Moments n = moments_of(series, k);
  out = undefined;
  if (n.mean == 0.0) return Trust::undefined;
  const double scale = series.photon_scales.empty() ? 0.0 : series.photon_scales[k];
  if (std::abs(n.mean) < scale) return Trust::few_photons;
  if (n.mean <= fewest_photons) return Trust::undefined;
  const double over = power == 0 ? 1.0 : n.mean;
  const double q = n.excess / n.mean;
  const double value = offset + q / over;
  const PhotonMoments by = uncertain(rounding_at(series, k), n);
  const double value_by = (by.pairs + (q + 2.0 * n.mean) * by.number) / n.mean / over;
  const double off_by = value_by / std::max(1.0, std::abs(value));
  if (off_by > series.tolerance)
    return n.mean < 1.0 && off_by > kHighestTolerance ? Trust::hidden : Trust::below_precision;
  out = value;
  return {};
}

}  // namespace

double rounding_of_pairs(const SumSeries& series, std::size_t k, double photons) {
  const Moments n = moments_of(series, k);
  const double least = std::max(photons * photons, std::abs(n.pairs()));
  return uncertain(rounding_at(series, k), n).pairs / least;
}

void photon_number(const SumSeries& series, std::span<double> out, std::span<Verdict>) {
  const double* mean = series.of(photon_mean);
  // Rounding may leave a vacuum with a little less than no photons.
  std::transform(mean, mean + out.size(), out.begin(),
                 [](double photons) { return photons < 0.0 ? 0.0 : photons; });
}

/// Q = (<n²> - <n>²)/<n> - 1; undefined without photons.
void mandel_q(const SumSeries& series, std::span<double> out, std::span<Verdict> verdicts) {
  for (std::size_t k = 0; k < out.size(); ++k)
    verdicts[k].trust = over_photons(series, k, 0, 0.0, out[k]);
}

/// g2(0) = <a†²a²>/<n>²; undefined without photons.
void g2(const SumSeries& series, std::span<double> out, std::span<Verdict> verdicts) {
  for (std::size_t k = 0; k < out.size(); ++k) {
    verdicts[k].trust = over_photons(series, k, 1, 1.0, out[k]);
    if (out[k] < 0.0) out[k] = 0.0;  // of one photon, by rounding
  }
}

}  // namespace pairtwist::formulas
