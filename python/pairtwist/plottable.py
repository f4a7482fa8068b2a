# SPDX-License-Identifier: BSD-3-Clause
"""What of a Dataset no plot draws and no page shows, and what does: several axes in one, bins, complex numbers."""

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
    if why := why_no_numbers(data, variable):
        raise ChoiceError(why)


def why_no_numbers(data, variable):
    """What a variable's values are that are no real numbers, and what of them is; "" of numbers."""
    values = data[variable]
    kind = values.dtype.kind
    if kind in "iuf":
        return ""
    if kind == "c":
        return (
            f"{variable} is complex, and a plot is of real numbers: data.{variable}.real, "
            f"data.{variable}.imag or abs(data.{variable}) are some"
        )
    if kind == "b":
        return (
            f"{variable} is of type bool, and a plot is of numbers; of yes and no "
            f"data.{variable}.astype(float) are some"
        )
    if kind in "mM":
        since = f" - data.{variable}.min()" if kind == "M" else ""
        return (
            f"{variable} is of type {values.dtype}, and a plot is of numbers; (data.{variable}{since}) / "
            'numpy.timedelta64(1, "s") are some, in seconds'
        )
    first = np.ravel(values.values)[0].item() if kind in "US" and values.size else None
    return (
        f"{variable} is of type {values.dtype}{'' if first is None else f' ({first!r}, ...)'}, and a "
        "plot is of numbers; draw another variable, or give this one numbers"
    )
