#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Reference coherence factors through the resonance lambda -> 0, to 25 digits and more.

    pip install mpmath
    python3 make_resonance_reference.py             # writes resonance.csv
    python3 make_resonance_reference.py --check 300 # 300 rows anew, by power series; see below

Each row is a pair of sectors k < l of docs/physics.md section 3: lambda_m = kappa/2 +
i(-detuning + 2 W0 m^2), and |lambda t| of either sector runs from 1e-16 (or exactly 0) to 1e3. All
inputs are doubles and count as exact: ln v and alpha are those of these very doubles, so a program
that rounds 2 W0 m^2 before it subtracts the detuning is off, and the reference shows it.

Two ways to the same number, which share no formula:
- closed(): amplitudes as sums of t^p e^{-mu t}, their products integrated term by term, 120 digits
  (the cancellation costs up to about 65 of them);
- series(): the defining differential equations by their power series in steps of |lambda h| < 2,
  which knows no special case at lambda = 0. --check compares, on rows read back from the file.

Columns: see README.md.
"""

import argparse
import cmath
import collections
import csv
import math
import pathlib
import random
import sys

import mpmath
from mpmath import mp, mpc, mpf

HERE = pathlib.Path(__file__).resolve().parent
FILE = HERE / "resonance.csv"
ROWS = 10_000
SEED = 20_240_614
LARGEST_PHASE = 1e6

INPUTS = (
    "atoms k l U W0 detuning kappa alpha0_re alpha0_im t_switch "
    "eta1_re eta1_im eta2_re eta2_im t"
).split()
OUTPUTS = "lnv_re lnv_re_lo lnv_im lnv_im_lo alpha_re alpha_im".split()


class Pair:
    """The two sectors of one row, its doubles turned into exact multiprecision numbers."""

    def __init__(self, row):
        odd = row["atoms"] % 2
        m = [mpf(2 * row[key] + odd) / 2 for key in ("k", "l")]
        W0, detuning = mpf(row["W0"]), mpf(row["detuning"])
        omega = [-detuning + 2 * W0 * value**2 for value in m]
        self.lam = [mpc(mpf(row["kappa"]) / 2, value) for value in omega]
        self.Omega = omega[0] - omega[1]
        self.U_term = mpf(row["U"]) * (m[0] ** 2 - m[1] ** 2)
        self.alpha0 = mpc(row["alpha0_re"], row["alpha0_im"])
        eta1, eta2 = mpc(row["eta1_re"], row["eta1_im"]), mpc(row["eta2_re"], row["eta2_im"])
        self.t = mpf(row["t"])
        if row["t_switch"] == 0:
            self.segments = [(self.t, eta1)]
        else:
            self.segments = [(mpf(row["t_switch"]), eta1), (self.t - mpf(row["t_switch"]), eta2)]


# ---------------------------------------------------------------- the closed form


def amplitude_terms(alpha, lam, eta):
    """alpha_m(t) on a constant pump as [(c, p, mu)], the sum of c t^p e^{-mu t}."""
    if lam == 0:
        return [(alpha, 0, mpf(0)), (-eta, 1, mpf(0))]
    fixed = -eta / lam
    return [(alpha - fixed, 0, lam), (fixed, 0, mpf(0))]


def integral_of_term(p, mu, T):
    """The integral of t^p e^{-mu t} from 0 to T, p = 0, 1, 2."""
    if mu == 0:
        return T ** (p + 1) / (p + 1)
    if p == 0:
        return (1 - mpmath.exp(-mu * T)) / mu
    return (p * integral_of_term(p - 1, mu, T) - T**p * mpmath.exp(-mu * T)) / mu


def closed(pair):
    """(ln v, alpha of sector k) at time t, in the working precision."""
    alphas = [pair.alpha0, pair.alpha0]
    integral = mpc(0)
    for T, eta in pair.segments:
        terms = [amplitude_terms(a, lam, eta) for a, lam in zip(alphas, pair.lam)]
        for c, p, mu in terms[0]:
            for d, q, nu in terms[1]:
                weight = c * mpmath.conj(d)
                if weight != 0:
                    integral += weight * integral_of_term(p + q, mu + mpmath.conj(nu), T)
        alphas = [
            sum((c * T**p * mpmath.exp(-mu * T) for c, p, mu in series), mpc(0))
            for series in terms
        ]
    return mpc(0, -1) * (pair.Omega * integral + pair.U_term * pair.t), alphas[0]


# ---------------------------------------------------------------- the equations, step by step


def taylor(start, lam, eta, terms):
    """Coefficients of the solution of dalpha/dt = -lambda alpha - eta."""
    coefficients = [start]
    for n in range(terms):
        pumped = eta if n == 0 else 0
        coefficients.append((-lam * coefficients[n] - pumped) / (n + 1))
    return coefficients


def series(pair):
    """The same as closed(), from the differential equations' power series."""
    alphas = [pair.alpha0, pair.alpha0]
    log_v = mpc(0)
    terms = 60  # (|lambda_k| + |lambda_l|) h < 4: the remainder is below 4^60/60! = 1e-46
    for T, eta in pair.segments:
        steps = 1 + int(T * max(abs(lam) for lam in pair.lam) / 2)
        h = T / steps
        powers = [h**n for n in range(terms + 2)]
        for _ in range(steps):
            a, b = (taylor(x, lam, eta, terms) for x, lam in zip(alphas, pair.lam))
            b_conj = [mpmath.conj(x) for x in b]
            integral = mpc(0)
            for n in range(terms + 1):
                product = mpmath.fsum(a[i] * b_conj[n - i] for i in range(n + 1))
                integral += product * powers[n + 1] / (n + 1)
            log_v -= mpc(0, 1) * (pair.Omega * integral + pair.U_term * h)
            alphas = [mpmath.fsum(c * w for c, w in zip(x, powers)) for x in (a, b)]
    return log_v, alphas[0]


# ---------------------------------------------------------------- random points


def log_uniform(rng, low, high):
    return math.exp(rng.uniform(math.log(low), math.log(high)))


def direction(rng):
    """A random point of the complex unit circle."""
    return cmath.exp(1j * rng.uniform(0, 2 * math.pi))


def few_bits(x, bits):
    """x with its significand rounded to so many bits."""
    fraction, exponent = math.frexp(x)
    return math.ldexp(round(math.ldexp(fraction, bits)), exponent - bits)


def draw_rates(rng, m, t):
    """W0, detuning, kappa that aim at one |lambda t| a sector, log-uniform and independent."""
    aim = [log_uniform(rng, 1e-16, 1e3) for _ in range(2)]
    if rng.random() < 1 / 20:  # exactly on resonance, one sector or both
        aim[rng.randrange(2)] = 0.0
        if rng.random() < 1 / 4:
            aim = [0.0, 0.0]
    kappa = 0.0 if rng.random() < 1 / 3 else 2 * log_uniform(rng, 1e-16, 1e3) / t
    omega = [rng.choice((-1, 1)) * x / t for x in aim]
    W0 = (omega[1] - omega[0]) / (2 * (m[1] ** 2 - m[0] ** 2))
    # With few bits in W0 the resonance 2 W0 m^2 is itself a double and can be hit exactly; with all
    # of them the detuning misses it by a rounding, which the program under test has to carry.
    if rng.random() < 0.7:
        W0 = few_bits(W0, 20)
    # The detuning is set from the sector that is to be closer to its resonance.
    near = 0 if aim[0] <= aim[1] else 1
    return W0, 2 * W0 * m[near] ** 2 - omega[near], kappa


def draw(rng):
    """A candidate row of inputs."""
    atoms = int(log_uniform(rng, 2, 2001))
    sectors = atoms // 2 + 1 if atoms % 2 == 0 else (atoms + 1) // 2
    k = 0 if rng.random() < 0.4 else rng.randrange(sectors - 1)
    l = rng.randrange(k + 1, sectors)
    m = [(2 * x + atoms % 2) / 2 for x in (k, l)]
    t = log_uniform(rng, 1e-4, 10)
    W0, detuning, kappa = draw_rates(rng, m, t)

    # The pump alone would bring the larger amplitude to about sqrt(photons) at time t.
    lam = [complex(kappa / 2, 2 * W0 * x**2 - detuning) for x in m]
    reach = t * max(abs((1 - cmath.exp(-x * t)) / (x * t)) if abs(x * t) > 1e-3 else 1 for x in lam)
    eta1 = math.sqrt(log_uniform(rng, 1e-6, 1e4)) / max(reach, 1e-3 * t) * direction(rng)
    alpha0 = 0.0
    if rng.random() < 2 / 3:
        alpha0 = math.sqrt(log_uniform(rng, 1e-6, 1e4)) * direction(rng)
        if rng.random() < 1 / 5:
            eta1 = 0.0
    t_switch, eta2 = 0.0, 0.0
    if rng.random() < 0.3:
        t_switch = t * rng.uniform(0.05, 0.95)
        if rng.random() < 2 / 3:
            eta2 = abs(eta1) * log_uniform(rng, 0.1, 10) * direction(rng)

    U_phase = 0.0 if rng.random() < 0.15 else log_uniform(rng, 1e-6, 1e5) * rng.choice((-1, 1))
    alpha0, eta1, eta2 = complex(alpha0), complex(eta1), complex(eta2)
    values = (
        atoms,
        k,
        l,
        U_phase / ((m[1] ** 2 - m[0] ** 2) * t),
        W0,
        detuning,
        kappa,
        alpha0.real,
        alpha0.imag,
        t_switch,
        eta1.real,
        eta1.imag,
        eta2.real,
        eta2.imag,
        t,
    )
    return dict(zip(INPUTS, values))


# ---------------------------------------------------------------- the file


def high_and_low(x):
    """A multiprecision number as a double and a correction: together 26 digits."""
    high = float(x)
    return repr(high), f"{float(x - mpf(high)):.10e}"


def make():
    rng = random.Random(SEED)
    rows, tried = [], 0
    while len(rows) < ROWS:
        tried += 1
        row = draw(rng)
        with mp.workdps(120):
            log_v, alpha = closed(Pair(row))
        if abs(log_v) > LARGEST_PHASE or abs(alpha) ** 2 > 2e4:
            continue
        with mp.workdps(120):
            outputs = (
                *high_and_low(log_v.real),
                *high_and_low(log_v.imag),
                repr(float(alpha.real)),
                repr(float(alpha.imag)),
            )
        rows.append(
            {**{key: shortest(value) for key, value in row.items()}, **dict(zip(OUTPUTS, outputs))}
        )
    with FILE.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, INPUTS + OUTPUTS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"seed {SEED}: {ROWS} rows of {tried} drawn, {FILE.stat().st_size / 1e6:.2f} MB")


def shortest(value):
    """The shortest text that reads back to the same number."""
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def read_rows():
    with FILE.open(newline="") as stream:
        for text in csv.DictReader(stream):
            yield {
                key: int(text[key]) if key in ("atoms", "k", "l") else float(text[key])
                for key in text
            }


def coverage(rows):
    """Table of how many rows have |lambda t| of sector k (down) and l (across) in which decades."""
    edges = (0.0, 1e-300, 1e-12, 1e-8, 1e-4, 1e-1, 1e1, math.inf)
    counts = collections.Counter()
    for row in rows:
        with mp.workdps(120):
            pair = Pair(row)
            sizes = [float(abs(lam) * pair.t) for lam in pair.lam]
        counts[tuple(sum(size >= edge for edge in edges) - 1 for size in sizes)] += 1
    names = ("exactly 0", "< 1e-12", "< 1e-8", "< 1e-4", "< 0.1", "< 10", ">= 10")
    print(
        "|lambda_k t| down, |lambda_l t| across\n" + " " * 12 + "".join(f"{n:>11}" for n in names)
    )
    for i, name in enumerate(names):
        print(f"{name:>12}" + "".join(f"{counts[i, j]:>11}" for j in range(len(names))))


def check(number):
    """A random choice of rows, from the file, by power series."""
    rows = list(read_rows())
    coverage(rows)
    rng = random.Random(SEED + 1)
    worst = mpf(0)
    for index in rng.sample(range(len(rows)), number):
        row = rows[index]
        with mp.workdps(50):
            log_v, alpha = series(Pair(row))
            committed = mpc(
                mpf(row["lnv_re"]) + mpf(row["lnv_re_lo"]),
                mpf(row["lnv_im"]) + mpf(row["lnv_im_lo"]),
            )
            error = abs(committed - log_v) / max(abs(log_v), mpf("1e-30"))
            off = abs(mpc(row["alpha_re"], row["alpha_im"]) - alpha) / max(
                abs(alpha), mpf("1e-300")
            )
        if error > mpf("1e-24") or off > mpf("2e-16"):
            print(
                f"row {index + 2}: ln v off by {mpmath.nstr(error, 3)} of itself, "
                f"alpha by {mpmath.nstr(off, 3)}"
            )
            return 1
        worst = max(worst, error)
    print(
        f"seed {SEED + 1}: {number} rows by power series, ln v within {mpmath.nstr(worst, 3)} "
        "of itself (allowed 1e-24), alpha within 2e-16"
    )
    return 0


def command_line(description, make, check):
    """Without arguments writes the data, with --check ROWS compares so many of them."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument(
        "--check", type=int, metavar="ROWS", help="compare so many rows, write none"
    )
    arguments = parser.parse_args()
    if arguments.check:
        return check(arguments.check)
    make()
    return 0


if __name__ == "__main__":
    sys.exit(command_line(__doc__, make, check))
