"""Formulas as MathML, which browsers draw by themselves: the pages can be read without a network."""

from __future__ import annotations

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


def _text(node: nodes.Node) -> str:
    r"""The formula; ``\_`` in a name is an underscore, which the converter would print with its backslash."""
    return str(node.astext()).replace(r"\_", "_")


def inline(translator: HTML5Translator, node: nodes.math) -> None:
    translator.body.append(convert(_text(node)))
    raise nodes.SkipNode


def block(translator: HTML5Translator, node: nodes.math_block) -> None:
    translator.body.append(f"<div>{convert(_text(node), display='block')}</div>")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
