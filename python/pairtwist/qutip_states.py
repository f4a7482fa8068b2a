# SPDX-License-Identifier: BSD-3-Clause
"""Density matrices of a result as qutip.Qobj."""

import typing

import numpy as np
import xarray

from pairtwist.errors import ChoiceError, kind_of
from pairtwist.warn import warn


def to_qutip(data: xarray.Dataset | xarray.DataArray) -> typing.Any:
    """The density matrix of the atoms as a qutip.Qobj; over one more axis a list of them.

    data: a Dataset with rho_re and rho_im, of which all axes but m, m_prime and perhaps one are
    fixed, or a complex DataArray over m and m_prime. QuTiP's basis begins with the largest m, so
    rows and columns are turned around; m that a point does not have are left out. Of a selection of
    some m, of both alike, the part that is there, with a warning.
    Raises ChoiceError where there is no such matrix.
    """
    import qutip

    rho = rho_of(data) if isinstance(data, xarray.Dataset) else data
    if not isinstance(rho, xarray.DataArray):
        raise ChoiceError(
            f"to_qutip: found {kind_of(data)}; allowed is a Dataset with rho_re and rho_im, or a "
            "complex DataArray over m and m_prime, data.pairtwist.rho"
        )
    if data is rho and rho.name in ("rho_re", "rho_im"):
        raise ChoiceError(
            f"to_qutip: {rho.name} is one part of the matrix; give the Dataset with both, or "
            "data.pairtwist.rho"
        )
    others = [name for name in rho.dims if name not in ("m", "m_prime")]
    if len(others) > 1 or len(rho.dims) != 2 + len(others):
        axes = ", ".join(map(str, rho.dims)) or "none"
        raise ChoiceError(
            f"to_qutip takes rho over m, m_prime and at most one more axis; its axes are: {axes}; "
            ".sel and .isel fix one"
        )
    rho = rho.sortby([name for name in ("m", "m_prime") if name in rho.coords])
    refuse_rectangle(rho)
    warn_of_part(rho)
    matrices = rho.transpose(*others, "m", "m_prime").values
    if not others:
        return qutip.Qobj(present(matrices)[::-1, ::-1])
    return [qutip.Qobj(present(matrix)[::-1, ::-1]) for matrix in matrices]


def refuse_rectangle(rho):
    """Raises ChoiceError where some m are selected of the rows or of the columns alone."""
    m, m_prime = rho["m"].values, rho["m_prime"].values
    known = "m" in rho.coords and "m_prime" in rho.coords
    if m.size != m_prime.size or known and (m != m_prime).any():
        raise ChoiceError(
            f"to_qutip: of m there is {ends_of(m)}, of m_prime {ends_of(m_prime)}; a matrix has the "
            "same of both, .sel(m=..., m_prime=...)"
        )


def ends_of(m):
    return f"{m[0]:g} ... {m[-1]:g}" if m.size > 1 else f"{m[0]:g}" if m.size else "none"


def warn_of_part(rho):
    """Of a selection of some m, which as a Qobj looks like the state of fewer atoms."""
    m = rho["m"].values if "m" in rho.coords else np.zeros(0)
    if m.size and (m[0] != -m[-1] or (np.diff(m) != 1.0).any() and not are_of_several(m)):
        warn(
            f"to_qutip: of m there is {ends_of(m)} alone: this is a part of a density matrix, and no "
            "state of fewer atoms"
        )


def are_of_several(m):
    """Whether m are those of an odd and of an even number of atoms, as scans over N have them."""
    return bool((np.diff(m) == 0.5).any())


def rho_of(data: xarray.Dataset) -> xarray.DataArray:
    """The density matrix of the atoms over m and m_prime, complex: rho_re + i rho_im.

    Raises ChoiceError where the result has none.
    """
    if "rho_re" not in data or "rho_im" not in data:
        raise ChoiceError(
            'no density matrix: it needs rho among output.quantities, quantities=["rho"]'
        )
    rho = (data["rho_re"] + 1j * data["rho_im"]).rename("rho")
    return rho.assign_attrs(
        units="1", long_name="density matrix of the atoms", symbol=r"$\rho_A$"
    )


def present(matrix):
    """Without the m that the point does not have, which are NaN throughout."""
    there = ~np.isnan(matrix).all(axis=1)
    if not there.any():
        raise ChoiceError("to_qutip: this point has no density matrix; its status says why")
    return matrix[np.ix_(there, there)]
