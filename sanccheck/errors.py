"""The errors that sanccheck raises.

SanccheckError
  UsageError        what was asked cannot be done as asked: a bad date, an unknown list
  InputError        a file of the user's is not what it must be (deal, batch table)
    DealError       a deal file has problems; all of them are reported at once
  BatchFailed       a batch could not be finished; nothing of it was written
  SourceError       a list source
    ListRefused     a list file is not accepted; what was loaded before stays in use
    StoreDamaged    a stored snapshot is not what was written
    DownloadFailed  an official file cannot be had; what was loaded before stays in use
  RuleError         a rule file has problems; all of them are reported at once

A message says what is wrong, where, and what to do: lower case start, no full stop,
real values in quotes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong in a file, with the line (from 1) where it stands."""

    path: str
    line: int | None
    message: str

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.message}"


class SanccheckError(Exception):
    """Any error that sanccheck raises on purpose; `exit_code` is the command line's."""

    exit_code = 2


class UsageError(SanccheckError):
    """What was asked cannot be done as asked."""


class InputError(SanccheckError):
    """A user's file cannot be read as what it must be."""


class BatchFailed(SanccheckError):
    """A batch could not be finished; nothing of it was written."""


class _WithProblems(SanccheckError):
    """An error that carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DealError(_WithProblems, InputError):
    """A deal file has problems."""


class RuleError(_WithProblems):
    """A rule file has problems."""


class SourceError(SanccheckError):
    """A list source cannot be used."""

    exit_code = 4


class ListRefused(SourceError):
    """A list file is not accepted; what was loaded before stays in use."""


class DownloadFailed(SourceError):
    """An official file cannot be had; what was loaded before stays in use."""


class StoreDamaged(SourceError):
    """A stored snapshot is not what was written."""
