"""The assessment as a document: one model, rendered to Markdown, HTML and Word."""

from sanccheck.memo.build import build_memo
from sanccheck.memo.buyers import Buyers
from sanccheck.memo.document import Memo

__all__ = ["Buyers", "Memo", "build_memo"]
