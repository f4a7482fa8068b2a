# SPDX-License-Identifier: BSD-3-Clause
"""pairtwist and every tool beside it (tools.py) on one block of photons: of each the fastest method at the
loosest tolerance whose answer is good to 1e-8 of its scale, chosen once, then measured in turn.
"""

import dataclasses

import numpy as np
from cavity import reference
from measure import Figure
from tools import UNTUNED, Absent, GaveUp

GOOD = 1e-8
LADDER = (1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12)
COPIES = 10  # of the block, in one run of pairtwist: a process has more processor time than a block;
ENOUGH = 0.1  # more of them where they take less than this many seconds in all
SLOW = 3.0  # a method this many times slower than the best of its family is tried no tighter,
HOPELESS = 6.0  # and is not waited for when it takes this many times longer on the clock


def text(family, method, tolerance):
    return f"{family} {method}" + ("" if method in UNTUNED else f" at {tolerance:g}")


def curves_of(row, program, our_tolerances, methods, tolerances):
    """Everything at every tolerance, once: a list of dictionaries as `attempt`'s. methods: {family: names}."""
    found = []
    for tolerance in our_tolerances:
        seconds, wall, error = row.ours(program, tolerance)
        found.append({"family": "pairtwist", "method": "", "tolerance": tolerance,
                      "seconds": seconds, "wall": wall, "error": error})
    for family, names in methods.items():
        for method in names:
            for tolerance in (0.0,) if method in UNTUNED else tolerances:
                found.append(row.attempt(program.tools, family, method, tolerance))
                if "seconds" not in found[-1]:
                    break
    return found


class Contest:
    def __init__(self, cavity, frame="laboratory", reference_levels=None, limit=60.0,
                 families=None):
        """`reference_levels`: of the reference; those of the cavity where they belong to the problem.
        `families`: of the tools; None: all."""
        self.cavity, self.frame, self.limit = cavity, frame, limit
        self.reference_levels = reference_levels or cavity.levels
        self.families = families
        self.chosen = None  # {family: (method, tolerance)}
        self.tried = []  # what was found before: a dictionary a try

    def wanted(self):
        return reference(self.cavity.with_levels(self.reference_levels))

    def error(self, values):
        return float(np.abs(values - self.wanted()).max() / np.abs(self.wanted()).max())

    def ours(self, program, tolerance=1e-8):
        """(seconds of processor time, seconds on the clock, error): a block in a run of many, and alone."""
        allowed = max(GOOD, tolerance)
        _, _, alone = program.run(self.cavity.config(tolerance, self.frame))
        copies = max(COPIES, round(ENOUGH / float(alone.runtime)))
        few, _, data = program.run(self.cavity.config(tolerance, self.frame, 2))
        many, _, _ = program.run(self.cavity.config(tolerance, self.frame, 2 + copies))
        error = max(self.error(self.cavity.answer_of(answers)) for answers in (alone, data))
        if not error <= allowed:
            raise SystemExit(f"{self.cavity.answer}: error {error:g}, allowed is {allowed:g}")
        return (many - few) / copies, float(alone.runtime), error

    def attempt(self, tools, family, method, tolerance, limit=None):
        """A dictionary of what came out; limit: seconds on the clock, less than those of all."""
        record = {"family": family, "method": method, "tolerance": tolerance}
        try:
            answer = tools.solve(family, method, self.cavity, tolerance,
                                 min(self.limit, limit or self.limit))
        except (Absent, GaveUp) as reason:
            kind = "absent" if isinstance(reason, Absent) else "gave_up"
            return record | {kind: str(reason)}
        return record | {"seconds": answer.seconds, "wall": answer.wall,
                         "error": self.error(answer.values), "version": answer.version}

    def choose(self, tools):
        """Fills `chosen` and `tried`."""
        self.chosen = {}
        for family, methods in tools.methods(self.cavity).items():
            if self.families and family not in self.families:
                continue
            best = None
            for method in methods:
                for tolerance in (0.0,) if method in UNTUNED else LADDER:
                    patience = HOPELESS * best["wall"] + 5.0 if best else None
                    found = self.attempt(tools, family, method, tolerance, patience)
                    self.tried.append(found)
                    if "seconds" not in found:
                        break
                    if found["error"] <= GOOD:
                        if best is None or found["seconds"] < best["seconds"]:
                            best = found
                        break
                    if best and found["seconds"] > SLOW * best["seconds"]:
                        break
                if "absent" in self.tried[-1]:
                    break
            if best:
                self.chosen[family] = (best["method"], best["tolerance"])

    def __call__(self, program):
        """A Figure: pairtwist beside the fastest of all, with what each family's best did."""
        if self.chosen is None:
            self.choose(program.tools)
        seconds, wall, error = self.ours(program)
        beside = {}
        for family, (method, tolerance) in self.chosen.items():
            found = self.attempt(program.tools, family, method, tolerance)
            if "seconds" not in found:
                continue  # absent where the choice is another record's; or it took too long this time
            if found["error"] > GOOD:
                raise SystemExit(f"{text(family, method, tolerance)}: error {found['error']:g}")
            beside[family] = found
        theirs = min((found["seconds"] for found in beside.values()), default=None)
        return Figure(seconds, theirs, error, wall=wall, beside=beside)

    def curves(self, program):
        return curves_of(self, program, (1e-4, 1e-5, 1e-6, *LADDER[:-1]),
                         program.tools.methods(self.cavity), (1e-4, 1e-5, 1e-6, *LADDER))

    def lines(self, figures):
        """Of each family, median of the pairs; then what was tried and not chosen."""
        said = []
        if figures[0].wall is not None:
            clock = float(np.median([figure.wall for figure in figures]))
            said = [f"  pairtwist, on the clock: {1e3 * clock:.3g} ms"]
        for family, (method, tolerance) in self.chosen.items():
            pairs = [(figure.ours, figure.beside[family]) for figure in figures
                     if family in figure.beside]
            if not pairs:
                continue
            seconds, wall, ratio = (float(np.median(column)) for column in zip(
                *((found["seconds"], found["wall"], found["seconds"] / ours)
                  for ours, found in pairs)))
            found = pairs[0][1]
            said.append(f"  {text(family + ' ' + found['version'], method, tolerance)}: "
                        f"{1e3 * seconds:.3g} ms ({1e3 * wall:.3g} on the clock), "
                        f"{ratio:.3g} times, error {found['error']:.0e}")
        for found in self.tried:
            if (found["method"], found["tolerance"]) == self.chosen.get(found["family"]):
                continue
            name = text(found["family"], found["method"], found["tolerance"])
            if "absent" in found:
                said.append(f"  {found['family']}: absent, {found['absent']}")
            elif "gave_up" in found:
                said.append(f"  {name}: {found['gave_up']}")
            else:
                said.append(f"  {name}: {1e3 * found['seconds']:.3g} ms, "
                            f"error {found['error']:.0e}, once")
        return said


def fixed(cavity):
    return Contest(dataclasses.replace(cavity, exact=True))
