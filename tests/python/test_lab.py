# SPDX-License-Identifier: BSD-3-Clause
"""pairtwist lab: the worked examples, what it prints as a config, and what it refuses."""

import json
import math
import re
import tomllib

import pytest

from conftest import ROOT

EXAMPLES = sorted((ROOT / "configs" / "lab").glob("*.toml"))
RUBIDIUM = (ROOT / "configs" / "lab" / "rubidium.toml").read_text()


@pytest.fixture
def lab(pairtwist):
    def run(text, *arguments, code=0):
        (pairtwist.folder / "lab.toml").write_text(text)
        return pairtwist("lab", "lab.toml", *arguments, code=code)

    return run


def test_there_are_two_examples():
    assert [path.stem for path in EXAMPLES] == ["lithium", "rubidium"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_its_model_runs(example, pairtwist):
    said = pairtwist("lab", example).stdout
    model = said[said.index("[model]") :]
    job = model + '[time]\nstop = 1e-3\nsamples = 5\n[output]\nquantities = ["qfi", "photon_number"]\n'
    (pairtwist.folder / "job.toml").write_text(job)
    pairtwist("run", "job.toml", "--quiet")
    found = json.loads(pairtwist("lab", example, "--json").stdout)
    assert found["model"] == model
    assert found["tunnelling"] == 2 * found["J_A16b"] > 0
    assert {each["verdict"] for each in found["validity"]} <= {"holds", "marginal", "fails"}
    assert found["error_of_energies"] < 1e-9


@pytest.mark.parametrize(
    "changes, unusual",
    [
        ([], []),
        (["cavity.wavelength_m=780", "cavity.waist_m=30"], ["wavelength of the mode", "waist of the mode"]),
        (["cavity.wave_number_per_m=8e-3"], ["wavelength of the mode"]),
        (["trap.transverse_length_m=0.2"], ["harmonic length l of the trap across"]),
        (["trap.separation_m=2.2e-3"], ["distance of the two modes"]),
        (["molecule.size_m=250e-3"], ["Condon radius"]),
    ],
)
def test_a_length_that_no_laboratory_has_is_said(lab, changes, unusual):
    words = [word for change in changes for word in ("--set", change)]
    found = json.loads(lab(RUBIDIUM, "--json", *words).stdout)
    assert [each["what"] for each in found["unusual"]] == unusual
    for each in found["unusual"]:
        least, most = each["usual_m"]
        assert least < most and not least <= each["m"] <= most
    said = lab(RUBIDIUM, *words).stdout
    assert re.findall(r"^# unusual +\S+  (.*) in m: laboratories have", said, re.MULTILINE) == unusual
    assert tomllib.loads(said)["model"]["atoms"] == 20


def test_a_length_in_another_unit_is_told_where_it_leaves_no_levels(lab):
    said = lab(RUBIDIUM, "--set", "trap.separation_m=2.2", code=2).stderr
    assert "the levels of this double well change" in said
    assert "unusual   2.20e+00  distance of the two minima in m: laboratories have 1e-08 to 0.001" in said
    fine = lab(RUBIDIUM, "--set", "trap.barrier_Hz=1e12", code=2).stderr
    assert "unusual" not in fine


def test_a_splitting_that_rounding_hides_is_no_tunnelling(lab):
    found = json.loads(lab(RUBIDIUM, "--json", "--set", "trap.barrier_Hz=3e5").stdout)
    assert found["tunnelling"] == found["J_A16b"] == 0.0
    assert 0.0 < found["error_of_tunnelling"] < 1e-9 * found["energies"][0]
    assert all(each["ratio"] > 0.0 for each in found["validity"])
    printed = lab(RUBIDIUM, "--set", "trap.barrier_Hz=3e5").stdout
    assert re.search(
        r"^# J +below what double precision resolves \(\|J\| < \S+ Hz\)", printed, re.MULTILINE
    )
    assert "J/U" not in printed
    model = tomllib.loads(printed)["model"]
    assert model["tunnelling"] == 0.0
    resolved = json.loads(lab(RUBIDIUM, "--json").stdout)
    assert resolved["tunnelling"] > 1e6 * resolved["error_of_tunnelling"]
    assert re.search(r"^# error of J +\d+e-\d+ of that$", lab(RUBIDIUM).stdout, re.MULTILINE)


def test_strength_of_appendix_c(lab):
    found = json.loads(lab(RUBIDIUM, "--json", "--set", "atoms.mass_u=87.0").stdout)
    assert found["U0_over_g"] == pytest.approx(0.5296, abs=5e-5)
    found = json.loads(
        lab(RUBIDIUM, "--json", "--set", "atoms.mass_u=87.0", "--set", "molecule.form=gaussian").stdout
    )
    assert found["U0_over_g"] == pytest.approx(0.106, abs=5e-4)


def of_molecule(*keys):
    """The rubidium example with these lines for its molecule's form and size."""
    begin, end = RUBIDIUM.index("form ="), RUBIDIUM.index("rabi_frequency_Hz")
    return RUBIDIUM[:begin] + "".join(key + "\n" for key in keys) + RUBIDIUM[end:]


@pytest.mark.parametrize("form, size", [("exponential", 250.0), ("gaussian", 250.0 * math.sqrt(2))])
def test_a_condon_radius_is_as_good_as_a_size(lab, form, size):
    by_size = json.loads(lab(of_molecule(f'form = "{form}"', f"size_a0 = {size!r}"), "--json").stdout)
    by_radius = json.loads(lab(of_molecule(f'form = "{form}"', "condon_radius_a0 = 250.0"), "--json").stdout)
    assert by_radius["condon_radius_a0"] == pytest.approx(250.0, rel=1e-14)
    for key in ("xi", "U0", "W0", "condon_radius_a0"):
        assert by_radius[key] == pytest.approx(by_size[key], rel=1e-14)


def test_a_shell_has_its_coupling_at_its_condon_radius(lab):
    shell = of_molecule('form = "shell"', "condon_radius_a0 = 250.0", "width_a0 = 5.0")
    bohr = 5.29177210903e-11
    narrow = math.sqrt(4 * math.pi) * 250 * math.sqrt(2 * math.sqrt(math.pi) * 5) * bohr**1.5
    found = json.loads(lab(shell, "--json").stdout)
    assert found["xi"] == pytest.approx(narrow, rel=3e-4)  # its centre is width²/R_C below R_C
    assert "R_C = 250 a0" in lab(shell).stdout


def test_a_table_is_as_good_as_its_formula(lab, pairtwist):
    points = []
    for i in range(401):
        x = 2.4e-6 * i / 400
        points.append(f"{x:.17g} {2000.0 * ((x / 1.1e-6) ** 2 - 1) ** 2:.17g}")
    (pairtwist.folder / "well.txt").write_text("# x in m, V/h in Hz\n" + "\n".join(points))
    text = RUBIDIUM[: RUBIDIUM.index("well =")] + 'well = "table"\npath = "well.txt"\n'
    table = json.loads(lab(text, "--json").stdout)
    formula = json.loads(lab(RUBIDIUM, "--json").stdout)
    for key in ("tunnelling", "U", "W0", "epsilon"):
        assert table[key] == pytest.approx(formula[key], rel=2e-4)


def test_the_cavity_is_shifted_and_the_pump_passed_on(lab):
    found = json.loads(lab(RUBIDIUM, "--json", "--set", "cavity.detuning_Hz=1000.0").stdout)
    shift = found["W0"] * 20 * 18 / 2
    assert found["detuning"] == pytest.approx(2 * math.pi * 1000 - shift, rel=1e-12)


def test_a_pump_from_the_side_adds_to_the_pump_and_to_the_interaction(lab, pairtwist):
    plain = json.loads(lab(RUBIDIUM, "--json").stdout)
    side = ["--set", "cavity.transverse=[0.3, -0.2]"]
    found = json.loads(lab(RUBIDIUM, "--json", *side).stdout)
    wt = complex(*found["transverse"])
    eta = complex(*plain["eta"]) + 1j * wt * 20 * 18 / 2
    assert complex(*found["eta"]) == pytest.approx(eta, rel=1e-12)
    square = 2 * found["U0_over_g"] * (0.3**2 + 0.2**2)
    assert found["U"] == pytest.approx(plain["U"] * (1 + square), rel=1e-12)
    assert found["validity"][0]["ratio"] > plain["validity"][0]["ratio"]
    said = lab(RUBIDIUM, *side).stdout
    assert "in eta below: i Wt N(N-2)/2" in said
    (pairtwist.folder / "side.toml").write_text(said + "[time]\nstop = 1e-3\nsamples = 3\n")
    model = tomllib.loads(pairtwist("config", "side.toml").stdout)["model"]
    assert complex(*model["eta"]) == complex(*found["eta"]) and model["U"] == found["U"]
    assert complex(*model["transverse"]) == wt
    pairtwist("run", "side.toml", "--quiet")


HBAR, BOHR_RADIUS, ATOMIC_MASS_UNIT = 1.054571817e-34, 5.29177210903e-11, 1.66053906660e-27
MASS = 86.909180527 * ATOMIC_MASS_UNIT
OMEGA = 2 * math.pi * 2000.0
L = math.sqrt(HBAR / (MASS * OMEGA))
# The rubidium example, every line of it that has a unit, in SI and in units of its trap.
IN_SI = {
    "mass_u = 86.909180527": f"mass_kg = {MASS!r}",
    "scattering_length_a0 = 100.0": f"scattering_length_m = {100 * BOHR_RADIUS!r}",
    "size_a0 = 250.0": f"size_m = {250 * BOHR_RADIUS!r}",
    "wavelength_m = 780.241e-9": f"wave_number_per_m = {2 * math.pi / 780.241e-9!r}",
    "transverse_Hz = 2000.0": f"transverse_length_m = {L!r}",
}
IN_TRAP_UNITS = {
    "scattering_length_a0 = 100.0": f"scattering_length_l = {100 * BOHR_RADIUS / L!r}",
    "size_a0 = 250.0": f"size_l = {250 * BOHR_RADIUS / L!r}",
    "rabi_frequency_Hz = 750e3": "rabi_frequency_omega = 375.0",
    "detuning_Hz = 2e6": "detuning_omega = 1000.0",
    "wavelength_m = 780.241e-9": f"wave_number_per_l = {2 * math.pi * L / 780.241e-9!r}",
    "waist_m = 30e-6": f"waist_l = {30e-6 / L!r}",
    "kappa_Hz = 20.0": "kappa_omega = 0.01",
    "pump_Hz = 20.0": "pump_omega = 0.01",
    "barrier_Hz = 2000.0": "barrier_omega = 1.0",
    "separation_m = 2.2e-6": f"separation_l = {2.2e-6 / L!r}",
}


def same_numbers(found, expected, name=""):
    """Of what --json says, all but texts, errors and what is made of these."""
    if isinstance(expected, dict):
        for key in expected:
            if "error" not in key and key != "model":
                same_numbers(found[key], expected[key], key)
    elif isinstance(expected, list):
        for one, other in zip(found, expected, strict=True):
            same_numbers(one, other, name)
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-9), name


@pytest.mark.parametrize("units", [IN_SI, IN_TRAP_UNITS], ids=["SI", "trap"])
def test_other_units_say_the_same(lab, units):
    text = RUBIDIUM
    for ours, theirs in units.items():
        assert text.count(ours) == 1
        text = text.replace(ours, theirs)
    same_numbers(json.loads(lab(text, "--json").stdout), json.loads(lab(RUBIDIUM, "--json").stdout))


def test_a_barrier_in_a_trap_and_a_shell_have_other_units_too(lab):
    ours = 'form = "shell"', "condon_radius_a0 = 250.0", "width_a0 = 5.0"
    theirs = ours[0], f"condon_radius_m = {250 * BOHR_RADIUS!r}", f"width_l = {5 * BOHR_RADIUS / L!r}"
    barrier = 'well = "barrier"\naxial_Hz = 400.0\nbarrier_Hz = 2000.0\nbarrier_width_m = 0.6e-6\n'
    of_trap = f'well = "barrier"\naxial_omega = 0.2\nbarrier_omega = 1.0\nbarrier_width_l = {0.6e-6 / L!r}\n'

    def text(molecule, well):
        whole = of_molecule(*molecule)
        return whole[: whole.index("well =")] + well

    same_numbers(
        json.loads(lab(text(theirs, of_trap), "--json").stdout),
        json.loads(lab(text(ours, barrier), "--json").stdout),
    )


def test_a_table_may_be_in_units_of_the_trap(lab, pairtwist):
    rows = [(2.4e-6 * i / 400, ((i * 2.4 / 440) ** 2 - 1) ** 2) for i in range(401)]
    (pairtwist.folder / "si.txt").write_text("\n".join(f"{x!r} {2000.0 * v!r}" for x, v in rows))
    (pairtwist.folder / "trap.txt").write_text("\n".join(f"{x / L!r} {v!r}" for x, v in rows))
    begin = RUBIDIUM[: RUBIDIUM.index("well =")] + 'well = "table"\n'
    plain = json.loads(lab(begin + 'path = "si.txt"\n', "--json").stdout)
    named = json.loads(lab(begin + 'path = "si.txt"\ntable_units = "SI"\n', "--json").stdout)
    assert named == plain
    found = json.loads(lab(begin + 'path = "trap.txt"\ntable_units = "trap"\n', "--json").stdout)
    same_numbers(found, plain)
    refused = lab(begin + 'path = "trap.txt"\ntable_units = "traps"\n', code=2).stderr
    assert "trap.table_units" in refused and '"SI", "trap"' in refused


BAD = {
    "unknown_key": (RUBIDIUM.replace("mass_u", "mas_u"), ["lab.toml:4", "atoms.mas_u", "mass_u"]),
    "unknown_section": (RUBIDIUM + "[lasers]\n", ["lasers", "[molecule]"]),
    "missing": (RUBIDIUM.replace("waist_m = 30e-6\n", ""), ["cavity.waist_m", "missing"]),
    "negative": (RUBIDIUM.replace("waist_m = 30e-6", "waist_m = -1.0"), ["cavity.waist_m", "> 0"]),
    "zero_detuning": (RUBIDIUM.replace("detuning_Hz = 2e6", "detuning_Hz = 0.0"), ["molecule.detuning_Hz"]),
    "no_length": (of_molecule('form = "gaussian"'), ["molecule.size_a0", "condon_radius_a0", "one of these"]),
    "two_lengths_of_a_molecule": (
        of_molecule('form = "gaussian"', "size_a0 = 250.0", "condon_radius_a0 = 250.0"),
        ["molecule.condon_radius_a0", "molecule.size_a0", "one of the two"],
    ),
    "no_width": (of_molecule('form = "shell"', "condon_radius_a0 = 250.0"), ["molecule.width_a0", "missing"]),
    "wider_than_its_radius": (
        of_molecule('form = "shell"', "condon_radius_a0 = 250.0", "width_a0 = 251.0"),
        ["molecule.width_a0", "251", "at most"],
    ),
    "a_shell_of_a_size": (
        of_molecule('form = "shell"', "condon_radius_a0 = 250.0", "width_a0 = 5.0", "size_a0 = 250.0"),
        ["molecule.size_a0", "shell"],
    ),
    "a_width_without_a_shell": (
        of_molecule('form = "exponential"', "size_a0 = 250.0", "width_a0 = 5.0"),
        ["molecule.width_a0", "exponential"],
    ),
    "unknown_form": (RUBIDIUM.replace('"exponential"', '"yukawa"'), ["molecule.form", "gaussian"]),
    "of_another_well": (RUBIDIUM + "axial_Hz = 100.0\n", ["trap.axial_Hz", "quartic"]),
    "two_lengths": (RUBIDIUM + "transverse_length_m = 1e-6\n", ["trap.transverse_length_m", "one of"]),
    "two_masses": (RUBIDIUM.replace("mass_u", "mass_kg = 1e-25\nmass_u"), ["atoms.mass_kg", "atoms.mass_u", "one of the two"]),
    "two_wave_numbers": (
        RUBIDIUM.replace("waist_m", "wave_number_per_m = 8e6\nwaist_m"),
        ["cavity.wave_number_per_m", "cavity.wavelength_m", "one of the two"],
    ),
    "two_barriers": (RUBIDIUM + "barrier_omega = 1.0\n", ["trap.barrier_omega", "trap.barrier_Hz", "one of the two"]),
    "neither": (
        RUBIDIUM.replace("separation_m = 2.2e-6", ""),
        ["trap.separation_m: missing, and so is trap.separation_l, allowed: one of the two"],
    ),
    "negative_in_other_units": (RUBIDIUM.replace("waist_m = 30e-6", "waist_l = -1.0"), ["cavity.waist_l", "> 0"]),
    "units_of_no_table": (RUBIDIUM + 'table_units = "SI"\n', ["trap.table_units", "quartic"]),
    "one_minimum": (
        RUBIDIUM[: RUBIDIUM.index("well =")]
        + 'well = "barrier"\naxial_Hz = 1000.0\nbarrier_Hz = 10.0\nbarrier_width_m = 2e-6\n',
        ["one minimum", "double well"],
    ),
    "no_table": (
        RUBIDIUM[: RUBIDIUM.index("well =")] + 'well = "table"\npath = "none.txt"\n',
        ["none.txt"],
    ),
    "not_toml": ("[atoms\n", ["lab.toml:1"]),
}


@pytest.mark.parametrize(
    "changes, why",
    [
        (
            ["trap.transverse_length_m=1e-200", "trap.barrier_omega=1.5"],
            "trap.barrier_omega: found 1.5 (float), allowed: one that double precision holds in SI units, too, where it is inf",
        ),
        (["cavity.waist_l=1e-320"], "cavity.waist_l: found 1e-320 (float), allowed: one that double precision holds in SI units, too, where it is 0"),
        (["molecule.size_a0=1e300"], "U0 comes out as no finite number, allowed: masses, lengths and frequencies"),
        (["trap.transverse_length_m=1e-200"], "U comes out as no finite number, allowed"),
    ],
)  # fmt: skip
def test_what_double_precision_does_not_hold_is_refused(lab, changes, why):
    said = lab(RUBIDIUM, *(word for change in changes for word in ("--set", change)), code=2)
    assert said.stdout == "" and why in said.stderr


@pytest.mark.parametrize("text, parts", BAD.values(), ids=BAD)
def test_is_refused_by_name(text, parts, lab):
    code = 4 if "none.txt" in text else 2
    said = lab(text, code=code)
    assert said.stdout == ""
    for part in parts:
        assert part in said.stderr


def test_a_bad_table_is_refused_with_its_line(lab, pairtwist):
    text = RUBIDIUM[: RUBIDIUM.index("well =")] + 'well = "table"\npath = "well.txt"\n'
    for content, part in (
        ("0 1\n1e-7 two\n", "well.txt:2"),
        ("1e-7 1\n", "the first x is 0"),
        ("0 1\n1e-7 1\n1e-7 1\n", "well.txt:3"),
        ("0 1\n1e-7 1\n", "at least 8"),
    ):
        (pairtwist.folder / "well.txt").write_text(content)
        assert part in lab(text, code=2).stderr
