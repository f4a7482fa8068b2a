# SPDX-License-Identifier: BSD-3-Clause
"""What of a Dataset no plot draws, and what does: several axes in one, bins, complex numbers."""

import numpy as np

from pairtwist.errors import ChoiceError, kind_of


def refuse_axes(data):
    """Raises ChoiceError for dimensions whose values are neither numbers nor words."""
    for name in data.dims:
        if data.indexes.get(name) is not None and data.indexes[name].nlevels > 1:
            raise ChoiceError(f"{name} holds several axes at once; draw .unstack({name!r})")
        values = data[name].values if name in data.coords else np.arange(0)
        first = values[0] if values.size else ""
        if hasattr(first, "mid"):
            raise ChoiceError(
                f"{name} holds intervals ({first}, ...), as groupby_bins makes them, and no "
                f"numbers; draw it over their middles: data.assign_coords({name}=[one.mid for one in "
                f"data.{name}.values])"
            )
        if values.dtype.kind not in "biufUS" and not isinstance(first, str):
            raise ChoiceError(
                f"{name} holds {kind_of(first)}, and an axis has numbers or words; give it some: "
                f"data.assign_coords({name}=[...])"
            )


def refuse_values(data, variable):
    """Raises ChoiceError for a variable whose values are no real numbers."""
    kind = data[variable].dtype.kind
    if kind == "c":
        raise ChoiceError(
            f"{variable} is complex, and a plot is of real numbers: data.{variable}.real, "
            f"data.{variable}.imag or abs(data.{variable}) are some"
        )
    if kind not in "iuf":
        raise ChoiceError(
            f"{variable} is of type {data[variable].dtype}, and a plot is of numbers; of yes and no "
            f"data.{variable}.astype(float) are some"
        )
