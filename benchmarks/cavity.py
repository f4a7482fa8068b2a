# SPDX-License-Identifier: BSD-3-Clause
"""One block of photons, |m><m'| ⊗ R, as every tool of compare.py is given it, and its answer in 80-bit
numbers.
"""

import json
from dataclasses import asdict, dataclass, replace
from functools import cache

import numpy as np


@dataclass(frozen=True)
class Cavity:
    """Generator (docs/physics.md, 2): h = omega n - i(eta a† - h.c.) + (kerr/2) a†² a² left of R, with
    omega_r right of it. The light starts in the Fock state `fock`, coherent in `alpha`, squeezed by
    `squeezing` (r, angle 0) or with `thermal` photons. The answer is <n> over time where both sides are
    one ("number"), the coherence Tr R otherwise ("coherence")."""

    levels: int  # of the tools beside pairtwist, and of pairtwist where `exact`
    omega: float
    omega_r: float
    eta: complex
    kappa: float
    stop: float
    samples: int
    thermal_photons: float = 0.0
    kerr: float = 0.0
    fock: int = 0
    alpha: complex = 0.0
    squeezing: float = 0.0
    thermal: float = 0.0
    exact: bool = False

    @property
    def answer(self):
        return "number" if self.omega == self.omega_r else "coherence"

    @property
    def times(self):
        return np.linspace(0.0, self.stop, self.samples)

    def with_levels(self, levels):
        return replace(self, levels=levels)

    def turned(self):
        """The same answer of a pump that is real: e^{-i arg(eta) n} is taken out."""
        size = abs(self.eta)
        assert not self.squeezing or self.eta == size
        phase = self.eta / size if size else 1.0
        return replace(self, eta=size, alpha=self.alpha / phase)

    def start(self, dtype=complex):
        """Amplitudes of the light at t = 0 on the levels, normalised before they are cut off."""
        psi = np.zeros(self.levels, dtype=dtype)
        real = psi.real.dtype.type
        if self.squeezing:
            r = real(self.squeezing)
            psi[0] = 1 / np.sqrt(np.cosh(r))
            for n in range(2, self.levels, 2):
                psi[n] = -psi[n - 2] * np.tanh(r) * np.sqrt(real(n - 1) / real(n))
        elif self.alpha:
            psi[0] = np.exp(-0.5 * np.abs(dtype(self.alpha)) ** 2)
            for n in range(1, self.levels):
                psi[n] = psi[n - 1] * dtype(self.alpha) / np.sqrt(real(n))
        else:
            psi[self.fock] = 1.0
        return psi

    def start_matrix(self, dtype=complex):
        """R at t = 0; of thermal light, too."""
        if self.thermal:
            ratio = np.longdouble(self.thermal) / (1 + np.longdouble(self.thermal))
            return np.diag((1 - ratio) * ratio ** np.arange(self.levels)).astype(dtype)
        psi = self.start(dtype)
        return psi[:, None] * np.conj(psi[None, :])

    def config(self, tolerance=1e-8, frame="laboratory", points=1):
        """TOML of `points` times the same block; an axis turns the atoms' phases, which are outside of it."""
        atoms, W0, quantity = 1, 0.0, "photon_number"
        if self.answer == "coherence":  # two atoms have one block, (m, m') = (0, 1)
            atoms, W0, quantity = 2, 0.5 * (self.omega_r - self.omega), "rho"
        light = ""
        if self.fock:
            light = f'[light]\nstate = "fock"\nn = {self.fock}\n'
        elif self.alpha:
            light = f'[light]\nstate = "coherent"\nalpha = {pair(self.alpha)}\n'
        exact = f"cutoff_exact = {self.levels}\n" if self.exact else ""
        axis = f'{{ key = "model.tilt", linspace = [0.0, 0.1, {points}] }}' if points > 1 else ""
        return (
            f"[model]\natoms = {atoms}\nU = 0.0\nW0 = {W0!r}\ndetuning = {-self.omega!r}\n"
            f"eta = {pair(self.eta)}\nkappa = {self.kappa!r}\nkerr = {self.kerr!r}\n"
            f"thermal_photons = {self.thermal_photons!r}\n{light}"
            f"[time]\nstop = {self.stop!r}\nsamples = {self.samples}\n[scan]\naxes = [{axis}]\n"
            f'[solve]\nmethod = "fock"\nframe = "{frame}"\ntolerance = {tolerance!r}\n{exact}'
            f'[output]\nquantities = ["{quantity}"]\n'
        )

    def answer_of(self, data):
        """That of the first point of a result file."""
        if self.answer == "number":
            return data.photon_number.values.reshape(-1, self.samples)[0]
        rho = (data.rho_re + 1j * data.rho_im).values.reshape(-1, self.samples, 3, 3)[0]
        # rho_10 / C_1 C_0 = v of (m, m') = (1, 0), the other way round than the block.
        return np.conj(rho[:, 2, 1] / rho[0, 2, 1])

    @staticmethod
    def of_config(path):
        """That of a config with one atom whose light is all there is, from the vacuum."""
        import tomllib

        given = tomllib.loads(path.read_text())
        model, time = given["model"], given["time"]
        omega = 2.0 * model["W0"] * 0.25 * model["atoms"] ** 2 - model["detuning"]
        return Cavity(given["solve"]["cutoff_exact"], omega, omega, complex(*model["eta"]),
                      model["kappa"], time["stop"], time["samples"],
                      thermal_photons=model["thermal_photons"], kerr=model["kerr"], exact=True)

    def to_json(self):
        given = asdict(self)
        return json.dumps(given | {"eta": pair(self.eta), "alpha": pair(self.alpha)})

    @staticmethod
    def from_json(text):
        given = json.loads(text)
        return Cavity(**given | {"eta": complex(*given["eta"]), "alpha": complex(*given["alpha"])})


def pair(number):
    number = complex(number)
    return [number.real, number.imag]


class Stencil:
    """dR/dt on the levels of a cavity whose pump is real, in the arithmetic of `real`."""

    def __init__(self, cavity, real=np.longdouble):
        n = np.arange(cavity.levels, dtype=real)
        kappa, bath = real(cavity.kappa), real(cavity.thermal_photons)
        nonlinear = real(0.5) * real(cavity.kerr) * n * (n - 1)
        above = np.where(np.arange(cavity.levels) + 1 < cavity.levels, n + 1, 0)  # a a† cut off
        decay = real(0.5) * kappa * ((1 + bath) * n + bath * above)
        left = -1j * (real(cavity.omega) * n + nonlinear) - decay
        right = 1j * (real(cavity.omega_r) * n + nonlinear) - decay
        self.diagonal = left[:, None] + right[None, :]
        root = np.sqrt(n[1:])
        self.pump = real(abs(cavity.eta)) * root
        self.loss = kappa * (1 + bath) * root[:, None] * root[None, :]
        self.gain = kappa * bath * root[:, None] * root[None, :]

    def __call__(self, R):
        d = self.diagonal * R
        d[1:] -= self.pump[:, None] * R[:-1]
        d[:-1] += self.pump[:, None] * R[1:]
        d[:, 1:] -= self.pump * R[:, :-1]
        d[:, :-1] += self.pump * R[:, 1:]
        d[:-1, :-1] += self.loss * R[1:, 1:]
        if self.gain.any():
            d[1:, 1:] += self.gain * R[:-1, :-1]
        return d

    def norm(self):
        """A bound of the largest row sum of moduli."""
        return float(np.abs(self.diagonal).max() + 4 * self.pump.max() + self.loss.max()
                     + self.gain.max())


@cache
def reference(cavity):
    """The answer of the block on its levels by Taylor series of e^{Ls} in 80-bit numbers: steps of at
    most 4/|L|, each summed until a term is below 10^-22."""
    turned = cavity.turned()
    stencil, R = Stencil(turned), turned.start_matrix(np.clongdouble)
    weight = np.arange(cavity.levels) if cavity.answer == "number" else np.ones(cavity.levels)
    spacing = np.longdouble(cavity.stop) / (cavity.samples - 1)
    steps = max(1, int(np.ceil(stencil.norm() * float(spacing) / 4)))
    answers = [weight @ np.diagonal(R)]
    for _ in range(1, cavity.samples):
        for _ in range(steps):
            term, k = R, 0
            while k < 3 or np.abs(term).max() > 1e-22:
                k += 1
                term = stencil(term) * (spacing / steps / k)
                R = R + term
        answers.append(weight @ np.diagonal(R))
    answers = np.array(answers, dtype=complex)
    return answers.real if cavity.answer == "number" else answers
