from __future__ import annotations

import csv
import multiprocessing
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path

import pytest

from sanccheck.commands import main
from sanccheck.commands.batch_rows import PIECE
from sanccheck.commands.batch_workers import Setting, Workers, states_of
from sanccheck.errors import BatchFailed
from sanccheck.model import EntityType, Query
from sanccheck.screening import Screener
from sanccheck.sources.library import open_library
from sanccheck.sources.served import Served

DAY = date(2022, 1, 1)
LISTS = ("us_ns_cmic",)
NAMES = (
    "SenseTime Group Limited",
    "Temasek Holdings",
    "Huawei Technologes Co Ltd",
    "商汤集团有限公司",
)


@pytest.fixture
def served(home: Path) -> Served:
    """Serve the embedded list alone."""
    return open_library(home).serve(DAY, list(LISTS))


@pytest.fixture
def setting(home: Path, served: Served) -> Setting:
    """Say what the workers open."""
    return Setting(home=home, as_of=DAY, wanted=LISTS, min_score=None, states=states_of(served))


def many() -> Iterator[Query]:
    """Give more queries than two workers have at once, of several kinds."""
    for number in range(2 * PIECE + 100):
        name = NAMES[number % len(NAMES)]
        type_ = EntityType.COMPANY if number % 3 else None
        yield Query(name=f"{name} {number}" if number % 5 else name, type=type_)


@pytest.mark.parametrize("format_", ["csv", "jsonl"])
def test_the_output_is_the_same_for_any_number_of_workers(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    """Two workers write the same bytes as one process, rows with errors among them."""
    del home
    file = tmp_path / "in.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["name", "country"])
        writer.writerows(
            [query.name, "CN" if number % 2 else "nowhere at all"]
            for number, query in enumerate(many())
        )
    written = []
    for workers in ("1", "2"):
        output = tmp_path / f"out{workers}.{format_}"
        asked = ["batch", str(file), "-o", str(output), "--workers", workers]
        asked += ["--list", *LISTS, "--as-of", DAY.isoformat()]
        monkeypatch.setattr("sys.argv", ["sanccheck", *asked])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 1
        written.append(output.read_bytes())
    assert written[0] == written[1]
    assert written[0].count(b"us_ns_cmic:") > PIECE / len(NAMES)


def test_workers_answer_as_one_process_does(served: Served, setting: Setting) -> None:
    """All that is known of a query reaches the worker, and all that it found comes back."""
    alone = list(Screener(served).screen_many(many()))
    with Workers(2, setting) as workers:
        assert list(workers.screen_many(many())) == alone


def test_a_worker_that_ends_is_an_error(setting: Setting) -> None:
    """A worker that is killed loses no rows unseen: the batch fails."""
    # Without an end, so that rows are left to hand over however far the workers were by then.
    endless = cycle([Query(name=name) for name in NAMES])
    with Workers(2, setting) as workers:
        answers = workers.screen_many(endless)
        next(answers)
        for worker in multiprocessing.active_children():
            worker.kill()
        with pytest.raises(BatchFailed, match="a worker process ended before it answered"):
            deque(answers, maxlen=0)


def test_workers_screen_the_same_lists(setting: Setting) -> None:
    """A worker that finds other lists than the batch began with answers nothing."""
    changed = replace(setting, states=(("us_ns_cmic", "0" * 64),))
    with Workers(1, changed) as workers, pytest.raises(BatchFailed, match="the lists changed"):
        list(workers.screen_many(many()))


def test_rows_are_read_as_the_workers_need_them(setting: Setting) -> None:
    """A long file is not taken in whole: few pieces are under way at once."""
    taken = 0

    def endless() -> Iterator[Query]:
        nonlocal taken
        while True:
            taken += 1
            yield Query(name="Temasek Holdings")

    with Workers(1, setting) as workers:
        next(workers.screen_many(endless()))
    assert taken <= 4 * PIECE


def test_the_command_says_what_workers_are_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The help names the option and its default."""
    monkeypatch.setattr("sys.argv", ["sanccheck", "batch", "--help"])
    with pytest.raises(SystemExit):
        main()
    assert "--workers N" in capsys.readouterr().out
