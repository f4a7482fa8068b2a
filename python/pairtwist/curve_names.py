# SPDX-License-Identifier: BSD-3-Clause
"""What curves of several files are called: by what differs between these, else by their names."""

import pathlib

from pairtwist import labels
from pairtwist.settings import different_keys, drawn_settings, is_common

MOST_KEYS = 3  # in a label; beyond, or where it gets longer than this, the stem says more
MOST_LETTERS = 60


def name_curves(layers, files, names):
    """Legend texts: the config's keys that differ and what tells a file's own curves apart.

    Where that leaves some without a name, or two with the same, the file's stem stands there
    instead of the keys, or its whole name; beside it the value of a key that other files scan, or
    have fixed at another value.
    """
    stems = [pathlib.Path(name).stem for name in names]
    by_keys = differences(layers, files)
    apart = values_apart(layers, files)
    for texts in (
        *([by_keys] if by_keys else []),
        *(
            [joined_texts(labels.drawable(name), *own) for name, own in zip(whole, further)]
            for further in (apart, len(files) * [()])
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


def differences(layers, files):
    """What differs between the files' configs, a text each; [] where that is too much."""
    configs, scanned, fixed = drawn_settings(layers, files)
    different = different_keys(configs, scanned)
    texts = []
    same = common_meaning(layers, files) or not any(layer.meaning for layer in layers)
    for layer, config, of_axes, of_at in zip(layers, configs, scanned, fixed):
        keys = [key for key in different if key in config and key not in of_axes | of_at]
        if len(keys) > MOST_KEYS:
            return []
        parts = [labels.setting_label(key, config) for key in keys]
        texts.append(", ".join(parts + ([layer.meaning] if layer.meaning and not same else [])))
    return texts


def values_apart(layers, files):
    """Own values, a text each, of keys that others scan, or that are fixed and not the same."""
    configs, scanned, fixed = drawn_settings(layers, files)
    keys = set().union(*scanned)
    keys |= {key for key in set().union(*fixed) if not is_common(key, configs)}
    return [
        [labels.setting_label(key, config) for key in config if key in keys - own]
        for config, own in zip(configs, scanned)
    ]


def common_meaning(layers, files):
    """What is fixed of all layers alike; the config of one without that axis may say the same."""
    meanings = {layer.meaning for layer in layers}
    configs, _, fixed = drawn_settings(layers, files)
    keys = set().union(*fixed)
    if len(meanings - {""}) == 1 and (
        len(meanings) == 1 or all(is_common(key, configs) for key in keys)
    ):
        return max(meanings)
    return ""
