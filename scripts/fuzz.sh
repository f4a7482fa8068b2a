#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Hostile input: the fuzz targets of tests/fuzz, and the program and the Python package on files
# whose bytes were changed.
# So many runs each, not so long; the seed is printed, and the same one makes the same runs.
#
#   scripts/fuzz.sh short            a few thousand runs: what CI does
#   scripts/fuzz.sh nightly          10^6 configs, 10^5 results, 10^5 start states: hours
#
# FUZZ_SEED=N: default 1, nightly the day's number. FUZZ_PROGRAM=FILE: default build/pairtwist, which
# is built. Needs clang with libFuzzer, which is said if it is missing: exit 77. Inputs that failed
# are kept in build-fuzz/found, with what was said of them; exit 1.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

# target: its runs.
case ${1:-} in
  short)
    seed=${FUZZ_SEED:-1}
    targets=(config:6000 lab:300 parts:6000 texts:10000 state:2000 result:1000)
    files=(results:1000 parts:300 states:300 python:3000)
    ;;
  nightly)
    seed=${FUZZ_SEED:-$(date +%Y%m%d)}
    targets=(config:1000000 lab:20000 parts:200000 texts:1000000 state:100000 result:100000)
    files=(results:100000 parts:20000 states:100000 python:100000)
    ;;
  *)
    echo "usage: scripts/fuzz.sh short|nightly" >&2
    exit 2
    ;;
esac
(($# == 1)) || { echo "usage: scripts/fuzz.sh short|nightly" >&2; exit 2; }

if ! clang++ -x c++ -fsanitize=fuzzer,address,undefined -o /dev/null - 2>/dev/null <<'END'; then
extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }
END
  echo "skipped: there is no clang++ with libFuzzer. As root:
  apt-get update && apt-get install --no-install-recommends ${fuzz_packages[*]}"
  exit 77
fi

dir=$root/build-fuzz
found=$dir/found
if [[ -n ${FUZZ_PROGRAM:-} ]]; then
  program=$(realpath -- "$FUZZ_PROGRAM")
else
  configure_main ON
  build "$root/build" pairtwist_program
  program=$root/build/pairtwist
fi
configure fuzz "$dir"
build "$dir" fuzz

say "Hostile input, $1: seed $seed (FUZZ_SEED=$seed repeats it)"
work=$(mktemp -d "${TMPDIR:-/tmp}/pairtwist-fuzz.XXXXXX")
trap 'rm -rf -- "$work"' EXIT
mkdir -p "$found"
"$PAIRTWIST_PYTHON" "$root/tests/fuzz/seeds.py" "$program" "$work/seeds"
export PAIRTWIST_FUZZ_FILES=$work/seeds/results
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export LSAN_OPTIONS=suppressions=$root/tests/fuzz/leaks.supp:print_suppressions=0

# fuzz TARGET:RUNS: its log is $work/TARGET.log; never fails.
fuzz() {
  local name=${1%:*} runs=${1#*:} dictionary=()
  [[ ! -f $work/seeds/$name.dict ]] || dictionary=("-dict=$work/seeds/$name.dict")
  mkdir -p "$work/corpus/$name"
  # Limits: of the clock, since the machine may be shared; of memory far above what is needed.
  "$dir/tests/fuzz/fuzz_$name" -runs="$runs" -seed="$seed" -timeout=60 -rss_limit_mb=2048 \
    -malloc_limit_mb=1024 -max_len=8192 -print_final_stats=1 -verbosity=0 "${dictionary[@]}" \
    -artifact_prefix="$found/$name-" "$work/corpus/$name" "$work/seeds/corpus/$name" \
    >"$work/$name.log" 2>&1 || echo "ended with exit code $?" >>"$work/$name.log"
}
export -f fuzz
export root dir work found seed
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I{} bash -c 'fuzz {}'

failed=0
table=$(printf '%-18s %8s %8s %6s %6s' '' runs findings hangs MiB)
for target in "${targets[@]}"; do
  name=${target%:*}
  log=$work/$name.log
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  memory=$(sed -n 's/^stat::peak_rss_mb: *//p' "$log")
  hangs=$(grep -c '^ALARM: working on the last Unit' "$log" || true)
  bad=0
  if grep -q '^ended with exit code' "$log" || ((${runs:-0} < ${target#*:})); then
    bad=1
    say "fuzz_$name: build-fuzz/tests/fuzz/fuzz_$name INPUT repeats it, INPUT in build-fuzz/found"
    grep -v '^$' "$log" | tail -n 60
  fi
  failed=$((failed + bad))
  table+=$(printf '\n%-18s %8s %8d %6d %6s' "fuzz_$name" "${runs:-0}" "$bad" "$hangs" "${memory:-?}")
done

for kind in "${files[@]}"; do
  name=${kind%:*}
  if [[ $name == python ]]; then
    script=(damage_python.py "$work/seeds")
  else
    script=(damage.py "$program" "$work/seeds" "$name")
  fi
  PYTHONPATH=$root/python PYTHONDONTWRITEBYTECODE=1 "$PAIRTWIST_PYTHON" \
    "$root/tests/fuzz/${script[0]}" "${script[@]:1}" --runs "${kind#*:}" --seed "$seed" \
    --findings "$found" >"$work/damage" || failed=$((failed + 1))
  table+=$'\n'$(tail -n +2 "$work/damage")
done

say "Findings are inputs that end a target or a run as nothing may; MiB is the most memory"
echo "$table"
echo
echo "$((${#targets[@]} + ${#files[@]} - failed)) kinds of input passed, $failed failed"
((failed == 0))
