"""The memo's sections on who may buy and on what would change the answer, in every format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result

from sanccheck.assessment import Assessment
from sanccheck.changes import Change, Changes, what_would_change
from sanccheck.commands import cli
from sanccheck.commands.assess import judge_deal
from sanccheck.investors import Answer, Counts, Effect, Reason
from sanccheck.investors.verdict import About, Outcome, Readings
from sanccheck.memo import Buyers, Memo, build_memo
from sanccheck.memo.document import Bullets, Heading, Section, Table
from sanccheck.memo.markdown import escape
from sanccheck.memo.visible import visible
from sanccheck.rulebook.outcomes import Rung, Rungs
from tests.memo.flatten import model_texts, pdf_words, word_texts
from tests.memo.test_content import section, text_of
from tests.memo.test_memo import DEALS, GOLDEN, ROOT
from tests.memo.test_untrusted import HOSTILE

PLACING, DAY = DEALS / "sensetime-placing.yaml", "2026-02-02"
INVESTORS = Path("examples") / "placing-investors.csv"
WHO, WHAT = "Who may buy", "What would change the answer"
FORMATS = ["md", "html", "docx", "pdf", "json"]


@pytest.fixture(autouse=True)
def in_the_checkout(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run where the example file has the same path on every machine."""
    del home
    monkeypatch.chdir(ROOT)


def run(*arguments: object) -> Result:
    """Run the program."""
    return CliRunner().invoke(cli, [str(one) for one in arguments])


def written(target: Path, investors: Path = INVESTORS, *more: object) -> bytes:
    """Return the memo of the placing with the investors of a file."""
    given = ("memo", PLACING, "--as-of", DAY, "--investors", investors, "-o", target, *more)
    result = run(*given)
    assert result.exit_code == 1, result.output
    return target.read_bytes()


def assessed(deal: str = "sensetime-placing", day: str = DAY) -> Assessment:
    """Return the assessment of an example."""
    return judge_deal(DEALS / f"{deal}.yaml", date.fromisoformat(day), None).assessment


def answer(row: int, *reasons: Reason, name: str = "Example Limited") -> Answer:
    """Return a row's answer that has the same reasons under both structures and readings."""
    found = Outcome(reasons=reasons)
    both = Readings(strict=found, policy=found)
    return Answer(row=row, name=name, stands=both, should=both)


def buyers(answers: Sequence[Answer]) -> Buyers:
    """Return the answers with their counts."""
    counts = Counts()
    for one in answers:
        counts.add(one)
    return Buyers(path="who.csv", sha256="a" * 64, counts=counts, answers=tuple(answers))


def who(answers: Sequence[Answer]) -> Section:
    """Return the section on who may buy for some answers."""
    return section(build_memo(assessed(), None, buyers(answers)), WHO)


def after(part: Section, heading: str) -> list[Any]:
    """Return the blocks of a section from a heading to the next of its level."""
    at = part.blocks.index(Heading(heading))
    rest = part.blocks[at + 1 :]
    end = next((n for n, block in enumerate(rest) if isinstance(block, Heading)), len(rest))
    return list(rest[:end])


EXCLUDED = Reason(effect=Effect.EXCLUDES, about=About.OFAC, text="It is one.", rule="CMIC-01")
MISSING = Reason(effect=Effect.MISSING, about=About.PLACE, text="of which place it is")
SHARED = Reason(
    effect=Effect.MISSING, about=About.LISTS, text="a list not screened", everybody=True
)


@pytest.mark.parametrize("suffix", ["md", "html"])
def test_the_memo_of_the_placing_with_its_investors_is_the_one_that_was_looked_at(
    suffix: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The memo of the example with its investors is byte for byte the golden file."""
    made = written(tmp_path / f"m.{suffix}")
    golden = GOLDEN / f"placing-investors-{DAY}.{suffix}"
    if request.config.getoption("--update-golden"):
        golden.write_bytes(made)
    assert made == golden.read_bytes()


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_investors_give_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    """Two runs write the same file in every format."""
    assert written(tmp_path / f"one.{suffix}") == written(tmp_path / f"two.{suffix}")


def test_word_and_pdf_hold_every_word_of_both_sections(tmp_path: Path) -> None:
    """What the model says of buyers and changes stands in Word in its order, and in the PDF."""
    text = written(tmp_path / "m.md").decode()
    words = word_texts(written(tmp_path / "m.docx"))
    pdf = pdf_words(written(tmp_path / "m.pdf"))
    assert text.count(WHO) >= 2
    for said in (
        "Before anybody is eligible",
        "Excluded: 14 rows",
        "Example Hudson Bank N.A., London Branch",
        "Not judged: 4 rows",
        "organised_in: 'Atlantis' is not known; write its ISO code or English name",
        "Changes that lower the answer",
        "this class trades on an exchange or over the counter on the day asked",
    ):
        assert said in words
        assert "".join(said.split()) in pdf
        assert escape(said) in text


def test_the_tables_of_word_repeat_their_header(tmp_path: Path) -> None:
    """A table of investors that goes over a page says on the next what its columns are."""
    document = docx.Document(io.BytesIO(written(tmp_path / "m.docx")))
    tables = [one for one in document.tables if one.rows[0].cells[0].text in {"Row", "Rows"}]
    assert len(tables) == 5
    assert all(
        one.rows[0]._tr.xpath("./w:trPr/w:tblHeader")  # noqa: SLF001 - python-docx has no reader
        for one in tables
    )


def test_the_json_is_that_of_assess(tmp_path: Path) -> None:
    """The file holds what `assess --json` prints, and with investors what that adds."""
    plain = run("memo", PLACING, "--as-of", DAY, "-o", tmp_path / "plain.json")
    assert plain.exit_code == 1
    printed = json.loads(run("assess", PLACING, "--as-of", DAY, "--json").stdout)
    found = json.loads((tmp_path / "plain.json").read_text(encoding="utf-8"))
    assert found["changes"]["found"]
    assert found == {key: printed[key] for key in found}
    given = ("assess", PLACING, "--as-of", DAY, "--investors", INVESTORS, "--json")
    judged = json.loads(run(*given).stdout)
    with_investors = json.loads(written(tmp_path / "who.json"))
    assert with_investors["investors"] == judged["investors"]
    assert with_investors["changes"] == found["changes"]


def test_the_counts_are_those_of_the_workbook() -> None:
    """Each verdict is counted under both structures and readings; bad rows and rows too."""
    bad = Answer(row=4, name="", problems=("name: is empty", "type: 'x' is not known"))
    part = who([answer(1, EXCLUDED, SHARED), answer(2, SHARED), answer(3), bad])
    counts = next(block for block in part.blocks if isinstance(block, Table))
    rows = {row[0].plain(): [cell.plain() for cell in row[1:]] for row in counts.rows}
    assert rows["excluded"] == ["1"] * 5
    assert rows["cannot decide"] == ["1"] * 5
    assert rows["eligible"] == ["1"] * 5
    assert rows["row not judged"] == ["1"] * 5
    assert rows["rows"] == ["4"] * 5
    (table,) = after(part, "Not judged: 1 row")
    assert [cell.plain() for cell in table.rows[0]] == [
        "4", "(no name)", "name: is empty; type: 'x' is not known",
    ]  # fmt: skip


def test_what_everybody_has_is_told_once() -> None:
    """A reason of every row stands before the rows and decides none of them by itself."""
    part = who([answer(1, MISSING, SHARED), answer(2, SHARED)])
    assert text_of(part).count("a list not screened") == 1
    table, _, why = after(part, "Cannot decide: 2 rows")
    assert [row[4].plain() for row in table.rows] == ["place", "as everybody, above"]
    assert [[cell.plain() for cell in row] for row in why.rows] == [
        ["1", "place: of which place it is", ""]
    ]


def test_the_rows_stand_by_verdict_with_what_decides() -> None:
    """The excluded come first; each has its verdict, and its rules; a reason names its rows."""
    part = who([answer(1), answer(2, MISSING), *(answer(row, EXCLUDED) for row in (3, 4, 5, 9))])
    titles = [block.text for block in part.blocks if isinstance(block, Heading)]
    assert titles == ["Excluded: 4 rows", "Cannot decide: 1 row", "Eligible: 1 row"]
    table, _, why = after(part, "Excluded: 4 rows")
    assert [cell.plain() for cell in table.rows[0]] == [
        "3", "Example Limited", "excluded", "excluded", "OFAC US person (CMIC-01)",
    ]  # fmt: skip
    assert why.rows[0][0].plain() == "3 to 5, 9"
    assert after(part, "Eligible: 1 row")[0].rows[0][4].plain() == (
        "nothing bars it on the facts given"
    )


def test_a_row_that_is_otherwise_under_the_deal_as_it_stands_says_so() -> None:
    """Both structures are told where they differ."""
    one = answer(1, EXCLUDED)
    free = Readings(strict=Outcome(), policy=Outcome())
    (table, *_) = after(who([replace(one, stands=free)]), "Excluded: 1 row")
    assert table.rows[0][2].plain() == "excluded; as the deal stands: eligible"


def test_a_long_list_is_cut_with_how_many_more_and_where_they_are() -> None:
    """Forty rows of a verdict are shown; the rest is counted, with the command that writes all."""
    part = who([answer(row, EXCLUDED) for row in range(1, 101)])
    table, more, _, why = after(part, "Excluded: 100 rows")
    assert [row[0].plain() for row in table.rows] == [str(row) for row in range(1, 41)]
    assert more.line.plain() == (
        "And 60 more rows: sanccheck assess DEAL --investors FILE -o who.xlsx writes them all."
    )
    assert why.rows[0][0].plain() == "1 to 30 and 70 more"


def test_many_reasons_are_cut_too() -> None:
    """Twenty-five reasons of a verdict are told, those of most rows first."""
    own = [answer(row, replace(MISSING, text=f"reason {row}")) for row in range(1, 41)]
    blocks = after(who([*own, answer(41, MISSING), answer(42, MISSING)]), "Cannot decide: 42 rows")
    tables = [block for block in blocks if isinstance(block, Table)]
    assert len(tables[1].rows) == 25
    assert tables[1].rows[0][0].plain() == "41, 42"
    assert "And 16 more reasons" in repr(blocks)


def test_the_first_page_says_who_may_be_allocated() -> None:
    """What to do has the counts; the appendix has the file with its hash."""
    memo = build_memo(assessed(), None, buyers([answer(1), answer(2, EXCLUDED), answer(3)]))
    (todo,) = section(memo, "What to do").blocks
    assert isinstance(todo, Bullets)
    said = "".join(line.plain() for line in todo.lines)
    assert "of 3 rows, once the deal is settled, 2 eligible, 1 excluded." in said
    end = section(memo, "Appendix: no-hits, inputs, program")
    assert "who.csv" in text_of(end)
    assert "a" * 64 in text_of(end)


@pytest.mark.parametrize("key", ["formula", "script", "word-xml", "typst", "jinja", "turned"])
def test_an_investor_of_any_name_is_written_as_text(key: str, tmp_path: Path) -> None:
    """From the investor file to the memo: the name is there, as text, in every format."""
    name = HOSTILE[key]
    file = tmp_path / "who.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(
            [["name", "organised_in"], [name, "KY"], [name, f"Atlantis {name}"]]
        )
    shown = visible(name)
    assert escape(shown) in written(tmp_path / "m.md", file).decode()
    html = written(tmp_path / "m.html", file).decode()
    assert "<script" not in html
    assert "javascript" not in html
    assert shown in "\n".join(word_texts(written(tmp_path / "m.docx", file)))
    assert "".join(shown.split())[:40] in pdf_words(written(tmp_path / "m.pdf", file))


@pytest.mark.parametrize(("name", "code"), [("Example Quiet Capital", 3), ("SENSETIME GROUP", 1)])
def test_the_exit_code_is_that_of_assess_with_the_same_investors(
    name: str, code: int, tmp_path: Path
) -> None:
    """A hit of an investor gives 1 where the deal alone, and an open row, give 3."""
    deal, file = tmp_path / "deal.yaml", tmp_path / "who.csv"
    deal.write_text(
        "deal: {kind: offering, action: purchase}\nsecurity: {kind: loan, publicly_traded: no}\n"
        "parties:\n  - {id: issuer, name: Quiet Harbour Ltd, role: issuer, organised_in: KY}\n",
        encoding="utf-8",
    )
    file.write_text(f"name\n{name}\n", encoding="utf-8")
    assert run("assess", deal, "--as-of", DAY).exit_code == 3
    rows = ("--as-of", DAY, "--investors", file)
    assert run("memo", deal, *rows, "-o", tmp_path / "m.md").exit_code == code
    assert run("assess", deal, *rows).exit_code == code


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--sheet", "S", "-o", "m.md"), "--sheet goes with --investors"),
        (("--investors", INVESTORS, "-o", "m.ftm.json"), "does not go with .ftm.json"),
        (("--investors", "nowhere.csv", "-o", "m.md"), "nowhere.csv"),
    ],
)
def test_options_that_do_not_go_together_are_told(more: tuple[object, ...], said: str) -> None:
    """Each is one clear line, exit 2, and nothing is written."""
    result = run("memo", PLACING, *more)
    assert said in str(result.exception)
    assert getattr(result.exception, "exit_code", None) == 2
    assert not Path("m.md").exists()


def test_investors_do_not_go_with_a_batch(tmp_path: Path) -> None:
    """A batch has no deal that anybody could buy into."""
    given = ("memo", "--batch", tmp_path / "x.jsonl", "--investors", INVESTORS, "-o", "m.md")
    assert "do not go with --batch" in str(run(*given).exception)


def changed(assessment: Assessment, changes: Changes) -> Memo:
    """Return a memo with what would change the answer."""
    return build_memo(assessment, changes)


def test_the_changes_are_those_of_assess() -> None:
    """Every change stands with its fact, both words, the answer then and the rules that flip."""
    judged = judge_deal(PLACING, date.fromisoformat(DAY), None)
    found = what_would_change(judged.loaded, judged.rulebook, judged.assessment)
    part = section(changed(judged.assessment, found), WHAT)
    lower, higher = (block for block in part.blocks if isinstance(block, Table))
    assert len(lower.rows) + len(higher.rows) == len(found.found)
    rows = {row[0].plain(): [cell.plain() for cell in row[1:]] for row in lower.rows}
    assert rows["action"] == [
        "purchase",
        "hold",
        "policy: CLEAR so far; could be PROHIBITED",
        "CMIC-01, REGS-01, REGS-03",
    ]


def test_how_many_changes_were_not_tried_is_said() -> None:
    """A search that was bounded says so, with the option that tries the rest."""
    part = section(changed(assessed(), Changes(found=(), left_out=7)), WHAT)
    assert "7 further changes were not tried" in text_of(part)
    assert "--all-changes" in text_of(part)
    assert "No change of one fact that was tried" in text_of(part)
    whole = section(changed(assessed(), Changes(found=(), left_out=0)), WHAT)
    assert "--all-changes" not in text_of(whole)


def test_many_changes_are_cut_with_how_many_more() -> None:
    """Twenty-four of a direction are shown."""
    one = Change(
        fact="a fact", about=(), was="no", to=("yes",), stated=True,
        result=Rungs(strict=Rung.PROHIBITED, policy=Rung.PROHIBITED),
        could_be=Rungs(strict=Rung.PROHIBITED, policy=Rung.PROHIBITED),
        structure=(), rules=(),
    )  # fmt: skip
    many = tuple(replace(one, fact=f"fact {number}") for number in range(30))
    part = section(changed(assessed(), Changes(found=many, left_out=0)), WHAT)
    (table,) = [block for block in part.blocks if isinstance(block, Table)]
    assert len(table.rows) == 24
    assert "And 6 more changes, which the memo as .json tells." in text_of(part)


def test_what_would_change_is_not_looked_for_where_it_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FollowTheMoney holds no answer, so that nothing is judged again for it."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("looked for what would change the answer")

    monkeypatch.setattr("sanccheck.changes.what_would_change", refuse)
    given = ("memo", PLACING, "--as-of", DAY, "-o", tmp_path / "m.ftm.json")
    assert run(*given).exit_code == 1
    assert isinstance(run(*given[:-1], tmp_path / "m.md").exception, AssertionError)


def test_the_texts_of_both_sections_are_those_of_the_model() -> None:
    """A memo without them has neither section."""
    bare = build_memo(assessed())
    assert not {WHO, WHAT} & {item.title for item in bare.sections}
    full = build_memo(assessed(), Changes(found=(), left_out=0), buyers([answer(1)]))
    titles = [item.title for item in full.sections]
    assert titles[titles.index("All open questions") + 1 :][:3] == [WHO, WHAT, "Lists"]
    assert len(model_texts(full)) > len(model_texts(bare))
