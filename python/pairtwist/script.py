"""A Picture as a matplotlib script: plain code for its owner to edit, free of this package.

plotting.plot runs the very script that is written beside the image, so there is one drawing code.
"""

import hashlib

HEADER = '''\
"""{what}

Written by `pairtwist plot` and yours to edit: a changed script is never overwritten.
Run it to make the picture again; it needs xarray, {engine} and matplotlib.
"""

import pathlib

{imports}

HERE = pathlib.Path(__file__).parent
RESULT = HERE / {result}
IMAGE = HERE / {image}

plt.rcParams.update({{"font.size": 10, "legend.frameon": False, "lines.linewidth": 1.5}})
plt.rcParams.update({{"xtick.direction": "in", "ytick.direction": "in"}})
plt.rcParams.update({{"axes.formatter.limits": (-3, 5), "axes.formatter.use_mathtext": True}})
'''

FOOTER = """\


if __name__ == "__main__":
    with xarray.open_dataset(RESULT, engine={engine}) as data:
        figure(data).savefig(IMAGE, dpi=200)
"""

EDGES = '''\


def edges(centres, logarithmic):
    """Borders of the cells around the centres, halfway between neighbours."""
    x = np.log(centres) if logarithmic else np.asarray(centres, dtype=float)
    inner = (x[1:] + x[:-1]) / 2
    borders = np.concatenate([[2 * x[0] - inner[0]], inner, [2 * x[-1] - inner[-1]]])
    return np.exp(borders) if logarithmic else borders
'''

# Okabe and Ito's colours, told apart by colour-blind readers too; black is kept for comparisons.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F7F7F"]
DASHES = ["--", ":", "-.", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 3))]

SEAL = "# Edited, unless this is the sha256 of the text above:"


def text_of(value):
    """A Python literal, with backslashes left readable."""
    if isinstance(value, str) and value.isprintable() and '"' not in value:
        if "\\" not in value:
            return f'"{value}"'
        if value[-1] != "\\":
            return f'r"{value}"'
    return repr(value)


def selected(variable, picture, further=""):
    """Code for the values of a variable that are drawn; further: more code to select by."""
    code = f"data[{text_of(variable)}]{further}"
    if isinstance(picture.divisor, str):
        return f"{code} / data[{text_of(picture.divisor)}] ** 2"
    return code + (f" / {picture.divisor}**2" if picture.divisor else "")


def selection_body(picture):
    """What every picture starts with: the part of the file it shows, in the order of its axes."""
    lines = []
    if picture.indices:
        fixed = ", ".join(f"{name}={index}" for name, index in picture.indices.items())
        meaning = " ".join(picture.fixed.split())
        lines.append(f"data = data.isel({fixed})" + (f"  # {meaning}" if meaning else ""))
    for name in picture.unsorted:
        lines.append(f"data = data.sortby({text_of(name)})")
    return lines


def script_text(picture, result, image, engine):
    """The whole script, sealed. result, image: paths relative to the script's folder."""
    is_map = picture.y is not None
    body = selection_body(picture) + (map_body if is_map else curves_body)(picture)
    body += axes_body(picture)
    imports = ["import matplotlib.pyplot as plt", "import xarray"]
    code = "\n".join("    " + line if line else "" for line in body)
    for name, line in (("np.", "import numpy as np"), ("colors.", "from matplotlib import colors")):
        if is_map and name == "np." or name in code:
            imports.insert(-1 if name == "np." else 0, line)
    what = f"{image}: {picture.variable}.".replace("\\", "\\\\").replace('"', '\\"')
    text = HEADER.format(
        what=what,
        engine=engine,
        imports="\n".join(imports),
        result=text_of(result),
        image=text_of(image),
    )
    text += EDGES if is_map else ""
    text += f"\n\ndef figure(data):\n{code}\n"
    return sealed(text + FOOTER.format(engine=text_of(engine)))


def sealed(text):
    """The text with its own sum in the last line, by which an edited script is told."""
    return f"{text}\n{SEAL}\n# {hashlib.sha256(text.encode()).hexdigest()}\n"


def is_untouched(text):
    """Whether a script is exactly as script_text made it, some time, for some picture."""
    above, found, _ = text.partition(f"\n{SEAL}\n")
    return bool(found) and sealed(above) == text


def curves_body(picture):
    lines = [
        f"y = {selected(picture.variable, picture)}",
        f"x = data[{text_of(picture.x.coordinate)}]",
        "fig, ax = plt.subplots(figsize=(5.6, 3.8), constrained_layout=True)",
    ]
    if picture.zero_line:
        lines.append('ax.axhline(0, color="0.6", linewidth=0.8, zorder=0)')
    style = ', marker="o", markersize=3.5' if picture.markers else ""
    if picture.bars:
        lines.append(f'ax.bar(x, y, color="{COLOURS[0]}")')
    elif picture.curves is None:
        lines.append(f'ax.plot(x, y, color="{COLOURS[0]}"{style}{first_label(picture)})')
    else:
        lines += several_curves(picture, style)
    for companion, dashes in zip(picture.companions, DASHES):
        lines += companion_curves(picture, companion, dashes)
    if picture.curve_labels or picture.companions:
        entries = len(picture.curve_labels) + len(picture.companions)
        beside = 'loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize=8'
        lines.append(f"ax.legend({beside if entries > 7 else 'fontsize=9'})")
    return lines


def first_label(picture):
    return f", label={text_of(picture.label)}" if picture.companions else ""


def several_curves(picture, style):
    """One curve per value: named ones in a legend, more than that on a colourbar."""
    dimension = picture.curves.dimension
    count = len(picture.curve_labels)
    if count:
        if count <= len(COLOURS):
            lines = ["palette = [" + ", ".join(f'"{c}"' for c in COLOURS[:count]) + "]"]
        else:
            lines = [f"palette = plt.get_cmap('viridis')(np.linspace(0, 0.92, {count}))"]
        lines.append("names = [")
        lines += [f"    {text_of(label)}," for label in picture.curve_labels]
        return lines + [
            "]",
            "for i, name in enumerate(names):",
            f"    ax.plot(x, y.isel({dimension}=i), color=palette[i], label=name{style})",
        ]
    scale = "LogNorm" if picture.curves.logarithmic else "Normalize"
    return [
        f"values = data[{text_of(picture.curves.coordinate)}].values",
        f"norm = colors.{scale}(values.min(), values.max())",
        'palette = plt.get_cmap("viridis")(norm(values))',
        "for i in range(len(values)):",
        f"    ax.plot(x, y.isel({dimension}=i), color=palette[i], linewidth=1{style})",
        'bar = fig.colorbar(plt.cm.ScalarMappable(norm, "viridis"), ax=ax)',
        f"bar.set_label({text_of(picture.curves.label)})",
    ]


def companion_curves(picture, companion, dashes):
    """A closed approximation, in black where one curve says it all, else one in each colour."""
    line = f"linestyle={text_of(dashes)}"
    label = f"label={text_of(companion.label)}"
    name = companion.variable
    dimension = picture.curves.dimension if picture.curves else ""
    if not dimension or companion.at is not None:
        one = f".isel({dimension}={companion.at})" if dimension else ""
        why = "  # one for all curves" if dimension else ""
        return [
            f"{name} = {selected(name, picture, one)}{why}",
            f'ax.plot(x, {name}, color="black", {line}, {label})',
        ]
    return [
        f"{name} = {selected(name, picture)}",
        "for i, color in enumerate(palette):",
        f"    ax.plot(x, {name}.isel({dimension}=i), color=color, {line})",
        f'ax.plot([], [], color="black", {line}, {label})',
    ]


def map_body(picture):
    x, y = picture.x, picture.y
    lines = [
        f"z = {selected(picture.variable, picture)}",
        f"x = edges(data[{text_of(x.coordinate)}].values, logarithmic={x.logarithmic})",
        f"y = edges(data[{text_of(y.coordinate)}].values, logarithmic={y.logarithmic})",
        "fig, ax = plt.subplots(figsize=(5.2, 4.0), constrained_layout=True)",
        f"rows = z.transpose({text_of(y.dimension)}, {text_of(x.dimension)})",
        'ax.set_facecolor("0.85")  # seen where a point is missing',
    ]
    if picture.signed:
        lines += [
            "largest = float(abs(z.where(np.isfinite(z))).max())",
            'cells = ax.pcolormesh(x, y, rows, cmap="RdBu_r", vmin=-largest, vmax=largest, '
            "rasterized=True)",
        ]
    else:
        lines.append('cells = ax.pcolormesh(x, y, rows, cmap="viridis", rasterized=True)')
    return lines + [
        "bar = fig.colorbar(cells, ax=ax)",
        f"bar.set_label({text_of(picture.label)})",
    ]


def axes_body(picture):
    """Scales, labels, limits and titles, common to curves and maps."""
    lines = []
    for name, axis in (("x", picture.x), ("y", picture.y)):
        if axis is not None and axis.logarithmic:
            lines.append(f'ax.set_{name}scale("log")')
        if axis is not None and axis.whole:
            lines.append(f"ax.{name}axis.get_major_locator().set_params(integer=True)")
    lines.append(f"ax.set_xlabel({text_of(picture.x.label)})")
    lines.append(f"ax.set_ylabel({text_of(picture.y.label if picture.y else picture.label)})")
    if picture.y is not None:
        lines += ["ax.set_xlim(x[0], x[-1])", "ax.set_ylim(y[0], y[-1])"]
    elif not (picture.markers or picture.bars):
        lines.append("ax.set_xlim(float(x.min()), float(x.max()))")
    heading = ", ".join(part for part in (picture.title, picture.fixed) if part)
    if heading:
        lines.append(f'ax.set_title({text_of(heading)}, loc="left", fontsize=9)')
    if picture.note:
        lines.append(f'fig.supxlabel({text_of(picture.note)}, fontsize=7, color="0.4")')
    return lines + ["return fig"]
