# SPDX-License-Identifier: BSD-3-Clause
"""Code that the documents and the site's pages show, run as it stands.

Every block of them is run here or named in ELSEWHERE, with what runs it, so that none is added
untried. A block is indented by four blanks, or fenced.
"""

import importlib.util
import os
import pathlib
import re
import subprocess
import sys

import h5py
import numpy as np
import pytest

from calls import run

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENTS = [
    ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md")),
    *sorted(ROOT.glob("site/*.md")), *sorted(ROOT.glob("site/how-to/*.md")),
]  # fmt: skip
INDENTED = re.compile(r"(?<=\n\n)(?:    .*\n|\n(?=\n*    ))+")
FENCED = re.compile(r"^( *)```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)

# {document: {what the block begins with, or "": all of its blocks: where it is run, or why nowhere}}.
ELSEWHERE = {
    "README.md": {"": "the doors: test_readme.py, tests/wheel, tests/library, scripts/fresh.sh"},
    "CONTRIBUTING.md": {"": "the tests"},
    "docs/architecture.md": {"": "a drawing"},
    "docs/cluster.md": {
        "axes=": "a million points",
        "pairtwist plan mine.toml --slurm": "scripts/test-slurm.sh",
        "sbatch": "scripts/test-slurm.sh",
    },
    "docs/cpp.md": {"": "tests/library"},
    "docs/file-format.md": {
        "import hashlib": "tests/python/test_attributes_hash.py",
        "using HDF5": "Julia, which the tests do not install",
    },
    "docs/install.md": {
        "python3 -m venv": "scripts/wheel.sh; scripts/fresh.sh python",
        "source <(": "test_completion.py, each shell with its line",
        "scripts/package.sh": "itself, in a fresh root",
        "docker": "images from the network",
        "spack": "Spack, which is in none of the places that the tests install from",
    },
    "docs/interface.md": {
        "pairtwist merge FILE": "usage",
        "pairtwist plan mine.toml --slurm": "scripts/test-slurm.sh",
        "pairtwist verify FILE": "usage",
        "pairtwist reproduce FILE": "usage",
    },
    "docs/lab.md": {"g = ": "formulas"},
    "docs/performance.md": {"": "measurements, by whoever repeats them"},
    "docs/python.md": {"": "tests/wheel"},
    "docs/testing.md": {"": "the tests"},
    "site/how-to/devices.md": {"": "a device"},
}
FORMULAS = re.compile(r"[ραφλδνζμ∂∫κ]|^ *(H|F|J) = |\[P ")


class Block:
    def __init__(self, document, language, code):
        self.document, self.language, self.code = document, language, code
        self.first = code.strip().splitlines()[0]

    @property
    def name(self):
        return f"{self.document}: {self.first[:50]}"


def blocks_of(path):
    text = path.read_text(encoding="utf-8")
    document = str(path.relative_to(ROOT))
    found = []
    for margin, language, code in FENCED.findall(text):
        lines = [line.removeprefix(margin) for line in code.splitlines()]
        found.append(Block(document, language, "\n".join(lines)))
    for code in INDENTED.findall(FENCED.sub("", text)):
        lines = [line.removeprefix("    ") for line in code.strip("\n").splitlines()]
        code = "\n".join(lines)
        language = "python" if re.match(r"(import|from|with) ", code) else "bash"
        found.append(Block(document, language, code))
    return found


def reason(block):
    """Where a block is run, or why nowhere; None: here."""
    for start, why in ELSEWHERE.get(block.document, {}).items():
        if block.first.startswith(start):
            return why
    return "formulas" if FORMULAS.search(block.code) and block.language == "bash" else None


BLOCKS = [block for path in DOCUMENTS for block in blocks_of(path)]
HERE = [block for block in BLOCKS if reason(block) is None]

MINE = """title = "Four points"
model = { atoms = 10, eta = 5.0 }
time = { stop = 1.0, samples = 21 }
scan.axes = [{ key = "model.kappa", linspace = [0.0, 3.0, 4] }]
output.quantities = ["qfi", "photon_number"]
"""
LOSSY = """model = { atoms = 2, U = 0.2, W0 = 0.5, tunnelling = 2.0, eta = 1.0, kappa = 1.0 }
time = { stop = 1.0, samples = 3 }
output.quantities = ["qfi"]
solve = { trajectories = 4, tolerance = 1e-4 }
"""
# Files that the blocks speak of: {name: the arguments of `run` that make it}.
RESULTS = {
    "mine.h5": ["mine.toml"],
    "fig2c.h5": ["configs/paper/fig2c.toml"],
    "fig2d.h5": ["configs/paper/fig2d.toml"],
    "husimi.h5": ["configs/examples/husimi.toml"],
    "map.h5": ["configs/examples/map.toml"],
    "lossless.h5": ["mine.toml", "--unset", "scan"],
    "lossy.h5": ["mine.toml", "--unset", "scan", "--set", "model.kappa=2.0"],
    "result.h5": ["mine.toml", "--set", "light.state=file", "--set", "light.path=one photon.h5"],
}
# The value of $axes where a table gives one for each line; planned sooner than any of theirs.
AXES = '{ key = "light.alpha", linspace = [0.5, 2.5, 20] }'


@pytest.fixture(scope="module")
def results(program, tmp_path_factory):
    """result(name): a path to the file, solved when a block first names it."""
    folder = tmp_path_factory.mktemp("results")

    def result(name):
        path = folder / name
        if not path.exists():
            (folder / "mine.toml").write_text(MINE)
            with h5py.File(folder / "one photon.h5", "w") as file:
                file["density_re"], file["density_im"] = np.diag([0.0, 1.0]), np.zeros((2, 2))
            if not (folder / "configs").exists():
                (folder / "configs").symlink_to(ROOT / "configs")
            done = run(program, folder, "run", *RESULTS[name], "-o", name, "--quiet")
            assert done.returncode == 0, done.stderr
        return path

    return result


@pytest.fixture
def folder(program, tmp_path):
    """A source tree with a build, as far as the documents' commands need one."""
    for name in ("configs", "scripts", "python"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "pairtwist").symlink_to(program)
    (tmp_path / "mine.toml").write_text(MINE)
    (tmp_path / "lossy.toml").write_text(LOSSY)
    return tmp_path


@pytest.mark.parametrize("block", HERE, ids=lambda block: block.name)
def test_what_is_shown_runs(block, folder, results):
    outputs = set(re.findall(r" -o (\S+)", block.code))
    for name in RESULTS.keys() & set(re.findall(r"[\w.]+\.h5", block.code)) - outputs:
        (folder / name).symlink_to(results(name))
    environment = os.environ | {
        "PATH": f"{folder / 'build'}:{os.environ['PATH']}", "PAIRTWIST_PYTHON": sys.executable,
        "PYTHONPATH": str(ROOT / "python"), "MPLBACKEND": "agg", "axes": AXES,
    }  # fmt: skip
    if block.language == "python":
        needed = set(re.findall(r"\b(qutip|h5py)\b", block.code))
        for module in needed:
            if importlib.util.find_spec(module) is None:
                pytest.skip(f"{module} is not installed")
        code = block.code if "import " in block.code else "import h5py\n" + block.code
        command = [sys.executable, "-c", code]
    else:
        command = ["bash", "-euo", "pipefail", "-c", block.code.replace("/usr/bin/python3", sys.executable)]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600
    )
    # A command in the background has no say in the shell's exit code.
    assert done.returncode == 0 and "error:" not in done.stderr, (
        f"{block.code}\n{done.stdout}{done.stderr}"
    )
    for said in re.findall(r"  # fit (.*)$", block.code, re.MULTILINE):
        assert said in done.stdout + done.stderr
    for name in outputs:
        assert (folder / name).stat().st_size > 0


def test_blocks_that_are_run_elsewhere_are_there():
    for document, starts in ELSEWHERE.items():
        for start in starts:
            assert any(
                block.document == document and block.first.startswith(start) for block in BLOCKS
            ), f"{document} has no block that begins with {start!r}"
    assert len(HERE) > 15
