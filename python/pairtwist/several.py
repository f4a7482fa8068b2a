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


def file_labels(files, names):
    """A legend text for each file: the config's keys that differ, else stems, else the names."""
    configs = [settings(data) for data in files]
    scanned = {c.attrs["key"] for data in files for c in data.coords.values() if "key" in c.attrs}
    different = [
        key
        for key in dict.fromkeys(key for config in configs for key in config)
        if any(config.get(key) != configs[0].get(key) for config in configs)
        and not any(key == other or other.startswith(key + ".") for other in scanned)
    ]
    if len(different) <= MOST_KEYS:
        texts = [
            ", ".join(labels.setting_label(key, config) for key in different if key in config)
            for config in configs
        ]
        if len(set(texts)) == len(texts) and all(0 < len(text) <= MOST_LETTERS for text in texts):
            return texts
    stems = [labels.drawable(pathlib.Path(name).stem) for name in names]
    return stems if len(set(stems)) == len(stems) else [labels.drawable(name) for name in names]


def settings(data):
    """The config's keys that may tell files apart: {"model.kappa": 0.1, ...}."""
    config = resolved_config(data)
    return {
        f"{section}.{key}": value
        for section in SECTIONS
        for key, value in config.get(section, {}).items()
    }


def joined(panels, files, names):
    """The panels of a quantity, one of each file, as one Panel. Raises ChoiceError."""
    first = panels[0]
    for panel, name in zip(panels, names):
        if panel.kind not in ("curves", "bars"):
            axes = " and ".join(axis.coordinate for axis in (panel.y, panel.x))
            raise ChoiceError(
                f"{name}: {panel.layer.variable} over {axes} is a {panel.kind}, and several files "
                "are drawn as curves; fix an axis with --at, or plot each file alone"
            )
        refuse_other_axis(first, panel, names[0], name)
    texts = file_labels(files, names)
    for panel, text in zip(panels, texts):
        layer = panel.layer
        layer.curve_labels = [f"{text}, {label}" for label in layer.curve_labels] or [text]
    count = sum(len(panel.layer.curve_labels) for panel in panels)
    if count > MOST_CURVES:
        raise ChoiceError(
            f"these files have {count} curves of {first.layer.variable}, and a plot takes at most "
            f"{MOST_CURVES}: fix an axis with --at"
        )
    share_companions([panel.layer for panel in panels], files)
    first.layers = [panel.layer for panel in panels]
    first.markers = any(panel.markers or panel.kind == "bars" for panel in panels)
    first.kind = "curves"
    first.colourbar = False
    first.note = "; ".join(f"{n}: {panel.note}" for n, panel in zip(names, panels) if panel.note)
    return first


def refuse_other_axis(first, panel, first_name, name):
    """Curves in one axes have the same axes, in the same units."""
    for what, ours, theirs in (
        ("x axis", first.x.label, panel.x.label),
        ("quantity", first.label, panel.label),
    ):
        if ours != theirs:
            raise ChoiceError(
                f"the {what} is {ours} in {first_name} and {theirs} in {name}: these do not go "
                "into one plot; choose the same axis with --at, or plot each file alone"
            )


def share_companions(layers, files):
    """A closed approximation that is the same in all files is drawn once, in black, for all."""
    names = dict.fromkeys(c.variable for layer in layers for c in layer.companions)
    for name in names:
        curves = [companion_curve(layer, files[layer.file], name) for layer in layers]
        same = all(
            curve is not None and np.array_equal(curve, curves[0], equal_nan=True)
            for curve in curves
        )
        for layer in layers:
            for companion in layer.companions:
                companion.for_all &= companion.variable != name or same
            if same and layer is not layers[0]:
                layer.companions = [c for c in layer.companions if c.variable != name]


def companion_curve(layer, data, name):
    """x and y of a layer's closed approximation; None where it has none, or one for each curve."""
    for companion in layer.companions:
        if companion.variable == name:
            values = selected(data, layer.indices)[name]
            if layer.curves is not None:
                if companion.at is None:
                    return None
                values = values.isel({layer.curves.dimension: companion.at})
            scale = layer.divisor if isinstance(layer.divisor, int) else 1
            return np.array([values[values.dims[0]].values, values.values / max(scale, 1) ** 2])
    return None
