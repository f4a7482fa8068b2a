#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The tests: set-up as in quickstart.sh, then the stages below, then a table. CI runs all of them.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

usage() {
  echo "usage: scripts/test.sh               the stage unit: five minutes of two cores, from a built tree
       scripts/test.sh all           every stage and every test
       scripts/test.sh STAGE...      the stages that are named:
  unit      build/: the C++ tests on every backend of this machine but the scalar one, the Python
            tests; not those that are long and rarely see what the others do not
  long      build/: those: the scalar backend, the tests linked without CUDA, races by
            ThreadSanitizer, Python tests that build something
  sanitize  build-sanitize/: the C++ tests under AddressSanitizer and UBSan, without CUDA, most
            at one SIMD level
  tidy      clang-format on all files, clang-tidy on changed ones
  mutate    build-mutate/: breaks the physics in known ways; the tests named for each must fail
  count     build/: the instructions of six small scans, by Valgrind, beside the committed counts
  slurm     build/: batch scripts on a real Slurm of this machine alone (scripts/test-slurm.sh);
            named, or in CI, it installs Slurm's packages, else it is skipped where they are missing
  fuzz      build-fuzz/: some thousand runs of hostile input (scripts/fuzz.sh short); named, or in
            CI, it installs clang, else it is skipped where clang or its libFuzzer is missing
  site      build-site/: the documentation site, warnings as errors, its notebooks run; skipped by name
            where Doxygen or what pip installs is not to be had
  wheel     the Python package by scripts/wheel.sh: wheel and sdist, each tested in an environment of
            its own; skipped by name where what pip installs is not to be had
Tests that need a GPU are skipped, by name, where there is none; PAIRTWIST_REQUIRE_GPU=1 makes them
fail instead. PAIRTWIST_CUDA=ON|OFF|auto chooses the build as in scripts/quickstart.sh."
}

install_slurm=
install_fuzz=
for stage in "$@"; do
  case $stage in
    unit | long | sanitize | tidy | mutate | count | site | wheel) ;;
    slurm) install_slurm=yes ;;
    fuzz) install_fuzz=yes ;;
    all)
      (($# == 1)) || { usage >&2; exit 2; }
      set -- unit_and_long sanitize tidy mutate count slurm fuzz site wheel
      install_slurm=${CI:+yes}
      install_fuzz=${CI:+yes}
      ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done
(($# > 0)) || set -- unit

jobs=$(nproc)
records=$(mktemp -d)
trap 'rm -rf -- "$records"' EXIT

# record PASSED FAILED SKIPPED: the outcome of the stage that is running.
record() { echo "$1 $2 $3" >"$records/$stage"; }

# sum_of REGEX FILE: of the numbers that its group matches.
sum_of() { sed -nE "s/$1/\1/p" "$2" | awk '{ sum += $1 } END { print sum + 0 }'; }

# The names of what googletest and pytest skipped, with pytest's reasons.
skipped_in() {
  sed -nE 's/^\[  SKIPPED \] ([^ ]+\.[^ ]+)$/\1/p; s/^SKIPPED \[[0-9]+\] /pytest: /p' "$1" | sort -u
}

# Of the log of a stage that failed, its end and the lines that say what did, which come last. They
# are said again after all stages, since of a long record often only the end is kept.
what_failed() {
  [[ -e $records/$stage.log ]] || return 0
  { grep -v '(Skipped)$' "$records/$stage.log" || true; } | tail -n 15 | cut -c 1-200
  echo ...
  { grep -E '(^FAILED |^ERROR |\*\*\*Failed|\[  FAILED  \]|Failure$|error:|^E  |^[^ ]+\.py:[0-9]+: )' \
    "$records/$stage.log" || true; } | head -n 30 | cut -c 1-200
}

# pytest_sum WORD FILE: of all runs of pytest, how many tests "passed", "failed" or were "skipped".
pytest_sum() {
  { grep -E '^([0-9]+ [a-z]+, )*[0-9]+ [a-z]+ in [0-9.]+s' "$2" || true; } |
    { grep -oE "[0-9]+ $1" || true; } | awk '{ sum += $1 } END { print sum + 0 }'
}

# record_googletest FILE [PASSED FAILED SKIPPED]: the outcome of all runs of it, and these more.
record_googletest() {
  record $(($(sum_of '^\[  PASSED  \] ([0-9]+) tests?\..*' "$1") + ${2:-0})) \
    $(($(sum_of '^ ?([0-9]+) FAILED TESTS?$' "$1") + ${3:-0})) \
    $(($(sum_of '^\[  SKIPPED \] ([0-9]+) tests?[.,].*' "$1") + ${4:-0}))
}

# run_ctest [ARGUMENT]...: which of the tests of build/.
run_ctest() {
  local log=$records/$stage.log code=0 said alone
  configure_main ON
  build "$root/build"
  say "Running the tests of build/"
  # Of a run with a failure, what passed is of no interest.
  (cd "$root/build" && ctest --output-on-failure -j "$jobs" "$@") |
    sed -uE '/^\[ (RUN  |      OK) /d; s/\.{9,}/.../' | tee "$log" || code=$?
  said=$root/build/Testing/Temporary/LastTest.log
  # Those of ctest that are one test, not a run of googletest or pytest.
  alone=$(grep -E ' Test +#[0-9]+: ' "$log" | grep -vE ': (cpp|python|without_cuda)[. ]' || true)
  record_googletest "$said" \
    $(($(grep -c ' Passed ' <<<"$alone") + $(pytest_sum passed "$said"))) \
    $(($(grep -c '\*\*\*' <<<"$alone") + $(pytest_sum failed "$said"))) \
    "$(pytest_sum skipped "$said")"
  say "Skipped in build/"
  skipped_in "$said"
  return "$code"
}

run_unit() { run_ctest -LE '^long$'; }
run_long() { run_ctest -L '^long$'; }
# In one go, so that no core waits for the last test of the one before the other begins.
run_unit_and_long() { run_ctest; }

run_sanitize() {
  local dir=$root/build-sanitize log=$records/$stage.log code=0 levels every
  configure sanitize "$dir"
  build "$dir" pairtwist_tests pairtwist_program
  say "Running the C++ tests under AddressSanitizer and UBSan"
  # The SIMD levels are compiled from the same sources: all of them for the tests that call every body
  # of a kernel, for the others the widest. Not what tries the same once more, at length.
  every=$(at_narrower_levels "All/*Sums*" All/Fock.BlocksOfEverySizeAgree "All/Gaussian.*")
  levels=$(at_narrower_levels "*")
  # A few processes at a time keep all cores busy; one a test would spend a minute on start-ups.
  { echo "0 1 $every"; printf "%d 13 -$levels:*AtLength.*:All/LimitedFields.*\n" {0..12}; } |
    (cd "$dir/tests" && rm -f shard.*.log &&
      ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1 \
      UBSAN_OPTIONS=print_stacktrace=1 OMP_WAIT_POLICY=passive xargs -L 1 -P "$jobs" bash -c \
      'GTEST_SHARD_INDEX=$1 GTEST_TOTAL_SHARDS=$2 timeout 1500 ./pairtwist_tests --gtest_brief=1 \
        "--gtest_filter=$3" >"shard.$1-of-$2.log" 2>&1' _) || code=$?
  cat "$dir"/tests/shard.*.log | tee "$log"
  record_googletest "$log"
  return "$code"
}

# Where this branch left main; on main itself the last commit; nothing if there is no such thing.
base_commit() {
  local head base
  head=$(git -C "$root" rev-parse -q --verify HEAD) || return 0
  base=$(git -C "$root" merge-base HEAD main 2>/dev/null || true)
  if [[ -z $base || $base == "$head" ]]; then
    base=$(git -C "$root" rev-parse -q --verify HEAD~1 || true)
  fi
  echo "$base"
}

# The .cpp files that clang-tidy is to read: changed ones, and for a changed header one that
# includes it. Without a base, all of the program.
files_to_tidy() {
  local base file
  cd "$root"
  base=$(base_commit)
  if [[ -z $base ]]; then
    find src kernels -name '*.cpp'
    return
  fi
  { git diff --name-only --diff-filter=d "$base"; git ls-files -o --exclude-standard; } |
    { grep -E '^(include|src|kernels|tests|benchmarks)/' || true; } | while read -r file; do
    case $file in
      *.cpp) echo "$file" ;;
      *.hpp | *.inl)
        grep -rlF --include='*.cpp' "#include \"${file#*/}\"" src kernels tests benchmarks |
          head -n 1 || true
        ;;
    esac
  done | sort -u
}

run_tidy() {
  local list bad=0 good=0 file
  configure_main ON
  ninja -C "$root/build" build.ninja >/dev/null  # the compile commands of files that are new
  list=$(files_to_tidy)
  say "clang-format on all files"
  cd "$root"
  if ! find include src kernels bindings tests benchmarks -name '*.[chi][pnu]*' ! -name '*.pyc' -print0 |
    xargs -0 clang-format --dry-run -Werror; then
    echo "clang-format -i FILE mends these"
    bad=1
  fi
  say "clang-tidy on $(wc -w <<<"$list") files"
  # What clang does not know of GCC's options is no finding; quadmath.h is among GCC's own headers.
  mkdir -p "$root/build/tidy"
  gcc_headers=$(gcc -print-file-name=include) xargs -r -P "$jobs" -I{} bash -c \
    'clang-tidy -p build --quiet --extra-arg=-Wno-unknown-warning-option \
       --extra-arg="-idirafter$gcc_headers" "$1" >"build/tidy/${1//\//.}" 2>/dev/null ||
       touch "build/tidy/${1//\//.}.bad"' _ {} <<<"$list"
  for file in $list; do
    if [[ -e build/tidy/${file//\//.}.bad ]]; then
      cat "build/tidy/${file//\//.}"
      bad=$((bad + 1))
    else
      good=$((good + 1))
    fi
  done
  rm -rf build/tidy
  record "$good" "$bad" 0
  return $((bad > 0))
}

run_mutate() {
  local log=$records/$stage.log code=0
  "$root/scripts/mutate.sh" | tee "$log" || code=$?
  record "$(sum_of '^([0-9]+) passed, .*' "$log")" \
    "$(sum_of '.* passed, ([0-9]+) failed.*' "$log")" 0
  return "$code"
}

run_count() {
  local log=$records/$stage.log code=0
  configure_main ON
  build "$root/build" pairtwist_program
  say "Counting instructions"
  "$PAIRTWIST_PYTHON" "$root/benchmarks/count.py" --program "$root/build/pairtwist" |
    tee "$log" || code=$?
  record "$(grep -c '^passed ' "$log")" "$(grep -c '^FAILED ' "$log")" \
    "$(grep -c '^skipped ' "$log")"
  return "$code"
}

run_slurm() {
  local log=$records/$stage.log code=0
  configure_main ON
  build "$root/build" pairtwist_program
  "$root/scripts/test-slurm.sh" "$root/build/pairtwist" |& tee "$log" || code=$?
  record "$(grep -c '^passed ' "$log")" "$(grep -c '^error: ' "$log")" \
    "$(grep -c '^skipped: ' "$log")"
  return $((code == 77 ? 0 : code))
}

# Skipped where what it is built and tested with cannot be had.
run_wheel() {
  local log=$records/$stage.log code=0
  if ! {
    (install_packages "${wheel_packages[@]}")
    "$PAIRTWIST_PYTHON" -m venv "$records/venv"
    "$records/venv/bin/pip" download --no-deps -d "$records/pip" build
  } >/dev/null 2>&1; then
    say "Skipped: wheel (${wheel_packages[*]}, or pip could not download)"
    record 0 0 1
    return 0
  fi
  "$root/scripts/wheel.sh" "$PAIRTWIST_PYTHON" 2>&1 | tee "$log" || code=$?
  record "$(pytest_sum passed "$log")" "$(pytest_sum failed "$log")" "$(pytest_sum skipped "$log")"
  return "$code"
}

# Skipped where clang is missing and cannot be had.
run_fuzz() {
  local log=$records/$stage.log code=0
  "$root/scripts/fuzz.sh" short |& tee "$log" || code=$?
  record "$(sum_of '^([0-9]+) kinds of input passed, .*' "$log")" \
    "$(sum_of '.* kinds of input passed, ([0-9]+) failed$' "$log")" \
    "$(grep -c '^skipped: ' "$log")"
  return $((code == 77 ? 0 : code))
}

# Skipped where its own packages are missing and cannot be had: the site is not the program.
run_site() {
  local log=$records/$stage.log code=0 missing
  missing=$(missing_for_the_site)
  if [[ -n $missing ]]; then
    say "Skipped: site ($missing)"
    record 0 0 1
    return 0
  fi
  "$root/scripts/site.sh" 2>&1 | tee "$log" || code=$?
  record $((code == 0)) $((code != 0)) 0
  return "$code"
}

# What scripts/site.sh would need and cannot have; nothing if it can be built.
missing_for_the_site() {
  local venv=$root/build-site/venv
  if ! (install_packages "${site_packages[@]}") >/dev/null 2>&1; then
    echo "packages: ${site_packages[*]}"
  elif [[ -z ${SITE_PYTHON:-} ]] && ! {
    [[ -x $venv/bin/python ]] || "$PAIRTWIST_PYTHON" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet -r "$root/site/requirements.txt"
  } >/dev/null 2>&1; then
    echo "pip could not install site/requirements.txt"
  fi
}

install_packages "${program_packages[@]}" "${test_packages[@]}" \
  ${install_slurm:+"${slurm_packages[@]}"} ${install_fuzz:+"${fuzz_packages[@]}"}

table=$(printf '%-14s %8s %8s %8s %8s' stage passed failed skipped time)
passed=0 failed=0 skipped=0 failures=
for stage in "$@"; do
  started=$SECONDS
  set +e
  (set -e && "run_$stage")
  code=$?
  set -e
  p=0 f=0 s=0
  [[ ! -s $records/$stage ]] || read -r p f s <"$records/$stage"
  # A stage that broke off failed, whatever it had counted.
  if ((code != 0 && f == 0)); then f=1; fi
  ((f == 0)) || failures+=$(printf '\n\n==> %s\n' "$stage"; what_failed)
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  seconds=$((SECONDS - started))
  table+=$(printf '\n%-14s %8d %8d %8d %5d:%02d' "$stage" "$p" "$f" "$s" \
    $((seconds / 60)) $((seconds % 60)))
done

[[ -z $failures ]] || say "What failed, again:$failures"
say "Summary (minutes:seconds)"
echo "$table"
echo
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
