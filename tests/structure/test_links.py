# SPDX-License-Identifier: BSD-3-Clause
"""Links between the documents lead somewhere, as they are read in the source tree (GitHub's anchors);
and the checker of the built site (site/make/links.py) finds what does not."""

import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHECKER = ROOT / "site" / "make" / "links.py"
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("tests/**/*.md")]
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")


def prose(text):
    """Without what is code: fenced and indented blocks, words between backticks in one line."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^    .*$", "", text, flags=re.MULTILINE)
    return re.sub(r"`[^`\n]*`", "`code`", text)


def anchors(document):
    """What GitHub names its headings: small letters, hyphens for spaces, no punctuation."""
    text = re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.M | re.S)
    found = {""}
    for heading in re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE):
        name = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        number = sum(one == name or re.fullmatch(rf"{re.escape(name)}-\d+", one) is not None
                     for one in found)  # fmt: skip
        found.add(f"{name}-{number}" if number else name)
    return found


def dead_links(document):
    dead = []
    for target in LINK.findall(prose(document.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            if not target.startswith("https://"):
                dead.append(f"{target}: not https")
            continue
        name, _, anchor = target.partition("#")
        path = (document.parent / name).resolve() if name else document
        if not path.exists():
            dead.append(f"{target}: no such file")
        elif anchor and anchor not in anchors(path):
            dead.append(f"{target}: no such heading")
    return dead


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document):
    assert dead_links(document) == []


def test_the_documents_have_links():
    texts = [prose(path.read_text(encoding="utf-8")) for path in DOCUMENTS]
    assert sum(len(LINK.findall(text)) for text in texts) > 50


def test_a_dead_link_is_found(tmp_path):
    document = tmp_path / "page.md"
    document.write_text(
        "# One thing: two\n## Again\n## Again\n[a](#one-thing-two) [b](#again-1) [c](page.md)\n"
        "[d](#one) [e](none.md) [f](http://example.org) `[g](code.md)`\n\n    [h](code.md)\n"
    )
    assert dead_links(document) == [
        "#one: no such heading", "none.md: no such file", "http://example.org: not https",
    ]  # fmt: skip


def test_the_checker_of_the_site_finds_what_leads_nowhere(tmp_path):
    site = tmp_path / "html"
    (site / "docs").mkdir(parents=True)
    (site / "index.html").write_text(
        '<h1 id="a-b">A</h1><a href="docs/p%20q.html#%C3%A4">1</a><a href="#a-b">2</a>\n'
        '<a href="docs/p%20q.html#none">3</a><img src="none.png"><a href="#">4</a>\n'
        '<a href="https://example.org/x">5</a><a href="http://example.org/">6</a>\n'
        '<a href="../beyond.html">7</a><a href="docs/">8</a>\n'
    )
    (tmp_path / "beyond.html").write_text("")
    (site / "docs" / "p q.html").write_text('<a href="../index.html#a-b" id="ä">back</a>')
    done = subprocess.run([sys.executable, CHECKER, site], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "index.html:2: docs/p%20q.html#none: no such place in docs/p q.html",
        "index.html:2: none.png: no such file",
        "index.html:3: http://example.org/: not https",
        "index.html:4: ../beyond.html: no such file",
        "index.html:4: docs/: no such file",
    ]
    assert done.stdout == "2 pages; 5 links lead nowhere; 2 lead elsewhere, not asked\n"
    listed = (tmp_path / "external-links.txt").read_text().splitlines()
    assert listed == ["http://example.org/  index.html", "https://example.org/x  index.html"]
