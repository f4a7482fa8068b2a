# SPDX-License-Identifier: BSD-3-Clause
"""Rows of compare.py for blocks of photons in the Fock basis, in the laboratory frame. Times are what
the solver says of its point, and on the other side the fastest of QuTiP's integrators, chosen once
at the loosest tolerance with an answer good to 1e-8.
"""

import functools
import pathlib
import time

import numpy as np
from measure import Figure, check

KERR_50 = (pathlib.Path(__file__).parent / "configs" / "kerr_cavity.toml").read_text()
# Two atoms have one block, (m, m') = (0, 1): with these W0 and detuning it is that of (m, m') of 100
# atoms in Fig. 2c.
BLOCK = (
    "[model]\natoms = 2\nU = 0.0\nW0 = {W0}\ndetuning = {detuning}\neta = 320.0\nkappa = {kappa}\n"
    "[time]\nstop = 0.03\nsamples = 31\n[solve]\n"
    'method = "fock"\nframe = "laboratory"\n{solve}[output]\nquantities = ["rho"]\n'
)
KAPPA = 25.4  # about kappa tau_Q = 1


def seconds(work):
    begun = time.process_time()
    answer = work()
    return time.process_time() - begun, answer


@functools.cache
def choice(block, times, observable, wanted):
    """(integrator, tolerance) that takes least; wanted: what it has to give, to 1e-8."""
    import peers_fock

    times, wanted = np.array(times), np.array(wanted)
    scale, best = np.abs(wanted).max(), None
    for integrator in peers_fock.INTEGRATORS:
        for tolerance in (1e-7, 1e-8, 1e-9, 1e-10, 1e-11):
            try:
                spent, found = seconds(
                    lambda: block.solve(times, integrator, tolerance, observable))
            except Exception as reason:  # an integrator that gives up is no peer
                print(f"  {integrator} at {tolerance:g}: {reason}")
                break
            if best is not None and spent > 4 * best[0]:
                break
            if np.abs(found - wanted).max() <= 1e-8 * scale:
                if best is None or spent < best[0]:
                    best = (spent, integrator, tolerance)
                break
    print(f"  QuTiP's fastest: {best[1]} at {best[2]:g}")
    return best[1:]


def beside_qutip(data, wanted, block, observable):
    times = data.time.values
    integrator, tolerance = choice(block, tuple(times), observable, tuple(wanted))
    theirs, found = seconds(lambda: block.solve(times, integrator, tolerance, observable))
    return Figure(
        float(data.runtime), theirs, check(found, wanted, np.abs(wanted).max(), observable))


@functools.cache
def qutip_block(*arguments):
    import peers_fock

    return peers_fock.Block(*arguments)


def kerr(program, text):
    _, _, data = program.run(text)
    block = qutip_block(50, 0.1, 0.1, 2.0j, 1.0, 0.2, 0.05)
    return beside_qutip(data, data.photon_number.values.squeeze(), block, "number")


def kerr_50(program):
    """The driven Kerr cavity of the public benchmark of arXiv:2504.21440 on exactly 50 levels."""
    return kerr(program, KERR_50)


def kerr_own(program):
    """The same on as many levels as the solver finds it needs; QuTiP has 50."""
    return kerr(program, KERR_50.replace("cutoff_exact = 50\n", ""))


def block(program, m, other, solve, levels):
    text = BLOCK.format(W0=other**2 - m**2, detuning=1.0 - 2 * m**2, kappa=KAPPA, solve=solve)
    _, _, data = program.run(text)
    rho = (data.rho_re + 1j * data.rho_im).values.squeeze()
    # rho_10 / C_1 C_0 = v of (m, m') = (1, 0), the other way round than asked for.
    v = np.conj(rho[:, 2, 1] / rho[0, 2, 1])
    of_qutip = qutip_block(levels, 2 * m**2 - 1.0, 2 * other**2 - 1.0, 320.0, KAPPA)
    return beside_qutip(data, v, of_qutip, "one")


def block_0_2(program):
    """Block (0, 2) of Fig. 2c, 100 atoms, at the cutoff it needs; QuTiP has 154 levels."""
    return block(program, 0, 2, "", 154)


def block_10_12(program):
    """Block (10, 12), exactly 96 levels."""
    return block(program, 10, 12, "cutoff_exact = 96\n", 96)


def block_40_42(program):
    """Block (40, 42) at the cutoff it needs; QuTiP has 24 levels."""
    return block(program, 40, 42, "", 24)


ROWS = {
    "Kerr, 50": kerr_50,
    "Kerr, own": kerr_own,
    "(0, 2), own": block_0_2,
    "(10, 12), 96": block_10_12,
    "(40, 42), own": block_40_42,
}
