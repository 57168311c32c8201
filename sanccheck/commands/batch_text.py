"""Print the hits of a batch as a table that a person reads at a glance."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from sanccheck.commands.batch_answers import Answer, case_in_words, dates_in_words
from sanccheck.model import Hit, Says
from sanccheck.printable import printable

# Without a terminal there is no width to fit.
_WIDE = 160
_SHOWN_PER_ROW = 3
_DECISION = 2
_STYLES = {"match": "bold red", "possible": "bold yellow", "error": "bold magenta"}


def show_hits(answers: Iterator[Answer]) -> None:
    """Print the best hits of each row and every row that failed, and nothing else."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("row", "name asked", "", "score", "listed name", "entry", "evidence", "dates"):
        grid.add_column(heading, overflow="fold", vertical="top")
    for answer in answers:
        for cells in _lines(answer):
            style = _STYLES.get(cells[_DECISION], "")
            grid.add_row(
                *(
                    Text(printable(cell), style if at == _DECISION else "")
                    for at, cell in enumerate(cells)
                )
            )
    if grid.row_count:
        Console(file=sys.stdout, width=None if sys.stdout.isatty() else _WIDE).print(grid)


def _lines(answer: Answer) -> Iterator[tuple[str, ...]]:
    number = str(answer.asked.row.number)
    if answer.asked.query is None:
        yield number, "", "error", "", answer.problem, "", "", ""
        return
    name = answer.asked.query.name
    for hit in answer.hits[:_SHOWN_PER_ROW]:
        score = f"{hit.score:.2f}"
        dates = dates_in_words(hit)
        word = "decided" if hit.suppressed else hit.decision.value
        yield number, name, word, score, hit.name, hit.entry, _evidence(hit), dates
    more = len(answer.hits) - _SHOWN_PER_ROW
    if more > 0:
        yield number, name, "", "", f"and {more} more; all of them with -o or --json", "", "", ""
    if answer.problem:
        yield number, name, "remark", "", answer.problem, "", "", ""


def _evidence(hit: Hit) -> str:
    """Name the fields that agree, conflict and are unknown; details stand in the files."""
    said = []
    for says in (Says.CONFLICTS, Says.AGREES, Says.UNKNOWN):
        fields = [one.field for one in hit.evidence if one.says is says]
        if fields:
            said.append(f"{says.value}: {', '.join(dict.fromkeys(fields))}")
    if hit.relation is not None:
        said.insert(0, f"{hit.relation} of the entry")
    if hit.case is not None:
        said.insert(0, case_in_words(hit))
    return "; ".join(said)
