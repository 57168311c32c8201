"""The assessment as a person reads it at a terminal: the answer, why, what is open."""

from __future__ import annotations

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from sanccheck.assessment import Assessment, PartyResult, TermState
from sanccheck.assessment.result import House
from sanccheck.assessment.to_json import DISCLAIMER
from sanccheck.changes import Changes
from sanccheck.commands.changes_text import changes_table
from sanccheck.commands.rung_text import rung_text
from sanccheck.dates import say_date
from sanccheck.deal.bound_persons import unnamed_purchaser
from sanccheck.deal.facts import HYPOTHETICAL
from sanccheck.memo.words import counted
from sanccheck.model import Hit, NotScreened
from sanccheck.rulebook.finding import Finding
from sanccheck.rulebook.outcomes import Rungs

_OWNED = {True: ("yes", "bold red"), None: ("open", "yellow"), False: ("no", "green")}
_MARKS = {TermState.MET: "met", TermState.MISSING: "MISSING", TermState.UNKNOWN: "not shown"}
_TERM_STYLES = {TermState.MET: "green", TermState.MISSING: "red", TermState.UNKNOWN: "yellow"}


def show(assessment: Assessment, changes: Changes) -> None:
    """Print the assessment, and what would change it, to stdout."""
    console = Console(highlight=False)
    console.print(answer_panel(assessment))
    for heading, body in (
        ("Parties", _parties(assessment)),
        ("Why", _why(assessment)),
        ("Ownership", _ownership(assessment)),
        ("Terms the documents need", _terms(assessment)),
        ("Flags", _flags(assessment)),
        ("Open questions, the weightiest first", _questions(assessment)),
        ("What would change it, one fact at a time", changes_table(assessment, changes)),
        ("What this is not", _not_this(assessment)),
        ("Lists", _lists(assessment)),
    ):
        if body is not None:
            console.print(Text(f"\n{heading}", style="bold"))
            console.print(Padding(body, (0, 0, 0, 2)))
    console.print(Text(f"\n{DISCLAIMER}", style="dim"))


def _ends(result: Rungs, could_be: Rungs, which: str) -> Text:
    now, later = getattr(result, which), getattr(could_be, which)
    text = rung_text(now)
    if later > now:
        text += Text(" so far; could be ") + rung_text(later)
    return text


def answer_panel(assessment: Assessment) -> Panel:
    """Return the answer on the deal in a frame."""
    offering = assessment.offering
    grid = Table.grid(padding=(0, 2))
    grid.add_row("as of", Text(f"{say_date(assessment.as_of)}, New York"))
    grid.add_row("strict", _ends(offering.result, offering.could_be, "strict"))
    grid.add_row("policy", _ends(offering.result, offering.could_be, "policy"))
    if offering.structure:
        grid.add_row("structure", Text(", ".join(offering.structure)))
    if assessment.house is not None:
        grid.add_row("house policy", house_lines(assessment.house))
    for limb, rungs in offering.limbs.items():
        grid.add_row(limb.value, rung_text(rungs.policy))
    if offering.review:
        flags = dict.fromkeys(flag.id for flag in offering.review)
        grid.add_row("REVIEW", Text(", ".join(flags), style="yellow"))
    grid.add_row("open", Text(counted(len(assessment.questions), "question")))
    title = assessment.deal.title or assessment.deal_path
    note = Text("strict: what the text prohibits; policy: what a prudent deal team does", "dim")
    return Panel(
        Group(Text(title, style="bold"), grid, note), title="Assessment", title_align="left"
    )


def house_lines(house: House) -> Text:
    """Say what is house policy, what the law alone comes to, and where the two clash."""
    law = house.law
    text = Text(", ".join(title for _, title in house.regimes))
    for which in ("strict", "policy"):
        text.append(f"\nthe law alone, {which}: ")
        text.append_text(_ends(law.result, law.could_be, which))
    for clash in house.clashes:
        text.append(f"\nclash: {clash}", style="bold red")
    return text


def _parties(assessment: Assessment) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("party", "role", "result", "lists"):
        table.add_column(Text(column, style="dim"))
    for party in assessment.parties:
        found = "; ".join(
            f"{hit.relation.replace('_', ' ')} of {hit.entry}"
            if hit.relation and hit.disposition is None
            else f"{_decided(hit)}: {hit.entry}"
            for hit in party.hits
        )
        table.add_row(
            Text(party.name),
            Text(party.role.replace("_", " ")),
            _of_party(assessment, party),
            Text(found or "no hit on the lists screened"),
        )
    return table


def _decided(hit: Hit) -> str:
    """Say what a person decided on a hit, or else what the matcher did."""
    found = hit.disposition
    if found is None:
        return hit.decision.value
    return f"decided {found.verdict.value.replace('_', ' ')} by {found.analyst}"


def _of_party(assessment: Assessment, party: PartyResult) -> Text:
    nothing = assessment.nothing_found(party)
    if nothing is not None:
        return Text(nothing, style="yellow")
    return _both_ends(party.result, party.could_be)


def _both_ends(result: Rungs, could_be: Rungs) -> Text:
    strict, policy = (_ends(result, could_be, which) for which in ("strict", "policy"))
    if strict == policy:
        return strict
    return Text("strict ") + strict + Text("\npolicy ") + policy


def _why(assessment: Assessment) -> Table | None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for finding in assessment.findings:
        if finding.applies:
            rule = Text(assessment.named(finding.rule), style="bold")
            table.add_row(rule, _because(assessment, finding))
    return table if table.rows else None


def _because(assessment: Assessment, finding: Finding) -> Text:
    text = Text()
    if finding.party is not None:
        names = {party.id: party.name for party in assessment.parties}
        names[HYPOTHETICAL] = "Any US person who would buy"
        unnamed = unnamed_purchaser(finding.party)
        who = names[finding.party] if unnamed is None else f"A{unnamed[1:]}"
        text.append(f"{who}: ", style="italic")
    text.append(finding.because)
    for exception in finding.exceptions:
        text.append(f" Exception: {exception}")
    if finding.result.strict is not finding.result.policy:
        for reason in finding.contested:
            text.append(f"\nOn the policy side only: {reason}", style="yellow")
    if finding.notify is not None:
        duty = finding.notify
        text.append(
            f"\nTo report: to {duty.authority}, {duty.deadline}; who files: {duty.who_files}"
        )
    cites = "; ".join(cite.title for cite in finding.cites)
    text.append(f"\n[{cites}; confidence {finding.confidence}]", style="dim")
    return text


def _ownership(assessment: Assessment) -> Table | None:
    """Show what the holdings come to, a row for each company and test."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for item in assessment.ownership:
        mark, style = _OWNED[item.applies]
        body = Text(item.says)
        body.append(f"\n[{item.title}; confidence {item.confidence}]", style="dim")
        table.add_row(Text(item.name), Text(mark, style=style), body)
    return table if table.rows else None


def _terms(assessment: Assessment) -> Table | None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for term in assessment.terms:
        mark = Text(_MARKS[term.state], style=_TERM_STYLES[term.state])
        if not term.needed:
            mark.append(", if needed")
        table.add_row(Text(term.id), mark, Text(term.text))
    return table if table.rows else None


def _flags(assessment: Assessment) -> Table | None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for flag in assessment.offering.review:
        body = Text(flag.reason)
        body.append(f"\nTo settle: {flag.settle}", style="dim")
        table.add_row(Text(f"REVIEW {flag.id}", style="yellow"), body)
    return table if table.rows else None


def _questions(assessment: Assessment) -> Table | None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    names = {party.id: party.name for party in assessment.parties}
    for number, question in enumerate(assessment.questions, 1):
        worst = max(question.could_be.strict, question.could_be.policy)
        body = Text(question.text)
        if question.parties:
            about = ", ".join(names[party] for party in question.parties)
            body.append(f"\nAbout: {about}", style="dim")
        table.add_row(Text(f"{number}."), body, Text("up to ") + rung_text(worst))
    return table if table.rows else None


def _not_this(assessment: Assessment) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for note in assessment.regimes:
        for text, cites in note.not_this:
            body = Text(text)
            body.append(f" [{'; '.join(cite.title for cite in cites)}]", style="dim")
            table.add_row(Text("-"), body)
    for text in assessment.not_judged:
        table.add_row(Text("-"), Text(f"Not judged here: {text}"))
    return table


def _lists(assessment: Assessment) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for state in assessment.screening.lists:
        published = "date unknown" if state.published is None else say_date(state.published)
        words = ["embedded" if state.embedded else state.origin, f"published {published}"]
        words += ["STALE"] if state.stale else []
        words += [state.only_part] if state.only_part is not None else []
        words += [state.cannot_know] if state.cannot_know is not None else []
        table.add_row(Text(state.list), Text(f"{state.entries} entries, {', '.join(words)}"))
    for (why, remedy), items in _by_remedy(assessment.screening.not_screened).items():
        body = Text(f"NOT SCREENED: {why}\n", style="yellow")
        body.append(f"to load: {remedy}\n{items[0].address}")
        table.add_row(Text("\n".join(item.list for item in items)), body)
    return table


def _by_remedy(found: tuple[NotScreened, ...]) -> dict[tuple[str, str], list[NotScreened]]:
    """Group the lists that were asked for by what is wrong and what mends it."""
    groups: dict[tuple[str, str], list[NotScreened]] = {}
    for item in found:
        if item.asked_for:
            groups.setdefault((item.why, item.remedy), []).append(item)
    return groups
