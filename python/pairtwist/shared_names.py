# SPDX-License-Identifier: BSD-3-Clause
"""What the curves of several plots in the same axes are called, and what stands above them."""

from pairtwist import labels
from pairtwist.curve_names import MOST_KEYS
from pairtwist.settings import different_keys


def give_names(plots):
    """Labels of all curves: what differs between the plots, and the name within its own."""
    keys = different_keys([one.config for one in plots], [one.scanned for one in plots])
    keys = keys if len(keys) <= MOST_KEYS else []
    common = common_meaning(plots)
    quantities = {one.label for one in plots}
    for further in further_names(plots):
        names = []
        for one, text in zip(plots, further):
            parts = [text] if text else []
            parts += [
                labels.setting_label(key, one.config)
                for key in keys
                if key in one.config and key not in one.scanned
            ]
            parts += [text for text in one.meaning if text not in common]
            parts += [one.label] if len(quantities) > 1 else []
            names += [joined([*parts, own]) or one.label for _, own in one.curves]
        if len(set(names)) == len(names):
            break
    lines = [line for one in plots for line, _ in one.curves]
    for line, name in zip(lines, names):
        line.set_label(name)


def further_names(plots):
    """What may tell plots apart beside their configs, a text each: nothing, their titles, files,
    numbers."""
    yield [""] * len(plots)
    for texts in ([one.title for one in plots], [labels.drawable(one.source) for one in plots]):
        if len(set(texts)) > 1:
            yield texts
    yield [f"plot {i}" for i in range(1, len(plots) + 1)]


def common_meaning(plots):
    return [text for text in plots[0].meaning if all(text in one.meaning for one in plots)]


def above(plots):
    """The title over all: the last that was asked for, else what is common."""
    asked = [one.title for one in plots if one.title_asked]
    if asked:
        return asked[-1]
    titles = {one.title for one in plots}
    atoms = {one.atoms for one in plots}
    common = [found.pop() for found in (titles, atoms) if len(found) == 1]
    fixed = [dict.fromkeys([*one.selected, *one.meaning]) for one in plots]
    return joined([*common, *(text for text in fixed[0] if all(text in one for one in fixed))])


def joined(parts):
    return ", ".join(part for part in parts if part)
