"""The part that runs where nomenklatura is installed: read names, write its scores.

    PYTHON nomenklatura_side.py ASKED.json > ANSWERS.jsonl

It imports nothing of this project, so that it runs in an environment of its own. Candidates are
those of nomenklatura's own blocker, at its own settings, and those that the query brings along,
each scored by logic-v2 at its defaults.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from followthemoney import Dataset, StatementEntity
from nomenklatura.blocker.index import Index
from nomenklatura.matching import get_algorithm
from nomenklatura.resolver import Linker
from nomenklatura.store.memory import MemoryStore

_SCHEMAS = {"company": "Company", "person": "Person", "vessel": "Vessel", "aircraft": "Airplane"}


def entity(dataset: Any, plain: dict[str, Any]) -> Any:
    """Make one entity of a name or several."""
    schema = _SCHEMAS.get(plain["type"], "LegalEntity")
    weak = plain.get("weak", [])
    properties = {"name": plain["names"][:1], "alias": plain["names"][1:], "weakAlias": weak}
    data = {"id": plain["id"], "schema": schema, "properties": properties}
    return StatementEntity.from_data(dataset, data)


def main() -> None:
    """Answer every query."""
    asked = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    dataset = Dataset({"name": "bench", "title": "bench"})
    store = MemoryStore(dataset, Linker({}))
    entities = {plain["id"]: entity(dataset, plain) for plain in asked["entries"]}
    with store.writer() as writer:
        for one in entities.values():
            writer.add_entity(one)
    queries = {plain["id"]: entity(dataset, plain) for plain in asked["queries"]}
    wanted = {plain["id"]: plain["wanted"] for plain in asked["queries"]}
    also = {plain["id"]: plain["candidates"] for plain in asked["queries"]}
    with tempfile.TemporaryDirectory() as folder:
        index = Index(store.view(dataset), Path(folder))
        index.build()
        start = time.process_time()
        found = {
            str(subject): [str(one) for one, _ in candidates]
            for subject, candidates in index.match_entities(queries.values())
        }
    scored = score_all(queries, found, also, entities)
    answers = [answer(key, scored[key], wanted[key]) for key in queries]
    for one in answers:
        sys.stdout.write(json.dumps(one) + "\n")
    sys.stdout.write(json.dumps({"seconds": time.process_time() - start}) + "\n")


def score_all(
    queries: Mapping[str, Any],
    found: Mapping[str, Sequence[str]],
    also: Mapping[str, Sequence[str]],
    entities: Mapping[str, Any],
) -> dict[str, list[tuple[float, str]]]:
    """Return for each query the scores of its candidates."""
    algorithm = get_algorithm("logic-v2")
    config = algorithm.default_config()
    return {
        key: [
            (algorithm.compare(query, entities[one], config).score, one)
            for one in dict.fromkeys([*found.get(key, ()), *also.get(key, ())])
            if one in entities
        ]
        for key, query in queries.items()
    }


def answer(key: str, scores: Sequence[tuple[float, str]], wanted: Sequence[str]) -> dict[str, Any]:
    """Return the best wanted score, the best other one and whose it is."""
    mine = max((score for score, one in scores if one in wanted), default=0.0)
    others = [pair for pair in scores if pair[1] not in wanted]
    other, name = max(others, default=(0.0, ""))
    return {"id": key, "wanted": mine, "other": other, "other_entry": name}


if __name__ == "__main__":
    main()
