#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Breaks the physics in known ways, one at a time, in a copy of the sources, and expects the tests
# that are named for it to fail: tests that stay green then test nothing. Fails, too, if a text to
# be broken is no longer there. Called by test.sh, which installs what this needs.
#
# All mutations are compiled at once, and the environment chooses one at run time: a build for each
# would take most of the time that all tests take.
set -euo pipefail
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

copy=$root/build-mutate
# Where it would stand in the copy's own build: so ccache knows what build/ has already compiled.
tree=$copy/build-cpu

# Five lines each: what is broken, where, an expression that stands there exactly once (no statement,
# and not of a constexpr: another is chosen while the tests run), what it becomes (of the same type),
# the tests one of which must fail (as --gtest_filter takes them).
mutations=(
  "steps that err one by one, and not together"
  src/solve/coherence_error.cpp
  "work.by_steps() ? physics::dop853::steps_of_tolerance : 1.0"
  "work.by_steps() ? 1.0 : 1.0"
  "All/ErrorsOfSteps.*"

  "what steps of equal length round away is lost"
  src/physics/dop853.hpp
  "rise - (new_y_[d] - y_[d])"
  "S(0.0) * rise"
  "Dop853.*"

  "equal steps in the moving frame that do not round alike"
  src/solve/coherence_error.cpp
  "0x1p-52 * rate * time / physics::dop853::longest_step_times_rate"
  "0x1p-62 * rate * time / physics::dop853::longest_step_times_rate"
  "All/ErrorsOfSteps.WhereStrong*"

  "a Bell sum without time that is said to be too small"
  src/solve/evaluator_settle.cpp
  "of_imprecise == ValueState::below_precision && !bounds.empty()"
  "!bounds.empty()"
  "MaxSeconds.ABell*"

  "a search for an event in the noise beside a start that is undefined"
  src/solve/events.cpp
  "k < states.size() ? k : 0"
  "std::size_t{0}"
  "All/Starts.*"

  "a plateau behind the pump's end that hides the peak before it"
  src/solve/sample_peaks.cpp
  "edge >= curve.times[k - 1]"
  "edge > curve.times[k + 1]"
  "All/ExtremaBetweenSamples.*"

  "an event that a polynomial through few samples rules out"
  src/solve/level_peak.cpp
  "likely_ && !looked_"
  "likely_ && looked_"
  "All/ExtremaBetweenSamples.*"

  "a maximum of F_Q that one look's steps pass over"
  src/solve/switch_off.cpp
  "peak->top < fewest_before"
  "peak->top < 0"
  "All/Starts.*"

  "a direction beside a pole without what is left out of the start"
  src/observables/registry.cpp
  "point.parameters.model.atoms <= few"
  "point.parameters.model.atoms < 0"
  "All/Starts.*"

  "sign of the phase that the pump leaves (B7 of the paper)"
  src/physics/coherent.hpp
  "a.drive.im - b.drive.im"
  "b.drive.im - a.drive.im"
  "All/PublishedNumbers.QuantumFisherInformationOfFig2c/*"

  "sign of the atoms' own interaction U"
  src/physics/coherent.hpp
  "subtract_product(phase, rate, time)"
  "multiply_add(rate, time, phase)"
  "All/PublishedNumbers.QuantumFisherInformationOfFig2c/*"

  "kappa dropped from the coherence"
  src/physics/coherent.hpp
  "two_prod(kappa, scale)"
  "two_prod(S(0.0), scale)"
  "All/PublishedNumbers.QuantumFisherInformationOfFig2c/*"

  "what a transverse pump and loss together make of a coherence"
  src/physics/coherent.hpp
  "R(S(2.0 * point.kappa)) / R(S(point.two_W0))"
  "R(S(-2.0 * point.kappa)) / R(S(point.two_W0))"
  "All/QuTip.*"

  "sign of the phase by which jumps turn beside a transverse pump"
  src/engines/laboratory_stencil.inl
  "conj(turn)"
  "turn"
  "Laboratory.TheSeries*"

  "light that comes to the uppermost level in use"
  src/engines/laboratory_levels.inl
  "!(most <= negligible())"
  "!(most <= most)"
  "LevelsInUse.*"

  "what more levels would change, by what is on the uppermost one"
  src/engines/fock_cutoff.hpp
  "margin_of_edge * ::sqrt(outcome.edge / item.edge)"
  "margin_of_edge * (outcome.edge / item.edge)"
  "LeftOfChange.*"

  "sides of a Gaussian block that are pumped differently"
  src/physics/gaussian.hpp
  "back * part(y + mu)"
  "-(back * part(y + mu))"
  "All/QuTip.*"

  "kappa dropped from the cavity amplitude"
  src/physics/coherent.hpp
  "(-0.5 * kappa)"
  "(-0.0 * kappa)"
  "All/Resonance.CoherencesAndAmplitudesAreAccurate/*"

  "no series near the resonance"
  src/physics/coherent.hpp
  "S(Arithmetic<R>::series_below)"
  "S(0.0)"
  "All/Resonance.CoherencesAndAmplitudesAreAccurate/*"

  "low parts of double-doubles dropped where they are added"
  src/physics/double_double.hpp
  "s.lo + (a.lo + b.lo)"
  "s.lo"
  "DoubleDouble.*"

  "a pole where what is divided vanishes with its divisor"
  src/solve/sample_peaks.cpp
  "divided(near) >= part * divided(far)"
  "true"
  "All/ExtremaBetweenSamples.TwoAtomsWhoseSpinPassesZeroHaveNoPole/*"

  "doubles taken everywhere"
  src/plan/coherence_bound.cpp
  "size.error(point.stop, in_double) <= allowed"
  "true"
  "All/ClosedFormSums.AreAsGoodAsTheBoundSays/*"

  "no care near a resonance in double"
  src/engines/closed_form_sums.inl
  "S(b_.near_resonance) < norm(l)"
  "S(-1.0) < norm(l)"
  "All/ClosedFormSums.AreAsGoodAsTheBoundSays/*"

  "sectors near a resonance taken for far ones"
  src/plan/coherence_bound.hpp
  "in_double.of_field * size.pump * size.drive"
  "0.1 * in_double.of_field * size.pump * size.drive"
  "All/CoherenceBound.HoldsAtEveryToleranceInBothArithmetics/scalar"

  "levels believed that lack some of the start"
  src/engines/fock_cutoff.hpp
  "p.holding <= item.cutoff"
  "true"
  "Judge.DoesNotBelieveSolutionsThatLackSomeOfTheStart"

  "lost phases made up"
  src/physics/dd_math.hpp
  "(x.hi > S(largest_phase)) | (x.hi < S(-largest_phase))"
  "(x.hi > S(1e300)) | (x.hi < S(-1e300))"
  "All/Phases.AreRightOrLost/*"

  "thermal bath dropped from Gaussian light"
  src/physics/gaussian.hpp
  "Complex<S>{bath, S(0.0)}"
  "Complex<S>{S(0.0), S(0.0)}"
  "All/Gaussian.ThermalLightWithoutPumpIsKnown/*"

  "sign of the coupling between the blocks' light and phase"
  src/physics/gaussian.hpp
  "-(omega * z.re)"
  "omega * z.re"
  "All/Gaussian.ThermalLightWithoutPumpIsKnown/*"

  "thermal bath dropped from the Fock method's jumps"
  src/physics/fock.hpp
  "j.heating = r.bath"
  "j.heating = S(0.0) * r.bath"
  "All/Fock.TheKerrCavityOfAPublicBenchmark/*"

  "sign of the mean fields' distance"
  src/physics/fock.hpp
  "own - other"
  "other - own"
  "All/Fock.EqualsTheOtherMethodsInBothFrames/*"

  "Kerr term dropped from the mean field"
  src/physics/fock.hpp
  "multiply_add(r.kerr, n, omega)"
  "omega"
  "All/Fock.TheKerrCavityOfAPublicBenchmark/*"

  "two photons lost as if apart"
  src/physics/fock.hpp
  "j.two_one = conj(f.b) * (S(2.0) * r.two_photon)"
  "j.two_one = conj(f.b) * (S(0.0) * r.two_photon)"
  "All/QuTip.FullSpaceIsReproducedTo1e8/*"

  "a factor of the Faber series' recurrence"
  src/engines/laboratory_walk.inl
  "S(2.0) * beta_"
  "S(1.0) * beta_"
  "All/Fock.BlocksOfEverySizeAgree/*"

  "the pump's new phase not followed in the laboratory"
  src/engines/laboratory_segment.inl
  "phase - phases[i]"
  "0.0 * phase"
  "All/Fock.BlocksOfEverySizeAgree/*"

  "heating dropped from the laboratory's stencil"
  src/physics/fock_laboratory.hpp
  "jump.heating"
  "S(0.0) * jump.heating"
  "All/Fock.TheKerrCavityOfAPublicBenchmark/*"

  "the pump left out of the generator's numerical range"
  src/physics/fock_laboratory.hpp
  "across * pump"
  "0.0 * pump"
  "Laboratory.TheNumericalRangeLiesInTheEllipse"

  "what the last term of a series says of the others"
  src/engines/series_in_memory.inl
  "halved_ ? 2.0 * squares + diagonal : squares"
  "halved_ ? diagonal : squares"
  "TightEllipses.*"

  "series that end too early"
  src/physics/faber.hpp
  "rest <= allowed"
  "rest <= 1e6 * allowed"
  "Faber.TermsNeededIsTheFirstThatIsEnough"

  "cutoffs taken on trust"
  src/engines/fock_cutoff.hpp
  "item.solved > 0 && holds && change <= limits.change"
  "change <= limits.change"
  "All/FockCutoff.AQuantityThatATailDoesNotShowIsConverged/*"

  "faint light taken on trust"
  src/observables/photons.cpp
  "std::abs(n.mean) < scale"
  "false"
  "All/FaintLight.ADecayingPhotonBesideAFaintPump/*"

  "steps in the moving frame as for much light"
  src/engines/moving_arrays.inl
  "of_photons ? weight_of_photons(n, k) : V(1.0)"
  "V(1.0)"
  "All/FaintLight.AntibunchingOfLightThatIsThereAlready/*"

  "clock of DOP853 without its rounding"
  src/physics/dop853.hpp
  "select(made > S(0.0), made, step)"
  "step"
  "All/FaintLight.ManyOscillationsKeepTheTolerance/*"

  "steps as long as they are stable"
  src/physics/dop853.hpp
  "select(step < longest, step, longest)"
  "step"
  "Dop853.LongestStepKeepsDenseOutputGood"

  "fields of few photons relative to themselves, Gaussian"
  src/engines/gaussian_block.inl
  "select(photons < S(1.0), S(dop853::rounding_of_step), of_step)"
  "of_step"
  "All/Revivals.LittleThermalLightThatIsLeftAlone/*"

  "fields of few photons relative to themselves, moving frame"
  src/engines/moving_arrays.inl
  "select(few < S(1.0), S(rounding_of_step) / tolerance, S(1.0))"
  "S(1.0)"
  "All/Revivals.LittleThermalLightThatIsLeftAlone/*"

  "rounding of a bright cavity taken for light"
  src/solve/photon_rounding.cpp
  "6e-15 * (1.0 + std::sqrt(cycles))"
  "0.0"
  "All/Revivals.AnEmptiedCavityDoesNotClimb/*"

  "coherent light as if no pump could take it away"
  src/plan/light_state.cpp
  "light.state == LightState::coherent ? 1e-30 : 1e-2 * of_tolerance"
  "1e-2 * of_tolerance"
  "All/Revivals.APumpTakesCoherentLightAway/*"

  "terms in the laboratory as for much light"
  src/engines/laboratory_segment.inl
  "share * fews[i] * fews[i]"
  "share"
  "All/FaintLight.AShortRunMakesCoherentLight/*"

  "bright light cut off at the largest cutoff"
  src/plan/light_state.cpp
  "result.levels > kLargestCutoff"
  "false"
  "LightState.LightThatDoesNotFitIsRefusedByName"

  "conjugation symmetry dropped"
  src/observables/state_elements.hpp
  "k > l ? -v[1] : v[1]"
  "v[1]"
  "DensityMatrix.*"

  "pair -1/2, 3/2 of an odd number of atoms dropped"
  src/physics/pair_index.hpp
  "(odd != 0 && k_lo == 0)"
  "false"
  "PairIndex.ListsEveryReachedPairOnceAndRanksIt"

  "short form of F_Q outside the even sector"
  src/observables/atomic_state.hpp
  "start_->symmetric && keeps_even_sector(point_->parameters.model)"
  "start_->symmetric"
  "Qfi.DephasingTiltAndAsymmetryTakeTheGeneralForm"

  "what faint light still lacks when a point is given up stays open"
  src/solve/evaluator_settle.cpp
  "std::all_of(e.states.begin(), e.states.end(), settled)"
  "true"
  "GivenUp.WhatFaintLightStillLacksIsLostForWantOfMemory"

  "samples are never too few for a curve"
  src/solve/resolved_curve.cpp
  "beside + margins * doubt.error >= level"
  "false"
  "ResolvedCurve.*"

  "the time that a point took before counts for nothing"
  src/solve/evaluator.cpp
  "of_point.alone + (alone ? 0.0 : of_point.beside)"
  "0.0"
  "MaxSeconds.IsOfAllLooksForExtremaTogether"

  "tunnelling from |0> of the even sector without its root of 2"
  src/engines/joint_chain.cpp
  "std::numbers::sqrt2 * element"
  "element"
  "JointChain.HopsAsJxDoes"

  "nothing comes back from a jump"
  src/engines/joint_generator.cpp
  "over * (point_.kappa + bath)"
  "over * (0.0 * bath)"
  "All/Joint.IsRabisOscillationWithoutInteraction/*"

  "half of the jumps"
  src/engines/joint_branch.hpp
  "survival_ *= state_.normalise()"
  "survival_ *= std::sqrt(state_.normalise())"
  "All/Trajectories.ADecayingPhotonIsABinomial/*"

  "too few of the jumps up among all"
  src/engines/joint_branch.cpp
  "bath * (photons + 1.0)"
  "0.5 * bath * (photons + 1.0)"
  "All/Trajectories.AverageToTheDensityMatrix/*"

  "pure parts of the light all of one weight on a device"
  src/engines/joint_rounds.cpp
  "part.weight"
  "1.0"
  "All/JointRounds.MixedLightIsThatOfTheHost/*"

  "standard errors of single groups"
  src/solve/jackknife.cpp
  "(spread < 0.0 ? 0.0 : spread)"
  "(groups_ * spread)"
  "Jackknife.*:TrajectoriesAtLength.HaveStandardErrorsThatAreWhatTheySay"

  "photon levels never grow"
  src/engines/joint_walk.cpp
  "each <= allowed"
  "each >= 0.0"
  "All/Joint.Fig6ToTheLastDigit/*"

  "both solutions of a joint point on the same photon levels"
  src/engines/joint_walk.hpp
  "(levels % 2 == 1) == odd ? 0 : 1"
  "0"
  "All/JointCutoff.WhatBothSolutionsWouldLackIsSeen/*"

  "dephasing counted twice beside a state as a whole"
  src/observables/sum_series.hpp
  "blocks ? point->parameters.model.dephasing : 0.0"
  "point->parameters.model.dephasing"
  "All/RandomModels.AnyLight/*"

  "a device that counts atoms takes coherences to be exact"
  src/engines/counting_chunks.cpp
  "batch.coherence_errors[state.out]"
  "0.0"
  "CountingChunks.SayWhatTheFormulaSaysOfEachState"

  "dephasing dropped"
  src/observables/state_elements.hpp
  "-0.5 * dephasing"
  "-0.0 * dephasing"
  "Qfi.AgreesWithTheOracle"
)

copy_sources() {
  mkdir -p "$copy"
  find "$copy" -mindepth 1 -maxdepth 1 ! -name build-cpu -exec rm -rf {} +
  (cd "$root" && git ls-files -z --cached --others --exclude-standard |
    xargs -0 sh -c 'for f; do [ ! -e "$f" ] || printf "%s\0" "$f"; done' _ |
    tar -c --null -T -) | tar -x -C "$copy"
}

# mutate NUMBER FILE OLD NEW: in FILE of the copy, NEW takes OLD's place when PAIRTWIST_MUTATION is
# NUMBER; fails unless OLD stands there exactly once.
mutate() {
  local file=$copy/$2 text rest
  text=$(cat "$file" && echo .)
  rest=${text/"$3"/}
  [[ $text != "$rest" && $rest != *"$3"* ]] || return 1
  text=${text/"$3"/"(::mutation == $1 ? ($4) : ($3))"}
  printf 'extern const int mutation;\n%s' "${text%.}" >"$file"
}

# One SIMD level, the widest of this machine, has to see each, but where the tests are named with the
# scalar one: all are compiled from what is broken, and that one takes several times as long.
narrower=$(at_narrower_levels "*")
export tree narrower

# run_tests NUMBER FILTER: up to the first failure. Broken physics may loop for ever.
run_tests() {
  local filter=$2
  [[ $filter == */scalar ]] || filter+=-$narrower
  (cd "$tree/tests" && PAIRTWIST_MUTATION=$1 OMP_WAIT_POLICY=passive timeout 400 ./pairtwist_tests \
    --gtest_brief=1 --gtest_fail_fast "--gtest_filter=$filter") >"$tree/mutate.$1.log" 2>&1
}
export -f run_tests

# first_failure NUMBER
first_failure() {
  sed -nE 's/^\[  FAILED  \] ([^ ,]+).*/\1/p' "$tree/mutate.$1.log" | head -n 1
}

copy_sources
cat >"$copy/src/engines/mutation.cpp" <<'EOF'
#include <cstdlib>

extern const int mutation;
const int mutation = std::atoi(std::getenv("PAIRTWIST_MUTATION"));
EOF
outcomes=() filters="" scalar_filters=""
for ((i = 0; i < ${#mutations[@]}; i += 5)); do
  file=${mutations[i + 1]} old=${mutations[i + 2]}
  mutate $((i / 5 + 1)) "$file" "$old" "${mutations[i + 3]}" ||
    outcomes[i]="FAILED: its text no longer stands exactly once in $file: $old"
  case ${mutations[i + 4]} in
    */scalar) scalar_filters+=${scalar_filters:+:}${mutations[i + 4]} ;;
    *) filters+=${mutations[i + 4]}: ;;
  esac
done
(root=$copy && configure cpu "$tree" && build "$tree" pairtwist_tests)
say "The tests on the unbroken physics"
run_tests 0 "$filters" && run_tests 0 "$scalar_filters" || {
  tail -n 40 "$tree/mutate.0.log"
  fail "the tests fail already without a mutation"
}

say "The tests on each that is broken"
for ((i = 0; i < ${#mutations[@]}; i += 5)); do
  [[ -n ${outcomes[i]:-} ]] || printf '%s\0' $((i / 5 + 1)) "${mutations[i + 4]}"
done | xargs -0 -n 2 -P "$(nproc)" bash -c 'run_tests "$@" || true' _

passed=0 failed=0
for ((i = 0; i < ${#mutations[@]}; i += 5)); do
  outcome=${outcomes[i]:-} tests=${mutations[i + 4]}
  if [[ -z $outcome ]]; then
    caught=$(first_failure $((i / 5 + 1)))
    outcome=${caught:+caught by $caught}
  fi
  case $outcome in
    caught*) passed=$((passed + 1)) ;;
    *) failed=$((failed + 1)) ;;
  esac
  printf '%s: %s\n' "${mutations[i]}" "${outcome:-FAILED: not noticed by $tests}"
done
echo "$passed passed, $failed failed"
((failed == 0))
