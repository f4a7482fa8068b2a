# SPDX-License-Identifier: BSD-3-Clause
"""Logarithms, limits, reference lines and fits of a panel, as far as they depend on its values.

Whatever has no place in the picture is counted in its note or named in a ChoiceError.
"""

import numpy as np

from pairtwist.constants import keep_rounding_out
from pairtwist.contours import place_contours
from pairtwist.errors import ChoiceError
from pairtwist.far_lines import leave_out_far_lines
from pairtwist.fits import fits
from pairtwist.labels import verb
from pairtwist.layers import part_of, values_of
from pairtwist.readability import (
    keep_apart,
    keep_spikes_out,
    mark_lonely_points,
    name_empty_curves,
)
from pairtwist.reference_lines import place_lines
from pairtwist.standard_errors import note_on_errors

PLAIN_KINDS = {"curves": "curves", "bars": "bars", "map": "a map", "sphere": "a sphere"}


def refuse_what_has_no_place(panels, choices):
    """What no panel has a place for; where some have, it is theirs."""
    names = ", ".join(dict.fromkeys(panel.layer.variable for panel in panels))
    kinds = {panel.kind for panel in panels}
    drawn = f"{names} is drawn as " + " and ".join(PLAIN_KINDS[kind] for kind in sorted(kinds))
    for option, given in (
        ("--log x,y", (choices.log or frozenset()) & {"x", "y"}),
        ("--xlim", choices.xlim),
        ("--ylim", choices.ylim),
        ("--hline", choices.hlines),
        ("--vline", choices.vlines),
    ):
        if given and kinds == {"sphere"}:
            raise ChoiceError(
                f"{option}: {drawn}, which has no x and y axes; --flat draws it as a map, which has"
            )
    if "z" in (choices.log or ()) and not kinds & {"map", "sphere"}:
        raise ChoiceError(f"--log z: {drawn}, without a colour scale; --log y is for the values")
    if choices.contours and "map" not in kinds:
        raise ChoiceError(f"--contour: {drawn}, and contours are of maps; --hline is for curves")
    if choices.fit and "curves" not in kinds:
        raise ChoiceError(f"--fit power: {drawn}, not as curves; fix an axis with --at")
    if choices.scale and not any(layer.power for panel in panels for layer in panel.layers):
        raise ChoiceError(f"--scale: {names} is a time, which nothing is divided by")


def refine(picture, panel, files, choices):
    """Takes the choices into a Panel; what is to be said about it goes to the Picture.

    Returns {line: why} of the lines by name that have no place in it.
    """
    without = {}
    if panel.kind == "sphere" and not has_values(panel, files):
        raise ChoiceError(f"nothing to draw: {panel.layer.variable} has no value. {panel.note}")
    note_infinite(panel, files)
    panel.note = "; ".join(filter(None, [panel.note, note_on_errors(panel, files)]))
    if choices.xlim or choices.vlines or "x" in (choices.log or ()):
        panel.x.ticks = keep_words(panel.x, files, panel.layer)
    if panel.y and (choices.ylim or choices.hlines or "y" in (choices.log or ())):
        panel.y.ticks = keep_words(panel.y, files, panel.layer)
    make_logarithmic(panel, files, choices.log or frozenset())
    if panel.kind != "sphere":
        without = place_lines(panel, files, choices)
        leave_out_far_lines(panel, files, choices)
        refuse_beyond_logarithm(panel, choices)
        if panel.kind == "map" and choices.contours:
            picture.remarks += place_contours(panel, files, choices)
        keep_rounding_out(panel, files, choices)
        keep_spikes_out(panel, files, choices)
    if panel.kind == "curves":
        keep_apart(panel, files)
    if choices.fit and panel.kind == "curves":
        texts, bent = fits(panel, files, choices)
        picture.remarks += texts
        picture.findings += [text for text in texts if text.startswith("fit ")]
        panel.note = "; ".join(filter(None, [panel.note, bent]))
    if panel.kind == "curves":
        name_empty_curves(panel, files)
        mark_lonely_points(panel, files)
    return without


def note_infinite(panel, files):
    """Counts what no axis reaches, of values that no status speaks of."""
    values = [values_of(layer, files).values for layer in panel.layers]
    count, every = sum(int(np.isinf(v).sum()) for v in values), sum(v.size for v in values)
    if count:
        text = f"{count} of {every} values {verb(count)} infinite and not drawn"
        panel.note = "; ".join(filter(None, [panel.note, text]))


def has_values(panel, files):
    return any(np.isfinite(values_of(layer, files)).any() for layer in panel.layers)


def keep_words(axis, files, layer):
    """The ticks of cells of equal width are left to words: limits and lines need a scale."""
    values = part_of(layer, files)[axis.coordinate].values
    return [] if np.issubdtype(values.dtype, np.number) else axis.ticks


def make_logarithmic(panel, files, log):
    """Sets the axes and cuts away, and counts, what has no logarithm."""
    for name, axis in (("x", panel.x), ("y", panel.y)):
        if axis is not None and panel.kind != "sphere" and (name in log or axis.logarithmic):
            cut_to_positive(panel, files, axis, name)
    if ("z" if panel.kind in ("map", "sphere") else "y") not in log:
        return
    panel.log_values, panel.signed, panel.zero_line = True, False, False
    values = [values_of(layer, files).values for layer in panel.layers]
    numbers = np.concatenate([v[np.isfinite(v)] for v in values])
    if not (numbers > 0).any():
        raise ChoiceError(
            f"--log: no value of {panel.layer.variable} is above 0, so none has a logarithm; "
            "draw it without"
        )
    note_left_out(panel, int((numbers <= 0).sum()), numbers.size, panel.layer.variable)


def cut_to_positive(panel, files, axis, name):
    axis.logarithmic = True
    for layer in panel.layers:
        values = part_of(layer, files)[axis.coordinate].values
        if not np.issubdtype(values.dtype, np.number):
            raise ChoiceError(f"--log {name}: {axis.coordinate} is no number: {', '.join(values)}")
        positive = int((values > 0).sum())
        if positive < 2:
            raise ChoiceError(
                f"--log {name}: {positive} of the {values.size} values of {axis.coordinate} are "
                f"above 0, and the picture needs 2; draw it without --log {name}"
            )
        if positive < values.size:
            layer.positive.append(axis)
            note_left_out(panel, values.size - positive, values.size, axis.coordinate)


def note_left_out(panel, count, all_of_them, what):
    if count:
        text = f"{count} of {all_of_them} values of {what} {verb(count)} not above 0"
        text += ": no logarithm, left out"
        said = panel.note.split("; ") if panel.note else []
        panel.note = "; ".join(dict.fromkeys([*said, text]))  # several files may have the same


def refuse_beyond_logarithm(panel, choices):
    """No limit and no line at or below 0 on a logarithmic axis."""
    for name, logarithmic, ends, lines in (
        ("x", panel.x.logarithmic, choices.xlim, panel.vlines),
        ("y", panel.log_y, choices.ylim, panel.hlines),
    ):
        if not logarithmic:
            continue
        line = "vline" if name == "x" else "hline"
        for option, value in (
            *((f"{name}lim", end) for end in ends or () if end is not None),
            *((line, entry.value) for entry in lines),
        ):
            if value <= 0:
                raise ChoiceError(
                    f"--{option}: {value:g} has no place on the {name} axis of "
                    f"{panel.layer.variable}, which is logarithmic"
                )
