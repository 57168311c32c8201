"""`sanccheck lists update`: what is new is taken in, what failed is said and kept."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx
import stamina
from click.testing import CliRunner, Result

from sanccheck.commands.lists import command
from sanccheck.sources import importing

pytestmark = pytest.mark.usefixtures("home")
UN = "https://scsanctions.un.org/resources/xml/en/consolidated.xml"
CONS = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/CONSOLIDATED.XML"
EU_FILE = "https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1"
EU = f"{EU_FILE}/content?token=dG9rZW4tMjAxNw"
EU_CHECKSUM = f"{EU_FILE}/checksum?token=dG9rZW4tMjAxNw"
STORE = "https://unsolprodfiles.blob.core.windows.net/signed?sv=1"


@pytest.fixture
def server() -> Iterator[respx.MockRouter]:
    """Give the publishers' servers; pauses are not waited for."""
    with stamina.set_testing(testing=True, attempts=2, cap=True), respx.mock() as router:
        yield router


@pytest.fixture
def un(real_data: Path) -> bytes:
    """Give the UN's real file."""
    return (real_data / "un_sc" / "UN_consolidated_2026-02-27.xml").read_bytes()


def run(*arguments: str) -> Result:
    """Run `sanccheck lists`."""
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def answer(*arguments: str) -> Any:
    """Run with --json and read the document."""
    return json.loads(run(*arguments, "--json").stdout)


def state_of(source: str) -> dict[str, Any]:
    """Return what `lists status` says of a source."""
    found: list[dict[str, Any]] = answer("status", "--as-of", "2026-03-01")
    return next(one for one in found if one["source"] == source)


def test_new_unchanged_and_changed(server: respx.MockRouter, un: bytes) -> None:
    """A first file is taken in, an unchanged one is not asked for again, a new one is compared."""
    server.get(UN).respond(302, headers={"Location": STORE})
    store = server.get(STORE)
    store.respond(200, content=un, headers={"ETag": '"1"'})
    (first,) = answer("update", "un_sc")
    assert (first["state"], first["import"]["entries"]) == ("updated", 1003)
    assert state_of("un_sc")["enabled"] is True

    store.respond(304)
    (second,) = answer("update", "un_sc")
    assert second["state"] == "unchanged"
    assert store.calls.last.request.headers["If-None-Match"] == '"1"'

    later = un.replace(b"2026-02-27", b"2026-02-28", 1)
    later = re.sub(rb"<INDIVIDUAL>.*?</INDIVIDUAL>", b"", later, count=1, flags=re.DOTALL)
    store.respond(200, content=later, headers={"ETag": '"2"'})
    result = run("update", "un_sc")
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert "un_sc: 1,002 entries; 0 added, 1 removed, 0 changed" in said
    assert "removed " in said


def test_a_failure_is_said_and_the_old_list_stays(server: respx.MockRouter, un: bytes) -> None:
    """A server that is down, and a file that is refused, leave the last one in use; exit 4."""
    server.get(UN).respond(404)
    assert "nothing was loaded before" in run("update", "un_sc").stdout
    server.get(UN).respond(200, content=un, headers={"ETag": '"1"'})
    run("update", "un_sc")
    before = state_of("un_sc")
    for broken in (httpx.Response(200, content=un[:50_000]), httpx.Response(404)):
        server.get(UN).mock(return_value=broken)
        result = run("update", "un_sc")
        assert result.exit_code == 4
        assert "what was loaded before stays in use" in result.stdout
        after = state_of("un_sc")
        assert after["sha256"] == before["sha256"]
        assert after["last_failure"]
    server.get(UN).respond(304)
    assert run("update", "un_sc").exit_code == 0
    assert state_of("un_sc")["last_failure"] is None


def test_the_same_bytes_are_not_read_again(
    server: respx.MockRouter, un: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that cannot say that nothing changed sends the file; its digest says it."""
    server.get(UN).respond(200, content=un)
    assert answer("update", "un_sc")[0]["state"] == "updated"

    def read(*_arguments: object) -> None:
        pytest.fail("the file was read again")

    monkeypatch.setattr(importing, "open_file", read)
    server.get(UN).respond(200, content=un, headers={"ETag": '"late"'})
    assert answer("update", "un_sc")[0]["state"] == "unchanged"
    server.get(UN).respond(304)
    assert answer("update", "un_sc")[0]["state"] == "unchanged"
    assert server.calls.last.request.headers["If-None-Match"] == '"late"'


def test_a_copy_that_was_damaged_comes_again(
    server: respx.MockRouter, un: bytes, home: Path
) -> None:
    """What the server calls unchanged is fetched and read again where it is not here whole."""
    server.get(UN).respond(200, content=un, headers={"ETag": '"1"'})
    run("update", "un_sc")
    for file in (*home.glob("snapshots/*.entries"), *home.glob("raw/*.z")):
        file.write_bytes(b"damaged")
    assert state_of("un_sc")["state"] == "unusable"
    assert answer("update", "un_sc")[0]["state"] == "updated"
    assert "If-None-Match" not in server.calls.last.request.headers
    assert state_of("un_sc")["state"] == "fresh"
    assert answer("verify", "un_sc")[0]["state"] == "ok"


@pytest.mark.parametrize("field", ["entries_sha256", "lists", "published"])
def test_a_record_that_was_damaged_is_made_anew(
    server: respx.MockRouter, un: bytes, home: Path, field: str
) -> None:
    """Where a list's record is not what was written, an update fetches the list again."""
    server.get(UN).respond(200, content=un, headers={"ETag": '"1"'})
    run("update", "un_sc")
    with closing(sqlite3.connect(home / "lists.sqlite3")) as database:
        database.execute(f"UPDATE snapshot SET {field} = '2020-01-01'")  # noqa: S608 - our names
        database.commit()
    assert state_of("un_sc")["state"] == "unusable"
    assert answer("update", "un_sc")[0]["state"] == "updated"
    assert "If-None-Match" not in server.calls.last.request.headers
    assert state_of("un_sc")["state"] == "fresh"
    assert [one["state"] for one in answer("verify", "un_sc")] == ["ok"]


def small_list(*entries: tuple[int, str, str]) -> bytes:
    """Write a file in OFAC's format, of (uid, name, programme)."""
    records = "".join(
        f"<sdnEntry><uid>{uid}</uid><lastName>{name}</lastName><sdnType>Entity</sdnType>"
        f"<programList><program>{programme}</program></programList></sdnEntry>"
        for uid, name, programme in entries
    )
    head = "<Publish_Date>11/20/2026</Publish_Date>"
    head += f"<Record_Count>{len(entries)}</Record_Count>"
    text = f"<sdnList><publshInformation>{head}</publshInformation>{records}</sdnList>"
    return text.encode()


def test_what_changed_is_told_list_by_list(server: respx.MockRouter) -> None:
    """Two publications of one day differ too; each legal list has its own names and its own ids."""
    many = [(n, f"COMPANY {n}", "CMIC-EO13959") for n in range(1, 251)]
    ssi = [(n, f"BANK {n}", "UKRAINE-EO13662") for n in range(1001, 1101)]
    first = small_list(*many, *ssi)
    second = small_list(
        *many[7:], (9000, "NEW COMPANY", "CMIC-EO13959"), *ssi[:-1], (1100, "BANK", ssi[0][2])
    )
    server.get(CONS).mock(side_effect=[httpx.Response(200, content=b) for b in (first, second)])
    result = run("update", "us_ofac_cons")
    assert "us_ns_cmic: 250 entries" in result.stdout
    assert "the first copy here" in result.stdout
    (done,) = answer("update", "us_ofac_cons")
    assert done["first"] is False
    cmic, ssis = done["lists"]["us_ns_cmic"], done["lists"]["us_ssi"]
    assert cmic["entries"] == 244
    assert cmic["added"] == ["us_ns_cmic:9000"]
    assert cmic["removed"] == [f"us_ns_cmic:{n}" for n in range(1, 8)]
    assert (cmic["changed"], ssis["changed"]) == ([], ["us_ssi:1100"])
    assert (ssis["added"], ssis["removed"]) == ([], [])

    server.get(CONS).respond(200, content=first)
    said = " ".join(run("update", "us_ofac_cons").stdout.split())
    assert "us_ns_cmic: 250 entries; 7 added, 1 removed, 0 changed" in said
    assert "added COMPANY 1; COMPANY 2; COMPANY 3; COMPANY 4; COMPANY 5; and 2 more" in said
    assert "removed NEW COMPANY" in said
    assert "us_ssi: 100 entries; 0 added, 0 removed, 1 changed changed BANK 1100" in said


def eu_list(day: str) -> bytes:
    """Write a file in the EU's format that is large enough for the manifest's bounds."""
    entities = "".join(
        f'<sanctionEntity logicalId="{n}" euReferenceNumber="EU.{n}.1">'
        '<subjectType code="enterprise" classificationCode="E"/>'
        f'<nameAlias wholeName="COMPANY {n}" strong="true" logicalId="{n}"/></sanctionEntity>'
        for n in range(1, 1100)
    )
    return (
        f'<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="{day}T10:00:00">'
        f"{entities}</export>"
    ).encode()


def test_the_checksum_that_the_eu_announces_saves_the_download(server: respx.MockRouter) -> None:
    """It is asked first; one that the last file had means that nothing changed."""
    first, second = eu_list("2026-11-20"), eu_list("2026-11-21")
    content = server.get(EU).respond(200, content=first)
    announced = server.get(EU_CHECKSUM).respond(200, text=hashlib.sha1(first).hexdigest())  # noqa: S324 - the EU's choice
    assert answer("update", "eu_fsf")[0]["state"] == "updated"
    assert (content.call_count, announced.call_count) == (1, 1)
    (done,) = answer("update", "eu_fsf")
    assert (done["state"], done["note"], content.call_count) == ("unchanged", None, 1)

    content.respond(200, content=second)
    announced.respond(200, text=hashlib.sha256(second).hexdigest())
    assert answer("update", "eu_fsf")[0]["import"]["published"] == "2026-11-21"
    assert answer("update", "eu_fsf")[0]["state"] == "unchanged"
    assert content.call_count == 2


def test_without_the_checksum_the_file_is_downloaded(server: respx.MockRouter) -> None:
    """An address that gives no checksum costs a download and a note, and nothing else."""
    content = server.get(EU).respond(200, content=eu_list("2026-11-20"))
    server.get(EU_CHECKSUM).respond(200, text="<html>moved</html>")
    assert answer("update", "eu_fsf")[0]["state"] == "updated"
    (done,) = answer("update", "eu_fsf")
    assert (done["state"], content.call_count) == ("unchanged", 2)
    assert "checksum could not be had" in done["note"]
    assert "checksum could not be had" in state_of("eu_fsf")["note"]
    assert "note: the publisher's checksum" in run("update", "eu_fsf").stdout


def test_a_file_with_another_checksum_is_noted_and_never_relied_on(
    server: respx.MockRouter,
) -> None:
    """It is taken for what is in it; that checksum never stands for the file afterwards."""
    content = server.get(EU).respond(200, content=eu_list("2026-11-20"))
    server.get(EU_CHECKSUM).respond(200, text="a" * 64)
    (done,) = answer("update", "eu_fsf")
    assert done["state"] == "updated"
    assert "has not the checksum that the publisher announces" in done["note"]
    assert "announces" in state_of("eu_fsf")["note"]
    (done,) = answer("update", "eu_fsf")
    assert (done["state"], content.call_count) == ("unchanged", 2)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html><body>403 Forbidden</body></html>", "web page"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><CONSOLIDATED_LIST>&b;</CONSOLIDATED_LIST>', ""),
    ],
    ids=["nothing", "an error page", "entities"],
)
def test_an_answer_of_200_that_is_no_list(
    server: respx.MockRouter, un: bytes, body: bytes, says: str
) -> None:
    """What a server sends as a success and is none is refused, kept and shown with its day."""
    server.get(UN).respond(200, content=un)
    run("update", "un_sc")
    before = state_of("un_sc")
    server.get(UN).respond(200, content=body)
    (done,) = answer("update", "un_sc")
    assert done["state"] == "failed"
    assert says in done["failure"]
    after = state_of("un_sc")
    assert after["sha256"] == before["sha256"]
    assert says in after["last_failure"]
    assert after["failed_command"] == "update"
    assert after["failed_at"] >= after["checked"] == before["checked"]
    assert "FAILED" in run("status").stdout


def test_one_source_that_fails_does_not_stop_another(server: respx.MockRouter, un: bytes) -> None:
    """Each source goes its own way; the exit code says that one failed."""
    server.get(UN).respond(200, content=un)
    server.get(host="sanctionslist.fcdo.gov.uk").respond(503)
    result = run("update", "un_sc", "uk_sanctions", "--json")
    states = {one["source"]: one["state"] for one in json.loads(result.stdout)}
    assert states == {"un_sc": "updated", "uk_sanctions": "failed"}
    assert result.exit_code == 4


def test_a_folder_that_cannot_be_written_is_said(home: Path) -> None:
    """Where nothing can be written, each source fails with a reason, and nothing breaks."""
    home.mkdir()
    (home / "downloads").write_text("in the way")
    result = run("update", "un_sc")
    assert result.exit_code == 4
    assert "cannot be written" in result.stdout


def test_by_default_the_enabled_sources_are_fetched(server: respx.MockRouter) -> None:
    """Without a name, what is screened by default is fetched, and nothing else."""
    route = server.get(host="sanctionslistservice.ofac.treas.gov").respond(404)
    done = answer("update")
    assert [one["source"] for one in done] == ["us_ofac_cons", "us_ofac_sdn"]
    assert {call.request.url.path.rpartition("/")[2] for call in route.calls} == {
        "CONSOLIDATED.XML",
        "SDN.XML",
    }


@pytest.mark.parametrize("source", ["us_nothing", "us_dod_1260h"])
def test_what_cannot_be_fetched_is_a_usage_error(source: str) -> None:
    """A source that is not known, or has no file to fetch, is said at once."""
    result = CliRunner().invoke(command, ["update", source])
    assert getattr(result.exception, "exit_code", None) == 2
