# SPDX-License-Identifier: BSD-3-Clause
"""Functions that plot scripts carry along, of power laws and of curves that are none.

As in carried.py; these name no module but `np`.
"""

import numpy as np


def power_law(x, y):
    """Factor a, exponent b and the standard error of b: y = a x^b, by least squares of logarithms.

    Points without a logarithm do not count. All NaN for fewer than two different x; the error is
    NaN for two points, which leave none to tell it from.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    good = (x > 0) & (y > 0) & np.isfinite(x) & np.isfinite(y)
    x, y = np.log(x[good]), np.log(y[good])
    if len(set(x)) < 2:
        return np.nan, np.nan, np.nan
    away = x - x.mean()
    exponent = away @ y / (away @ away)
    rest = y - y.mean() - exponent * away
    spread = rest @ rest / (len(x) - 2) if len(x) > 2 else np.nan
    return np.exp(y.mean() - exponent * x.mean()), exponent, np.sqrt(spread / (away @ away))


def exponent_text(exponent, error):
    """The exponent to two digits of its standard error: "-0.16638 \\pm 0.00021"."""
    if not error > 1e-9:  # of two points, or without rest
        return f"{round(exponent, 5) + 0.0:.5f}"  # of 0, without a sign
    decimals = max(1 - int(np.floor(np.log10(error))), 0)
    return rf"{exponent:.{decimals}f} \pm {error:.{decimals}f}"


def drift_of_exponent(x, y):
    """The smallest and the largest exponent along a curve that is no power law, else None.

    Straight lines through the logarithms of two to six parts of the curve have slopes that differ
    by a tenth of its exponent (and 0.02), and by five times what the scatter of the points round
    these lines lets expect. Fewer than six points do not tell.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    good = (x > 0) & (y > 0) & np.isfinite(x) & np.isfinite(y)
    order = np.argsort(x[good], kind="stable")
    x, y = x[good][order], y[good][order]
    if len(x) < 6:
        return None
    ends = np.linspace(0, len(x) - 1, min((len(x) - 1) // 2, 6) + 1).round().astype(int)
    slopes, lengths, rest, free = [], [], 0.0, 0
    for first, last in zip(ends[:-1], ends[1:]):  # parts have their ends in common
        part = slice(first, last + 1)
        factor, slope, _ = power_law(x[part], y[part])
        if np.isfinite(slope):
            u = np.log(x[part])
            slopes.append(slope)
            lengths.append(np.sum((u - u.mean()) ** 2))
            rest += np.sum((np.log(y[part] / factor) - slope * u) ** 2)
            free += len(u) - 2
    if len(slopes) < 2:
        return None
    low, high = np.argmin(slopes), np.argmax(slopes)
    drift = slopes[high] - slopes[low]
    error = np.sqrt(rest / free * (1 / lengths[low] + 1 / lengths[high]))
    if drift <= max(0.1 * abs(power_law(x, y)[1]), 0.02, 5 * error):
        return None
    return slopes[low], slopes[high]


def draw_power_law(ax, x, y, symbol, **style):
    """The power law through a curve, as far as the curve goes; its exponent is in the legend."""
    factor, exponent, error = power_law(x, y)
    if np.isfinite(exponent):
        drifts = drift_of_exponent(x, y) is not None
        x = np.asarray(x, dtype=float)
        x = x[(x > 0) & np.isfinite(np.asarray(y, dtype=float))]
        x = np.geomspace(x.min(), x.max(), 200)  # between few points it is no straight line
        label = rf"$\propto {symbol}^{{{exponent_text(exponent, error)}}}$"
        if drifts:
            label += ", not a power law"
        ax.plot(x, factor * x**exponent, label=label, **style)
