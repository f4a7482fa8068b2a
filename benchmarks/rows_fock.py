# SPDX-License-Identifier: BSD-3-Clause
"""Rows of compare.py for one block of photons in the Fock basis: pairtwist beside every tool that is there
(contest.py). Errors are those from the same block in 80-bit numbers (cavity.py).
"""

import pathlib
from dataclasses import replace

from cavity import Cavity
from contest import Contest, fixed

# The driven Kerr cavity of the public benchmark of arXiv:2504.21440.
KERR = Cavity.of_config(pathlib.Path(__file__).parent / "configs" / "kerr_cavity.toml")
# Of dynamiqs' pages, H = -K a†² a² + epsilon (a + a†): <n> ends at 1.434.
KERR_PAGE = Cavity(32, 0.0, 0.0, 3.0j, 1.5, 5.0, 101, kerr=-2.0, alpha=2.0)
# Of QuantumOptics.jl's: Delta n + eta (a + a†).
CAVITY = Cavity(50, 0.2, 0.2, 1.5j, 1.0, 10.0, 101, alpha=0.3 - 0.5j)
KAPPA = 25.4  # about kappa tau_Q = 1 of Fig. 2c


def fig2c(m, other, levels, stop=0.03, **more):
    """Block (m, m') of Fig. 2c, 100 atoms, in the frame that turns with the cavity."""
    return Cavity(levels, 2.0 * m**2 - 1.0, 2.0 * other**2 - 1.0, 320.0, KAPPA, stop, 31, **more)


# The levels of "own" rows are those of the tools beside, about the fewest with which they reach 1e-8.
ROWS = {
    "Kerr, 50": Contest(KERR),
    "Kerr, own": Contest(replace(KERR, exact=False), reference_levels=70),
    "Kerr page, 32": fixed(KERR_PAGE),
    # To t = 0.02: by 0.03 there are more photons in m = 0 than 96 levels hold to 1e-8.
    "(0, 2), 96": fixed(fig2c(0, 2, 96, stop=0.02)),
    "(10, 12), 96": fixed(fig2c(10, 12, 96)),
    "(0, 2), own": Contest(fig2c(0, 2, 140), reference_levels=160),
    "(10, 12), own": Contest(fig2c(10, 12, 40), reference_levels=60),
    "(40, 42), own": Contest(fig2c(40, 42, 10), reference_levels=20),
    "Fock 3": Contest(fig2c(0, 2, 170, fock=3), frame="auto", reference_levels=200, limit=180.0),
    **{f"cavity, {levels}": fixed(replace(CAVITY, levels=levels)) for levels in (50, 100, 150)},
}
