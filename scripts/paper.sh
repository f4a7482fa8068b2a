#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Every picture of arXiv:2406.14461, from the configs in configs/paper/, on one page:
# results/paper/index.html. Builds the program where it is missing; PAIRTWIST_PROGRAM names another.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

for word in "$@"; do
  if [[ $word == -h || $word == --help ]]; then  # before anything is built
    echo "usage: scripts/paper.sh [--only PANEL,PANEL...]      # fig2c,fig2d; all without

Runs the configs of configs/paper, draws each panel and writes results/paper/index.html.
PAIRTWIST_PROGRAM names the program; without it build/ is made or brought up to date."
    exit
  fi
done

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
