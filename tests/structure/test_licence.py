# SPDX-License-Identifier: BSD-3-Clause
"""Every source file says its licence in its first lines (scripts/spdx.py gives it to new ones)."""

import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import spdx


@pytest.fixture
def in_git():
    if not (ROOT / ".git").exists():
        pytest.skip("this source tree is not a clone: nobody knows what of it are its sources")


def test_every_source_has_the_line(in_git):
    lacking = [str(path.relative_to(ROOT)) for path in spdx.sources(ROOT) if spdx.lacks_it(path)]
    assert lacking == [], "scripts/spdx.py --add gives it to them"


def test_sources_of_every_kind_are_looked_at(in_git):
    found = {str(path.relative_to(ROOT)) for path in spdx.sources(ROOT)}
    assert found >= {"CMakeLists.txt", ".ci/run", "src/cli/main.cpp", "kernels/fock.cu",
                     "src/engines/fock_task.inl", "cmake/version.cpp.in", "scripts/test.sh",
                     "python/pairtwist/__init__.py", "packaging/Dockerfile",
                     "python/pairtwist/explore_page/page.html"}  # fmt: skip
    assert "python/pairtwist/_core.pyi" not in found  # made by nanobind, and compared


@pytest.mark.parametrize(
    ("name", "text", "marked"),
    [
        ("a.cpp", "// Words.\n", f"// {spdx.LINE}\n// Words.\n"),
        ("a.py", '"""Words."""\n', f'# {spdx.LINE}\n"""Words."""\n'),
        ("a.sh", "#!/bin/sh\nls\n", f"#!/bin/sh\n# {spdx.LINE}\nls\n"),
        ("a.html", "<!DOCTYPE html>\n<p>\n", f"<!DOCTYPE html>\n<!-- {spdx.LINE} -->\n<p>\n"),
        ("a.css", "p {}\n", f"/* {spdx.LINE} */\np {{}}\n"),
        ("a.cmake.in", "x\n", f"# {spdx.LINE}\nx\n"),
        ("CMakeLists.txt", "x\n", f"# {spdx.LINE}\nx\n"),
    ],
)
def test_the_line_stands_where_it_may(tmp_path, name, text, marked):
    path = tmp_path / name
    path.write_text(text)
    assert spdx.lacks_it(path)
    path.write_text(spdx.with_line(text, spdx.comment_of(path)))
    assert path.read_text() == marked
    assert not spdx.lacks_it(path)
