"""The assessment's JSON document, with hits and lists written as `screen --json` writes them."""

from __future__ import annotations

from typing import Any

from sanccheck.assessment import Assessment
from sanccheck.assessment.to_json import assessment_document, rungs_document
from sanccheck.changes import Changes
from sanccheck.screening_json import hit_document, list_document, not_screened_document


def document(assessment: Assessment) -> dict[str, Any]:
    """Return what `assess --json` prints."""
    return assessment_document(assessment, hit_document, list_document, not_screened_document)


def changes_document(changes: Changes) -> dict[str, Any]:
    """Return what would change the answer, the changes that lower it first."""
    return {
        "found": [
            {
                "fact": change.fact,
                "about": list(change.about),
                "was": change.was,
                "to": list(change.to),
                "stated": change.stated,
                **rungs_document(change.result),
                "could_be": rungs_document(change.could_be),
                "structure": list(change.structure),
                "rules": list(change.rules),
            }
            for change in changes.found
        ],
        "not_tried": changes.left_out,
    }
