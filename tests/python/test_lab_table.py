# SPDX-License-Identifier: BSD-3-Clause
"""pairtwist lab with a table of the potential: its errors, and tables that are none."""

import json

import pytest

from conftest import ROOT

RUBIDIUM = (ROOT / "configs" / "lab" / "rubidium.toml").read_text()
OF_A_TABLE = RUBIDIUM[: RUBIDIUM.index("well =")] + 'well = "table"\npath = "well.txt"\n'


def quartic(x):
    return 2000.0 * ((x / 1.1e-6) ** 2 - 1) ** 2


@pytest.fixture
def lab(pairtwist):
    """Of the table that has these lines."""

    def run(lines, *arguments, code=0):
        (pairtwist.folder / "lab.toml").write_text(OF_A_TABLE)
        (pairtwist.folder / "well.txt").write_text("\n".join(lines) + "\n")
        return pairtwist("lab", "lab.toml", *arguments, code=code)

    return run


@pytest.mark.parametrize(
    "apart, written",
    [(50e-9, "{:.17g}"), (10e-9, "{:.4g}"), (10e-9, "{:.0f}")],
    ids=["lines 50 nm apart", "four digits", "whole Hz"],
)
def test_a_measured_table_has_numbers_and_their_errors(lab, pairtwist, apart, written):
    lines = [f"{i * apart:.9g} {written.format(quartic(i * apart))}" for i in range(round(3.3e-6 / apart) + 1)]
    found = json.loads(lab(lines, "--json").stdout)
    (pairtwist.folder / "formula.toml").write_text(RUBIDIUM)
    exact = json.loads(pairtwist("lab", "formula.toml", "--json").stdout)
    for key, error in (("tunnelling", "error_of_tunnelling"), ("U", "error_of_U")):
        assert abs(found[key] - exact[key]) < 3 * found[error] < 1e-3 * exact[key]
        assert exact[error] < 1e-7 * exact[key]
    assert exact["error_of_energies"] < 1e-9 < found["error_of_energies"] < 1e-4
    said = lab(lines).stdout
    assert "# error of J" in said and "# error of U, W0" in said


def test_a_splitting_that_the_lines_leave_open_is_said_to_be(lab):
    lines = [f"{i * 1e-8:.9g} {round(16 * quartic(i * 1e-8))}" for i in range(331)]
    said = lab(lines).stdout
    assert "# J                below what the lines of the table leave open (|J| < " in said
    assert "what the lines of the table leave open of it" in said and "double precision" not in said


@pytest.mark.parametrize(
    "lines, why",
    [
        (
            [" ".join(str(i * 1e-8) for i in range(331)), " ".join(str(quartic(i * 1e-8)) for i in range(331))],
            'well.txt:1: found a line of 331 columns, "0.0 1e-08 2e-08',
        ),
        (["0,2000", "1e-8,1999"], 'well.txt:1: found a line of 1 column, "0,2000", allowed: two columns'),
        (["0 2000", "1e-8 1999 7"], 'well.txt:2: found a line of 3 columns, "1e-8 1999 7", allowed: two columns'),
        (["0 2000", "1e-8 19x"], 'well.txt:2: found "1e-8 19x", allowed: two columns'),
        (["0 2000", "\x01NUMPY\x00 {'descr': '<f8'}"], 'well.txt:2: found a line of 3 columns, "\\x01NUMPY...", allowed: two'),
        (["0 2000", "1e-8 1e308"], 'well.txt:2: found "1e-8 1e308", allowed: numbers that double precision holds'),
    ],
    ids=["transposed", "commas", "three", "no_number", "bytes", "infinite"],
)
def test_lines_that_are_no_two_columns_are_named(lab, lines, why):
    said = lab(lines, code=2).stderr
    assert why in said and len(said) < 300
    if "columns, a line" in said:
        assert "a line for each x with x and V, blanks between: x in m and V/h in Hz" in said


def test_a_table_that_is_not_there_is_named_as_what_it_is(lab):
    said = lab(["0 1"], "--set", "trap.path=nope.txt", code=4).stderr
    assert "nope.txt: cannot read the table that trap.path names: No such file" in said
