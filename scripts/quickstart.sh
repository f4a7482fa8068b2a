#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# From a clean clone to a first result: installs what is missing, builds, solves
# configs/paper/fig2c.toml and draws it. Again: only what has changed.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

if (($# > 0)); then
  echo "usage: scripts/quickstart.sh
Installs what is missing, builds build/pairtwist, solves configs/paper/fig2c.toml and leaves
results/quickstart/fig2c.h5 and fig2c.png.
PAIRTWIST_CUDA=ON|OFF|auto chooses the build; auto: CUDA if its compiler is on the PATH."
  [[ $1 == -h || $1 == --help ]] && exit 0 || exit 2
fi

install_packages "${program_packages[@]}"
configure_main OFF
build "$root/build" pairtwist_program

config=configs/paper/fig2c.toml
results=results/quickstart
cd "$root"
mkdir -p "$results"

say "Solving $config"
code=0
build/pairtwist run "$config" -o "$results/fig2c.h5" || code=$?
if ((code == 4)) && [[ -e $results/fig2c.h5 ]]; then
  echo "$results belongs to this script: solving anew"
  code=0
  build/pairtwist run "$config" -o "$results/fig2c.h5" --force || code=$?
fi
((code == 0)) || exit "$code"

say "Drawing it"
build/pairtwist plot "$results/fig2c.h5" -o "$results/fig2c.png"

say "Done. The result and its picture:
    $root/$results/fig2c.h5
    $root/$results/fig2c.png
Next: copy $config, change it and
    build/pairtwist run my.toml && build/pairtwist plot my.h5
README.md goes on from here."
