# SPDX-License-Identifier: BSD-3-Clause
"""What a user would write for one block of photons in QuTiP and SciPy. Times are of the solver alone;
operators are made before."""

import os
from dataclasses import replace

import numpy as np
import qutip
import scipy.sparse.linalg

KRYLOV = 30  # vectors of a subspace


class Block:
    """The generator of a Cavity as QuTiP has it."""

    def __init__(self, cavity):
        self.cavity = cavity
        a = qutip.destroy(cavity.levels)
        n = a.dag() * a
        pump = -1j * (cavity.eta * a.dag() - np.conj(cavity.eta) * a)
        nonlinear = 0.5 * cavity.kerr * a.dag() ** 2 * a**2
        self.left, right = (omega * n + pump + nonlinear for omega in (cavity.omega, cavity.omega_r))
        rates = (cavity.kappa * (1 + cavity.thermal_photons), cavity.kappa * cavity.thermal_photons)
        self.jumps = [np.sqrt(rate) * c for rate, c in zip(rates, (a, a.dag())) if rate]
        self.generator = -1j * (qutip.spre(self.left) - qutip.spost(right))
        self.generator += sum(qutip.lindblad_dissipator(c) for c in self.jumps)
        self.start = qutip.Qobj(cavity.start_matrix())
        self.times, self.number = cavity.times, n if cavity.answer == "number" else None

    def qutip(self, integrator, tolerance, matrix_form=False):
        """`matrix_form`: H and jumps instead of the superoperator; of diagonal blocks."""
        options = {"method": integrator, "progress_bar": "", "normalize_output": False}
        if integrator == "krylov":
            options |= {"atol": tolerance, "nsteps": 10**7, "krylov_dim": KRYLOV}
        elif integrator != "diag":
            options |= {"atol": tolerance, "rtol": tolerance, "nsteps": 10**7}
        if self.number is not None:
            generator, jumps = self.generator, []
            if matrix_form:
                generator, jumps, options["matrix_form"] = self.left, self.jumps, True
            result = qutip.mesolve(generator, self.start, self.times, jumps, e_ops=[self.number],
                                   options=options)
            return np.real(result.expect[0])
        result = qutip.mesolve(self.generator, self.start, self.times, options=options)
        # Not state.tr(), which drops the imaginary part of what mesolve takes for Hermitian.
        return np.array([qutip.data.trace(state.data) for state in result.states])

    def numbers_of(self, omegas, integrator, tolerance):
        """<n> of diagonal blocks with other detunings, by as many processes as OMP_NUM_THREADS says."""
        cpus = int(os.environ["OMP_NUM_THREADS"])
        return qutip.parallel_map(
            number_of, omegas, task_args=(self.cavity, integrator, tolerance),
            map_kw={"num_cpus": cpus})

    def expm_multiply(self):
        """SciPy's action of the exponential, all times in one call; it has no tolerance to set."""
        L = self.generator.data.as_scipy().tocsr()
        levels = self.start.shape[0]
        rows = scipy.sparse.linalg.expm_multiply(
            L, self.start.full().ravel(order="F"), 0.0, self.times[-1], len(self.times),
            endpoint=True, traceA=L.trace())
        of_level = rows[:, :: levels + 1]
        if self.number is None:
            return of_level.sum(axis=1)
        return (of_level @ np.arange(levels)).real


def number_of(omega, cavity, integrator, tolerance):
    return Block(replace(cavity, omega=omega, omega_r=omega)).qutip(integrator, tolerance)
