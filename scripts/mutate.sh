#!/usr/bin/env bash
# Breaks the physics in known ways, one at a time, in a copy of the sources, and expects the C++
# tests to fail each time: a suite that stays green then tests nothing. Fails, too, if a text to be
# broken is no longer there. Called by test.sh, which installs what this needs.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

copy=$root/build-mutate
# Where it would stand in the copy's own build: so ccache knows what build/ has already compiled.
tree=$copy/build-cpu

# Four lines each: what is broken, where, a text that stands there exactly once, what it becomes.
mutations=(
  "sign of the phase that the pump leaves (B7 of the paper)"
  src/physics/coherent.hpp
  "(a.drive + conj(b.drive))"
  "(conj(a.drive) + b.drive)"

  "sign of the atoms' own interaction U"
  src/physics/coherent.hpp
  "result.im = result.im - pair.rate * time"
  "result.im = result.im + pair.rate * time"

  "kappa dropped from the coherence"
  src/physics/coherent.hpp
  "const DD<S> k = two_prod(kappa, scale);"
  "const DD<S> k = two_prod(S(0.0), scale);"

  "kappa dropped from the cavity amplitude"
  src/physics/coherent.hpp
  "exp_decay(time * (-0.5 * kappa))"
  "exp_decay(time * (-0.0 * kappa))"

  "no series near the resonance"
  src/physics/coherent.hpp
  "< S(0x1p-10)"
  "< S(0.0)"

  "thermal bath dropped from Gaussian light"
  src/physics/gaussian.hpp
  "Complex<S>{bath, S(0.0)}"
  "Complex<S>{S(0.0), S(0.0)}"

  "sign of the coupling between the blocks' light and phase"
  src/physics/gaussian.hpp
  "return {omega * z.im, -(omega * z.re)};"
  "return {omega * z.im, omega * z.re};"

  "thermal bath dropped from the Fock method's jumps"
  src/physics/fock.hpp
  "j.heating = r.bath;"
  "j.heating = S(0.0) * r.bath;"

  "sign of the mean fields' distance"
  src/physics/fock.hpp
  "const Complex<S> delta = own - other;"
  "const Complex<S> delta = other - own;"

  "Kerr term dropped from the mean field"
  src/physics/fock.hpp
  "multiply_add(r.kerr, n, omega)"
  "omega"

  "two photons lost as if apart"
  src/physics/fock.hpp
  "j.two_one = conj(f.b) * (S(2.0) * r.two_photon);"
  "j.two_one = conj(f.b) * (S(0.0) * r.two_photon);"

  "cutoffs taken on trust"
  src/engines/fock_cutoff.hpp
  "if (item.solved > 0 && change <= 1.0)"
  "if (change <= 1.0)"

  "conjugation symmetry dropped"
  src/observables/atomic_state.hpp
  "return std::conj(values_[pairs_.rank(l, k)]);"
  "return values_[pairs_.rank(l, k)];"

  "pair -1/2, 3/2 of an odd number of atoms dropped"
  src/physics/pair_index.hpp
  "|| ((demand & step2) != 0 && odd != 0 && k + k_lo == 0)"
  ""

  "short form of F_Q outside the even sector"
  src/observables/atomic_state.hpp
  "start_->symmetric && dephasing() == 0.0 && tilt() == 0.0"
  "start_->symmetric"

  "dephasing dropped"
  src/observables/atomic_state.cpp
  "std::exp(-0.5 * dephasing()"
  "std::exp(-0.0 * dephasing()"
)

# mutate FILE OLD NEW: FILE of the copy; fails unless OLD stands there exactly once.
mutate() {
  local text rest
  text=$(cat "$root/$1" && echo .)
  rest=${text/"$2"/}
  [[ $text != "$rest" && $rest != *"$2"* ]] || return 1
  text=${text/"$2"/"$3"}
  printf %s "${text%.}" >"$copy/$1"
}

# The copy keeps the files' times, so that only what differs from the last time is built. A broken
# file must look newer than what was built from it.
copy_sources() {
  local i
  mkdir -p "$copy"
  find "$copy" -mindepth 1 -maxdepth 1 ! -name build-cpu -exec rm -rf {} +
  (cd "$root" && git ls-files -z --cached --others --exclude-standard |
    xargs -0 sh -c 'for f; do [ ! -e "$f" ] || printf "%s\0" "$f"; done' _ |
    tar -c --null -T -) | tar -x -C "$copy"
  for ((i = 1; i < ${#mutations[@]}; i += 4)); do
    [[ ! -e $copy/${mutations[i]} ]] || touch "$copy/${mutations[i]}"
  done
}

# run_suite LOG: the tests, up to the first failure. Broken physics may loop for ever.
run_suite() {
  (cd "$tree/tests" && timeout 400 ./pairtwist_tests --gtest_brief=1 --gtest_fail_fast) >"$1" 2>&1
}

first_failure() {
  sed -nE 's/^\[  FAILED  \] ([^ ,]+).*/\1/p' "$1" | head -n 1
}

copy_sources
(root=$copy && configure cpu "$tree" && build "$tree" pairtwist_tests)
say "The suite on the unbroken copy"
run_suite "$tree/mutate.log" || {
  tail -n 40 "$tree/mutate.log"
  fail "the tests fail already without a mutation"
}

passed=0 failed=0
for ((i = 0; i < ${#mutations[@]}; i += 4)); do
  name=${mutations[i]} file=${mutations[i + 1]}
  outcome=
  if ! mutate "$file" "${mutations[i + 2]}" "${mutations[i + 3]}"; then
    outcome="FAILED: its text no longer stands exactly once in $file: ${mutations[i + 2]}"
  elif ! cmake --build "$tree" --target pairtwist_tests >"$tree/mutate.log" 2>&1; then
    tail -n 20 "$tree/mutate.log"
    outcome="FAILED: does not compile"
  elif run_suite "$tree/mutate.log"; then
    outcome="FAILED: no test noticed"
  fi
  if [[ -z $outcome ]]; then
    passed=$((passed + 1))
    outcome="caught by $(first_failure "$tree/mutate.log")"
  else
    failed=$((failed + 1))
  fi
  printf '%s: %s\n' "$name" "$outcome"
  if [[ -e $root/$file ]]; then cp "$root/$file" "$copy/$file"; fi
done
echo "$passed passed, $failed failed"
((failed == 0))
