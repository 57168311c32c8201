"""Every official file that is at hand, read: what was imported beside what the file holds.

    python -m benchmarks.read_every_file FOLDER [DATE]

FOLDER holds the official files (see FILES). Each is imported into a home of its own, as of DATE,
and counted again by benchmarks/count_files.py, which uses none of the program's readers. Prints
docs/list_files.md. Exits 1 where two counts differ and no reason for just that difference is
stated here, where a file that must be refused is read, or where it is refused for another reason.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks import count_files as by
from benchmarks.count_files import Counts
from sanccheck.errors import ListRefused
from sanccheck.sources.library import open_library
from sanccheck.sources.report import ImportReport

COLUMNS = ("records", "aliases", "identifiers")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An official file: whose it is, how it is counted, and where the counts may differ.

    `differs` holds, by column, by how much ours is larger and why. `note` says what else a reader
    should know. `refused` is a part of the reason for which the file must be refused.
    """

    path: str
    source: str
    count: Callable[[Path], Counts] | None = None
    partial: bool = False
    differs: dict[str, tuple[int, str]] = field(default_factory=dict)
    note: str = ""
    refused: str = ""


_CUT_ALIAS = "cut in two at 1,000 characters; the rest stands in the comments file"
_TWO_LISTS = (
    "records under `RUSSIA-EO14024` stand on each list that the file may mean, marked as uncertain "
    "where it does not tell"
)
FILES = (
    File(
        path="us_ofac_sdn/SDN_2024-05-07.xml", source="us_ofac_sdn", count=by.count_xml("ofac_xml")
    ),
    File(path="us_ofac_sdn/csv_2021-07", source="us_ofac_sdn", count=by.count_ofac_csv),
    *(
        File(
            path=f"us_ofac_sdn/history/sdn_{day}.csv",
            source="us_ofac_sdn",
            count=by.count_ofac_csv,
            partial=True,
            differs={"aliases": (-cut, f"{cut} weak alias{'es' if cut > 1 else ''} {_CUT_ALIAS}")},
            note="the main file alone: no strong aliases, no addresses",
        )
        for day, cut in (("2021-12-08", 1), ("2022-03-01", 1), ("2024-05-02", 3), ("2024-05-03", 3))
    ),
    File(
        path="us_ofac_sdn/history/sdn_2024-05-04_empty.csv",
        source="us_ofac_sdn",
        partial=True,
        refused="is empty; download it again",
    ),
    *(
        File(
            path=f"us_ofac_cons/CONSOLIDATED_{day}.xml",
            source="us_ofac_cons",
            count=by.count_xml("ofac_xml"),
            note=_TWO_LISTS,
        )
        for day in ("2024-05-06", "2025-03-28")
    ),
    File(
        path="us_ofac_cons/csv_2025-12",
        source="us_ofac_cons",
        count=by.count_ofac_csv,
        note=_TWO_LISTS,
    ),
    File(
        path="us_ofac_cons/CONS_ADVANCED_2020-03-17.xml",
        source="us_ofac_cons",
        count=by.count_xml("ofac_advanced_xml"),
        differs={"aliases": (-2, "2 aliases repeat another name of their party")},
    ),
    File(
        path="us_csl/consolidated_2022-05.csv.gz",
        source="us_csl",
        count=by.count_csl_csv,
        differs={
            "records": (-1, "1 row stands twice"),
            "aliases": (
                36,
                (
                    "49 stand within other names; 11 repeat their record's name, 2 those of "
                    "the row that stands twice"
                ),
            ),
        },
        note="unpacked first",
    ),
    File(
        path="us_bis/denied_persons_2019-06.txt",
        source="us_bis_dpl_file",
        count=by.count_dpl,
        note="546 rows, one for each address; aliases stand within the names (`A/K/A`)",
    ),
    File(
        path="eu_fsf/EU_FSF_FULL_1_1_2024-05-13.xml",
        source="eu_fsf",
        count=by.count_eu,
        differs={"aliases": (2, "2 names are given in parts that say another name")},
        note="3 entities stand twice, under two regulations: 4,808 entries",
    ),
    File(
        path="un_sc/UN_consolidated_2026-02-27.xml",
        source="un_sc",
        count=by.count_xml("un_sc_xml"),
        differs={
            "aliases": (
                134,
                (
                    "fields that hold several names (`;`, another script, a note) are taken apart, "
                    "and a name that stands twice is counted once"
                ),
            ),
            "identifiers": (3, "3 numbers stand within `TYPE_OF_DOCUMENT2`"),
        },
    ),
    File(
        path="un_sc/MALFORMED_UN_consolidated_2025-08-16.xml",
        source="un_sc",
        refused="is not whole, well-formed XML",
    ),
    File(
        path="uk/FCDO_UK_Sanctions_List_2025-08-11.ods",
        source="uk_sanctions",
        count=by.count_ods,
        partial=True,
        note="two designations, BEL0174 and RUS1467, have no name in the file: known by their id",
    ),
    File(
        path="uk/OFSI_ConList_2018-04-13.csv",
        source="uk_sanctions",
        refused="which was closed on 2026-01-28",
    ),
    File(
        path="ca_sema/sema_2025.xml",
        source="ca_sema",
        count=by.count_xml("ca_sema_xml"),
        note="aliases are running text, in which no sign marks one",
    ),
    *(
        File(
            path=f"opensanctions/targets.simple_{month}.csv",
            source="opensanctions",
            count=by.count_os_csv,
        )
        for month in ("2025-05", "2026-03")
    ),
    File(
        path="formats/ofac_advanced/CONS_ADVANCED_2020-03-17_trimmed.xml",
        source="us_ofac_cons",
        count=by.count_xml("ofac_advanced_xml"),
        partial=True,
    ),
    File(
        path="formats/ofac_enhanced/CONS_ENHANCED_excerpt_2026-09-04.xml",
        source="us_ofac_cons",
        count=by.count_xml("ofac_enhanced_xml"),
        partial=True,
    ),
    File(
        path="formats/ofac_cons_csv/PRIM_sample_2026-09.CSV",
        source="us_ofac_cons",
        partial=True,
        refused="does not end with the end mark (0x1A)",
    ),
    File(
        path="formats/uk_sanctions_list/sample_uk_sanctions_xml_2026-09-07_trimmed.xml",
        source="uk_sanctions",
        count=by.count_xml("uk_xml"),
        partial=True,
        differs={"identifiers": (-1, "1 passport stands twice")},
    ),
    File(
        path="formats/uk_sanctions_list/sample_uk_csv_header_2026-06-24.csv",
        source="uk_sanctions",
        count=by.count_uk_csv,
        partial=True,
    ),
    File(
        path="formats/ca_sema/sema-lmes_bilingual_tags_2026-09_trimmed.xml",
        source="ca_sema",
        count=by.count_xml("ca_sema_xml"),
        partial=True,
    ),
    File(
        path="formats/trade_csl/csl_json_records_2026-09.json",
        source="us_csl",
        count=by.count_csl_json,
        partial=True,
    ),
    File(
        path="formats/opensanctions/targets.nested_persons_2024-03.json",
        source="opensanctions",
        count=by.count_os_json,
        partial=True,
    ),
    File(
        path="formats/opensanctions/entities.ftm_eu_fsf_sample_2024-06.json",
        source="opensanctions",
        count=by.count_os_json,
        partial=True,
    ),
    File(
        path="formats/eu_fsf/csv_1_1_first21cols_2026-08-24.csv",
        source="eu_fsf",
        partial=True,
        refused="is not in a format of this source",
    ),
)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a file: its line of the table, the reasons stated, and what is wrong."""

    line: str
    reasons: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def ours(report: ImportReport) -> dict[str, int]:
    """Return an import's counts by column; OFAC's legacy XML calls every fact an id."""
    facts = report.facts if report.format == "ofac_xml" else 0
    return {
        "records": report.entries,
        "aliases": report.aliases,
        "identifiers": report.identifiers + facts,
    }


def read(file: File, folder: Path, today: datetime) -> Result:
    """Import a file into a home of its own, count it again, and compare."""
    with tempfile.TemporaryDirectory() as home:
        path = by.unpacked(folder / file.path, Path(home))
        try:
            report = open_library(Path(home) / "home").import_file(
                file.source, path, published=None, partial=file.partial, retrieved=today
            )
        except ListRefused as error:
            return _refusal(file, str(error).removeprefix(f"{path}: "))
        if file.count is None:
            return Result(f"| `{file.path}` | read | | | | |", wrong=(f"{file.path}: is read",))
        return _compared(file, report, file.count(path))


def _refusal(file: File, said: str) -> Result:
    right = bool(file.refused) and file.refused in said
    wrong = () if right else (f"{file.path}: is refused: {said}",)
    return Result(f"| `{file.path}` | {said} |", wrong=wrong)


def _compared(file: File, report: ImportReport, counts: Counts) -> Result:
    cells, reasons, wrong = [], [], []
    for column, number in ours(report).items():
        counted = getattr(counts, column)
        if counted is None:
            cells.append(f"{number:,} / ?")
            continue
        cells.append(f"{number:,} / {counted.number:,}")
        differs, why = file.differs.get(column, (0, ""))
        if number - counted.number != differs:
            wrong.append(f"{file.path}: {column}: {number} imported, {counted.number} counted")
        elif differs:
            reasons.append(f"{column}: {why}")
    if counts.declared is not None:
        cells[0] += f", {counts.declared:,} declared"
        if counts.declared != report.entries:
            wrong.append(f"{file.path}: declares {counts.declared}")
    if file.note:
        reasons.append(file.note)
    cells.insert(1, f"{sum(report.lists.values()):,}")
    cells[2] += f" ({report.weak_aliases:,} weak)" if report.weak_aliases else ""
    why = "; ".join(reasons)
    return Result(f"| `{file.path}` | {' | '.join(cells)} | {why} |", (why,), tuple(wrong))


def how_counted(folder: Path) -> list[str]:
    """Say, for each way of counting, what was counted as what."""
    seen: dict[tuple[str, ...], str] = {}
    with tempfile.TemporaryDirectory() as home:
        for file in FILES:
            if file.count is not None:
                counts = file.count(by.unpacked(folder / file.path, Path(home)))
                how = tuple(
                    f"{column} {one.how}"
                    for column in COLUMNS
                    if (one := getattr(counts, column)) is not None
                )
                seen.setdefault(how, Path(file.path).name)
    return [f"- `{name}` and its like: {'; '.join(how)}" for how, name in seen.items()]


def page(folder: Path, today: datetime) -> tuple[str, tuple[str, ...]]:
    """Return the page, and what is wrong."""
    results = [(file, read(file, folder, today)) for file in FILES]
    lines = [
        "# What was read of each official file",
        "",
        f"Written on {today.date()} by `python -m benchmarks.read_every_file`, from official",
        "files that are not part of this project. A cell is *imported / counted*: what an import",
        "took, and what lxml, csv or json alone count in the same file; `?` where a file does not",
        "mark what is to be counted. *Entries* are more than records where a record stands on",
        "several lists. What is under `formats/` are published records, cut down to a few.",
        "",
        "| file | records | entries | aliases | identifiers | why they differ, and notes |",
        "|---|---|---|---|---|---|",
        *(result.line for file, result in results if not file.refused),
        "",
        "Refused, as they must be:",
        "",
        "| file | reason |",
        "|---|---|",
        *(result.line for file, result in results if file.refused),
        "",
        "How it was counted (XPath without namespaces):",
        "",
        *how_counted(folder),
        "",
        "Of OFAC's legacy XML every `id` is counted: identifiers and labelled facts.",
    ]
    wrong = tuple(one for _file, result in results for one in result.wrong)
    return "\n".join(lines) + "\n", wrong


def main() -> None:
    """Print the page; say on the error stream what is wrong with it."""
    folder = Path(sys.argv[1])
    day = date.fromisoformat(sys.argv[2]) if len(sys.argv) > 2 else date(2026, 11, 25)
    text, wrong = page(folder, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    print(text, end="")
    for one in wrong:
        print(one, file=sys.stderr)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
