"""Who may buy: every row of an investor file screened, judged and answered, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sanccheck.assessment import Assessment
from sanccheck.deal.load import LoadedDeal
from sanccheck.deal.screened import DealScreening
from sanccheck.investors.investor import Investor, Kind, Node, Register, folded
from sanccheck.investors.judge import Judge
from sanccheck.investors.verdict import Answer
from sanccheck.model import EntityType, Hit, Query
from sanccheck.rulebook.load import Rulebook
from sanccheck.screening import Screener, no_collecting

_BLOCK = 500  # rows judged before the first of them is handed on
_TYPES = {
    Kind.COMPANY: EntityType.COMPANY,
    Kind.BANK_BRANCH: EntityType.COMPANY,
    Kind.BRANCH: EntityType.COMPANY,
    Kind.PERSON: EntityType.PERSON,
    Kind.STAFF: EntityType.PERSON,
    Kind.FUND: EntityType.FUND,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that cannot be judged, and each thing that is wrong with it."""

    row: int
    name: str
    problems: tuple[str, ...]


Row = Investor | BadRow


def query_of(investor: Investor) -> Query:
    """Return what is asked of the lists for an investor."""
    person = investor.kind in {Kind.PERSON, Kind.STAFF}
    country = investor.residence if person else investor.organised_in
    if person and country is None and investor.citizenships:
        country = investor.citizenships[0]
    return Query(
        name=investor.name,
        type=None if investor.kind is None else _TYPES.get(investor.kind),
        country=country,
        organised_in=None if person else investor.organised_in,
    )


def who_may_buy(
    loaded: LoadedDeal,
    screening: DealScreening,
    rulebook: Rulebook,
    assessment: Assessment,
    screener: Screener,
    rows: Sequence[Row],
) -> Iterator[Answer]:
    """Judge every row under the deal, in order; a bad one stops nothing.

    `screener` is the one that the deal's parties were screened with.
    """
    investors = [row for row in rows if isinstance(row, Investor)]
    register = Register(investors)
    own, others = _screened(investors, register, screener)
    judge = Judge(loaded, screening, rulebook, assessment)

    def hits_of(node: Node) -> Sequence[Hit]:
        if node.investor is not None:
            return own.get(node.investor.row, ())
        return others.get(folded(node.name), ())

    def answer(row: Row) -> Answer:
        if isinstance(row, BadRow):
            return Answer(row=row.row, name=row.name, problems=row.problems)
        return judge.answer(row, register, hits_of)

    rest = iter(rows)
    while block := list(islice(rest, _BLOCK)):
        with no_collecting():
            answers = [answer(row) for row in block]
        yield from answers


def _screened(
    investors: Sequence[Investor], register: Register, screener: Screener
) -> tuple[Mapping[int, tuple[Hit, ...]], Mapping[str, tuple[Hit, ...]]]:
    """Screen every row, and every other name that a row gives; keep what was hit."""
    names = _other_names(investors, register)
    queries = [*(query_of(one) for one in investors), *names.values()]
    found = screener.screen_many(queries)
    own = {one.row: next(found).hits for one in investors}
    others = {name: next(found).hits for name in names}
    return own, others


def _other_names(investors: Sequence[Investor], register: Register) -> dict[str, Query]:
    """Return a query for each name in `acts_for` and `owners` that is not one row's own."""
    names: dict[str, Query] = {}
    for investor in investors:
        given: list[tuple[str, str | None]] = [(name, None) for name in investor.others]
        given += [(owner.name, owner.country) for owner in investor.owners]
        for name, country in given:
            if register.named(name) is None:
                names.setdefault(folded(name), Query(name=name, country=country))
    return names
