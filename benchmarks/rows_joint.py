# SPDX-License-Identifier: BSD-3-Clause
"""Rows of compare.py for many points of tunnelling atoms, for their density matrix, and for counting
(the classical Fisher information).
"""

import statistics
import time

import numpy as np
import peers
from count import count
from measure import Figure, check, config, linspace, processor_time

FIG6 = "U = 0.2\nW0 = 0.5\ndetuning = 3.25\ntunnelling = 2.0"
POINTS = (40, 25)  # in (eta, J) around Fig. 6
ALONE = (5, 5)  # of these points, evenly spread: runs of one point before and as many behind
RUN_SCAN = ("time.samples=11", "time.stop=1.0")  # what is counted of a point


def fig6_config(axes="", atoms=20, stop=10.0, kappa=0.0, quantities=("mandel_q", "photon_number")):
    whole = config(atoms, list(quantities), axes, samples=101, over_time="all", stop=stop, eta=2.0,
                   model=f"{FIG6}\nkappa = {kappa}")
    return whole.replace("kappa = 8.8\n", "", 1)


def fig6_axes(etas, tunnellings):
    return ", ".join((linspace("model.eta", 1.8, 2.2, etas),
                      linspace("model.tunnelling", 1.8, 2.2, tunnellings)))


def all_good(data):
    """The largest error that the points have estimated, over the scale of their quantities."""
    if int(data.status.max()) != 0:
        raise SystemExit("some points failed")
    return 1e-8 * float(data.error_estimate.max())


def spread(lowest, highest, points, chosen):
    """Of so many evenly spaced values those in the middle of `chosen` equal parts."""
    values = np.linspace(lowest, highest, points)
    return values[(np.arange(chosen) * points + points // 2) // chosen]


def alone(program):
    """(processor time of some of the points alone on average, of runs of almost nothing: the median)"""
    runs = [program.run(fig6_config(f'{{ key = "model.eta", values = [{eta!r}] }}, '
                                    f'{{ key = "model.tunnelling", values = [{tunnelling!r}] }}'))[0]
            for eta in spread(1.8, 2.2, POINTS[0], ALONE[0]).tolist()
            for tunnelling in spread(1.8, 2.2, POINTS[1], ALONE[1]).tolist()]
    nothing = [program.run(fig6_config(atoms=1, stop=1e-3))[0] for _ in runs]
    return statistics.mean(runs), statistics.median(nothing)


def points(program):
    """1000 points around Fig. 6 on one thread, processor time; beside: 25 of them, evenly spread, each run
    alone before and once more behind, times 40. (A point of these is not Fig. 6 itself: with registers of
    eight levels it costs 1.13 times as much on average, since that one's levels happen to fill them.)"""
    before = alone(program)
    spent, _, data = program.run(fig6_config(fig6_axes(*POINTS)))
    behind = alone(program)
    one, nothing = (statistics.mean(both) for both in zip(before, behind))
    return Figure(spent - nothing, 1000 * (one - nothing), all_good(data))


def counted_points(program):
    """The same of 3 × 3 points to t = 1, in instructions of run_scan: those of the scan over those of its
    points alone. A count, which is the same on a busy machine."""
    def axes(etas, tunnellings):
        return 'scan.axes=[{ key = "model.eta", values = %s }, ' \
            '{ key = "model.tunnelling", values = %s }]' % (etas, tunnellings)

    values = [1.8, 2.0, 2.2]
    scan = count(program.path, "tunnelling_map.toml", *RUN_SCAN, axes(values, values))
    alone = sum(count(program.path, "tunnelling_map.toml", *RUN_SCAN, axes([eta], [tunnelling]))
                for eta in values for tunnelling in values)
    return Figure(scan / alone, unit="")


counted_points.repetitions = 1


def two_threads(program):
    """The 1000 points on the clock: two threads beside one, a run as it is. Both also in processor time: on
    two idle cores two threads take no more of it than one."""
    text = fig6_config(fig6_axes(*POINTS))
    of_two, two, data = program.run(text, threads=2)
    of_one, one, other = program.run(text, threads=1)
    if not data.mandel_q.identical(other.mandel_q):
        raise SystemExit("two threads gave other bits than one")
    processor = {"two threads": {"seconds": of_two}, "one thread": {"seconds": of_one}}
    return Figure(two, one, all_good(data), beside=processor)


def density_matrix(program):
    """Fig. 6 with kappa = 0.5, a density matrix of 440 states, to 1e-8, two threads: on the clock."""
    started = time.perf_counter()
    spent, _, data = program.run(fig6_config(kappa=0.5), threads=2)
    clock = time.perf_counter() - started
    return Figure(clock, error=all_good(data), wall=clock, beside={"": {"seconds": spent}})


def rotated_information(rho, angles):
    """F of counting atoms after e^{iϑJ_y}, by a rotated density matrix for each angle."""
    atoms = len(rho) - 1
    m = np.arange(atoms + 1) - atoms / 2
    up = np.sqrt(atoms / 2 * (atoms / 2 + 1) - m[:-1] * (m[:-1] + 1))
    jy = np.diag(up / 2j, -1) - np.diag(up / 2j, 1)
    values, vectors = np.linalg.eigh(jy)
    moved = -1j * (jy @ rho - rho @ jy)
    found = []
    for angle in angles:
        turn = (vectors * np.exp(1j * angle * values)) @ vectors.conj().T
        p = np.einsum("im,ij,jm->m", turn.conj(), rho, turn, optimize=True).real
        slope = np.einsum("im,ij,jm->m", turn.conj(), moved, turn, optimize=True).real
        there = p > 1e-14
        found.append(np.sum(slope[there] ** 2 / p[there]))
    return np.array(found)


def counting(program):
    """F of 50 atoms at 64 angles and one time, a point of 10^4; beside: NumPy with rho_A rotated to each
    angle, one point."""
    angles = np.linspace(0.0, 3.1, 64)
    more = "angles = { linspace = [0.0, 3.1, 64] }"

    def text(n):
        axes = ", ".join((linspace("model.kappa", 0.0, 80.0, max(n // 100, 2)),
                          linspace("model.W0", 0.5, 1.5, min(n // 2, 100))))
        return config(50, ["cfi"], axes, samples=2, over_time="final", stop=0.01,
                      more=more).replace("kappa = 8.8\n", "kappa = 0.0\n", 1)

    ours, data = program.per_point(text, 10000)
    amplitudes = peers.plus_x(50)
    amplitudes = np.append(amplitudes, np.zeros(26 - len(amplitudes)))
    rho = peers.density_matrix(50, 320.0, 80.0, np.array([0.01]), amplitudes, W0=1.5)[0]
    theirs, found = processor_time(lambda: rotated_information(rho, angles), 2)
    return Figure(ours, theirs, check(data.cfi[-1, -1], found, 2500.0, "F"))


ROWS = {
    "Fig. 6 points": points,
    "Fig. 6 points, counted": counted_points,
    "Fig. 6 points, two threads": two_threads,
    "Fig. 6 with loss": density_matrix,
    "cfi": counting,
}
