"""What of an assessment an event of the audit log holds, and the rules that it was made by."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sanccheck.commands.recording import hits_of
from sanccheck.rulebook.load import read_files, sorted_files
from sanccheck.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from sanccheck.assessment import Assessment

Plain = dict[str, Any]


def outputs(assessment: Assessment) -> Plain:
    """Return the outcome, every finding with its rule's version, and every party's hits."""
    offering = assessment.offering
    return {
        "strict": offering.result.strict.name,
        "policy": offering.result.policy.name,
        "could_be": [offering.could_be.strict.name, offering.could_be.policy.name],
        "structure": list(offering.structure),
        "findings": [
            [one.regime, one.rule, str(one.version), one.party, one.applies]
            for one in assessment.findings
        ],
        "hits": {party.id: hits_of(party.screened) for party in assessment.parties},
    }


def rules_pack() -> bytes:
    """Return the rule files that come with the program, by name, as one document."""
    files = {name: data.decode("utf-8") for name, data in sorted_files(shipped("rules"))}
    return json.dumps(files, ensure_ascii=False).encode()


def house_pack(folder: Path) -> bytes:
    """Return the house rules of a folder, by path, as one document."""
    return json.dumps(
        {name: data.decode("utf-8") for name, data in read_files(folder)}, ensure_ascii=False
    ).encode()


def unpacked(pack: bytes) -> list[tuple[str, bytes]]:
    """Return the rule files of a pack as (name, bytes)."""
    return [(name, text.encode()) for name, text in json.loads(pack).items()]
