# SPDX-License-Identifier: BSD-3-Clause
"""A page of a result in memory: the installed package has all of its parts."""

import pytest

import pairtwist

pytest.importorskip("plotly")


def test_a_page_of_a_result_in_memory(tmp_path):
    pytest.importorskip("pairtwist._core")
    data = pairtwist.solve({"title": "In memory", "model": {"atoms": 4, "eta": 2.0}, "time": {"stop": 1.0}})
    page = pairtwist.explore(data, tmp_path / "page.html")
    assert page.notes == []
    assert "<title>In memory</title>" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page._repr_html_().startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')
