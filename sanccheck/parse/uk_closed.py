"""Refuse OFSI's old list, which looks alive and is not."""

from __future__ import annotations

from typing import NoReturn

from sanccheck.errors import ListRefused


def refuse_con_list(name: str) -> NoReturn:
    """Say that OFSI's Consolidated List is closed and which list took its place."""
    raise ListRefused(
        f"{name}: is OFSI's Consolidated List (ConList), which was closed on 2026-01-28 and has "
        "not changed since; the UK Sanctions List is the only UK list now; import "
        "https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml"
    )
