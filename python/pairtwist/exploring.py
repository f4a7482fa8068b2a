# SPDX-License-Identifier: BSD-3-Clause
"""explore(): one page of HTML that shows a result file, and needs nothing but a browser."""

import base64
import contextlib
import hashlib
import html
import importlib.resources
import importlib.util
import json
import os
import pathlib
import re
import sys

import xarray

from pairtwist import dataset
from pairtwist.errors import ChoiceError, FileError
from pairtwist.explore_config import changed, config_with_holes, unknown
from pairtwist.explore_data import carried, parameters
from pairtwist.literal import visible
from pairtwist.number_of_atoms import atoms
from pairtwist.whole import whole

LIMIT = 20_000_000  # bytes of a page, plotly.js included
SPARE = 1_000_000  # of these, for all that is neither plotly.js nor numbers of variables
SCRIPTS = ("state.js", "draw.js", "page.js")


def explore(
    source: str | os.PathLike[str] | xarray.Dataset | xarray.DataArray,
    path: str | os.PathLike[str] | None = None,
) -> "Page":
    """A Page with the curves and maps of a result: sliders, the point under the cursor, its config.

    source: a path, or a Dataset of pairtwist.open, solve or a selection of it. path: where to save
    the page, ending in .html. In a notebook the page is shown where it is the last value of a cell.
    Values have seven digits; what does not fit into 20 MB is left out and said in page.notes and on
    the page. Raises ChoiceError without plotly (pip install plotly) or anything to
    show, FileError for files that cannot be read or written.
    """
    with contextlib.ExitStack() as stack:
        if isinstance(source, xarray.Dataset | xarray.DataArray):
            data = dataset.as_dataset(source)
            name = pathlib.Path(str(data.encoding.get("source", ""))).name
        else:
            one = "a path, a Dataset or a DataArray: a page is of one result"
            data = stack.enter_context(dataset.open(dataset.path_of(source, one)))
            name = pathlib.Path(source).name
        page = made(data, name, plotly_script())
    if path is not None:
        page.save(path)
    return page


class Page:
    """html: the page's text; notes: what of the file it does not carry."""

    html: str
    notes: list[str]

    def __init__(self, text: str, notes: list[str]) -> None:
        self.html, self.notes = text, notes

    def save(self, path: str | os.PathLike[str]) -> bool:
        """Writes it; returns whether a file was there before."""
        path = pathlib.Path(path)
        if path.suffix.lower() not in (".html", ".htm"):
            found = f"ending {path.suffix!r}" if path.suffix else "no ending"
            raise ChoiceError(f"{path}: {found}; pages are .html")
        there = path.exists()
        try:
            with whole(path) as (unfinished,):
                unfinished.write_text(self.html, encoding="utf-8")
        except OSError as error:
            raise FileError(f"{path} cannot be written: {error.strerror or error}") from error
        return there

    def __repr__(self):
        title = re.search(r"<title>(.*?)</title>", self.html, re.DOTALL)
        left_out = f", {len(self.notes)} notes on what it does not carry" if self.notes else ""
        return (
            f"<Page {html.unescape(title[1]) if title else ''!r}: "
            f"{len(self.html.encode()) / 1e6:.1f} MB{left_out}; save(\"page.html\") writes it>"
        )

    def _repr_html_(self):
        frame = html.escape(self.html, quote=True)
        return f'<iframe srcdoc="{frame}" style="width:100%;height:800px;border:0"></iframe>'


def plotly_script():
    """plotly.js, as the Python package brings it along."""
    if importlib.util.find_spec("plotly") is None:
        raise ChoiceError(
            f"explore needs plotly, which {sys.executable} lacks: apt-get install python3-plotly, "
            "or pip install plotly in its environment; `pairtwist explore` takes the Python that "
            "PAIRTWIST_PYTHON names"
        )
    from plotly.offline import get_plotlyjs

    # Nothing in it closes the element that it will be in.
    return get_plotlyjs().replace("</script", "<\\/script")


def made(data, name, plotly):
    limit = LIMIT - SPARE - len(plotly.encode())
    axes, variables, notes = carried(data, limit)
    if not variables:
        raise ChoiceError(f"{name or 'the dataset'} has no variable of numbers to explore")
    notes += [*unknown(data), *changed(data)]
    content = {
        "title": str(data.attrs.get("title") or name or "A result of pairtwist"),
        "file": name,
        "made": " · ".join(
            str(data.attrs[key]) for key in ("created", "backend", "device") if data.attrs.get(key)
        ),
        "axes": axes,
        "variables": variables,
        "atoms": atoms(data),
        "parameters": parameters(data),
        "single": {
            str(one): str(values.item()) for one, values in data.coords.items() if not values.ndim
        },
        "notes": notes,
        "config": config_with_holes(data, name),
    }
    return Page(page_text(content, plotly), notes)


def page_text(content, plotly):
    """The template with its parts. Only scripts with the hashes that the page states are run."""
    folder = importlib.resources.files("pairtwist") / "explore_page"

    def read(part):
        return (folder / part).read_text(encoding="utf-8")

    scripts = [plotly, *(read(part) for part in SCRIPTS)]
    hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts]
    # "<" never stands in the data, so that no text of a file ends the element around it.
    data = json.dumps(content, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
    parts = {
        "TITLE": html.escape(content["title"]),
        "POLICY": " ".join(f"'sha256-{one}'" for one in hashes),
        "STYLE": read("page.css"),
        "DATA": data,
        "SCRIPTS": "\n".join(f"<script>{one}</script>" for one in scripts),
    }
    pieces = read("page.html").split("@@")  # text, name, text, ...
    return visible("".join(parts[piece] if i % 2 else piece for i, piece in enumerate(pieces)))


def default_path(source):
    """mine.html for results/mine.h5, in the current directory."""
    return pathlib.Path(os.fspath(source)).with_suffix(".html").name
