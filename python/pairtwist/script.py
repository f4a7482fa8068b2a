"""A Picture as a matplotlib script: plain code for its owner to edit, free of this package.

plotting.plot runs the very script that is written beside the image, so there is one drawing code.
What draws a panel's values is in script_curves.py and script_maps.py, its axes in script_axes.py.
"""

import hashlib
import inspect

from pairtwist import carried
from pairtwist.literal import text_of
from pairtwist.script_axes import axes_body
from pairtwist.script_curves import curves_body
from pairtwist.script_maps import map_body, sphere_body

HEADER = '''\
"""{what}

Written by `pairtwist plot` and yours to edit: a changed script is never overwritten.
Run it to make the picture again; it needs xarray, {engine} and matplotlib.
"""

import pathlib

{imports}

HERE = pathlib.Path(__file__).parent
{results}
IMAGE = HERE / {image}

{style}
'''

OWN_STYLE = """\
plt.rcParams.update({"font.size": 10, "legend.frameon": False, "lines.linewidth": 1.5})
plt.rcParams.update({"xtick.direction": "in", "ytick.direction": "in", "xtick.major.pad": 5})
plt.rcParams.update({"axes.formatter.limits": (-3, 5), "axes.formatter.use_mathtext": True})"""

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
    carried.draw_power_law,
    carried.exponent_text,
    carried.power_law,
    carried.draw_sphere,
    carried.hemisphere,
    carried.edges,
    carried.angle_ticks,
]


def script_text(picture, results, image, engine):
    """The whole script, sealed. results, image: paths relative to the script's folder."""
    body = "\n".join("    " + line if line else "" for line in figure_body(picture))
    argument = "data" if picture.files == 1 else "files"
    code = f"\n\ndef figure({argument}):\n{body}\n"
    for function in CARRIED:
        if f"{function.__name__}(" in code:
            code = f"\n\n{inspect.getsource(function)}" + code
    imports = ["import matplotlib.pyplot as plt", "import xarray"]
    for name, line in (("np.", "import numpy as np"), ("colors.", "from matplotlib import colors")):
        if name in code:
            imports.insert(-1 if name == "np." else 0, line)
    names = ", ".join(dict.fromkeys(panel.layer.variable for panel in picture.panels))
    text = HEADER.format(
        what=f"{image}: {names}.".replace("\\", "\\\\").replace('"', '\\"'),
        engine=engine,
        imports="\n".join(imports),
        results=results_text(results),
        image=text_of(image),
        style=f"plt.style.use({text_of(picture.style)})" if picture.style else OWN_STYLE,
    )
    footer = ONE_FILE if picture.files == 1 else SEVERAL_FILES
    return sealed(f"{text.rstrip()}\n{code}\n{footer.format(engine=text_of(engine))}")


def results_text(results):
    if len(results) == 1:
        return f"RESULT = HERE / {text_of(results[0])}"
    return "\n".join(
        ["RESULTS = [", *(f"    HERE / {text_of(name)}," for name in results), "]"]
    )


def sealed(text):
    """The text with its own sum in the last line, by which an edited script is told."""
    return f"{text}\n{SEAL}\n# {hashlib.sha256(text.encode()).hexdigest()}\n"


def is_untouched(text):
    """Whether a script is exactly as script_text made it, some time, for some picture."""
    above, found, _ = text.partition(f"\n{SEAL}\n")
    return bool(found) and sealed(above) == text


BODIES = {"curves": curves_body, "bars": curves_body, "map": map_body, "sphere": sphere_body}


def figure_body(picture):
    """The function figure(): its panels from top to bottom, then what is common to all."""
    count = len(picture.panels)
    size = f"figsize={picture.size}, constrained_layout=True"
    if count == 1:
        lines = [f"fig, ax = plt.subplots({size})"]
    else:
        shared = ", sharex=True" if picture.shared_x else ""
        lines = [f"fig, axes = plt.subplots({count}, 1{shared}, {size})"]
    for i, panel in enumerate(picture.panels):
        if count > 1:
            lines += ["", f"ax = axes[{i}]"]
        lines += BODIES[panel.kind](picture, panel)
        lines += axes_body(picture, panel, lowest=i + 1 == count)
    if count > 1:
        lines.append("")
    if picture.title:
        lines.append(f'fig.suptitle({text_of(picture.title)}, x=0.01, ha="left", fontsize=9)')
    if picture.note:
        lines.append(f'fig.supxlabel({text_of(picture.note)}, fontsize=7, color="0.4")')
    return [*lines, "return fig"]
