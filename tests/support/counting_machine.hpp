// SPDX-License-Identifier: BSD-3-Clause
// A CountingMachine that is the host, and a backend that counts atoms with it: what a device does
// with coherences, by the same bodies. Sums and items go the other way round than on the host's own
// way, so that nothing depends on their order.
#pragma once

#include <algorithm>
#include <complex>
#include <vector>

#include "backend/backend.hpp"
#include "backend/simd_level.hpp"
#include "engines/counting_chunks.hpp"
#include "engines/counting_steps.inl"
#include "engines/host_solver.hpp"
#include "model/methods.hpp"
#include "observables/counting.hpp"

namespace pairtwist::test {

class HostCountingMachine final : public engines::CountingMachine {
 public:
  /// limit: of doubles of a room, beyond which memory runs out.
  explicit HostCountingMachine(std::int64_t limit = std::int64_t{1} << 40) : limit_(limit) {}

  const double* numbers(const std::vector<double>& numbers) override {
    numbers_ = numbers;
    return numbers_.data();
  }
  const engines::StateToCount* states(const std::vector<engines::StateToCount>& states) override {
    states_ = states;
    return states_.data();
  }
  double* room(std::int64_t doubles) override {
    if (doubles > limit_) throw OutOfMemory("injected");
    if (doubles > std::ssize(room_)) room_.assign(static_cast<std::size_t>(doubles), 0.0);
    return room_.data();
  }

  void multiply(const engines::BatchedProduct& product) override {
    ++products;
    for (std::int64_t s = 0; s < product.count; ++s) multiply(product, s);
  }
  void run(engines::CountingStep step, const engines::CountingChunk& chunk) override {
    using engines::CountingStep;
    most_states = std::max(most_states, chunk.count);
    switch (step) {
      case CountingStep::factors:
        return run<CountingStep::factors>(chunk);
      case CountingStep::turn:
        return run<CountingStep::turn>(chunk);
      case CountingStep::combine:
        return run<CountingStep::combine>(chunk);
      case CountingStep::polynomials:
        return run<CountingStep::polynomials>(chunk);
      case CountingStep::count:
        return run<CountingStep::count>(chunk);
    }
  }

  std::int64_t products = 0;
  std::int64_t most_states = 0;

 private:
  static void multiply(const engines::BatchedProduct& product, std::int64_t s) {
    const double* const a = product.a + s * product.next_a;
    const double* const b = product.b + s * product.next_b;
    double* const c = product.c + s * product.next_c;
    for (std::int64_t j = 0; j < product.columns; ++j) {
      for (std::int64_t i = 0; i < product.rows; ++i) {
        double sum = 0.0;
        for (std::int64_t k = product.inner - 1; k >= 0; --k)
          sum += (product.transposed ? a[k + i * product.inner] : a[i + k * product.rows]) *
                 b[k + j * product.inner];
        double& out = c[i + j * product.rows];
        out = product.adds ? out + sum : sum;
      }
    }
  }

  template <engines::CountingStep step>
  static void run(const engines::CountingChunk& chunk) {
    const engines::CountingSteps steps(chunk);
    for (std::int64_t item = steps.items(step) - 1; item >= 0; --item) steps.run<step>(item);
  }

  std::int64_t limit_;
  std::vector<double> numbers_, room_;
  std::vector<engines::StateToCount> states_;
};

/// Coherences do not come back unless they are asked for.
class CountingHost final : public Backend {
 public:
  explicit CountingHost(HostCountingMachine& machine) : machine_(machine) {}

  std::string name() const override { return "counts"; }
  std::string device() const override { return "host"; }
  std::string simd() const override { return "scalar"; }
  bool counts() const override { return true; }
  std::int64_t memory_budget() const override { return std::int64_t{128} << 20; }

  void submit(int slot, const engines::Batch& batch) override {
    Slot& s = slots_[slot];
    s.batch = &batch;
    engines::solve_on_host(batch, simd_levels().front().kernels, 2, s.result);
    if (!batch.counts()) return;
    ++counted;
    count(batch, s.result.coherence, s.terms);
    if (traits(batch.method).has_cutoff) count(batch, s.result.coherence_before, s.terms_before);
  }
  engines::BatchView wait(int slot) override {
    const Slot& s = slots_[slot];
    engines::BatchView view = engines::view_of(s.result);
    if (s.batch->counts()) {
      view.counted = s.terms.data();
      view.counted_before = s.terms_before.data();
      if (!s.batch->want_coherence) view.coherence = view.coherence_before = nullptr;
    }
    return view;
  }

  std::int64_t counted = 0;  ///< batches

 private:
  struct Slot {
    const engines::Batch* batch = nullptr;
    engines::HostResult result;
    std::vector<FisherTerm> terms, terms_before;
  };

  void count(const engines::Batch& batch, const std::vector<std::complex<double>>& coherence,
             std::vector<FisherTerm>& terms) {
    const std::int64_t angles = batch.counting.front().tables->angles();
    terms.assign(static_cast<std::size_t>(batch.size() * batch.n_times * angles), {-7.0, -7.0});
    // std::complex is an array of two doubles by definition.
    engines::count_atoms(batch, reinterpret_cast<const double*>(coherence.data()), machine_,
                         terms.data());
  }

  HostCountingMachine& machine_;
  Slot slots_[2];
};

}  // namespace pairtwist::test
