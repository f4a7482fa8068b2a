# SPDX-License-Identifier: BSD-3-Clause
"""Power laws through a panel's curves: what is said of them, and of curves that are none."""

import numpy as np

from pairtwist import labels
from pairtwist.carried import exponent_text, power_law
from pairtwist.errors import ChoiceError
from pairtwist.layers import part_of, values_of, x_of

POWERS = {0: "", 1: " / N", 2: " / N^2"}
FEWEST = 5  # points that a curvature can be told from
BEND = 0.2  # of its exponent, by which that of a curve changes that is no power law ...
LEAST_BEND = 0.02
BEYOND_SCATTER = 5.0  # ... and by this many times what the points' scatter lets expect


def fits(panel, files, choices):
    """Texts on the power law of each curve, and a note on those that follow none.

    Raises ChoiceError where there is none to be had.
    """
    texts, found, bends = [], 0, []
    for layer in panel.layers:
        x = x_of(layer, part_of(layer, files), panel.x)
        if not np.issubdtype(x.dtype, np.number):
            raise ChoiceError(f"--fit power: {panel.x.coordinate} is no number")
        values = values_of(layer, files)
        names = layer.curve_labels or [""]
        for i, name in enumerate(names):
            y = values.isel({layer.curves.dimension: i}) if layer.curves else values
            y = np.where(within(x, choices.xlim), y.values, np.nan)
            factor, exponent, error = power_law(x, y)
            count = int(((x > 0) & (y > 0) & np.isfinite(y)).sum())
            law = f"{layer.variable}{POWERS[layer.power]} ~ {panel.x.coordinate}^b"
            which = f" ({labels.plain(name)})" if name else ""
            if np.isfinite(exponent):
                found += 1
                b = exponent_text(exponent, error).replace(r"\pm", "±")
                texts.append(f"fit {law}{which}: b = {b}, {count} points")
                if ends := bend(x, y):
                    bends.append((name, *ends))
            else:
                where = " within --xlim" if choices.xlim else ""
                texts.append(f"no fit {law}{which}: {count} points above 0{where}, needed are 2")
    if not found:
        raise ChoiceError("--fit power: " + "; ".join(texts))
    return texts, note_on(bends, found)


def within(x, limits):
    a, b = limits or (None, None)
    low, high = sorted((-np.inf if a is None else a, np.inf if b is None else b))
    return (x >= low) & (x <= high)


def bend(x, y):
    """The exponents at the beginning and the end of a curve that is clearly no power law.

    By a parabola through the logarithms: its slopes differ by a part of the exponent, and by far
    more than the points' scatter. None of a power law, or of too few points to tell.
    """
    good = (x > 0) & (y > 0) & np.isfinite(x) & np.isfinite(y)
    if len(set(x[good])) < FEWEST:
        return None
    u, v = np.log(x[good]), np.log(y[good])
    u = u - u.mean()
    matrix = np.stack([u**2, u, np.ones_like(u)], axis=1)
    (curvature, slope, level), *_ = np.linalg.lstsq(matrix, v, rcond=None)
    rest = v - matrix @ np.array([curvature, slope, level])
    spread = rest @ rest / (len(u) - 3)
    error = np.sqrt(spread * np.linalg.pinv(matrix.T @ matrix)[0, 0])
    first, last = (slope + 2 * curvature * end for end in (u.min(), u.max()))
    if abs(last - first) <= max(BEND * abs(power_law(x, y)[1]), LEAST_BEND):
        return None
    return (first, last) if abs(curvature) > BEYOND_SCATTER * error else None


def note_on(bends, count):
    """ "no power law: the exponent goes from about 2 to 0.3"; of `count` curves."""
    if not bends:
        return ""
    if count == 1:
        ((_, first, last),) = bends
        return f"no power law: the exponent goes from about {first:.2g} to {last:.2g}"
    widest = max(bends, key=lambda one: abs(one[2] - one[1]))
    name, first, last = widest
    which = f" ({name})" if name else ""
    return (
        f"no power law: {len(bends)} of {count} curves, whose exponents go from about "
        f"{first:.2g} to {last:.2g} at most{which}"
    )
