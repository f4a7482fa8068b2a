# SPDX-License-Identifier: BSD-3-Clause
"""The same in dynamiqs (JAX on the processor, double precision). mesolve takes a density matrix, so that
a block off the diagonal is one of an atom of two states beside the light, four times its size."""

import os

# One thread in the process unless it may have more (PAIRTWIST_PEER_THREADS).
threads = os.environ.get("PAIRTWIST_PEER_THREADS", "1")
os.environ.setdefault("JAX_PLATFORMS", "cpu")
if threads == "1":
    os.environ["XLA_FLAGS"] = (os.environ.get("XLA_FLAGS", "")
                               + " --xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import dynamiqs as dq  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402

dq.set_precision("double")
dq.set_progress_meter(False)

METHODS = {"Tsit5": dq.method.Tsit5, "Dopri8": dq.method.Dopri8}


class Block:
    def __init__(self, cavity):
        a = dq.destroy(cavity.levels)
        n = a.dag() @ a
        common = -1j * (cavity.eta * a.dag() - np.conj(cavity.eta) * a)
        common += 0.5 * cavity.kerr * a.dag() @ a.dag() @ a @ a
        rates = (cavity.kappa * (1 + cavity.thermal_photons), cavity.kappa * cavity.thermal_photons)
        jumps = [np.sqrt(rate) * c for rate, c in zip(rates, (a, a.dag())) if rate]
        start = cavity.start_matrix()
        self.scale, self.n, self.common, dims = 1.0, n, common, (cavity.levels,)
        if cavity.answer == "number":
            self.H, self.observable = cavity.omega * n + common, n
        else:
            one, of_atom = dq.eye(cavity.levels), dq.eye(2)
            excited = 0.5 * (of_atom - dq.sigmaz())
            shift = cavity.omega_r - cavity.omega
            self.H = dq.tensor(of_atom, cavity.omega * n + common) + shift * dq.tensor(excited, n)
            jumps = [dq.tensor(of_atom, c) for c in jumps]
            start, dims = np.kron(0.5 * np.ones((2, 2)), start), (2, cavity.levels)
            # Tr[(|1><0| ⊗ 1) rho] = R_01 / 2.
            self.observable = dq.tensor(dq.asqarray([[0.0, 0.0], [1.0, 0.0]]), one)
            self.scale = 2.0
        self.jumps, self.start = jumps, dq.asqarray(start, dims=dims)
        self.times, self.real = jnp.asarray(cavity.times), cavity.answer == "number"

    def solve(self, method, tolerance, H=None):
        """H: instead of the cavity's, also a batch of them, which then is the first axis."""
        result = dq.mesolve(
            self.H if H is None else H, self.jumps, self.start, self.times,
            exp_ops=[self.observable], method=METHODS[method](rtol=tolerance, atol=tolerance,
                                                              max_steps=10**7),
            save_states=False)
        values = self.scale * np.asarray(result.expects)[..., 0, :]
        return values.real if self.real else values

    def numbers_of(self, omegas, method, tolerance):
        """<n> of diagonal blocks with other detunings, in one batch (jax.vmap)."""
        H = jnp.asarray(omegas)[:, None, None] * self.n + self.common
        return list(self.solve(method, tolerance, H))
