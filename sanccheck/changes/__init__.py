"""What would change an answer: facts of the deal changed one at a time, and judged again."""

from sanccheck.changes.find import Change, Changes, what_would_change

__all__ = ["Change", "Changes", "what_would_change"]
