# SPDX-License-Identifier: BSD-3-Clause
"""rho_A of a config's atoms from docs/physics.md, section 3, in NumPy alone, for test_paper.py.

The same form holds against dense matrices in test_errata.py (small_space.closed_form).
"""

import math

import numpy as np


def spins(atoms):
    """m = -N/2 ... N/2."""
    return np.arange(atoms + 1) - atoms / 2


def binomial_roots(atoms):
    """√binom(N, N/2+m), as logarithms."""
    k = np.arange(atoms + 1)
    logs = np.array([math.lgamma(i + 1) for i in range(atoms + 1)])
    return 0.5 * (logs[atoms] - logs[k] - logs[atoms - k])


def coherent_spin(atoms, theta, phi):
    """Amplitude cos(theta/2) in mode 1, which has all atoms at m = N/2, sin(theta/2) e^{i phi} in mode 2."""
    up = np.arange(atoms + 1)
    size = np.exp(binomial_roots(atoms))  # 1e14 at N = 100
    mode2 = math.sin(theta / 2) * np.exp(1j * phi)
    return size * math.cos(theta / 2) ** up * mode2 ** (atoms - up)


def density_matrix(model, t, kappa=0.0, alpha=0.0, off=math.inf):
    """rho_A at t: +x atoms, light that starts as |alpha>, a real pump until `off`. model: [model]."""
    m = spins(model["atoms"])
    eta, pumped = model.get("eta", 0.0), min(t, off)
    rate = 1j * (2 * model["W0"] * m**2 - model["detuning"]) + kappa / 2
    rest = -eta / rate
    decayed = np.exp(-rate * pumped)
    field = (alpha - rest) * decayed + rest
    work = eta * ((alpha - rest) * (1 - decayed) / rate + rest * pumped)
    field = field * np.exp(-rate * (t - pumped))
    squares = np.subtract.outer(m**2, m**2)
    turns = 2 * model["W0"] * squares
    share = np.divide(turns, turns - 1j * kappa, out=np.zeros_like(turns, complex), where=turns != 0)
    bracket = np.outer(field, field.conj()) - abs(alpha) ** 2 + np.add.outer(work, work.conj())
    start = coherent_spin(model["atoms"], np.pi / 2, 0.0)
    return np.outer(start, start.conj()) * np.exp(share * bracket - 1j * model["U"] * squares * t)


def fisher_information(rho):
    """F_Q of J_y in the even sector."""
    jy = spin_y(len(rho) - 1)
    return 4 * np.trace(jy @ rho @ jy).real


def spin_y(atoms):
    m = spins(atoms)
    raising = np.diag(np.sqrt(atoms / 2 * (atoms / 2 + 1) - m[:-1] * m[1:]), -1)
    return (raising - raising.T) / 2j


def classical_fisher_information(rho, angle):
    """Of counting after e^{i angle J_y}; outcomes below 1e-13 can bring 1e-13 N² each and are left out."""
    jy = spin_y(len(rho) - 1)
    levels, states = np.linalg.eigh(jy)
    turn = states * np.exp(1j * angle * levels) @ states.conj().T
    p = np.diag(turn.conj().T @ rho @ turn).real
    slope = np.diag(turn.conj().T @ (-1j * (jy @ rho - rho @ jy)) @ turn).real
    seen = p > 1e-13
    return np.sum(slope[seen] ** 2 / p[seen])
