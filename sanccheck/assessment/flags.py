"""What no rule speaks of and an assessment must say all the same.

Hits on lists that no regime judges, lists that were asked for and not screened, lists that are
stale or put together from a later publication.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sanccheck.assessment.result import ReviewFlag
from sanccheck.dates import say_date
from sanccheck.deal.actions import seller_missing
from sanccheck.deal.links import conflict
from sanccheck.deal.schema import Deal
from sanccheck.deal.screened import DealScreening, is_certain
from sanccheck.model import Hit, ListState
from sanccheck.rulebook.outcomes import Rung, Rungs

# Places whose US programmes go beyond the lists and are not judged here, so that this
# says no more than that somebody must.
COUNTRY_PROGRAMMES = {"CU", "IR", "KP", "SY"}

WORST = Rungs(strict=Rung.PROHIBITED, policy=Rung.PROHIBITED)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEnd:
    """Something that no rule judges: its flag, its question, and how far it could go."""

    flag: ReviewFlag
    question: str
    parties: tuple[str, ...]
    could_be: Rungs


def unjudged_hits(
    deal: Deal, screening: DealScreening, judged: frozenset[str]
) -> Iterator[OpenEnd]:
    """Yield an open end for each party with hits on a list that no regime judges."""
    for party in deal.parties:
        by_list: dict[str, list[Hit]] = {}
        for hit in screening.hits(party.id):
            if hit.list not in judged:
                by_list.setdefault(hit.list, []).append(hit)
        for list_id, (first, *more) in by_list.items():
            others = f", and {len(more)} more" if more else ""
            reason = (
                f"{party.name} has a hit on the list {list_id}: {first.name} ({first.entry}), "
                f"{first.decision}{others}. No rule here says what that list means for this deal."
            )
            settle = f"Read the entries and the law of the list {list_id}."
            flag = ReviewFlag(
                id="unjudged_hit", reason=reason, settle=settle, source=f"list {list_id}"
            )
            question = (
                f"What does the list {list_id} mean for {party.name} ({first.entry}{others})?"
            )
            yield OpenEnd(flag=flag, question=question, parties=(party.id,), could_be=WORST)


def hits_without_effect(
    deal: Deal,
    screening: DealScreening,
    judged: frozenset[str],
    spoken: Collection[tuple[str, str]],
) -> Iterator[ReviewFlag]:
    """Yield a flag for each party that is on a judged list of which no rule speaks in its role.

    `spoken` holds the parties and lists of which some rule speaks.
    """
    for party in deal.parties:
        for hit in screening.hits(party.id):
            told = hit.list in judged and is_certain(hit) and hit.relation is None
            if told and (party.id, hit.list) not in spoken:
                yield ReviewFlag(
                    id="listed_party",
                    reason=(
                        f"{party.name} is {hit.name} ({hit.entry}). What that list bars does not "
                        "reach what the party does in this deal."
                    ),
                    settle="Watch that it takes no other part.",
                    source=f"list {hit.list}",
                )


def missing_issuer(deal: Deal) -> Iterator[OpenEnd]:
    """Yield an open end where the deal names no issuer: whose securities are they?"""
    if any(party.role == "issuer" for party in deal.parties):
        return
    flag = ReviewFlag(
        id="no_issuer",
        reason="The deal file names no issuer: whose securities they are is not known.",
        settle="Name the issuer among the parties.",
        source="deal file",
    )
    yield OpenEnd(flag=flag, question="Who issues the security?", parties=(), could_be=WORST)


_TRACKS = {"dr", "warrant", "derivative", "convertible", "exchangeable", "fund_unit", "lp_interest"}


def missing_underlying(deal: Deal) -> Iterator[OpenEnd]:
    """Yield an open end where a security that tracks others names none."""
    if deal.security.kind not in _TRACKS or deal.security.underlying:
        return
    flag = ReviewFlag(
        id="no_underlying",
        reason=f"Which securities the {deal.security.kind} gives, holds or tracks is not known.",
        settle="Name the parties whose securities they are as underlying.",
        source="deal file",
    )
    question = "Whose securities does the security give, hold or track?"
    yield OpenEnd(flag=flag, question=question, parties=(), could_be=WORST)


def proceeds_unnamed(deal: Deal) -> Iterator[OpenEnd]:
    """Yield an open end for proceeds of which the file does not say who receives them."""
    if all(use.party is not None for use in deal.use_of_proceeds):
        return
    flag = ReviewFlag(
        id="proceeds_unnamed",
        reason="Who receives a part of the proceeds is not known; it was not screened.",
        settle="Name the party that each part goes to, the issuer where it keeps it.",
        source="deal file",
    )
    yield OpenEnd(flag=flag, question="Who receives the proceeds?", parties=(), could_be=WORST)


def earlier_day(deal: Deal, screening: DealScreening) -> Iterator[OpenEnd]:
    """Yield an open end where the trade is over: who was listed then is another question."""
    day = deal.deal.day(screening.as_of)
    if day >= screening.as_of:
        return
    flag = ReviewFlag(
        id="lists_of_another_day",
        reason=(
            f"The trade is of {say_date(day)}; the lists are those of the day asked and do not "
            "show who was listed then and removed since."
        ),
        settle=f"Assess as of {day.isoformat()} too.",
        source="screening",
    )
    question = f"Was a party listed on {say_date(day)} that is not now?"
    yield OpenEnd(flag=flag, question=question, parties=(), could_be=WORST)


def related_elsewhere(
    deal: Deal, screening: DealScreening, linked: frozenset[str]
) -> Iterator[OpenEnd]:
    """Yield an open end for each relation to an entry of a list whose rules read no relations."""
    for party in deal.parties:
        for relation in party.relations:
            entry = screening.related.get(relation.to)
            if entry is None or entry.list in linked:
                continue
            flag = ReviewFlag(
                id="related_to_listed",
                reason=(
                    f"{party.name} is stated to be the {relation.kind.replace('_', ' ')} of "
                    f"{entry.name} ({entry.entry})."
                ),
                settle=f"Who owns and controls {party.name}, and what the list {entry.list} says.",
                source="deal file",
            )
            question = f"What does the relation to {entry.name} ({entry.entry}) mean for the party?"
            yield OpenEnd(flag=flag, question=question, parties=(party.id,), could_be=WORST)


def missing_seller(deal: Deal) -> Iterator[OpenEnd]:
    """Yield an open end where somebody must sell and no party can be the one."""
    if not seller_missing(deal):
        return
    flag = ReviewFlag(
        id="no_seller",
        reason="Somebody sells in this deal and no party of the file can be the one.",
        settle="Name the seller among the parties.",
        source="deal file",
    )
    yield OpenEnd(flag=flag, question="Who sells?", parties=(), could_be=WORST)


def unjudged_places(deal: Deal) -> Iterator[OpenEnd]:
    """Yield an open end for parties of countries with programmes that no rule here judges."""
    found = {
        party.id: party.name
        for party in deal.parties
        if {party.organised_in, party.country, party.residence, *party.citizenships}
        & COUNTRY_PROGRAMMES
    }
    if not found:
        return
    flag = ReviewFlag(
        id="country_programme",
        reason=(
            f"US country programmes that are not judged here may bar dealings with "
            f"{', '.join(found.values())}."
        ),
        settle="Judge the deal under the programmes of that country.",
        source="deal file",
    )
    question = "Does a US country programme bar the deal with the party?"
    yield OpenEnd(flag=flag, question=question, parties=tuple(found), could_be=WORST)


def unscreened_lists(screening: DealScreening, judged: frozenset[str]) -> Iterator[OpenEnd]:
    """Yield an open end for the lists asked for, not or partly screened, that no regime judges.

    A list that a regime judges makes that regime's findings undecided, which says it already.
    """
    by_remedy: dict[str, list[str]] = {}
    for item in screening.not_screened:
        if item.asked_for and item.list not in judged:
            by_remedy.setdefault(item.remedy, []).append(item.list)
    for state in screening.lists:
        if state.partial and state.list not in judged:
            by_remedy.setdefault(f"the whole of {state.source}", []).append(state.list)
    for remedy, lists in by_remedy.items():
        names = ", ".join(lists)
        flag = ReviewFlag(
            id="lists_not_screened",
            reason=f"Not screened, or only in part: {names}. Nothing is known of further hits.",
            settle=f"Load them: {remedy}",
            source="screening",
        )
        question = f"Is any party on {names}? To load: {remedy}"
        yield OpenEnd(flag=flag, question=question, parties=(), could_be=WORST)


def possible_matches(deal: Deal, screening: DealScreening) -> Iterator[tuple[str, ReviewFlag]]:
    """Yield each party that may be a listed one with its flag; a known relation settles it."""
    for party in deal.parties:
        stated = {relation.to for relation in party.relations}
        open_hits = [
            hit
            for hit in screening.hits(party.id)
            if not is_certain(hit) and hit.relation is None and hit.entry not in stated
        ]
        if not open_hits:
            continue
        first, more = open_hits[0], len(open_hits) - 1
        others = f", and {more} more" if more else ""
        yield (
            party.id,
            ReviewFlag(
                id="possible_match",
                reason=(
                    f"{party.name} may be {first.name} ({first.entry}, score "
                    f"{first.score:.2f}){others}."
                ),
                settle="Compare registration numbers, places and dates, and record who decided.",
                source="screening",
            ),
        )


def flags(deal: Deal, screening: DealScreening, judged: frozenset[str]) -> Iterator[ReviewFlag]:
    """Yield the flags on how good the lists are and what the deal file leaves open."""
    yield from (flag for _, flag in possible_matches(deal, screening))
    for item in screening.not_screened:
        # Its open question stands among those of the rules that ask for it.
        if item.asked_for and item.list in judged:
            yield ReviewFlag(
                id="lists_not_screened",
                reason=f"Not screened: {item.list} ({item.why}). Nothing is known of hits on it.",
                settle=item.remedy,
                source="screening",
            )
    publications: dict[tuple[str, date | None], list[ListState]] = {}
    for state in screening.lists:
        publications.setdefault((state.source, state.published), []).append(state)
    for states in publications.values():
        yield from _list_flags(states)
    yield from _identifier_flags(screening)
    yield from _conflict_flags(deal, screening)
    yield from _day_flags(deal, screening.as_of)


def _list_flags(states: Sequence[ListState]) -> Iterator[ReviewFlag]:
    """Yield what is to be said of the lists that one publication serves."""
    first = states[0]
    names = ", ".join(state.list for state in states)
    when = "on a day not known" if first.published is None else say_date(first.published)
    if any(state.stale for state in states):
        yield ReviewFlag(
            id="stale_list",
            reason=f"Too old for the day asked, published {when}: {names}.",
            settle=f"Import a newer publication of {first.source}.",
            source=first.source,
        )
    if any(state.partial for state in states):
        yield ReviewFlag(
            id="partial_list",
            reason=f"Only a part is there, so that no hit shows nothing: {names}.",
            settle=f"Import the whole publication of {first.source}.",
            source=first.source,
        )
    if any(state.reconstructed for state in states):
        yield ReviewFlag(
            id="reconstructed_list",
            reason=(
                f"Published {when}, after the day asked: what was removed in between is not "
                f"there, and names and details are those of the later day: {names}."
            ),
            settle=f"Import the publication of {first.source} in force on the day asked.",
            source=first.source,
        )


def _identifier_flags(screening: DealScreening) -> Iterator[ReviewFlag]:
    """Yield a flag for each identifier that cannot be right as typed; it was still compared."""
    for screened in screening.results.values():
        for item in screened.query.identifiers:
            if item.valid is False:
                yield ReviewFlag(
                    id="identifier",
                    reason=(
                        f"{screened.query.name}: {item.scheme} '{item.value}' has not the form or "
                        "the check digits of its scheme, so that a hit by number may be missed."
                    ),
                    settle="Correct it in the deal file.",
                    source="deal file",
                )


def _conflict_flags(deal: Deal, screening: DealScreening) -> Iterator[ReviewFlag]:
    """Yield a flag for each relation that the deal file and the curated supplement tell apart."""
    for party in deal.parties:
        for relation in party.relations:
            for hit in screening.hits(party.id):
                if conflict(relation, hit):
                    yield ReviewFlag(
                        id="relation_conflict",
                        reason=(
                            f"On {party.name} and {relation.to} the deal file and the curated "
                            "supplement differ; what reaches further is taken."
                        ),
                        settle="Correct the deal file, or show why the supplement is wrong.",
                        source="deal file",
                    )


def _day_flags(deal: Deal, as_of: date) -> Iterator[ReviewFlag]:
    """Yield a flag where the deal has a day of its own that is not the day asked."""
    day = deal.deal.day(as_of)
    if day == as_of:
        return
    later = "is over" if day < as_of else "is still to come"
    yield ReviewFlag(
        id="day_of_trade",
        reason=(
            f"The trade is judged on its own day, {say_date(day)}, which {later} on the day asked; "
            "the lists and what is known are those of the day asked."
        ),
        settle=(
            "Correct the date if the deal is not done yet."
            if day < as_of
            else "Screen and judge again on the day itself."
        ),
        source="deal file",
    )


def unread_relations(
    deal: Deal, screening: DealScreening, beside: Collection[str]
) -> Iterator[OpenEnd]:
    """Yield an open end for each relation to an entry that could not be read.

    One on a list `beside` the securities limb does not say who may buy.
    """
    for party in deal.parties:
        for relation in party.relations:
            list_id = relation.to.partition(":")[0]
            if relation.to in screening.unknown_relations:
                reason = f"The deal file relates {party.name} to {relation.to}, which is no entry."
                settle = "Correct the entry's id in the deal file."
            elif screening.state(list_id) is None:
                reason = (
                    f"The deal file relates {party.name} to an entry of {list_id}, a list that "
                    "was not screened."
                )
                settle = f"Load the list {list_id}."
            else:
                continue
            yield OpenEnd(
                flag=ReviewFlag(
                    id="relation_not_checked", reason=reason, settle=settle, source="deal file"
                ),
                question=f"{reason} {settle}",
                parties=(party.id,),
                could_be=Rungs() if list_id in beside else WORST,
            )
