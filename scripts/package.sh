#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Builds the Debian packages of the CPU build into dist/, has lintian look at them, and tries them
# in a fresh root, where purging them must leave nothing: scripts/package.sh. Needs the packages of
# scripts/setup.sh and lintian; for the fresh root mmdebstrap, root and a Debian mirror.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
root=$PWD
folder=build-package
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

cmake --preset cpu -B "$folder" -DCMAKE_INSTALL_PREFIX=/usr -DPAIRTWIST_TESTS=OFF >/dev/null
cmake --build "$folder"
(cd "$folder" && cpack -G DEB -B "$work/cpack")
mkdir -p dist
rm -f dist/*.deb
cp "$work"/cpack/*.deb dist/

echo "==> lintian"
lintian --fail-on error --allow-root dist/*.deb

echo "==> A fresh root"
if ((EUID != 0)) || ! command -v mmdebstrap >/dev/null; then
  echo "skipped: needs root and mmdebstrap"
  exit 0
fi
# Installed with what the packages recommend, but not with what that recommends in turn; tried by one
# who has nothing but a home.
cat >"$work/install.sh" <<'INSTALL'
set -eu
cd /root/packages
recommended=$(dpkg-deb -f pairtwist_*.deb Recommends | tr -d ,)
plotly=$(dpkg-deb -f pairtwist_*.deb Suggests | grep -o '[^ ]*plotly')
apt-get install -qy --no-install-recommends ./*.deb $recommended $plotly
INSTALL
cat >"$work/try.sh" <<'TRY'
set -euo pipefail
export HOME="/home/Žofie Nová"
mkdir -p "$HOME/mein Übungsordner" && cd "$HOME/mein Übungsordner"
pairtwist --version
pairtwist doctor
printf 'model.atoms = 4\ntime.stop = 1.0\nscan.axes = [{ key = "model.eta", linspace = [1.0, 2.0, 3] }]\n' >"my config.toml"
pairtwist run "my config.toml" --quiet
pairtwist plot "my config.h5" -o "my picture.png"
test -s "my picture.png"
zcat /usr/share/man/man1/pairtwist-run.1.gz | grep -q shard
bash -c 'source /usr/share/bash-completion/completions/pairtwist && complete -p pairtwist'
cp -r /root/library library && cd library && cmake -B build >/dev/null
cmake --build build >/dev/null && build/main | grep -Eq '^[0-9.]+$'
pairtwist run mine.toml --quiet && pairtwist plot mine.h5 && test -s mine.png
pairtwist explore mine.h5 && test -s mine.html
TRY
cat >"$work/purge.sh" <<'PURGE'
set -euo pipefail
apt-get purge -qy pairtwist libpairtwist-dev
test -z "$(dpkg-query -W -f='${Package} ${db:Status-Abbrev}\n' '*pairtwist*' 2>/dev/null | grep -v ' un')"
# What apt keeps of its own work is no file of the package.
left=$(find / -xdev \( -path /proc -o -path /root -o -path /home -o -path /var/log -o -path /var/cache/apt \) \
  -prune -o -iname '*pairtwist*' -print)
test -z "$left" || { printf 'left after purging:\n%s\n' "$left" >&2; find /usr/share/pairtwist >&2; exit 1; }
PURGE
mkdir "$work/library"
awk -v words='`main.cpp`' -f scripts/readme_block.awk README.md >"$work/library/main.cpp"
awk -v words='Save this as `mine.toml`' -f scripts/readme_block.awk README.md >"$work/library/mine.toml"
cat >"$work/library/CMakeLists.txt" <<'LISTS'
cmake_minimum_required(VERSION 3.25)
project(try LANGUAGES CXX)
find_package(pairtwist REQUIRED)
add_executable(main main.cpp)
target_link_libraries(main PRIVATE pairtwist::pairtwist)
LISTS
mmdebstrap --variant=minbase --include=g++,cmake,make \
  --customize-hook="mkdir \"\$1/root/packages\"" \
  --customize-hook="cp $root/dist/*.deb \"\$1/root/packages/\"" \
  --customize-hook="cp -r $work/library $work/try.sh $work/install.sh $work/purge.sh \"\$1/root/\"" \
  --customize-hook='chroot "$1" sh /root/install.sh' \
  --customize-hook='chroot "$1" env -i PATH=/usr/bin:/bin bash /root/try.sh' \
  --customize-hook='chroot "$1" bash /root/purge.sh' \
  "$(. /etc/os-release && echo "$VERSION_CODENAME")" /dev/null
echo "dist/: installed and tried in a fresh root"
