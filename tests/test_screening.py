from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sanccheck.errors import UsageError
from sanccheck.model import (
    Address,
    Decision,
    EntityType,
    Entry,
    Hit,
    Identifier,
    Listing,
    ListState,
    Name,
    PartialDate,
    Query,
    Says,
)
from sanccheck.model.related import Related
from sanccheck.screening import Screener, screen
from sanccheck.screening_json import screening_document
from sanccheck.sources.library import open_library
from sanccheck.sources.served import Served, ServedCorpus

TODAY = date(2024, 1, 1)
RECORD = Identifier(scheme="hk_cr", value="2162198", label="C.R. No.")
LISTED = Entry(
    id="us_test:1",
    list="us_test",
    uid="1",
    type=EntityType.COMPANY,
    names=(Name(text="ZHEJIANG QORVAX OPTICAL LIMITED"), Name(text="QVX", weak=True)),
    listing=Listing(listed_on=date(2022, 1, 10)),
    identifiers=(RECORD, Identifier(scheme="ticker", value="0777@XHKG", label="Equity Ticker")),
    addresses=(Address(text="12 Harbourfront Road, Hong Kong", country="HK"),),
    countries=("HK",),
)
BORN = PartialDate(text="7 Oct 1952", year=1952, month=10, day=7)
PERSON = Entry(
    id="us_test:2",
    list="us_test",
    uid="2",
    type=EntityType.PERSON,
    names=(Name(text="Vladimir Vladimirovich PUTIN"),),
    births=(BORN,),
    nationalities=("RU",),
)


class MemoryCorpus:
    """Entries held in memory, as a snapshot hands them out."""

    key = "memory"

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = tuple(entries)
        self.kept: dict[str, bytes] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def entries(self) -> tuple[Entry, ...]:
        """Return all."""
        return self._entries

    def entry_at(self, position: int) -> Entry:
        """Return one."""
        return self._entries[position]

    def position_of(self, entry_id: str) -> int | None:
        """Return where one stands."""
        ids = [entry.id for entry in self._entries]
        return ids.index(entry_id) if entry_id in ids else None

    def derived(self, name: str) -> bytes | None:
        """Return what was kept."""
        return self.kept.get(name)

    def read_ahead(self, name: str) -> None:
        """Read nothing ahead."""

    def keep_derived(self, name: str, data: bytes) -> None:
        """Keep it."""
        self.kept[name] = data


def serve(
    *entries: Entry,
    as_of: date = TODAY,
    related: tuple[Related, ...] = (),
    reconstructed: bool = False,
    lists: frozenset[str] = frozenset({"us_test"}),
) -> Served:
    """Serve entries on a day."""
    state = ListState(
        list="us_test",
        source="us_source",
        title="Test list",
        published=date(2023, 12, 1),
        sha256="0" * 64,
        entries=len(entries),
        embedded=False,
        stale=False,
        reconstructed=reconstructed,
    )
    return Served(
        as_of=as_of,
        lists=(state,),
        not_screened=(),
        corpora=(ServedCorpus(corpus=MemoryCorpus(entries), lists=lists),),
        related=related,
    )


def hits(served: Served, name: str, **fields: object) -> tuple[Hit, ...]:
    """Screen one name."""
    return Screener(served).screen(Query(name=name, **fields)).hits  # type: ignore[arg-type]


def says(hit: Hit) -> dict[str, Says]:
    """Return what each field of a hit says."""
    return {one.field: one.says for one in hit.evidence}


def test_a_name_alone_is_at_most_possible() -> None:
    """The exact legal name makes a full score and still no match."""
    (hit,) = hits(serve(LISTED), "Zhejiang Qorvax Optical Limited")
    assert hit.score == 1.0
    assert hit.decision is Decision.POSSIBLE
    assert says(hit) == {"name": Says.AGREES, "legal form": Says.AGREES}


def test_another_legal_form_lowers_and_says_so() -> None:
    """Inc. against Limited is found, with a lower score and a conflict in the evidence."""
    (hit,) = hits(serve(LISTED), "Zhejiang Qorvax Optical Inc.")
    assert 0.7 <= hit.score < 1.0
    (form,) = (one for one in hit.evidence if one.field == "legal form")
    assert form.says is Says.CONFLICTS
    assert form.detail.startswith("asked Inc, listed Limited")


@pytest.mark.parametrize("name", ["Something Else", "2162198", "Qorvax"])
def test_a_registered_number_makes_a_match(name: str) -> None:
    """A registration number given as such matches whatever the name."""
    (hit,) = hits(serve(LISTED), name, identifiers=(replace(RECORD, label=None),))
    assert hit.decision is Decision.MATCH
    assert says(hit)["identifier"] is Says.AGREES


def test_a_number_typed_as_a_name_is_possible() -> None:
    """A bare number finds its entry, and may be another register's."""
    (hit,) = hits(serve(LISTED), "2162198")
    assert (hit.entry, hit.decision) == ("us_test:1", Decision.POSSIBLE)


def test_a_ticker_is_possible() -> None:
    """A ticker finds its entry and never makes a match."""
    (hit,) = hits(serve(LISTED), "0777.HK")
    assert hit.decision is Decision.POSSIBLE


def test_a_company_matches_by_name_register_and_address() -> None:
    """The exact legal name, the same jurisdiction and the same address make a match."""
    name = "Zhejiang Qorvax Optical Limited"
    address = "Harbourfront Road 12, Hong Kong"
    (sure,) = hits(serve(LISTED), name, organised_in="HK", address=address)
    (without,) = hits(serve(LISTED), name, organised_in="HK")
    (elsewhere,) = hits(serve(LISTED), name, organised_in="KY", address=address)
    assert sure.decision is Decision.MATCH
    assert without.decision is elsewhere.decision is Decision.POSSIBLE
    assert says(elsewhere)["jurisdiction"] is Says.CONFLICTS


def test_a_person_matches_by_name_birth_and_country() -> None:
    """The full name, the full date of birth and a country make a match; a part does not."""
    (sure,) = hits(serve(PERSON), "Vladimir Vladimirovich Putin", born=BORN, country="RU")
    (without,) = hits(serve(PERSON), "Vladimir Vladimirovich Putin", born=BORN)
    (short,) = hits(serve(PERSON), "Vladimir Putin", born=BORN, country="RU")
    assert sure.decision is Decision.MATCH
    assert without.decision is short.decision is Decision.POSSIBLE


def test_conflicts_lower_and_missing_facts_do_not() -> None:
    """Another country lowers the score; one that is not given leaves it."""
    (plain,) = hits(serve(LISTED), "Qorvax Optical")
    (agreeing,) = hits(serve(LISTED), "Qorvax Optical", country="HK")
    (conflicting,) = hits(serve(LISTED), "Qorvax Optical", country="US", type=EntityType.COMPANY)
    assert agreeing.score == plain.score > conflicting.score


def test_a_weak_alias_is_exact_or_nothing() -> None:
    """A weak alias makes a possible on exactly its word, and the evidence calls it weak."""
    (hit,) = hits(serve(LISTED), "QVX")
    assert hit.decision is Decision.POSSIBLE
    assert "weak alias" in hit.evidence[0].detail
    assert hits(serve(LISTED), "QVXA") == ()


def test_what_was_listed_later_is_not_there() -> None:
    """Before its listing an entry is in neither the hits nor the former ones (no hindsight)."""
    screened = Screener(serve(LISTED, as_of=date(2022, 1, 9))).screen(Query(name="Qorvax Optical"))
    assert screened.hits == screened.former == ()
    assert hits(serve(LISTED, as_of=date(2022, 1, 10)), "Qorvax Optical")


def test_what_was_delisted_stands_apart() -> None:
    """From the day of its removal an entry is no hit and stands under former."""
    listing = Listing(listed_on=date(2022, 1, 10), delisted_on=date(2023, 5, 1))
    entry = replace(LISTED, listing=listing)
    before = Screener(serve(entry, as_of=date(2023, 4, 30))).screen(Query(name="Qorvax Optical"))
    after = Screener(serve(entry, as_of=date(2023, 5, 1))).screen(Query(name="Qorvax Optical"))
    assert (len(before.hits), len(before.former)) == (1, 0)
    assert (len(after.hits), len(after.former)) == (0, 1)


def test_a_reconstructed_list_leaves_undated_entries_possible() -> None:
    """An entry without a listing date is possible on an earlier day, with a note saying why."""
    undated = replace(LISTED, listing=Listing())
    (hit,) = hits(serve(undated, reconstructed=True), "Q", identifiers=(RECORD,))
    assert hit.decision is Decision.POSSIBLE
    assert not hit.listed_on_known
    assert "not known whether on it that day" in hit.notes[0]
    assert "2023-12-01" in hit.notes[0]
    (dated,) = hits(serve(LISTED, reconstructed=True), "Q", identifiers=(RECORD,))
    assert dated.listed_on_known
    assert dated.decision is Decision.MATCH


def test_lists_not_served_do_not_count() -> None:
    """An entry of a list that is not served makes no hit."""
    served = serve(LISTED, lists=frozenset({"us_other"}))
    assert hits(served, "Zhejiang Qorvax Optical Limited") == ()


def related(**fields: object) -> Related:
    """Make a related party of the listed company."""
    plain: dict[str, object] = {
        "name": "Qorvax Optical Inc.",
        "entry": "us_test:1",
        "kind": "parent",
        "source": "Annual report 2022",
        "names": ("Qorvax Optical, Inc.", "\u79d1\u74e6\u5149\u5b66"),
        "ids": (Identifier(scheme="isin", value="KYG0000000000"),),
        "listed_vehicle": True,
        "note": "The parent is not listed.",
        **fields,
    }
    return Related(**plain)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("QORVAX OPTICAL INC", ()),
        ("\u79d1\u74e6\u5149\u5b66", ()),
        ("whoever", (Identifier(scheme="isin", value="KYG0000000000"),)),
    ],
    ids=["name", "han", "isin"],
)
def test_a_known_relation_is_no_identity(name: str, ids: tuple[Identifier, ...]) -> None:
    """Naming a related party gives a hit with its relation, cited, and never a match."""
    (hit,) = hits(serve(LISTED, related=(related(),)), name, identifiers=ids)
    assert (hit.relation, hit.listed_vehicle, hit.decision) == ("parent", True, Decision.POSSIBLE)
    assert "Annual report 2022" in hit.evidence[0].detail
    assert hit.notes == ("The parent is not listed.",)


def test_a_relation_is_found_in_a_batch_whatever_the_name() -> None:
    """A related party has its hit among many names too, where nothing listed is like its name."""
    served = serve(LISTED, related=(related(name="Blue Heron Harbour GmbH", names=(), ids=()),))
    names = [*(f"Nobody {number}" for number in range(80)), "Blue Heron Harbour GmbH"]
    answers = list(Screener(served).screen_many([Query(name=name) for name in names]))
    (hit,) = answers[-1].hits
    assert hit.relation == "parent"
    assert all(one.hits == () for one in answers[:-1])


def test_a_relation_needs_the_exact_name_and_the_listing() -> None:
    """Another form is only a name; before the listing there is no relation to speak of."""
    served = serve(LISTED, related=(related(),))
    (hit,) = hits(served, "Qorvax Optical Limited")
    assert hit.relation is None
    earlier = serve(LISTED, related=(related(),), as_of=date(2022, 1, 9))
    assert hits(earlier, "Qorvax Optical Inc.") == ()
    unknown = serve(LISTED, related=(related(entry="us_test:9"),))
    assert all(one.relation is None for one in hits(unknown, "Qorvax Optical Inc."))


@pytest.mark.parametrize(
    ("name", "word"),
    [("", "no letter"), ("...", "no letter"), ("\u202e", "no letter"), ("x" * 1001, "1,000")],
    ids=["empty", "points", "mark", "long"],
)
def test_unusable_names_are_refused(name: str, word: str) -> None:
    """An empty name, one without a letter and one too long are usage errors."""
    with pytest.raises(UsageError, match=word):
        hits(serve(LISTED), name)


@pytest.mark.parametrize(
    "name",
    ["\U0001f600 Qorvax", "\ud800Qorvax", "x" * 1000, "a " * 500, "\u0645\u062d\u0645\u062f", "7"],
    ids=ascii,
)
def test_odd_names_are_answered(name: str) -> None:
    """Pictures, lone surrogates, long and foreign names get an answer."""
    assert isinstance(hits(serve(LISTED), name), tuple)


def test_the_least_score_is_kept() -> None:
    """No hit by name lies under the least score, which lies in [0, 1]."""
    screener = Screener(serve(LISTED), min_score=0.99)
    assert screener.screen(Query(name="Qorvax Optical")).hits == ()
    with pytest.raises(UsageError, match="between 0 and 1"):
        Screener(serve(LISTED), min_score=1.5)


def test_order_and_company_change_nothing() -> None:
    """Scores are the same whatever the order of entries, aliases and queries, and in a batch."""
    other = replace(LISTED, id="us_test:3", uid="3", names=(Name(text="QORVAX TRADING LLC"),))
    turned = replace(LISTED, names=tuple(reversed(LISTED.names)))
    names = ["Qorvax Optical", "Qorvax", "QVX", "Vladimir Putin", "Nobody"] * 20
    forward = screen([Query(name=name) for name in names], serve(LISTED, PERSON, other))
    backward = screen([Query(name=name) for name in reversed(names)], serve(other, PERSON, turned))

    def scores(result: Sequence[object]) -> list[list[tuple[str, float]]]:
        return [[(hit.entry, hit.score) for hit in one.hits] for one in result]  # type: ignore[attr-defined]

    assert scores(forward.results) == scores(backward.results[::-1])
    alone = Screener(serve(LISTED, PERSON, other))
    assert [alone.screen(Query(name=name)) for name in names] == list(forward.results)


def test_adding_a_list_changes_no_score() -> None:
    """What else is loaded has no say in a score."""
    crowd = [
        replace(PERSON, id=f"us_test:c{i}", uid=f"c{i}", names=(Name(text=f"QORVAX NUMBER {i}"),))
        for i in range(50)
    ]
    (alone,) = hits(serve(LISTED), "Qorvax Optical")
    crowded = {hit.entry: hit.score for hit in hits(serve(LISTED, *crowd), "Qorvax Optical")}
    assert crowded["us_test:1"] == alone.score


def test_the_index_is_kept_and_read_back() -> None:
    """A corpus keeps its index, and a damaged one is built anew."""
    corpus = MemoryCorpus([LISTED])
    served = replace(
        serve(LISTED), corpora=(ServedCorpus(corpus=corpus, lists=frozenset({"us_test"})),)
    )
    first = hits(served, "Qorvax Optical")
    (name,) = corpus.kept
    kept = corpus.kept[name]
    assert hits(served, "Qorvax Optical") == first
    corpus.kept[name] = kept[:100]
    assert hits(served, "Qorvax Optical") == first
    assert corpus.kept[name] == kept


def test_json_holds_what_the_interface_names(home: Path) -> None:
    """The document has the keys of the interface, in its order."""
    served = open_library(home).serve(date(2026, 11, 22), ["us_ns_cmic"])
    document = screening_document(screen([Query(name="SenseTime Group")], served))
    assert list(document) == ["as_of", "lists", "not_screened", "results"]
    (result,) = document["results"]
    assert result["query"] == {"name": "SenseTime Group", "type": None, "country": None}
    (hit,) = result["hits"]
    assert list(hit)[:14] == [
        "entry",
        "list",
        "name",
        "matched_name",
        "score",
        "decision",
        "relation",
        "programmes",
        "listed_on",
        "effective_on",
        "divest_before",
        "delisted_on",
        "evidence",
        "disposition",
    ]
    assert hit["divest_before"] == "2022-12-10"


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("SenseTime Group", "us_ns_cmic:33114"),
        ("Sense Time", "us_ns_cmic:33114"),
        ("\u5546\u6c64\u96c6\u56e2", "us_ns_cmic:33114"),
        ("\u6d77\u5eb7\u5a01\u89c6", "us_ns_cmic:30946"),
        ("HIKVISION", "us_ns_cmic:30946"),
        ("Hangzhou Hikvison Digital Technolgy", "us_ns_cmic:30946"),
        ("SMIC", "us_ns_cmic:30951"),
        ("\u534e\u4e3a", None),
        ("Huawei", None),
        ("CNOOC", None),
    ],
    ids=ascii,
)
def test_finds_the_embedded_entries(home: Path, name: str, entry: str | None) -> None:
    """The embedded list answers to the names that people use, in both scripts."""
    served = open_library(home).serve(date(2026, 11, 22), ["us_ns_cmic"])
    found = hits(served, name)
    assert found
    assert all(hit.decision is Decision.POSSIBLE for hit in found)
    assert entry is None or found[0].entry == entry
