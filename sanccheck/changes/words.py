"""How a change is said, at a terminal and in the memo."""

from __future__ import annotations

from sanccheck.changes.find import Change


def said(change: Change) -> str:
    """Say what is changed, and to what."""
    return f"{whose_fact(change)}: {change.was} \u2192 {either(change.to)}"


def whose_fact(change: Change) -> str:
    """Say which fact is changed, and whose."""
    return f"{either(change.about)}: {change.fact}" if change.about else change.fact


def either(words: tuple[str, ...]) -> str:
    """Name several of which any one will do.

    >>> either(("hold", "sale", "conversion")), either(("no",))
    ('hold, sale or conversion', 'no')
    """
    return ", ".join(words[:-1]) + " or " + words[-1] if len(words) > 1 else words[0]
