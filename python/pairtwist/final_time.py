# SPDX-License-Identifier: BSD-3-Clause
"""The time of results that have their values at the last one alone: no axis of theirs says it."""

import xarray

from pairtwist import labels
from pairtwist.dataset import resolved_config
from pairtwist.known_keys import is_scanned

OF_IT = "at the final time"  # how the long names of its variables end


def final_time(data, variable):
    """ "$t$ = 0.03": a text on it; "" of a variable that has a time axis, or none of such a result.

    Also where the last time is itself an axis of the scan, which says it.
    """
    given = data.attrs.get("final_time")
    if not str(data[variable].attrs.get("long_name", "")).endswith(OF_IT) or given is None:
        return ""
    if is_scanned("time.stop", data):
        return ""
    try:
        value = float(given)
    except (TypeError, ValueError):
        return ""
    attributes = {"symbol": "$t$", "units": unit_of_time(data)}
    (text,) = labels.value_labels([xarray.DataArray([value], dims="time", attrs=attributes)], 1)
    return text


def unit_of_time(data):
    """The unit of the times in a config: "tau_Q", "1/kHz", "1"."""
    config = resolved_config(data)
    unit = config.get("time", {}).get("unit", "1")
    rate = config.get("model", {}).get("rate_unit", "1")
    return f"1/{rate}" if unit == "1" and rate != "1" else unit
