"""Render a memo as one self-contained HTML file, for the screen and for paper."""

from __future__ import annotations

import base64
from importlib.resources import files

from sanccheck.errors import InputError
from sanccheck.memo.document import Memo
from sanccheck.memo.drawing import to_svg
from sanccheck.memo.letterhead import PLAIN, Letterhead, Logo
from sanccheck.memo.visible import runs_right_to_left

_OURS = "memo.html.j2"
_THEIRS = "letterhead"


def to_html(memo: Memo, letterhead: Letterhead = PLAIN) -> str:
    """Return the memo as an HTML document; every text is escaped by the template.

    Your own template is given `memo` and `letterhead`. It can extend `memo.html.j2` and fill its
    blocks `style`, `header`, `sections` and `footer`. It runs in Jinja's sandbox.

    Raises:
        InputError: when the letterhead's template is wrong.
    """
    from jinja2 import FunctionLoader, StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    folder = files("sanccheck.memo") / "templates"

    def load(name: str) -> str | None:
        if name == _THEIRS:
            return letterhead.html
        return (folder / _OURS).read_text(encoding="utf-8") if name == _OURS else None

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["svg"] = lambda drawing: Markup(to_svg(drawing))  # noqa: S704 - escaped there
    environment.filters["rtl"] = runs_right_to_left
    environment.filters["data_uri"] = _data_uri
    environment.filters["kind"] = lambda block: type(block).__name__
    name = _OURS if letterhead.html is None else _THEIRS
    try:
        return environment.get_template(name).render(memo=memo, letterhead=letterhead)
    except TemplateError as error:
        if letterhead.html is None:
            raise
        line = getattr(error, "lineno", None)
        where = letterhead.html_path if line is None else f"{letterhead.html_path}:{line}"
        raise InputError(f"{where}: the template cannot be rendered: {error}") from None


def _data_uri(logo: Logo) -> str:
    kind = {"png": "image/png", "jpg": "image/jpeg"}[logo.kind]
    return f"data:{kind};base64,{base64.b64encode(logo.data).decode()}"
