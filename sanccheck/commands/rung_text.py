"""A rung at a terminal: in its colour, with its word."""

from __future__ import annotations

from rich.text import Text

from sanccheck.rulebook.outcomes import Rung

_STYLES = {
    Rung.CLEAR: "green",
    Rung.NOTIFY: "cyan",
    Rung.REG_S_ONLY: "yellow",
    Rung.MUST_EXCLUDE_US_PERSONS: "dark_orange",
    Rung.RESTRICTED_LICENCE: "red",
    Rung.PROHIBITED: "bold red",
}


def rung_text(rung: Rung) -> Text:
    """Write a rung in its colour; the word carries the meaning."""
    return Text(rung.name, style=_STYLES[rung])
