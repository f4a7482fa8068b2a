# SPDX-License-Identifier: BSD-3-Clause
"""Coordinates of words, as axes over states and methods have, in any of NumPy's types of texts."""


def are_words(values):
    return values.dtype.kind not in "biufc"


def words_of(values):
    """As they are compared: pandas makes texts of a type that NumPy turns into no other."""
    return [str(value) for value in values.tolist()]
