"""The assessment's JSON document, with hits and lists written as `screen --json` writes them."""

from __future__ import annotations

from typing import Any

from sanccheck.assessment import Assessment
from sanccheck.assessment.to_json import assessment_document
from sanccheck.screening_json import hit_document, list_document, not_screened_document


def document(assessment: Assessment) -> dict[str, Any]:
    """Return what `assess --json` prints."""
    return assessment_document(assessment, hit_document, list_document, not_screened_document)
