# SPDX-License-Identifier: BSD-3-Clause
"""ds.pairtwist: what this package does with a Dataset or DataArray, as xarray's users write it."""

import os
import typing
from collections.abc import Sequence

import xarray

if typing.TYPE_CHECKING:
    from pairtwist.exploring import Page
    from pairtwist.notebook import NotebookFigure


class Accessor:
    """data.pairtwist of every xarray.Dataset and DataArray."""

    def __init__(self, data: xarray.Dataset | xarray.DataArray) -> None:
        self._data = data

    @typing.overload
    def plot(
        self,
        quantity: str | Sequence[str] | None = None,
        at: dict[str, typing.Any] | None = None,
        *,
        ax: None = None,
        **choices: typing.Any,
    ) -> "NotebookFigure": ...
    @typing.overload
    def plot(
        self,
        quantity: str | Sequence[str] | None = None,
        at: dict[str, typing.Any] | None = None,
        *,
        ax: typing.Any,
        **choices: typing.Any,
    ) -> typing.Any: ...
    def plot(self, quantity=None, at=None, *, ax=None, **choices):
        """pairtwist.plot of this data."""
        from pairtwist.plotting import plot

        return plot(self._data, quantity, at, ax=ax, **choices)

    def explore(self, path: str | os.PathLike[str] | None = None) -> "Page":
        """pairtwist.explore of this data."""
        from pairtwist.exploring import explore

        return explore(self._data, path)

    @property
    def rho(self) -> xarray.DataArray:
        """The complex density matrix of the atoms over m and m_prime, of a Dataset with both parts.

        Raises ChoiceError where there is none.
        """
        from pairtwist.errors import ChoiceError
        from pairtwist.qutip_states import rho_of

        if not isinstance(self._data, xarray.Dataset):
            raise ChoiceError("pairtwist.rho is of a Dataset, which has both parts of the matrix")
        return rho_of(self._data)

    def to_qutip(self) -> typing.Any:
        """pairtwist.to_qutip of this data."""
        from pairtwist.qutip_states import to_qutip

        return to_qutip(self._data)


def register():
    """Makes data.pairtwist known to xarray, once."""
    if not hasattr(xarray.Dataset, "pairtwist"):
        xarray.register_dataset_accessor("pairtwist")(Accessor)
        xarray.register_dataarray_accessor("pairtwist")(Accessor)


register()
