# SPDX-License-Identifier: BSD-3-Clause
"""The panels of the paper's figures: what each shows, where the print differs, how it is drawn."""

import dataclasses

import draw


@dataclasses.dataclass
class Panel:
    name: str  # of its config in configs/paper/
    heading: str
    shows: str  # a sentence on what the paper shows there
    draw: callable  # draw(dataset) -> Figure
    print_differs: str = ""  # where the paper's print is not what is computed (docs/physics.md)


FISHER = (
    "The printed V = exp(i&thetasym;J<sub>x</sub>) before counting gives no information at 1.56; with "
    "J<sub>y</sub> it is F<sub>Q</sub>. In the printed formula ln and the derivative stand in the wrong order."
)

PANELS = [
    Panel(
        "fig2a",
        "Fig. 2a: a lossless cavity",
        "The pump entangles the atoms within &tau;<sub>Q</sub> = 0.0114, long before their own "
        "interaction would (one-axis twisting); the short-time formula [P 8] follows the rise.",
        draw.fisher_information,
        "Eq. 7 as printed has a factor t in one exponent too many and a wrong sign in the other.",
    ),
    Panel(
        "fig2a_inset",
        "Fig. 2a, inset: for long times",
        "F<sub>Q</sub> stays near N²/2, where one-axis twisting comes back to its start at every multiple of "
        "&pi;/2.",
        draw.fisher_information,
    ),
    Panel(
        "fig2b",
        "Fig. 2b: Husimi function in the pumped cavity",
        "At t = 1/(4&radic;N) the atoms are spread around the whole equator, with structure finer than a "
        "coherent state.",
        draw.first_quantity,
    ),
    Panel(
        "fig2c",
        "Fig. 2c: photon loss",
        "Even where photons are lost as fast as they entangle (&kappa;&tau;<sub>Q</sub> = 1), F<sub>Q</sub> "
        "reaches N²/2; ten times more loss still beats one-axis twisting.",
        draw.fisher_information,
        "The main text has a detuning shifted by W<sub>0</sub>N²/2; (A15) gives W<sub>0</sub>N(N-2)/2. "
        "The figures quote the shifted value.",
    ),
    Panel(
        "fig2d",
        "Fig. 2d: Bell correlations",
        "Q<sub>N</sub> rises above 0 near t = 0.0075 and comes within 4 of the bound (N-2) ln 2 = 33.27, with "
        "loss, too.",
        draw.bell,
    ),
    Panel(
        "fig3a",
        "Fig. 3a: Husimi function of one-axis twisting",
        "In the same time their own interaction only shears the atoms' coherent state.",
        draw.first_quantity,
    ),
    Panel(
        "fig3b",
        "Fig. 3b: Husimi function with coherent light",
        "40 photons that are there from the start, without a pump, turn each m by a phase of its own at once.",
        draw.first_quantity,
    ),
    Panel(
        "fig3c",
        "Fig. 3c: coherent light without a pump",
        "Light that is there from the start entangles faster still, and for as long as it stays.",
        draw.fisher_information,
        "The paper says &tau;<sub>C</sub> = 0.0025 where its (D4) gives 0.00125; its curves seem to be those of "
        "&kappa;·0.0025 = 0.1, 1, 10, which are drawn here.",
    ),
    Panel(
        "fig4_left",
        "Fig. 4, left: the pump switched off at the maximum, U = 1",
        "Switched off where F<sub>Q</sub> is largest, near 2&tau;<sub>Q</sub>, the light leaves; F<sub>Q</sub> falls by an "
        "eighth meanwhile, and what is left of the dynamics is the atoms' own.",
        draw.fisher_and_photons,
    ),
    Panel(
        "fig4_right",
        "Fig. 4, right: the same with U = 0",
        "Without an interaction of their own the atoms keep the entanglement that they have when the light has "
        "gone, F<sub>Q</sub> = 0.45 N².",
        draw.fisher_and_photons,
    ),
    Panel(
        "fig5a",
        "Fig. 5a: what counting tells, lossless",
        "Counting the atoms after a rotation by &thetasym; about y: at &pi;/2 it tells all there is to know, "
        "F = F<sub>Q</sub>. Beside it F has fringes &pi;/N apart.",
        draw.first_quantity,
        FISHER,
    ),
    Panel(
        "fig5b",
        "Fig. 5b: with loss",
        "The best angle is the same with loss.",
        draw.first_quantity,
    ),
    Panel(
        "fig5c",
        "Fig. 5c: with strong loss",
        "Strong loss lets entanglement grow slowly; a quarter turn stays the best angle.",
        draw.first_quantity,
    ),
    Panel(
        "fig6_left",
        "Fig. 6, left: photon statistics of tunnelling atoms",
        "Tunnelling changes m, and with it the cavity's frequency: the photon number fluctuates more and "
        "less than in coherent light, in turn. Forty levels look converged and are off by 0.8 at t = 5.7.",
        draw.first_quantity,
        "(A14) has -J(b<sub>1</sub>&dagger;b<sub>2</sub> + h.c.) = -2J J<sub>x</sub>, H<sub>eff</sub> -J "
        "J<sub>x</sub>; here it is the latter.",
    ),
    Panel(
        "fig6_right",
        "Fig. 6, right: photons of tunnelling atoms",
        "The cavity fills when tunnelling brings the atoms to an m that is in resonance.",
        draw.first_quantity,
    ),
]
