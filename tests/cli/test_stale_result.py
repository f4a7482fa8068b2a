# SPDX-License-Identifier: BSD-3-Clause
"""A result is of the contents of its start files, not of their names alone."""

import functools
import hashlib

import h5py
import numpy as np
import pytest
from calls import run

CONFIG = """\
[model]
atoms = 2
eta = 1.0
[light]
{light}
[atoms]
{atoms}
[time]
stop = 0.1
samples = 3
"""


def write_light(path, weight):
    with h5py.File(path, "w") as file:
        file["density_re"] = np.diag([weight, 1 - weight])
        file["density_im"] = np.zeros((2, 2))


def write_atoms(path, weight):
    with h5py.File(path, "w") as file:
        file["amplitude_re"] = np.sqrt([weight, 0, 1 - weight])
        file["amplitude_im"] = np.zeros(3)


# The key that names the file, the attribute with its SHA-256, what writes it, the states of light and
# atoms.
FROM_FILE = 'state = "file"\npath = "start.h5"'
CASES = {
    "light": ("light.path", "light_sha256", write_light, FROM_FILE, ""),
    "atoms": ("atoms.path", "atoms_sha256", write_atoms, "", FROM_FILE),
}


@pytest.fixture(params=CASES)
def case(request, program, tmp_path):
    """(key, attribute, write, run): a config whose start file is start.h5."""
    key, attribute, write, light, atoms = CASES[request.param]
    (tmp_path / "job.toml").write_text(CONFIG.format(light=light, atoms=atoms))
    write(tmp_path / "start.h5", 0.25)

    return key, attribute, write, functools.partial(run, program, tmp_path, "run", "job.toml")


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_other_contents_under_the_same_name_are_another_job(case, tmp_path):
    key, _, write, run = case
    assert run().returncode == 0
    result = (tmp_path / "job.h5").read_bytes()
    assert "nothing to do" in run().stderr

    write(tmp_path / "start.h5", 0.5)
    refused = run()
    assert refused.returncode == 4, refused.stderr
    for words in ("job.h5", key, "start.h5", "--force", "-o FILE"):
        assert words in refused.stderr, refused.stderr
    assert (tmp_path / "job.h5").read_bytes() == result

    assert run("--force").returncode == 0
    assert "nothing to do" in run().stderr
    write(tmp_path / "start.h5", 0.25)
    assert run().returncode == 4


def test_the_file_says_which_contents(case, tmp_path):
    _, attribute, _, run = case
    assert run().returncode == 0
    with h5py.File(tmp_path / "job.h5") as file:
        assert file.attrs[attribute] == sha256(tmp_path / "start.h5")
        others = {"light_sha256", "atoms_sha256"} - {attribute}
        assert not others & set(file.attrs)


def test_a_result_that_does_not_say_which_contents_is_not_taken_for_this_one(case, tmp_path):
    key, attribute, _, run = case
    assert run().returncode == 0
    with h5py.File(tmp_path / "job.h5", "a") as file:  # as files of earlier versions are
        file.attrs.pop("attributes_sha256", None)
        file.attrs.pop(attribute, None)
    refused = run()
    assert refused.returncode == 4, refused.stderr
    for words in ("job.h5", key, "start.h5", "--force", "-o FILE"):
        assert words in refused.stderr, refused.stderr
