#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Every picture of arXiv:2406.14461, from the configs in configs/paper/, on one page:
# results/paper/index.html. Builds the program where it is missing; PAIRTWIST_PROGRAM names another.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

program=${PAIRTWIST_PROGRAM:-}
if [[ -z $program ]]; then
  install_packages "${program_packages[@]}"
  configure_main OFF
  build "$root/build" pairtwist_program
  program=$root/build/pairtwist
fi
cd "$root"
PYTHONPATH=$root/python exec "$PAIRTWIST_PYTHON" "$root/scripts/paper/make.py" \
  --program "$program" --folder "$root/results/paper" "$@"
