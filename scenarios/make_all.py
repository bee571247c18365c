"""Writes all scenario workbooks again: ``python scenarios/make_all.py`` (the same as ``python -m scenarios.make``)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scenarios.make.__main__ import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
