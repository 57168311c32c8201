"""Find the lists/ and rules/ that come with the program, installed or in a checkout."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from sanccheck.errors import SanccheckError


def shipped(name: str) -> Traversable:
    """Return the shipped folder `name` ("lists" or "rules").

    Raises:
        SanccheckError: when neither the installed nor the checkout's folder is there.
    """
    installed = files("sanccheck") / "_shipped" / name
    if installed.is_dir():
        return installed
    checkout = Path(__file__).parent.parent / name
    if checkout.is_dir():
        return checkout
    raise SanccheckError(
        f"the folder '{name}' that comes with sanccheck is neither at {installed} "
        f"nor at {checkout}; install sanccheck again"
    )
