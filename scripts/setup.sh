# SPDX-License-Identifier: BSD-3-Clause
# Sourced by quickstart.sh and test.sh: what both need before they start. Installs what is missing,
# configures, builds; does nothing of that a second time. Not for running by itself.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
# The Python whose packages apt-get installs, whatever else is first on the PATH.
export PAIRTWIST_PYTHON=/usr/bin/python3

program_packages=(
  build-essential cmake ninja-build git pkg-config ccache
  libcli11-dev libtomlplusplus-dev libfmt-dev libeigen3-dev libhdf5-dev libssl-dev libdeflate-dev libsleef-dev
  nlohmann-json3-dev
  python3 python3-numpy python3-xarray python3-h5netcdf python3-matplotlib
)
test_packages=(
  libgtest-dev librapidcheck-dev libbenchmark-dev clang-tidy clang-format libomp-dev valgrind
  python3-netcdf4 python3-h5py python3-pytest zsh fish man-db
  python3-plotly chromium
)
# Of the stage slurm alone (test-slurm.sh).
slurm_packages=(munge slurmctld slurmd slurm-client)
# Of the stage fuzz alone (fuzz.sh): a compiler with libFuzzer.
fuzz_packages=(clang libclang-rt-dev)

# Of `pip install .` in an environment.
wheel_packages=(python3-dev python3-venv)
# Of the documentation site, beside what pip installs (site/requirements.txt).
site_packages=(doxygen "${wheel_packages[@]}")

# at_narrower_levels TEST...: patterns of --gtest_filter, these tests at the SIMD levels other than the
# widest of this machine.
at_narrower_levels() {
  local levels=(avx2 avx512) level test found=
  ! grep -qsw avx2 /proc/cpuinfo || levels=(scalar avx512)
  ! grep -qsw avx512dq /proc/cpuinfo || levels=(scalar avx2)
  for level in "${levels[@]}"; do
    for test in "$@"; do found+=:$test/$level; done
  done
  echo "${found:1}"
}

say() { printf '\n==> %s\n' "$*"; }

fail() {
  printf '\nerror: %s\n' "$*" >&2
  exit 1
}

# install_packages PACKAGE...: asks apt-get only for what is missing.
install_packages() {
  local installed missing=() package as_root=()
  if ! command -v dpkg-query >/dev/null; then
    say "No Debian packages here: assuming that the equivalents of these are installed: $*"
    return
  fi
  installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    grep -qxF "$package installed" <<<"$installed" || missing+=("$package")
  done
  if ((${#missing[@]} == 0)); then
    say "Packages: all $# are installed"
    return
  fi
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "these packages are missing, and there is no sudo. As root:
  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing ${missing[*]}"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get
             -o DPkg::Lock::Timeout=300)
  "${apt[@]}" update -q && "${apt[@]}" install -qy --no-install-recommends "${missing[@]}" ||
    fail "apt-get could not install: ${missing[*]}"
}

# cached DIR VARIABLE: what an earlier configuration of DIR chose; empty if there is none.
cached() {
  [[ ! -f $1/CMakeCache.txt ]] || sed -n "s/^$2:[A-Z]*=//p" "$1/CMakeCache.txt"
}

# Sets `cuda` to ON or OFF, and `without_cuda`, advice for when a build with it fails. PAIRTWIST_CUDA=ON or OFF in the environment decides; else a compiler on
# the PATH, or the one that build/ was made with.
choose_cuda() {
  local compiler
  compiler=${CUDACXX:-$(command -v nvcc || true)}
  cuda=${PAIRTWIST_CUDA:-auto}
  case $cuda in
    ON | OFF) say "PAIRTWIST_CUDA=$cuda: as you asked"; return ;;
    auto) ;;
    *) fail "PAIRTWIST_CUDA=$cuda: allowed are ON, OFF and auto" ;;
  esac
  cuda=ON
  without_cuda="; PAIRTWIST_CUDA=OFF in the environment builds without CUDA"
  if [[ -n $compiler ]]; then
    say "CUDA compiler found ($compiler): building the CUDA backend"
    return
  fi
  compiler=$(cached "$root/build" CMAKE_CUDA_COMPILER)
  if [[ $(cached "$root/build" PAIRTWIST_CUDA) == ON && -x $compiler ]]; then
    say "No CUDA compiler on the PATH; build/ has one ($compiler): building the CUDA backend"
  else
    cuda=OFF without_cuda=
    say "No CUDA compiler on the PATH: CPU build"
  fi
}

# is_stale DIR ARGUMENTS: true if CMake would refuse to go on from what is cached in DIR.
is_stale() {
  [[ -f $1/CMakeCache.txt ]] || return
  [[ $(cached "$1" CMAKE_HOME_DIRECTORY) == "$root" ]] || return 0
  [[ $(cached "$1" CMAKE_GENERATOR) == Ninja ]] || return 0
  local compiler
  compiler=$(cached "$1" CMAKE_CUDA_COMPILER)
  [[ $2 == *-DPAIRTWIST_CUDA=ON* && -n $compiler && ! -x $compiler ]]
}

# configure PRESET DIR [CMAKE-ARGUMENT]...: DIR is the preset's. Ninja itself notices changes of the
# CMake files; here only a change of the arguments counts.
configure() {
  local preset=$1 dir=$2 wanted fresh=()
  shift 2
  wanted=$(printf '%s\n' "$root" "$preset" "$@")
  if [[ -f $dir/build.ninja && -f $dir/configured && $(<"$dir/configured") == "$wanted" ]]; then
    return
  fi
  say "Configuring ${dir#"$root"/} ($preset${*:+ $*})"
  if is_stale "$dir" "$*"; then
    echo "It is of another folder, generator or CUDA compiler: starting afresh."
    fresh=(--fresh)
  fi
  mkdir -p "$dir"
  (cd "$root" && cmake "${fresh[@]}" --preset "$preset" "$@") >"$dir/configure.log" 2>&1 || {
    tail -n 40 "$dir/configure.log" >&2
    fail "CMake could not configure $dir (all it said: $dir/configure.log)${without_cuda:-}"
  }
  printf '%s\n' "$wanted" >"$dir/configured"
}

# build DIR [TARGET]...
build() {
  local dir=$1
  shift
  say "Building ${dir#"$root"/}${*:+: $*}"
  cmake --build "$dir" ${1:+--target "$@"} ||
    fail "the build in $dir failed${without_cuda:-}"
}

# configure_main TESTS: build/ with CUDA or without; ON: with tests and benchmarks, which stay where
# an earlier run switched them on.
configure_main() {
  local tests=$1 benchmarks=$1 arguments
  choose_cuda
  [[ $(cached "$root/build" PAIRTWIST_TESTS) != ON ]] || tests=ON
  [[ $(cached "$root/build" PAIRTWIST_BENCHMARKS) != ON ]] || benchmarks=ON
  arguments=("-DPAIRTWIST_CUDA=$cuda" "-DPAIRTWIST_TESTS=$tests"
             "-DPAIRTWIST_BENCHMARKS=$benchmarks")
  # One architecture is enough to test that the kernels compile.
  if [[ $cuda == ON && ${CI:-} == true ]]; then arguments+=(-DCMAKE_CUDA_ARCHITECTURES=90); fi
  configure default "$root/build" "${arguments[@]}"
}
