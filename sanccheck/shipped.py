"""Find the lists/ and rules/ that come with the program, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sanccheck.errors import SanccheckError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def shipped(name: str) -> Traversable:
    """Return the shipped folder `name` ("lists" or "rules").

    A program run from a zip file is asked last: only that needs `importlib.resources`, which
    takes a tenth of a cold start to load.

    Raises:
        SanccheckError: when neither the installed nor the checkout's folder is there.
    """
    package = Path(__file__).parent
    for folder in (package / "_shipped" / name, package.parent / name):
        if folder.is_dir():
            return folder
    from importlib.resources import files

    packed = files("sanccheck") / "_shipped" / name
    if packed.is_dir():
        return packed
    raise SanccheckError(
        f"the folder '{name}' that comes with sanccheck is neither at {packed} "
        f"nor at {package.parent / name}; install sanccheck again"
    )
