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


def drift_of_exponent(x, y, error=None):
    """The smallest and the largest exponent along a curve that is no power law, else None.

    Straight lines through the logarithms of 2 to 20 parts of the curve, of equal width there, have
    slopes that differ by a tenth of its exponent (and 0.02), and by five times what the scatter of
    the points beside their neighbours, and their standard errors, let expect. error: those, if
    known; neighbours may share them, as times of the same trajectories do. Fewer than six points do
    not tell.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    known = error is not None
    error = np.nan_to_num(np.asarray(error, dtype=float)) if known else np.zeros(len(x))
    good = (x > 0) & (y > 0) & np.isfinite(x) & np.isfinite(y)
    order = np.argsort(x[good], kind="stable")
    x, y, error = (values[good][order] for values in (x, y, error))
    if len(set(x)) < 6:
        return None
    u, v, shared = np.log(x), np.log(y), error / y
    scatter, clear = scatter_of(u, v)
    if known:
        scatter, clear = np.minimum(scatter, shared), shared < 0.5
    least = max(0.1 * abs(power_law(x, y)[1]), 0.02)
    found, furthest = None, 0.0
    for count in (2, 3, 4, 6, 9, 14, 20):
        slopes, errors = local_exponents(u, v, scatter, shared, clear, count)
        allowed = least + 5 * np.hypot(errors[:, None], errors)
        beyond = slopes[:, None] - slopes - allowed
        if beyond.max(initial=0.0) > furthest:
            furthest = beyond.max()
            high, low = np.unravel_index(beyond.argmax(), beyond.shape)
            found = slopes[low], slopes[high]
    return found


def local_exponents(u, v, scatter, shared, clear, count):
    """Slopes of v over u in up to `count` parts with ends in common, and what these are off by.

    By the scatter, by what it shifts a mean logarithm, and by errors that are shared along a part.
    """
    ends = [0]
    for place in np.searchsorted(u, np.linspace(u[0], u[-1], count + 1)[1:-1]).tolist():
        if place - ends[-1] >= 2 and len(u) - 1 - place >= 2:
            ends.append(place)
    slopes, errors = [], []
    for first, last in zip(ends, [*ends[1:], len(u) - 1]):
        part = slice(first, last + 1)
        away, length = u[part] - u[part].mean(), u[last] - u[first]
        if length == 0 or not clear[part].all():
            continue
        weight = away / (away @ away)
        slopes.append(weight @ v[part])
        own = np.sqrt(np.sum((weight * scatter[part]) ** 2))
        shift = np.mean(scatter[part] ** 2) / length
        errors.append(np.hypot(own, shift) + np.sqrt(np.mean(shared[part] ** 2)) / length)
    return np.array(slopes), np.array(errors)


def scatter_of(u, v):
    """How far the logarithms v scatter, by how far each is from the line between its neighbours.

    By the same for all, as noise in proportion to a quantity, or by more where this is small, as
    noise of one size; where the points do not tell, the larger one. And where a quantity is clear
    of noise of one size, more than twice as large.
    """
    beside = [-2, -1, 1, 2] if len(u) >= 16 else [-1, 1]
    middle = np.arange(beside[-1], len(u) - beside[-1])
    apart = [np.diff(u[k + beside[0] : k + beside[-1] + 1]).all() for k in middle]
    middle = middle[np.array(apart, dtype=bool)]
    places = [u[middle + step] for step in beside]
    away, variance = v[middle], np.ones(len(middle))
    for k, step in enumerate(beside):  # by Lagrange
        others = places[:k] + places[k + 1 :]
        weight = np.prod([(u[middle] - other) / (places[k] - other) for other in others], axis=0)
        away = away - weight * v[middle + step]
        variance = variance + weight**2
    away = np.abs(away) / np.sqrt(variance)
    if not len(away):
        return np.full(len(v), np.inf), np.full(len(v), False)
    heights = v - v[middle].mean()
    sizes, scatters = [], []
    for power in (0, 1):
        seen = away * np.exp(power * heights[middle])
        sizes.append(np.sqrt(np.mean(seen**2)) + 1e-300)
        typical = 1.4826 * np.median(seen) if len(seen) >= 10 else sizes[-1]
        scatters.append(typical * np.exp(-power * heights))
    proportional, of_one_size = scatters
    likelier = len(away) * np.log(sizes[0] / sizes[1])  # log likelihood of one size, beside that
    if likelier < -3:
        return proportional, np.full(len(v), True)
    scatter = of_one_size if likelier > 3 else np.maximum(proportional, of_one_size)
    return scatter, of_one_size < 0.5


def draw_power_law(ax, x, y, symbol, error=None, **style):
    """The power law through a curve, as far as the curve goes; its exponent is in the legend.

    error: the standard errors of y, where they are known.
    """
    factor, exponent, uncertainty = power_law(x, y)
    if np.isfinite(exponent):
        drifts = drift_of_exponent(x, y, error) is not None
        x = np.asarray(x, dtype=float)
        x = x[(x > 0) & np.isfinite(np.asarray(y, dtype=float))]
        x = np.geomspace(x.min(), x.max(), 200)  # between few points it is no straight line
        label = rf"$\propto {symbol}^{{{exponent_text(exponent, uncertainty)}}}$"
        if drifts:
            label += ", not a power law"
        ax.plot(x, factor * x**exponent, label=label, **style)
