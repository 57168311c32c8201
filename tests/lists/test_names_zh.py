from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "lists" / "us_ofac_cons"
EMBEDDED = FOLDER / "us_ns_cmic.jsonl"

# British Virgin Islands vehicles of Huawei: no Chinese name of theirs is known.
WITHOUT = {"us_ns_cmic:32089", "us_ns_cmic:32091"}
NOT_NAMES = {"中国", "中國", "科技", "集团", "集團", "电子", "電子", "浪潮", "曙光", "火炬"}


def read() -> list[dict[str, str]]:
    """Read the lines of the supplement."""
    text = (FOLDER / "names_zh.jsonl").read_text(encoding="utf-8")
    rows: list[dict[str, str]] = [json.loads(line) for line in text.splitlines()]
    return rows


def by_entry() -> dict[str, list[dict[str, str]]]:
    """Group the lines by entry."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read():
        found[row["entry"]].append(row)
    return found


@pytest.fixture(scope="module")
def entry_ids() -> set[str]:
    """Give the ids of the embedded list."""
    if not EMBEDDED.is_file():
        pytest.skip("the embedded list is not there")
    lines = EMBEDDED.read_text(encoding="utf-8").splitlines()
    return {str(plain["id"]) for plain in map(json.loads, lines) if "id" in plain}


def test_every_line_is_flat_and_complete() -> None:
    """Each line has the agreed fields, all text, and nothing else."""
    for row in read():
        assert set(row) - {"read_on", "note"} == {"entry", "text", "script", "kind", "source"}, row
        assert [str(value).strip() for value in row.values()] == list(row.values()), row
        assert row["script"] in {"Hans", "Hant"}, row
        assert row["kind"] in {"full", "short", "former"}, row


def test_no_name_stands_twice_under_one_entry() -> None:
    """A pair of entry and text is unique."""
    pairs = [(row["entry"], row["text"]) for row in read()]
    assert len(pairs) == len(set(pairs))


def test_every_source_is_a_citation_with_its_day_or_says_unverified() -> None:
    """A citation carries an address and the day it was read; anything else is "unverified"."""
    for row in read():
        if row["source"] == "unverified":
            assert "read_on" not in row, row
        else:
            assert re.search(r"https?://\S+$", row["source"]), row
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["read_on"]), row


def test_names_are_written_in_han_characters() -> None:
    """A name holds Han characters, and brackets only in the wide form."""
    for row in read():
        assert re.fullmatch(r"[\u4e00-\u9fff\uff08\uff09]{2,}", row["text"]), row


def test_short_names_are_distinctive() -> None:
    """A short name is no everyday word and shorter than the full name that it stands for."""
    for rows in by_entry().values():
        longest = max(len(row["text"]) for row in rows if row["kind"] == "full")
        for row in rows:
            assert row["text"] not in NOT_NAMES, row
            if row["kind"] == "short":
                assert 2 <= len(row["text"]) < longest, row


def test_all_but_two_entries_of_the_list_have_a_full_chinese_name(entry_ids: set[str]) -> None:
    """Every entry named exists, and only the two vehicles without a Chinese name lack one."""
    named = {row["entry"] for row in read() if row["kind"] == "full"}
    assert {row["entry"] for row in read()} <= entry_ids
    assert entry_ids - named == WITHOUT


def test_scripts_are_what_they_say() -> None:
    """A simplified name survives conversion to simplified, a traditional one differs from it."""
    from opencc import OpenCC

    to_simplified = OpenCC("t2s")
    for row in read():
        simple = to_simplified.convert(row["text"]) == row["text"]
        assert simple == (row["script"] == "Hans"), row


def test_every_name_stands_in_both_scripts() -> None:
    """Each simplified name has its traditional form beside it, or says that it is the same."""
    from opencc import OpenCC

    to_simplified = OpenCC("hk2s")
    for entry, rows in by_entry().items():
        hans = {row["text"] for row in rows if row["script"] == "Hans"}
        twins = {to_simplified.convert(row["text"]) for row in rows if row["script"] == "Hant"}
        same = {row["text"] for row in rows if "form is the same" in row.get("note", "")}
        assert twins <= hans, entry
        assert hans - twins == same, entry


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("海康威视", "us_ns_cmic:30946"),
        ("海康威視", "us_ns_cmic:30946"),
        ("杭州海康威视数字技术股份有限公司", "us_ns_cmic:30946"),
        ("商汤集团", "us_ns_cmic:33114"),
        ("商湯集團有限公司", "us_ns_cmic:33114"),
        ("中芯国际", "us_ns_cmic:30951"),
        ("華為", "us_ns_cmic:30947"),
        ("大疆创新", "us_ns_cmic:33111"),
    ],
)
def test_well_known_names_are_under_their_entry(text: str, entry: str) -> None:
    """The names that people type stand under one entry, the right one."""
    assert [row["entry"] for row in read() if row["text"] == text] == [entry]


def test_the_parents_name_is_not_given_to_the_listed_company() -> None:
    """商汤集团股份有限公司 is the Cayman parent, so it is not a name of the listed company."""
    assert not {"商汤集团股份有限公司", "商湯集團股份有限公司"} & {row["text"] for row in read()}


def test_what_ofac_publishes_agrees(real_data: Path) -> None:
    """The six Chinese names that OFAC's own list prints stand under the same entries here."""
    pdf = json.loads(
        (real_data / "formats/ofac_cons_csv/ofac_nscmic_pdf_2021-12-16_derived.json").read_text(
            encoding="utf-8"
        )
    )
    published = {
        alias
        for entity in pdf["entities"]
        for alias in entity["aliases"]
        if re.search(r"[\u4e00-\u9fff]", alias)
    }
    assert len(published) == 6
    assert published <= {row["text"] for row in read() if row["source"].startswith("OFAC, ")}
