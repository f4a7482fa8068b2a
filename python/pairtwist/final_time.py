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
    config = resolved_config(data)
    units = config.get("time", {}).get("unit", "1")
    rate = config.get("model", {}).get("rate_unit", "1")
    if units == "1" and rate != "1":
        units = f"1/{rate}"
    attributes = {"symbol": "$t$", "units": units}
    (text,) = labels.value_labels([xarray.DataArray([value], dims="time", attrs=attributes)], 1)
    return text
