# SPDX-License-Identifier: BSD-3-Clause
"""A Picture as a matplotlib script: plain code for its owner to edit, free of this package.

plotting.plot runs the very script that is written beside the image, so there is one drawing code.
What draws a panel's values is in script_curves.py and script_maps.py, its axes in script_axes.py.
"""

import hashlib
import inspect
import re

from pairtwist import carried, carried_axes, carried_contours, carried_fits, carried_texts, carried_ticks
from pairtwist.literal import text_of, visible
from pairtwist.script_axes import axes_body, placed
from pairtwist.script_curves import curves_body
from pairtwist.script_maps import map_body, sphere_body
from pairtwist.script_texts import breaks, common_texts

HEADER = '''\
"""{what}

Written by `pairtwist plot` and yours to edit: a changed script is never overwritten.
Run it to make the picture again; it needs xarray, {engine} and matplotlib.
"""

import pathlib
{standard}
{imports}

HERE = pathlib.Path(__file__).parent
{results}
IMAGE = HERE / {image}

{style}
'''

# A vector image has its letters in it, as TrueType fonts or as text, for a journal and for search.
FONTS = """\
set_style = matplotlib.rcParams.update
set_style({"pdf.fonttype": 42, "ps.fonttype": 42, "svg.fonttype": "none"})"""

OWN_STYLE = """\
set_style({{"font.size": {size}, "legend.frameon": False, "lines.linewidth": {width}}})
set_style({{"xtick.direction": "in", "ytick.direction": "in", "xtick.major.pad": {pad}}})
set_style({{"axes.formatter.limits": (-3, 5), "axes.formatter.use_mathtext": True}})"""

# What a script imports where its text says the first.
IMPORTS = (
    ("matplotlib.", "import matplotlib"),
    ("matplotlib.style.", "import matplotlib.style"),
    ("np.", "import numpy as np"),
    ("xarray.", "import xarray"),
    ("colors.", "from matplotlib import colors"),
    ("patches.", "from matplotlib import patches"),
    ("path.", "from matplotlib import path"),
    ("patheffects.", "from matplotlib import patheffects"),
    ("ticker.", "from matplotlib import ticker"),
    ("transforms.", "from matplotlib import transforms"),
    ("ScalarMappable(", "from matplotlib.cm import ScalarMappable"),
    ("Figure(", "from matplotlib.figure import Figure"),
)

ONE_FILE = """
if __name__ == "__main__":
    with xarray.open_dataset(RESULT, engine={engine}) as data:
        figure(data).savefig(IMAGE, dpi=200)
"""

SEVERAL_FILES = """
if __name__ == "__main__":
    figure([xarray.open_dataset(name, engine={engine}) for name in RESULTS]).savefig(IMAGE, dpi=200)
"""

SEAL = "# Edited, unless this is the sha256 of the text above:"

# A script gets those that it calls; each is called only by those above it.
CARRIED = [
    carried_fits.draw_power_law,
    carried_fits.drift_of_exponent,
    carried_fits.local_exponents,
    carried_fits.scatter_of,
    carried_fits.exponent_text,
    carried_fits.power_law,
    carried.draw_sphere,
    carried.hemisphere,
    carried.edges,
    carried.between_missing,
    carried.hatch_cells,
    carried.ink_on,
    carried_contours.name_contours,
    carried_contours.evenly,
    carried_contours.place_of,
    carried_contours.places_along,
    carried_contours.spine,
    carried_contours.badness,
    carried.with_rim,
    carried.is_light,
    carried.angle_ticks,
    carried_axes.label_decades,
    carried_axes.fit_height,
    carried_axes.name_lines,
    carried_axes.name_at,
    carried_axes.place_legend,
    carried_axes.has_room,
    carried_axes.hides_nothing,
    carried_axes.is_within,
    carried_axes.crosses,
    carried_texts.break_texts,
    carried_texts.lay_out_without,
    carried_texts.depth_above,
    carried_texts.wrap,
    carried_texts.broken,
    carried_texts.length_of_line,
    carried_texts.depth_of,
    carried_texts.length_of,
    carried_ticks.space_ticks,
    carried_ticks.labelled,
    carried_ticks.touch,
]


def script_text(picture, results, image, engine):
    """The whole script, sealed. results, image: paths relative to the script's folder."""
    body = "\n".join("    " + line if line else "" for line in figure_body(picture))
    argument = "data" if picture.files == 1 else "files"
    if picture.given_axes:
        argument += ", ax" if len(picture.panels) == 1 else ", axes"
    code = f"\n\ndef figure({argument}):\n{body}\n"
    for function in CARRIED:
        if f"{function.__name__}(" in code:
            code = f"\n\n{inspect.getsource(function)}" + code
    names = ", ".join(dict.fromkeys(panel.layer.variable for panel in picture.panels))
    footer = ONE_FILE if picture.files == 1 else SEVERAL_FILES
    style = style_of(picture)
    text = HEADER.format(
        what=f"{visible(image)}: {names}.".replace("\\", "\\\\").replace('"', '\\"'),
        engine=engine,
        standard="import re\n" if says(code, "re.") else "",
        imports="\n".join(imports_of(style + code + footer)),
        results=results_text(results),
        image=text_of(image),
        style=style,
    )
    return sealed(f"{text.rstrip()}\n{code}\n{footer.format(engine=text_of(engine))}")


def imports_of(code):
    """As isort has them, without what another imports, too."""
    needed = [line for name, line in IMPORTS if says(code, name)]
    if "import matplotlib.style" in needed:
        needed.remove("import matplotlib")
    return needed


def says(code, name):
    return re.search(rf"(?<![\w.]){re.escape(name)}", code) is not None


def style_of(picture):
    """A style that was asked for, else our own; none where the axes are the caller's."""
    if picture.given_axes:
        return ""
    if picture.style:
        return f"{FONTS}\nmatplotlib.style.use({text_of(picture.style)})"
    size, width, pad = (8, 1.0, 4) if picture.column else (10, 1.5, 5)
    return f"{FONTS}\n{OWN_STYLE.format(size=size, width=width, pad=pad)}"


def results_text(results):
    if len(results) == 1:
        return f"RESULT = HERE / {text_of(results[0])}"
    return "\n".join(["RESULTS = [", *(f"    HERE / {text_of(name)}," for name in results), "]"])


def sealed(text):
    """The text with its own sum in the last line, by which an edited script is told."""
    return f"{text}\n{SEAL}\n# {hashlib.sha256(text.encode()).hexdigest()}\n"


def is_untouched(text):
    """Whether a script is exactly as script_text made it, some time, for some picture."""
    above, found, _ = text.partition(f"\n{SEAL}\n")
    return bool(found) and sealed(above) == text


BODIES = {"curves": curves_body, "bars": curves_body, "map": map_body, "sphere": sphere_body}


def figure_body(picture):
    """The function figure(): its panels from top to bottom, then what is common to all.

    Last what needs a place that nothing else has: names of lines, legends; then labels of ticks.
    """
    count = len(picture.panels)
    if picture.given_axes:
        lines = [f"fig = {'ax' if count == 1 else 'axes[0]'}.figure"]
    else:
        lines = [f'fig = Figure(figsize={picture.size}, layout="constrained")']
        shared = ", sharex=True" if picture.shared_x else ""
        lines.append(
            "ax = fig.subplots()" if count == 1 else f"axes = fig.subplots({count}{shared})"
        )
    for i, panel in enumerate(picture.panels):
        if count > 1:
            lines += ["", f"ax = axes[{i}]"]
        lines += BODIES[panel.kind](picture, panel)
        lines += axes_body(picture, panel, i)
    if count > 1:
        lines.append("")
    lines += [*common_texts(picture), *breaks(picture)]
    for i in range(count):
        lines += placed(picture, i)
    if not picture.given_axes and any(panel.kind != "sphere" for panel in picture.panels):
        lines.append("space_ticks(fig)")
    return [*lines, "return fig"]
