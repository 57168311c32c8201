from __future__ import annotations

import json
from pathlib import Path

from .conftest import House

DEAL = Path(__file__).parent.parent.parent / "examples" / "deals" / "sensetime-placing.yaml"


def test_house_rules_are_kept_and_judge_again(house: House) -> None:
    """An assessment by house rules is run again by those of then, when the folder is gone."""
    folder = house.folder / "rules"
    folder.mkdir()
    source = Path(__file__).parent.parent.parent / "examples"
    (rules,) = list(source.rglob("house*/*.yaml"))[:1]
    copy = folder / rules.name
    copy.write_bytes(rules.read_bytes())
    house.run("assess", DEAL, "--as-of", "2026-02-02", "--rules", folder)
    copy.unlink()
    listed = json.loads(house.run("audit", "list", "--json").stdout)
    event = str(max(one["n"] for one in listed if one["file"] == "audit"))
    assert json.loads(house.run("audit", "replay", event, "--json").stdout)["equal"]
