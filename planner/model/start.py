"""Loads Pyomo and SciPy's sparse matrices without the parts of SciPy that Pyomo loads for others: a third of a start.

Where Pyomo finds SciPy it loads ``scipy.stats`` (and with it all of SciPy), which nothing here uses.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands in for a module until something in it is asked for: then it is loaded after all."""

    def __getattr__(self, name: str) -> Any:
        sys.modules.pop(self.__name__, None)
        return getattr(import_module(self.__name__), name)


@contextmanager
def later(*names: str) -> Iterator[None]:
    """Inside, importing one of these modules loads nothing (but what is loaded already stays); afterwards it does again."""
    stand_ins = {name: _Later(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


with later("scipy.stats", "scipy.integrate", "scipy.spatial"):
    for module in ("pyomo.environ", "scipy.sparse"):  # Pyomo's hook runs when SciPy is loaded, by whichever of the two
        import_module(module)
