#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Builds the Debian packages of the CPU build into dist/, has lintian look at them, and tries them
# in a fresh root: scripts/package.sh. Needs the packages of scripts/setup.sh and lintian; for the
# fresh root mmdebstrap, root and a Debian mirror.
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
apt-get install -qy --no-install-recommends ./*.deb $recommended
INSTALL
cat >"$work/try.sh" <<'TRY'
set -euo pipefail
mkdir -p "/home/a user/with spaces" && cd "/home/a user/with spaces"
export HOME="/home/a user"
unset PAIRTWIST_PYTHON PYTHONPATH
pairtwist --version
pairtwist doctor
printf 'model.atoms = 4\ntime.stop = 1.0\nscan.axes = [{ key = "model.eta", linspace = [1.0, 2.0, 3] }]\n' >"my config.toml"
pairtwist run "my config.toml" --quiet
pairtwist plot "my config.h5" -o "my picture.png"
test -s "my picture.png"
zcat /usr/share/man/man1/pairtwist-run.1.gz | grep -q shard
bash -c 'source /usr/share/bash-completion/completions/pairtwist && complete -p pairtwist'
cd /tmp && cp -r /root/library library && cmake -S library -B library/build >/dev/null
cmake --build library/build >/dev/null && library/build/readme | grep -q "point 6: "
TRY
mkdir "$work/library"
sed -n '/^`main.cpp`/,/^\[docs/p' README.md | sed -n 's/^    //p' >"$work/library/readme.cpp"
cat >"$work/library/CMakeLists.txt" <<'LISTS'
cmake_minimum_required(VERSION 3.25)
project(try LANGUAGES CXX)
find_package(pairtwist REQUIRED)
add_executable(readme readme.cpp)
target_link_libraries(readme PRIVATE pairtwist::pairtwist)
LISTS
mmdebstrap --variant=minbase --include=g++,cmake,make \
  --customize-hook="mkdir \"\$1/root/packages\"" \
  --customize-hook="cp $root/dist/*.deb \"\$1/root/packages/\"" \
  --customize-hook="cp -r $work/library $work/try.sh $work/install.sh \"\$1/root/\"" \
  --customize-hook='chroot "$1" sh /root/install.sh' \
  --customize-hook='chroot "$1" bash /root/try.sh' \
  "$(. /etc/os-release && echo "$VERSION_CODENAME")" /dev/null
echo "dist/: installed and tried in a fresh root"
