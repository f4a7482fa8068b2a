# SPDX-License-Identifier: BSD-3-Clause
"""The paper's pictures: what pairtwist.plot draws of its result files, with the paper's lines."""

import numpy as np

import pairtwist
from pairtwist.number_of_atoms import atoms


def fisher_information(data):
    return pairtwist.plot(data, "qfi", ylim=(0, None))


def fisher_and_photons(data):
    off = float(data["switch_off_time"]) / float(data["time_scale"])
    return pairtwist.plot(
        data, ["qfi", "photon_number"], ylim=(0, None), vline=[(off, "pump off")]
    )


def bell(data):
    bound = (atoms(data) - 2) * np.log(2)
    return pairtwist.plot(data, "bell", ylim=(-40, bound + 6), hline=[(bound, r"$(N-2)\,\ln 2$")])


def first_quantity(data):
    return pairtwist.plot(data)
