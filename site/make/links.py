# SPDX-License-Identifier: BSD-3-Clause
"""Checks the links of the built site, without a network: site/make/links.py FOLDER.

Every link and every file that a page names must be in the folder, and the place in its page that a
link names after "#" too. Links to elsewhere are listed in FOLDER/../external-links.txt, not asked
for; they must be https. Exit 1 with a line for each that leads nowhere.
"""

import html.parser
import pathlib
import sys
import urllib.parse

# The attributes that name another file.
NAMING = {"href", "src", "poster", "data-src"}


class Page(html.parser.HTMLParser):
    """links: what the page names, with the line; places: what can follow "#"."""

    def __init__(self, text):
        super().__init__()
        self.links, self.places = [], {"", "top"}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id" or (tag == "a" and name == "name"):
                self.places.add(value)
            elif name in NAMING and value is not None:
                self.links.append((value, self.getpos()[0]))


def check(folder):
    """The lines on what leads nowhere, and the links to elsewhere with the pages they are on."""
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.html"))}
    wrong, external = [], {}
    for path, page in pages.items():
        for link, line in page.links:
            where = f"{path.relative_to(folder)}:{line}: {link}"
            parts = urllib.parse.urlsplit(link)
            if parts.scheme == "data":
                continue
            if parts.scheme or parts.netloc:
                external.setdefault(link, set()).add(str(path.relative_to(folder)))
                if parts.scheme not in ("https", "mailto"):
                    wrong.append(f"{where}: not https")
                continue
            target = path.parent / urllib.parse.unquote(parts.path) if parts.path else path
            target = target.resolve()
            if target.is_dir():
                target = target / "index.html"
            if not target.is_relative_to(folder) or not target.is_file():
                wrong.append(f"{where}: no such file")
            elif target in pages and urllib.parse.unquote(parts.fragment) not in pages[target].places:
                wrong.append(f"{where}: no such place in {target.relative_to(folder)}")
    return wrong, external, len(pages)


def main(folder):
    folder = pathlib.Path(folder).resolve()
    wrong, external, pages = check(folder)
    lines = [f"{link}  {' '.join(sorted(where))}\n" for link, where in sorted(external.items())]
    (folder.parent / "external-links.txt").write_text("".join(lines), encoding="utf-8")
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{pages} pages; {len(wrong)} links lead nowhere; {len(external)} lead elsewhere, not asked")
    return 1 if wrong or not pages else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
