# SPDX-License-Identifier: BSD-3-Clause
"""Of the source tree, in an environment that has its wheel (scripts/wheel.sh): documents."""

import pathlib
import re
import subprocess
import sys

import pytest

import pairtwist

pytest.importorskip(
    "pairtwist._core", reason="this copy of pairtwist has no compiled part: scripts/wheel.sh has"
)

ROOT = pathlib.Path(__file__).resolve().parents[2]


def blocks(document, heading=""):
    """The indented Python blocks of a document, below a heading if one is named."""
    text = (ROOT / document).read_text(encoding="utf-8")
    if heading:
        text = text.split(f"\n{heading}\n", 1)[1].split("\n## ", 1)[0]
    found = re.findall(r"(?:^(?:    .*)?\n)*^    .*\n(?:^(?:    .*)?\n)*", text, re.MULTILINE)
    found = ["\n".join(line[4:] for line in block.splitlines()).strip() for block in found]
    return [block for block in found if "pairtwist." in block and "pip " not in block]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where mine.toml of the README lies."""
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    mine = re.search(r"Save this as `mine.toml`:\n\n((?:    .*\n|\n)+)", text)[1]
    (tmp_path / "mine.toml").write_text("\n".join(line[4:] for line in mine.splitlines()))
    return tmp_path


def run(code, folder):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{code}\n{done.stderr}"
    return done.stdout


def test_the_readmes_door_opens(folder):
    (door,) = blocks("README.md", "## Three doors")
    assert len(door.splitlines()) <= 5
    out = run(door, folder)
    assert "eta" in out and (folder / "photons.png").stat().st_size > 10_000


def test_the_documents_blocks_run_one_after_the_other(folder):
    code = "\n".join(blocks("docs/python.md"))
    assert code.count("pairtwist.") > 10
    run(code, folder)


def test_a_type_checker_takes_what_the_document_shows(folder):
    pytest.importorskip("mypy", reason="mypy is not installed")
    code = "\n".join(blocks("docs/python.md"))
    kinds = {"data": "Dataset", "config.model": "Model", "figure": "NotebookFigure", "solver.backend": "str"}
    (folder / "shown.py").write_text(
        code + "".join(f"\nreveal_type({name})" for name in kinds), encoding="utf-8"
    )
    # The blocks use a name again; h5py and QuTiP have no types, and xarray's know no accessor.
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--allow-redefinition", "--disable-error-code=import-untyped",
         "--disable-error-code=attr-defined", "shown.py"],
        cwd=folder, capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stdout
    revealed = re.findall(r'Revealed type is "([\w.]+)"', done.stdout)
    assert [name.rsplit(".", 1)[-1] for name in revealed] == list(kinds.values()), done.stdout


STRICT = """
import numpy as np
import pairtwist
from pairtwist.config import Model

config = pairtwist.Config(model=Model(atoms=10, eta=3.0), time={"stop": 0.5, "samples": 5})
config.model.kappa = 0.5
config.light = {"state": "coherent", "alpha": 1.0}
config.solve = {"tolerance": 1e-6}
alpha = config.light.alpha
counted = pairtwist.plan(config, threads=1)
points: int = counted.points
data = pairtwist.solve(config, scan=pairtwist.scan(kappa=np.linspace(0.0, 1.0, 3)), progress=False)
solver = pairtwist.Solver("cpu", threads=1)
solver(config, over_time="final").to_netcdf("strict.nc")
with pairtwist.open("strict.nc", check=True) as stored:
    best: float = stored.qfi.max().item()
pairtwist.plot(data, "qfi", at={"kappa": [0.0, 1.0]}).savefig("strict.png")
several, wanted = [data], ["qfi"]
pairtwist.plot(several, wanted).savefig("several.pdf")
notes: list[str] = pairtwist.explore(data, "strict.html").notes
"""
# Each a line that a type checker refuses, with what it says.
MISTAKES = {
    'Model(atomz=10)': 'Unexpected keyword argument "atomz"',
    'config.model.kappa = "much"': "Incompatible types in assignment",
    'config.model = 3': "Incompatible types in assignment",
    'pairtwist.solve(config, backend="gpu")': 'Argument "backend" to "solve" has incompatible type',
    'pairtwist.solve(10)': 'Argument 1 to "solve" has incompatible type "int"',
    'counted.point': '"Plan" has no attribute "point"',
    'pairtwist.scan("zap", eta=[1.0])': 'Argument 1 to "scan" has incompatible type',
    'pairtwist.open("strict.nc", check="all")': 'Argument "check" to "open" has incompatible type',
    'pairtwist.plot(data, 3)': 'No overload variant of "plot" matches',
}


def checked(folder, code):
    """What mypy --strict says of a script: its exit code and its errors."""
    (folder / "strict.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "strict.py"],
        cwd=folder, capture_output=True, text=True)  # fmt: skip
    return done.returncode, done.stdout


def test_a_script_passes_mypy_strict_and_runs(folder):
    pytest.importorskip("mypy", reason="mypy is not installed")
    assert checked(folder, STRICT) == (0, "")
    run(STRICT, folder)
    assert (folder / "strict.png").stat().st_size > 1000


def test_a_type_checker_finds_mistakes(folder):
    pytest.importorskip("mypy", reason="mypy is not installed")
    code, said = checked(folder, STRICT + "\n".join(MISTAKES) + "\n")
    first = STRICT.count("\n") + 1
    for line, (mistake, words) in enumerate(MISTAKES.items(), start=first):
        assert f"strict.py:{line}: error: {words}" in said, f"{mistake}\n{said}"


def test_the_package_is_typed_and_quick():
    package = pathlib.Path(pairtwist.__file__).parent
    assert (package / "py.typed").exists() and (package / "_core.pyi").exists()
    assert ROOT not in package.parents  # the wheel's, not the source tree's
    code = "import time; t = time.perf_counter(); import pairtwist; print(time.perf_counter() - t)"
    # Of five the quickest: a machine that does other things, too, takes longer.
    assert min(float(run(code, ROOT / "docs")) for _ in range(5)) < 0.3


def test_cuda_comes_along_or_is_refused():
    """Of a wheel with CUDA nothing is looked for when it is imported: its runtime is in it."""
    package = pathlib.Path(pairtwist.__file__).parent
    program = pathlib.Path(sys.executable).parent / "pairtwist"
    for file in (*package.glob("_core*.so"), program):
        needed = subprocess.run(["ldd", file], capture_output=True, text=True, check=True).stdout
        assert "libhdf5" in needed and "libcuda" not in needed
    doctor = subprocess.run([program, "doctor"], capture_output=True, text=True).stdout
    if pairtwist.Solver().backend == "cuda":
        assert "CUDA ON" in doctor
        return
    reason = "no CUDA device" if "CUDA ON" in doctor else "this build has no CUDA"
    with pytest.raises(pairtwist.DeviceError, match=f'backend "cuda": .*{reason}'):
        pairtwist.solve({"model": {"atoms": 2}, "time": {"stop": 1.0}}, backend="cuda")
