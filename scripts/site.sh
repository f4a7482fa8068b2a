#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Builds the documentation site, build-site/html/index.html, with warnings as errors: gallery, tables
# of keys and quantities, C++ and Python API, and the tutorials, which are run.
#
#   scripts/site.sh             everything; again: of the gallery only what has changed. The links
#                               between the pages are checked, those to elsewhere are listed in
#                               build-site/external-links.txt
#   scripts/site.sh linkcheck   asks each external link whether it is there; needs the network
#
# Needs Doxygen and, for its virtual environment build-site/venv, Python's index; the Python package is
# compiled for it. SITE_PYTHON names a Python that has all of site/requirements.txt and pairtwist, which
# is then used as it is.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

builder=html
case ${1:-} in
  '') ;;
  linkcheck) builder=linkcheck ;;
  *) sed -n '3,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; [[ $1 == -h || $1 == --help ]] && exit 0 || exit 2 ;;
esac

install_packages "${program_packages[@]}" "${site_packages[@]}"
cd "$root"
mkdir -p build-site

python=${SITE_PYTHON:-}
if [[ -z $python ]]; then
  python=$root/build-site/venv/bin/python
  if [[ ! -x $python ]]; then
    say "Making build-site/venv"
    "$PAIRTWIST_PYTHON" -m venv build-site/venv
  fi
  say "Installing site/requirements.txt and the package"
  "$python" -m pip install --quiet -r site/requirements.txt 'scikit-build-core>=1.0' 'nanobind>=2.4'
  # Without isolation the folder of the build stays valid from one run to the next.
  "$python" -m pip install --quiet --no-build-isolation \
    --config-settings=cmake.define.PAIRTWIST_CUDA=OFF '.[qutip]' ||
    fail "the Python package could not be built; docs/python.md says what it needs"
fi
program=$(dirname -- "$python")/pairtwist
[[ -x $program ]] || fail "SITE_PYTHON=$python: there is no pairtwist beside it"

say "Gallery, keys, quantities"
"$python" site/make/generate.py --program "$program"

say "C++ API by Doxygen"
mkdir -p build-site/doxygen
doxygen site/Doxyfile
# What a header includes is no link of this page.
sed -i '/<includes /d' build-site/doxygen/xml/*.xml

say "Sphinx: $builder"
# The notebooks call the program, and draw with this Python; a page has no use for progress. -E: every
# notebook runs, whatever has changed behind it.
PATH=$(dirname -- "$python"):$PATH PAIRTWIST_PYTHON=$python TQDM_DISABLE=1 \
  PYTHONWARNINGS="ignore:IProgress not found" \
  "$python" -m sphinx -b "$builder" -E -W --keep-going -q -d build-site/doctrees site "build-site/$builder"
if [[ $builder == html ]]; then
  say "Links between the pages"
  "$python" site/make/links.py build-site/html || fail "links of build-site/html lead nowhere"
fi
say "Done: $root/build-site/$builder/$([[ $builder == html ]] && echo index.html || echo output.txt)"
