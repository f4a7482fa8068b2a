# SPDX-License-Identifier: BSD-3-Clause
"""The real program, config to result file, against QuTiP's full atom-photon space.

The data are those of tests/reference (made by make_qutip_references.py, good to 1e-10).
"""

import json
import shutil

import numpy as np
import pytest
import xarray

from conftest import ROOT

CASES = sorted((ROOT / "tests/reference/qutip").glob("*.json"))
RHO = 1e-8  # absolute; the elements of rho_A are at most 1
PHOTONS = 1e-8  # on <n> and Mandel Q, which are of order 1 here


def test_there_are_cases():
    assert len(CASES) >= 10


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_agrees_with_the_full_space(case, pairtwist):
    reference = json.loads(case.read_text())
    (pairtwist.folder / "case.toml").write_text(reference["config"])
    shutil.copy(case.parent / "light_start.h5", pairtwist.folder)  # which some configs name
    pairtwist("run", "case.toml", "--quiet")
    with xarray.open_dataset(pairtwist.folder / "case.h5", engine="h5netcdf") as data:
        np.testing.assert_array_equal(data["time"], reference["times"])
        for name in ("rho_re", "rho_im"):
            np.testing.assert_allclose(data[name], reference[name], rtol=0, atol=RHO)
        np.testing.assert_allclose(
            data["photon_number"], reference["photon_number"], rtol=0, atol=PHOTONS
        )
        mandel_q = np.array(reference["mandel_q"], dtype=float)  # null becomes NaN
        known = np.isfinite(mandel_q)
        assert known.sum() >= len(known) - 1
        np.testing.assert_allclose(
            data["mandel_q"].values[known], mandel_q[known], rtol=0, atol=PHOTONS
        )
