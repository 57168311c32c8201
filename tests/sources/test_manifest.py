from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sanccheck.errors import SourceError
from sanccheck.shipped import shipped
from sanccheck.sources.manifest import (
    Checked,
    Download,
    Manifest,
    files_digest,
    manifest_files,
    read_manifests,
    recall_manifests,
)

ROOT = Path(__file__).parent.parent.parent


def shipped_manifests() -> dict[str, Manifest]:
    """Give the manifests that come with the program."""
    manifests, _kept = read_manifests(manifest_files(shipped("lists")))
    return {manifest.id: manifest for manifest in manifests}


def test_shipped() -> None:
    """The shipped manifests are right and carry the lists that they must."""
    manifests = shipped_manifests()
    assert [one.id for one in manifests["us_ofac_sdn"].lists] == ["us_ofac_sdn"]
    assert {one.id for one in manifests["us_ofac_cons"].lists} == {
        "us_ns_cmic",
        "us_ssi",
        "us_ns_mbs",
        "us_capta",
        "us_fse",
        "us_plc",
        "us_ofac_cons_other",
    }
    assert manifests["us_ofac_sdn"].max_age_days == 7
    assert manifests["us_ofac_cons"].max_age_days == 31


def test_embedded() -> None:
    """The embedded NS-CMIC list says which days it covers and when it was published."""
    cmic = shipped_manifests()["us_ofac_cons"].lists[0]
    assert cmic.embedded is not None
    assert cmic.embedded.published == date(2021, 12, 16)
    assert (cmic.embedded.covers.start, cmic.embedded.covers.until) == (
        date(2021, 6, 3),
        date(2026, 7, 9),
    )
    assert cmic.exists_from == date(2021, 6, 3)


@pytest.mark.parametrize("source", ["us_ofac_cons", "us_ofac_sdn"])
def test_every_list_is_cited(source: str) -> None:
    """Each list says in one sentence what being on it means, and where that is written."""
    for carried in shipped_manifests()[source].lists:
        assert carried.effect.endswith(".")
        assert carried.cites
        assert all(cite.href.startswith("https://") for cite in carried.cites)


def test_no_programme_on_two_lists() -> None:
    """No programme puts a record for certain on two lists of a source."""
    for manifest in shipped_manifests().values():
        codes = [code for one in manifest.lists for code in one.rule.programmes]
        assert len(codes) == len(set(codes))
        assert not manifest.silent_programmes & set(codes)


def test_recalled() -> None:
    """Manifests kept as bytes are read back the same, and their digest follows the files."""
    files = manifest_files(shipped("lists"))
    manifests, kept = read_manifests(files)
    assert recall_manifests(kept) == manifests
    name = next(iter(files))
    assert files_digest(files) != files_digest({**files, name: files[name] + b"\n"})


def test_all_problems_at_once() -> None:
    """A manifest's problems are reported together, each with its line."""
    text = (ROOT / "lists" / "us_ofac_sdn" / "source.yaml").read_text("utf-8")
    bad = (
        text.replace("id: us_ofac_sdn\ntitle", "id: us_other\ntitle")
        .replace("official: true", "official: yes")
        .replace("max_age_days: 7", "max_age_days: a week")
        .replace("rhythm:", "rythm:")
        .replace("enabled: true", "enabled: true\n    exists_from: soon")
        .replace('href: "https://sanctions', 'href: "http://sanctions', 1)
        .replace('on: "2026-11-25"', 'on: "lately"', 1)
        .replace("seen_live: false", "seen_live: perhaps", 1)
        .replace("update: SDN.XML", "update: SDN2.XML")
        .replace("redirect_hosts: [wc2h", "redirect_hosts: [127.0.0.1, wc2h")
    )
    with pytest.raises(SourceError) as error:
        read_manifests({"us_ofac_sdn": bad.encode()})
    said = str(error.value)
    for problem in (
        "'id' is 'us_other', its folder 'us_ofac_sdn'",
        "'official' must be true or false",
        "'max_age_days' must be a whole number",
        "the key 'rythm' is not known",
        "the key 'rhythm' is missing",
        "'exists_from' must be a date",
        "'href' must be an https address",
        "'on' must be a date",
        "'seen_live' must be true or false",
        "'update' must name a file of 'downloads'",
        "'redirect_hosts' must be names of hosts",
    ):
        assert problem in said
    assert all(line.startswith("lists/us_ofac_sdn/source.yaml:") for line in said.splitlines())


def checked_of(file: Download) -> Checked:
    """Return how an address was checked; every official one was."""
    assert file.checked is not None
    return file.checked


def test_every_address_says_when_it_was_checked() -> None:
    """Each published file's address says when and against what; none was seen live by us."""
    for manifest in shipped_manifests().values():
        for file in manifest.downloads:
            assert checked_of(file).on >= date(2026, 11, 25)
            assert len(checked_of(file).against) > 20
            assert not checked_of(file).seen_live


def test_the_documentation_says_how_each_address_was_checked() -> None:
    """The table of addresses is that of the manifests."""
    page = (ROOT / "docs" / "lists.md").read_text("utf-8")
    for manifest in shipped_manifests().values():
        for file in manifest.downloads:
            live = "yes" if checked_of(file).seen_live else "no"
            row = f"| [{file.file}]({file.href}) | {checked_of(file).on} | {live} |"
            assert f"| `{manifest.id}` {row} {checked_of(file).against} |" in page


def test_an_address_without_its_check_is_a_problem() -> None:
    """A manifest that does not say how an address was checked is refused."""
    text = (ROOT / "lists" / "un_sc" / "source.yaml").read_text("utf-8")
    start, end = text.index("    checked:"), text.index("\nupdate:")
    with pytest.raises(SourceError, match="the key 'checked' is missing"):
        read_manifests({"un_sc": (text[:start] + text[end:]).encode()})


@pytest.mark.parametrize("text", ["", "- 1", "id: [1]", "lists: 5", "a: 1\na: 2"])
def test_not_a_manifest(text: str) -> None:
    """What is no manifest at all is an error with the file's name."""
    with pytest.raises(SourceError, match=r"lists/x/source\.yaml"):
        read_manifests({"x": text.encode()})
