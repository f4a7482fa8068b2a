"""What a user would write instead, in NumPy: the peers of compare.py.

Vectorised over sectors and times, with the symmetry |m| and the band |m - m'| = 2 for F_Q, all
sectors kept: docs/physics.md, 3, in double precision.
"""

from math import lgamma, log

import numpy as np


def plus_x(atoms):
    """C_m for m = 0 ... N/2, N even."""
    half = atoms // 2
    return np.array(
        [
            np.exp(0.5 * (lgamma(atoms + 1) - lgamma(half + k + 1) - lgamma(half - k + 1)))
            * 0.5 ** half
            for k in range(half + 1)
        ]
    )


class Model:
    """One point of the closed form, light from the vacuum, no sector in resonance."""

    def __init__(self, atoms, eta, kappa, time, U=1.0, W0=1.0, detuning=1.0):
        self.m = np.arange(atoms // 2 + 1.0)
        self.U, self.W0, self.kappa, self.time = U, W0, kappa, time
        rate = (0.5 * kappa + 1j * (2.0 * W0 * self.m**2 - detuning))[:, None]
        centre = -eta / rate
        decay = np.exp(-rate * time)
        self.alpha = centre * (1.0 - decay)
        self.drive = np.conj(eta) * (centre * time - centre / rate * (1.0 - decay))

    def coherence(self, k, l):
        """v of the sectors k, l (arrays) at all times."""
        difference = (self.m[k] ** 2 - self.m[l] ** 2)[:, None]
        omega = 2.0 * self.W0 * difference
        factor = omega / np.where(omega == 0.0, 1.0, omega - 1j * self.kappa)
        bracket = self.alpha[k] * np.conj(self.alpha[l]) + self.drive[k] + np.conj(self.drive[l])
        return np.exp(factor * bracket - 1j * self.U * difference * self.time)


def qfi(atoms, eta, kappa, time, amplitudes):
    """F_Q = N + sum of 2 weights (1 - Re v) over |m - m'| = 2."""
    half = atoms // 2
    model = Model(atoms, eta, kappa, time)
    k = np.arange(half - 1)
    m = model.m[k]
    weight = amplitudes[k] * amplitudes[k + 2]
    weight = weight * np.sqrt((half - m) * (half + m + 1) * (half - m - 1) * (half + m + 2))
    return atoms + 4.0 * np.sum(weight[:, None] * (1.0 - model.coherence(k, k + 2).real), axis=0)


def density_matrix(atoms, eta, kappa, time, amplitudes):
    """rho_A at all times: (times, N + 1, N + 1)."""
    half = atoms // 2
    model = Model(atoms, eta, kappa, time)
    sector = np.abs(np.arange(-half, half + 1))
    k, l = np.meshgrid(np.arange(half + 1), np.arange(half + 1), indexing="ij")
    v = model.coherence(k.ravel(), l.ravel()).reshape(half + 1, half + 1, len(time))
    c = amplitudes[sector]
    rho = (c[:, None] * c[None, :])[:, :, None] * v[sector[:, None], sector[None, :]]
    return np.moveaxis(rho, 2, 0)
