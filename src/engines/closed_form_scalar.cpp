// The closed form on the host without SIMD: every machine, and the judge of the wider levels.
#include "engines/closed_form_block.inl"

namespace pairtwist::engines {

template <>
struct Lanes<double> {
  static constexpr int width = 1;
  PT_HD static double load(const double* p) { return *p; }
  PT_HD static void store(double x, double* p) { *p = x; }
  PT_HD static double iota(double first) { return first; }
  PT_HD static double gather(const double* p, double index) {
    return p[static_cast<std::int64_t>(index)];
  }
};

BlockKernel closed_form_scalar() { return {&solve_block<double>, Lanes<double>::width}; }

}  // namespace pairtwist::engines
