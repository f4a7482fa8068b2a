"""Rows of compare.py for blocks of photons in the Fock basis, in the laboratory frame. Times are what
the solver says of its point, and on the other side the fastest of QuTiP's integrators, chosen once
at the loosest tolerance with an answer good to 1e-8.
"""

import functools
import time

import numpy as np
from measure import Figure, check

KERR = (
    "[model]\natoms = 1\nU = 0.0\nW0 = 0.0\ndetuning = -0.1\neta = [0.0, 2.0]\nkappa = 1.0\n"
    "thermal_photons = 0.2\nkerr = 0.05\n[time]\nstop = 10.0\nsamples = 100\n[solve]\n"
    'method = "fock"\nframe = "laboratory"\n{solve}[output]\nquantities = ["photon_number"]\n'
)
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
def choice(make, times, observable, wanted):
    """(integrator, tolerance) that takes least; wanted: what it has to give, to 1e-8."""
    import peers_fock

    times, wanted = np.array(times), np.array(wanted)
    scale, best = np.abs(wanted).max(), None
    for integrator in peers_fock.INTEGRATORS:
        for tolerance in (1e-7, 1e-8, 1e-9, 1e-10, 1e-11):
            block = make()
            try:
                spent, found = seconds(
                    lambda: block.solve(times, integrator, tolerance, getattr(block, observable)))
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


def beside_qutip(ours, wanted, times, make, observable):
    integrator, tolerance = choice(make, tuple(times), observable, tuple(wanted))
    block = make()
    theirs, found = seconds(
        lambda: block.solve(times, integrator, tolerance, getattr(block, observable)))
    return Figure(ours, theirs, check(found, wanted, np.abs(wanted).max(), observable))


@functools.cache
def kerr_cavity():
    import peers_fock

    return peers_fock.Block(50, 0.1, 0.1, 2.0j, 1.0, 0.2, 0.05)


def kerr(program, solve):
    _, _, data = program.run(KERR.format(solve=solve))
    wanted = data.photon_number.values.squeeze()
    return beside_qutip(float(data.runtime), wanted, data.time.values, kerr_cavity, "number")


def kerr_50(program):
    """The driven Kerr cavity of the public benchmark of arXiv:2504.21440 on exactly 50 levels."""
    return kerr(program, "cutoff_exact = 50\n")


def kerr_own(program):
    """The same on as many levels as the solver finds it needs; QuTiP has 50."""
    return kerr(program, "")


@functools.cache
def qutip_block(m, other, levels):
    import peers_fock
    import qutip

    block = peers_fock.Block(levels, 2 * m**2 - 1.0, 2 * other**2 - 1.0, 320.0, KAPPA)
    block.one = qutip.qeye(levels)
    return block


@functools.cache
def makers(m, other, levels):
    return lambda: qutip_block(m, other, levels)


def block(program, m, other, solve, levels=96):
    text = BLOCK.format(W0=other**2 - m**2, detuning=1.0 - 2 * m**2, kappa=KAPPA, solve=solve)
    _, _, data = program.run(text)
    rho = (data.rho_re + 1j * data.rho_im).values.squeeze()
    # rho_10 / C_1 C_0 = v of (m, m') = (1, 0), the other way round than asked for.
    v = np.conj(rho[:, 2, 1] / rho[0, 2, 1])
    return beside_qutip(float(data.runtime), v, data.time.values, makers(m, other, levels), "one")


def block_0_2(program):
    """Block (0, 2) of Fig. 2c, 100 atoms, at the cutoff it needs; QuTiP has 154 levels."""
    return block(program, 0, 2, "", 154)


def block_10_12(program):
    """Block (10, 12), exactly 96 levels."""
    return block(program, 10, 12, "cutoff_exact = 96\n")


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
