# SPDX-License-Identifier: BSD-3-Clause
"""From result files and choices to the Picture that shows them."""

import dataclasses

import numpy as np

from pairtwist import labels
from pairtwist.approximations import group_approximations
from pairtwist.contours import refuse_events_of_none
from pairtwist.errors import ChoiceError
from pairtwist.fits import refuse_fits_of_none
from pairtwist.headings import entitle
from pairtwist.key_symbols import with_symbols
from pairtwist.layers import example_value, panel_of, selected, values_of
from pairtwist.picture import Picture
from pairtwist.refine import has_values, refine, refuse_what_has_no_place
from pairtwist.selection import (
    axis_name,
    choose_indices,
    choose_quantity,
    choose_variable,
    has_axis,
    nearest_taken,
)
from pairtwist.reference_lines import refuse_lines_of_none
from pairtwist.several import joined, on_one_scale
from pairtwist.styles import letters
from pairtwist.ways_out import bell_of_odd, ways_out
from pairtwist.windows import look_into_windows

FAINTEST = 0.25  # of the largest value: spheres of smaller ones would be dark on a common scale
MOST_SPHERES = 4  # one below the other, where an axis is left; beyond, --at must choose

SIZES = {"curves": (5.6, 3.8), "bars": (5.6, 3.8), "map": (5.2, 4.0), "sphere": (5.2, 2.6)}
PANEL_HEIGHT = 2.4  # of one of several


def describe(files, names, choices, given_axes=False):
    """The Picture of some quantities of datasets; names: what messages call these.

    given_axes: whether it is drawn into the caller's.
    See plotting.plot for the rules. Raises ChoiceError.
    """
    files = [with_symbols(data) for data in files]
    for name in names:
        if names.count(name) > 1:
            raise ChoiceError(f"{name} is given twice")
    quantities = choices.quantities or (choose_quantity(files, names),)
    if len(files) == 1:
        names = [""]  # the message is about the one there is
    variables = [
        [with_name(name, choose_variable, data, quantity) for quantity in quantities]
        for data, name in zip(files, names)
    ]
    choices = dataclasses.replace(choices, at=by_axes(files, choices.at))
    refuse_missing_axes(files, variables, choices.at)
    panels = []
    for of_quantity in zip(*variables):
        panels += panels_of(files, names, of_quantity, choices)
    if choices.flat and all(panel.y is None or panel.y.dimension != "theta" for panel in panels):
        raise ChoiceError(
            f"--flat is about the sphere of husimi, and {', '.join(quantities)} is not drawn as one"
        )
    picture = Picture(panels=panels, files=len(files), given_axes=given_axes)
    picture.remarks += without_axis(files, names, variables, choices.at)
    picture.remarks += nearest_values(files, names, variables, choices.at)
    refuse_what_has_no_place(panels, choices)
    refuse_events_of_none(panels, files, choices)
    refuse_empty(panels, files)
    without = []
    for panel in panels:
        group_approximations(panel, files)
        lines = refine(picture, panel, files, choices)
        without += [lines] if panel.kind != "sphere" else []
    refuse_fits_of_none(picture)
    refuse_lines_of_none(without)
    look_into_windows(panels, files, choices)
    share_colours(panels, files)
    picture.style, picture.fit = choices.style, choices.fit is not None
    picture.letters = letters(choices.style)
    picture.xlim, picture.ylim = choices.xlim, choices.ylim
    picture.column = choices.column
    picture.height_fits = choices.size is None or choices.column
    arrange(picture, choices.size)
    entitle(picture, files, choices.title)
    if picture.note:
        picture.remarks.append(labels.plain(picture.note))
    return picture


def with_name(name, function, *arguments):
    """Calls the function; its ChoiceError then says of which file it is."""
    try:
        return function(*arguments)
    except ChoiceError as error:
        raise ChoiceError(f"{name}: {error}" if name else str(error)) from None


def by_axes(files, at):
    """What is to be fixed, by the axes' own names. Raises ChoiceError for one named twice."""
    found = {}
    for name, value in at.items():
        axis = next((a for a in (axis_name(data, name) for data in files) if a != name), name)
        if axis in found:
            raise ChoiceError(f"--at {axis} is given twice, as {name}, too")
        found[axis] = value
    return found


def lacks_axis(data, variables, axis):
    return not any(has_axis(data, variable, axis) for variable in variables)


def refuse_missing_axes(files, variables, at):
    """Each axis that is to be fixed belongs to one of the quantities in one of the files."""
    for axis, value in at.items():
        if all(lacks_axis(data, names, axis) for data, names in zip(files, variables)):
            choose_indices(files[0], variables[0][0], {axis: value})  # says which axes there are


def without_axis(files, names, variables, at):
    """Remarks on files that lack an axis which others have, and which is fixed there."""
    return [
        f"{name} has no axis {axis!r}: drawn as it is"
        for axis in at
        for data, name, own in zip(files, names, variables)
        if lacks_axis(data, own, axis)
    ]


def nearest_values(files, names, variables, at):
    """Remarks on values between those of an axis, of which the nearest are taken."""
    found = []
    for data, name, own in zip(files, names, variables):
        for variable in own:
            here = {axis: value for axis, value in at.items() if has_axis(data, variable, axis)}
            texts = nearest_taken(data, variable, here)
            found += [f"{name}: {text}" if name else text for text in texts]
    return list(dict.fromkeys(found))


def refuse_empty(panels, files):
    """Some panel has something to show."""
    if any(has_values(panel, files) for panel in panels):
        return
    parts, helps = [], []
    for panel in panels:
        infinite = any(np.isinf(values_of(layer, files)).any() for layer in panel.layers)
        text = f"{panel.layer.variable} has no {'finite ' if infinite else ''}value"
        parts.append(text + (f": {panel.note}" if panel.note else ""))
        for layer in panel.layers:
            part = selected(files[layer.file], layer.indices)
            helps += [*bell_of_odd(part, layer.variable), *ways_out(part)]
    raise ChoiceError("nothing to draw: " + "; ".join([*parts, *dict.fromkeys(helps)]))


def panels_of(files, names, variables, choices):
    """The panels of one quantity, whose variable in each file is given."""
    at = [
        {axis: value for axis, value in choices.at.items() if has_axis(data, variable, axis)}
        for data, variable in zip(files, variables)
    ]
    if len(files) == 1:
        return [
            panel_of(files[0], variables[0], row, 0, choices)
            for row in rows(files[0], variables[0], at[0])
        ]
    for name, data, variable, fixed in zip(names, files, variables, at):
        with_name(name, refuse_sphere, data, variable, fixed)
    choices, note = on_one_scale(files, names, variables, choices)
    panels = [
        with_name(name, panel_of, data, variable, fixed, i, choices)
        for i, (name, data, variable, fixed) in enumerate(zip(names, files, variables, at))
    ]
    panel = joined(panels, files, names)
    panel.note = "; ".join(filter(None, [panel.note, note]))
    return [panel]


def refuse_sphere(data, variable, at):
    """Of several files spheres have no place, whatever else is fixed."""
    if {"theta", "phi"} <= {*data[variable].dims} - at.keys():
        angles = ",".join(f"{name}={example_value(data, name)}" for name in ("theta", "phi"))
        raise ChoiceError(
            f"{variable} over theta and phi is a sphere, and several files are drawn as curves: "
            f"plot each file alone, or fix both angles, --at {angles}"
        )


def share_colours(panels, files):
    """One colour scale for the spheres of a quantity, unless that would leave one of them dark."""
    for variable in {panel.layer.variable for panel in panels if panel.kind == "sphere"}:
        own = [p for p in panels if p.kind == "sphere" and p.layer.variable == variable]
        largest = [float(values_of(panel.layer, files).max()) for panel in own]
        for panel in own:
            panel.common_scale = len(own) > 1 and min(largest) >= FAINTEST * max(largest)


def rows(data, variable, at):
    """--at of each panel: a sphere, or a flat one, for every value of the axis that is left."""
    values = data[variable]
    chosen = choose_indices(data, variable, at)
    kept = {
        name: np.atleast_1d(chosen.get(name, np.arange(values.sizes[name]))) for name in values.dims
    }
    left = [name for name in values.dims if len(kept[name]) > 1]
    if len(left) != 3 or left[1:] != ["theta", "phi"] or len(kept[left[0]]) > MOST_SPHERES:
        return [at]
    return [{**at, left[0]: value} for value in data[left[0]].values[kept[left[0]]].tolist()]


def arrange(picture, size):
    """Sizes, common x axes and legends."""
    panels = picture.panels
    picture.shared_x = len(panels) > 1 and all(
        panel.kind != "sphere"
        and (panel.x.coordinate, panel.x.label) == (panels[0].x.coordinate, panels[0].x.label)
        for panel in panels
    )
    for above, panel in zip(panels, panels[1:]):
        further = picture.fit or any(layer.companions for layer in panel.layers)
        known = [layer.curve_labels for layer in above.layers]
        panel.legend = further or [layer.curve_labels for layer in panel.layers] != known
    width, height = SIZES[panels[0].kind]
    if len(panels) > 1:
        width, height = 5.6, 0.6 + PANEL_HEIGHT * len(panels)
    width, height = width * picture.letters, height * picture.letters  # has room for them
    if picture.column:
        width, height = size[0], height * size[0] / width
    elif size:
        width, height = size
    picture.size = (round(width, 2), round(height, 2))
