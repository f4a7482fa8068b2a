# SPDX-License-Identifier: BSD-3-Clause
"""The installed program in a folder with spaces, moved to another one, with an empty home."""

import gzip
import subprocess

import pytest

pytestmark = pytest.mark.long

CONFIG = """
model.atoms = 4
time.stop = 1.0
scan.axes = [{ key = "model.eta", linspace = [1.0, 2.0, 3] }]
"""


@pytest.fixture(scope="module")
def prefix(build, tmp_path_factory):
    """Where it was moved to."""
    folder = tmp_path_factory.mktemp("a place")
    subprocess.run(["cmake", "--install", build, "--prefix", folder / "the former place"],
                   check=True, capture_output=True, timeout=120)  # fmt: skip
    return (folder / "the former place").rename(folder / "second 'one'")


def run(prefix, folder, *words):
    """Without any variable that could help."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
    return subprocess.run([prefix / "bin" / "pairtwist", *words], cwd=folder, env=environment,
                          capture_output=True, text=True, timeout=300)  # fmt: skip


def test_it_solves_and_draws(prefix, tmp_path):
    (tmp_path / "my config.toml").write_text(CONFIG)
    done = run(prefix, tmp_path, "run", "my config.toml", "--quiet")
    assert done.returncode == 0, done.stderr
    done = run(prefix, tmp_path, "plot", "my config.h5")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "my config.png").read_bytes().startswith(b"\x89PNG")


def test_nothing_that_is_installed_knows_where_it_was(prefix):
    texts = [path for path in prefix.rglob("*") if path.suffix in (".cmake", ".py", ".bash", ".fish")]
    assert len(texts) > 20
    assert [path for path in texts if b"the former place" in path.read_bytes()] == []


def test_its_man_pages_completion_and_licence_are_there(prefix):
    share = prefix / "share"
    page = gzip.decompress((share / "man" / "man1" / "pairtwist-run.1.gz").read_bytes())
    assert b"max\\-hours" in page
    for file in ("bash-completion/completions/pairtwist", "zsh/site-functions/_pairtwist",
                 "fish/vendor_completions.d/pairtwist.fish"):  # fmt: skip
        assert "__complete" in (share / file).read_text()
    assert "BSD 3-Clause" in (share / "doc" / "pairtwist" / "LICENSE").read_text()
    assert not list(share.rglob("tests"))
