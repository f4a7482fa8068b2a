# SPDX-License-Identifier: BSD-3-Clause
"""What benchmarks/*.patch counts is counted in the sources as they are."""

import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATCHES = sorted((ROOT / "benchmarks").glob("*.patch"))


@pytest.mark.parametrize("patch", PATCHES, ids=lambda path: path.name)
def test_it_applies(patch, tmp_path):
    if shutil.which("git") is None:
        pytest.skip("git is not there")
    # A copy that is no clone: whatever else is changed here does not matter.
    shutil.copytree(ROOT / "src", tmp_path / "src")
    done = subprocess.run(["git", "apply", "--check", patch], cwd=tmp_path,
                          env={"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)},
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_there_are_some():
    assert PATCHES
