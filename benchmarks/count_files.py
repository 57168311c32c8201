"""Count what official files hold, by other means than the program's own readers.

Each form of a file has a few lines of lxml, csv or json. A count is None where the file does not
mark what is counted, so that it could only be counted by reading it as the program does.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from lxml import etree


class Count(NamedTuple):
    """A number, and how it was counted."""

    number: int
    how: str


class Counts(NamedTuple):
    """What a file holds: records, further names of them, and numbers or labelled facts."""

    records: Count | None
    aliases: Count | None = None
    identifiers: Count | None = None
    declared: int | None = None


# XPath expressions, on the file without its namespaces.
_XPATHS: dict[str, tuple[str, str | None, str | None]] = {
    "ofac_xml": ("//sdnEntry", "//aka", "//id"),
    "ofac_advanced_xml": (
        "//DistinctParty",
        "//Alias[not(@Primary='true')]",
        (
            "//IDRegistrationNo[normalize-space()] | //Feature[@FeatureTypeID='13' or "
            "@FeatureTypeID='164']"
        ),
    ),
    "ofac_enhanced_xml": (
        "//entities/entity",
        "//names/name/translations/translation[not(isPrimary='true' and ../../isPrimary='true')]",
        "//identityDocument[documentNumber]",
    ),
    "un_sc_xml": (
        "//INDIVIDUAL | //ENTITY",
        "//ALIAS_NAME[normalize-space()] | //NAME_ORIGINAL_SCRIPT[normalize-space()]",
        "//NUMBER[normalize-space()]",
    ),
    "uk_xml": (
        "//Designation",
        "//Name[preceding-sibling::Name] | //NameNonLatinScript[normalize-space()]",
        (
            "//PassportNumber | //NationalIdentifierNumber | //BusinessRegistrationNumber | "
            "//IMONumber"
        ),
    ),
    "ca_sema_xml": ("//record", None, "//*[starts-with(name(), 'ShipIMONumber')]"),
}


def _tree(path: Path) -> etree._Element:
    return etree.fromstring(re.sub(rb' xmlns="[^"]*"', b"", path.read_bytes()))


def _found(tree: etree._Element, xpath: str) -> int:
    number = tree.xpath(f"count({xpath})")
    assert isinstance(number, float)
    return int(number)


def count_xml(form: str) -> Callable[[Path], Counts]:
    """Give a way to count a form of XML."""

    def run(path: Path) -> Counts:
        tree = _tree(path)
        records, aliases, identifiers = (
            None if xpath is None else Count(_found(tree, xpath), f"`{xpath}`")
            for xpath in _XPATHS[form]
        )
        declared = tree.findtext(".//Record_Count")
        return Counts(records, aliases, identifiers, None if declared is None else int(declared))

    return run


def count_eu(path: Path) -> Counts:
    """Count the EU's XML; a name that stands twice under one number is one."""
    tree = _tree(path)
    names = {
        (one.get("logicalId"), " ".join(name.get("wholeName", "").split()))
        for one in tree.iter("sanctionEntity")
        for name in one.iter("nameAlias")
    }
    uids = {uid for uid, _name in names}
    numbers = "//identification[normalize-space(translate(@number, '-', ''))]"
    return Counts(
        Count(_found(tree, "//sanctionEntity"), "`//sanctionEntity`"),
        Count(len(names) - len(uids), "`@wholeName`, each once under a `@logicalId`, less one"),
        Count(_found(tree, numbers), f"`{numbers}`"),
    )


def _rows(path: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[list[str]]:
    text = path.read_text(encoding).rstrip("\x1a")
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]


def count_ofac_csv(path: Path) -> Counts:
    """Count OFAC's CSV set, or its main file alone."""
    parts = {"prim": path} if path.is_file() else {_part(one): one for one in path.glob("*.csv")}
    rows = {part: _rows(file, "cp1252") for part, file in parts.items()}
    more = {row[0]: row[1] for row in rows.get("comments", [])}
    remarks = "\n".join(row[11] + more.get(row[0], "") for row in rows["prim"])
    weak = len(re.findall(r"(?:^|; )(?:alt\. )?[afn]\.k\.a\. '", remarks, re.MULTILINE))
    return Counts(
        Count(len(rows["prim"]), "csv: rows of the main file"),
        Count(
            weak + len(rows.get("alt", [])), "csv: rows of the alias file, `a.k.a. '` in remarks"
        ),
    )


def _part(path: Path) -> str:
    part = path.stem.rpartition("_")[2]
    return "prim" if part == "sdn" else part


def count_csl_csv(path: Path) -> Counts:
    """Count the Consolidated Screening List's CSV; a name that stands twice in a row is one."""
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
    full = [row for row in rows if any(row.values())]
    names = [
        {" ".join(one.split()) for one in row["alt_names"].split(";") if one.strip()}
        for row in full
    ]
    return Counts(
        Count(len(full), "csv: rows that are not empty"),
        Count(sum(map(len, names)), "csv: `alt_names` at `;`, each once in a row"),
    )


def count_csl_json(path: Path) -> Counts:
    """Count the Consolidated Screening List's JSON."""
    found = json.loads(path.read_bytes())
    results = found["results"]
    return Counts(
        Count(len(results), "json: `results`"),
        Count(sum(len(one.get("alt_names") or ()) for one in results), "json: `alt_names`"),
        Count(sum(len(one.get("ids") or ()) for one in results), "json: `ids`"),
        found.get("total"),
    )


def _joined(text: str) -> list[str]:
    return [one for row in csv.reader([text], delimiter=";") for one in row if one.strip()]


def count_os_csv(path: Path) -> Counts:
    """Count OpenSanctions' simple CSV."""
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
    return Counts(
        Count(len(rows), "csv: rows"),
        Count(sum(len(_joined(row["aliases"])) for row in rows), "csv: `aliases` at `;`"),
        Count(sum(len(_joined(row["identifiers"])) for row in rows), "csv: `identifiers` at `;`"),
    )


def count_os_json(path: Path) -> Counts:
    """Count OpenSanctions' JSON lines."""
    things = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    targets = [one for one in things if one["target"]]
    names = [
        name
        for one in targets
        for key in ("name", "alias", "weakAlias", "previousName", "abbreviation")
        for name in {*one["properties"].get(key, ())} - {one["caption"]}
    ]
    return Counts(
        Count(len(targets), "json: lines with `target: true`"),
        Count(len(names), "json: `name`, `alias`, `weakAlias` … other than `caption`"),
    )


def count_dpl(path: Path) -> Counts:
    """Count the Denied Persons List: a record is a name with its effective date."""
    rows = _rows(path, delimiter="\t")[1:]
    return Counts(
        Count(
            len({(" ".join(row[0].upper().split()), row[6]) for row in rows}),
            f"csv: different names and dates in {len(rows)} rows",
        )
    )


def count_uk_csv(path: Path) -> Counts:
    """Count the UK's CSV: a designation is a Unique ID."""
    head, *rows = _rows(path)[1:]
    ids, script = head.index("Unique ID"), head.index("Name non-latin script")
    names = {(row[ids], *row[4:10]) for row in rows} | {(row[ids], row[script]) for row in rows}
    uids = {row[ids] for row in rows}
    filled = [one for one in names if any(part.strip() for part in one[1:])]
    return Counts(
        Count(len(uids), "csv: different `Unique ID`"),
        Count(len(filled) - len(uids), "csv: different names of each, less one"),
    )


def count_ods(path: Path) -> Counts:
    """Count the UK's spreadsheet: a designation is a cell that is an id; it has one name."""
    with zipfile.ZipFile(path) as archive:
        ids = re.findall(rb"<text:p>[A-Z]{3}\d{4}</text:p>", archive.read("content.xml"))
    none = Count(0, "the form has no column for it")
    return Counts(Count(len({*ids}), "`<text:p>[A-Z]{3}[0-9]{4}</text:p>`"), none, none)


def unpacked(path: Path, folder: Path) -> Path:
    """Return the file, unpacked into a folder where it is a gzip file."""
    if path.suffix != ".gz":
        return path
    plain = folder / path.stem
    plain.write_bytes(gzip.decompress(path.read_bytes()))
    return plain
