# SPDX-License-Identifier: BSD-3-Clause
"""Functions that plot scripts carry along, of tick labels in finished pictures.

As in carried.py; these look at where labels are, and leave as many ticks as have room for them.
"""

from matplotlib import ticker


def space_ticks(fig):
    """Leaves fewer ticks on each axis whose labels touch, but two at least."""
    fig.draw_without_rendering()
    for ax in fig.axes:
        for name, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
            locator = axis.get_major_locator()
            if isinstance(locator, ticker.AutoLocator):  # which would count anew in wider axes
                locator.set_params(nbins=min(max(axis.get_tick_space(), 1), 9))
            if isinstance(locator, ticker.MaxNLocator):
                for bins in range(len(labelled(axis)), 1, -1):
                    if touch(labelled(axis), name):
                        locator.set_params(nbins=bins)
            while touch(labelled(axis), name) and len(labelled(axis)) > 2:
                axis.set_ticks([place for place, _ in labelled(axis)[::2]])


def labelled(axis):
    """The major ticks of an axis that have a label in sight: (place, label) each, in order."""
    low, high = sorted(axis.get_view_interval())
    rest = 1e-9 * (high - low)
    axis.get_majorticklabels()  # places them
    ticks = axis.get_major_ticks()
    labels = [one.label1 if one.label1.get_visible() else one.label2 for one in ticks]
    found = [(tick.get_loc(), label) for tick, label in zip(ticks, labels)]
    return [
        (place, label)
        for place, label in sorted(found, key=lambda one: one[0])
        if low - rest <= place <= high + rest and label.get_visible() and label.get_text()
    ]


def touch(labels, name):
    """Whether two neighbours are closer than a part of a letter, from left to right or upward."""
    if not labels:
        return False
    boxes = [label.get_window_extent() for _, label in labels]
    ends = sorted((getattr(box, f"{name}0"), getattr(box, f"{name}1")) for box in boxes)
    gap = 0.3 * labels[0][1].get_fontsize() * labels[0][1].figure.dpi / 72 if name == "x" else 0
    return any(after < end + gap for (_, end), (after, _) in zip(ends, ends[1:]))
