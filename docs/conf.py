"""Sphinx: ``sphinx-build -W -b html docs docs/_build/html``. Pages that repeat the code are made from the code first."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import reference  # noqa: E402 - found only after the line above

import planner  # noqa: E402

project = "planner"
author = "the planner contributors"
copyright = "the planner contributors, EUPL-1.2"  # noqa: A001 - Sphinx wants this name
version = release = planner.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "mathml"]
myst_enable_extensions = ["dollarmath", "deflist", "colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "exit-status.md", "workbook-rules.md"]  # the last two are parts of generated pages

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_maximum_signature_line_length = 88

html_theme = "furo"
html_math_renderer = "mathml"
html_static_path = ["_static"]
html_css_files = ["planner.css"]
html_title = f"planner {version}"

reference.write_pages(HERE / "generated")
