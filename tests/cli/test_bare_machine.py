# SPDX-License-Identifier: BSD-3-Clause
"""Where nothing was prepared: no variables, no home, odd locales and names, no network, nothing that
may be written. What works elsewhere works there, or says what it needs."""

import importlib.util
import os
import pathlib
import shutil
import subprocess
import tempfile

import pytest
from calls import run

CONFIG = """
model.atoms = 4
time.stop = 1.0
scan.axes = [{ key = "model.eta", linspace = [1.0, 2.0, 3] }]
"""
NOBODY = 65534
PLOTLY = importlib.util.find_spec("plotly") is not None
PATH = {"PATH": "/usr/bin:/bin"}


@pytest.fixture
def folder(program, tmp_path):
    """With a config and its result, a space and letters beyond ASCII in all names."""
    folder = tmp_path / "neuer Ordner für Žofie"
    folder.mkdir()
    (folder / "Übung 1.toml").write_text(CONFIG)
    assert run(program, folder, "run", "Übung 1.toml", "--quiet").returncode == 0
    return folder


@pytest.fixture
def public(program):
    """A program that any user may run, as an installation has it, and a result beside it."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="pairtwist-public-"))
    (folder / "bin").mkdir()
    shutil.copy(program, folder / "bin" / "pairtwist")
    python = pathlib.Path(__file__).resolve().parents[2] / "python" / "pairtwist"
    shutil.copytree(python, folder / "share" / "pairtwist" / "python" / "pairtwist",
                    ignore=shutil.ignore_patterns("__pycache__"))  # fmt: skip
    (folder / "mine.toml").write_text(CONFIG)
    assert run(program, folder, "run", "mine.toml", "--quiet").returncode == 0
    subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
    yield folder
    shutil.rmtree(folder)


def drawing():
    """Commands that start Python, and the files that come of them."""
    yield ("plot", "Übung 1.h5"), ("Übung 1.png", "Übung 1.plot.py")
    yield ("plot", "Übung 1.h5", "-o", "Bild ä.pdf"), ("Bild ä.pdf", "Bild ä.plot.py")
    if PLOTLY:
        yield ("explore", "Übung 1.h5"), ("Übung 1.html",)
    yield ("doctor",), ()


def others():
    """The other commands that a new user tries."""
    yield ("config", "Übung 1.toml"), ()
    yield ("plan", "Übung 1.toml"), ()
    yield ("run", "Übung 1.toml", "-o", "Ergebnis 2.h5"), ("Ergebnis 2.h5",)
    yield ("info", "Übung 1.h5"), ()
    yield ("verify", "Übung 1.h5"), ()
    yield ("reproduce", "Übung 1.h5"), ()
    yield ("manpages", "."), ("pairtwist.1",)
    yield ("completion", "bash"), ()


def expect(program, folder, environment, commands):
    """program: a list, the program and what starts it."""
    for words, made in commands:
        done = run(program[0], folder, *program[1:], *words, env=environment)
        assert done.returncode == 0, f"{words}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        for name in made:
            assert (folder / name).stat().st_size > 500, name


# Each starts Python five times; those odder than what is met are for `scripts/test.sh all`.
@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({}, id="no variables"),
        pytest.param(
            {**PATH, "HOME": "/nirgends", "TMPDIR": "/nicht/da", "LANG": "de_DE.ISO-8859-1"},
            id="nothing is there", marks=pytest.mark.long,
        ),
        pytest.param(
            {**PATH, "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            id="Python told not to use UTF-8", marks=pytest.mark.long,
        ),
    ],
)  # fmt: skip
def test_everything_works(program, folder, environment):
    if not environment:
        expect([program], folder, environment, others())
    expect([program], folder, environment, drawing())
    # The script draws the same picture, in whatever locale; to Python alone UTF-8 is left.
    picture = (folder / "Übung 1.png").read_bytes()
    (folder / "Übung 1.png").unlink()
    subprocess.run(["/usr/bin/python3", "Übung 1.plot.py"], cwd=folder, check=True,
                   env={**PATH, **{name: environment[name] for name in environment
                                   if not name.startswith("PYTHON")}})  # fmt: skip
    assert (folder / "Übung 1.png").read_bytes() == picture


@pytest.mark.long
def test_everything_works_without_a_network(program, folder):
    alone = ["unshare", "--net", "--map-root-user"]
    if subprocess.run([*alone, "true"], capture_output=True).returncode != 0:
        pytest.skip("unshare may not take the network away here")
    expect([*alone, program], folder, dict(os.environ), [*others(), *drawing()])


def test_names_that_are_no_utf8(program, tmp_path):
    (tmp_path / os.fsdecode(b"b\xff.toml")).write_text(CONFIG)
    for words, made in (
        (("run", b"b\xff.toml"), [b"b\xff.h5"]),
        (("info", b"b\xff.h5"), []),
        (("plot", b"b\xff.h5", "-o", b"c\xff.png"), [b"c\xff.png", b"c\xff.plot.py"]),
        (("explore", b"b\xff.h5"), [b"b\xff.html"] if PLOTLY else None),
    ):
        if made is None:
            continue
        done = run(program, tmp_path, *words)
        assert done.returncode == 0, f"{words}\n{done.stderr}"
        for name in made:
            assert (tmp_path / os.fsdecode(name)).stat().st_size > 500
    script = (tmp_path / os.fsdecode(b"c\xff.plot.py")).read_text(encoding="utf-8")
    assert script.startswith('"""c\\\\udcff.png: qfi.')
    picture = tmp_path / os.fsdecode(b"c\xff.png")
    before = picture.read_bytes()
    picture.unlink()
    subprocess.run(["/usr/bin/python3", b"c\xff.plot.py"], cwd=tmp_path, check=True)
    assert picture.read_bytes() == before


def as_nobody(folder, *words, **more):
    """What one who owns nothing, at home nowhere, gets from the public program."""
    if os.geteuid() != 0:
        pytest.skip("only root can become nobody")
    environment = {**PATH, "HOME": "/nonexistent", **more}
    return run(folder / "bin" / "pairtwist", folder, *words, env=environment, user=NOBODY,
               group=NOBODY, extra_groups=[])  # fmt: skip


def test_who_may_not_write_is_told_where(public):
    for words, name in (
        (("run", "mine.toml", "-o", "other.h5"), "the directory ."),
        (("run", "mine.toml", "-o", "other.h5", "--shard", "1/2"), "other.h5.parts"),
        (("plot", "mine.h5"), "mine.png"),
        (("manpages", "."), "./pairtwist.1"),
        *([(("explore", "mine.h5"), "mine.html")] if PLOTLY else []),
    ):
        done = as_nobody(public, *words)
        assert done.returncode == 4, done.stderr
        last = done.stderr.splitlines()[-1]
        assert name in last and "Permission denied" in last and "Traceback" not in done.stderr
    assert sorted(os.listdir(public)) == ["bin", "mine.h5", "mine.toml", "share"]


def test_who_has_no_home_reads_solves_and_draws(public):
    place = pathlib.Path(tempfile.mkdtemp(prefix="pairtwist-place-"))
    os.chmod(place, 0o777)
    try:
        for words in (
            ("info", "mine.h5"),
            ("verify", "mine.h5"),
            ("reproduce", "mine.h5"),
            ("run", "mine.toml", "-o", place / "mine.h5"),
            ("plot", "mine.h5", "-o", place / "mine.png"),
        ):
            done = as_nobody(public, *words)
            assert done.returncode == 0, f"{words}\n{done.stderr}"
        assert (place / "mine.png").stat().st_size > 500
    finally:
        shutil.rmtree(place)


def test_matplotlib_without_any_folder_is_said(public):
    closed = ["unshare", "--mount", "--map-root-user", "sh", "-c",
              'for f in /tmp /var/tmp; do mount --bind $f $f && mount -o remount,ro,bind $f; done '
              '&& exec "$@"', "sh"]  # fmt: skip
    if subprocess.run([*closed, "true"], capture_output=True).returncode != 0:
        pytest.skip("unshare may not close folders here")
    for command in ("plot", *(["explore"] if PLOTLY else [])):
        done = subprocess.run([*closed, public / "bin" / "pairtwist", command, "mine.h5"], text=True,
                              cwd=public, env={**PATH, "HOME": "/proc/none"}, capture_output=True,
                              timeout=300)  # fmt: skip
        assert done.returncode == 4
        last = done.stderr.splitlines()[-1]
        assert f"pairtwist {command}: " in last and "MPLCONFIGDIR" in last, done.stderr
        assert "Traceback" not in done.stderr
