# SPDX-License-Identifier: BSD-3-Clause
"""ds.pairtwist: what this package does with a Dataset or DataArray, as xarray's users write it."""

import os
import typing
from collections.abc import Sequence

import xarray

if typing.TYPE_CHECKING:
    from pairtwist.exploring import Page


class Accessor:
    """data.pairtwist of every xarray.Dataset and DataArray."""

    def __init__(self, data: xarray.Dataset | xarray.DataArray) -> None:
        self._data = data

    def plot(
        self,
        quantity: str | Sequence[str] | None = None,
        at: dict[str, typing.Any] | None = None,
        *,
        ax: typing.Any = None,
        **choices: typing.Any,
    ) -> typing.Any:
        """pairtwist.plot of this data."""
        from pairtwist.plotting import plot

        return plot(self._data, quantity, at, ax=ax, **choices)

    def explore(self, path: str | os.PathLike[str] | None = None) -> "Page":
        """pairtwist.explore of this data."""
        from pairtwist.exploring import explore

        return explore(self._data, path)

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
