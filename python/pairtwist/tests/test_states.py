# SPDX-License-Identifier: BSD-3-Clause
"""Start light and atoms as arrays or qutip.Qobj; density matrices back to QuTiP."""

import numpy as np
import pytest

import pairtwist

qutip = pytest.importorskip("qutip")


def cat():
    return (qutip.coherent(20, 1.5) + qutip.coherent(20, -1.5)).unit()


@pytest.mark.parametrize(
    "light",
    [cat(), qutip.ket2dm(cat()), cat().full()[:, 0], qutip.ket2dm(cat()).full()],
    ids=["ket", "matrix", "array", "square array"],
)
def test_light_is_what_it_is_called_by_name(config, light):
    config["model"]["atoms"] = 3
    named = pairtwist.solve(config, light={"state": "cat", "alpha": 1.5})
    given = pairtwist.solve(config, light=light)
    np.testing.assert_allclose(given.photon_number, named.photon_number, rtol=1e-7)
    np.testing.assert_allclose(given.qfi, named.qfi, rtol=1e-6)


def test_light_in_a_dict_or_config_takes_its_sections_place(config):
    config["light"] = qutip.basis(5, 2)
    for given in (config, pairtwist.Config(**config)):
        assert float(pairtwist.solve(given).photon_number[0]) == pytest.approx(2.0)
    config["light"] = {"state": "thermal", "n": 1.0}
    assert float(pairtwist.solve(config, light=qutip.basis(5, 3)).photon_number[0]) == 3.0


def test_atoms_of_qutip_are_turned_around(config):
    """A spin state that is no mirror image of itself: up, and to the side."""
    psi = qutip.spin_coherent(2, 0.7, 0.4)
    config["model"]["atoms"] = 4
    found = pairtwist.solve(config, atoms=psi).spin_mean.isel(time=0)
    for axis in "xyz":
        expected = qutip.expect(qutip.jmat(2, axis), psi)
        assert float(found.sel(component=axis)) == pytest.approx(expected, abs=1e-12), axis
    assert float(found.sel(component="z")) > 1


def test_arrays_of_atoms_run_upwards(config):
    config["model"]["atoms"] = 2
    data = pairtwist.solve(config, atoms=np.array([0.0, 0.0, 1.0]))
    assert float(data.spin_mean.sel(component="z")[0]) == pytest.approx(1.0)


def test_a_density_matrix_goes_back_to_qutip(config):
    psi = qutip.spin_coherent(2, 0.7, 0.4)
    config["model"]["atoms"] = 4
    config["output"]["quantities"] = ["rho", "spin_mean"]
    data = pairtwist.solve(config, atoms=psi)
    first = data.isel(time=0).pairtwist.to_qutip()
    assert qutip.expect(first, psi) == pytest.approx(1.0)
    every = pairtwist.to_qutip(data)
    assert len(every) == 5
    for i, rho in enumerate(every):
        for axis in "xyz":
            expected = float(data.spin_mean.sel(component=axis)[i])
            assert qutip.expect(qutip.jmat(2, axis), rho) == pytest.approx(expected, abs=1e-7)


def test_where_the_number_of_atoms_differs_each_has_its_own_matrix(config):
    config["output"]["quantities"] = ["rho"]
    data = pairtwist.solve(config, scan=pairtwist.scan(atoms=[2, 5]), over_time="final")
    assert [rho.shape for rho in pairtwist.to_qutip(data)] == [(3, 3), (6, 6)]


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"atoms": qutip.ket2dm(qutip.basis(3, 0))}, r"shape \(3, 3\); allowed is a pure state"),
        ({"light": np.zeros((2, 3))}, r"shape \(2, 3\); allowed are a ket and a density matrix"),
        ({"pump": np.zeros(3)}, "pump: found an array; allowed is a dict of its keys"),
        ({"pump": qutip.basis(3, 0)}, "pump: found a state; allowed is a dict of its keys"),
        ({"light": qutip.tensor(qutip.basis(3, 0), qutip.basis(2, 1))}, "light: .* of 2 parts"),
        ({"light": qutip.ket2dm(qutip.tensor(2 * [qutip.basis(2, 1)]))}, "light: .* of 2 parts"),
        ({"atoms": qutip.tensor(2 * [qutip.basis(2, 0)])}, "atoms: .* of 2 parts; .*one spin"),
        ({"light": qutip.basis(5, 1).dag()}, "light: found a Qobj of type 'bra'.*dag"),
        ({"light": qutip.to_super(qutip.qeye(2))}, "light: found a Qobj of type 'super'"),
        ({"light": 2 * qutip.basis(5, 1)}, "^light: the norm of the ket is 2; divide it by that"),
        ({"light": 2 * qutip.fock_dm(5, 1)}, "^light: the trace of the density matrix is 2; div"),
        ({"light": qutip.destroy(3) + qutip.fock_dm(3, 0)}, r"^light: <1\|rho\|0> is"),
        ({"light": np.diag([1.2, -0.2])}, "^light: the density matrix has the eigenvalue -0.2"),
        ({"light": np.array([np.nan, 1.0])}, r"^light: the entry \[0\] is .*nan.*, not a finite"),
        ({"light": np.array(["a"])}, "^light: found an array of <U1; allowed are numbers"),
        ({"light": np.array([])}, r"^light: found an array of shape \(0,\)"),
        ({"light": np.eye(3000)[0]}, "^light: found a state on 3000 photon levels; allowed.*1024"),
        ({"atoms": 3 * qutip.spin_coherent(10, 1.0, 0.0)}, "^atoms: the norm of the ket is 3"),
        ({"atoms": qutip.spin_coherent(4, 1.0, 0.0)}, r"^atoms: .*\(9\); model.atoms = 20 needs"),
    ],
)
def test_what_is_no_state(config, overrides, message):
    with pytest.raises(pairtwist.UsageError, match=message):
        pairtwist.solve(config, **overrides)


def test_what_is_no_density_matrix(config):
    data = pairtwist.solve(config, quantities=["qfi"])
    with pytest.raises(pairtwist.ChoiceError, match="needs rho among output.quantities"):
        pairtwist.to_qutip(data)
    data = pairtwist.solve(config, quantities=["rho"], atoms=2, scan=pairtwist.scan(kappa=[0, 1]))
    with pytest.raises(pairtwist.ChoiceError, match="its axes are: kappa, time, m, m_prime; .sel and .isel fix"):
        pairtwist.to_qutip(data)
