"""A run on what changed gives what screening everything again gives."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanccheck.model import EntityType, Entry, Identifier, Listing, ListState, Name, Query
from sanccheck.model.related import Related
from sanccheck.screening import asked_of
from sanccheck.sources.served import Served, ServedCorpus
from sanccheck.watch.run import Ran, Watching, run
from sanccheck.watch.state import State, state_from
from sanccheck.watch.touch import lay_out, layout_from, touched

TODAY = date(2026, 1, 1)
WORDS = (
    "zephyr",
    "quill",
    "orrin",
    "vale",
    "marl",
    "sedge",
    "zephir",
    "trading",
    "holdings",
    "ltd",
)
LEI = Identifier(scheme="lei", value="5493001KJTIIGC8Y1R12", valid=True)
RELATED = Related(entry="us_test:1", kind="parent", name="Fenn Parent", source="a register")


class Shelf:
    """Keeps artefacts in memory, by key and name."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}

    def get(self, key: str, name: str) -> memoryview | None:
        """Return what was kept."""
        found = self.kept.get((key, name))
        return None if found is None else memoryview(found)

    def read_ahead(self, key: str, name: str) -> bool:
        """Say whether it is there."""
        return (key, name) in self.kept

    def keep(self, key: str, name: str, data: bytes, *, newest: int | None = None) -> None:
        """Keep it."""
        del newest
        self.kept[key, name] = data

    def is_writable(self) -> bool:
        """Say that it is."""
        return True


class Corpus:
    """Entries in memory, under a key that changes when they do."""

    def __init__(self, entries: Sequence[Entry], shelf: Shelf) -> None:
        self._entries = tuple(entries)
        self._shelf = shelf
        self.key = hashlib.sha256(repr(entries).encode()).hexdigest()

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

    def derived(self, name: str) -> memoryview | None:
        """Return what was kept."""
        return self._shelf.get(self.key, name)

    def read_ahead(self, name: str) -> None:
        """Read nothing ahead."""

    def keep_derived(self, name: str, data: bytes) -> None:
        """Keep it."""
        self._shelf.keep(self.key, name, data)


def serve(
    corpora: Sequence[Sequence[Entry]], shelf: Shelf, day: date, *, reconstructed: bool = False
) -> Served:
    """Serve entries: a whole and perhaps a newer part, which is never the same."""
    different = list({repr(one): one for one in corpora if one}.values())
    lists = tuple(
        ListState(
            list=name,
            source="us_source",
            title="Test list",
            published=TODAY,
            sha256="0" * 64,
            entries=1,
            embedded=False,
            stale=False,
            reconstructed=reconstructed,
        )
        for name in ("us_test", "us_other")
    )
    served = frozenset({"us_test", "us_other"})
    return Served(
        as_of=day,
        lists=lists,
        not_screened=(),
        corpora=tuple(ServedCorpus(corpus=Corpus(one, shelf), lists=served) for one in different),
        related=(RELATED,),
        shelf=shelf,
    )


def again(before: State | None, served: Served, queries: Sequence[Query]) -> list[Ran]:
    """Run on what changed, with the names laid out and without, and on everything."""
    data = lay_out([asked_of(query) for query in queries]).to_bytes("parties")
    layout = layout_from(data, "parties")
    assert layout is not None
    some = Watching(digest="parties", queries=lambda: queries, layout=lambda: layout)
    plain = watching(queries, "parties")
    return [
        run(before, served, some, 0.72),
        run(before, served, plain, 0.72),
        run(before, served, plain, 0.72, everything=True),
    ]


def watching(queries: Sequence[Query], digest: str = "p") -> Watching:
    """Watch queries under a digest."""
    return Watching(digest=digest, queries=lambda: queries)


names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
days = st.none() | st.integers(-3, 6).map(lambda number: TODAY + timedelta(days=number))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Draw an entry of one of two lists."""
    list_id = draw(st.sampled_from(["us_test", "us_other"]))
    uid = str(draw(st.integers(1, 6)))
    more = draw(st.lists(names, max_size=2))
    return Entry(
        id=f"{list_id}:{uid}",
        list=list_id,
        uid=uid,
        type=draw(st.sampled_from([None, EntityType.COMPANY, EntityType.PERSON])),
        names=tuple(Name(text=text) for text in [draw(names), *more]),
        countries=tuple(draw(st.lists(st.sampled_from(["GB", "SG"]), max_size=1))),
        identifiers=(LEI,) if draw(st.booleans()) else (),
        listing=Listing(listed_on=draw(days), delisted_on=draw(days)),
    )


publications = st.lists(
    st.lists(entries(), max_size=6, unique_by=lambda entry: entry.id), min_size=1, max_size=2
)
queries = st.lists(
    st.builds(
        Query,
        name=names,
        country=st.none() | st.sampled_from(["GB", "SG"]),
        identifiers=st.sampled_from([(), (LEI,)]),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(
    parties=queries,
    steps=st.lists(st.tuples(publications, st.integers(0, 3)), min_size=2, max_size=4),
)
def test_what_changed_alone_gives_what_everything_gives(
    parties: list[Query], steps: list[tuple[list[list[Entry]], int]]
) -> None:
    """Whatever comes, goes, changes or comes of age: hits, news and losses are the same."""
    parties = [*parties, Query(name="Fenn Parent")]
    shelf, day = Shelf(), TODAY
    before: State | None = None
    for corpora, later in steps:
        day += timedelta(days=later)
        some, plain, every = again(before, serve(corpora, shelf, day), parties)
        assert some.state == plain.state == every.state
        assert (some.new, some.changed, some.gone) == (every.new, every.changed, every.gone)
        assert before is None or some.change.why_all is None
        before = state_from(some.state.to_json())


def entry(uid: str, name: str, listing: Listing = Listing()) -> Entry:  # noqa: B008 - frozen
    """Make a company on the test list."""
    return Entry(
        id=f"us_test:{uid}",
        list="us_test",
        uid=uid,
        type=EntityType.COMPANY,
        names=(Name(text=name),),
        listing=listing,
    )


ZEPHYR, ORRIN = entry("7", "Zephyr Quill"), entry("8", "Orrin Vale")
PARTIES = [Query(name="Zephyr Quill"), Query(name="Orrin Vale")]


def test_only_the_entries_that_changed_are_screened() -> None:
    """Parties are read where an entry came or changed, and not where one only went."""
    shelf = Shelf()
    first = run(None, serve([[ZEPHYR, ORRIN]], shelf, TODAY), watching(PARTIES), 0.72)
    assert first.change.why_all == "the first run"
    assert [place for place, _ in first.new] == [0, 1]

    def never() -> list[Query]:
        raise AssertionError("no party needs to be read")

    nobody = Watching(digest="p", queries=never)
    gone = run(first.state, serve([[ORRIN]], shelf, TODAY), nobody, 0.72)
    assert gone.change.entries == {"us_test:7"}
    assert [(place, hit["entry"]) for place, hit in gone.gone] == [(0, "us_test:7")]
    same = run(gone.state, serve([[ORRIN]], shelf, TODAY), nobody, 0.72)
    assert (same.new, same.changed, same.gone) == ((), (), ())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"parties": "others"}, "the parties are others"),
        ({"min_score": 0.8}, "the least score is another"),
        ({"day": TODAY - timedelta(days=1)}, "the day asked is an earlier one"),
        ({"reconstructed": True}, "a list is reconstructed"),
        ({"shelf": Shelf()}, "what served then is gone from derived/"),
    ],
    ids=["parties", "score", "day", "reconstructed", "derived"],
)
def test_everything_is_screened_where_the_change_cannot_be_told(
    change: dict[str, object], why: str
) -> None:
    """Where a hit could be another for another reason than its entry, nothing is kept."""
    shelf = Shelf()
    first = run(None, serve([[ZEPHYR]], shelf, TODAY), watching(PARTIES), 0.72)
    asked = {"shelf": shelf, "day": TODAY, "reconstructed": False, "parties": "p"} | change
    served = serve(
        [[ZEPHYR, ORRIN]],
        asked["shelf"],  # type: ignore[arg-type]
        asked["day"],  # type: ignore[arg-type]
        reconstructed=bool(asked["reconstructed"]),
    )
    least = 0.8 if "min_score" in change else 0.72
    second = run(first.state, served, watching(PARTIES, str(asked["parties"])), least)
    assert second.change.why_all == why


def test_a_party_that_no_entry_can_touch_is_not_read() -> None:
    """By its name's words, or by an identifier; a layout of other parties is none."""
    parties = [*PARTIES, Query(name="Marl Sedge", identifiers=(LEI,)), Query(name="Zephir Quil")]
    layout = lay_out([asked_of(query) for query in parties])
    assert touched(layout, serve([[ZEPHYR]], Shelf(), TODAY), 0.72) == [0, 3]
    with_lei = replace(ORRIN, identifiers=(LEI,))
    assert touched(layout, serve([[with_lei]], Shelf(), TODAY), 0.72) == [1, 2]
    assert layout_from(layout.to_bytes("these"), "others") is None
    assert layout_from(b"no layout", "these") is None


def test_a_state_of_another_form_is_none() -> None:
    """What this program did not write is no state, and everything is screened."""
    for data in (b"", b"{}", b"[]", b'{"form": 0}', b'{"form": 1}'):
        assert state_from(data) is None
