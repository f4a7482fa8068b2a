# SPDX-License-Identifier: BSD-3-Clause
"""Power laws through a panel's curves: what is said of them, and of curves that are none."""

import numpy as np

from pairtwist import labels
from pairtwist.carried_fits import drift_of_exponent, exponent_text, power_law
from pairtwist.errors import ChoiceError
from pairtwist.layers import part_of, values_of, x_of
from pairtwist.standard_errors import errors_of

POWERS = {0: "", 1: " / N", 2: " / N^2"}


def fits(panel, files, choices):
    """Texts on the power law of each curve, or why it has none; a note on those that follow none.

    Raises ChoiceError where x is no number.
    """
    texts, found, drifts = [], 0, []
    for layer in panel.layers:
        x = x_of(layer, part_of(layer, files), panel.x)
        if not np.issubdtype(x.dtype, np.number):
            raise ChoiceError(f"--fit power: {panel.x.coordinate} is no number")
        every, errors = values_of(layer, files), errors_of(layer, files)
        values = settled(every, layer, files)
        names = layer.curve_labels or [""]
        for i, name in enumerate(names):
            which = {layer.curves.dimension: i} if layer.curves else {}
            y = np.where(within(x, choices.xlim), values.isel(which).values, np.nan)
            factor, exponent, error = power_law(x, y)
            count = int(((x > 0) & (y > 0) & np.isfinite(y)).sum())
            hollow = int((np.isfinite(every.isel(which)) & ~np.isfinite(values.isel(which))).sum())
            without = f", without {hollow} at the last time" if hollow else ""
            law = f"{layer.variable}{POWERS[layer.power]} ~ {panel.x.coordinate}^b"
            curve = f" ({labels.plain(name)})" if name else ""
            if np.isfinite(exponent):
                found += 1
                b = exponent_text(exponent, error).replace(r"\pm", "±")
                texts.append(f"fit {law}{curve}: b = {b}, {count} points{without}")
                known = None if errors is None else errors.isel(which).values
                if ends := drift_of_exponent(x, y, known):
                    drifts.append((name, *ends))
            else:
                where = " within --xlim" if choices.xlim else ""
                points = "1 point" if count == 1 else f"{count} points"
                texts.append(f"no fit {law}{curve}: {points} above 0{where}{without}, needed are 2")
    return texts, note_on(drifts, found)


def refuse_fits_of_none(picture):
    """Where no panel has a curve with a power law; where some have, the others' are remarks."""
    texts = [text for text in picture.remarks if text.startswith("no fit ")]
    if texts and not picture.findings:
        raise ChoiceError("--fit power: " + "; ".join(texts))


def settled(values, layer, files):
    """Without the extrema at the last time: they are those so far, and drawn hollow."""
    if not layer.at_last_time:
        return values
    place, code = layer.at_last_time
    return values.where(part_of(layer, files)[place] != code)


def within(x, limits):
    a, b = limits or (None, None)
    low, high = sorted((-np.inf if a is None else a, np.inf if b is None else b))
    return (x >= low) & (x <= high)


def note_on(drifts, count):
    """On those of `count` curves that are no power laws: "the local exponent is between 0 and 2"."""
    if not drifts:
        return ""
    what = "not a power law over this range"
    if count == 1:
        ((_, low, high),) = drifts
        return f"{what}: the local exponent is between {rounded(low)} and {rounded(high)}"
    widest = max(drifts, key=lambda one: one[2] - one[1])
    name, low, high = widest
    which = f" ({name})" if name else ""
    return (
        f"{what}: {len(drifts)} of {count} curves, whose local exponents are between "
        f"{rounded(low)} and {rounded(high)} at most{which}"
    )


def rounded(exponent):
    """With two digits; what differs from 0 by less than a thousandth is 0."""
    return f"{round(float(exponent), 3) + 0.0:.2g}"
