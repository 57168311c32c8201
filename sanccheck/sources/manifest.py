"""The manifest of a source: what lists/<source>/source.yaml says, typed and checked."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sanccheck.errors import Problem, SourceError
from sanccheck.model.lists import Covers
from sanccheck.parse.expected import Expected
from sanccheck.parse.list_rules import ListRule, ListRules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from sanccheck.parse.table_columns import TableColumns

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """Where a statement is from."""

    title: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """When an address was last checked, and against what.

    `seen_live` says that the publisher's own server was seen to serve the file, by us.
    """

    on: date
    against: str
    seen_live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """One published file and its official address.

    `checksum` is the address at which the publisher announces the file's checksum. A list of the
    user's own has no address, and so nothing that was checked.
    """

    file: str
    href: str
    checked: Checked | None = None
    checksum: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """The list as it comes with the program: `covers` are the days for which it is complete.

    `partial` says that only some entries come with it: their hits count, and nothing else.
    """

    file: str
    published: date
    covers: Covers
    verified: str
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedList:
    """A legal list that a source carries.

    `effect` says in a sentence what being on it means, from `cites`. `exists_from` is the day
    the list began; `before` says what there is for an earlier day.
    """

    id: str
    title: str
    effect: str
    cites: tuple[Cite, ...]
    rule: ListRule
    enabled: bool = True
    exists_from: date | None = None
    before: str | None = None
    embedded: Embedded | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A source: publisher, addresses, what a plausible file looks like, the lists it carries.

    `update` names the one of its downloads that `lists update` fetches, None where there is none;
    a redirect may lead to `redirect_hosts`. Lower `rank` first where several sources carry a list.
    `never_programmes` on a record, or more than `max_unlisted_percent` of the records on no list,
    tell that a file is another source's; `looks_like` names that source. `columns` say how a plain
    table is read; `own` that the list is the user's, who alone publishes it.
    """

    id: str
    title: str
    publisher: str
    country: str
    official: bool
    address: str
    licence: str
    rhythm: str
    max_age_days: int
    downloads: tuple[Download, ...]
    formats: tuple[str, ...]
    records_min: int
    records_max: int
    lists: tuple[CarriedList, ...]
    rank: int = 1
    update: str | None = None
    redirect_hosts: frozenset[str] = frozenset()
    csv_files: Mapping[str, str] = field(default_factory=dict)
    silent_programmes: frozenset[str] = frozenset()
    never_programmes: frozenset[str] = frozenset()
    max_unlisted_percent: int = 100
    looks_like: str | None = None
    columns: TableColumns | None = None
    own: bool = False

    @property
    def kind(self) -> str:
        """What the source is: official, unofficial or own."""
        return "own" if self.own else "official" if self.official else "unofficial"

    @property
    def updates(self) -> Download | None:
        """The published file that `lists update` fetches, None where there is none."""
        return next((one for one in self.downloads if one.file == self.update), None)

    @property
    def expected(self) -> Expected:
        """What a file of this source may be."""
        return Expected(formats=self.formats, csv_files=self.csv_files, columns=self.columns)

    @property
    def rules(self) -> ListRules:
        """The rules that put a record on the lists of this source."""
        return ListRules(rules=tuple(one.rule for one in self.lists), silent=self.silent_programmes)


def manifest_files(lists: Traversable) -> dict[str, bytes]:
    """Return the bytes of each source.yaml under the lists folder, by folder name."""
    found = {}
    for folder in sorted(lists.iterdir(), key=lambda one: one.name):
        file = folder / "source.yaml"
        if folder.is_dir() and file.is_file():
            found[folder.name] = file.read_bytes()
    return found


def files_digest(files: Mapping[str, bytes]) -> str:
    """Return a sha256 over all manifests, to know a kept reading of them by."""
    total = hashlib.sha256(b"manifests 4")
    for name, data in files.items():
        total.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
    return total.hexdigest()


def read_manifests(files: Mapping[str, bytes]) -> tuple[tuple[Manifest, ...], bytes]:
    """Read and check manifests from YAML; also return them as bytes for `recall_manifests`.

    Raises:
        SourceError: with every problem of every file, each with its line.
    """
    from sanccheck.sources.manifest_check import check_manifest
    from sanccheck.yaml_lines import parse_yaml, plain

    problems: list[Problem] = []
    plains: list[Plain] = []
    for name, data in files.items():
        path = f"lists/{name}/source.yaml"
        root, found = parse_yaml(data, path)
        problems += found
        if root is not None:
            problems += check_manifest(root, path, name)
            value = plain(root)
            if isinstance(value, dict):
                plains.append(value)
    if problems:
        raise SourceError("\n".join(str(problem) for problem in problems))
    kept = json.dumps(plains, ensure_ascii=False, separators=(",", ":")).encode()
    return recall_manifests(kept), kept


def recall_manifests(kept: bytes) -> tuple[Manifest, ...]:
    """Return manifests from the bytes that `read_manifests` gave (no YAML, for a fast start)."""
    return tuple(_manifest(one) for one in json.loads(kept))


def _manifest(plain: Plain) -> Manifest:
    get = plain.get
    return Manifest(
        **{key: plain[key] for key in _TEXTS},
        official=plain["official"] == "true",
        max_age_days=int(plain["max_age_days"]),
        rank=int(get("rank") or 1),
        update=get("update"),
        redirect_hosts=frozenset(get("redirect_hosts") or ()),
        downloads=tuple(_download(one) for one in plain["downloads"]),
        formats=tuple(plain["formats"]),
        records_min=int(plain["records"]["min"]),
        records_max=int(plain["records"]["max"]),
        csv_files=dict(get("csv_files") or {}),
        silent_programmes=frozenset(get("silent_programmes") or ()),
        never_programmes=frozenset(get("never_programmes") or ()),
        max_unlisted_percent=int(get("max_unlisted_percent") or 100),
        looks_like=get("looks_like"),
        columns=_columns(get("columns")),
        lists=tuple(_carried(one) for one in plain["lists"]),
    )


def _columns(plain: Mapping[str, str] | None) -> TableColumns | None:
    if plain is None:
        return None
    from sanccheck.parse.table_columns import TableColumns

    return TableColumns(pairs=tuple(plain.items()))


_TEXTS = ("id", "title", "publisher", "country", "address", "licence", "rhythm")


def _download(plain: Plain) -> Download:
    checked = plain["checked"]
    return Download(
        file=plain["file"],
        href=plain["href"],
        checksum=plain.get("checksum"),
        checked=Checked(
            on=date.fromisoformat(checked["on"]),
            against=checked["against"],
            seen_live=checked["seen_live"] == "true",
        ),
    )


def _carried(plain: Plain) -> CarriedList:
    get = plain.get
    since, embedded = get("exists_from"), get("embedded")
    signs: Mapping[str, list[str]] = get("signs") or {}
    return CarriedList(
        id=plain["id"],
        title=plain["title"],
        effect=plain["effect"],
        cites=tuple(Cite(**one) for one in plain["cites"]),
        enabled=get("enabled", "true") == "true",
        exists_from=None if since is None else date.fromisoformat(since),
        before=get("before"),
        embedded=None if embedded is None else _embedded(embedded),
        rule=ListRule(
            id=plain["id"],
            programmes=frozenset(get("programmes") or ()),
            perhaps=frozenset(get("perhaps") or ()),
            signs={code: tuple(texts) for code, texts in signs.items()},
            everything=get("everything") == "true",
            catch_all=get("catch_all") == "true",
        ),
    )


def _embedded(plain: Plain) -> Embedded:
    covers = plain["covers"]
    return Embedded(
        file=plain["file"],
        published=date.fromisoformat(plain["published"]),
        covers=Covers(
            start=date.fromisoformat(covers["from"]), until=date.fromisoformat(covers["until"])
        ),
        verified=plain["verified"],
        partial=plain.get("partial") == "true",
    )
