# SPDX-License-Identifier: BSD-3-Clause
"""What stands above and below a picture: its title, what is fixed in it, and what is missing."""

import re

from pairtwist import labels
from pairtwist.known_keys import ATOMS, keyed, scan_axes
from pairtwist.layers import selected
from pairtwist.number_of_atoms import atoms, is_of_atoms

# Of a title that says the number of atoms itself, as those of older files do.
SAYS_ATOMS = re.compile(r"\bN\$?\s*=")


def entitle(picture, files, title):
    """The title, the file's or the one asked for, and above each panel what is fixed there.

    Beside the file's title stand the number of atoms, where all that is drawn has the same, and what one
    file was selected by.
    """
    panels = picture.panels
    meanings = list(dict.fromkeys(panel.heading for panel in panels))
    asked = title is not None
    if not asked:
        title = common_title(files)
    elif len(meanings) == 1:
        meanings = []  # the title that was asked for stands alone
    if len(title) > labels.MOST_IN_TEXT:
        picture.remarks.append(
            f"the title has {len(title)} characters, of which {labels.MOST_IN_TEXT} are drawn"
        )
    above = [labels.drawable(title)]
    if not asked and not SAYS_ATOMS.search(title):
        above.append(number_of_atoms(panels, files))
    if not asked:
        above += selected_by(files)
    if len(meanings) > 1:  # the title stands on lines of its own, above the first panel's
        panels[0].heading = "\n".join(filter(None, [joined(above), panels[0].heading]))
    else:
        for panel in panels:
            panel.heading = ""
        panels[0].heading = joined([*above, *meanings])
    same = all(panel.note == panels[0].note for panel in panels)
    notes = [
        panel.note if same else f"{panel.layer.variable}: {panel.note}"
        for panel in panels
        if panel.note
    ]
    picture.note = "; ".join(dict.fromkeys(notes))


def selected_by(files):
    """A text on each value of the scan's axes, but for N, that a Dataset was selected by, as sel() does; none of
    several, which a legend tells apart."""
    if len(files) > 1:
        return []
    (data,) = files
    axes = scan_axes(data)
    chosen = [name for name, key in keyed(data).items() if key in axes and key != ATOMS]
    return [labels.value_labels([data[name].expand_dims("one")], 1)[0] for name in chosen if not data[name].ndim]


def common_title(files):
    """What all of them have as their title, else ""."""
    titles = {str(data.attrs.get("title", "")) for data in files}
    return titles.pop() if len(titles) == 1 else ""


def joined(parts):
    return ", ".join(part for part in parts if part)


def says_atoms(panel, files):
    """As entitle() has it beside the title of a panel's files; "" where that says it itself."""
    return "" if SAYS_ATOMS.search(common_title(files)) else number_of_atoms([panel], files)


def number_of_atoms(panels, files):
    """ "$N$ = 100" where that holds for all that is drawn, and no axis, cut or legend says it."""
    found = set()
    for layer in (layer for panel in panels for layer in panel.layers):
        data = files[layer.file]
        scanned = any(is_of_atoms(name, data) for name, c in data.coords.items() if c.size > 1)
        if scanned or SAYS_ATOMS.search(layer.meaning):
            return ""
        found.add(atoms(selected(data, layer.indices), layer.variable))
    if len(found) != 1 or None in found:
        return ""
    (n,) = found
    short = labels.number_text(n, 4)
    return f"$N$ = {short if float(f'{n:.4g}') == n else n}"
