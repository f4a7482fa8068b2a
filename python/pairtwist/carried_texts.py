# SPDX-License-Identifier: BSD-3-Clause
"""Functions that plot scripts carry along, of texts that may be longer than there is room for.

As in carried.py; these look at how long texts are in their letters, and where the axes are.
"""

import re

import numpy as np


def break_texts(titles, labels, within=None):
    """Breaks titles and labels that are longer than there is room for.

    titles: (axes, text), with room as far as the box `within`, or to the right end of the axes;
    labels: (text, axes) along whose side they are.
    """
    above = [title for _, title in titles]
    if labels:
        lay_out_without([*above, *(label for label, _ in labels)])
    for label, ax in labels:
        wrap(label, ax.bbox.height if label.get_rotation() == 90 else ax.bbox.width)
    if titles:
        lay_out_without(above)
    for ax, title in titles:
        if within is not None:  # letters of a few pixels are wider at the resolution of the image
            wrap(title, 0.95 * (within.x1 - ax.bbox.x0), 0.25 * within.height)
        else:
            wrap(title, 0.85 * ax.bbox.width, depth_above(ax))


def depth_above(ax):
    """How deep a title of axes may be whose figure has others, and perhaps no layout, in pixels.

    Their widths, too, may get smaller when more is drawn into the figure.
    """
    figure = ax.figure.canvas.figure
    depth = 0.25 * ax.bbox.height
    if figure.get_layout_engine() is None:
        depth = min(depth, figure.bbox.y1 - ax.bbox.y1 - 8 * figure.dpi / 72)
    return depth


def lay_out_without(texts):
    """Places the axes as if there were no such texts, whose length would leave them no room."""
    for text in texts:
        text.set_visible(False)
    texts[0].figure.canvas.figure.draw_without_rendering()
    for text in texts:
        text.set_visible(True)


def length_of(text):
    """How long the lines of a text are, in pixels, along its own direction."""
    box = text.get_window_extent(text.figure.canvas.figure._get_renderer())
    return box.height if text.get_rotation() == 90 else box.width


def depth_of(text):
    """How much room all lines of a text take across them, in pixels."""
    box = text.get_window_extent(text.figure.canvas.figure._get_renderer())
    return box.width if text.get_rotation() == 90 else box.height


def wrap(text, room, depth=np.inf):
    """Breaks a text into lines of at most `room` pixels, in smaller letters where it gets deeper.

    Between words and formulas; a word that is longer is broken, a formula gets smaller letters.
    """
    whole = text.get_text()
    if length_of(text) <= room or room <= 0:
        return
    while True:
        lines = [line for one in whole.split("\n") for line in broken(text, one, room)]
        text.set_text("\n".join(lines))
        longest, size = max(length_of_line(text, line) for line in lines), text.get_fontsize()
        if longest > room and size > 1:
            text.set_fontsize(size * min(room / longest, 0.97))
        elif depth_of(text) > depth and size > 4:
            text.set_fontsize(0.9 * size)
        else:
            return


def broken(text, paragraph, room):
    """The lines of a paragraph in the letters of a text."""
    words = re.findall(r"(?:\\\$|\$(?:\\.|[^$\\])*\$| = |\S)+", paragraph)
    lines, line = [], ""
    while words:
        word = words.pop(0)
        if length_of_line(text, f"{line} {word}".lstrip()) <= room:
            line = f"{line} {word}".lstrip()
            continue
        if line:
            lines.append(line)
            line, words = "", [word, *words]
            continue
        parts = re.findall(r"\$(?:\\.|[^$\\])*\$|(?:\\\$|[^$])+", word)
        letters = max(int(len(word) * room / length_of_line(text, word)), 1)
        if len(parts) > 1:
            words = parts + words
        elif "$" in word or letters >= len(word):
            lines.append(word)
        else:
            lines.append(word[:letters])
            words.insert(0, word[letters:])
    return [*lines, line] if line else lines


def length_of_line(text, line):
    """How long one line would be in the letters of a text, in pixels."""
    whole = text.get_text()
    text.set_text(line)
    length = length_of(text)
    text.set_text(whole)
    return length
