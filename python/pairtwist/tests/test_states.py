# SPDX-License-Identifier: BSD-3-Clause
"""Start light and atoms as arrays or qutip.Qobj; density matrices back to QuTiP."""

import warnings

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


@pytest.mark.parametrize("weight", [1e-4, 3e-5])
def test_light_beyond_a_gap_is_there(config, weight):
    """Solutions on levels that end in the gap agreed with one another."""
    config["model"] |= {"atoms": 2, "kerr": 0.3}
    light = np.diag([1 - weight] + 20 * [0.0] + [weight])
    found = pairtwist.solve(config, light=light, quantities=["photon_number", "purity"])
    assert float(found.photon_number[0]) == pytest.approx(21 * weight, rel=1e-7)
    assert float(found.purity[0]) == pytest.approx(1.0, abs=1e-8)


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
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data = pairtwist.solve(config, scan=pairtwist.scan(atoms=[2, 5]), over_time="final")
        assert [rho.shape for rho in pairtwist.to_qutip(data)] == [(3, 3), (6, 6)]


def test_a_density_matrix_that_was_turned_around_is_the_same(config):
    config["output"]["quantities"] = ["rho"]
    data = pairtwist.solve(config, atoms=4, over_time="final")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert pairtwist.to_qutip(data.sortby(["m", "m_prime"], ascending=False)) == pairtwist.to_qutip(data)


@pytest.mark.parametrize("of", ["m", "m_prime"])
def test_rows_of_a_density_matrix_without_their_columns_are_refused(config, of):
    config["output"]["quantities"] = ["rho"]
    data = pairtwist.solve(config, atoms=4, over_time="final").sel({of: slice(0, 2)})
    with pytest.raises(pairtwist.ChoiceError, match="of m there is .*, of m_prime .* the same of both"):
        pairtwist.to_qutip(data)


@pytest.mark.parametrize("m", [slice(0, 3), [1], [0, 2, 4]], ids=["the lowest", "one", "every other"])
def test_a_part_of_a_density_matrix_is_said_to_be_one(config, m):
    config["output"]["quantities"] = ["rho"]
    data = pairtwist.solve(config, atoms=4, over_time="final").isel(m=m, m_prime=m)
    with pytest.warns(pairtwist.PairtwistWarning, match="of m there is .* a part of a density matrix"):
        assert pairtwist.to_qutip(data).shape == (data.sizes["m"], data.sizes["m"])


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"atoms": qutip.ket2dm(qutip.basis(3, 0))}, r"shape \(3, 3\); allowed is a pure state"),
        ({"light": np.zeros((2, 3))}, r"shape \(2, 3\); allowed are a ket and a density matrix"),
        ({"atoms": np.eye(3) / 3}, r"^atoms: found .* \(3, 3\); .*\(N \+ 1,\) or .*eigh\(rho\)"),
        ({"atoms": np.ones((2, 3))}, r"^atoms: found .* \(2, 3\); .* \(N \+ 1,\) or \(N \+ 1, 1\)$"),
        ({"atoms": np.ones((2, 3, 4))}, r"^atoms: found .* \(2, 3, 4\); allowed is a pure state"),
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
        ({"atoms": qutip.spin_coherent(4, 1.0, 0.0)}, "^atoms: found 9 amplitudes; model.atoms = 20 needs 21"),
    ],
)
def test_what_is_no_state(config, overrides, message):
    with pytest.raises(pairtwist.UsageError, match=message):
        pairtwist.solve(config, **overrides)


def test_a_state_in_single_precision_is_normalised_and_said():
    ket = np.array([1.0, 1j, 0.3, 0.2])
    ket /= np.linalg.norm(ket)
    single = ket.astype(np.complex64)
    mixed = 0.63 * np.outer(ket, ket.conj()) + 0.37 * np.diag([0.0, 0.1, 0.4, 0.5])
    config = {"model": {"atoms": 3, "kappa": 1.0}, "time": {"stop": 0.1, "samples": 3}}
    for name, given, exact in (
        ("light", single, ket),
        ("atoms", single, ket),
        ("light", mixed.astype(np.complex64), mixed),
        ("light", np.diag([0.1, 0.9]).astype(np.float32), np.diag([0.1, 0.9])),
        ("light", np.outer(single, single.conj()), np.outer(ket, ket.conj())),
    ):
        with pytest.warns(pairtwist.PairtwistWarning, match=f"^{name}: .*(complex64|float32).*norm"):
            data = pairtwist.solve(config, **{name: given})
        whole = pairtwist.solve(config, **{name: exact})
        np.testing.assert_allclose(data.qfi, whole.qfi, rtol=1e-5, atol=1e-6)
    with pytest.raises(pairtwist.UsageError, match="light: the norm of the ket is 1.4999"):
        pairtwist.solve(config, light=np.float32(1.5) * single)
    # What is normalised to double precision is taken as it is.
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pairtwist.solve(config, light=np.array([0, 1], dtype=np.float32))


def test_what_is_no_density_matrix(config):
    data = pairtwist.solve(config, quantities=["qfi"])
    with pytest.raises(pairtwist.ChoiceError, match="needs rho among output.quantities"):
        pairtwist.to_qutip(data)
    data = pairtwist.solve(config, quantities=["rho"], atoms=2, scan=pairtwist.scan(kappa=[0, 1]))
    with pytest.raises(pairtwist.ChoiceError, match="its axes are: kappa, time, m, m_prime; .sel and .isel fix"):
        pairtwist.to_qutip(data)


def test_states_without_a_norm_are_not_told_to_be_divided(config):
    with pytest.raises(pairtwist.UsageError, match="trace of the matrix is 0, so it is no density"):
        pairtwist.solve(config, light=qutip.destroy(5))
    with pytest.raises(pairtwist.UsageError, match="light: all 3 entries of the ket are 0"):
        pairtwist.solve(config, light=np.zeros(3))


def test_a_spin_of_another_length_is_told_of_its_amplitudes(config):
    message = "^atoms: found 11 amplitudes; model.atoms = 20 needs 21: one amplitude for each m from"
    with pytest.raises(pairtwist.UsageError, match=message):
        pairtwist.solve(config, atoms=qutip.spin_coherent(5, 1.2, 0.3))


def test_a_spin_says_how_many_atoms_there_are(config, tmp_path):
    del config["model"]["atoms"]
    psi = qutip.spin_coherent(2, 0.7, 0.4)
    text = pairtwist.Config(**config).to_toml()
    (tmp_path / "job.toml").write_text(text)
    for given in (config, text, tmp_path / "job.toml", pairtwist.Config(**config, atoms=psi)):
        data = pairtwist.solve(given, atoms=psi)
        assert "\natoms = 4\n" in data.attrs["resolved_config"]
    with pytest.raises(pairtwist.UsageError, match="model.atoms = 6 needs 7"):
        pairtwist.solve(config, atoms=psi, model={"atoms": 6})


def test_an_array_beside_an_axis_of_states_is_its_file(config):
    """Nobody wrote light.state = "file", so nobody is told that the axis takes its place."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data = pairtwist.solve(
            config, light=qutip.basis(5, 2), scan=pairtwist.scan(light_state=["vacuum", "file"])
        )
    assert data.photon_number.isel(time=0).values.tolist() == pytest.approx([0, 2])


def test_the_density_matrix_is_complex(config):
    config["model"]["atoms"] = 4
    data = pairtwist.solve(config, quantities=["rho"])
    rho = data.pairtwist.rho
    assert rho.dims == ("time", "m", "m_prime") and rho.dtype == complex
    assert pairtwist.to_qutip(rho.isel(time=1)) == data.isel(time=1).pairtwist.to_qutip()
    for wrong, message in (
        (3, "found an int; allowed is a Dataset"),
        (data.rho_re.isel(time=0), "rho_re is one part of the matrix"),
        (data.drop_vars("rho_im"), 'needs rho among output.quantities, quantities=\\["rho"\\]'),
    ):
        with pytest.raises(pairtwist.PairtwistError, match=message):
            pairtwist.to_qutip(wrong)
    with pytest.raises(pairtwist.ChoiceError, match="pairtwist.rho is of a Dataset"):
        data.rho_re.pairtwist.rho


def test_legends_say_that_a_state_was_an_array(config):
    """And no path, which nothing is at."""
    made = pairtwist.solve(config, light=np.eye(3)[1])
    named = pairtwist.solve(config, light_state="fock", light_n=2)
    legend = pairtwist.plot([made, named], "qfi").axes[0].get_legend()
    assert [text.get_text() for text in legend.get_texts()] == [r"light: $\langle n\rangle$ = 1", "light = fock, $n_0$ = 2"]
