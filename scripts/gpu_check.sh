#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Everything that only a GPU can show, in one run: the tests of the CUDA backend, compute-sanitizer's four
# tools on them, all devices together, a step of trajectories by cuSPARSE beside kernels/joint.cu, and
# timings beside the CPU; within ten minutes. Needs a finished build with PAIRTWIST_BENCHMARKS=ON and no
# compiler.
#
#   scripts/gpu_check.sh BUILD_FOLDER RECORDS_FOLDER
#
# Leaves gpu_tests.txt, sanitizer_*.txt, plan_*.json, spmm.json, timings.json, doctor.json and device.txt in
# RECORDS_FOLDER. Exit 1 if anything fails.
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
timeout 200 "$tests" --gtest_filter='*cuda*:*Cuda*' > "$records/gpu_tests.txt" 2>&1 || failed=1
tail -n 25 "$records/gpu_tests.txt"

# The sanitizers slow every access down: the short tests cover every kernel, the Fock method's at
# every size under the two that can wait for them. All four side by side: nothing is timed here.
echo "== compute-sanitizer"
tools="memcheck racecheck initcheck synccheck"
short='*TimeReduction.Final*cuda*:*BellInDouble*cuda*:*Gaussian.Samples*cuda*:*Fock.Samples*cuda*'
short+=':*ClosedFormSums.Divided*cuda*:CudaDevices.*:*Joint.LargeStates*cuda*'
for tool in $tools; do
  filter=$short
  case $tool in memcheck | synccheck) filter+=':*Fock.BlocksOf*cuda*:*Trajectories.ADecaying*cuda*' ;; esac
  timeout 180 compute-sanitizer --tool "$tool" --error-exitcode 9 "$tests" --gtest_filter="$filter" \
    > "$records/sanitizer_$tool.txt" 2>&1 &
  declare "pid_$tool=$!"
done
for tool in $tools; do
  pid=pid_$tool
  wait "${!pid}" || { failed=1; echo "$tool FAILED"; }
  grep -E 'ERROR SUMMARY|RACECHECK SUMMARY|PASSED|FAILED' "$records/sanitizer_$tool.txt" | sed "s/^/$tool: /"
done

echo "== devices"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
config=$source_dir/benchmarks/configs/qfi_curves.toml
"$pairtwist" plan "$config" --device 0 --json > "$records/plan_one_device.json" || failed=1
"$pairtwist" plan "$config" --device auto --json > "$records/plan_all_devices.json" || failed=1
"$pairtwist" run "$config" --device 4711 -o "$scratch/none.h5" --quiet 2> "$records/no_such_device.txt"
[ $? = 5 ] || { failed=1; echo "a device that is not there: not exit 5"; }

# Seconds; fails where the ways do not come to the same.
echo "== a step of trajectories by cuSPARSE"
spmm=$build/benchmarks/pairtwist_spmm
if [ -x "$spmm" ]; then
  timeout 60 "$spmm" "$source_dir/configs/examples/trajectories.toml" 20 100 > "$records/spmm.json" || failed=1
else
  failed=1
  echo "no $spmm: build with -DPAIRTWIST_BENCHMARKS=ON"
fi

# What is left of ten minutes is for timings: the attempts of all configs, then no more.
echo "== timings"
{
  echo "["
  first=1
  for attempt in 1 2; do
    for config in "$source_dir"/benchmarks/configs/*.toml; do
      for backend in cuda cpu; do
        [ $SECONDS -lt 500 ] || { echo "no time left for $(basename "$config") on $backend" >&2; continue; }
        json=$(timeout 90 "$pairtwist" run "$config" --backend $backend -o "$scratch/out.h5" --force --quiet --json) ||
          { failed=1; continue; }
        [ $first = 1 ] || echo ","
        first=0
        echo "{\"config\": \"$(basename "$config")\", \"attempt\": $attempt, \"report\": $json}"
      done
    done
  done
  echo "]"
} > "$records/timings.json"
echo "$SECONDS s in all"
exit $failed
