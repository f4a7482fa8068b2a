# SPDX-License-Identifier: BSD-3-Clause
"""Completion in real shells: keys are pressed in bash and zsh on a pseudo terminal, fish is asked."""

import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import time

import pytest

from calls import run

# How each shell starts without anybody's settings, and what it is told first.
START = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "bind 'set bell-style none'"),
    "zsh": (["zsh", "-f", "-i"], "unsetopt beep; autoload -U compinit; compinit -u -D"),
}
# Typed and TAB pressed once: what is on the line then.
ONE_WAY_ON = [
    ("pairtwist quan", ["pairtwist", "quantities"]),
    ("pairtwist run --backend cu", ["pairtwist", "run", "--backend", "cuda"]),
    ("pairtwist run --backend=cu", ["pairtwist", "run", "--backend=cuda"]),
    ("pairtwist run --max", ["pairtwist", "run", "--max-hours"]),
    ("pairtwist run -o x.h5 mi", ["pairtwist", "run", "-o", "x.h5", "mine.toml"]),
    ("pairtwist run 'my con", ["pairtwist", "run", "my config.toml"]),
    ("pairtwist run --output=mi", ["pairtwist", "run", "--output=mine.toml"]),
    ("pairtwist run --set model.kappa_t", ["pairtwist", "run", "--set", "model.kappa_tau_Q="]),
    ("pairtwist run --unset model.kerr", ["pairtwist", "run", "--unset", "model.kerr"]),
    ("pairtwist lab --set cavity.wave_number_per_m", ["pairtwist", "lab", "--set", "cavity.wave_number_per_m="]),
    ("pairtwist lab --unset=molecule.fo", ["pairtwist", "lab", "--unset=molecule.form"]),
    ("pairtwist plot --quantity qfi,bel", ["pairtwist", "plot", "--quantity", "qfi,bell"]),
    ("pairtwist help ru", ["pairtwist", "help", "run"]),
    ("pairtwist completion fi", ["pairtwist", "completion", "fish"]),
]
# Where nothing fits, no name of a file is put in, either.
NO_WAY_ON = ["pairtwist nonsense mi", "pairtwist doctor mi", "pairtwist run --max-hours mi"]


@pytest.fixture
def folder(tmp_path, program):
    """A folder with spaces in its name that holds the program by its name, and two configs."""
    here = tmp_path / "a folder"
    here.mkdir()
    (here / "mine.toml").touch()
    (here / "my config.toml").touch()
    (here / "bin").mkdir()
    (here / "bin" / "pairtwist").symlink_to(program)
    return here


def environment(folder):
    return {"PATH": f"{folder / 'bin'}:/usr/bin:/bin", "HOME": str(folder), "TERM": "dumb",
            "PS1": "ready> ", "LC_ALL": "C.UTF-8"}  # fmt: skip


class Terminal:
    """A shell at a pseudo terminal."""

    def __init__(self, words, folder):
        ends = pty.openpty()
        self.screen = ends[0]
        self.process = subprocess.Popen(
            words, cwd=folder, env=environment(folder), stdin=ends[1], stdout=ends[1],
            stderr=ends[1], start_new_session=True)  # fmt: skip
        os.close(ends[1])

    def type(self, keys):
        os.write(self.screen, keys.encode())

    def read_until(self, text, seconds=60):
        """All that appears until `text` does."""
        seen, end = "", time.monotonic() + seconds
        while text not in seen:
            left = end - time.monotonic()
            assert left > 0, f"{text!r} did not appear: {seen!r}"
            if select.select([self.screen], [], [], left)[0]:
                seen += os.read(self.screen, 65536).decode(errors="replace")
        return seen

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.screen)


@pytest.fixture(params=START)
def shell(request, folder):
    words, first = START[request.param]
    if not shutil.which(words[0]):
        pytest.skip(f"{words[0]} is not installed")
    terminal = Terminal(words, folder)
    terminal.type(f"{first}; source <(pairtwist completion {request.param}); echo st''arted\n")
    terminal.read_until("started")
    yield terminal
    terminal.close()


def after_tab(shell, typed, folder):
    """The words on the line once TAB was pressed behind `typed`, as the shell takes them."""
    shell.type(f"{typed}\t\x01printf '%s\\n' \x05 >words; echo print''ed\n")
    shell.read_until("printed")
    return (folder / "words").read_text().splitlines()


@pytest.mark.parametrize(("typed", "words"), ONE_WAY_ON)
def test_where_there_is_one_way_on_it_is_taken(shell, folder, typed, words):
    assert after_tab(shell, typed, folder) == words


@pytest.mark.parametrize(("typed", "words"), ONE_WAY_ON)
def test_fish_offers_the_same(folder, typed, words):
    if not shutil.which("fish"):
        pytest.skip("fish is not installed")
    script = 'pairtwist completion fish | source; complete -C "$argv[1]"'
    offered = subprocess.run(
        ["fish", "--no-config", "-c", script, typed], cwd=folder, env=environment(folder),
        capture_output=True, text=True, timeout=60, check=True)  # fmt: skip
    found = [line.split("\t")[0] for line in offered.stdout.splitlines()]
    assert found == [words[-1]]


@pytest.mark.parametrize("typed", NO_WAY_ON)
def test_where_there_is_none_the_line_stays(shell, folder, typed):
    assert after_tab(shell, typed, folder) == typed.split()


def commands_of_help(text):
    """The names below "Subcommands:"."""
    return re.findall(r"^  ([a-z]+) ", text.split("Subcommands:\n")[1], re.MULTILINE)


def offered(program, folder, *words):
    answer = run(program, folder, "__complete", "--", *words)
    assert answer.returncode == 0, answer.stderr
    return [line.split("\t")[0] for line in answer.stdout.splitlines()]


def test_every_command_and_every_option_of_the_help_is_offered(program, tmp_path):
    commands = commands_of_help(run(program, tmp_path, "--help").stdout)
    assert len(commands) > 10
    assert sorted(offered(program, tmp_path, "")) == sorted(commands)
    for command in commands:
        text = run(program, tmp_path, command, "--help").stdout
        names = re.findall(r"^  (-[-a-z]+)(?:,(--[-a-z]+))?", text, re.MULTILINE)
        assert sorted(offered(program, tmp_path, command, "-")) == sorted(
            name for pair in names for name in pair if name
        )


def test_keys_are_those_of_the_command_s_file(program, tmp_path):
    of_run = offered(program, tmp_path, "run", "--set", "")
    assert "model.kappa=" in of_run and of_run == offered(program, tmp_path, "config", "--set", "")
    of_lab = offered(program, tmp_path, "lab", "f.toml", "--set", "")
    assert "trap.barrier_omega=" in of_lab and "cavity.pump_Hz.abs=" in of_lab
    assert not set(of_lab) & set(of_run)
    # Every key stands in docs/lab.md, and none that is there is missing.
    text = (pathlib.Path(__file__).parents[2] / "docs" / "lab.md").read_text(encoding="utf-8")
    rows, section, named = text.split("| key |")[1].split("\n\n")[0], "", set()
    for row in rows.splitlines()[2:]:
        first = row.split("|")[1]
        if heading := re.search(r"\[(\w+)\]", first):
            section = heading[1]
        named |= {f"{section}.{name}" for name in re.findall(r"`(\w+)`", first)}
    keys = offered(program, tmp_path, "lab", "f.toml", "--unset", "")
    assert {key for key in keys if key.count(".") == 1} == named


def test_a_shell_it_has_nothing_for_is_refused(program, tmp_path):
    answer = run(program, tmp_path, "completion", "tcsh")
    assert answer.returncode == 2
    assert "tcsh" in answer.stderr and "{bash,zsh,fish}" in answer.stderr


def test_there_is_a_man_page_for_each_command(program, tmp_path):
    commands = commands_of_help(run(program, tmp_path, "--help").stdout)
    assert run(program, tmp_path, "manpages", ".").returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        "pairtwist.1", *(f"pairtwist-{name}.1" for name in commands)}  # fmt: skip
    page = (tmp_path / "pairtwist-run.1").read_text(encoding="utf-8")
    for name in ("--shard", "--set", "--max-hours"):
        assert f"\\fB{name}\\fR".replace("-", "\\-") in page
    # The codes of docs/interface.md.
    document = pathlib.Path(__file__).parents[2] / "docs" / "interface.md"
    table = document.read_text(encoding="utf-8").split("| exit code |")[1].split("\n\n")[0]
    codes = re.findall(r"^\| (\d+) \|", table, re.MULTILINE)
    status = page.split(".SH EXIT STATUS")[1].split(".SH")[0]
    assert re.findall(r"^(\d+)$", status, re.MULTILINE) == codes


def test_man_pages_say_all_that_the_help_says_of_values(program, tmp_path):
    assert run(program, tmp_path, "manpages", ".").returncode == 0

    def page(command):
        text = (tmp_path / f"pairtwist-{command}.1").read_text(encoding="utf-8")
        return re.sub(r"\\f[BIR]", "", text).replace("\\-", "-").replace("\\&", "")

    for command in ("run", "plot", "plan", "merge"):
        text = run(program, tmp_path, command, "--help").stdout
        values = re.findall(r"^  (?:-.,)?(--[-a-z]+) ([A-Z]\S*,\.\.\.|[A-Z]+(?:=[A-Z]+)?)(?= )", text, re.M)
        assert command == "merge" or values
        for name, value in values:
            assert f"{name} {value}\n" in page(command), (command, name, value)
    assert "--hline V[:LABEL],...\n" in page("plot")
    assert "whose script: bash, zsh, fish\n" in page("completion")


def test_man_itself_has_nothing_against_them(program, tmp_path):
    if not shutil.which("man"):
        pytest.skip("man is not installed")
    assert run(program, tmp_path, "manpages", ".").returncode == 0
    for page in tmp_path.glob("*.1"):
        shown = subprocess.run(
            ["man", "--warnings", "-E", "UTF-8", "-l", page], capture_output=True, text=True,
            env={**os.environ, "MANWIDTH": "80"}, timeout=60)  # fmt: skip
        assert (shown.returncode, shown.stderr) == (0, "")
        assert "EXIT STATUS" in shown.stdout


def test_a_folder_for_man_pages_that_is_not_there_is_named(program, tmp_path):
    answer = run(program, tmp_path, "manpages", "nowhere")
    assert answer.returncode == 4
    assert "nowhere/pairtwist.1 cannot be written: No such file or directory" in answer.stderr


def test_the_version_tells_the_licence(program, tmp_path):
    assert "BSD-3-Clause" in run(program, tmp_path, "--version").stdout
