"""What other programs read: FollowTheMoney lines, and the assessment's JSON with its schema."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from sanccheck.commands import cli
from tests.memo.test_memo import CASES, DEALS, IDS, ROOT, write

# The properties that the model's schemas have, of those that are written here.
THING = {"name", "alias", "previousName", "weakAlias", "country", "address", "notes", "topics"}
LEGAL = THING | {"jurisdiction", "leiCode", "swiftBic", "registrationNumber", "idNumber"}
PROPERTIES = {
    "Company": LEGAL,
    "Organization": LEGAL,
    "LegalEntity": LEGAL,
    "Person": LEGAL | {"birthDate", "birthPlace", "nationality", "passportNumber"},
    "Vessel": THING | {"imoNumber"},
    "Airplane": THING,
    "Security": THING | {"isin", "ticker"},
    "Sanction": {
        "entity", "authority", "program", "listingDate", "startDate", "endDate", "recordId",
    },
    "Similar": {"candidate", "match", "confidenceScore", "criteria", "matcher"},
    "UnknownLink": {"subject", "object", "role"},
    "Ownership": {"owner", "asset", "percentage", "ownershipType", "date"},
}  # fmt: skip
ENDS = {"entity", "candidate", "match", "subject", "object", "owner", "asset"}
SCHEMA = ROOT / "sanccheck" / "assessment" / "assessment.schema.json"


def entities(text: str) -> dict[str, dict[str, Any]]:
    """Return the entities of a file by id."""
    found = [json.loads(line) for line in text.splitlines()]
    assert len({one["id"] for one in found}) == len(found)
    return {one["id"]: one for one in found}


@pytest.mark.usefixtures("home")
def test_hits_and_entries_are_followthemoney(tmp_path: Path) -> None:
    """A related party is linked, a possible one is similar, an entry has its names and dates."""
    path = tmp_path / "hits.ftm.json"
    found = entities(write(DEALS / "sensetime-placing.yaml", "2026-02-02", path).decode())
    entry = found["us.ns.cmic-33114"]
    assert entry["schema"] == "Company"
    assert entry["properties"]["name"] == ["SENSETIME GROUP LIMITED"]
    assert "SENSETIME GROUP LTD" in entry["properties"]["alias"]
    assert "topics" not in entry["properties"]
    sanction = found["us.ns.cmic-33114-sanction"]["properties"]
    assert sanction["listingDate"] == ["2021-12-10"]
    assert sanction["startDate"] == ["2022-02-08"]
    link = found["issuer-party-us.ns.cmic-33114"]
    assert link["schema"] == "UnknownLink"
    assert link["properties"]["role"] == ["parent of the listed entity"]
    similar = found["issuer-party-us.dod.1260h-sensetime-group-inc"]
    assert similar["schema"] == "Similar"
    assert "decision: possible" in similar["properties"]["criteria"]


def loaded(home: Path) -> None:
    """Load the made-up blocked person."""
    del home
    part = str(ROOT / "lists" / "us_ofac_sdn" / "made_up.xml")
    CliRunner().invoke(cli, ["lists", "import", "us_ofac_sdn", part, "--partial"])


def test_holdings_and_a_blocked_person_are_followthemoney(home: Path, tmp_path: Path) -> None:
    """Who holds what is Ownership with its percentage where that is exact."""
    loaded(home)
    path = tmp_path / "hits.ftm.json"
    found = entities(write(DEALS / "owned-buyer.yaml", "2024-05-07", path).decode())
    held = [one["properties"] for one in found.values() if one["schema"] == "Ownership"]
    assert [one.get("percentage") for one in held] == [["60"], ["50"], ["33"], None]
    persons = [one for one in found.values() if one["schema"] == "Person"]
    assert any("sanction" in one["properties"].get("topics", ()) for one in persons)


@pytest.mark.parametrize(("deal", "day"), [*CASES, ("owned-buyer", "2024-05-07")])
def test_every_entity_has_the_form_of_the_model(
    deal: str, day: str, home: Path, tmp_path: Path
) -> None:
    """Ids, schemas and properties are those of the model; every end of a link is in the file."""
    loaded(home)
    found = entities(write(DEALS / f"{deal}.yaml", day, tmp_path / "x.ftm.json").decode())
    for entity_id, one in found.items():
        assert re.fullmatch(r"[0-9a-zA-Z][0-9a-zA-Z.\-]*[0-9a-zA-Z]", entity_id)
        assert set(one) == {"id", "schema", "properties"}
        assert set(one["properties"]) <= PROPERTIES[one["schema"]]
        for name, values in one["properties"].items():
            assert values
            assert all(isinstance(value, str) and value for value in values)
            if name in ENDS:
                assert set(values) <= set(found)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("deal", "day"), CASES, ids=IDS)
def test_the_json_of_every_example_is_as_its_schema_says(
    deal: str, day: str, tmp_path: Path
) -> None:
    """The published schema holds for every example."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(write(DEALS / f"{deal}.yaml", day, tmp_path / "x.json"))
    jsonschema.Draft202012Validator(schema).validate(document)


def test_the_schema_leaves_no_key_out(home: Path, tmp_path: Path) -> None:
    """Every key that is written is described: closing each object changes nothing."""
    loaded(home)
    closed = json.loads(SCHEMA.read_text(encoding="utf-8"), object_hook=closing)
    for deal, day in (("sensetime-placing", "2026-02-02"), ("owned-buyer", "2024-05-07")):
        document = json.loads(write(DEALS / f"{deal}.yaml", day, tmp_path / "x.json"))
        (tmp_path / "x.json").unlink()
        jsonschema.Draft202012Validator(closed).validate(document)


def closing(node: dict[str, Any]) -> dict[str, Any]:
    """Close an object's schema, so that a key that it does not name is an error."""
    is_object = node.get("type") == "object" and isinstance(node.get("properties"), dict)
    return {**node, "additionalProperties": False} if is_object else node


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("offering", "strict"), "FINE"),
        (("parties", 0, "hits", 0, "score"), 1.5),
        (("lists", 0, "sha256"), "x"),
        (("findings", 0, "applies"), "yes"),
    ],
)
@pytest.mark.usefixtures("home")
def test_the_schema_refuses_what_is_wrong(
    path: tuple[str | int, ...], value: object, tmp_path: Path
) -> None:
    """A rung, a score, a hash or an answer that is none is found."""
    document = json.loads(
        write(DEALS / "sensetime-placing.yaml", "2026-02-02", tmp_path / "x.json")
    )
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert not jsonschema.Draft202012Validator(schema).is_valid(document)


def test_the_schema_is_printed() -> None:
    """`memo --schema` prints the schema that is in the package, and needs no deal."""
    result = CliRunner().invoke(cli, ["memo", "--schema"])
    assert result.exit_code == 0
    assert result.output == SCHEMA.read_text(encoding="utf-8")
