# SPDX-License-Identifier: BSD-3-Clause
"""Keys of a config as objects of the site: a place for each, and links to it.

The directive `key` describes one; its place is the key itself, reference/keys.html#model.eta, without
the [i] of a list. The role {key}`model.eta` links there, and so does every key that a page writes out
as code, the first time in each section.
"""

from docutils import nodes
from sphinx.domains.std import GenericObject
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode


def place(key):
    return key.replace("[i]", "")


class Key(GenericObject):
    def add_target_and_index(self, name, sig, signode):
        signode["ids"].append(place(name))
        self.state.document.note_explicit_target(signode)
        standard = self.env.domains.standard_domain
        standard.note_object(self.objtype, name, place(name), location=signode)
        self.indexnode["entries"].append(
            ("single", f"{name} (key of a config)", place(name), "", None)
        )

    def _object_hierarchy_parts(self, signode):
        return (signode.astext(),)

    def _toc_entry_name(self, signode):
        return signode.astext()


class KeysAsLinks(SphinxPostTransform):
    default_priority = 200

    def run(self, **keywords):
        known = self.env.domains.standard_domain.objects
        linked = set()
        for code in list(self.document.findall(nodes.literal)):
            key = code.astext()
            page, target = known.get(("key", key), (None, None))
            if page in (None, self.env.docname) or self.is_elsewhere(code):
                continue
            section = self.section_of(code)
            if (section, key) not in linked:
                linked.add((section, key))
                link = make_refnode(
                    self.app.builder, self.env.docname, page, target, code.deepcopy(), key
                )
                code.parent.replace(code, link)

    @staticmethod
    def is_elsewhere(code):
        """Whether it is part of a link or of a title already."""
        while code.parent is not None:
            code = code.parent
            if isinstance(code, (nodes.reference, nodes.title)):
                return True
        return False

    @staticmethod
    def section_of(code):
        while code.parent is not None and not isinstance(code, nodes.section):
            code = code.parent
        return id(code)


def setup(app):
    app.add_object_type("key", "key", objname="key of a config")
    app.add_directive_to_domain("std", "key", Key, override=True)
    app.add_post_transform(KeysAsLinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
