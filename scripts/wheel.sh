#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Builds the Python package's wheel and sdist into dist/, and tests each in a fresh virtual
# environment: scripts/wheel.sh [PYTHON]. PYTHON is 3.11 or later, the default is python3; from 3.12
# on the wheel serves all later ones. Needs the network, for what pip installs, and the packages of
# scripts/setup.sh. Without CUDA, unless options of CMake in WHEEL_OPTIONS say otherwise:
# "-C cmake.define.PAIRTWIST_CUDA=ON -C cmake.define.CMAKE_CUDA_ARCHITECTURES=90".
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
python=${1:-python3}
read -ra options <<<"${WHEEL_OPTIONS:--C cmake.define.PAIRTWIST_CUDA=OFF}"
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

fresh() { # fresh NAME: an environment with pip and nothing else
  "$python" -m venv "$work/$1"
  "$work/$1/bin/pip" install --quiet --upgrade pip
}

fresh build
"$work/build/bin/python" - <<'REQUIRES' >"$work/requires.txt"
import tomllib
print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")
REQUIRES
"$work/build/bin/pip" install --quiet build -r "$work/requires.txt"
# A Python that was built elsewhere (python-build-standalone, say) names compilers that are not here.
"$work/build/bin/python" - <<'ELSEWHERE'
import importlib, pathlib, sysconfig
known = importlib.import_module(sysconfig._get_sysconfigdata_name()).build_time_vars
nowhere = {"CC": "clang-of-elsewhere -pthread", "CXX": "clang++-of-elsewhere -pthread"}
module = pathlib.Path(sysconfig.get_path("purelib"), "_sysconfigdata_elsewhere.py")
module.write_text(f"build_time_vars = {known | nowhere!r}\n")
ELSEWHERE
rm -f dist/*.whl dist/pairtwist-*.tar.gz
_PYTHON_SYSCONFIGDATA_NAME=_sysconfigdata_elsewhere \
  "$work/build/bin/python" -m build --no-isolation --sdist --wheel --outdir dist "${options[@]}" .
# The committed stub is the one that this module has.
stub=$(ls -t build-cp*/bindings/_core.pyi | head -1)
diff -u python/pairtwist/_core.pyi "$stub" ||
  { echo "python/pairtwist/_core.pyi is not that of the module: cp $stub python/pairtwist/" >&2; exit 1; }

for kind in wheel sdist; do
  case $kind in
    wheel) package=$(ls dist/*.whl) ;;
    sdist) package=$(ls dist/*.tar.gz) ;;
  esac
  fresh "$kind"
  "$work/$kind/bin/pip" install --quiet "${options[@]}" "${package}[test]"
  (
    cd "$work"  # the source tree's package must not be found
    unset PYTHONPATH PAIRTWIST_PYTHON PAIRTWIST_PROGRAM
    "$kind/bin/python" -m pytest -q -p no:cacheprovider --pyargs pairtwist
    "$kind/bin/python" -m pytest -q -p no:cacheprovider --import-mode=importlib "$OLDPWD/tests/wheel"
    "$kind/bin/pairtwist" doctor
  )
  echo "$package: tests passed"
done
