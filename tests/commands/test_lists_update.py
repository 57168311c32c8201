"""`sanccheck lists update`: what is new is taken in, what failed is said and kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx
import stamina
from click.testing import CliRunner, Result

from sanccheck.commands.lists import command

pytestmark = pytest.mark.usefixtures("home")
UN = "https://scsanctions.un.org/resources/xml/en/consolidated.xml"
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
    assert "1,002 entries" in result.stdout
    assert "0 added, 1 removed, 0 changed" in " ".join(result.stdout.split())


def test_a_failure_is_said_and_the_old_list_stays(server: respx.MockRouter, un: bytes) -> None:
    """A server that is down, and a file that is refused, leave the last one in use; exit 4."""
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


def test_one_source_that_fails_does_not_stop_another(server: respx.MockRouter, un: bytes) -> None:
    """Each source goes its own way; the exit code says that one failed."""
    server.get(UN).respond(200, content=un)
    server.get(host="sanctionslist.fcdo.gov.uk").respond(503)
    result = run("update", "un_sc", "uk_sanctions", "--json")
    states = {one["source"]: one["state"] for one in json.loads(result.stdout)}
    assert states == {"un_sc": "updated", "uk_sanctions": "failed"}
    assert result.exit_code == 4


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
