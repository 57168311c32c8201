from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from sanccheck.model.hits import Query, Screened
from sanccheck.names.han import simplify
from sanccheck.screening import screen
from sanccheck.sources.library import open_library

FOLDER = Path(__file__).parents[2] / "lists" / "us_dod_1260h"
TODAY = date(2026, 7, 1)

Row = dict[str, str]

# Companies without a Chinese name that is known: formed abroad, or not identified for certain.
MOST_WITHOUT = 35


def rows() -> list[Row]:
    """Read the lines of the supplement, without the line that says what it is."""
    text = (FOLDER / "names_zh.jsonl").read_text(encoding="utf-8")
    found = [json.loads(line) for line in text.splitlines()]
    assert [set(row) for row in found].count({"about"}) == 1
    return [row for row in found if "about" not in row]


def last_days() -> dict[str, date]:
    """Give each entry a day on which it is listed: TODAY, or the day before it was dropped."""
    text = (FOLDER / "us_dod_1260h.jsonl").read_text(encoding="utf-8")
    found: dict[str, date] = {}
    for plain in map(json.loads, text.splitlines()):
        if "id" in plain:
            end = plain["listing"].get("delisted_on")
            day = TODAY if end is None else date.fromisoformat(end) - timedelta(days=1)
            found[str(plain["id"])] = day
    return found


def asked(kind: str) -> list[tuple[date, Row]]:
    """Pair each line of a kind with a day on which its entry is listed."""
    days = last_days()
    return [(days[row["entry"]], row) for row in rows() if row["kind"] == kind]


def answers(wanted: list[tuple[date, Row]], home: Path) -> list[tuple[Row, Screened]]:
    """Screen the text of each line on its day against the list."""
    by_day: dict[date, list[Row]] = defaultdict(list)
    for day, row in wanted:
        by_day[day].append(row)
    library = open_library(home)
    found: list[tuple[Row, Screened]] = []
    for day, some in by_day.items():
        queries = [Query(name=row["text"]) for row in some]
        served = library.serve(day, ["us_dod_1260h"])
        found += zip(some, screen(queries, served).results, strict=True)
    return found


def best(screened: Screened) -> set[str]:
    """Return the ids of the entries that share the first rank."""
    if not screened.hits:
        return set()
    top = screened.hits[0].score
    return {hit.entry for hit in screened.hits if hit.score == top}


def test_every_line_is_flat_and_complete() -> None:
    """Each line has the agreed fields, all text, and nothing else."""
    for row in rows():
        assert set(row) - {"read_on", "note"} == {"entry", "text", "script", "kind", "source"}, row
        assert [str(value).strip() for value in row.values()] == list(row.values()), row
        assert row["script"] in {"Hans", "Hant"}, row
        assert row["kind"] in {"full", "short", "former"}, row


def test_every_line_is_of_an_entry_of_an_edition() -> None:
    """A line that names no entry of the list would be passed over in silence."""
    assert {row["entry"] for row in rows()} <= set(last_days())


def test_no_name_stands_twice_under_one_entry() -> None:
    """A pair of entry and text is unique."""
    pairs = Counter((row["entry"], row["text"]) for row in rows())
    assert max(pairs.values()) == 1


def test_every_source_is_a_citation_with_its_day_or_says_unverified() -> None:
    """A citation carries an address and the day it was read; anything else is "unverified"."""
    for row in rows():
        if row["source"] == "unverified":
            assert "read_on" not in row, row
        else:
            assert re.search(r"https?://\S+$", row["source"]), row
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["read_on"]), row


def test_names_are_written_in_han_characters() -> None:
    """A name holds no Latin letter or digit, and brackets only in the wide form."""
    for row in rows():
        assert re.fullmatch(r"[\u4e00-\u9fff\uff08\uff09]{2,}", row["text"]), row


def test_a_traditional_form_stands_only_where_the_program_does_not_derive_it() -> None:
    """A simplified name is left as it is by simplifying, a traditional one is not made into it."""
    hans = {(row["entry"], row["text"]) for row in rows() if row["script"] == "Hans"}
    for entry, text in hans:
        assert simplify(text) == text, (entry, text)
    for row in rows():
        if row["script"] == "Hant":
            assert (row["entry"], simplify(row["text"])) not in hans, row


def test_a_short_name_is_shorter_than_the_full_name_that_it_stands_for() -> None:
    """Every entry that has a line has a full name, and its short names are shorter."""
    by_entry: dict[str, list[Row]] = defaultdict(list)
    for row in rows():
        by_entry[row["entry"]].append(row)
    for entry, some in by_entry.items():
        longest = max((len(row["text"]) for row in some if row["kind"] == "full"), default=0)
        assert longest, entry
        assert all(len(row["text"]) < longest for row in some if row["kind"] == "short"), entry


def test_few_entries_are_without_a_chinese_name() -> None:
    """The number of entries without a name does not grow unseen."""
    assert len(set(last_days()) - {row["entry"] for row in rows()}) <= MOST_WITHOUT


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("阿里巴巴", "alibaba-group-holding-limited"),
        ("騰訊控股", "tencent-holdings-limited"),
        ("宁德时代", "contemporary-amperex-technology-co-ltd"),
        ("比亞迪", "byd-company-limited"),
        ("药明康德", "wuxi-apptec-co-ltd"),
        ("商汤集团股份有限公司", "sensetime-group-inc"),
        ("中远海运", "china-cosco-shipping-corporation-limited"),
        ("宇树科技", "hangzhou-yushu-technology-co-ltd"),
    ],
)
def test_well_known_names_find_their_entry(text: str, entry: str, home: Path) -> None:
    """The names that people type, in either script, find the entry first."""
    served = open_library(home).serve(TODAY, ["us_dod_1260h"])
    (screened,) = screen([Query(name=text)], served).results
    assert screened.hits[0].entry == f"us_dod_1260h:{entry}"


@pytest.mark.parametrize("kind", ["full", "short", "former"])
def test_every_name_finds_its_entry_at_the_first_rank(kind: str, home: Path) -> None:
    """Screening any name on a day when its entry is listed finds the entry at the first rank."""
    for row, screened in answers(asked(kind), home):
        assert row["entry"] in best(screened), row


def test_a_full_name_finds_its_entry_alone_at_the_first_rank(home: Path) -> None:
    """Screening a full name on 1 July 2026 gives one entry at the first rank, the right one."""
    today = [(day, row) for day, row in asked("full") if day == TODAY]
    assert len(today) >= 160
    for row, screened in answers(today, home):
        assert best(screened) == {row["entry"]}, row


def test_the_readme_counts_what_the_file_holds() -> None:
    """The numbers in README.md are those of the file, for all editions and for the current one."""
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    days = last_days()
    full = [row for row in rows() if row["kind"] == "full"]
    cited = {row["entry"] for row in full if row["source"] != "unverified"}
    named = {row["entry"] for row in full}
    for label, some in (
        ("all editions", set(days)),
        ("edition of 2026-06-10", {entry for entry, day in days.items() if day == TODAY}),
    ):
        counts = (len(some & cited), len((named - cited) & some), len(some - named), len(some))
        line = f"| {label} | {counts[0]} | {counts[1]} | {counts[2]} | {counts[3]} |"
        assert line in readme, line
    lines = rows()
    said = sum(row["source"] != "unverified" for row in lines)
    assert f"{len(lines)} lines, {said} of them cited" in readme
