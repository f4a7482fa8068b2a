# SPDX-License-Identifier: BSD-3-Clause
"""Whether the config that a Dataset carries is that of its points.

A join of results has the config of the first, and so has a selection of it that is of another.
"""

import numpy as np

from pairtwist.known_keys import keyed, scan_axes
from pairtwist.known_places import configs_of_values
from pairtwist.noted_values import is_of_its_run
from pairtwist.part_of_scan import values_of
from pairtwist.start_files import parsed, source_of


NOT_OF_ITS_CONFIG = (
    "its values are not of the run whose config it carries (they are of another result of a join, or "
    "were changed)"
)


def is_of_its_config(data):
    """Whether the config holds for all points, but for what coordinates give.

    So it does of results that were joined along an axis of it, or along a key: in what else these
    differ no Dataset keeps.
    """
    return (is_of_its_run(data) or is_joined_along_keys(data)) and len(numbers_of_values(data)) < 2


def numbers_of_values(data, variable=None):
    """The numbers of atoms of the configs that the values were computed by, as far as is known."""
    configs = (parsed(config, source_of(data)) for config in configs_of_values(data, variable))
    models = (config.get("model", {}) for config in configs)
    return sorted({model["atoms"] for model in models if "atoms" in model})


def is_joined_along_keys(data):
    """Whether coordinates have other values of keys than its config."""
    axes = scan_axes(data)
    for name, key in keyed(data).items():
        if key not in axes:
            if "." in key:
                return True
        elif has_others(data[name].values, values_of(axes[key])):
            return True
    return False


def has_others(values, known):
    values = np.atleast_1d(values)
    if values.dtype.kind in "OU" or known.dtype.kind in "OU":
        return not np.isin(values.astype(str), known.astype(str)).all()
    nothing = 1e-12 * np.abs(known).max(initial=0.0)
    return not np.isclose(values[:, None], known, rtol=1e-6, atol=nothing).any(axis=1).all()
