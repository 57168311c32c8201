"""What a watch knows from its last run: on what it was screened, and every hit."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sanccheck import __version__
from sanccheck.matching.opening import fingerprint

if TYPE_CHECKING:
    from sanccheck.sources.served import Served

Plain = dict[str, Any]
# The hits of each party that has any, by its place among the parties, best first.
Found = dict[int, list[Plain]]

_FORM = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The ground and the hits of a run.

    `corpora` maps each corpus that served to its lists; `program` names the code and the tables by
    which names are compared, `parties` the parties, by a digest.
    """

    as_of: date
    min_score: float
    program: str
    parties: str
    supplements: list[list[str]]
    corpora: dict[str, list[str]]
    reconstructed: bool
    found: Found

    def to_json(self) -> bytes:
        """Return it as bytes."""
        plain = {
            "form": _FORM,
            "as_of": self.as_of.isoformat(),
            "min_score": self.min_score,
            "program": self.program,
            "parties": self.parties,
            "supplements": self.supplements,
            "corpora": self.corpora,
            "reconstructed": self.reconstructed,
            "found": {str(place): hits for place, hits in self.found.items()},
        }
        return json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass")


def state_from(data: bytes) -> State | None:
    """Return the state of bytes, None where they are no state of this program's form."""
    try:
        plain = json.loads(data)
        if plain.pop("form") != _FORM:
            return None
        found = {int(place): hits for place, hits in plain.pop("found").items()}
        return State(as_of=date.fromisoformat(plain.pop("as_of")), found=found, **plain)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def ground_of(served: Served, parties: str, min_score: float, found: Found) -> State:
    """Return the state of a run on the lists of a day."""
    return State(
        as_of=served.as_of,
        min_score=min_score,
        program=program(),
        parties=parties,
        supplements=[list(one) for one in served.supplements],
        corpora={one.corpus.key: sorted(one.lists) for one in served.corpora},
        reconstructed=any(one.reconstructed for one in served.lists),
        found=found,
    )


def program() -> str:
    """Name the program and the tables by which names are compared."""
    return f"{__version__} {fingerprint().hex()}"
