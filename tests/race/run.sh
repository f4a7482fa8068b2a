#!/usr/bin/env bash
# run.sh PROGRAM whole              teams of 7, 32 and 33 members must not race
# run.sh PROGRAM missing_barrier    and must, whichever barrier of a step is left out
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
    # A whole step, from its first stage to the next one's; the first barriers belong to the start.
    for ((skipped = 4; skipped < 28; ++skipped)); do
      race 7 "$skipped"
      code=$?
      if ((code != raced)); then
        echo "without barrier $skipped: exit code $code, not $raced"
        failures=$((failures + 1))
      fi
    done
    ;;
  *) exit 2 ;;
esac
((failures == 0))
