#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Reference coherence factors for the bounds of src/plan/coherence_bound.hpp, to 32 digits.

    pip install mpmath
    python3 make_coherence_bound_reference.py             # writes coherence_bound.f64
    python3 make_coherence_bound_reference.py --check 300 # 300 rows anew, by power series

Where make_resonance_reference.py keeps phases moderate, here they are as large as the bounds have
to deal with: |eta t| up to 1e4, U t (m² - m'²) up to 1e20, up to three stretches of pump. Three
quarters of the pairs are neighbours or next ones, which is what is ever solved in double. The two
ways to a number are those of that script, here with 200 digits. Columns: see README.md.
"""

import array
import math
import pathlib
import random
import sys

import mpmath
from make_resonance_reference import (
    closed,
    command_line,
    direction,
    draw_rates,
    log_uniform,
    series,
)
from mpmath import mp, mpc, mpf

HERE = pathlib.Path(__file__).resolve().parent
FILE = HERE / "coherence_bound.f64"
ROWS = 10_000
SEED = 20_261_125

INPUTS = (
    "atoms k l U W0 detuning kappa alpha0_re alpha0_im until1 eta1_re eta1_im "
    "until2 eta2_re eta2_im eta3_re eta3_im t"
).split()
OUTPUTS = "lnv_re lnv_re_lo lnv_im lnv_im_lo".split()


class Pair:
    """The two sectors of one row, its doubles turned into exact multiprecision numbers."""

    def __init__(self, row):
        m = [mpf(2 * row[key] + row["atoms"] % 2) / 2 for key in ("k", "l")]
        omega = [2 * mpf(row["W0"]) * x**2 - mpf(row["detuning"]) for x in m]
        self.lam = [mpc(mpf(row["kappa"]) / 2, value) for value in omega]
        self.Omega = omega[0] - omega[1]
        self.U_term = mpf(row["U"]) * (m[0] ** 2 - m[1] ** 2)
        self.alpha0 = mpc(row["alpha0_re"], row["alpha0_im"])
        self.t = mpf(row["t"])
        ends = [mpf(row[key]) for key in ("until1", "until2") if row[key] > 0] + [self.t]
        starts = [mpf(0), *ends]
        self.segments = [
            (end - start, mpc(row[f"eta{i}_re"], row[f"eta{i}_im"]))
            for i, (start, end) in enumerate(zip(starts, ends), 1)
        ]


def draw_sectors(rng):
    """N, k and l."""
    atoms = rng.randrange(4, 41)
    sectors = atoms // 2 + 1 if atoms % 2 == 0 else (atoms + 1) // 2
    if rng.random() < 1 / 4:
        k, l = sorted(rng.sample(range(sectors), 2))
        return atoms, k, l
    l = rng.randrange(1, sectors)
    return atoms, max(l - rng.choice((1, 2)), 0), l


def draw(rng):
    """A row of inputs."""
    atoms, k, l = draw_sectors(rng)
    m = [(2 * x + atoms % 2) / 2 for x in (k, l)]
    t = log_uniform(rng, 1e-4, 10)
    W0, detuning, kappa = draw_rates(rng, m, t)
    largest_twist = 1e20 if rng.random() < 0.1 else 1e4
    twist = 0.0 if rng.random() < 0.2 else log_uniform(rng, 1e-6, largest_twist)
    alpha0 = complex(0.0)
    if rng.random() < 0.6:
        alpha0 = log_uniform(rng, 1e-3, 1e2) * direction(rng)
    eta_t = log_uniform(rng, 1e-4, 1e4)
    etas = [eta_t / t * direction(rng)]
    untils = []
    if rng.random() < 0.35:
        untils = sorted(t * rng.uniform(0.02, 0.98) for _ in range(rng.choice((1, 2))))
        # Switched off, or weaker; in any order.
        for _ in untils:
            share = 0.0 if rng.random() < 0.3 else log_uniform(rng, 1e-3, 1.0)
            etas.append(share * eta_t / t * direction(rng))
        rng.shuffle(etas)
    untils += [0.0] * (2 - len(untils))
    etas += [complex(0.0)] * (3 - len(etas))
    values = (
        atoms,
        k,
        l,
        rng.choice((-1, 1)) * twist / ((m[1] ** 2 - m[0] ** 2) * t),
        W0,
        detuning,
        kappa,
        *(alpha0.real, alpha0.imag),
        *(untils[0], etas[0].real, etas[0].imag),
        *(untils[1], etas[1].real, etas[1].imag),
        *(etas[2].real, etas[2].imag),
        t,
    )
    return dict(zip(INPUTS, values))


def high_and_low(x):
    """A multiprecision number as a double and a correction: together 32 digits."""
    high = float(x)
    return high, float(x - mpf(high))


def make():
    rng = random.Random(SEED)
    numbers = array.array("d")
    with mp.workdps(200):
        for _ in range(ROWS):
            row = draw(rng)
            log_v, _alpha = closed(Pair(row))
            numbers.extend(float(row[key]) for key in INPUTS)
            numbers.extend((*high_and_low(log_v.real), *high_and_low(log_v.imag)))
    if sys.byteorder != "little":
        numbers.byteswap()
    FILE.write_bytes(numbers.tobytes())
    print(f"seed {SEED}: {ROWS} rows, {FILE.stat().st_size / 1e6:.2f} MB")


def read_rows():
    numbers = array.array("d", FILE.read_bytes())
    if sys.byteorder != "little":
        numbers.byteswap()
    keys = INPUTS + OUTPUTS
    for first in range(0, len(numbers), len(keys)):
        row = dict(zip(keys, numbers[first : first + len(keys)]))
        yield {**row, **{key: int(row[key]) for key in ("atoms", "k", "l")}}


def check(number):
    """A random choice of rows, from the file, by power series."""
    rows = list(read_rows())
    rng = random.Random(SEED + 1)
    worst = mpf(0)
    for index in rng.sample(range(len(rows)), number):
        row = rows[index]
        with mp.workdps(60):
            log_v, _alpha = series(Pair(row))
            # Each part has its own 32 digits; the series is good to 1e-45 of the whole.
            for value, part in ((log_v.real, "re"), (log_v.imag, "im")):
                committed = mpf(row[f"lnv_{part}"]) + mpf(row[f"lnv_{part}_lo"])
                size = max(abs(value), mpf("1e-12") * abs(log_v), mpf("1e-300"))
                error = abs(committed - value) / size
                worst = max(worst, error)
            if not worst < mpf("1e-31"):
                print(f"row {index}: ln v off by {mpmath.nstr(worst, 3)} of itself")
                return 1
    print(f"seed {SEED + 1}: {number} rows by power series, ln v within {mpmath.nstr(worst, 3)}")
    return 0


if __name__ == "__main__":
    sys.exit(command_line(__doc__, make, check))
