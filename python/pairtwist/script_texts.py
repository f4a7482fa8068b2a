# SPDX-License-Identifier: BSD-3-Clause
"""Script lines for titles, labels and notes, which are broken where they are too long."""

from pairtwist import labels
from pairtwist.literal import grey, points, text_of
from pairtwist.script_maps import with_these_colours

LETTER_WIDTH = 0.65  # of a letter at most, on average, in font sizes
MARGINS = 60.0  # points of a picture's width or height that its axes leave to numbers and labels
DEEPEST = 0.25  # of the height that a title or a note may take
SMALLEST_AXES = 60.0  # points; of the caller's, whose size is not known here


def heading(picture, panel, number):
    """The title of a panel, above it on the left; `heading_NUMBER` where it may be too long.

    That of the whole picture stands in the first panel's. In the caller's axes it is where a title
    that the caller sets later takes its place.
    """
    if not panel.heading:
        return []
    place = "" if picture.given_axes else ', loc="left"'
    call = f"ax.set_title({text_of(panel.heading)}{place}, fontsize={points(picture, 9)})"
    return [f"heading_{number} = {call}" if long_heading(picture, panel) else call]


def long_heading(picture, panel):
    return may_be_long(picture, panel.heading, points(picture, 9), picture.size[0])


def may_be_long(picture, text, size, inches):
    """Whether a text of a font size may need more room than a picture of this size has for it."""
    room = SMALLEST_AXES if picture.given_axes else 72 * inches - MARGINS
    longest = max((labels.plain(line) for line in text.split("\n")), key=len)
    return len(longest) * LETTER_WIDTH * size > room


def long_bar_label(picture, panel):
    """Breaks the label of a map's colours where it is longer than they are high."""
    alike = with_these_colours(picture, panel)
    height = picture.size[1] * len(alike) / len(picture.panels)
    mapped = panel.kind in ("map", "sphere") and panel is alike[-1]
    if not mapped or not may_be_long(picture, panel.label, letters_of_labels(picture), height):
        return []
    return ["break_texts([], [(bar.ax.yaxis.label, bar.ax)])"]


def common_texts(picture):
    """The note of the whole figure."""
    if picture.given_axes or not picture.note:
        return []
    size = points(picture, 7)
    style = f'fontsize={size}, color="{grey(picture)}"'
    code = f"fig.supxlabel({text_of(picture.note)}, {style})"
    if not may_be_long(picture, picture.note, size, picture.size[0]):
        return [code]
    return [
        f"note = {code}",
        f"wrap(note, 0.95 * fig.bbox.width, {DEEPEST} * fig.bbox.height)",
    ]


def breaks(picture):
    """Lines that break what is longer than its room, once all texts of the picture are there."""
    titles, sides = [], []
    width, height = picture.size
    for number, panel in enumerate(picture.panels):
        ax = "ax" if len(picture.panels) == 1 else f"axes[{number}]"
        if panel.heading and long_heading(picture, panel):
            titles.append(f"({ax}, heading_{number})")
        if panel.kind == "sphere":
            continue
        upward = panel.y.label if panel.y else panel.label
        for axis, text, length in (
            ("x", panel.x.label, width),
            ("y", upward, height / len(picture.panels)),
        ):
            if axis in panel.labelled:
                continue
            if may_be_long(picture, text, letters_of_labels(picture), length):
                sides.append(f"({ax}.{axis}axis.label, {ax})")
    if not titles and not sides:
        return []
    within = "" if picture.given_axes else ", fig.bbox"
    return [f"break_texts([{', '.join(titles)}], [{', '.join(sides)}]{within})"]


def letters_of_labels(picture):
    """Their size in points."""
    return points(picture, 10)
