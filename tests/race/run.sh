#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# run.sh PROGRAM whole              teams of 7, 32 and 33 members must not race
# run.sh PROGRAM missing_barrier    and must, whichever barrier of a body is left out
set -uo pipefail
program=$1
raced=66 # ThreadSanitizer's exit code
log=$(mktemp)
trap 'rm -f -- "$log"' EXIT

# race ARGUMENT...: runs the program; without address randomisation where this kernel's is too wide
# for ThreadSanitizer.
race() {
  "$program" "$@" >"$log" 2>&1
  local code=$?
  if grep -q 'unexpected memory mapping' "$log"; then
    setarch "$(uname -m)" -R "$program" "$@" >"$log" 2>&1
    code=$?
  fi
  return "$code"
}

failures=0
case $2 in
  whole)
    for members in 7 32 33; do
      race "$members" || { failures=$((failures + 1)) && head -n 60 "$log"; }
      tail -n 1 "$log"
    done
    ;;
  missing_barrier)
    # moving: a whole step, from its first stage to the next one's; the first barriers belong to the
    # start. The others: all there are, of the series in two steps.
    export TSAN_OPTIONS=halt_on_error=1
    for integrator in moving memory registers registers_but_sum sums coherences joint_vector joint_near \
      joint_jump joint_matrix; do
      first=0 last=$(race count "$integrator" && tail -n 1 "$log")
      if [[ $integrator == moving ]]; then first=4 last=28; fi
      for ((skipped = first; skipped < last; ++skipped)); do
        race 7 "$integrator" "$skipped"
        code=$?
        if ((code != raced)); then
          echo "$integrator without barrier $skipped: exit code $code, not $raced"
          failures=$((failures + 1))
        fi
      done
    done
    ;;
  *) exit 2 ;;
esac
((failures == 0))
