# SPDX-License-Identifier: BSD-3-Clause
"""Who may include whom (docs/architecture.md): the rule that keeps the folders apart.

Reads the #include lines of the sources; compiles nothing. What stands behind an included header is
judged where that header lies.
"""

import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
SUFFIXES = {".hpp", ".cpp", ".inl", ".cu", ".cuh", ".h"}

# Headers of CUDA and of the libraries that come with it.
CUDA = re.compile(
    r"^(cuda|cu(blas|sparse|solver|rand|fft)|nv(toolsext|ml|tx)|thrust/|cub/|device_launch|"
    r"cooperative_groups|(math|device)_functions)",
    re.IGNORECASE,
)

# folder: what files under it must not include, each a pattern over the text between the quotes.
FORBIDDEN = {
    "src/text": r"(?!text/|fmt/)[a-z_]+/",
    "src/model": r"(engines|backend|solve|io|cli|plan|observables|config|scan)/",
    # The names of quantities are the registry's.
    "src/config": r"(engines|backend|solve|io|cli|plan|scan)/|observables/(?!registry\.hpp)",
    "src/lab": r"(engines|backend|solve|io|cli|plan|observables|scan|model)/",
    "src/scan": r"(engines|backend|solve|io|cli|plan|observables)/",
    # Threads for independent tasks are no engine's own.
    "src/plan": r"(backend|solve|io|cli)/|engines/(?!run_tasks\.hpp)",
    "src/engines": r"(cli|io|solve|config)/|hdf5|H5|CLI/",
    "src/backend": r"(cli|io|solve|config)/|hdf5|H5|CLI/",
    "src/observables": r"(cli|io|solve|backend|engines)/|hdf5|H5|CLI/",
    "src/solve": r"cli/|hdf5|H5|CLI/",
    "src/io": r"(cli|solve|backend)/|engines/(?!run_tasks\.hpp)|CLI/",
    "include": r"(?!pairtwist/)[a-z_]+/|hdf5|H5|CLI/|toml|fmt/|nlohmann/|Eigen/",
    "bindings": r"(cli|engines|solve|plan|config|io|scan|observables|lab|physics)/|hdf5|H5|CLI/",
    "kernels": r"(cli|io|config|solve|plan|scan)/|hdf5|H5|CLI/",
}

# src/physics is compiled for host and device: itself, the standard library's C headers and its
# integer_sequence, a type without code, and in the SIMD pack what the host's compiler and SLEEF give.
PHYSICS_ALLOWED = {"cmath", "cstdint", "cstddef", "utility"}
PACK_ALLOWED = PHYSICS_ALLOWED | {"immintrin.h", "sleef.h"}


def sources(root, folder):
    """The source files under a folder, sorted; their paths relative to root."""
    return sorted(
        path.relative_to(root)
        for path in (root / folder).rglob("*")
        if path.suffix in SUFFIXES and path.is_file()
    )


def includes(root, path):
    """[(line number, quote, included text)] of a file."""
    text = (root / path).read_text(encoding="utf-8")
    return [
        (text.count("\n", 0, match.start()) + 1, match.group(1), match.group(2))
        for match in INCLUDE.finditer(text)
    ]


def breaches(root):
    """Every include that the rule forbids, as 'file:line includes what'."""
    found = []

    def judge(folder, forbidden):
        for path in sources(root, folder):
            for line, quote, what in includes(root, path):
                if forbidden(path, quote, what):
                    found.append(f"{path}:{line} includes {what}")

    for folder, pattern in FORBIDDEN.items():
        rule = re.compile(pattern)
        judge(folder, lambda path, quote, what, rule=rule: rule.match(what))

    def beyond_physics(path, quote, what):
        if what.startswith("physics/"):
            return False
        return what not in (PACK_ALLOWED if path.name == "pack.hpp" else PHYSICS_ALLOWED)

    judge("src/physics", beyond_physics)
    # Of the benchmarks what is compiled for a device, alone: the rest is among the tests.
    def cuda_on_the_host(path, quote, what):
        if path.parts[0] == "benchmarks" and path.suffix in {".cu", ".cuh"}:
            return False
        return CUDA.match(what)

    for folder in ("include", "src", "tests", "benchmarks"):
        judge(folder, cuda_on_the_host)
    return found


def test_every_folder_of_the_rule_has_sources():
    for folder in [*FORBIDDEN, "src/physics"]:
        assert sources(ROOT, folder), f"{folder} is empty: the rule reads nothing there"


def test_every_folder_of_src_is_in_the_rule():
    folders = {f"src/{path.name}" for path in (ROOT / "src").iterdir() if path.is_dir()}
    assert folders == {f for f in FORBIDDEN if f.startswith("src/")} | {"src/physics", "src/cli"}


def test_nobody_includes_what_the_rule_forbids():
    assert breaches(ROOT) == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("src/config/read.cpp", '#include "engines/batch.hpp"'),
        ("src/scan/scan.cpp", '#include "backend/backend.hpp"'),
        ("src/plan/plan.cpp", '#include "solve/columns.hpp"'),
        ("src/plan/plan.cpp", '  #  include "io/h5.hpp"'),
        ("src/engines/fock.cpp", "#include <hdf5.h>"),
        ("src/engines/fock.cpp", "#include <CLI/CLI.hpp>"),
        ("src/engines/fock.hpp", '#include "cli/text.hpp"'),
        ("src/backend/backend.cpp", "#include <cuda_runtime.h>"),
        ("src/observables/qfi.cpp", "#include <thrust/sort.h>"),
        ("tests/engines/test_fock.cpp", "#include <cublas_v2.h>"),
        ("benchmarks/spmm/dense_columns.hpp", "#include <cusparse.h>"),
        ("src/backend/backend.cu", "#include <cuda_runtime.h>"),
        ("src/config/read.cpp", '#include "observables/atomic_state.hpp"'),
        ("include/pairtwist/solve.hpp", '#include "backend/backend.hpp"'),
        ("include/pairtwist/job.hpp", "#include <toml++/toml.h>"),
        ("src/physics/coherent.hpp", '#include "observables/atomic_state.hpp"'),
        ("src/physics/coherent.hpp", "#include <vector>"),
        ("src/physics/coherent.hpp", "#include <immintrin.h>"),
        ("kernels/fock.cu", '#include "cli/text.hpp"'),
    ],
)
def test_a_forbidden_include_is_found(tmp_path, path, line):
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(f"#pragma once\n{line}\n", encoding="utf-8")
    (found,) = breaches(tmp_path)
    assert found.startswith(f"{path}:2 includes ")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("kernels/closed_form.cu", "#include <cuda_runtime.h>"),
        ("kernels/block_lists.cu", "#include <thrust/copy.h>"),
        ("src/engines/closed_form.cpp", '#include "physics/coherent.hpp"'),
        ("benchmarks/spmm/cusparse_product.cuh", "#include <cusparse.h>"),
        ("src/physics/pack.hpp", "#include <sleef.h>"),
        ("src/io/h5.cpp", "#include <hdf5.h>"),
        ("src/config/read.cpp", '#include "config/section.hpp"'),
        ("src/config/read.cpp", '#include "observables/registry.hpp"'),
        ("src/config/read.cpp", '// #include "engines/batch.hpp"'),
    ],
)
def test_an_allowed_include_is_not(tmp_path, path, line):
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(line + "\n", encoding="utf-8")
    assert breaches(tmp_path) == []
