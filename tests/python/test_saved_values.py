# SPDX-License-Identifier: BSD-3-Clause
"""What was computed with a result, or joined with another, is not taken for its values once it is saved."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pandas
import pytest
import xarray

import pairtwist
from conftest import axis, sample, time_axis
from pairtwist import computed, known_places
from pairtwist.computed import is_as_computed
from pairtwist.noted_values import is_of_its_run
from pairtwist.quantity_names import OF_QUANTITIES
from pairtwist.sketch import ATTRIBUTE, Among, among, read, sketches_of

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning")


@pytest.fixture
def result(tmp_path):
    """result(atoms) is a scan over eta as pairtwist.open has it, of a run of its own."""
    made = []

    def make(atoms=10, etas=(1.0, 2.0, 3.0)):
        numbers = axis("eta", etas, r"$\eta$", "model.eta")
        data = sample(
            [numbers],
            {"qfi": (lambda eta, t: atoms * (1 + eta**1.5 * t * (1 + len(made))), "$F_Q$"),
             "photon_number": (lambda eta, t: eta**1.5 * t, "$n$")},
            atoms, time=time_axis())  # fmt: skip
        data.attrs["resolved_config"] += (
            f'[scan]\naxes = [{{ key = "model.eta", values = {list(etas)} }}]\n'
        )
        made.append(data)
        data["runtime"] = ("eta", len(made) + np.sqrt(np.arange(len(etas))) / 10, {"units": "s"})
        return saved(data, tmp_path)

    return make


def saved(data, tmp_path, **options):
    """As pairtwist.open has what xarray saves of it."""
    data.to_netcdf(tmp_path / "saved.nc", engine="h5netcdf", **options)
    with pairtwist.open(tmp_path / "saved.nc") as found:
        return found.load()


def keeping(change):
    """What xarray of now does, which keeps attributes where it computes."""

    def changed(data):
        with xarray.set_options(keep_attrs=True):
            return change(data).assign_attrs(data.attrs)

    return changed


CHANGES = {
    "twice": keeping(lambda data: 2 * data),
    "divided": lambda data: data.assign(qfi=(data.qfi / 36).assign_attrs(data.qfi.attrs)),
    "changed in place": lambda data: data.assign(qfi=data.qfi.copy(data=data.qfi / 36)),
    "a difference": keeping(lambda data: data - data.isel(eta=0)),
    "a mean": keeping(lambda data: data.mean("eta")),
    "a point of twice": keeping(lambda data: (2 * data).isel(eta=1)),
    "joined, then halved": keeping(lambda data: xarray.concat([data / 2, data / 4], "run").isel(run=1)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_is_known_from_its_file(result, tmp_path, change, plot_command, forget):
    data = CHANGES[change](result())
    forget()
    found = saved(data, tmp_path)
    assert not is_as_computed(found.qfi)
    figure = pairtwist.plot(found.isel(eta=0) if "eta" in found.dims else found, "qfi")
    assert figure.axes[0].get_ylabel() == "qfi"
    assert "qfi was changed since it was computed" in figure.texts[0].get_text()
    done = plot_command("saved.nc", "--quantity", "qfi")
    assert "qfi was changed since it was computed" in done.stderr
    again = saved(found, tmp_path)
    assert not is_as_computed(again.qfi)


def test_an_array_of_a_file_that_xarray_opens_is_not_called_what_it_was(result, tmp_path, forget):
    """F_Q over N^2 was called F_Q: an array has no attributes of the result."""
    data = keeping(lambda data: data.assign(mine=data.qfi / 36))(result())
    data.to_netcdf(tmp_path / "changed.nc", engine="h5netcdf")
    forget()
    found = xarray.open_dataset(tmp_path / "changed.nc", engine="h5netcdf")
    for name, label in (("mine", "mine"), ("qfi", "$F_Q$"), ("photon_number", "$n$")):
        one = found[name].isel(eta=0)
        assert pairtwist.plot(one).axes[0].get_ylabel() == label
        assert one.pairtwist.plot().axes[0].get_ylabel() == label
    found.close()


@pytest.mark.parametrize("change", ["twice", "divided", "changed in place"])
def test_what_was_changed_is_known_where_xarray_opens_its_file(result, tmp_path, change, forget):
    """The sketch is held against the values wherever they come from, and the user's own stay as they are."""
    CHANGES[change](result()).to_netcdf(tmp_path / "changed.nc", engine="h5netcdf")
    forget()
    for read_by in (xarray.open_dataset, xarray.load_dataset):
        found = read_by(tmp_path / "changed.nc", engine="h5netcdf")
        encodings = {name: dict(one.encoding) for name, one in found.variables.items()}
        for part in (found, found.isel(eta=1)):
            figure = pairtwist.plot(part, "qfi")
            assert figure.axes[0].get_ylabel() == "qfi"
            assert "qfi was changed since it was computed" in figure.texts[0].get_text()
        assert {name: dict(one.encoding) for name, one in found.variables.items()} == encodings
        found.close()


def test_what_is_as_it_was_is_known_where_xarray_opens_its_file(result, tmp_path, forget):
    result().to_netcdf(tmp_path / "kept.nc", engine="h5netcdf")
    forget()
    with xarray.open_dataset(tmp_path / "kept.nc", engine="h5netcdf") as found:
        for part in (found, found.isel(eta=[0, 2]), found[["qfi"]]):
            figure = pairtwist.plot(part, "qfi")
            assert figure.axes[0].get_ylabel() == "$F_Q/N^2$" and not figure.texts


KEPT = {
    "all": lambda data: data,
    "a point": lambda data: data.isel(eta=1),
    "turned around": lambda data: data.isel(eta=slice(None, None, -1), time=slice(3, 9)),
    "a mask": keeping(lambda data: data.where(data.qfi > 10.2)),
    "some variables": lambda data: data[["qfi", "status"]],
}


@pytest.mark.parametrize("select", KEPT)
@pytest.mark.parametrize("encoding", [{}, {"dtype": "float32"}, {"zlib": True}])
def test_what_was_selected_is_as_it_was(result, tmp_path, select, encoding):
    data = KEPT[select](result())
    found = saved(data, tmp_path, encoding={"qfi": encoding} if encoding else {})
    assert is_as_computed(found.qfi)
    again = saved(found, tmp_path)
    assert is_as_computed(again.qfi) and is_of_its_run(again)
    assert again.attrs[ATTRIBUTE] == data.attrs[ATTRIBUTE]


def test_a_variable_of_ones_own_keeps_its_name(result, tmp_path):
    with xarray.set_options(keep_attrs=True):
        data = saved(result().assign(ratio=lambda data: data.qfi / data.photon_number), tmp_path)
    assert pairtwist.plot(data, "ratio").axes[0].get_ylabel() == "ratio"
    assert pairtwist.plot(data, "qfi").axes[0].get_ylabel() == "$F_Q/N^2$"


def test_a_sketch_is_of_any_selection_and_of_no_other_values():
    values = np.random.default_rng(1).random(300_000)
    sketch = read(xarray.Dataset(attrs={ATTRIBUTE: sketches_of({"x": values})}))["x"]
    for part in (values, values[::7], values[5000:50_000].astype(np.float32), values[:1], [np.nan, 0.0]):
        assert among(part, sketch) is Among.ALL
    for other in (2 * values, np.random.default_rng(2).random(30_000)):
        assert among(other, sketch) is Among.NONE
    assert among(np.append(values, 2 * values), sketch) is Among.SOME
    few = read(xarray.Dataset(attrs={ATTRIBUTE: sketches_of({"x": values[:20]})}))["x"]
    assert among(values[:20], few) is Among.ALL and among(values[20:21], few) is Among.NONE


@pytest.mark.parametrize("text", ["", "no JSON", "[]", '{"most": 3, "hashes": 1}', '{"most": 3, "hashes": {"qfi": "abc"}}'])
def test_a_sketch_that_is_none_says_nothing(text):
    assert read(xarray.Dataset(attrs={ATTRIBUTE: text})) == {}


def content(page):
    return re.search(r'id="content">(.*?)</script>', page.html, re.DOTALL)[1]


def test_one_of_a_join_is_over_its_own_number_where_that_is_known(result):
    joined = xarray.concat([result(10), result(20)], "run")
    for run, atoms in ((0, 10), (1, 20)):
        axes = pairtwist.plot(joined.isel(run=run, eta=0), "qfi", hline="bound").axes[0]
        assert axes.get_title(loc="left") == rf"A sample, $N$ = {atoms}, $\eta$ = 1"
        assert axes.get_lines()[0].get_ydata()[0] == pytest.approx(1 / atoms)


@pytest.mark.parametrize("whole", [False, True])
def test_of_a_join_only_what_is_of_the_first_has_its_config(result, tmp_path, whole, forget):
    joined = xarray.concat([result(10), result(20)], "run")
    forget()
    joined = saved(joined, tmp_path) if whole else joined
    first, second = joined.isel(run=0, eta=0), joined.isel(run=1, eta=0)
    assert pairtwist.plot(first, "qfi").axes[0].get_title(loc="left") == r"A sample, $N$ = 10, $\eta$ = 1"
    for choices in ({}, {"hline": "bound,classical"}):
        with pytest.raises(pairtwist.ChoiceError, match="its values are not of the run whose config it carries"):
            pairtwist.plot(second, "qfi", **choices)
    assert "$N$" not in pairtwist.plot(second, "photon_number").axes[0].get_title(loc="left")
    both = pairtwist.plot([first, second], "photon_number").axes[0]
    assert [text.get_text() for text in both.get_legend().get_texts()] == ["dataset 1", "dataset 2"]
    given = pairtwist.plot(second.assign_coords(atoms=20), "qfi")
    assert given.axes[0].get_title(loc="left") == r"A sample, $N$ = 20, $\eta$ = 1"
    pytest.importorskip("plotly")
    page = pairtwist.explore(second)
    (note,) = page.notes
    assert "its values are not of the run whose config it carries" in note
    assert '"config": null' in content(page) and "model.atoms" not in content(page)
    assert pairtwist.explore(first).notes == []


def test_of_a_join_along_a_key_all_is_over_its_number(result, tmp_path):
    """Parts of it, selected in any way, are what the whole is."""
    parts = [saved(result().isel(eta=2), tmp_path) for _ in range(2)]
    joined = xarray.concat(parts, pandas.Index([0.0, 1.0], name="dephasing"))
    joined.attrs["resolved_config"] = joined.attrs["resolved_config"].replace(
        "atoms = 10", "atoms = 10\ndephasing = 0.0")  # fmt: skip
    whole = pairtwist.plot(joined, "qfi").axes[0]
    top = whole.get_lines()[1].get_ydata()
    for one, at in ((joined.isel(dephasing=1), {}), (joined.isel(dephasing=[1]), {}),
                    (joined, {"dephasing": 1})):  # fmt: skip
        figure = pairtwist.plot(one, "qfi", at=at)
        assert figure.axes[0].get_ylabel() == whole.get_ylabel() == "$F_Q/N^2$" and not figure.texts
        np.testing.assert_array_equal(figure.axes[0].get_lines()[0].get_ydata(), top)
    pytest.importorskip("plotly")
    page = pairtwist.explore(joined.isel(dephasing=1))
    assert page.notes[0].startswith("dephasing: no axis of the config")


def test_results_joined_along_an_axis_are_of_their_config(result, tmp_path):
    joined = xarray.concat([result(10), result(10, (4.0, 5.0))], "eta")
    for one in (joined, saved(joined, tmp_path)):
        assert pairtwist.plot(one, "qfi").axes[0].get_ylabel() == "$F_Q/N^2$"
    assert pairtwist.plot(joined.isel(eta=4), "qfi").axes[0].get_ylabel() == "$F_Q/N^2$"


def test_a_page_says_what_was_changed(result, tmp_path):
    pytest.importorskip("plotly")
    data = result()
    for change in ("twice", "divided"):
        assert pairtwist.explore(data).notes == []
        (note,) = pairtwist.explore(CHANGES[change](data)).notes
        assert note.startswith("qfi") and note.endswith("changed since computed; a point's config has other values")
        notes = pairtwist.explore(saved(CHANGES[change](data), tmp_path)).notes
        assert any("changed since computed" in note for note in notes)
    with xarray.set_options(keep_attrs=True):
        masked = pairtwist.explore(data.where(data.qfi > 10.2)).notes
    assert not any(note.startswith("time") for note in masked)


def test_points_of_several_numbers_of_atoms_are_over_none_of_them(result):
    """Joined along an axis of the config, which says the first one's for all."""
    whole = xarray.concat([result(6, (0.51, 1.01)), result(12, (2.03, 3.07))], "eta", combine_attrs="override")
    with pytest.raises(pairtwist.errors.ChoiceError, match="of results of 6, 12 atoms"):
        pairtwist.plot(whole, "qfi")
    (ax,) = pairtwist.plot(whole, "photon_number").axes
    assert "N" not in ax.get_title(loc="left")
    assert "config are left out" in " ".join(pairtwist.explore(whole).notes)
    part = pairtwist.plot(whole.isel(eta=[2, 3]), "qfi").axes[0]
    assert "12" in part.get_title(loc="left") and part.get_ylabel() == "$F_Q/N^2$"


@pytest.fixture
def part(tmp_path):
    """part(atoms, etas, kappa=) is a saved scan over eta as the program has it, with what each of its
    points is known by; over the light's alpha, where there is no pump, that tells nothing of N."""

    def make(atoms, values, kappa=0.0, key="model.eta"):
        numbers = axis(key.partition(".")[2], values, r"$x$", key)
        data = sample(
            [numbers], {"qfi": (lambda x, t: atoms * (1 + x * t * (1 + kappa)), "$F_Q$")}, atoms, time=time_axis()
        )
        pump = np.asarray(values if key == "model.eta" else 0 * np.asarray(values))
        with np.errstate(divide="ignore"):
            data["tau_Q"] = numbers.dims, (9 / (4 * atoms * 0.5**2 * pump**4)) ** (1 / 6)
        data["kappa"] = numbers.dims, np.full(pump.shape, kappa)
        data["runtime"] = numbers.dims, atoms + kappa + np.sqrt(np.asarray(values))
        data.attrs["resolved_config"] = data.attrs["resolved_config"].replace(
            "[output]", f"W0 = 0.5\nkappa = {kappa}\neta = [0.0, 0.0]\n[output]"
        ) + f'[scan]\naxes = [{{ key = "{key}", values = {list(values)} }}]\n'
        return saved(data, tmp_path)

    return make


def joined_elsewhere(parts, along, tmp_path, forget):
    """What another process has of a join that was saved."""
    data = xarray.concat(parts, along, combine_attrs="override")
    data.to_netcdf(tmp_path / "join.nc", engine="h5netcdf")
    forget()
    return pairtwist.open(tmp_path / "join.nc")


def test_parts_beyond_the_first_are_over_its_number_where_their_scale_tells(part, tmp_path, forget):
    """tau_Q is that of N: another than the config gives is of another."""
    same = joined_elsewhere([part(10, [4.0, 8.0]), part(10, [12.0, 16.0])], "eta", tmp_path, forget)
    for chosen in (same, same.isel(eta=[0, 3]), same.isel(eta=3)):
        axes = pairtwist.plot(chosen, "qfi").axes[0]
        assert axes.get_ylabel() == "$F_Q/N^2$" and "$N$ = 10" in axes.get_title(loc="left")
    other = joined_elsewhere([part(10, [4.0, 8.0]), part(20, [12.0, 16.0])], "eta", tmp_path, forget)
    for chosen in (other, other.isel(eta=[0, 3]), other.isel(eta=3), other[["qfi"]]):
        with pytest.raises(pairtwist.ChoiceError, match="not of the run whose config it carries"):
            pairtwist.plot(chosen, "qfi")
    assert "$N$ = 10" in pairtwist.plot(other.isel(eta=[0, 1]), "qfi").axes[0].get_title(loc="left")
    given = other.assign_coords(atoms=("eta", [10, 10, 20, 20]))
    assert pairtwist.plot(given, "qfi").axes[0].get_ylabel() == "$F_Q/N^2$"


def test_parts_whose_scale_tells_nothing_are_over_no_number(part, tmp_path, forget):
    parts = [part(atoms, values, key="light.alpha") for atoms, values in ((8, [1.0, 2.0]), (16, [3.0, 4.0]))]
    whole = joined_elsewhere(parts, "alpha", tmp_path, forget)
    for chosen in (whole, whole.isel(alpha=3)):
        with pytest.raises(pairtwist.ChoiceError, match="not of the run whose config it carries"):
            pairtwist.plot(chosen, "qfi")
    assert "$N$ = 8" in pairtwist.plot(whole.isel(alpha=[0, 1]), "qfi").axes[0].get_title(loc="left")


def test_a_loss_that_the_config_has_not_is_not_said_to_be_its(part, tmp_path, forget):
    whole = joined_elsewhere([part(10, [4.0, 8.0]), part(10, [12.0], kappa=3.0)], "eta", tmp_path, forget)
    beside = part(10, [12.0], kappa=1.0).isel(eta=0)
    axes = pairtwist.plot([whole.sel(eta=12.0), beside], "qfi").axes[0]
    assert not any("kappa" in text.get_text() for text in axes.get_legend().get_texts())
    assert "$N$ = 10" in axes.get_title(loc="left")
    pytest.importorskip("plotly")
    for chosen in (whole, whole.isel(eta=2)):
        (note,) = pairtwist.explore(chosen).notes
        assert "not of the run whose config it carries" in note
    assert pairtwist.explore(whole.isel(eta=[0, 1])).notes == []


def test_values_that_several_results_have_are_of_each_of_them(result, tmp_path):
    """A survey that has some points of a part leaves these of its number of atoms, and a part's are not of
    the number of another."""
    first = result(6, (0.52, 1.03))
    again = first.assign_attrs(resolved_config=first.attrs["resolved_config"].replace("[model]", "# again\n[model]"))
    computed.mark(again)
    whole = xarray.concat([first, result(12, (2.04, 3.06))], "eta", combine_attrs="override")
    with pytest.raises(pairtwist.errors.ChoiceError, match="of results of 6, 12 atoms"):
        pairtwist.plot(whole, "qfi")
    for chosen, atoms in (([0, 1], 6), ([2, 3], 12)):
        axes = pairtwist.plot(whole.isel(eta=chosen), "qfi").axes[0]
        assert f"$N$ = {atoms}" in axes.get_title(loc="left") and axes.get_ylabel() == "$F_Q/N^2$"


def test_parts_of_one_number_are_over_it_whatever_the_first_of_a_join_has(result):
    parts = [result(6, (0.54,)), result(12, (1.05,)), result(12, (2.02,))]
    whole = xarray.concat(parts, "eta", combine_attrs="override")
    part = pairtwist.plot(whole.isel(eta=[1, 2]), "qfi").axes[0]
    assert "$N$ = 12" in part.get_title(loc="left") and part.get_ylabel() == "$F_Q/N^2$"


def test_a_selection_without_its_coordinate_is_no_change_beside_a_result_that_never_had_it(result):
    scan = result(6, (0.53, 1.07))
    alone = result(6, (0.41,)).isel(eta=0, drop=True)
    computed.mark(alone)
    assert is_as_computed(scan.isel(eta=1, drop=True)["qfi"])
    assert not is_as_computed((2 * scan).isel(eta=1, drop=True)["qfi"])


def test_what_was_made_of_several_results_is_no_quantity_of_one(result, tmp_path):
    """xarray leaves attributes out that differ, the config and the sketch with them; opening its file changes
    nothing of the Dataset in memory."""
    one, other = result(10), result(20)
    with xarray.set_options(keep_attrs=True):
        made = other - one
    made.attrs = {"format": one.attrs["format"]}
    found = saved(made, tmp_path)
    assert ATTRIBUTE not in found.attrs
    for data in (made, found, saved(found, tmp_path)):
        assert pairtwist.plot(data, "qfi").axes[0].get_ylabel() == "qfi"


def test_what_was_computed_of_an_unknown_result_is_called_by_its_name(result, tmp_path, forget, monkeypatch):
    """Also of a DataArray, which carries no sketch."""
    data = result()
    data["qfi"].attrs.update(symbol="$F_Q$", long_name="quantum Fisher information of J_y")
    data.to_netcdf(tmp_path / "kept.nc", engine="h5netcdf")
    data.assign(qfi=(data.qfi / 36).assign_attrs(data.qfi.attrs)).to_netcdf(tmp_path / "changed.nc", engine="h5netcdf")
    forget()
    monkeypatch.setattr(computed, "_names", set(OF_QUANTITIES))
    with xarray.open_dataset(tmp_path / "kept.nc", engine="h5netcdf") as kept, xarray.set_options(keep_attrs=True):
        assert kept.qfi.pairtwist.plot().axes[0].get_ylabel() == "$F_Q$"
        assert (kept.qfi / 36).pairtwist.plot().axes[0].get_ylabel() == "qfi"
        own = (kept.qfi / 36).assign_attrs(symbol="$F_Q/N^2$")
        assert own.pairtwist.plot().axes[0].get_ylabel() == "$F_Q/N^2$"
    with xarray.open_dataset(tmp_path / "changed.nc", engine="h5netcdf") as changed:
        for found in (changed, tmp_path / "changed.nc"):
            assert pairtwist.plot(found, "qfi").axes[0].get_ylabel() == "qfi"


def test_a_selection_says_in_its_title_what_it_was_selected_by(result):
    """As at= does."""
    data = result()
    for figure in (pairtwist.plot(data.sel(eta=2.0), "qfi"), pairtwist.plot(data, "qfi", at={"eta": 2.0})):
        assert figure.axes[0].get_title(loc="left") == r"A sample, $N$ = 10, $\eta$ = 2"


def test_a_selection_says_so_in_the_callers_axes_too(result):
    """What several plots there were selected by stays above all, what tells them apart is in the legend."""
    data = result()
    upper, lower = plt.figure().subplots(2)
    for ax, title in ((upper, r"A sample, $N$ = 10, $\eta$ = 2"), (lower, "A sample, $N$ = 10")):
        assert pairtwist.plot(data.sel(eta=2.0), "qfi", ax=ax).get_title() == r"A sample, $N$ = 10, $\eta$ = 2"
        beside = {"eta": 2.0} if ax is upper else {"eta": 3.0}
        assert pairtwist.plot(data.sel(beside), "photon_number", ax=ax).get_title() == title
    names = [text.get_text() for text in lower.get_legend().get_texts()]
    assert [r"$\eta$ = 2" in names[0], r"$\eta$ = 3" in names[1]] == [True, True]


def test_of_a_share_of_the_values_nothing_is_told_where_none_is_kept():
    """Values that stand elsewhere, too, as zeros do, may be of the result of which none is kept."""
    other = {frozenset({"other"})}
    assert known_places.told_by([other]) == [other]
    assert known_places.told_by([other, set()]) == []
