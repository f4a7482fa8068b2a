# SPDX-License-Identifier: BSD-3-Clause
"""pairtwist explore of the program: where the page goes, and what it says without plotly."""

import os
import shutil
import subprocess

import pytest

from calls import run

CONFIG = """model.atoms = 4
time = { stop = 1.0, samples = 5 }
scan.axes = [{ key = "model.eta", linspace = [1.0, 2.0, 3] }]
"""


@pytest.fixture
def result(program, tmp_path):
    (tmp_path / "my scan.toml").write_text(CONFIG)
    assert run(program, tmp_path, "run", "my scan.toml", "--quiet").returncode == 0
    return tmp_path / "my scan.h5"


def has_plotly():
    python = os.environ.get("PAIRTWIST_PYTHON", "python3")
    return subprocess.run([python, "-c", "import plotly"], capture_output=True).returncode == 0


def test_the_page_is_named_after_the_file_and_put_here(program, result, tmp_path):
    if not has_plotly():
        pytest.skip("plotly is not installed")
    here = tmp_path / "another place"
    here.mkdir()
    done = run(program, here, "explore", "../my scan.h5")
    assert (done.returncode, done.stderr) == (0, "wrote my scan.html\n")
    assert run(program, here, "explore", "../my scan.h5").stderr == "replaced my scan.html\n"
    shutil.copy(result, here / "--output=x.h5")
    done = run(program, here, "explore", "-o", "the page.html", "--", "--output=x.h5")
    assert (done.returncode, done.stderr) == (0, "wrote the page.html\n")
    done = run(program, here, "explore", "../my scan.h5", "-o", "page")
    assert done.returncode == 2
    assert "page: no ending; pages are .html" in done.stderr


def test_without_plotly_nothing_is_written(program, result, tmp_path):
    bare = tmp_path / "bare python"
    bare.write_text('#!/bin/sh\nexec /usr/bin/python3 -S "$@"\n')
    bare.chmod(0o755)
    environment = os.environ | {"PAIRTWIST_PYTHON": str(bare), "PYTHONPATH": ""}
    done = run(program, tmp_path, "explore", result.name, env=environment)
    assert done.returncode == 4
    assert "explore needs Python with plotly" in done.stderr
    assert "plotly: apt-get install" in done.stderr and "python3-plotly" in done.stderr
    assert not list(tmp_path.glob("*.html"))


def test_what_is_no_result_is_refused(program, tmp_path):
    (tmp_path / "mine.toml").write_text(CONFIG)
    done = run(program, tmp_path, "explore", "mine.toml")
    assert done.returncode == 4
    assert "mine.toml" in done.stderr
