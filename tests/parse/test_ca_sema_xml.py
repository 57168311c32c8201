from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanccheck.errors import ListRefused
from sanccheck.model.entries import EntityType, Entry, Identifier, Name, NameKind, PartialDate
from sanccheck.parse.ca_sema_dates import read_births
from sanccheck.parse.ca_sema_names import aliases, entity_names
from sanccheck.parse.ca_sema_xml import CaSemaXml
from sanccheck.parse.list_rules import ListRule, ListRules
from sanccheck.parse.parsed import Tally

MADE_UP = (Path(__file__).parent / "samples" / "made_up_ca_sema.xml").read_bytes()
RULES = ListRules(rules=(ListRule(id="ca_sema", everything=True),))


def read(data: bytes) -> tuple[CaSemaXml, list[Entry], Tally]:
    """Read a file whole."""
    tally = Tally()
    reading = CaSemaXml(data, "file.xml")
    return reading, list(reading.entries(RULES, tally)), tally


def old_tags(data: bytes) -> bytes:
    """Write the elements as they were named before they became bilingual."""
    return re.sub(rb"<(/?[A-Z]\w+)-\w+>", rb"<\1>", data).replace(b"ShipType>", b"Ship>")


def test_person() -> None:
    """A person's names, dates, place in the regulations and listing date are read."""
    person = read(MADE_UP)[1][0]
    assert person.id == "ca_sema:exampleland/1-part-1/2"
    assert person.type is EntityType.PERSON
    assert person.names[0] == Name(
        text="Example Given FAMILY", given="Example Given", family="FAMILY"
    )
    assert [(name.text, name.weak) for name in person.names[1:]] == [
        ("Eksampl Femili, Exampl Familly", False),
        ("Eksampl Femili", False),
        ("Exampl Familly", False),
        ("Егзампл ФЭМИЛИ / Эгзампл ФЕМІЛІ", False),
        ("Егзампл ФЭМИЛИ", False),
        ("Эгзампл ФЕМІЛІ", False),
    ]
    assert person.births == (
        PartialDate(text="1972-08-10", year=1972, month=8, day=10),
        PartialDate(text="1972-08-11", year=1972, month=8, day=11),
    )
    assert person.programmes == ("Exampleland / Pays d'exemple",)
    assert person.listing.listed_on == date(2020, 9, 28)
    assert person.details == (
        ("Title", "Major General"),
        ("Schedule", "1, Part 1"),
        ("Item", "2"),
    )
    assert (person.countries, person.nationalities) == ((), ())


def test_entity_and_ship() -> None:
    """Both languages are names, a word that a comma cuts off is weak, a ship has its number."""
    entity, ship = read(MADE_UP)[1][1:3]
    assert entity.type is EntityType.COMPANY
    assert [(name.text, name.kind, name.weak) for name in entity.names] == [
        ("Made-Up Navy/Marine inventée", NameKind.PRIMARY, False),
        ("Made-Up Navy", NameKind.ALIAS, False),
        ("Marine inventée", NameKind.ALIAS, False),
        ("MUN, Navy of Nobody", NameKind.ALIAS, False),
        ("MUN", NameKind.ALIAS, True),
        ("Navy of Nobody", NameKind.ALIAS, True),
    ]
    assert ship.type is EntityType.VESSEL
    assert ship.identifiers == (
        Identifier(scheme="imo", value="9187629", label="IMO number", valid=True),
    )
    assert ship.births == ()
    assert ("Type of ship", "Oil Tanker") in ship.details
    assert ("Ship build date", "2021") in ship.details


def test_unknown_is_kept_and_counted() -> None:
    """A new element and dates that cannot be read are kept verbatim and reported."""
    _reading, entries, tally = read(MADE_UP)
    assert ("Novelty", "something new") in entries[2].details
    assert ("Date of listing", "12 June 2026") in entries[2].details
    assert entries[3].births == (PartialDate(text="Sep-99"),)
    assert {kind: dict(counts) for kind, counts in tally.unknown.items()} == {
        "field": {"Novelty": 1},
        "date": {"12 June 2026": 1, "Sep-99": 1},
    }


def test_old_and_new_tags() -> None:
    """The old names of the elements give the same entries."""
    assert b"<EntityOrShip>" in old_tags(MADE_UP)
    assert read(old_tags(MADE_UP))[1] == read(MADE_UP)[1]


def test_shared_place() -> None:
    """Records that give the same item are told apart by their names, and that is said."""
    item = b"<Item-NumeroDarticle>%s</Item-NumeroDarticle>"
    part = b"<Schedule-Annexe>1, Part %s</Schedule-Annexe>"
    data = MADE_UP.replace(item % b"3", item % b"2").replace(part % b"2", part % b"1")
    reading, entries, _tally = read(data)
    assert "exampleland/1-part-1/2" in reading.notes[0]
    assert len({entry.id for entry in entries}) == 4
    assert re.fullmatch(r"exampleland/1-part-1/2/[0-9a-f]{8}", entries[0].uid)
    assert entries[2].uid == "exampleland/1.1/4"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("MEC Steel Mills (Hmaw Bi/Pyi)", []),
        ("Alfa (also known as Beta Works)", ["Alfa", "Beta Works"]),
        (
            "Alfa JSC (also known as Beta Works, Gamma Works and Delta)",
            ["Alfa JSC", "Beta Works, Gamma Works and Delta", "Beta Works~", "Gamma Works~"],
        ),
        ("General Directorate;", []),
    ],
)
def test_entity_names(text: str, names: list[str]) -> None:
    """The whole name comes first, then what it is also known as; "~" marks a weak one."""
    first, *rest = entity_names(text)
    assert first.text == text.rstrip(";")
    assert [part.text + "~" * part.weak for part in rest] == names


@pytest.mark.parametrize(
    ("text", "person", "names"),
    [
        ("One Name", True, ["One Name"]),
        ("LEVY, Yinon", True, ["LEVY, Yinon", "LEVY~", "Yinon~"]),
        ("Завод Сокол, ООО", False, ["Завод Сокол, ООО", "Завод Сокол~"]),  # noqa: RUF001
        ("Alfa Co., Ltd.", False, ["Alfa Co., Ltd.", "Alfa Co.~"]),
        (
            "Ivan Imya, Russian: Иван Имя",
            True,
            ["Ivan Imya, Russian: Иван Имя", "Ivan Imya", "Иван Имя"],
        ),
        ("Иван Имя and Іван Ім'я", True, ["Иван Имя and Іван Ім'я", "Иван Имя", "Іван Ім'я"]),
        ("(Иван Имя / Іван Имья", True, ["(Иван Имя / Іван Имья", "Иван Имя", "Іван Имья"]),
        (" ; ", True, []),
    ],
)
def test_aliases(text: str, person: bool, names: list[str]) -> None:
    """Aliases are taken apart, the whole beside its parts; "~" marks a weak one."""
    assert [part.text + "~" * part.weak for part in aliases(text, person=person)] == names


@pytest.mark.parametrize(
    ("text", "births"),
    [
        ("1972", [PartialDate(text="1972", year=1972)]),
        (" 1964-10-30  ", [PartialDate(text="1964-10-30", year=1964, month=10, day=30)]),
        ("1979-05", [PartialDate(text="1979-05", year=1979, month=5)]),
        ("1960-1961", [PartialDate(text="1960-1961", year=1960, until_year=1961)]),
        (
            "1960 OR 1962",
            [PartialDate(text="1960", year=1960), PartialDate(text="1962", year=1962)],
        ),
        ("circa 1961", [PartialDate(text="circa 1961", year=1961, circa=True)]),
        (
            "born in the early 1970s",
            [PartialDate(text="born in the early 1970s", year=1970, until_year=1979, circa=True)],
        ),
        ("Sep-99", [PartialDate(text="Sep-99")]),
        ("26543", [PartialDate(text="26543")]),
        ("1972-02-31", [PartialDate(text="1972-02-31")]),
    ],
)
def test_births(text: str, births: list[PartialDate]) -> None:
    """A date is read as far as it says what it is, and never guessed."""
    assert list(read_births(text)) == births


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (MADE_UP[: len(MADE_UP) // 2], "well-formed"),
        (MADE_UP.replace(b"data-set", b"dataset"), "its root is not"),
        (MADE_UP.replace(b"EntityOrShip", b"Thing"), "has no name"),
        (MADE_UP.replace(b"Item-", b"Number-"), "does not say under which"),
        (MADE_UP.replace(b"Country-", b"Land-"), "does not say under which"),
        (
            MADE_UP.replace(b"</data-set>", b"") + MADE_UP[MADE_UP.index(b"<record>") :],
            "stands twice",
        ),
    ],
)
def test_refused(data: bytes, says: str) -> None:
    """A file that is cut, damaged or another one is refused with the reason."""
    with pytest.raises(ListRefused, match=re.escape(says)):
        CaSemaXml(data, "file.xml")


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_nothing_but_a_refusal(chance: random.Random, changes: int) -> None:
    """However a file is damaged, it is read or refused; nothing else is raised."""
    data = bytearray(MADE_UP)
    for _ in range(changes):
        at = chance.randrange(len(data))
        if chance.random() < 0.5:
            data[at] = chance.randrange(256)
        else:
            del data[at : at + chance.randrange(1, 60)]
    try:
        _reading, entries, tally = read(bytes(data))
    except ListRefused:
        return
    assert tally.records == len(entries)


@pytest.mark.parametrize(
    ("path", "records"),
    [
        ("ca_sema/sema_2025.xml", 4759),
        ("formats/ca_sema/sema-lmes_bilingual_tags_2026-09_trimmed.xml", 7),
    ],
)
def test_real_counts(real_data: Path, path: str, records: int) -> None:
    """The real files give the records, ships and listing dates that a plain search gives."""
    data = (real_data / path).read_bytes()
    reading, entries, tally = read(data)
    assert reading.records == tally.records == len(entries) == data.count(b"<record>") == records
    assert reading.notes == ()
    assert len({entry.id for entry in entries}) == records
    assert tally.identifiers == len(re.findall(rb"<ShipIMONumber", data))
    persons = len(re.findall(rb"<LastName", data))
    assert sum(entry.type is EntityType.PERSON for entry in entries) == persons
    listed = re.findall(rb"<DateOfListing[^>]*>\s*([\d-]+)", data)
    assert sorted(str(entry.listing.listed_on).encode() for entry in entries) == sorted(listed)
    assert {kind: dict(counts) for kind, counts in tally.unknown.items()} == {"date": {"Sep-99": 1}}


def test_real_names(real_data: Path) -> None:
    """Every name and every alias between semicolons of the real file is a name of its entry."""
    data = (real_data / "ca_sema/sema_2025.xml").read_text("utf-8")
    entries = read(data.encode())[1]
    unescaped = data.replace("&amp;", "&").replace("&quot;", '"').replace("&apos;", "'")
    records = re.findall(r"<record>(.*?)</record>", unescaped, re.DOTALL)
    for record, entry in zip(records, entries, strict=True):
        texts = {name.text for name in entry.names}
        fields = dict(re.findall(r"<(\w+)>(.*?)</\1>", record, re.DOTALL))
        person = f"{fields.get('GivenName', '')} {fields.get('LastName', '')}"
        wanted = [person, fields.get("EntityOrShip", "").rstrip(";")]
        wanted += fields.get("Aliases", "").split(";")
        for text in wanted:
            plain = " ".join(text.split()).strip(" ,;/")
            assert not plain or plain in texts
