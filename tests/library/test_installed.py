# SPDX-License-Identifier: BSD-3-Clause
"""The installed library, as its users have it: what the documents show compiles, links and runs.

Installs the build that PAIRTWIST_PROGRAM lies in to a temporary folder and builds a project outside
the source tree; skipped by name without that build.
"""

import os
import pathlib
import re
import subprocess

import h5py
import pytest

pytestmark = pytest.mark.long

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADERS = sorted(path.name for path in (ROOT / "include" / "pairtwist").glob("*.hpp"))


def shown(document, name):
    """The indented block of a document that follows the line "`name`" ... ":"."""
    text = (ROOT / document).read_text(encoding="utf-8")
    match = re.search(rf"^.*`{re.escape(name)}`.*:\n\n((?:    .*\n|\n)+)", text, re.MULTILINE)
    assert match, f"{document} shows no {name}"
    return "".join(line.removeprefix("    ") for line in match[1].splitlines(keepends=True))


def run(*command):
    result = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def project(build, tmp_path_factory):
    """The folder in which the documents' programs are built: mine, rows, memory, readme."""
    prefix = tmp_path_factory.mktemp("prefix")
    run("cmake", "--install", build, "--prefix", prefix)

    folder = tmp_path_factory.mktemp("project")
    lists = shown("docs/cpp.md", "CMakeLists.txt") + (
        "foreach(program rows memory readme)\n"
        "  add_executable(${program} ${program}.cpp)\n"
        "  target_link_libraries(${program} PRIVATE pairtwist::pairtwist)\n"
        "endforeach()\n"
        "file(GLOB headers header_*.cpp)\n"
        "add_library(headers OBJECT ${headers})\n"
        "target_compile_options(headers PRIVATE -Wall -Wextra -Werror)\n"
        "target_link_libraries(headers PRIVATE pairtwist::pairtwist)\n"
    )
    (folder / "CMakeLists.txt").write_text(lists)
    (folder / "main.cpp").write_text(shown("docs/cpp.md", "main.cpp"))
    (folder / "rows.cpp").write_text(shown("docs/cpp.md", "rows.cpp"))
    (folder / "memory.cpp").write_text(shown("docs/cpp.md", "memory.cpp"))
    door = shown("README.md", "main.cpp").strip()
    assert len(door.splitlines()) <= 5
    (folder / "readme.cpp").write_text(door)
    for name in HEADERS:
        source = folder / f"header_{name.removesuffix('.hpp')}.cpp"
        source.write_text(f"#include <pairtwist/{name}>\n#include <pairtwist/{name}>\n")
    # Who links the library of a build with CUDA has no toolkit: it was linked against the runtime.
    run("cmake", "-G", "Ninja", "-S", folder, "-B", folder / "build",
        f"-DCMAKE_PREFIX_PATH={prefix}", "-DCMAKE_DISABLE_FIND_PACKAGE_CUDAToolkit=ON",
        "-DCMAKE_CUDA_COMPILER=NOTFOUND")  # fmt: skip
    run("cmake", "--build", folder / "build")
    return folder / "build"


def test_a_solver_takes_job_after_job(project):
    device, *results = run(project / "mine").splitlines()
    assert device.startswith("on ")
    assert len(results) == 3
    for photons, line in zip(("1.0", "2.0", "4.0"), results):
        assert line.startswith(f"{photons} photons: 4 points, 4 good, largest F_Q ")
        assert 20 < float(line.split()[-1]) <= 20**2


def test_rows_come_as_in_memory(project):
    rows = run(project / "rows").splitlines()
    assert [line.split(":")[0] for line in rows] == [f"point {i}" for i in range(7)]
    assert rows == run(project / "memory").splitlines()


def test_the_readmes_door_opens(project, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text(shown("README.md", "mine.toml"))
    run(os.environ["PAIRTWIST_PROGRAM"], "run", "mine.toml", "--quiet")
    with h5py.File("mine.h5") as file:
        last = file["qfi"][-1, -1]
    assert float(run(project / "readme")) == pytest.approx(last, rel=1e-5)  # six digits are printed


def test_every_installed_header_is_in_the_document(project):
    document = (ROOT / "docs" / "cpp.md").read_text(encoding="utf-8")
    for name in HEADERS:
        assert f"| `{name}` |" in document
