# SPDX-License-Identifier: BSD-3-Clause
"""What a user would write for tunnelling atoms, on the full space (N + 1) × levels: a Chebyshev loop
over a sparse matrix (Tal-Ezer and Kosloff, J. Chem. Phys. 81, 3967 (1984)), and QuTiP's solvers.
"""

import numpy as np
import scipy.sparse as sparse
import scipy.special


class FullSpace:
    """H of docs/physics.md, 1, with m running up from -N/2, level by level within each m."""

    def __init__(self, atoms, levels, U, W0, detuning, tunnelling, eta):
        m = np.arange(atoms + 1) - atoms / 2
        j = atoms / 2
        up = 0.5 * np.sqrt(j * (j + 1) - m[:-1] * (m[:-1] + 1))
        n = np.arange(levels)
        of_light = sparse.diags(np.sqrt(n[1:].astype(float)), 1)
        one_m, one_n = sparse.identity(atoms + 1), sparse.identity(levels)
        self.jx = sparse.diags([up, up], [1, -1])
        self.jz2 = sparse.diags(m**2)
        self.a = sparse.kron(one_m, of_light).tocsr()
        self.n = np.tile(n.astype(float), atoms + 1)
        self.H = (
            sparse.kron(U * self.jz2 - tunnelling * self.jx, one_n)
            + sparse.kron(2.0 * W0 * self.jz2 - detuning * one_m, sparse.diags(n.astype(float)))
            + sparse.kron(one_m, 1j * np.conj(eta) * of_light - 1j * eta * of_light.T)
        ).tocsr()
        binomial = scipy.special.gammaln(atoms + 1) - scipy.special.gammaln(m + j + 1)
        binomial -= scipy.special.gammaln(j - m + 1)
        self.C = np.exp(0.5 * (binomial - atoms * np.log(2.0)))
        self.dims = (atoms + 1, levels)

    def start(self):
        psi = np.zeros(self.dims, dtype=complex)
        psi[:, 0] = self.C
        return psi.ravel()


def light_of(space, population):
    """(<n>, Mandel Q)"""
    mean, square = space.n @ population, space.n**2 @ population
    return mean, (square - mean**2) / mean - 1.0 if mean > 0 else np.nan


def chebyshev(space, times, tolerance=1e-12):
    """<n> and Mandel Q at equidistant times."""
    diagonal = space.H.diagonal().real
    radius = np.asarray(abs(space.H).sum(axis=1)).ravel() - abs(diagonal)
    low, high = (diagonal - radius).min(), (diagonal + radius).max()
    centre, half = 0.5 * (high + low), 0.5 * (high - low)
    step = times[1] - times[0]
    terms = int(half * step + 30 + 10 * np.cbrt(half * step))
    c = scipy.special.jv(np.arange(terms), half * step) * (-1j) ** np.arange(terms)
    c[1:] *= 2.0
    c = c[: np.nonzero(abs(c) > tolerance)[0][-1] + 1]
    A = ((space.H - centre * sparse.identity(space.H.shape[0])) / half).tocsr()
    psi, rows = space.start(), []
    for k in range(len(times)):
        rows.append(light_of(space, abs(psi) ** 2))
        if k + 1 == len(times):
            break
        before, now = psi, A @ psi
        total = c[0] * before + c[1] * now
        for each in c[2:]:
            before, now = now, 2.0 * (A @ now) - before
            total += each * now
        psi = total
    return np.array(rows)


def qutip_light(space, times, kappa, method, tolerance):
    """<n> and Mandel Q by sesolve, or mesolve where there is loss."""
    import qutip

    dims = [list(space.dims), list(space.dims)]
    H, a = qutip.Qobj(space.H, dims=dims), qutip.Qobj(space.a, dims=dims)
    n = a.dag() * a
    psi = qutip.Qobj(space.start(), dims=[list(space.dims), [1, 1]])
    options = {"method": method, "atol": tolerance, "rtol": tolerance, "nsteps": 10**7,
               "progress_bar": ""}
    observed = [n, n * n]
    if kappa == 0.0:
        result = qutip.sesolve(H, psi, times, e_ops=observed, options=options)
    else:
        result = qutip.mesolve(H, psi, times, [np.sqrt(kappa) * a], e_ops=observed, options=options)
    mean, square = (np.real(values) for values in result.expect)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.stack([mean, (square - mean**2) / mean - 1.0], axis=1)
