# SPDX-License-Identifier: BSD-3-Clause
"""The picture of the site's page on performance is of the records that its tables are of."""

import pathlib
import re
import statistics

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "site" / "docs" / "performance.md"
TABLES = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")


@pytest.fixture
def drawn(monkeypatch):
    """What the page's code has read by the time that it draws."""
    text = PAGE.read_text(encoding="utf-8")
    code = re.search(r"```\{code-cell\} python\n:tags: .*?\n(.*?)figure, ax", text, re.DOTALL)
    monkeypatch.chdir(PAGE.parent)
    names = {}
    exec(re.sub(r"import matplotlib.*", "", code[1]), names)  # noqa: S102, the page's own
    return names


def test_each_record_is_the_newest_of_its_name(drawn):
    for path in drawn["newest"]:
        others = (ROOT / "benchmarks" / "results").glob(f"*/{path.name}")
        assert path.parent.name == max(other.parent.name for other in others)
        # And the text quotes it from there, where it says from where.
        quoted = re.findall(rf"benchmarks/results/([\w-]+)/{path.name}", TABLES)
        assert set(quoted) <= {path.parent.name}


@pytest.mark.parametrize("row", ["Kerr, 50", "Kerr, own", "(10, 12), 96", "cavity, 150"])
def test_rows_are_those_of_the_table(drawn, row):
    said = re.search(rf"^\| {re.escape(row)}[^|]*\| ([\d.]+) ms,", TABLES, re.MULTILINE)
    measured = statistics.median(one["ours"] for one in drawn["rows"][row])
    assert measured * 1e3 == pytest.approx(float(said[1]), rel=6e-3)


def test_a_thousand_cavities_are_those_of_the_text(drawn):
    said = re.search(r"^\| pairtwist \| ([\d.]+) s \|", TABLES.split("**1000 Kerr cavities**")[1], re.M)
    runs = drawn["rows"]["1000 Kerr"]
    assert statistics.median(one["ours"] for one in runs) == pytest.approx(float(said[1]), rel=1e-3)
