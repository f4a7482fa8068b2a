# SPDX-License-Identifier: BSD-3-Clause
"""Rows of compare.py for many blocks of photons: scans of cavities, all blocks of a point, and how the cost
grows. Processor time of whole processes, less that of a run of almost nothing.
"""

from dataclasses import replace

import numpy as np
import peers
from cavity import Cavity, reference
from contest import GOOD, LADDER, Contest, curves_of
from measure import Figure, check, config, linspace
from rows import slope
from rows_fock import KERR
from tools import Absent, GaveUp

CAVITIES, MEASURED = 1000, 50  # of pairtwist; of the tools beside, whose cost is as their number
SCANNERS = {"QuTiP": ("dop853", "vern7", "tsit5"), "dynamiqs": ("Tsit5", "Dopri8")}
TOLERANCES = (1e-7, 1e-8, 1e-9, 1e-10)


def scan_config(cavity, key, first, last, points, **more):
    """The config of a cavity with another axis than that of its copies."""
    return cavity.config(points=2, **more).replace(
        '{ key = "model.tilt", linspace = [0.0, 0.1, 2] }',
        f'{{ key = "{key}", linspace = [{first!r}, {last!r}, {points}] }}')


class KerrScan:
    """Kerr cavities, detuning scanned, own cutoffs, two threads; beside: dynamiqs' vmap and QuTiP's parallel
    map on 50 of them, evenly spread, so many times their time."""

    def __init__(self, cavities, repetitions=5):
        self.cavities, self.repetitions = cavities, repetitions
        self.cavity, self.chosen, self.tried = replace(KERR, exact=False), None, []
        self.omegas = np.linspace(0.1, 1.1, cavities)
        self.some = self.omegas[:: cavities // MEASURED]

    def error(self, rows):
        """The largest of three cavities, over their photons."""
        errors = []
        for i in (0, MEASURED // 2, MEASURED - 1):
            omega = self.some[i]
            wanted = reference(replace(self.cavity, levels=64, omega=omega, omega_r=omega))
            errors.append(float(np.abs(rows[i] - wanted).max() / wanted.max()))
        return max(errors)

    def attempt(self, tools, family, method, tolerance):
        found = {"family": family, "method": method, "tolerance": tolerance}
        times = self.cavities / MEASURED
        try:
            answer = tools.scan(family, method, self.cavity, self.some, tolerance)
            if family == "QuTiP":  # whose processes start once
                few = tools.scan(family, method, self.cavity, self.some[-2:], tolerance)
                answer.seconds, answer.wall = answer.seconds - few.seconds, answer.wall - few.wall
                times = self.cavities / (MEASURED - 2)
        except (Absent, GaveUp) as reason:
            kind = "absent" if isinstance(reason, Absent) else "gave_up"
            return found | {kind: str(reason)}
        return found | {"seconds": answer.seconds * times, "wall": answer.wall * times,
                        "error": self.error(answer.values), "version": answer.version}

    def choose(self, tools):
        self.chosen = {}
        for family, methods in SCANNERS.items():
            good = []
            for method in methods:
                for tolerance in TOLERANCES:
                    self.tried.append(self.attempt(tools, family, method, tolerance))
                    if self.tried[-1].get("error", 0.0) <= GOOD:
                        break
                if "seconds" in self.tried[-1] and self.tried[-1]["error"] <= GOOD:
                    good.append(self.tried[-1])
            if good:
                best = min(good, key=lambda found: found["seconds"])
                self.chosen[family] = (best["method"], best["tolerance"])

    def __call__(self, program):
        if self.chosen is None:
            self.choose(program.tools)
        seconds, wall, error = self.ours(program)
        check(error, 0.0, 1.0, "<n>")
        beside = {}
        for family, choice in self.chosen.items():
            found = self.attempt(program.tools, family, *choice)
            if "seconds" in found:
                check(found["error"], 0.0, 1.0, f"{family}'s <n>")
                beside[family] = found
        theirs = min((found["seconds"] for found in beside.values()), default=None)
        return Figure(seconds, theirs, error, wall=wall, beside=beside)

    def ours(self, program, tolerance=1e-8):
        """Processor seconds, those on the clock, and the error, of two threads."""
        first, last = -float(self.omegas[0]), -float(self.omegas[-1])
        few, many = (program.run(scan_config(self.cavity, "model.detuning", first, last, points,
                                             tolerance=tolerance), threads=2)
                     for points in (2, self.cavities))
        numbers = many[2].photon_number.values.reshape(self.cavities, -1)
        each = self.cavities / (self.cavities - 2)
        return ((many[0] - few[0]) * each, (many[1] - few[1]) * each,
                self.error(numbers[:: self.cavities // MEASURED]))

    def curves(self, program):
        """As those of a contest; of very many cavities pairtwist's at two tolerances, minutes each."""
        ours = (1e-4, 1e-8) if self.cavities > CAVITIES else (1e-4, 1e-6, 1e-8, 1e-10)
        return curves_of(self, program, ours, SCANNERS, (1e-4, 1e-6, *TOLERANCES))

    lines = Contest.lines


class AllBlocks:
    """A point of 50 atoms in light of its own, F_Q at 101 times; QuTiP has its blocks one by one: three
    of those that F_Q needs are measured, and the others taken to cost as much as their mean."""

    def __init__(self, light, **start):
        self.light, self.chosen, self.tried = light, None, []
        weight = peers.plus_x(50)
        self.pairs = sum(weight[k] * weight[k + 2] > 1e-10 for k in range(len(weight) - 2))
        self.contests = {}
        for k in (0, self.pairs // 2, self.pairs - 1):
            block = Cavity(90, 2.0 * k**2 - 1.0, 2.0 * (k + 2) ** 2 - 1.0, 100.0, 8.8, 0.03, 101,
                           **start)
            self.contests[k] = Contest(block, reference_levels=110, families=("QuTiP",))

    def config(self, quantity, points):
        return config(50, [quantity], linspace("model.kappa", 8.8, 9.0, points), samples=101,
                      over_time="all", eta=100.0, more=f"[light]\n{self.light}")

    def choose(self, tools):
        """The integrator that is fastest in the middle block, at a tolerance that does for all three."""
        middle = self.contests[self.pairs // 2]
        middle.choose(tools)
        self.chosen, self.tried = {}, middle.tried
        if "QuTiP" not in middle.chosen:
            return
        method, first = middle.chosen["QuTiP"]
        for tolerance in [each for each in LADDER if each <= first]:
            found = [contest.attempt(tools, "QuTiP", method, tolerance)
                     for contest in self.contests.values()]
            if all(each.get("error", np.inf) <= GOOD for each in found):
                self.chosen = {"QuTiP": (method, tolerance)}
                break

    def __call__(self, program):
        if self.chosen is None:
            self.choose(program.tools)
        _, _, data = program.run(self.config("rho", 2))
        rho = (data.rho_re + 1j * data.rho_im).values[0]
        error, beside = 0.0, {}
        for k, contest in self.contests.items():
            v = np.conj(rho[:, 25 + k + 2, 25 + k] / rho[0, 25 + k + 2, 25 + k])
            turn = np.exp(-1j * (k**2 - (k + 2) ** 2) * data.time.values)  # U = 1, not in the block
            error = max(error, check(v, contest.wanted() * turn, 1.0, f"v of {k}"))
        seconds, _ = program.per_point(lambda n: self.config("qfi", n), 400)
        for family, choice in self.chosen.items():
            found = [contest.attempt(program.tools, family, *choice)
                     for contest in self.contests.values()]
            if all("seconds" in each for each in found):
                check([each["error"] for each in found], 0.0, 1.0, f"{family}'s v")
                beside[family] = found[0] | {
                    "error": max(each["error"] for each in found),
                    **{clock: self.pairs * float(np.mean([each[clock] for each in found]))
                       for clock in ("seconds", "wall")}}
        theirs = min((found["seconds"] for found in beside.values()), default=None)
        return Figure(seconds, theirs, error, beside=beside)

    lines = Contest.lines


def cost_of_levels(program):
    """Cost of a block against levels² times the norm of its generator: 16 to 128 levels, filled by light as
    far as its tolerance allows, since levels that are empty are left out.
    """
    work, seconds = [], []
    for levels in (16, 32, 64, 128):
        # Four fifths of the levels are to be enough, too: the program compares.
        field = np.sqrt(0.8 * levels) - 3.2
        cavity = Cavity(levels, 0.0, 0.0, 0.5 * field, 1.0, 60.0, 11, exact=True)
        more = 10 * (128 // levels) ** 2
        few, _, _ = program.run(cavity.config(points=2))
        many, _, data = program.run(cavity.config(points=2 + more))
        norm = 4 * abs(cavity.eta) * np.sqrt(levels) + cavity.kappa * levels
        seconds.append((many - few) / more)
        work.append(levels**2 * norm)
        # Light that is coherent from the vacuum on.
        alpha = -2 * cavity.eta * (1 - np.exp(-0.5 * cavity.times))
        error = check(cavity.answer_of(data), abs(alpha) ** 2, field**2, "<n>")
    return Figure(slope(work, seconds), error=error, unit="")


def small_blocks(points, program, threads=1):
    """(processor time, time on the clock, data, error) of so many blocks with three photons, pumped."""
    cavity = Cavity(32, 0.0, 1.0, 1.0, 1.0, 1.0, 11, fock=3)
    text = scan_config(cavity, "model.eta", 1.0, 1.5, points, frame="auto")
    seconds, wall, data = program.run(text, threads)
    wanted = reference(cavity)
    return seconds, wall, data, check(cavity.answer_of(data), wanted, 1.0, "v")


def cost_of_blocks(program):
    """Cost against blocks, 10² to 10⁵, less a run of two: the exponent. A hundred take less than the start
    of a process does, which varies: few are run more often.
    """
    sizes = (100, 1000, 10000, 100000)
    found = {size: [small_blocks(size, program) for _ in range(1 if size > 1000 else 15)]
             for size in (2, *sizes)}
    spent = {size: np.median([seconds for seconds, *_ in runs]) for size, runs in found.items()}
    seconds = [spent[size] - spent[2] for size in sizes]
    worst = max(error for runs in found.values() for *_, error in runs)
    return Figure(slope(sizes, seconds), error=worst, unit="")


def two_threads(program):
    """1000 Kerr cavities, detuning scanned, own cutoffs, on the clock: two threads beside one, a run as it
    is."""
    text = scan_config(replace(KERR, exact=False), "model.detuning", -1.1, -0.1, CAVITIES)
    _, two, data = program.run(text, threads=2)
    _, one, of_one = program.run(text)
    if not data.photon_number.identical(of_one.photon_number):
        raise SystemExit("two threads gave other bits than one")
    return Figure(two, one, wall=two)


ROWS = {
    "1000 Kerr": KerrScan(CAVITIES),
    "100 000 Kerr": KerrScan(100 * CAVITIES, repetitions=1),  # minutes
    "thermal blocks": AllBlocks('state = "thermal"\nn = 0.5\n', thermal=0.5),
    "squeezed blocks": AllBlocks('state = "squeezed"\nr = 0.5\n', squeezing=0.5),
    "cost of levels": cost_of_levels,
    "cost of blocks": cost_of_blocks,
    "two threads, fock": two_threads,
}
