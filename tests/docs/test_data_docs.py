"""Pages on surveys, databases and cases quote what the program says today."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.program import run
from yzperf import face
from yzperf.apps.case_state import state_lines
from yzperf.domain.case import Case
from yzperf.loaders.databases.mapping import shipped_mappings

DOCS = ROOT / "docs"


def quoted(page: str, section: str = "") -> list[str]:
    """Lines of the blocks that show output, on the whole page or in one section."""
    text = (DOCS / page).read_text(encoding="utf-8")
    text = text.partition(f"## {section}")[2].partition("\n## ")[0] if section else text
    blocks = re.findall(r"^```text\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()]


def said(*arguments: object, cwd: Path) -> str:
    return run(*arguments, cwd=cwd).stdout


def test_the_survey_page(tmp_path: Path) -> None:
    folder = DOCS / "examples" / "survey"
    out = said("survey", folder / "答卷.csv", "--codebook", folder / "编码本.csv", cwd=tmp_path).splitlines()
    assert [line for line in quoted("surveys.md") if line not in out] == []


def test_the_database_page(tmp_path: Path, published: Path) -> None:
    out = said(
        "database", published / "S14.xlsx", "--mapping", "pm_self_eval", "--out", "库表", cwd=tmp_path
    ).splitlines()
    assert [line for line in quoted("databases.md") if line not in out] == []
    page = (DOCS / "databases.md").read_text(encoding="utf-8")
    assert [name for name in shipped_mappings() if f"`{name}`" not in page] == []


def test_the_mapping_on_the_page_is_sound(tmp_path: Path) -> None:
    from yzperf.loaders.databases.mapping import load_mapping

    page = (DOCS / "databases.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```", page, flags=re.DOTALL | re.MULTILINE)
    (tmp_path / "m.toml").write_text(example, encoding="utf-8")
    assert load_mapping(tmp_path / "m.toml").forms is not None


def test_the_case_page(tmp_path: Path) -> None:
    folder = face.new_case(tmp_path / "案卷", region="扬中")
    (folder / "evidence" / "批复.txt").write_text("x", encoding="utf-8")
    lines = [f"  {line}" for line in state_lines(face.open_case(folder))]
    shown = [line for line in quoted("cases.md", "新建") if line.startswith("  ")]
    assert shown == lines


@pytest.mark.parametrize("page", ["surveys.md", "databases.md", "cases.md"])
def test_every_name_of_the_face_that_is_quoted_exists(page: str) -> None:
    import yzperf as yz

    names = set(re.findall(r"\byz\.(\w+)", (DOCS / page).read_text(encoding="utf-8")))
    assert names
    assert names <= set(yz.__all__)


def test_what_is_said_of_a_folder_as_handed_in(sample_case: Path, tmp_path: Path) -> None:
    names = {"report.docx": "评价报告（终稿）.docx", "scores.xlsx": "指标打分.xlsx", "budget.csv": "资金到位.csv"}
    folder = tmp_path / "交来"
    (folder / "问卷").mkdir(parents=True)
    for old, new in (names | {"survey.csv": "问卷/答卷.csv"}).items():
        shutil.copy(sample_case / old, folder / new)
    (folder / "会议照片.jpg").write_bytes(b"\xff\xd8")
    case = face.open_deliverable(folder, on=date(2025, 3, 10), region="扬中")
    assert isinstance(case, Case)
    assert quoted("cases.md", "没有 case.toml") == [f"  {line}" for line in state_lines(case)]
