"""Print results: for a terminal, as Markdown for the docs, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.matching.results import ORDINARY, Line, Results
from benchmarks.matching.statistics import Rate
from benchmarks.matching.world import AS_OF, World

Row = list[str]


def header(world: World, versions: Sequence[str], seed: int) -> Iterator[str]:
    """Give what a reader needs to repeat the run."""
    lists = ", ".join(
        f"{one.list} {one.published} ({one.entries:,})" for one in world.served.lists if one.entries
    )
    yield f"Screened as of {AS_OF}: {lists}."
    yield f"Versions: {', '.join(versions)}. Seed {seed}."
    yield "Rates on the half that no threshold was chosen on, with 95 % intervals (Wilson)."


def to_rows(results: Sequence[Results], *, short: bool = False) -> list[Row]:
    """Return the table by class: found (and of those, first), alarms for the last groups."""
    shown = [(one, one.short if short else one.lines) for one in results]
    rows = [["class", "counts as", "n", *(_title(one) for one in results)]]
    for line in shown[0][1]:
        cells = [_cell(_same(lines, line)) for _, lines in shown]
        rows.append([line.group, line.kind, str(line.rate.of), *cells])
    return rows


def precision_rows(results: Sequence[Results]) -> list[Row]:
    """Return the table of what a hit is worth where few names are of listed parties."""
    rows = [["prevalence", *(_title(one) for one in results)]]
    for prevalence in (0.001, 0.01):
        cells = []
        for one in results:
            value, low, high = one.precision(prevalence)
            cells.append(f"{value:.3f} ({low:.3f}-{high:.3f})")
        rows.append([f"{prevalence:.1%}", *cells])
    return rows


def first_rows(results: Sequence[Results]) -> list[Row]:
    """Return hit@1: of what is found, how much is found first."""
    rows = [["hit@1", *(_title(one) for one in results)]]
    for line in results[0].lines:
        if line.first is not None:
            found = [one.line(line.group).first for one in results]
            cells = ["" if first is None else _rate(first) for first in found]
            rows.append([line.group, *cells])
    return rows


def seconds_row(results: Sequence[Results]) -> str:
    """Return how long each program took over all queries."""
    took = ", ".join(f"{one.program} {one.seconds:.0f} s" for one in results)
    return f"Time over all queries, one process each: {took}."


def _title(one: Results) -> str:
    return f"{one.program} {'>' if one.chosen else ''}{one.threshold:.2f}"


def _same(lines: Sequence[Line], line: Line) -> Line | None:
    return next((one for one in lines if one.group == line.group), None)


def _cell(line: Line | None) -> str:
    return "" if line is None else _rate(line.rate)


def _rate(rate: Rate) -> str:
    if not rate.of:
        return "-"
    return f"{rate.value:.3f} ({rate.low:.3f}-{rate.high:.3f})"


def markdown(rows: Sequence[Row]) -> str:
    """Write rows as a Markdown table."""
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)


def plain(rows: Sequence[Row]) -> str:
    """Write rows as columns for a terminal."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def to_json(results: Sequence[Results]) -> list[dict[str, Any]]:
    """Return everything counted."""
    return [
        {
            "program": one.program,
            "threshold": one.threshold,
            "chosen": one.chosen,
            "seconds": round(one.seconds, 2),
            "classes": [_line_json(line) for line in one.lines],
            "short": [_line_json(line) for line in one.short],
            "precision": {str(rate): one.precision(rate) for rate in (0.001, 0.01)},
        }
        for one in results
    ]


def _line_json(line: Line) -> dict[str, Any]:
    name = "alarms" if line.group == ORDINARY or "hard" in line.group else "found"
    plain_line: dict[str, Any] = {"class": line.group, "kind": line.kind, "n": line.rate.of}
    plain_line[name] = [line.rate.value, line.rate.low, line.rate.high]
    if line.first is not None:
        plain_line["first"] = [line.first.value, line.first.low, line.first.high]
    return plain_line
