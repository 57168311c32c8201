"""What the memo says of a firm's own rules beside the law."""

from __future__ import annotations

from sanccheck.assessment.result import House
from sanccheck.memo.document import Line, Tone, line
from sanccheck.memo.words import both_ends


def house_rows(house: House | None) -> list[tuple[str, Line]]:
    """Return the rows of the answer on house policy: whose, the law alone, and each clash."""
    if house is None:
        return []
    titles = "; ".join(title for _, title in house.regimes)
    rows = [
        ("House policy", line(f"{titles}. It adds to the law and takes nothing from it.")),
        ("The law alone", both_ends(house.law.result, house.law.could_be)),
    ]
    rows += [("Clash", line(clash, tone=Tone.BAD)) for clash in house.clashes]
    return rows
