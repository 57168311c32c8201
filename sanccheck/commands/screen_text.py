"""Print a screening as a person reads it at a glance: who, how sure, why, when, what it means.

Plain lines, set by hand: a table library would take as long to load as the screening itself.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

import click

from sanccheck.commands.options import in_future
from sanccheck.dates import say_date
from sanccheck.listing_phase import (
    NOT_BLOCKING,
    NOT_THE_LISTED_ENTITY,
    cmic_dates,
    cmic_meaning,
)
from sanccheck.model.hits import Decision, Says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sanccheck.model.entries import Listing
    from sanccheck.model.hits import CaseMark, Evidence, Hit, Screened, Screening
    from sanccheck.model.lists import ListState, NotScreened

_CMIC = "us_ns_cmic"
_LABEL_WIDTH = 11
_LEAST_WIDTH, _MOST_WIDTH, _NO_TERMINAL = 60, 110, 100
_MARKS = {Says.AGREES: "+", Says.CONFLICTS: "-", Says.UNKNOWN: "?"}
_COLOURS = {Says.AGREES: "green", Says.CONFLICTS: "red", Says.UNKNOWN: "yellow"}
_DECISIONS = {
    Decision.MATCH: "a match",
    Decision.POSSIBLE: "possibly the same; for a person to decide",
}
_REGISTERED = ("hk_cr", "uscc", "lei", "imo", "other", "isin", "passport")
_MOST_NUMBERS = 4
_MOST_SIMILAR = 12
DISCLAIMER = "A screening finds names; it decides nothing by itself. Not legal advice."


def show(screening: Screening) -> None:
    """Print a screening to stdout."""
    page = _Page()
    for screened in screening.results:
        _show_result(page, screened, screening)
    _show_lists(page, screening)
    page.line()
    page.line(DISCLAIMER, dim=True)
    click.echo("\n".join(page.lines))


class _Page:
    """Lines folded to the width of the terminal."""

    def __init__(self) -> None:
        width = _NO_TERMINAL
        if sys.stdout.isatty():
            width = shutil.get_terminal_size().columns
        self.width = max(_LEAST_WIDTH, min(_MOST_WIDTH, width))
        self.lines: list[str] = []

    def line(self, text: str = "", indent: int = 0, **style: bool | str) -> None:
        """Add text, folded."""
        for folded in self._fold(text, indent, indent):
            self.lines.append(_styled(folded, style))

    def whole(self, text: str, indent: int) -> None:
        """Add a line that is not folded, to be copied."""
        self.lines.append(" " * indent + clean(text))

    def field(self, label: str, text: str, indent: int = 2, **style: bool | str) -> None:
        """Add a label and its text, folded beside it."""
        start = indent + _LABEL_WIDTH
        first, *rest = self._fold(text, start, start)
        head = " " * indent + label.ljust(_LABEL_WIDTH)
        self.lines.append(_styled(head, {"dim": True}) + _styled(first[start:], style))
        self.lines += [_styled(line, style) for line in rest]

    def _fold(self, text: str, first: int, rest: int) -> list[str]:
        return textwrap.wrap(
            clean(text),
            self.width,
            initial_indent=" " * first,
            subsequent_indent=" " * rest,
            break_on_hyphens=False,
        ) or [""]


def clean(text: str) -> str:
    """Return text that cannot move the cursor, colour the screen or turn its direction."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def _styled(text: str, style: dict[str, bool | str]) -> str:
    if not style:
        return text
    dim, bold, colour = bool(style.get("dim")), bool(style.get("bold")), style.get("fg")
    return click.style(text, fg=colour, bold=bold or None, dim=dim or None)


def _show_result(page: _Page, screened: Screened, screening: Screening) -> None:
    asked = f"{screened.query.name}"
    page.line(f"{asked}  as of {say_date(screening.as_of)} (New York)", bold=True)
    page.line(_say_count(screened, screening), indent=2)
    shown = screened.hits[:_MOST_SIMILAR]
    for number, hit in enumerate(shown, 1):
        page.line()
        _show_hit(page, hit, number, screening)
    if len(screened.hits) > len(shown):
        page.line()
        page.line(f"and {len(screened.hits) - len(shown)} more; see --json", indent=2)
    for hit in screened.former:
        page.line()
        delisted = hit.listing.delisted_on
        day = "" if delisted is None else f" on {say_date(delisted)}"
        page.line(f"no longer listed: {hit.name} ({hit.entry}), removed{day}", indent=2)
    page.line()


def _say_count(screened: Screened, screening: Screening) -> str:
    decided = sum(hit.suppressed for hit in screened.hits)
    found = len(screened.hits) - decided
    beside = f"; {_entries(decided)} decided FALSE POSITIVE" if decided else ""
    if found:
        return f"{_entries(found)} it may be{beside}"
    if not screening.lists:
        return "not screened: no list asked for serves that day"
    names = ", ".join(state.list for state in screening.lists)
    unsure = _why_unsure(screening)
    said = f"nothing {'else ' if decided else ''}found on the lists screened ({names}){beside}"
    later = [one for state in screening.lists if (one := state.ends_before(screening.as_of))]
    return "; ".join([said, *later, *([unsure] if unsure else [])])


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _why_unsure(screening: Screening) -> str:
    """Say why nothing found is no answer, or "" where it is one."""
    reasons = ["the day asked is in the future"] if in_future(screening.as_of) else []
    if any(left_out.asked_for for left_out in screening.not_screened):
        reasons.append("a list asked for was not screened")
    if any(state.stale for state in screening.lists):
        reasons.append("a list is stale")
    if any(state.newer_part is not None for state in screening.lists):
        reasons.append("of a newer publication only a part is there")
    if any(state.partial and state.newer_part is None for state in screening.lists):
        reasons.append("only a part of a list is there")
    if reasons:
        return f"that cannot be relied on: {' and '.join(reasons)} (below)"
    if any(state.reconstructed for state in screening.lists):
        return "REVIEW: a list was reconstructed from a later file (below)"
    return ""


def _show_hit(page: _Page, hit: Hit, number: int, screening: Screening) -> None:
    colour = "red" if hit.decision is Decision.MATCH or hit.confirmed else "yellow"
    colour = "green" if hit.suppressed else colour
    page.line(f"{number}. {hit.name}", indent=2, bold=True, fg=colour)
    page.field("entry", f"{hit.entry}{_say_type(hit)}", indent=5)
    page.field("score", f"{hit.score:.2f}, {_say_decision(hit)}", indent=5)
    for evidence in hit.evidence:
        _show_evidence(page, evidence)
    if hit.case is not None:
        page.field("case", _say_case(hit.case), indent=5)
    numbers = _registrations(hit)
    if numbers:
        page.field("listed is", numbers, indent=5)
    page.field("programme", ", ".join(hit.programmes) or "-", indent=5)
    page.field("dates", _say_dates(hit.list, hit.listing), indent=5)
    if hit.list == _CMIC:
        page.field("meaning", cmic_meaning(hit.listing, screening.as_of), indent=5)
        page.field("", NOT_BLOCKING, indent=5)
        if hit.relation is not None:
            page.field("", NOT_THE_LISTED_ENTITY, indent=5)
    else:
        page.field("meaning", _effect(hit, screening), indent=5)
    for note in hit.notes:
        page.field("note", note, indent=5)


def _say_case(case: CaseMark) -> str:
    """Say the case, what was decided and by whom, and what changed since."""
    said, found = f"{case.id}, {case.state}", case.disposition
    if found is not None:
        signed = "" if found.signed_by is None else f", signed off by {found.signed_by}"
        word = found.verdict.value.replace("_", " ").upper()
        said = f"{case.id}, decided {word} by {found.analyst} on {found.at[:10]}{signed}"
        said += f": {found.reason}"
    return f"{said}; changed since: {'; '.join(case.changed)}" if case.changed else said


def _effect(hit: Hit, screening: Screening) -> str:
    found = next((state.effect for state in screening.lists if state.list == hit.list), "")
    return found or "not known; read the list's own page"


def _show_evidence(page: _Page, evidence: Evidence) -> None:
    mark, colour = _MARKS[evidence.says], _COLOURS[evidence.says]
    text = f"{mark} {evidence.field} {evidence.says.value}: {evidence.detail}"
    page.field("why", text, indent=5, fg=colour)


def _say_type(hit: Hit) -> str:
    return "" if hit.type is None else f", a {hit.type.value}"


def _say_decision(hit: Hit) -> str:
    if hit.relation is None:
        return _DECISIONS[hit.decision]
    relation = hit.relation.replace("_", " ")
    return f"not the listed entity itself: known as its {relation}"


def _registrations(hit: Hit) -> str:
    """Say under which numbers the listed entity is registered: they tell it from its namesakes."""
    from sanccheck.matching.identifiers import say

    found = [one for scheme in _REGISTERED for one in hit.identifiers if one.scheme == scheme]
    said = [say(one) for one in found[:_MOST_NUMBERS]]
    if len(found) > _MOST_NUMBERS:
        said.append(f"and {len(found) - _MOST_NUMBERS} more")
    return f"the one registered as {', '.join(said)}" if said else ""


def _say_dates(list_id: str, listing: Listing) -> str:
    if list_id == _CMIC:
        return cmic_dates(listing)
    said = [
        f"{word} {say_date(day)}"
        for word, day in (
            ("listed", listing.listed_on),
            ("effective", listing.effective_on),
            ("removed", listing.delisted_on),
        )
        if day is not None
    ]
    return "; ".join(said) or "the list gives none"


def _show_lists(page: _Page, screening: Screening) -> None:
    if screening.lists:
        page.line("Lists screened", bold=True)
    for state in screening.lists:
        page.line(f"{state.list}: {_say_state(state)}", indent=2)
    asked = [one for one in screening.not_screened if one.asked_for]
    others = [one for one in screening.not_screened if not one.asked_for]
    for heading, left_out in (("NOT screened, though asked for", asked), ("Not screened", others)):
        if left_out:
            page.line(heading, bold=True)
        for same in _by_remedy(left_out):
            _show_left_out(page, same)


def _say_state(state: ListState) -> str:
    published = "publication day not known"
    if state.published is not None:
        published = f"published {say_date(state.published)}"
    entries = "1 entry" if state.entries == 1 else f"{state.entries:,} entries"
    about = f"{entries}, {published}, {state.origin}"
    return "; ".join([about, *_say_limits(state)])


def _say_limits(state: ListState) -> Iterator[str]:
    if state.covers is not None:
        start, until = state.covers.start, state.covers.until
        yield (
            f"covers {'any day' if start is None else say_date(start)} "
            f"to {'now' if until is None else say_date(until)}"
        )
    if state.stale:
        command = f"sanccheck lists import {state.source} FILE"
        if state.kind == "own":
            yield f"STALE for the day asked: `{command} --published YYYY-MM-DD`"
        else:
            yield f"STALE for the day asked: download the newest file and `{command}`"
    if state.only_part is not None:
        yield state.only_part
    if state.cannot_know is not None:
        yield f"REVIEW: {state.cannot_know}"


def _by_remedy(left_out: list[NotScreened]) -> list[list[NotScreened]]:
    """Put together the lists that one file would bring, and those that only need to be asked."""
    groups: dict[tuple[str, ...], list[NotScreened]] = {}
    for one in left_out:
        key = (one.why,) if _is_loaded(one) else (one.why, one.remedy, one.address)
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def _is_loaded(one: NotScreened) -> bool:
    return one.remedy.startswith("--list ")


def _show_left_out(page: _Page, same: list[NotScreened]) -> None:
    """Say what was left out, why, and on lines of their own the command and the address."""
    page.line(f"{', '.join(one.list for one in same)}: {same[0].why}", indent=2)
    if _is_loaded(same[0]):
        page.line(f"to screen one add {same[0].remedy}", indent=6)
        return
    page.whole(same[0].remedy, indent=6)
    if same[0].address:
        page.whole(same[0].address, indent=6)
