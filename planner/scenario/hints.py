"""Small helpers for messages: how a value is shown, and which known name was probably meant."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Mapping


def nearest(word: str, known: Iterable[str], called: Mapping[str, str] | None = None) -> str | None:
    """The known name that looks most like the word, whatever the capitals; None where none is near.

    ``called`` gives known names by other words that people use for them, such as the Dutch ones.
    """
    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(name.casefold(), name)
    for other, name in (called or {}).items():
        folded.setdefault(other.casefold(), name)
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "", called: Mapping[str, str] | None = None) -> str:
    """``did you mean Care?`` for the nearest known name; ``otherwise`` where none is near."""
    near = nearest(word, known, called)
    return f"did you mean {near}?" if near is not None else otherwise


def nearest_or_list(word: str, known: Iterable[str], what: str) -> str:
    """The nearest known name as a question; otherwise the names there are (shortened), or that there are none."""
    names = list(dict.fromkeys(known))
    return did_you_mean(word, names, f"{what}: {listed(names)}" if names else f"there are no {what}")


def listed(names: Iterable[str], most: int = 8) -> str:
    """``a, b, c``; longer lists end in ``and 5 more``. All in quotes where a name holds a comma itself."""
    every = list(names)
    if any("," in name for name in every):
        every = [f'"{name}"' for name in every]
    if len(every) <= most:
        return ", ".join(every)
    return f"{', '.join(every[:most])} and {len(every) - most} more"


def shown(value: object) -> str:
    """A value as a message shows it: text in quotes, numbers without needless digits, dates in ISO form."""
    if value is None:
        return "blank"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return f"{value:.12g}"
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ") if value.time() != datetime.time() else value.date().isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    text = str(value)
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}..."'
