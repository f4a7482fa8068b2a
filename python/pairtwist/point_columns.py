# SPDX-License-Identifier: BSD-3-Clause
"""Whether what each point has, tau_Q, is what a config gives with the point's coordinates.

A join has the config of its first part: where tau_Q is another, the part had another number of atoms.
"""

import numpy as np
import xarray

from pairtwist.computed import is_marked
from pairtwist.dataset import resolved_config
from pairtwist.known_keys import keyed

ROUNDING = 1e-5  # of values that were saved in single precision


def has_tau_of_config(data):
    """Whether tau_Q tells that all points have the config's number of atoms; one without a pump, or that
    is not there, tells nothing."""
    if "tau_Q" not in data or not is_marked(data["tau_Q"].variable):
        return False
    found = data["tau_Q"]
    return bool(np.isfinite(found).any()) and is_same(found, tau_of(asked_by(data)))


def asked_by(data):
    """{key: value or coordinate} of the model, what coordinates give in the place of what the config has."""
    config = resolved_config(data).get("model", {})
    given = {key: data[name] for name, key in keyed(data).items() if key.startswith("model.")}
    return {**{f"model.{name}": value for name, value in config.items()}, **given}


def tau_of(asked):
    """(9/(4 N W0² |eta|⁴))^(1/6), docs/file-format.md."""
    eta = asked.get("model.eta", 0.0)
    size = asked.get("model.eta.abs", np.hypot(*eta) if isinstance(eta, list) else abs(eta))
    with np.errstate(divide="ignore"):
        squares = asked.get("model.atoms", np.nan) * asked.get("model.W0", 1.0) ** 2 * size**4
        return np.true_divide(9, 4 * squares) ** (1 / 6)


def is_same(found, wanted):
    """Whether all values but NaN are the wanted ones, which may be along some of the axes alone."""
    found, wanted = xarray.broadcast(found, xarray.DataArray(wanted))
    return bool((np.isclose(found, wanted, rtol=ROUNDING, atol=0.0) | np.isnan(found)).all())
