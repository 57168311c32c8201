"""Investors judged under a deal on lists made by hand, for the tests of who may buy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sanccheck.assessment import assess
from sanccheck.commands.investor_rows import choose_columns, read_rows
from sanccheck.deal import parse_deal
from sanccheck.deal.screened import DealScreening, RelatedEntry
from sanccheck.investors import Answer, BadRow, Investor
from sanccheck.investors.investor import Node, Register
from sanccheck.investors.judge import Judge
from sanccheck.model import Decision, Hit, Listing, ListState, NotScreened, Query, Screened
from sanccheck.rulebook.load import shipped_rulebook
from sanccheck.sources.library import open_library
from sanccheck.tables import Row, Table

BOOK = shipped_rulebook(examples=False)
LISTING = Listing(
    listed_on=date(2021, 12, 10),
    effective_on=date(2022, 2, 8),
    divest_before=date(2022, 12, 10),
)
ENTRY = "us_ns_cmic:90001"
LISTS = ("us_ns_cmic", "us_ofac_sdn", "us_ssi", "us_ns_mbs", "us_capta", "us_fse", "us_plc")

# An offering offshore of shares of a listed company, all of whose own questions are answered.
LISTED = f"""
deal: {{kind: offering, action: purchase, structure: {{reg_s: yes, rule_144a: no, section_4a2: no,
       reg_d: no, registered: no, firm_commitment: no}}}}
security: {{kind: equity, publicly_traded: yes, us_market_interest: no}}
parties:
  - id: issuer
    name: Example Holdings Limited
    role: issuer
    type: company
    organised_in: KY
    country: SG
    ofac_us_person: no
    reg_s_us_person: no
    blocked_by_ownership: no
    relations: [{{to: "{ENTRY}", kind: parent, listed_vehicle: yes, source: a filing}}]
"""
# The same of a company that nothing is known against.
PLAIN = LISTED.replace(
    f'    relations: [{{to: "{ENTRY}", kind: parent, listed_vehicle: yes, source: a filing}}]\n', ""
)


def list_state(name: str, **changes: object) -> ListState:
    """Return a list that serves the day well, unless changed."""
    values: dict[str, object] = {
        "list": name,
        "source": "test",
        "title": name,
        "published": date(2023, 7, 1),
        "sha256": "0" * 64,
        "entries": 1,
        "embedded": False,
        "stale": False,
        "reconstructed": False,
    }
    return ListState(**{**values, **changes})  # type: ignore[arg-type]


def hit(entry: str = ENTRY, decision: Decision = Decision.MATCH) -> Hit:
    """Return a hit on an entry."""
    return Hit(
        entry=entry,
        list=entry.partition(":")[0],
        name="EXAMPLE LISTED",
        matched_name="EXAMPLE LISTED",
        score=1.0,
        decision=decision,
        programmes=(),
        listing=LISTING,
        evidence=(),
    )


def table(rows: Sequence[Mapping[str, str]]) -> Table:
    """Return rows as the table of an investor file."""
    header = list(dict.fromkeys(key for row in rows for key in row))
    made = [
        Row(number=at, line=at + 1, last=at + 1, cells=tuple(row.get(key, "") for key in header))
        for at, row in enumerate(rows, 1)
    ]
    return Table(path="investors.csv", sheet=None, header=tuple(header), rows=tuple(made))


def read(*rows: Mapping[str, str]) -> list[Investor | BadRow]:
    """Read rows as an investor file's are."""
    made = table(rows)
    return read_rows(made, choose_columns(made))


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A deal's text, the day, the lists, and the hits by name."""

    deal: str = LISTED
    as_of: str = "2023-07-06"
    hits: Mapping[str, tuple[Hit, ...]]
    lists: tuple[ListState, ...] = tuple(list_state(name) for name in LISTS)
    not_screened: tuple[NotScreened, ...] = ()


def judge_of(situation: Situation) -> Judge:
    """Return who judges investors under a deal."""
    loaded = parse_deal(situation.deal.encode(), "deal.yaml")
    entry = RelatedEntry(
        entry=ENTRY, list="us_ns_cmic", name="EXAMPLE LISTED", listing=LISTING, identifiers=()
    )
    screening = DealScreening(
        as_of=date.fromisoformat(situation.as_of),
        lists=situation.lists,
        not_screened=situation.not_screened,
        results={
            party.id: Screened(query=Query(name=party.name), normalised="", hits=())
            for party in loaded.deal.parties
        },
        related={ENTRY: entry},
        unknown_relations=(),
    )
    assessment = assess(loaded, screening, BOOK, "sanccheck test")
    return Judge(loaded, screening, BOOK, assessment)


Buy = Callable[..., list[Answer]]


@pytest.fixture
def buy() -> Buy:
    """Give a function that judges rows under a deal, with hits made by hand."""

    def run(*rows: Mapping[str, str], **changes: object) -> list[Answer]:
        situation = Situation(**{"hits": {}, **changes})  # type: ignore[arg-type]
        judge = judge_of(situation)
        investors = [row for row in read(*rows) if isinstance(row, Investor)]
        assert len(investors) == len(rows), [one for one in read(*rows) if isinstance(one, BadRow)]
        register = Register(investors)

        def hits_of(node: Node) -> tuple[Hit, ...]:
            return situation.hits.get(node.name, ())

        return [judge.answer(one, register, hits_of) for one in investors]

    return run


def _listed(uid: int, name: str, number: str, *days: str) -> str:
    """Write an entry of the NS-CMIC list with its published dates."""
    kinds = ("Listing Date", "Effective Date", "Purchase/Sales For Divestment Date")
    dates = "".join(
        f"<id><uid>{uid}{at}</uid><idType>{kind} (CMIC)</idType><idNumber>{day}</idNumber></id>"
        for at, (kind, day) in enumerate(zip(kinds, days, strict=True))
    )
    return (
        f"<sdnEntry><uid>{uid}</uid><lastName>{name}</lastName><sdnType>Entity</sdnType>"
        "<programList><program>CMIC-EO13959</program></programList><idList>"
        f"<id><uid>{uid}9</uid><idType>Registration Number</idType><idNumber>{number}</idNumber>"
        f"</id>{dates}</idList></sdnEntry>"
    )


ANNEX = ("03 Jun 2021", "02 Aug 2021", "03 Jun 2022")
REAL = (
    _listed(
        33114, "SENSETIME GROUP LIMITED", "2162198", "10 Dec 2021", "08 Feb 2022", "10 Dec 2022"
    ),
    _listed(30946, "HANGZHOU HIKVISION DIGITAL TECHNOLOGY CO., LTD.", "330000000026666", *ANNEX),
    _listed(30944, "CHINA MOBILE COMMUNICATIONS GROUP CO., LTD.", "911100001090018000", *ANNEX),
)
MADE_UP = (
    ("us_ofac_sdn", 5000, ("SDGT",), ()),
    (
        "us_ofac_cons",
        200,
        ("UKRAINE-EO13662", "NS-PLC", "561-Related", "FSE-IR", "BURMA-EO14014"),
        REAL,
    ),
)


def _made_up(count: int, programmes: Sequence[str], more: Sequence[str]) -> str:
    """Write a file in OFAC's format of so many companies that nobody is like, and more entries."""
    rows = "".join(
        f"<sdnEntry><uid>{number}</uid><lastName>ZZQX MADE UP {number:05d} VLKW</lastName>"
        "<sdnType>Entity</sdnType><programList><program>"
        f"{programmes[number % len(programmes)]}</program></programList></sdnEntry>"
        for number in range(1, count + 1)
    )
    space = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML"
    return (
        f'<?xml version="1.0"?><sdnList xmlns="{space}"><publshInformation>'
        "<Publish_Date>01/30/2026</Publish_Date>"
        f"<Record_Count>{count + len(more)}</Record_Count></publshInformation>"
        f"{rows}{''.join(more)}</sdnList>"
    )


@pytest.fixture(scope="session")
def lists_of_2026(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home in which OFAC's two files of 30 January 2026 are loaded, made up but for three.

    The three are companies on the NS-CMIC list, with their published dates.
    """
    folder = tmp_path_factory.mktemp("lists")
    library = open_library(folder / "home")
    for source, count, programmes, more in MADE_UP:
        file = folder / f"{source}.xml"
        file.write_text(_made_up(count, programmes, more), encoding="utf-8")
        retrieved = datetime(2026, 2, 1, tzinfo=UTC)
        library.import_file(source, file, published=None, partial=False, retrieved=retrieved)
    return folder / "home"


@pytest.fixture
def loaded(lists_of_2026: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the home in which every list that says who may buy is loaded."""
    monkeypatch.setenv("SANCCHECK_HOME", str(lists_of_2026))
