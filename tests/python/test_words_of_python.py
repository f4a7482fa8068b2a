# SPDX-License-Identifier: BSD-3-Clause
"""Messages of the program on its options, as solve() and scan() hand them on."""

import pytest

from pairtwist.words_of_python import in_python

# What the program says of --set, and what is left of it where there is none.
SAID = {
    "names": (
        "--set output.quantities: found \"bell\" (string), allowed: an array of names of quantities: "
        "--set 'output.quantities=[\"bell\"]'",
        'output.quantities: found "bell" (string), allowed: an array of names of quantities, ["bell"]',
    ),
    "quotes": (
        '--set scan.axes: found "[1]" (string), allowed: an array of { key = ..., values = [...] }; this is no '
        "TOML: texts in it need quotes, and all of it others for the shell, --set 'KEY=[\"text\"]'",
        'scan.axes: found "[1]" (string), allowed: an array of { key = ..., values = [...] }',
    ),
    "axes": (
        "--set model.kappa: found together with model.kappa_tau_Q (config:8), allowed: one of the two; "
        "--unset scan.axes takes all axes away",
        "model.kappa: found together with model.kappa_tau_Q (config:8), allowed: one of the two; "
        'scan={"axes": []} takes all axes away',
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_options_are_keywords_here(name):
    program, python = SAID[name]
    assert in_python(program, True) == python


def test_these_are_the_words_of_the_program(pairtwist):
    config = '[model]\natoms = 4\neta = 1.0\n[time]\nstop = 1.0\n[scan]\naxes = [{ key = "model.kappa_tau_Q", values = [1.0] }]\n'
    (pairtwist.folder / "config").write_text(config)
    for name, words in (
        ("names", "output.quantities=bell"), ("quotes", "scan.axes=[1"), ("axes", "model.kappa=1"),
    ):  # fmt: skip
        said = pairtwist("config", "config", "--set", words, code=2).stderr.strip()
        expected = SAID[name][0].replace('"[1]"', '"[1"').replace("config:8", "config:7")
        assert said == f"pairtwist: error: {expected}"
