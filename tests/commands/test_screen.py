from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sanccheck.commands import cli, options
from sanccheck.errors import SanccheckError

CMIC = ("--list", "us_ns_cmic")


def run(*arguments: str) -> Result:
    """Run `sanccheck screen`."""
    return CliRunner().invoke(cli, ["screen", *arguments])


@pytest.mark.usefixtures("home")
class TestAnswers:
    """What `screen` prints on a fresh machine, from the embedded list."""

    def test_answers_offline(self) -> None:
        """A hit shows the entry, why, its dates, its register and what it means; it exits 1."""
        result = run("SenseTime Group", "--as-of", "2026-11-22")
        assert result.exit_code == 1
        said = re.sub(r"\s+", " ", result.stdout)
        for words in (
            "SENSETIME GROUP LIMITED",
            "us_ns_cmic:33114",
            "0.93",
            "possibly the same",
            "all words agree: sensetime, group",
            "Hong Kong C.R. 2162198",
            "CMIC-EO13959",
            "last full day to divest: 9 Dec 2022, New York",
            "neither buy nor sell",
            "blocks no assets",
            "as of 22 Nov 2026 (New York)",
            "68 entries, published 16 Dec 2021, embedded",
            "Not legal advice",
        ):
            assert words in said, words

    def test_names_what_was_not_screened(self) -> None:
        """Each list left out stands with why, the command and the official address."""
        result = run("Harmless Widgets", "--as-of", "2026-11-22")
        assert result.exit_code == 4
        assert "us_ofac_sdn: not downloaded" in result.stdout
        assert "sanccheck lists import us_ofac_sdn SDN.XML\n" in result.stdout
        assert re.search(r"^ +https://\S+/SDN\.XML$", result.stdout, re.MULTILINE)
        assert "cannot be relied on" in result.stdout

    @pytest.mark.parametrize(
        ("day", "code", "words"),
        [
            ("2021-11-22", 0, "nothing found on the lists screened (us_ns_cmic)"),
            ("2021-12-09", 0, "nothing found"),
            ("2021-12-10", 1, "listed, not yet effective on 10 Dec 2021"),
            ("2021-12-20", 1, "listed, not yet effective on 20 Dec 2021"),
            ("2022-02-08", 1, "may not buy"),
            ("2022-12-09", 1, "only to divest"),
            ("2022-12-10", 1, "neither buy nor sell"),
            ("2021-03-01", 4, "predecessor"),
        ],
    )
    def test_answers_as_of_any_day(self, day: str, code: int, words: str) -> None:
        """What was listed later is not there; a day that is not covered is never "no hits"."""
        result = run("SenseTime Group", *CMIC, "--as-of", day)
        assert result.exit_code == code
        assert words in re.sub(r"\s+", " ", result.stdout)

    def test_a_day_not_covered_is_not_nothing_found(self) -> None:
        """Before the list began nothing is said to be found or not."""
        result = run("SenseTime Group", *CMIC, "--as-of", "2021-03-01")
        assert "nothing found" not in result.stdout
        assert "not screened" in result.stdout

    def test_a_harmless_name_exits_0_on_a_list_that_covers_the_day(self) -> None:
        """Nothing found on a list that covers the day is 0, and says on which list."""
        result = run("Harmless Widgets", *CMIC, "--as-of", "2022-01-01")
        assert result.exit_code == 0
        assert "us_ns_cmic" in result.stdout

    def test_a_stale_list_is_no_answer(self) -> None:
        """Nothing found on a stale list exits 4 and says what to do."""
        result = run("Harmless Widgets", *CMIC, "--as-of", "2031-01-01")
        assert result.exit_code == 4
        assert "STALE" in result.stdout

    @pytest.mark.parametrize("listed", ["us_dod_1260h", "us_ns_cmic"])
    def test_no_list_speaks_of_the_future(
        self, listed: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A day after today is no answer though the list is not stale; today itself is one."""
        monkeypatch.setattr(options, "last_day_begun", lambda: date(2026, 8, 1))
        late = run("Harmless Widgets", "--list", listed, "--as-of", "2026-08-02")
        assert late.exit_code == 4
        assert "the day asked is in the future" in re.sub(r"\s+", " ", late.stdout)
        assert "2 Aug 2026 is in the future" in late.stderr
        today = run("Harmless Widgets", "--list", listed, "--as-of", "2026-08-01")
        assert (today.exit_code, today.stderr) == (0, "")
        found = run("SenseTime Group", *CMIC, "--as-of", "2026-08-02")
        assert found.exit_code == 1

    def test_a_day_after_those_covered_is_told(self) -> None:
        """A day after the last verification is answered until the list is stale, and said."""
        result = run("Harmless Widgets", *CMIC, "--as-of", "2026-08-05")
        said = re.sub(r"\s+", " ", result.stdout)
        assert result.exit_code == 0
        assert "us_ns_cmic covers to 9 Jul 2026, the day asked is later" in said
        within = run("Harmless Widgets", *CMIC, "--as-of", "2026-07-09")
        assert "the day asked is later" not in within.stdout

    def test_a_related_party_is_not_the_listed_entity(self) -> None:
        """The parent is shown as such, with the source of that and the conflict of forms."""
        result = run("SenseTime Group Inc.", *CMIC, "--as-of", "2022-03-01")
        said = re.sub(r"\s+", " ", result.stdout)
        assert result.exit_code == 1
        assert "not the listed entity itself: known as its parent" in said
        assert "legal form conflicts: asked Inc, listed Limited" in said
        assert "related to the listed entity and not named on the list" in said

    def test_several_names_are_each_answered(self) -> None:
        """Each name has its answer, in the order asked."""
        result = run("Huawei", "Harmless Widgets", *CMIC, "--as-of", "2022-03-01", "--json")
        names = [one["query"]["name"] for one in json.loads(result.stdout)["results"]]
        assert names == ["Huawei", "Harmless Widgets"]
        assert result.stderr == ""

    def test_names_without_quotes_are_pointed_out(self) -> None:
        """Two words without quotes are two names; stderr says so and how to ask for one."""
        result = run("SenseTime", "Group", *CMIC, "--as-of", "2022-03-01", "--json")
        assert "2 names" in result.stderr
        assert 'sanccheck screen "SenseTime Group"' in result.stderr
        assert len(json.loads(result.stdout)["results"]) == 2

    def test_json_is_one_document(self) -> None:
        """With --json stdout holds the document and nothing else."""
        result = run("\u5546\u6c64\u96c6\u56e2", *CMIC, "--as-of", "2022-03-01", "--json")
        document = json.loads(result.stdout)
        assert document["as_of"] == "2022-03-01"
        assert document["results"][0]["hits"][0]["entry"] == "us_ns_cmic:33114"
        assert "\u5546\u6c64\u96c6\u56e2" in result.stdout

    def test_an_identifier_makes_a_match(self) -> None:
        """A registration number given with --id makes a match, shown as one."""
        result = run("whoever", "--id", "hk_cr:2162198", *CMIC, "--as-of", "2022-03-01")
        assert result.exit_code == 1
        assert "a match" in result.stdout

    def test_text_of_lists_and_names_is_no_markup(self) -> None:
        """Control characters in a name do not reach the terminal."""
        result = run("Huawei \x1b[31m\u202e [bold]", *CMIC, "--as-of", "2022-03-01")
        assert "\x1b" not in result.stdout
        assert "\u202e" not in result.stdout
        assert "[bold]" in result.stdout


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["Foo", "--as-of", "2021-13-01"], "'2021-13-01' is not a date"),
        (["Foo", "--list", "nope"], "list 'nope' is not known"),
        (["Foo", "--min-score", "2"], "least score '2'"),
        (["Foo", "--min-score", "x"], "least score 'x'"),
        (["Foo", "--min-score", "nan"], "least score 'nan'"),
        (["Foo", "--id", "2162198"], "has no scheme"),
        (["Foo", "--id", "nope:1"], "scheme 'nope' is not known"),
        (["Foo", "--id", "lei:"], "has no value"),
        (["Foo", "Bar", "--id", "lei:X"], "--id belongs to one name"),
        (["Foo", "--country", "Narnia"], "country 'Narnia' is not known"),
        ([""], "no letter or digit"),
        (["..."], "no letter or digit"),
        (["x" * 10_000], "10,000 characters long; at most 1,000"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_bad_input_is_one_clear_line(arguments: list[str], words: str) -> None:
    """Bad input ends in one line that says what is wrong, with exit code 2, and no traceback."""
    result = run(*arguments)
    assert isinstance(result.exception, SanccheckError)
    assert result.exception.exit_code == 2
    message = str(result.exception)
    assert words in message
    assert "\n" not in message
    assert len(message) < 300


@pytest.mark.usefixtures("home")
def test_an_unknown_type_is_a_usage_error() -> None:
    """A type that is not one of those offered exits 2."""
    result = run("Foo", "--type", "goat")
    assert result.exit_code == 2
    assert "goat" in result.stderr


def test_the_official_list_takes_the_embedded_one_s_place(home: Path, real_data: Path) -> None:
    """With the official file imported its entries answer; the Chinese names stay."""
    runner = CliRunner()
    source = real_data / "us_ofac_cons" / "CONSOLIDATED_2025-03-28.xml"
    assert runner.invoke(cli, ["lists", "import", "us_ofac_cons", str(source)]).exit_code == 0
    result = run("\u6d77\u5eb7\u5a01\u89c6", *CMIC, "--as-of", "2025-04-01", "--json")
    document = json.loads(result.stdout)
    assert document["lists"][0]["embedded"] is False
    assert document["results"][0]["hits"][0]["entry"] == "us_ns_cmic:30946"
    assert home.is_dir()
