# SPDX-License-Identifier: BSD-3-Clause
"""Python literals and expressions in plot scripts: whatever a file says, it is text there."""

import keyword


def text_of(value):
    """A Python literal, with backslashes left readable."""
    if isinstance(value, str) and value.isprintable() and '"' not in value:
        if "\\" not in value:
            return f'"{value}"'
        if value[-1] != "\\":
            return f'r"{value}"'
    return repr(value)


def visible(text):
    """The text with bytes of a file's name that are no UTF-8 as escapes, fit to be written."""
    return text.encode("utf-8", "backslashreplace").decode()


def number_of(value):
    """A number as one would type it."""
    return str(int(value)) if value == int(value) and abs(value) < 1e6 else repr(float(value))


# Of DataArray.isel(), so that no dimension can be given by such a name.
OWN_KEYWORDS = ("self", "indexers", "drop", "missing_dims")


def isel(places):
    """Code that selects places, {dimension: code}, as keywords unless a dimension's name is none."""
    plain = all(
        str(name).isidentifier() and not keyword.iskeyword(name) and name not in OWN_KEYWORDS
        for name in places
    )
    if plain:
        return f"isel({', '.join(f'{name}={place}' for name, place in places.items())})"
    return f"isel({{{', '.join(f'{text_of(name)}: {place}' for name, place in places.items())}}})"


def selection(picture, layer):
    """Lines that select what a layer shows of its file, and the name of the result."""
    part = "data" if picture.files == 1 else f"files[{layer.file}]"
    steps = []
    if layer.indices:
        meaning = " ".join(layer.meaning.split()).replace("\N{MINUS SIGN}", "-")
        steps.append((isel(layer.indices), meaning))
    steps += [(f"sortby({text_of(name)})", "") for name in layer.unsorted]
    lines = []
    for step, why in steps:
        lines.append(f"part = {part}.{step}" + (f"  # {why}" if why else ""))
        part = "part"
    for axis in layer.positive:
        above = f"{part}[{text_of(axis.coordinate)}].values > 0"
        lines.append(f"part = {part}.{isel({axis.dimension: above})}  # these have a logarithm")
        part = "part"
    return lines, part


def values_code(part, variable, layer, further="", status=""):
    """Code for the values of a variable that are drawn; further: more code to select by.

    status: the dataset whose good samples they are; "" where there is none.
    """
    code = f"{part}[{text_of(variable)}]"
    if status:
        code += f".where({part}[{text_of(status)}] == 0)"
    code += further
    power = {0: "", 1: "", 2: "**2"}[layer.power]
    if isinstance(layer.divisor, str):
        return f"{code} / {part}[{text_of(layer.divisor)}]{power.replace('**', ' ** ')}"
    return code + (f" / {layer.divisor}{power}" if layer.divisor else "")


def beside(picture, axes):
    """Code for where a colour bar goes: beside axes, whose old one has its place if the caller's."""
    return f"**place_of_colour_bar({axes})" if picture.given_axes else f"ax={axes}"


def ink(picture):
    """Code for the colour of what belongs to no curve: what is seen, or what the style writes in."""
    if picture.style:
        return 'matplotlib.rcParams["text.color"]'
    return '"white"' if picture.dark else '"black"'


def grey(picture):
    """The colour of notes and reference lines, which is seen on the background."""
    return "0.7" if picture.dark else "0.4"


def with_letters(picture, size):
    """A size of what is as large as a style's, or the caller's, letters ask."""
    return size if picture.letters == 1 else round(size * picture.letters, 2)


def points(picture, size):
    """A font size in points: as a style's or the caller's labels ask, or smaller in one column."""
    if picture.style or picture.given_axes:
        return with_letters(picture, size)
    return size - 2 if picture.column and size > 7 else min(size, 6) if picture.column else size
