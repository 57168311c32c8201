"""Run what is watched: on which lists, what it came to, whose cases, how it is told and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from sanccheck import __version__
from sanccheck.commands.marking import Marker
from sanccheck.commands.options import home
from sanccheck.commands.recording import Kept, digest, ground, keep
from sanccheck.commands.screen import exit_code as screening_exit_code
from sanccheck.errors import SourceError, StoreDamaged, UsageError
from sanccheck.model.hits import Screening
from sanccheck.printable import printable
from sanccheck.screening import DEFAULT_MIN_SCORE, Screener, asked_of
from sanccheck.screening_json import (
    hit_document,
    list_document,
    not_screened_document,
    query_from,
)
from sanccheck.sources.library import open_library
from sanccheck.watch.change import only
from sanccheck.watch.run import STANDS, Ran, Watching, run
from sanccheck.watch.state import program

if TYPE_CHECKING:
    from sanccheck.sources.library import Library
    from sanccheck.sources.served import Served
    from sanccheck.watch.saved import Saved, Watched

Plain = dict[str, Any]

EXIT_NEWS = 1
_KINDS = ("new", "changed", "gone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command asks."""

    as_of: date
    lists: tuple[str, ...]
    min_score: float | None
    everything: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What all runs came to; `remember` keeps their states for the next time."""

    document: Plain
    code: int
    kept: Kept
    remember: Callable[[], None]


def run_all(saved: Saved, names: tuple[str, ...], asked: Asked) -> Outcome:
    """Run what is watched under these names and record it.

    Raises:
        UsageError: when nothing is watched, or a name is not known.
    """
    if not names:
        raise UsageError("nothing is watched; sanccheck watch add NAME FILE")
    library = open_library(home())
    everything = [saved.get(name) for name in names]
    told, rans, problems = [], [], []
    served = library.serve(asked.as_of, list(asked.lists) or None)
    for watched in everything:
        own = served if watched.kind == "parties" else _for_deal(library, watched, asked)
        ran = _run(saved, watched, own, asked)
        document, problem = _tell(watched, own, ran)
        told.append(document)
        rans.append((watched, ran))
        problems += [] if problem is None else [problem]
    document = {
        "as_of": asked.as_of.isoformat(),
        "lists": [list_document(state) for state in served.lists],
        "not_screened": [not_screened_document(one) for one in served.not_screened],
        "watched": told,
    }
    code = _exit_code(told, served)
    kept = keep("watch_run", **ground(served), outputs=_outputs(document, code))

    def remember() -> None:
        for watched, ran in rans:
            try:
                saved.keep(watched.name, ran.state)
                if ran.change.why_all is not None:
                    _lay_out(saved, watched)
            except SourceError as error:
                click.echo(f"sanccheck: not remembered, so told again: {error}", err=True)

    return Outcome(
        document=document,
        code=code,
        kept=kept.with_problem("; ".join(problems) or None),
        remember=remember,
    )


def _outputs(document: Plain, code: int) -> Plain:
    counts = {one["name"]: {kind: len(one[kind]) for kind in _KINDS} for one in document["watched"]}
    return {"exit": code, "sha256": digest(document), "watched": counts}


def _run(saved: Saved, watched: Watched, served: Served, asked: Asked) -> Ran:
    return run(
        saved.state(watched.name),
        served,
        Watching(
            digest=watched.digest,
            queries=watched.queries,
            layout=lambda: saved.layout(watched.name, _made_of(watched)),
        ),
        DEFAULT_MIN_SCORE if asked.min_score is None else asked.min_score,
        everything=asked.everything,
    )


def _made_of(watched: Watched) -> str:
    return f"{watched.digest} {program()}"


def _lay_out(saved: Saved, watched: Watched) -> None:
    """Keep the parties' names laid out, where that is not kept yet."""
    if not watched.facts or saved.layout(watched.name, _made_of(watched)) is not None:
        return
    from sanccheck.watch.touch import lay_out

    layout = lay_out([asked_of(query) for query in watched.queries()])
    saved.keep_layout(watched.name, layout, _made_of(watched))


def _for_deal(library: Library, watched: Watched, asked: Asked) -> Served:
    """Return the lists that the deal's assessment asks, with those that rules speak of."""
    from sanccheck.rulebook.load import shipped_rulebook

    rules = shipped_rulebook(examples=False)
    wanted = list(asked.lists) or None
    return library.serve(asked.as_of, wanted, rules.lists_on(asked.as_of), watched.named)


def _tell(watched: Watched, served: Served, ran: Ran) -> tuple[Plain, str | None]:
    """Return what is told of a run, the hits with their cases; and what kept those from being."""
    marker = Marker(served, watched.book)
    news = _news(watched, served, ran, marker)
    change = ran.change
    document: Plain = {
        "name": watched.name,
        "kind": watched.kind,
        "parties": len(watched.facts),
        "how": "everything" if change.why_all is not None else "what changed",
        "why": change.why_all,
        "entries_changed": len(change.entries),
        "lists": [state.list for state in served.lists],
        "hits": sum(map(len, ran.state.found.values())),
        "new": news[: len(ran.new)],
        "changed": news[len(ran.new) :],
        "gone": [
            {**_party(watched, place), "hit": {key: hit[key] for key in hit if key != STANDS}}
            for place, hit in ran.gone
        ],
    }
    problem = marker.close()
    if watched.kind == "deal" and any(document[kind] for kind in _KINDS):
        document["assessment"] = _assessed(watched, served)
    return document, problem


def _news(watched: Watched, served: Served, ran: Ran, marker: Marker) -> list[Plain]:
    """Return the new and the changed hits with their cases."""
    items = (*ran.new, *ran.changed)
    if not items:
        return []
    some = only(served, frozenset(hit["entry"] for _, hit in items))
    screener = Screener(some, min_score=ran.state.min_score)
    marked: dict[int, dict[str, Plain]] = {}
    for place in dict.fromkeys(place for place, _ in items):
        screened = screener.screen(query_from(watched.facts[place]))
        hits = marker.mark(watched.refs[place], screened).hits
        marked[place] = {hit.entry: hit_document(hit) for hit in hits}
    return [{**_party(watched, place), "hit": marked[place][hit["entry"]]} for place, hit in items]


def _party(watched: Watched, place: int) -> Plain:
    return {"row": place + 1, "ref": watched.refs[place], "party": watched.facts[place]}


def _assessed(watched: Watched, served: Served) -> Plain:
    """Return the outcome of a deal as it is now, its cases decided as they are."""
    from sanccheck.assessment import assess
    from sanccheck.audit.inputs import kept_input
    from sanccheck.deal.load import parse_deal
    from sanccheck.deal.screen import screen_deal
    from sanccheck.rulebook.load import shipped_rulebook

    try:
        loaded = parse_deal(kept_input(home(), watched.sha256), watched.origin)
    except StoreDamaged as error:
        return {"problem": str(error)}
    screening = screen_deal(loaded.deal, served, Screener(served))
    marker = Marker(served, watched.book)
    results = {party: marker.mark(party, one) for party, one in screening.results.items()}
    screening = replace(screening, results=results)
    found = assess(
        loaded, screening, shipped_rulebook(examples=False), f"sanccheck {__version__}"
    ).offering
    return {
        "strict": found.result.strict.name,
        "policy": found.result.policy.name,
        "could_be": {"strict": found.could_be.strict.name, "policy": found.could_be.policy.name},
        "structure": list(found.structure),
    }


def _exit_code(told: list[Plain], served: Served) -> int:
    for one in told:
        for item in (*one["new"], *one["changed"]):
            decided = item["hit"]["disposition"]
            if decided is None or not decided["suppressed"]:
                return EXIT_NEWS
    nothing = Screening(
        as_of=served.as_of, lists=served.lists, not_screened=served.not_screened, results=()
    )
    return screening_exit_code(nothing)


def show(document: Plain) -> None:
    """Print what is new, changed and gone, and the lists that it rests on."""
    for one in document["watched"]:
        why = f" ({one['why']})" if one["why"] else f" ({one['entries_changed']} entries)"
        click.echo(
            printable(
                f"{one['name']}: {one['parties']} parties, {one['hits']} hits; screened against "
                f"{one['how']}{why}"
            )
        )
        for line in _lines(one):
            click.echo(printable(line))
    asked = [item for item in document["not_screened"] if item["asked_for"]]
    for item in asked:
        click.echo(printable(f"NOT screened: {item['list']}: {item['why']}; {item['remedy']}"))
    for state in document["lists"]:
        if state["stale"]:
            click.echo(printable(f"STALE: {state['list']}, published {state['published']}"))


def _lines(one: Plain) -> Iterator[str]:
    for kind in _KINDS:
        for item in one[kind]:
            hit = item["hit"]
            said = f"{item['party']['name']} | {hit['name']} ({hit['entry']})"
            case = hit.get("case")
            beside = "" if case is None else f", case {case['id']} {case['state']}"
            yield f"  {kind:<8} {said}, {hit['decision']} {hit['score']:.2f}{beside}"
            for change in () if case is None else case["changed"]:
                yield f"           changed: {change}"
    if not any(one[kind] for kind in _KINDS):
        yield "  nothing new, changed or gone"
    found = one.get("assessment")
    if found is not None and "problem" in found:
        yield f"  the deal was NOT assessed again: {found['problem']}; add it again"
    elif found is not None:
        could = found["could_be"]
        yield (
            f"  the deal now: strict {found['strict']} (could be {could['strict']}), policy "
            f"{found['policy']} (could be {could['policy']}); sanccheck assess tells why"
        )
