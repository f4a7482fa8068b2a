# SPDX-License-Identifier: BSD-3-Clause
"""Links of the documents that show a file's name, [physics.md](physics.md), show its title here."""

import pathlib

from sphinx import addnodes
from sphinx.transforms import SphinxTransform


class NamedLinks(SphinxTransform):
    default_priority = 300

    def apply(self, **keywords):
        for link in self.document.findall(addnodes.pending_xref):
            target = link.get("reftarget", "")
            shown = pathlib.PurePath(link.astext()).name
            if link.get("refexplicit") and shown.endswith(".md") and (
                pathlib.PurePath(target).stem == pathlib.PurePath(shown).stem
            ):
                link["refexplicit"] = False
                link.clear()


def setup(app):
    app.add_transform(NamedLinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
