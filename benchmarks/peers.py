# SPDX-License-Identifier: BSD-3-Clause
"""What a user would write instead, in NumPy: the peers of compare.py.

Vectorised over sectors and times: docs/physics.md, 3, in double precision. With the symmetry |m|, the
band |m - m'| = 2 for F_Q, and without amplitudes that do not count; what is called plain has all
N + 1 sectors, as one writes it down first.
"""

from math import comb, log

import numpy as np


def plus_x(atoms):
    """C_m for m = 0 ... N/2, N even, as far as they count at all: the others are below 10^-20."""
    half = atoms // 2
    m = np.arange(half)
    squares = np.concatenate(([1.0], np.cumprod((half - m) / (half + m + 1))))
    squares = squares[squares > 1e-40]
    return np.sqrt(squares / (squares[0] + 2.0 * squares[1:].sum()))


def every_plus_x(atoms):
    """C_m for m = -N/2 ... N/2."""
    return np.sqrt([comb(atoms, k) / 2**atoms for k in range(atoms + 1)])


class Model:
    """One point of the closed form, light from the vacuum, no sector in resonance."""

    def __init__(self, sectors, eta, kappa, time, U=1.0, W0=1.0, detuning=1.0, first=0.0):
        self.m = first + np.arange(float(sectors))
        self.U, self.W0, self.kappa, self.time = U, W0, kappa, time
        rate = (0.5 * kappa + 1j * (2.0 * W0 * self.m**2 - detuning))[:, None]
        centre = -eta / rate
        self.decay = np.exp(-rate * time)
        self.alpha = centre * (1.0 - self.decay)
        self.drive = np.conj(eta) * (centre * time - centre / rate * (1.0 - self.decay))
        self.swing = np.conj(eta) / rate * (1.0 - self.decay)

    def pair(self, k, l):
        """(factor of the bracket in ln v, bracket, phase by U) of the sectors k, l (arrays)."""
        difference = (self.m[k] ** 2 - self.m[l] ** 2)[:, None]
        omega = 2.0 * self.W0 * difference
        factor = omega / np.where(omega == 0.0, 1.0, omega - 1j * self.kappa)
        bracket = self.alpha[k] * np.conj(self.alpha[l]) + self.drive[k] + np.conj(self.drive[l])
        return factor, bracket, 1j * self.U * difference * self.time

    def coherence(self, k, l):
        """v at all times."""
        factor, bracket, turn = self.pair(k, l)
        return np.exp(factor * bracket - turn)

    def thermal_coherence(self, k, l, photons):
        """The same of thermal light: ln v of coherent light is of second order in its amplitude
        alpha_0, whose distribution is a Gaussian."""
        factor, bracket, turn = self.pair(k, l)
        second = factor * (self.decay[k] * np.conj(self.decay[l]) - 1.0)
        first = factor * (self.decay[k] * np.conj(self.alpha[l]) + self.swing[k])
        conjugate = factor * (self.alpha[k] * np.conj(self.decay[l]) + np.conj(self.swing[l]))
        width = 1.0 - photons * second
        return np.exp(factor * bracket + photons * first * conjugate / width - turn) / width


def qfi_of(atoms, amplitudes, coherence):
    """F_Q = N + sum of 2 weights (1 - Re v) over |m - m'| = 2."""
    half = atoms // 2
    k = np.arange(len(amplitudes) - 2)
    m = k.astype(float)
    weight = amplitudes[k] * amplitudes[k + 2]
    weight = weight * np.sqrt((half - m) * (half + m + 1) * (half - m - 1) * (half + m + 2))
    return atoms + 4.0 * np.sum(weight[:, None] * (1.0 - coherence(k, k + 2).real), axis=0)


def qfi(atoms, eta, kappa, time, amplitudes, **model):
    return qfi_of(atoms, amplitudes, Model(len(amplitudes), eta, kappa, time, **model).coherence)


def plain_qfi(atoms, eta, kappa, time):
    """F_Q = 4 <J_y²> = 2 (j(j+1) - <J_z²> - Re <J_+²>)."""
    j, c = 0.5 * atoms, every_plus_x(atoms)
    model = Model(atoms + 1, eta, kappa, time, first=-j)
    m, k = model.m[:-2], np.arange(atoms - 1)
    ladder = np.sqrt((j - m) * (j + m + 1) * (j - m - 1) * (j + m + 2))
    plus2 = (ladder * c[:-2] * c[2:]) @ model.coherence(k, k + 2)
    return 2.0 * (j * (j + 1.0) - c**2 @ model.m**2 - plus2.real)


def thermal(atoms, eta, kappa, time, amplitudes, photons):
    """(F_Q, <n>)"""
    model = Model(len(amplitudes), eta, kappa, time)
    curve = qfi_of(atoms, amplitudes, lambda k, l: model.thermal_coherence(k, l, photons))
    weight = np.where(model.m == 0.0, 1.0, 2.0) * amplitudes**2
    light = np.abs(model.alpha) ** 2 + photons * np.abs(model.decay) ** 2
    return curve, weight @ light


def bell(atoms, eta, kappa, time, amplitudes):
    """Q_N = N ln 2 + 2 ln|S|, S = sum of (-1)^{N/2-m} c_m rho_A[m,m'] c_m', all sectors."""
    half = atoms // 2
    model = Model(len(amplitudes), eta, kappa, time)
    k, l = np.meshgrid(np.arange(half + 1), np.arange(half + 1), indexing="ij")
    v = model.coherence(k.ravel(), l.ravel())
    weight = np.where(model.m == 0.0, 1.0, 2.0) * amplitudes**2
    sign = (-1.0) ** (half - model.m)
    S = ((sign * weight)[:, None] * weight[None, :]).ravel() @ v
    return atoms * log(2.0) + 2.0 * np.log(np.abs(S))


def density_matrix(atoms, eta, kappa, time, amplitudes, **more):
    """rho_A at all times: (times, N + 1, N + 1)."""
    half = atoms // 2
    model = Model(len(amplitudes), eta, kappa, time, **more)
    sector = np.abs(np.arange(-half, half + 1))
    k, l = np.meshgrid(np.arange(half + 1), np.arange(half + 1), indexing="ij")
    v = model.coherence(k.ravel(), l.ravel()).reshape(half + 1, half + 1, len(time))
    c = amplitudes[sector]
    rho = (c[:, None] * c[None, :])[:, :, None] * v[sector[:, None], sector[None, :]]
    return np.moveaxis(rho, 2, 0)


def plain_density_matrix(atoms, eta, kappa, time):
    """The same, all (N + 1)² pairs of sectors."""
    c = every_plus_x(atoms)
    k, l = np.indices((atoms + 1, atoms + 1))
    v = Model(atoms + 1, eta, kappa, time, first=-0.5 * atoms).coherence(k.ravel(), l.ravel())
    rho = np.outer(c, c)[:, :, None] * v.reshape(atoms + 1, atoms + 1, len(time))
    return np.moveaxis(rho, 2, 0)
