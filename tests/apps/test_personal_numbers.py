"""Numbers of persons planted all over a case are in none of its outputs, errors or prints."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.program import run
from yzperf import face
from yzperf.errors import LoadError

MOBILES = ("13812341234", "13912345678", "15012345678", "17712345678", "18812345678", "19912345678", "13312345678")
IDENTITY, CARD = "11010519491231002X", "6222020000000000004"
PLANTED = (*MOBILES, IDENTITY, CARD)


@pytest.fixture(scope="module")
def case(sample_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample case with a number in every file that people write freely into."""
    folder = Path(shutil.copytree(sample_case, tmp_path_factory.mktemp("个人") / "案卷"))
    rows = (folder / "survey.csv").read_text(encoding="utf-8-sig").splitlines()
    rows[1] = rows[1].rsplit(",", 1)[0] + f",请打 {MOBILES[0]}，身份证{IDENTITY}，卡 {CARD}"
    rows[2] = rows[2].replace("WJ0002", MOBILES[1])
    (folder / "survey.csv").write_text("\n".join(rows), encoding="utf-8")
    append(folder / "log.csv", f"2025-06-20,回访,电话 {MOBILES[2]},某某,电话,记录")
    replace(folder / "narrative.toml", "本案卷为示例数据", f"联系{MOBILES[3]}。本案卷为示例数据")
    replace(folder / "costs.csv", "示例数据，纯属虚构", f"会计 {MOBILES[4]}")
    book = openpyxl.load_workbook(folder / "scores.xlsx")
    reason = next(cell for row in book.active.iter_rows() for cell in row if cell.value == "扣分原因")
    book.active.cell(reason.row + 1, reason.column).value = f"见 {MOBILES[5]} 的说明"
    book.save(folder / "scores.xlsx")
    report = docx.Document(str(folder / "report.docx"))
    report.paragraphs[5].add_run(f"得分99.99分，电话{MOBILES[6]}")
    report.save(str(folder / "report.docx"))
    return folder


def append(path: Path, line: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + f"\n{line}\n", encoding="utf-8")


def replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def everything_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text of every file, the parts of Office files one by one."""
    for path in (path for path in folder.rglob("*") if path.is_file()):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{path.name}/{name}", plain(archive.read(name))) for name in archive.namelist())
        else:
            yield path.name, plain(path.read_bytes())


def plain(data: bytes) -> str:
    """Text without tags: Word cuts numbers into runs."""
    return re.sub(r"<[^>]*>", "", data.decode("utf-8", "replace"))


def leaks(named: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, number) for name, text in named for number in PLANTED if number in text]


def test_the_numbers_are_planted(case: Path) -> None:
    assert {number for _, number in leaks(everything_in(case))} == set(PLANTED)


@pytest.mark.parametrize("command", [("evaluate",), ("check",), ("check", "--json")])
def test_no_command_tells_them(case: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    out = {"evaluate": ("--out", str(tmp_path / "结果")), "check": ("--out", str(tmp_path / "结果" / "单.xlsx"))}[
        command[0]
    ]
    done = run(command[0], case, *out, *command[1:])
    assert done.returncode == 1
    named = [("stdout", done.stdout), ("stderr", done.stderr), *everything_in(tmp_path / "结果")]
    assert len(named) > 5
    assert leaks(iter(named)) == []


def test_nothing_that_is_opened_shows_them(case: Path) -> None:
    opened = face.open_case(case)
    shown = [repr(opened), str(opened._repr_mimebundle_()), repr(opened.survey), opened.contents().to_string()]
    shown += [frame.to_string() for frame in (opened.log, opened.budget, *opened.tables.values()) if frame is not None]
    assert leaks((str(number), text) for number, text in enumerate(shown)) == []
    assert "150****5678" in opened.log.to_string()


def test_no_error_tells_them(case: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(case, tmp_path / "案卷"))
    replace(folder / "budget.csv", "1600.00", MOBILES[0] + "号")
    append(folder / "log.csv", f"{MOBILES[2]},回访,a,b,c,d")
    append(folder / "log.csv", f"{IDENTITY}")
    with pytest.raises(LoadError) as caught:
        face.open_case(folder)
    shown = [
        str(caught.value),
        repr(caught.value),
        repr(caught.value.problems),
        face.problems(caught.value).to_string(),
    ]
    assert leaks((str(number), text) for number, text in enumerate(shown)) == []
    assert "138****1234" in shown[0]
