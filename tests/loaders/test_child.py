"""The child process: one for many files; whatever happens in it, the parent lives and only one file is refused."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.loaders import packages
from yzperf.errors import LoadError, Problem
from yzperf.loaders import child, grid
from yzperf.loaders.child import Limits, Worker, allowed

FILE = Path("表.xlsx")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    made = Worker(Limits(cpu=1, wall=60))
    yield made
    made.close()


def task(name: str) -> str:
    return f"tests.loaders.tasks:{name}"


def refusal(worker: Worker, name: str, *arguments: object) -> str:
    with pytest.raises(LoadError) as caught:
        worker.run(task(name), FILE, *arguments)
    return str(caught.value)


def test_one_child_serves_many_files(worker: Worker) -> None:
    first, second = (worker.run(task("tell"), FILE, number, "甲") for number in (1, 2))
    assert first["process"] == second["process"] != os.getpid()
    assert first == {
        "process": first["process"],
        "name": "表.xlsx",
        "arguments": [1, "甲"],
        "data": b"\x00\xff",
        "more": [b"x"],
    }
    assert worker.usage.peak > 0


def test_a_refusal_keeps_its_places(worker: Worker) -> None:
    with pytest.raises(LoadError) as caught:
        worker.run(task("refuse"), FILE)
    first, second = caught.value.problems
    assert isinstance(first, Problem)
    assert str(first) == "表.xlsx 工作表“表一” B2：读到“读到”，应为应为。改法"
    assert second == "一句话"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fail", "损坏或写法异常"),
        ("nest", "嵌套过深"),
        ("swallow", "内存超出限制"),
        ("spin", "超过 1 秒处理器时间"),
        ("leave", "中途退出"),
        ("abort", "中途退出"),
    ],
)
def test_only_the_file_that_went_wrong_is_refused(worker: Worker, name: str, words: str) -> None:
    worker.run(task("tell"), FILE)
    text = refusal(worker, name)
    assert words in text
    assert text.startswith("表.xlsx：")
    assert "另存" in text
    assert worker.run(task("tell"), FILE)["name"] == "表.xlsx"


def test_a_child_that_is_stuck_is_replaced() -> None:
    made = Worker(Limits(wall=5))
    assert "超过 5 秒" in refusal(made, "sleep")
    assert made.run(task("tell"), FILE)["name"] == "表.xlsx"
    made.close()


def test_the_processor_time_of_one_file_is_not_charged_to_the_next(worker: Worker) -> None:
    for _ in range(3):
        assert "处理器时间" in refusal(worker, "spin")
        assert worker.run(task("tell"), FILE)


def test_what_a_library_prints_does_not_get_among_the_answers(worker: Worker) -> None:
    assert worker.run(task("shout"), FILE) == "表.xlsx"
    assert worker.run(task("tell"), FILE)["name"] == "表.xlsx"


def test_a_child_that_has_grown_is_replaced(worker: Worker) -> None:
    before = worker.run(task("tell"), FILE)["process"]
    worker.run(task("grow"), FILE)
    assert worker.run(task("tell"), FILE)["process"] != before


def test_a_child_that_died_while_idle_costs_no_file(worker: Worker) -> None:
    before = worker.run(task("tell"), FILE)["process"]
    os.kill(before, signal.SIGKILL)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
    assert worker.run(task("tell"), FILE)["process"] != before


def test_the_child_writes_no_file(worker: Worker, tmp_path: Path) -> None:
    with pytest.raises(LoadError):
        worker.run(task("write"), tmp_path / "x")
    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0


def framed(answer: str) -> str:
    return f"{len(answer)}\n{answer}"


@pytest.mark.parametrize(
    "answer",
    [
        "nonsense\n",
        "\n",
        "-5\n",
        "99999999999\n",
        "7 3\nxx",
        "9" * 100,
        framed("[]"),
        framed("null"),
        framed('{"result": 1}'),
        framed('{"result": {"bytes": 3}, "cpu": 0, "peak": 0, "last": false}'),
        framed('{"refused": 1, "cpu": 0, "peak": 0, "last": false}'),
        framed('{"refused": [{"place": {"x": 1}}], "cpu": 0, "peak": 0, "last": false}'),
        framed("[" * 9000),
    ],
)
def test_an_answer_that_is_none(worker: Worker, answer: str) -> None:
    assert "中途退出" in refusal(worker, "lie", answer)
    assert worker.run(task("tell"), FILE)["name"] == "表.xlsx"


def test_a_module_beside_the_files_is_not_taken_for_one_of_pythons(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert worker.run(task("tell"), FILE)


def test_an_idle_child_ends(tmp_path: Path) -> None:
    made = Worker(idle_seconds=0.01)
    first = made.run(task("tell"), FILE)["process"]
    with suppress(ChildProcessError):  # it may be gone already
        os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT) if _is_child(first) else None
    assert made.run(task("tell"), FILE)["process"] != first
    made.close()


def _is_child(process: int) -> bool:
    try:
        os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT | os.WNOHANG)
    except ChildProcessError:
        return False
    return True


def test_workbooks_are_read_by_one_child(tmp_path: Path) -> None:
    paths = [packages.workbook(tmp_path / f"{n}.xlsx", f'<row r="1"><c r="A1"><v>{n}</v></c></row>') for n in range(5)]
    texts, children = [], set()
    for path in paths:
        texts.append(grid.read_workbook(path)[0].text(1, 1))
        children.add(child._workers[os.getpid()]._process)
    assert texts == ["0", "1", "2", "3", "4"]
    assert len(children) == 1


# ── what a child sends that was taken over ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("codes", [0, 9]),
        ("codes", [-1, 0]),
        ("rows", [0, 1]),
        ("rows", [1]),
        ("rows", [1, 2_000_000_000]),
        ("columns", [-5, 1]),
        ("merged", [1, 1, 99, 99]),
        ("merged", [-3, 1, 1, 1]),
        ("merged", [1, 1]),
    ],
)
def test_numbers_that_do_not_fit_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: list[int]
) -> None:
    import numpy as np

    arrays = {"rows": [1, 1], "columns": [1, 2], "codes": [0, 1], "merged": [1, 1, 1, 2]}
    sheet = {key: np.array(numbers, np.int32).tobytes() for key, numbers in (arrays | {name: value}).items()}
    answer = {"texts": "甲\x1f乙".encode(), "sheets": [{"name": "表", "hidden": False, "notes": b"\0\0", **sheet}]}
    path = packages.workbook(tmp_path / "t.xlsx", "")
    monkeypatch.setattr(grid, "parse", lambda kind, path: answer)
    with pytest.raises(LoadError, match="前后不符"):
        grid.read_workbook(path)


def test_the_environment_may_allow_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert allowed(Limits()) == Limits()
    monkeypatch.setenv("YZPERF_FILE_GB", "3")
    monkeypatch.setenv("YZPERF_FILE_SECONDS", "120")
    assert allowed(Limits(cpu=60, wall=180)) == Limits(memory=3 << 30, cpu=120, wall=360)


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "很多", "999999"])
def test_a_setting_that_is_no_number_is_told(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("YZPERF_FILE_SECONDS", text)
    with pytest.raises(LoadError, match=rf"环境变量 YZPERF_FILE_SECONDS：{text}，应为1 至 3600 的整数"):
        allowed(Limits())


def test_the_parent_may_change_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages.workbook(tmp_path / "t.xlsx", '<row r="1"><c r="A1"><v>7</v></c></row>')
    assert grid.read_workbook(tmp_path / "t.xlsx")
    monkeypatch.chdir(tmp_path)
    assert grid.read_workbook(Path("t.xlsx"))[0].text(1, 1) == "7"
