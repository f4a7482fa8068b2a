# SPDX-License-Identifier: BSD-3-Clause
"""What of a photon distribution lies above the largest photon number that a result has."""

from pairtwist.dataset import resolved_config
from pairtwist.labels import number_text
from pairtwist.statuses import GOOD, mask_of

SEEN = 1e-3  # of the probability: less is nothing that a picture would show


def photons_above(part, variable):
    """A note on it; "" where there is nothing to be seen. part: a Dataset of what is drawn."""
    values = part[variable]
    if variable != "photon_distribution" or "photons" not in values.dims:
        return ""
    status = mask_of(part, variable)
    values = values.where(part[status] == GOOD) if status else values
    largest = float((1 - values.sum("photons", skipna=False)).max())
    if not largest > SEEN:
        return ""
    last = int(part["photons"].max())
    limit = resolved_config(part).get("output", {}).get("photons_max")
    way_out = "; a larger output.photons_max has more" if limit == last else ""
    up_to = "up to " if values.ndim > 1 else ""
    return f"{up_to}{number_text(100 * largest, 3)} % of P(n) is above n = {last}{way_out}"
