"""Render a memo as one self-contained HTML file, for the screen and for paper."""

from __future__ import annotations

from importlib.resources import files

from sanccheck.memo.document import Memo
from sanccheck.memo.drawing import to_svg
from sanccheck.memo.visible import runs_right_to_left


def to_html(memo: Memo) -> str:
    """Return the memo as an HTML document; every text is escaped by the template."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    folder = files("sanccheck.memo") / "templates"
    environment = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["svg"] = lambda drawing: Markup(to_svg(drawing))  # noqa: S704 - escaped there
    environment.filters["rtl"] = runs_right_to_left
    environment.filters["kind"] = lambda block: type(block).__name__
    return environment.get_template("memo.html.j2").render(memo=memo)
