from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # the scripts in scenarios/make are not part of the installed package
    sys.path.insert(0, str(ROOT))
