"""New cases: everything is there to fill in, and opening one says what is missing and nothing worse."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from yzperf import face
from yzperf.apps.case_state import state_lines
from yzperf.errors import ReportError, RuleError
from yzperf.reports.new_case import case_kinds, make_case


@pytest.mark.parametrize("kind", case_kinds())
def test_a_new_case_opens_and_says_what_is_missing(tmp_path: Path, kind: str) -> None:
    folder = face.new_case(tmp_path / "案卷", kind=kind, region="扬中")
    case = face.open_case(folder)
    assert case.info.region == "扬中"
    assert case.info.profile == case_kinds()[kind].profile
    assert "评分表（scores.xlsx）还没有填写" in case.missing
    assert "证据清单（evidence/manifest.csv）还没有填写" in case.missing
    assert "问卷数据（survey.csv）" in case.missing
    assert face.check_case(case).findings == ()
    assert all(line for line in state_lines(case))


@pytest.mark.parametrize("kind", case_kinds())
def test_the_page_names_every_file(tmp_path: Path, kind: str) -> None:
    folder = face.new_case(tmp_path / "案卷", kind=kind)
    page = (folder / "README.md").read_text(encoding="utf-8")
    files = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    assert [name for name in files if f"`{name}`" not in page and name != "README.md"] == []


def test_a_filled_form_is_read(tmp_path: Path) -> None:
    folder = face.new_case(tmp_path / "案卷")
    book = openpyxl.load_workbook(folder / "scores.xlsx")
    sheet = book.worksheets[0]
    row = next(cells[0].row for cells in sheet.iter_rows() if str(cells[0].value).startswith("一级指标")) + 1
    for column, value in enumerate(("产出", "产出数量", "治理村数量", "", "", "≥48个", "48", 100, 100, "", "E01"), 1):
        sheet.cell(row, column).value = value
    book.save(folder / "scores.xlsx")
    case = face.open_case(folder)
    assert case.scores is not None
    assert [(one.indicator, one.weight.text, one.evidence) for one in case.scores.rows] == [
        ("治理村数量", "100", ("E01",))
    ]
    assert face.evaluate(case).card.total == 100


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "案卷").mkdir()
    (tmp_path / "案卷" / "重要.txt").write_text("x", encoding="utf-8")
    with pytest.raises(ReportError, match="已有内容，没有动它"):
        face.new_case(tmp_path / "案卷")
    assert [path.name for path in tmp_path.rglob("*")] == ["案卷", "重要.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "案卷").mkdir()
    assert (face.new_case(tmp_path / "案卷") / "case.toml").exists()


@pytest.mark.parametrize(("options", "error"), [({"kind": "总评"}, ReportError), ({"region": "火星"}, RuleError)])
def test_unknown_names_leave_nothing_behind(tmp_path: Path, options: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error, match=r"总评|火星"):
        face.new_case(tmp_path / "案卷", **options)
    assert list(tmp_path.iterdir()) == []


def test_the_same_day_gives_the_same_files(tmp_path: Path) -> None:
    one, other = (make_case(tmp_path / name, "evaluation", "国家", date(2025, 6, 1)) for name in ("一", "二"))
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert [(one / name).read_bytes() for name in files] == [(other / name).read_bytes() for name in files]
