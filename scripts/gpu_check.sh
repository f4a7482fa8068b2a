#!/usr/bin/env bash
# Everything that only a GPU can show, in one run: the tests of the CUDA backend, compute-sanitizer's four
# tools on them, and timings beside the CPU. Needs a finished build and no compiler.
#
#   scripts/gpu_check.sh BUILD_FOLDER RECORDS_FOLDER
#
# Leaves gpu_tests.txt, sanitizer_*.txt, timings.json and device.txt in RECORDS_FOLDER. Exit 1 if anything
# fails.
set -uo pipefail
build=$(realpath "${1:?build folder}")
records=${2:?folder for the records}
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
mkdir -p "$records"
records=$(realpath "$records")
export PAIRTWIST_REQUIRE_GPU=1 PAIRTWIST_SOURCE_DIR=$source_dir
tests=$build/tests/pairtwist_tests
pairtwist=$build/pairtwist
failed=0

nvidia-smi > "$records/device.txt" 2>&1
"$pairtwist" doctor --json > "$records/doctor.json" || failed=1

echo "== GPU tests"
"$tests" --gtest_filter='*cuda*:*Cuda*' > "$records/gpu_tests.txt" 2>&1 || failed=1
tail -n 25 "$records/gpu_tests.txt"

# The sanitizers slow every access down: the short tests cover every kernel.
for tool in memcheck racecheck initcheck synccheck; do
  echo "== compute-sanitizer $tool"
  timeout 200 compute-sanitizer --tool "$tool" --error-exitcode 9 \
    "$tests" --gtest_filter='*QuTip*cuda*:*TimeReduction.Final*cuda*:*Bell*cuda*:*Gaussian.Samples*cuda*:*Fock.Samples*cuda*:*Fock.TheKerr*cuda*:*Fock.BlocksOf*cuda*' \
    > "$records/sanitizer_$tool.txt" 2>&1 || { failed=1; echo "FAILED"; }
  grep -E 'ERROR SUMMARY|RACECHECK SUMMARY|PASSED|FAILED' "$records/sanitizer_$tool.txt"
done

echo "== timings"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
{
  echo "["
  first=1
  for config in "$source_dir"/benchmarks/configs/*.toml; do
    for backend in cuda cpu; do
      for attempt in 1 2; do
        json=$("$pairtwist" run "$config" --backend $backend -o "$scratch/out.h5" --force --quiet --json) || failed=1
        [ $first = 1 ] || echo ","
        first=0
        echo "{\"config\": \"$(basename "$config")\", \"attempt\": $attempt, \"report\": $json}"
      done
    done
  done
  echo "]"
} > "$records/timings.json"
exit $failed
