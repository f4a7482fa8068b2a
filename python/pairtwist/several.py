# SPDX-License-Identifier: BSD-3-Clause
"""Several files in one plot: their curves in one axes, each named by what differs between files."""

import pathlib

import numpy as np

from pairtwist import labels
from pairtwist.dataset import resolved_config
from pairtwist.errors import ChoiceError
from pairtwist.layers import MOST_CURVES, selected

SECTIONS = ("model", "light", "atoms", "pump", "solve")  # of a config: what may tell files apart
MOST_KEYS = 3  # in a label; beyond, or where it gets longer than this, the stem says more
MOST_LETTERS = 60


def name_curves(layers, files, names):
    """Legend texts: the config's keys that differ and what tells a file's own curves apart.

    Where that leaves some without a name, or two with the same, the file's stem stands there
    instead of the keys, or its whole name; beside it the value of a key that other files scan.
    """
    stems = [pathlib.Path(name).stem for name in names]
    by_keys = differences(layers, files)
    scanned = scanned_elsewhere(files)
    for texts in (
        *([by_keys] if by_keys else []),
        *(
            [joined_texts(labels.drawable(name), *own) for name, own in zip(whole, further)]
            for further in (scanned, len(files) * [()])
            for whole in (stems, names)
        ),
    ):
        found = [
            [joined_texts(text, label) for label in layer.curve_labels or [""]]
            for layer, text in zip(layers, texts)
        ]
        every = [label for own in found for label in own]
        if len(set(every)) == len(every) and all(0 < len(label) <= MOST_LETTERS for label in every):
            break
    for layer, own in zip(layers, found):
        layer.curve_labels = own


def joined_texts(*texts):
    return ", ".join(filter(None, texts))


def scanned_elsewhere(files):
    """Of each file its own values, a text each, of the keys that axes of the others give."""
    configs = [settings(data) for data in files]
    scanned = [scanned_keys(data, config) for data, config in zip(files, configs)]
    by_some = set().union(*scanned)
    return [
        [labels.setting_label(key, config) for key in config if key in by_some - own]
        for config, own in zip(configs, scanned)
    ]


def differences(layers, files):
    """What differs between the files' configs, a text each; [] where that is too much."""
    configs = [settings(data) for data in files]
    scanned = [scanned_keys(data, config) for data, config in zip(files, configs)]
    different = different_keys(configs, scanned)
    texts = []
    same = len({layer.meaning for layer in layers}) == 1
    for layer, config, own in zip(layers, configs, scanned):
        keys = [key for key in different if key in config and key not in own]
        if len(keys) > MOST_KEYS:
            return []
        parts = [labels.setting_label(key, config) for key in keys]
        texts.append(", ".join(parts + ([layer.meaning] if layer.meaning and not same else [])))
    return texts


def different_keys(configs, scanned):
    """Keys that tell configs apart, or that an axis gives in some of them."""
    by_some = set().union(*scanned)
    return [
        key
        for key in dict.fromkeys(key for config in configs for key in config)
        if key in by_some or any(config.get(key) != configs[0].get(key) for config in configs)
    ]


def scanned_keys(data, config):
    """Those of a config whose value there is that of no point: an axis overrides them."""
    axes = [f"{one.attrs.get('key')}." for one in data.coords.values() if one.ndim]
    return {key for key in config if any(axis.startswith(f"{key}.") for axis in axes)}


def sorted_layers(layers, files):
    """The layers of several files in the order of the one number that tells these apart.

    As they are where it is no number, or not one.
    """
    configs = [settings(files[layer.file]) for layer in layers]
    scanned = [scanned_keys(files[layer.file], one) for layer, one in zip(layers, configs)]
    keys = different_keys(configs, scanned)
    if len(keys) != 1 or keys[0] in set().union(*scanned):
        return layers
    values = [config.get(keys[0]) for config in configs]
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in values):
        return layers
    return [layer for _, layer in sorted(zip(values, layers), key=lambda one: one[0])]


def settings(data):
    """The config's keys that may tell files apart: {"model.kappa": 0.1, ...}.

    Of a selection of a scan the values that it was selected by, instead of the config's.
    """
    config = resolved_config(data)
    found = {
        f"{section}.{key}": value
        for section in SECTIONS
        for key, value in config.get(section, {}).items()
    }
    for coordinate in data.coords.values():
        key = str(coordinate.attrs.get("key", ""))
        if coordinate.ndim == 0 and key.partition(".")[0] in SECTIONS:
            whole = key.removesuffix(".abs").removesuffix(".phase")  # one of both does not hold
            if whole != key:
                found.pop(whole, None)
            found[key] = coordinate.item()
    return found


def joined(panels, files, names):
    """The panels of a quantity, one of each file, as one Panel. Raises ChoiceError."""
    first = panels[0]
    draw_absolute_times(panels, files, names)
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
    if len({layer.meaning for layer in layers}) > 1:
        first.heading = ""  # the legend says it
    first.markers = any(panel.markers or panel.kind == "bars" for panel in panels)
    first.kind = "curves"
    first.colourbar = False
    first.note = "; ".join(f"{n}: {panel.note}" for n, panel in zip(names, panels) if panel.note)
    return first


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


def refuse_other_axis(first, panel, first_name, name):
    """Curves in one axes have the same axes, in the same units."""
    for what, ours, theirs in (
        ("x axis", first.x.label, panel.x.label),
        ("quantity", first.label, panel.label),
    ):
        if ours == theirs:
            continue
        way_out = "choose the same axis with --at, or plot each file alone"
        if what == "x axis" and first.x.dimension == panel.x.dimension == "time":
            way_out = (
                "run one of them again with the other's model.rate_unit, or plot each file alone"
            )
        raise ChoiceError(
            f"the {what} is {ours} in {first_name} and {theirs} in {name}: these do not go into "
            f"one plot; {way_out}"
        )
