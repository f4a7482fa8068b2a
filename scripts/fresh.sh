#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Tries what a new user meets, in a fresh minimal root of this machine's Debian: one who has an empty
# home, no variables, sudo, and a clone of what is committed here; spaces and letters beyond ASCII are
# in the name of every folder.
#
#   scripts/fresh.sh            the steps quickstart, doors, install, python
#   scripts/fresh.sh STEP...    those that are named; without quickstart in the home of the last time:
#   quickstart   the README's first command, twice
#   doors        the README's door of the program, as it stands
#   install      cmake --install to a prefix of the user's; program, man pages, completion in three
#                shells, explore without plotly and with it, C++ door
#   python       pip install . in an environment; the README's door of Python, plot, explore
#   tests        the README's second command, scripts/test.sh: long
#
# Needs root, mmdebstrap and a Debian mirror, for `python` also Python's index: of the caller's
# variables only PIP_* are passed on. build-fresh/root is made once and kept; rm -rf it to start anew.
# FRESH_CCACHE names a folder of ccache that the user gets a copy of, to compile less, and with it the
# caller's LANG, which ccache has in its sums.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
source=$PWD
machine=$source/build-fresh/root
user=zofie
home="/home/Žofie Nová"
clone="$home/mein Code/pair twist"

(($# > 0)) || set -- quickstart doors install python
for step in "$@"; do
  case $step in
    quickstart | doors | install | python | tests) ;;
    *) sed -n '3,21s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; [[ $step == -h || $step == --help ]] && exit 0 || exit 2 ;;
  esac
done
((EUID == 0)) || { echo "error: scripts/fresh.sh needs root, for chroot" >&2; exit 1; }
command -v mmdebstrap >/dev/null ||
  { echo "error: scripts/fresh.sh needs mmdebstrap: apt-get install mmdebstrap" >&2; exit 1; }

# inside USER COMMAND...: in the root, with an empty environment; mounts go when the command ends.
inside() {
  local who=$1 variables=("HOME=$home" "PATH=/usr/local/bin:/usr/bin:/bin") name
  shift
  if [[ -n ${FRESH_CCACHE:-} ]]; then variables+=(${LANG:+"LANG=$LANG"}); fi
  for name in $(compgen -e PIP_ || true); do variables+=("$name=${!name}"); done
  unshare --mount --pid --fork --kill-child bash -c '
    mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && mount -t tmpfs tmpfs "$1/tmp" -o mode=1777
    [[ ! -d $PIP_FIND_LINKS ]] || { mkdir -p "$1$PIP_FIND_LINKS" && mount --bind "$PIP_FIND_LINKS" "$1$PIP_FIND_LINKS"; }
    root=$1 who=$2; shift 2
    exec chroot "$root" setpriv --reuid="$who" --regid="$who" --init-groups "$@"' _ \
    "$machine" "$who" env -i "${variables[@]}" "$@"
}

if [[ ! -e $machine/made ]]; then
  echo "==> Making $machine"
  rm -rf "$machine"
  mkdir -p "$source/build-fresh"
  mmdebstrap --quiet --variant=minbase --include=ca-certificates,git,sudo \
    "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$machine"
  # This machine's way to the network is the root's.
  cp /etc/resolv.conf "$machine/etc/"
  echo "127.0.0.1 localhost $(hostname)" >"$machine/etc/hosts"
  cp /etc/ssl/certs/ca-certificates.crt "$machine/etc/ssl/certs/"
  chroot "$machine" useradd --home-dir "$home" --create-home --shell /bin/bash "$user"
  echo "$user ALL=(ALL) NOPASSWD: ALL" >"$machine/etc/sudoers.d/$user"
  touch "$machine/made"
fi

if [[ " $* " == *" quickstart "* || ! -d $machine$clone ]]; then
  echo "==> A home with nothing but a clone"
  rm -rf "${machine:?}$home"
  mkdir -p "$machine$clone"
  git clone --quiet --no-hardlinks "$source" "$machine$clone"
  if [[ -n ${FRESH_CCACHE:-} ]]; then
    mkdir -p "$machine$home/.cache/ccache"
    # Another build may be changing it: what is gone meanwhile is compiled.
    cp -r "$FRESH_CCACHE"/[0-9a-f] "$machine$home/.cache/ccache" || true
  fi
  chroot "$machine" chown -R "$user:$user" "$home"
fi

cat >"$machine/usr/local/bin/try" <<'TRY'
#!/usr/bin/env bash
# try CLONE STEP: one step of scripts/fresh.sh.
set -euo pipefail
cd "$1"
block() { awk -v words="$1" -f scripts/readme_block.awk README.md; }
mine() { # mine FOLDER: goes there, where mine.toml of the README lies
  local text
  text=$(block 'Save this as `mine.toml`')
  mkdir -p "$1" && cd "$1"
  printf '%s\n' "$text" >mine.toml
}

quickstart() {
  scripts/quickstart.sh
  test -s results/quickstart/fig2c.png && test -s results/quickstart/fig2c.h5
  rm results/quickstart/fig2c.png
  scripts/quickstart.sh | tee "$HOME/again"
  test -s results/quickstart/fig2c.png
  if grep "Building CXX" "$HOME/again"; then false; fi
}

doors() {
  local door folder="$HOME/meine Übung"
  door=$(block '**The program**')
  mine "$folder"
  mkdir build && ln -s "$OLDPWD/build/pairtwist" build/pairtwist
  bash -euxo pipefail -c "$door"
  test -s mine.h5 && test -s mine.png && test -s mine.plot.py && test -s photons.pdf
}

install() {
  local prefix="$HOME/mein Präfix" code
  cmake --install build --prefix "$prefix" >/dev/null
  # What reads man pages, completes in other shells, and makes pages: not there so far. The root is
  # kept, so that pages could be made already after an earlier try.
  sudo apt-get purge -qqy python3-plotly >/dev/null
  sudo apt-get install -qqy --no-install-recommends man-db zsh fish >/dev/null
  man --manpath="$prefix/share/man" pairtwist-run | grep -q -e --shard
  bash -c 'source "$1/share/bash-completion/completions/pairtwist" && complete -p pairtwist' _ "$prefix"
  PATH="$prefix/bin:$PATH" zsh -fc 'fpath=("$1/share/zsh/site-functions" $fpath) &&
    autoload -U compinit && compinit -u -D && [[ $_comps[pairtwist] == _pairtwist ]]' _ "$prefix"
  PATH="$prefix/bin:$PATH" XDG_DATA_DIRS="$prefix/share" fish -c 'complete --do-complete "pairtwist ru"' |
    grep -q ^run
  "$prefix/bin/pairtwist" doctor
  code=$(block '`main.cpp`')
  mine "$HOME/mein C++"
  "$prefix/bin/pairtwist" run mine.toml --quiet
  "$prefix/bin/pairtwist" plot mine.h5
  test -s mine.png
  if "$prefix/bin/pairtwist" explore mine.h5 2>refused; then false; fi
  cat refused
  grep -q "apt-get install python3-plotly" refused
  sudo apt-get install -qqy --no-install-recommends python3-plotly >/dev/null
  "$prefix/bin/pairtwist" explore mine.h5
  test -s mine.html
  printf '%s\n' "$code" >main.cpp
  printf '%s\n' 'cmake_minimum_required(VERSION 3.25)' 'project(mine LANGUAGES CXX)' \
    'find_package(pairtwist REQUIRED)' 'add_executable(mine main.cpp)' \
    'target_link_libraries(mine PRIVATE pairtwist::pairtwist)' >CMakeLists.txt
  cmake -B "ein Bau" -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
  cmake --build "ein Bau"
  "ein Bau/mine"
}

python() {
  local door environment="$HOME/eine Umgebung"
  sudo apt-get install -qqy --no-install-recommends python3-dev python3-venv >/dev/null
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet '.[explore]'
  door=$(block '**Python**')
  mine "$HOME/mein Python"
  "$environment/bin/python" -c "$door"
  test -s photons.png
  "$environment/bin/pairtwist" run mine.toml --quiet
  "$environment/bin/pairtwist" plot mine.h5
  "$environment/bin/pairtwist" explore mine.h5
  test -s mine.png && test -s mine.html
}

tests() { scripts/test.sh; }

"$2"
TRY
chmod 755 "$machine/usr/local/bin/try"

for step in "$@"; do
  echo "==> $step"
  started=$SECONDS
  inside "$user" try "$clone" "$step" ||
    { echo "$step: FAILED; the folders are in $machine$home" >&2; exit 1; }
  echo "$step: passed, $((SECONDS - started)) s"
done
