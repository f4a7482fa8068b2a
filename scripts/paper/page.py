# SPDX-License-Identifier: BSD-3-Clause
"""One HTML page of all panels, pictures inside: opens from disk, without a network."""

import base64
import dataclasses
import html
import pathlib

import misprints

STYLE = """
:root { color-scheme: light; }
body { font: 17px/1.55 Georgia, 'Times New Roman', serif; color: #1d1f22; background: #fff;
       max-width: 52rem; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 3.2rem 0 .4rem; padding-top: 1.2rem; border-top: 1px solid #ddd; }
nav { columns: 2; font-size: .9rem; margin: 1.5rem 0; }
nav a { display: block; }
a { color: #1f4e8c; text-decoration: none; }
img { display: block; max-width: 100%; margin: 1rem 0; }
p.print { border-left: 3px solid #c44536; padding-left: .8rem; font-size: .95rem; }
table { border-collapse: collapse; font: .82rem/1.4 ui-monospace, Menlo, Consolas, monospace; margin: 1rem 0; }
th, td { text-align: right; padding: .15rem .9rem .15rem 0; }
th { border-bottom: 1px solid #999; font-weight: 600; }
td:first-child, th:first-child { text-align: left; }
table.words { font: .88rem/1.45 Georgia, 'Times New Roman', serif; }
table.words th, table.words td { text-align: left; vertical-align: top; padding: .3rem .9rem .3rem 0;
       overflow-wrap: anywhere; }
table.words td { border-bottom: 1px solid #eee; }
table.words th:nth-child(1), table.words td:nth-child(1) { min-width: 5.5rem; }
table.words th:nth-child(2), table.words td:nth-child(2) { min-width: 9rem; }
table.words code { font-size: .8rem; }
pre { background: #f6f6f4; padding: .8rem 1rem; font-size: .8rem; overflow-x: auto; }
summary { cursor: pointer; font-size: .9rem; color: #555; }
.seconds { color: #777; font-size: .85rem; }
"""


@dataclasses.dataclass
class Part:
    panel: object
    image: pathlib.Path
    rows: list  # (entry of numbers.toml, time, known, found)
    config: str
    seconds: float


def text(parts):
    links = "".join(
        f'<a href="#{part.panel.name}">{part.panel.heading}</a>' for part in parts
    )
    links += '<a href="#print">Where the paper&rsquo;s print differs</a>'
    total = sum(part.seconds for part in parts)
    body = "".join(section(part) for part in parts)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The figures of arXiv:2406.14461, computed by pairtwist</title>
<style>{STYLE}</style></head><body>
<h1>The figures of arXiv:2406.14461</h1>
<p>S. Sharma, J. Chwedeńczuk and T. Wasak, <i>Engineering interactions by collective coupling of atom
pairs to cavity photons for entanglement generation</i>; each panel computed from its config in
<code>configs/paper/</code>, {total:.1f} s for all of them. Known numbers stand beside the computed ones, to the last
digit that is known.</p>
<nav>{links}</nav>
{body}{misprints.section()}</body></html>
"""


def section(part):
    panel = part.panel
    picture = base64.b64encode(part.image.read_bytes()).decode("ascii")
    differs = f'<p class="print"><b>The print.</b> {panel.print_differs}</p>' if panel.print_differs else ""
    return f"""<h2 id="{panel.name}">{panel.heading}</h2>
<p>{panel.shows}</p>
<img alt="{html.escape(panel.heading)}" src="data:image/png;base64,{picture}">
{differs}{table(part.rows)}
<details><summary>configs/paper/{panel.name}.toml</summary><pre>{html.escape(part.config)}</pre></details>
<p class="seconds">{part.seconds:.2f} s</p>
"""


def when(time):
    return time if isinstance(time, str) else f"{time:g}"


def table(rows):
    if not rows:
        return ""
    lines = []
    for entry, time, known, found in rows:
        name = entry["quantity"] + (" / N²" if entry.get("over_atoms_squared") else "")
        at = ", ".join(f"{key} = {value:g}" for key, value in entry.get("at", {}).items())
        digits = entry["digits"]
        lines.append(
            f"<tr><td>{name}{'; ' + at if at else ''}</td><td>{when(time)}</td><td>{known:.{digits}f}</td>"
            f"<td>{found:.{digits + 2}f}</td><td>{found - known:+.1e}</td></tr>"
        )
    head = "<tr><th>quantity</th><th>t</th><th>known</th><th>computed</th><th>difference</th></tr>"
    return f"<table>{head}{''.join(lines)}</table>"
