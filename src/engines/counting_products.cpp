// SPDX-License-Identifier: BSD-3-Clause
#include "engines/counting_products.hpp"

namespace pairtwist::engines {
namespace {

/// Blocks of so many rows and columns times eigenvectors.
void half(const CountingChunk& chunk, CountingMachine& machine, const double* blocks,
          std::int64_t rows, const double* vectors, std::int64_t columns, double* out) {
  machine.multiply({.rows = rows,
                    .columns = chunk.shape.vectors(),
                    .inner = columns,
                    .transposed = false,
                    .adds = false,
                    .a = blocks,
                    .next_a = chunk.shape.blocks(),
                    .b = vectors,
                    .next_b = 0,
                    .c = out,
                    .next_c = chunk.shape.halves(),
                    .count = chunk.room});
}

/// Eigenvectors, transposed, times those.
void other_half(const CountingChunk& chunk, CountingMachine& machine, const double* vectors,
                std::int64_t rows, const double* halves, double* out) {
  machine.multiply({.rows = chunk.shape.vectors(),
                    .columns = chunk.shape.vectors(),
                    .inner = rows,
                    .transposed = true,
                    .adds = false,
                    .a = vectors,
                    .next_a = 0,
                    .b = halves,
                    .next_b = chunk.shape.halves(),
                    .c = out,
                    .next_c = 3 * chunk.shape.rotated(),
                    .count = chunk.room});
}

void take_to_angles(const CountingChunk& chunk, CountingMachine& machine,
                    const CountingParity& parity, std::int64_t frequencies, const double* cosines,
                    const double* sines) {
  const CountingShape& shape = chunk.shape;
  BatchedProduct product{.rows = 2 * shape.angles,
                         .columns = shape.outcomes(),
                         .inner = frequencies,
                         .transposed = false,
                         .adds = false,
                         .a = cosines,
                         .next_a = 0,
                         .b = parity.cosines,
                         .next_b = frequencies * shape.outcomes(),
                         .c = parity.parts,
                         .next_c = 2 * shape.angles * shape.outcomes(),
                         .count = chunk.room};
  machine.multiply(product);
  product.adds = true;
  product.a = sines;
  product.b = parity.sines;
  machine.multiply(product);
}

}  // namespace

void rotate(const CountingChunk& chunk, CountingMachine& machine) {
  const CountingShape& shape = chunk.shape;
  const double* const even = chunk.tables.even_rows;
  const double* const odd = chunk.tables.odd_rows;
  double* const of_ee = chunk.halves;
  double* const of_oo = of_ee + shape.evens() * shape.vectors();
  double* const of_eo = of_oo + shape.odds() * shape.vectors();
  const double* const oo = chunk.blocks + shape.ee();
  half(chunk, machine, chunk.blocks, shape.evens(), even, shape.evens(), of_ee);
  half(chunk, machine, oo, shape.odds(), odd, shape.odds(), of_oo);
  half(chunk, machine, oo + shape.oo(), shape.evens(), odd, shape.odds(), of_eo);
  other_half(chunk, machine, even, shape.evens(), of_ee, chunk.rotated);
  other_half(chunk, machine, odd, shape.odds(), of_oo, chunk.rotated + shape.rotated());
  other_half(chunk, machine, even, shape.evens(), of_eo, chunk.rotated + 2 * shape.rotated());
}

void take_to_angles(const CountingChunk& chunk, CountingMachine& machine) {
  take_to_angles(chunk, machine, chunk.even, chunk.shape.evens(), chunk.tables.even_cosines,
                 chunk.tables.even_sines);
  take_to_angles(chunk, machine, chunk.odd, chunk.shape.odds(), chunk.tables.odd_cosines,
                 chunk.tables.odd_sines);
}

}  // namespace pairtwist::engines
