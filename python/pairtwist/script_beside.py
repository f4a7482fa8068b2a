# SPDX-License-Identifier: BSD-3-Clause
"""Script lines for what stands beside a panel's curves: power laws, closed approximations, standard
errors, and marks on single points."""

import re

from pairtwist import labels
from pairtwist.literal import ink, isel, number_of, text_of, values_code, with_letters
from pairtwist.standard_errors import with_bars

DASHES = ["--", ":", "-.", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 3))]  # of closed approximations
FIT_DASHES = "(0, (10, 3))"  # of power laws beside curves; through points they are solid


def errors_code(layer, part):
    """`error`, for all that reads it below."""
    if not layer.error:
        return []
    code = values_code(part, layer.error, layer, status=layer.status)
    return [f"error = {code}  # standard, of the trajectories"]


def errors(picture, panel, layer, palette):
    """One standard error on both sides of a layer's y: bars at points, else a band."""
    if not layer.error:
        return []

    def drawn(select, colour):
        if panel.kind == "bars":
            colour = ink(picture)
        y, error = f"y{select}", f"error{select}"
        if with_bars(panel):
            return f'ax.errorbar(x, {y}, {error}, fmt="none", ecolor={colour}, elinewidth=1)'
        band = f"x, {y} - {error}, {y} + {error}"
        return f"ax.fill_between({band}, color={colour}, alpha=0.25, linewidth=0)"

    if layer.curves is None:
        return [drawn("", f'"{palette[0]}"')]
    one = drawn(f".{isel({layer.curves.dimension: 'i'})}", "palette[i]")
    return [f"for i in range({len(palette)}):", f"    {one}"]


def settled(picture, layer, part):
    """Of a layer's y what a power law is of: extrema at the last time are those so far."""
    if not (picture.fit and layer.at_last_time):
        return []
    place, code = layer.at_last_time
    return [f"settled = y.where({part}[{text_of(place)}] != {code})  # the others are the last in time"]


def hollow(picture, layer, part, palette):
    """Open markers on the extrema of a layer's y that are at the last time."""
    if not layer.at_last_time:
        return []
    place, code = layer.at_last_time
    mark = f'linestyle="none", marker="o", markersize={with_letters(picture, 4.5)}'
    mark += ", markeredgewidth=1, markerfacecolor=ax.get_facecolor()"
    lines = [f"last = y.where({part}[{text_of(place)}] == {code})  # in time: more may come"]
    if layer.curves is None:
        return [*lines, f'ax.plot(x, last, color="{palette[0]}", {mark})']
    one = f"last.{isel({layer.curves.dimension: 'i'})}"
    return [
        *lines,
        f"for i in range({len(palette)}):",
        f"    ax.plot(x, {one}, color=palette[i], {mark})",
    ]


def fit(picture, panel, layer, select, colour):
    """The power law through a curve of a layer's y, of the points that the x limits leave."""
    if not picture.fit:
        return []
    inside = []
    for end, sign in zip(sorted_limits(picture.xlim), (">=", "<=")):
        if end is not None:
            inside.append(f"(x {sign} {number_of(end)})")
    y = f"settled{select}" if layer.at_last_time else f"y{select}"
    y = f"{y}.where({' & '.join(inside)})" if inside else y
    law = f"draw_power_law(ax, x, {y}, {text_of(fit_symbol(panel.x.label))}"
    dashes = '"-"' if panel.markers else FIT_DASHES
    thin = 0.7 if picture.column else 1
    law += f", error{select}" if layer.error else ""
    return [f"{law}, color={colour}, linewidth={thin}, linestyle={dashes})"]


def sorted_limits(limits):
    a, b = limits or (None, None)
    return (b, a) if a is not None and b is not None and a > b else (a, b)


def fit_symbol(label):
    """What a power law's legend calls x, as mathtext without dollar signs."""
    found = re.match(r"\$([^$]+)\$", label)
    symbol = found[1] if found and labels.drawable(f"${found[1]}$") == f"${found[1]}$" else "x"
    return f"({symbol})" if "/" in symbol or r"\," in symbol else symbol  # of all of it


def companions_body(picture, panel, layer, part, palette, explained):
    """Closed approximations: black where one is of several curves, else in the curve's colour."""
    lines = []
    names = list(dict.fromkeys(c.variable for one in panel.layers for c in one.companions))
    for companion in layer.companions:
        name = companion.variable
        dashes = f"linestyle={text_of(DASHES[names.index(name)])}"
        entry = f"color={ink(picture)}, {dashes}, label={text_of(companion.label)}"
        dimension = layer.curves.dimension if layer.curves else ""
        places = companion.common + companion.own
        single = not dimension or len(places) == 1
        one = f".{isel({dimension: places[0]})}" if dimension and single else ""
        whose = "all" if companion.for_all else "several"
        why = f"  # one for {whose} curves" if one and companion.common else ""
        lines.append(f"{name} = {values_code(part, name, layer, one, companion.status)}{why}")
        if panel.log_values:
            lines.append(f"{name} = {name}.where({name} > 0)")
        if single and companion.for_all and len(panel.layers) == 1 and not picture.beside:
            lines.append(f"ax.plot(x, {name}, {entry})")
            explained[name] = ""
            continue
        explained[name] = f"ax.plot([], [], {entry})"  # below the curves of all files
        if single:
            own = companion.own or (picture.beside and len(palette) == 1)
            colour = f'"{palette[places[0]]}"' if own else ink(picture)
            lines.append(f"ax.plot(x, {name}, color={colour}, {dashes})")
            continue
        value = f"{name}.{isel({dimension: 'i'})}"
        if companion.common:
            lines.append(f"for i in {companion.common}:  # each one for several curves")
            lines.append(f"    ax.plot(x, {value}, color={ink(picture)}, {dashes})")
        if companion.own:
            lines.append(f"for i in {companion.own}:")
            lines.append(f"    ax.plot(x, {value}, color=palette[i], {dashes})")
    return lines
