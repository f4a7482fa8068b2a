# SPDX-License-Identifier: BSD-3-Clause
"""Dense linear algebra on a few atoms and photon levels, for test_errata.py. NumPy alone.

Formulas are `field`, `vacuum_coherence` and `closed_form`; everything else solves the equations.
"""

import math

import numpy as np

LEVELS = 40  # the light of these tests leaves out 1e-13 of its amplitude, or less
W0, DETUNING, ETA = 0.5, 1.25, 0.8  # a lossless cavity: at most four photons


def lowering(levels):
    return np.diag(np.sqrt(np.arange(1.0, levels)), 1)


A = lowering(LEVELS)
NUMBER = A.T @ A
VACUUM = np.eye(LEVELS)[0]


def propagator(hermitian, t):
    """e^{-i hermitian t}"""
    energies, states = np.linalg.eigh(hermitian)
    return states * np.exp(-1j * energies * t) @ states.conj().T


def displacement(z):
    return propagator(1j * (z * A.T - np.conj(z) * A), 1.0)


def coherent(alpha):
    return displacement(alpha) @ VACUUM


def omega(m):
    return 2 * W0 * m * m - DETUNING


def pumped(frequency):
    """The h of a sector"""
    return frequency * NUMBER - 1j * ETA * (A.T - A)


def coherence(h, h2, start, t):
    """<start|e^{i h2 t} e^{-i h t}|start>: the trace of the block of h and h2 without loss"""
    return np.vdot(propagator(h2, t) @ start, propagator(h, t) @ start)


def lossy_coherence(h, h2, kappa, start, t):
    """The same with loss: Taylor's series of the block's equation, 40 terms a step."""
    block = np.outer(start, start.conj())
    left, right = (-1j * each - kappa / 2 * NUMBER for each in (h, h2))
    steps = math.ceil(t * (np.linalg.norm(h, 2) + np.linalg.norm(h2, 2) + 2 * kappa * LEVELS) / 4)
    for _ in range(steps):
        term = block
        for k in range(1, 41):
            change = left @ term + term @ right.conj().T + kappa * A @ term @ A.T
            term = change * (t / steps / k)
            block = block + term
    return np.trace(block)


def field(frequency, t):
    """(beta, gamma) of a lossless cavity that is pumped from the vacuum"""
    beta = ETA / frequency
    return beta, 1j * beta * (1 - np.exp(-1j * frequency * t))


def vacuum_coherence(frequency, frequency2, t, sign=1, power=1.0, sines=True):
    """Eq. 7; with other values of sign, power and sines as it or B37b is printed."""
    (beta, gamma), (beta2, gamma2) = field(frequency, t), field(frequency2, t)
    overlap = np.exp(-power * (abs(gamma) ** 2 + abs(gamma2) ** 2) / 2 + gamma * np.conj(gamma2))
    phase = sign * ETA * t * (beta - beta2)
    if sines:
        phase -= beta**2 * np.sin(frequency * t) - beta2**2 * np.sin(frequency2 * t)
    return overlap * np.exp(1j * phase)


def closed_form(frequency, frequency2, kappa, alpha0, t):
    """docs/physics.md, section 3, for a real constant pump"""

    def amplitude_and_work(w):
        rate = 1j * w + kappa / 2
        rest = -ETA / rate
        decayed = np.exp(-rate * t)
        work = ETA * ((alpha0 - rest) * (1 - decayed) / rate + rest * t)
        return (alpha0 - rest) * decayed + rest, work

    (alpha, work), (alpha2, work2) = amplitude_and_work(frequency), amplitude_and_work(frequency2)
    difference = frequency - frequency2
    bracket = alpha * np.conj(alpha2) - abs(alpha0) ** 2 + work + np.conj(work2)
    return np.exp(difference / (difference - 1j * kappa) * bracket)


def spin(atoms):
    """J_x, J_y, J_z, and the values of m in the same order, from -N/2 upwards"""
    m = np.arange(atoms + 1) - atoms / 2
    raising = np.diag(np.sqrt(atoms / 2 * (atoms / 2 + 1) - m[:-1] * m[1:]), -1)
    return (raising + raising.T) / 2, (raising - raising.T) / 2j, np.diag(m), m


def plus_x(atoms):
    return np.sqrt([math.comb(atoms, k) / 2.0**atoms for k in range(atoms + 1)])


def two_modes(atoms):
    """Of n_1 + n_2 = atoms, |n_1, n_2> in the order of n_1: Σ b†b†bb, and b1†b2 + h.c."""
    b, one = lowering(atoms + 1), np.eye(atoms + 1)
    b1, b2 = np.kron(b, one), np.kron(one, b)
    pairs = sum(each.T @ each.T @ each @ each for each in (b1, b2))
    fixed = np.ix_(*2 * [[k * (atoms + 1) + atoms - k for k in range(atoms + 1)]])
    return pairs[fixed], (b1.T @ b2 + b2.T @ b1)[fixed]


def two_mode_coherence(atoms, bare, k, k2, t):
    """v of |k, N-k> and |k2, N-k2> under -bare a†a + W0 a†a Σ b†b†bb and the pump"""
    one = np.eye(atoms + 1)
    h = np.kron(one, pumped(-bare)) + W0 * np.kron(two_modes(atoms)[0], NUMBER)
    psi, psi2 = (propagator(h, t) @ np.kron(one[each], VACUUM) for each in (k, k2))
    return np.vdot(psi2.reshape(atoms + 1, LEVELS)[k2], psi.reshape(atoms + 1, LEVELS)[k])


def atomic_state(amplitudes, t=1.0):
    """rho_A at t: atoms and pumped light on their whole space, from amplitudes and the vacuum"""
    _, _, jz, m = spin(len(amplitudes) - 1)
    h = np.kron(np.eye(m.size), pumped(-DETUNING)) + 2 * W0 * np.kron(jz @ jz, NUMBER)
    psi = propagator(h, t) @ np.kron(amplitudes, VACUUM)
    psi = psi.reshape(m.size, LEVELS)
    return psi @ psi.conj().T


def fisher_information(rho):
    """F_Q of J_y, [P 5]; pairs of empty states take no part"""
    _, jy, _, _ = spin(len(rho) - 1)
    weights, states = np.linalg.eigh(rho)
    sums, differences = np.add.outer(weights, weights), np.subtract.outer(weights, weights)
    kept = sums > 1e-13
    elements = abs(states.conj().T @ jy @ states) ** 2
    return 2 * np.sum(differences[kept] ** 2 / sums[kept] * elements[kept])


def counting(rho, axis, angle):
    """p_m = <m|V† e^{-i theta J_y} rho e^{i theta J_y} V|m>, V = e^{i angle axis}, and its slope,
    both at theta = 0
    """
    _, jy, _, _ = spin(len(rho) - 1)
    turn = propagator(axis, -angle)
    turned = turn.conj().T @ rho @ turn
    slope = turn.conj().T @ (-1j * (jy @ rho - rho @ jy)) @ turn
    return np.diag(turned).real, np.diag(slope).real


def fig_3(t):
    """F_Q/N² of 100 atoms and 40 photons on average, U = 0: v as a sum over Poisson's numbers"""
    m = spin(100)[3]
    n = np.arange(200)
    weights = np.exp(n * math.log(40) - 40 - np.array([math.lgamma(k + 1) for k in n]))
    c, low = plus_x(100), m[:-2]
    v = weights @ np.exp(-2j * t * np.outer(n, low**2 - m[2:] ** 2))
    root = np.sqrt((50 - low) * (49 - low) * (51 + low) * (52 + low))
    return (2 * (50 * 51 - 25) - 2 * np.sum(c[:-2] * c[2:] * root * v.real)) / 1e4
