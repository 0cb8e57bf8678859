"""Writes the classes of `_ast`: engine/modules/src/astmodule/nodes.tsv.

usage: python3.14 make_ast_nodes.py     (CPython 3.14.8)

A line has a class, its base, its fields as the grammar of trees writes them (`expr? value`, `stmt* body`), and the
attributes that it is the first to have, with `?` where they may be missing.
"""

import _ast
import os

HERE = os.path.dirname(os.path.abspath(__file__))


def rows():
    for name, node in vars(_ast).items():
        if not isinstance(node, type) or not issubclass(node, _ast.AST) or node is _ast.AST:
            continue
        doc = node.__doc__
        fields = doc[doc.index("(") + 1 : -1] if node._fields else ""
        own = node.__dict__.get("_attributes", ())
        attributes = [a + ("?" if a in node.__dict__ else "") for a in own]
        yield "\t".join([name, node.__base__.__name__, fields, ",".join(attributes)])


with open(os.path.join(HERE, "../../modules/src/astmodule/nodes.tsv"), "w", encoding="utf-8", newline="\n") as out:
    out.write("\n".join(rows()) + "\n")
