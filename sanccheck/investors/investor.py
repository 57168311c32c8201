"""An investor as its file tells it: what is left out is unknown, never "no"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

# What `acts_for` says of an investor that acts for nobody else.
OWN_ACCOUNT = "own account"
_NO_OTHERS = ((), (OWN_ACCOUNT,))


class Kind(StrEnum):
    """What an investor is and, with it, how it takes part."""

    # As its words have it, which is taken without a call; an enumeration's own is not.
    __hash__ = str.__hash__

    COMPANY = "company"
    PERSON = "person"
    FUND = "fund"
    TRUST = "trust"
    BANK_BRANCH = "bank branch"
    BRANCH = "branch"
    NOMINEE = "nominee"
    ADVISER = "adviser"
    STAFF = "staff"


# Who serves another's purchase and buys nothing itself; who acts for others by what it is.
SERVES = frozenset({Kind.ADVISER, Kind.STAFF})
FOR_OTHERS = SERVES | {Kind.NOMINEE}
# Behind these stand those who own them or benefit from them, whoever they act for.
POOLS = frozenset({Kind.FUND, Kind.TRUST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """An owner as the file names it, with where it is from and its share as typed."""

    name: str
    country: str | None
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Investor:
    """One row: who it is, where it is of, for whom it acts, who owns it.

    `acts_for` and `owners` are empty where nothing is said of them.
    """

    row: int
    name: str
    kind: Kind | None = None
    organised_in: str | None = None
    citizenships: tuple[str, ...] = ()
    residence: str | None = None
    ofac_us_person: bool | None = None
    reg_s_us_person: bool | None = None
    acts_for: tuple[str, ...] = ()
    owners: tuple[Owner, ...] = ()

    @property
    def others(self) -> tuple[str, ...]:
        """The names of those others for whom it acts."""
        if self.acts_for in _NO_OTHERS:
            return ()
        own = {OWN_ACCOUNT, folded(self.name)}
        return tuple(name for name in self.acts_for if folded(name) not in own)

    @property
    def acts_for_itself(self) -> bool:
        """Whether it says that it acts for itself."""
        return len(self.others) < len(self.acts_for)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Somebody in or behind an investor: its name and, where it is a row of the file, that row.

    `country` is what an owner's cell says of it. `acts_for` and `owners` number other nodes of the
    same investor. `twice` says that several rows have the name, so that none is taken.
    """

    name: str
    investor: Investor | None
    country: str | None
    acts_for: tuple[int, ...]
    owners: tuple[tuple[int, str], ...]
    twice: bool = False


class Register:
    """The investors of a file by name, to find those for whom others act and who own them."""

    def __init__(self, investors: Iterable[Investor]) -> None:
        found: dict[str, list[Investor]] = {}
        for investor in investors:
            found.setdefault(folded(investor.name), []).append(investor)
        self._by_name: Mapping[str, list[Investor]] = found

    def named(self, name: str) -> Investor | None:
        """Return the one row of that name, None where there is none or there are several."""
        rows = self._by_name.get(folded(name), [])
        return rows[0] if len(rows) == 1 else None

    def twice(self, name: str) -> bool:
        """Say whether several rows have the name."""
        return len(self._by_name.get(folded(name), ())) > 1

    def behind(self, investor: Investor) -> tuple[Node, ...]:
        """Return an investor and everybody behind it, each once, itself first."""
        if investor.acts_for in _NO_OTHERS and not investor.owners:
            own = (0,) if investor.acts_for else ()
            only = Node(
                name=investor.name, investor=investor, country=None, acts_for=own, owners=()
            )
            return (only,)
        nodes: list[Node] = []
        numbers: dict[str, int] = {folded(investor.name): 0}
        pending: list[tuple[str, Investor | None, str | None]] = [(investor.name, investor, None)]

        def number(name: str, country: str | None = None) -> int:
            key = folded(name)
            if key not in numbers:
                numbers[key] = len(numbers)
                pending.append((name, self.named(name), country))
            return numbers[key]

        at = 0
        while at < len(pending):
            name, row, country = pending[at]
            acts_for: tuple[int, ...] = ()
            owners: tuple[tuple[int, str], ...] = ()
            if row is not None:
                own = (at,) if row.acts_for_itself else ()
                acts_for = (*own, *(number(other) for other in row.others))
                owners = tuple((number(one.name, one.country), one.share) for one in row.owners)
            twice = row is None and self.twice(name)
            nodes.append(
                Node(
                    name=name,
                    investor=row,
                    country=country,
                    acts_for=acts_for,
                    owners=owners,
                    twice=twice,
                )
            )
            at += 1
        return tuple(nodes)


def folded(name: str) -> str:
    """Return a name as names are compared within a file: words in lower case, one space apart."""
    return " ".join(name.casefold().split())
