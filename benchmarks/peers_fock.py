# SPDX-License-Identifier: BSD-3-Clause
"""What a user would write for one block of photons: QuTiP's mesolve with the block's superoperator,
each of its integrators, each at the loosest tolerance whose answer is good enough.
"""

import numpy as np
import qutip

INTEGRATORS = ("adams", "bdf", "lsoda", "dop853", "vern7", "vern9", "tsit5")


class Block:
    """Generator of |m><m'| ⊗ R (docs/physics.md, 4) on `levels`: omega and omega_r belong to m and m'."""

    def __init__(self, levels, omega, omega_r, eta, kappa, thermal_photons=0.0, kerr=0.0):
        a = qutip.destroy(levels)
        n = a.dag() * a
        pump = 1j * (np.conj(eta) * a - eta * a.dag())
        nonlinear = 0.5 * kerr * a.dag() ** 2 * a**2
        left, right = omega * n + pump + nonlinear, omega_r * n + pump + nonlinear
        self.generator = -1j * (qutip.spre(left) - qutip.spost(right))
        for rate, c in ((kappa * (1 + thermal_photons), a), (kappa * thermal_photons, a.dag())):
            if rate:
                self.generator += rate * qutip.lindblad_dissipator(c)
        self.vacuum = qutip.basis(levels, 0).proj()
        self.observables = {"number": n, "one": qutip.qeye(levels)}

    def solve(self, times, integrator, tolerance, observable):
        """Tr(observable R) at `times`, which begin at 0."""
        options = {"method": integrator, "atol": tolerance, "rtol": tolerance, "nsteps": 10**7,
                   "progress_bar": "", "normalize_output": False, "store_states": True}
        result = qutip.mesolve(self.generator, self.vacuum, times, e_ops=[], options=options)
        return np.array([(self.observables[observable] * state).tr() for state in result.states])
