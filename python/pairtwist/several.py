# SPDX-License-Identifier: BSD-3-Clause
"""Several files in one plot: their curves in one axes, each with a name of its own."""

import dataclasses

import numpy as np

from pairtwist import labels
from pairtwist.computed import has_others_name, names_of
from pairtwist.curve_names import common_meaning, name_curves
from pairtwist.errors import ChoiceError
from pairtwist.layers import quantity_label, selected, usual_power
from pairtwist.placed_axes import MOST_CURVES
from pairtwist.settings import different_keys, drawn_settings


def on_one_scale(files, names, variables, choices):
    """The choices by which all are over the same power of N, and a note on what is not as usual.

    What was changed, or has no config, may be divided already, so that it is drawn as it is: a mean
    along time beside its curve. Then so are the others.
    """
    powers = [usual_power(data, variable) for data, variable in zip(files, variables)]
    if choices.scale is not None or len(set(powers)) == 1:
        return choices, ""
    whose = ", ".join(name for name, power in zip(names, powers) if not power)
    note = f"{variables[0]} is drawn undivided, as that of {whose} is; --scale N^2 divides all"
    return dataclasses.replace(choices, scale=0), note


def joined(panels, files, names):
    """The panels of a quantity, one of each file, as one Panel. Raises ChoiceError."""
    first = panels[0]
    draw_absolute_times(panels, files, names)
    name_as_others(panels, files)
    for panel, name in zip(panels, names):
        if panel.kind not in ("curves", "bars"):
            axes = " and ".join(axis.coordinate for axis in (panel.y, panel.x))
            raise ChoiceError(
                f"{name}: {panel.layer.variable} over {axes} is a {panel.kind}, and several files "
                "are drawn as curves; fix an axis with --at, or plot each file alone"
            )
        refuse_other_axis(first, panel, names[0], name)
    layers = [panel.layer for panel in panels]
    name_curves(layers, files, names)
    count = sum(len(layer.curve_labels) for layer in layers)
    if count > MOST_CURVES:
        raise ChoiceError(
            f"these files have {count} curves of {first.layer.variable}, and a plot takes at most "
            f"{MOST_CURVES}: fix an axis with --at, or take fewer files"
        )
    first.layers = sorted_layers(layers, files)
    first.heading = common_meaning(layers, files)  # where they differ, the legend says it
    first.markers = any(panel.markers or panel.kind == "bars" for panel in panels)
    first.kind = "curves"
    first.colourbar = False
    first.note = "; ".join(f"{n}: {panel.note}" for n, panel in zip(names, panels) if panel.note)
    return first


def sorted_layers(layers, files):
    """The layers of several files in the order of the one number that tells these apart.

    As they are where it is no number, or not one.
    """
    configs, scanned, _ = drawn_settings(layers, files)
    keys = different_keys(configs, scanned)
    if len(keys) != 1 or keys[0] in set().union(*scanned):
        return layers
    values = [config.get(keys[0]) for config in configs]
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in values):
        return layers
    return [layer for _, layer in sorted(zip(values, layers), key=lambda one: one[0])]


def draw_absolute_times(panels, files, names):
    """Where files have different units of time, those in a point's own scale become absolute.

    Raises ChoiceError where the curves of one have different scales.
    """
    if len({panel.x.label for panel in panels}) == 1:
        return
    for panel, name in zip(panels, names):
        part = selected(files[panel.layer.file], panel.layer.indices)
        if panel.x.dimension != "time" or "time_scale" not in part:
            continue
        scales = np.unique(part["time_scale"].values)
        if len(scales) > 1:
            raise ChoiceError(
                f"{name}: {panel.x.label} stands for a time of its own in each curve, and other "
                "files have other units of time; fix an axis with --at, or plot each file alone"
            )
        panel.layer.time_scale = float(scales[0])
        panel.x.label = labels.with_units("$t$", part["time_scale"])


def name_as_others(panels, files):
    """What was changed is called as the same variable of another file is, which has its symbol still."""
    for panel in panels:
        layer = panel.layer
        others = {
            other.label
            for other in panels
            if other.layer.variable == layer.variable and not is_renamed(other.layer, files)
        }
        if not is_renamed(layer, files) or len(others) != 1:
            continue
        values = selected(files[layer.file], layer.indices)[layer.variable]
        by_symbol = quantity_label(labels.axis_label(values), values, layer.power)
        if by_symbol in others or names_of(values) == ("", ""):
            panel.label = others.pop()


def is_renamed(layer, files):
    """Whether a variable is called by its name, of what arithmetic has made of a quantity."""
    values = files[layer.file][layer.variable]
    return names_of(values) == ("", "") or has_others_name(values)


def refuse_other_axis(first, panel, first_name, name):
    """Curves in one axes have the same axes, in the same units."""
    for what, ours, theirs in (
        ("x axis", first.x.label, panel.x.label),
        ("quantity", first.label, panel.label),
    ):
        if ours == theirs:
            continue
        way_out = "plot each file alone"
        if what == "x axis" and first.x.dimension != panel.x.dimension:
            way_out = "choose the same axis with --at, or plot each file alone"
        if what == "x axis" and first.x.dimension == panel.x.dimension == "time":
            way_out = (
                "run one of them again with the other's model.rate_unit, or plot each file alone"
            )
        raise ChoiceError(
            f"the {what} is {ours} in {first_name} and {theirs} in {name}: these do not go into "
            f"one plot; {way_out}"
        )
