# SPDX-License-Identifier: BSD-3-Clause
"""The rows of compare.py: each a function of the program that measures once and checks the answer.

Beside pairtwist stands what a user would write in NumPy (peers.py), or pairtwist itself doing less.
"""

import math
import os
import time

import h5py
import numpy as np
import peers
from measure import Figure, check, config, grid, linspace, logspace, processor_time

TIMES = np.linspace(0.0, 0.03, 100)


def check_maximum(point, name, curve_at, samples, scale):
    """A point's maximum, which pairtwist looks for between the samples, beside the peer's value at the
    time that it gives; and none of the peer's samples may lie above it.
    """
    maximum = float(point[f"{name}_max"])
    error = check(maximum, curve_at(np.array([float(point[f"{name}_max_time"])])), scale, name)
    check(min(maximum, samples.max()), samples.max(), scale, name)
    return max(error, check(float(point[f"{name}_final"]), samples[-1], scale, name))


def check_qfi(data, atoms, **model):
    """Of the point of grid() that NumPy solves."""
    amplitudes = peers.plus_x(atoms)

    def curve_at(times):
        return peers.qfi(atoms, 400.0, 1.0, times, amplitudes, **model)

    return check_maximum(data.isel(kappa=0, eta=-1), "qfi", curve_at, curve_at(TIMES),
                         float(atoms) ** 2)


def beside_qfi_map(program, curve):
    """F_Q of 100 atoms at 100 times, extrema; NumPy one point at a time, the largest sample. curve:
    the peer's."""
    ours, data = program.per_point(lambda n: config(100, ["qfi"], grid(n)), 20000)
    theirs, samples = processor_time(curve, 50)
    error = check(samples, peers.qfi(100, 400.0, 1.0, TIMES, peers.plus_x(100)), 1e4, "F_Q")
    return Figure(ours, theirs, max(error, check_qfi(data, 100)))


def qfi_map(program):
    amplitudes = peers.plus_x(100)
    return beside_qfi_map(program, lambda: peers.qfi(100, 400.0, 1.0, TIMES, amplitudes))


def plain_qfi_map(program):
    """Beside all 101 sectors."""
    return beside_qfi_map(program, lambda: peers.plain_qfi(100, 400.0, 1.0, TIMES))


def beside_density_matrix(program, matrices):
    """rho_A of 100 atoms at 100 times, all of it, in memory. matrices: the peer's."""
    _, _, data = program.run(config(100, ["rho"], over_time="all"))
    theirs, rho = processor_time(matrices, 5)
    error = check(data.rho_re.values + 1j * data.rho_im.values, rho, 1.0, "rho_A")
    return Figure(program.stage("evaluate/density_matrix"), theirs, error)


def density_matrix(program):
    amplitudes = peers.plus_x(100)
    return beside_density_matrix(
        program, lambda: peers.density_matrix(100, 320.0, 8.8, TIMES, amplitudes))


def plain_density_matrix(program):
    """Beside all 101² pairs of sectors."""
    return beside_density_matrix(
        program, lambda: peers.plain_density_matrix(100, 320.0, 8.8, TIMES))


def bell(program):
    """The Bell correlator of 50 atoms at 21 times, extrema."""
    amplitudes, times = peers.plus_x(50), np.linspace(0.0, 0.03, 21)

    def curve_at(times):
        return peers.bell(50, 400.0, 1.0, times, amplitudes)

    ours, data = program.per_point(
        lambda n: config(50, ["bell"], grid(n, lowest=200.0), samples=21), 400)
    theirs, curve = processor_time(lambda: curve_at(times), 50)
    # Where S is small NumPy has not the digits; the maximum and the end are where it is large.
    error = check_maximum(data.isel(kappa=0, eta=-1), "bell", curve_at, curve, 1.0)
    return Figure(ours, theirs, error)


def thermal(program):
    """F_Q and <n> of 50 atoms in thermal light at 101 times, as configs/thermal_scan.toml; NumPy
    averages the closed form over the light, which is exact without a bath, and integrates nothing.
    """
    amplitudes, times = peers.plus_x(50), np.linspace(0.0, 0.03, 101)
    light = '[light]\nstate = "thermal"\nn = 2.0\n'

    def curves_at(times):
        return peers.thermal(50, 100.0, 0.1, times, amplitudes, 2.0)

    ours, data = program.per_point(
        lambda n: config(50, ["qfi", "photon_number"], logspace("model.kappa", 0.1, 1000.0, n),
                         samples=101, eta=100.0, more=light), 400)
    theirs, (curve, photons) = processor_time(lambda: curves_at(times), 50)
    point = data.isel(kappa=0)
    check_maximum(point, "photon_number", lambda t: curves_at(t)[1], photons, photons.max())
    error = check_maximum(point, "qfi", lambda t: curves_at(t)[0], curve, 2500.0)
    return Figure(ours, theirs, error)


def four_quantities(program):
    """F_Q, both squeezings and <n> together beside F_Q alone."""
    names = ["qfi", "squeezing_wineland", "squeezing_kitagawa_ueda", "photon_number"]
    ours, data = program.per_point(lambda n: config(100, names, grid(n)), 20000)
    alone, of_alone = program.per_point(lambda n: config(100, ["qfi"], grid(n)), 20000)
    return Figure(ours, alone, check(data.qfi_max, of_alone.qfi_max, 1e4, "F_Q"))


def large_n(program):
    """F_Q and squeezing of 10^6 atoms at 11 times, U = W0 = 1/N."""
    times, weak = np.linspace(0.0, 0.2, 11), "U = 1e-6\nW0 = 1e-6"
    ours, data = program.per_point(
        lambda n: config(1000000, ["qfi", "squeezing_wineland"],
                         logspace("model.kappa", 1e-3, 1.0, n), samples=11, stop=0.2, model=weak),
        200)
    amplitudes = peers.plus_x(1000000)

    def curve_at(times):
        return peers.qfi(1000000, 320.0, 1.0, times, amplitudes, U=1e-6, W0=1e-6)

    error = check_maximum(data.isel(kappa=-1), "qfi", curve_at, curve_at(times), 1e12)
    return Figure(ours, error=error)


def plan(program):
    """`plan` of 10^6 points but for its pilot."""
    return Figure(program.stage("plan_of_a_million_points"))


def slope(sizes, seconds):
    """Of log cost against log size, least squares."""
    return float(np.polyfit([math.log(n) for n in sizes], [math.log(s) for s in seconds], 1)[0])


def cost_of_points(program):
    """Cost against points, 10^3 to 10^5: the exponent."""
    sizes, seconds = (1000, 10000, 100000), []
    for n in sizes:
        spent, data = program.scan(lambda n: config(100, ["qfi"], grid(n)), n)
        seconds.append(spent)
    return Figure(slope(sizes, seconds), error=check_qfi(data, 100), unit="")


def cost_of_atoms(program):
    """Cost against N, 10^2 to 10^4, U and W0 as 1/N: the exponent; sectors are as sqrt N."""
    sizes, seconds = (100, 1000, 10000), []
    for atoms in sizes:
        model = f"U = {1 / atoms}\nW0 = {1 / atoms}"
        spent, data = program.scan(lambda n: config(atoms, ["qfi"], grid(n), model=model), 5000)
        seconds.append(spent)
    error = check_qfi(data, atoms, U=1 / atoms, W0=1 / atoms)
    return Figure(slope(sizes, seconds), error=error, unit="")


def two_threads(program):
    """10^6 points of F_Q on the clock: two threads beside one, a run as it is."""
    text = config(100, ["qfi"], grid(1000000))
    _, two, data = program.run(text, threads=2)
    _, one, of_one = program.run(text, threads=1)
    if not data.qfi_max.identical(of_one.qfi_max):
        raise SystemExit("two threads gave other bits than one")
    return Figure(two, one, wall=two)


def file_of_matrices(program):
    """rho_A of 20 points, 326 MB of numbers, solved and in a file by two threads, on the clock; h5py
    writes the same numbers with the same chunks and filters."""
    text = config(100, ["rho"], linspace("model.eta", 100.0, 320.0, 20), over_time="all")
    _, ours, data = program.run(text, threads=2)
    copy = program.folder / "copy.h5"
    started = time.perf_counter()
    with h5py.File(copy, "w") as file:
        for name in ("rho_re", "rho_im"):
            file.create_dataset(name, data=data[name].values, chunks=data[name].encoding["chunksizes"],
                                shuffle=True, compression="gzip", compression_opts=1, fletcher32=True)
        file.flush()
        os.fsync(file.id.get_vfd_handle())
    theirs = time.perf_counter() - started
    copy.unlink()
    # Two points beside NumPy's.
    amplitudes, error = peers.plus_x(100), 0.0
    for point in (0, -1):
        rho = peers.density_matrix(100, float(data.eta[point]), 8.8, TIMES, amplitudes)
        found = data.isel(eta=point)
        error = max(error, check(found.rho_re.values + 1j * found.rho_im.values, rho, 1.0, "rho_A"))
    return Figure(ours, theirs, error, wall=ours)


def tunnelling(program, atoms, eta, kappa, stop):
    """(seconds less those of a run of almost nothing, the dataset): Mandel Q and <n> at 101 times."""
    def text(atoms, stop):
        model = f"U = 0.2\nW0 = 0.5\ndetuning = 3.25\ntunnelling = 2.0\nkappa = {kappa}"
        whole = config(atoms, ["mandel_q", "photon_number"], samples=101, over_time="all",
                       stop=stop, eta=eta, model=model)
        return whole.replace("kappa = 8.8\n", "", 1)

    nothing, _, _ = program.run(text(1, 1e-3))
    spent, _, data = program.run(text(atoms, stop))
    return spent - nothing, data


def fastest(answers):
    """The least time of some ways, each timed once: (seconds, answer)."""
    return min((processor_time(answer, 1) for answer in answers), key=lambda found: found[0])


def check_light(data, rows):
    check(data.photon_number.squeeze()[1:], rows[1:, 0], 1.0, "<n>")
    found, scale = data.mandel_q.squeeze()[1:], np.maximum(1.0, abs(rows[1:, 1]))
    return check(found / scale, rows[1:, 1] / scale, 1.0, "Mandel Q")


def fig6(program):
    """Fig. 6 of the paper, N = 20, lossless, 101 times; a Chebyshev loop in SciPy on 21 × 130 states
    (QuTiP's sesolve takes some hundred times as long)."""
    import peers_tunnelling as full

    ours, data = tunnelling(program, 20, 2.0, 0.0, 10.0)
    space = full.FullSpace(20, 130, 0.2, 0.5, 3.25, 2.0, 2.0)
    theirs, rows = processor_time(lambda: full.chebyshev(space, data.time.values), 1)
    return Figure(ours, theirs, check_light(data, rows))


def lossy_tunnelling(program):
    """The same with N = 8, eta = 1.2 and kappa = 1, to t = 4; QuTiP's mesolve on 9 × 30 states, the faster
    of two integrators (adams is slower at the same error)."""
    import peers_tunnelling as full

    ours, data = tunnelling(program, 8, 1.2, 1.0, 4.0)
    space = full.FullSpace(8, 30, 0.2, 0.5, 3.25, 2.0, 1.2)
    times = data.time.values
    theirs, rows = fastest(
        lambda method=method: full.qutip_light(space, times, 1.0, method, 1e-9)
        for method in ("dop853", "vern9"))
    return Figure(ours, theirs, check_light(data, rows))


ROWS = {
    "F_Q map": qfi_map,
    "F_Q map, plain": plain_qfi_map,
    "rho_A": density_matrix,
    "rho_A, plain": plain_density_matrix,
    "Bell": bell,
    "thermal light": thermal,
    "four quantities": four_quantities,
    "N = 10^6": large_n,
    "plan of 10^6": plan,
    "cost of points": cost_of_points,
    "cost of atoms": cost_of_atoms,
    "two threads": two_threads,
    "file of rho_A": file_of_matrices,
    "Fig. 6": fig6,
    "lossy tunnelling": lossy_tunnelling,
}
