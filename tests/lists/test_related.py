from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sanccheck.names.identifiers import parse_identifier

FOLDER = Path(__file__).parents[2] / "lists" / "us_ofac_cons"
KINDS = {"parent", "subsidiary", "affiliate", "same_group"}


def read() -> list[dict[str, Any]]:
    """Read the lines of the supplement."""
    text = (FOLDER / "related.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_every_relation_is_complete_and_cited() -> None:
    """Each line has the agreed fields, a known kind, a source and the day it was read."""
    for row in read():
        assert set(row) == {
            "name",
            "names",
            "organised_in",
            "ids",
            "entry",
            "kind",
            "listed_vehicle",
            "source",
            "ids_source",
            "confidence",
            "as_of",
            "note",
        }, row
        assert row["kind"] in KINDS, row
        assert row["confidence"] in {"V", "V2", "M", "U"}, row
        assert row["source"], row
        assert row["name"] not in row["names"], row


def test_the_sensetime_issuer_is_a_parent_and_the_listed_vehicle() -> None:
    """The issuer of 0020 is related to the listed company, organised elsewhere, and not it."""
    (issuer,) = [row for row in read() if row["listed_vehicle"]]
    assert issuer["name"] == "SenseTime Group Inc."
    assert (issuer["entry"], issuer["kind"]) == ("us_ns_cmic:33114", "parent")
    assert issuer["organised_in"] == "KY"
    assert "商湯集團股份有限公司" in issuer["names"]


def test_identifiers_are_written_in_their_normal_form() -> None:
    """Each identifier reads back as itself, with check digits that agree where there are any."""
    for row in read():
        for text in row["ids"]:
            identifier = parse_identifier(text)
            assert f"{identifier.scheme}:{identifier.value}" == text
            assert identifier.valid is not False


def test_no_related_party_has_a_name_of_the_entry_itself() -> None:
    """A related party's names are not the listed company's, in English or in Chinese."""
    chinese = (FOLDER / "names_zh.jsonl").read_text(encoding="utf-8").splitlines()
    own = {json.loads(line)["text"] for line in chinese} | {"SENSETIME GROUP LIMITED"}
    for row in read():
        assert not own & {row["name"], *row["names"]}


def test_the_ticker_and_isin_are_the_exchanges(real_data: Path) -> None:
    """The Hong Kong exchange's own list gives the same code and ISIN for SENSETIME-W."""
    from python_calamine import CalamineWorkbook

    path = real_data / "names" / "HKEX_ListOfSecurities_2026-03-23.xlsx"
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    (found,) = [row for row in rows if row[1] == "SENSETIME-W"]
    (issuer,) = [row for row in read() if row["listed_vehicle"]]
    assert (found[0], found[5]) == ("00020", "KYG8062L1041")
    assert {"ticker:0020@XHKG", "isin:KYG8062L1041"} <= set(issuer["ids"])
