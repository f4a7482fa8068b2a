# SPDX-License-Identifier: BSD-3-Clause
"""A page for each config: its picture, what it took, the config; and cards that lead to them."""

import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
GROUPS = ("paper", "examples", "lab")


class Failed(Exception):
    """What the program said."""


def call(*arguments, cwd):
    """What it prints, on stdout and stderr; raises Failed."""
    environment = {**os.environ, "PAIRTWIST_PYTHON": sys.executable}
    done = subprocess.run(
        [*map(str, arguments)], cwd=cwd, capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode != 0:
        raise Failed(done.stderr.strip() or f"exit {done.returncode}")
    return done.stdout, done.stderr


def comment_of(text):
    """The comment that a config begins with, as one paragraph."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# "))
    return " ".join(lines)


def escaped(text):
    """Words of a config as Markdown: nothing in them is markup."""
    return re.sub(r"([\\*_<>\[\]|`$])", r"\\\1", text)


def made_before(record, identity):
    if not record.exists():
        return None
    found = json.loads(record.read_text())
    return found if found.get("identity") == identity else None


def solve(program, config, folder, options):
    """Runs and draws one config; what its page says of it."""
    name = config.stem
    started = time.monotonic()
    out, _ = call(
        program, "run", config, "-o", f"{name}.h5", "--force", "--quiet", "--json", cwd=folder
    )
    seconds = time.monotonic() - started
    report = json.loads(out)
    _, said = call(program, "plot", f"{name}.h5", "-o", f"{name}.png", *options, cwd=folder)
    (folder / f"{name}.h5").unlink()
    (folder / f"{name}.plot.py").unlink()
    return {"seconds": seconds, "points": report["points"], "device": report["device"]}


def solve_laboratory(program, config, folder, options):
    """The model section of laboratory numbers, run over the time that its interaction sets."""
    printed, _ = call(program, "lab", config, cwd=folder)
    model = json.loads(call(program, "lab", config, "--json", cwd=folder)[0])["model"]
    interaction = tomllib.loads(model)["model"]["U"]
    scan = folder / f"{config.stem}.toml"
    scan.write_text(
        f'title = "{config.stem.capitalize()}: what these numbers give"\n{model}'
        f"[time]\nstop = {2.0 / interaction:.6g}\n\n"
        '[solve]\ntrajectories = 200\ntolerance = 1e-4\n\n'
        '[output]\nquantities = ["qfi", "photon_number"]\n'
    )
    found = solve(program, scan, folder, options or ["--quantity", "qfi,photon_number"])
    return {**found, "printed": printed, "scan": scan.read_text()}


def duration(seconds):
    return f"{seconds * 1e3:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def page(group, config, text, found, options, title):
    """The Markdown of one page."""
    name = config.stem
    points = "1 point" if found["points"] == 1 else f"{found['points']} points"
    took = f"{points} in {duration(found['seconds'])} on {found['device']}, from start to file"
    plot = shlex.join(["pairtwist", "plot", f"{name}.h5", *options])
    lines = [
        f"# {escaped(title)}",
        "",
        escaped(comment_of(text)),
        "",
        f"![{escaped(title)}]({name}.png)",
        "",
    ]
    if group == "lab":
        lines += [
            f"*{took}.* What `pairtwist lab configs/lab/{name}.toml` prints:",
            "",
            f"```text\n{found['printed'].rstrip()}\n```",
            "",
            "The picture is of its `[model]` section, run with these sections beside it:",
            "",
            "```toml\n" + found["scan"].split("[time]", 1)[1].join(["[time]", ""]).rstrip() + "\n```",
        ]
    else:
        lines += [
            f"*{took}.*",
            "",
            f"```bash\npairtwist run configs/{group}/{name}.toml\n{plot}\n```",
        ]
    lines += ["", f"`configs/{group}/{name}.toml`:", "", f"```toml\n{text.rstrip()}\n```", ""]
    return "\n".join(lines)


def card(group, name, title, found):
    return (
        f"::::{{grid-item-card}} {title}\n:link: /gallery/{name}\n:link-type: doc\n"
        f":img-top: /gallery/{name}.png\n:class-card: config\n\n"
        f"`{group}/{name}`, {duration(found['seconds'])}\n::::\n"
    )


def title_of(group, config, text):
    title = tomllib.loads(text).get("title") or config.stem.capitalize()
    figure = re.fullmatch(r"fig(\d\w?)(?:_(\w+))?", config.stem) if group == "paper" else None
    if figure:
        which = f", {figure[2]}" if figure[2] else ""
        return f"Fig. {figure[1]}{which}: {title[0].lower() if title[:2] == 'A ' else title[0]}{title[1:]}"
    return title


def write(program, configs, folder, generated):
    """Pages and pictures into folder, cards-GROUP.md into generated; [(config, why it failed)]."""
    folder.mkdir(exist_ok=True)
    choices = tomllib.loads((HERE / "gallery.toml").read_text())
    version = call(program, "--version", cwd=folder)[0]
    failed, known = [], set()
    for group in GROUPS:
        cards = ["::::::{grid} 2 2 3 3\n:gutter: 2\n"]
        for config in sorted((configs / group).glob("*.toml")):
            text = config.read_text(encoding="utf-8")
            options = choices.get(group, {}).get(config.stem, {}).get("plot", [])
            identity = hashlib.sha256(
                json.dumps([version, text, options, (HERE / "gallery.py").read_text()]).encode()
            ).hexdigest()
            record = folder / f"{config.stem}.json"
            found = made_before(record, identity)
            known.add(config.stem)
            if found is None:
                make = solve_laboratory if group == "lab" else solve
                try:
                    found = {"identity": identity, **make(program, config, folder, options)}
                except Failed as failure:
                    failed.append((f"configs/{group}/{config.name}", str(failure)))
                    continue
                record.write_text(json.dumps(found))
                print(f"{group}/{config.stem}: {duration(found['seconds'])}", flush=True)
            title = title_of(group, config, text)
            (folder / f"{config.stem}.md").write_text(
                page(group, config, text, found, options, title), encoding="utf-8"
            )
            cards.append(card(group, config.stem, title, found))
        cards.append("::::::\n")
        (generated / f"cards-{group}.md").write_text("\n".join(cards), encoding="utf-8")
    for left in folder.iterdir():  # of configs that are no more
        if left.stem not in known:
            left.unlink()
    return failed
