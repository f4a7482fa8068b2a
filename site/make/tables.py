# SPDX-License-Identifier: BSD-3-Clause
"""Tables of the program's keys and quantities, as Markdown to be included."""

import json
import subprocess

SECTIONS = {
    "": "Beside the sections",
    "model": "The Hamiltonian and its losses",
    "light": "Light at t = 0",
    "atoms": "Atoms at t = 0",
    "pump": "Pumps that change in time",
    "time": "Samples",
    "scan": "Axes",
    "solve": "How it is solved",
    "output": "What is written",
}


def asked(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def cell(text):
    return text.replace("|", r"\|").replace("<", r"\<").replace("[", r"\[").replace("*", r"\*")


def section_of(key):
    return key.split(".")[0] if "." in key else ""


def key_rows(keys):
    """An object of the site for each key, which others link to (site/extensions/config_keys.py)."""
    lines = []
    for key in keys:
        default = "no default" if key["default"] is None else f"default `{key['default']}`"
        axis = "" if key["axis"] else "; not as an axis"
        lines += [
            f"```{{key}} {key['key']}",
            f"**{cell(key['meaning'])}**: {cell(key['allowed'])}; {default}{axis}",
            "```",
            "",
        ]
    return lines


def keys_page(keys):
    lines = []
    for section, words in SECTIONS.items():
        rows = [key for key in keys if section_of(key["key"]) == section]
        title = f"`[{section}]`: {words[0].lower() + words[1:]}" if section else words
        lines += [f"## {title}", "", *key_rows(rows)]
    unknown = {section_of(key["key"]) for key in keys} - set(SECTIONS)
    if unknown:
        raise SystemExit(f"site: site/make/tables.py does not know the sections {unknown}")
    return "\n".join(lines)


def quantities_page(quantities):
    scales = {"1": "1", "N": "$N$", "N^2": "$N^2$"}
    lines = ["| name | symbol | is | over | scale |", "|---|---|---|---|---|"]
    for quantity in quantities:
        over = ", ".join(f"`{name}`" for name in quantity["dimensions"])
        lines.append(
            f"| `{quantity['name']}` | {quantity['symbol']} | {cell(quantity['long_name'])} | "
            f"{over} | {scales[quantity['scale']]} |"
        )
    return "\n".join(lines) + "\n"


def write(program, folder):
    (folder / "keys.md").write_text(keys_page(asked(program, "keys", "--json")), encoding="utf-8")
    quantities = asked(program, "quantities", "--json")
    (folder / "quantities.md").write_text(quantities_page(quantities), encoding="utf-8")
