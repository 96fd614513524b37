"""A folder as it was handed in: files known by what they hold, everything that was not used named."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.pdf_file import write_pdf
from yzperf import face
from yzperf.apps.case_state import state_lines
from yzperf.apps.checker.material import Material
from yzperf.domain.case import Case
from yzperf.domain.finding import EvidenceClass
from yzperf.errors import LoadError, Place
from yzperf.loaders.delimited import read_rows

ON, REGION = date(2025, 3, 10), "扬中"
NAMES = {
    "report.docx": "01报告/2024年度绩效评价报告（终稿）.docx",
    "scores.xlsx": "02打分/指标打分.xlsx",
    "targets.xlsx": "02打分/目标申报表.xlsx",
    "self_evaluation.xlsx": "单位交来/自评.xlsx",
    "budget.csv": "资金到位.csv",
    "log.csv": "工作记录.csv",
    "survey.csv": "问卷/答卷.csv",
    "survey_codebook.csv": "问卷/题目说明.csv",
    "survey_frame.csv": "问卷/各镇户数.csv",
}


@pytest.fixture
def handed_in(sample_case: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "交来"
    for old, new in NAMES.items():
        (folder / new).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(sample_case / old, folder / new)
    return folder


def opened(folder: Path) -> Case:
    case = face.open_deliverable(folder, on=ON, region=REGION)
    assert isinstance(case, Case)
    return case


def found(folder: Path) -> set[tuple[str, str, str, str]]:
    audit = face.check(folder, on=ON, region=REGION)
    return {(one.id, one.message, one.reported, one.recomputed) for one in audit.findings}


def test_every_file_is_known_by_what_it_holds(handed_in: Path) -> None:
    case = opened(handed_in)
    assert case.scores
    assert case.targets
    assert case.self_evaluations
    assert case.budget is not None
    assert case.log is not None
    assert case.survey is not None
    assert (len(case.survey.answers), len(case.log)) == (420, len(read_rows(handed_in / "工作记录.csv")) - 1)
    assert case.report == handed_in / NAMES["report.docx"]
    # of the report, not of the folder
    assert case.info.name == "扬中市农村生活污水治理项目（示例）2024年度绩效评价报告"
    assert list(case.tables) == ["各镇户数"]
    lines = list(state_lines(case))
    assert all("认作" in line for line in lines)
    assert len(lines) == len(NAMES)
    assert "02打分/指标打分.xlsx：认作评分表" in lines


def test_the_same_is_found_as_in_the_case(handed_in: Path, sample_case: Path) -> None:
    """All but what needs evidence, declared parties, registered tables and methods."""
    case = face.check(sample_case, on=ON, region=REGION)
    expected = {(one.id, one.message, one.reported, one.recomputed) for one in case.findings if one.id[0] in "AB"}
    assert len(expected) >= 5
    assert expected <= found(handed_in)


def test_places_name_the_files_that_were_handed_in(handed_in: Path) -> None:
    places = [one.where for one in face.check(handed_in, on=ON, region=REGION).findings]
    assert {place.file for place in places} <= {Path(name).name for name in NAMES.values()}
    excerpt = Material(handed_in).around(next(place for place in places if place.file == "指标打分.xlsx"))
    assert excerpt.rows


def test_a_row_of_a_workbook_with_a_title_is_told_by_its_own_number(handed_in: Path) -> None:
    rows = read_rows(handed_in / "资金到位.csv")
    (handed_in / "资金到位.csv").unlink()
    book = openpyxl.Workbook()
    book.active.title = "资金"
    for row in [["项目资金到位和使用情况表（单位：万元）"], [], *rows]:
        book.active.append(row)
    book.save(handed_in / "资金.xlsx")
    (finding,) = [one for one in face.check(handed_in, on=ON, region=REGION).findings if one.where.file == "资金.xlsx"]
    at = next(number for number, row in enumerate(rows, 3) if "93.20" in "".join(row))
    assert finding.where == Place("资金.xlsx", "资金", f"第{at}行“执行率”")


def test_a_survey_without_codebook_is_read_by_a_guessed_one(handed_in: Path, sample_case: Path) -> None:
    (handed_in / NAMES["survey_codebook.csv"]).unlink()
    case = opened(handed_in)
    assert case.survey is not None
    asked = [item.column for item in case.survey.codebook if item.kind == "满意度"]
    told = face.open_case(sample_case).survey
    assert told is not None
    assert asked == [item.column for item in told.codebook if item.kind == "满意度"]
    assert any("没有编码本" in line and "--propose" in line for line in case.notes)


def test_the_score_sheet_of_the_annex_serves_where_no_workbook_does(handed_in: Path) -> None:
    (handed_in / NAMES["scores.xlsx"]).unlink()
    case = opened(handed_in)
    assert case.scores
    assert case.scores.file == Path(NAMES["report.docx"]).name
    assert any(id == "B03" for id, *_ in found(handed_in))


def test_two_final_reports_are_two_projects(handed_in: Path) -> None:
    shutil.copy(handed_in / NAMES["report.docx"], handed_in / "另一份（终稿）.docx")
    with pytest.raises(LoadError, match=r"2 份评价报告.*另一份（终稿）\.docx.*请只留一份"):
        opened(handed_in)


@pytest.mark.parametrize("name", ["01报告/2024年度绩效评价报告（征求意见稿）.docx", "旧/报告初稿0311.docx"])
def test_a_draft_beside_the_final_report_is_set_aside(handed_in: Path, name: str) -> None:
    (handed_in / name).parent.mkdir(exist_ok=True)
    shutil.copy(handed_in / NAMES["report.docx"], handed_in / name)
    case = opened(handed_in)
    assert case.report == handed_in / NAMES["report.docx"]
    assert any(line.startswith(f"没有用到 {name}") and "yzperf compare" in line for line in case.notes)


def test_a_print_beside_its_original_is_set_aside(tmp_path: Path) -> None:
    document = docx.Document()
    for text in REPORT:
        document.add_paragraph(text)
    document.save(tmp_path / "报告.docx")
    write_pdf(tmp_path / "报告.pdf", [[text[at : at + 38] for text in REPORT for at in range(0, len(text), 38)]])
    case = opened(tmp_path)
    assert case.report == tmp_path / "报告.docx"
    assert any("报告.pdf" in line and "原稿" in line for line in case.notes)


def test_drafts_of_another_project_are_not_taken_for_drafts(handed_in: Path) -> None:
    document = docx.Document()
    for text in REPORT:
        document.add_paragraph(text)
    document.save(handed_in / "营养餐报告（初稿）.docx")
    with pytest.raises(LoadError, match="2 份评价报告"):
        opened(handed_in)


def test_of_two_surveys_the_larger_is_recomputed_and_the_other_named(handed_in: Path) -> None:
    (handed_in / NAMES["survey_codebook.csv"]).unlink()
    rows = read_rows(handed_in / NAMES["survey.csv"])
    (handed_in / "问卷/干部.csv").write_text("\n".join(map(",".join, rows[:40])), encoding="utf-8")
    case = opened(handed_in)
    assert case.survey is not None
    assert len(case.survey.answers) == len(rows) - 1
    assert "干部" in case.tables
    assert any("干部.csv" in line and "一次只复算一份问卷" in line for line in case.notes)


@pytest.mark.parametrize(("name", "saved_as"), [("报告.doc", ".docx"), ("打分.et", ".xlsx"), ("资金.XLS", ".xlsx")])
def test_old_and_wps_files_are_named_with_what_to_do(handed_in: Path, name: str, saved_as: str) -> None:
    (handed_in / name).write_bytes(b"\xd0\xcf\x11\xe0")
    assert any(name in line and f"另存为 {saved_as}" in line for line in opened(handed_in).notes)


def test_evidence_and_other_files_are_left_alone_and_named(handed_in: Path) -> None:
    (handed_in / "佐证材料").mkdir()
    shutil.copy(handed_in / NAMES["report.docx"], handed_in / "佐证材料" / "上年报告.docx")
    (handed_in / "~$报告.docx").write_bytes(b"lock")
    (handed_in / "现场.jpg").write_bytes(b"\xff\xd8")
    (handed_in / "坏的.xlsx").write_bytes(b"not a workbook")
    (handed_in / "零散.csv").write_text("甲\n1\n", encoding="utf-8")
    notes = [line for line in opened(handed_in).notes if line.startswith("没有用到")]
    assert [re.split("[ ：]", line)[1] for line in sorted(notes)] == ["坏的.xlsx", "现场.jpg", "零散.csv"]


def test_evidence_with_a_manifest_is_verified(handed_in: Path, sample_case: Path) -> None:
    shutil.copytree(sample_case / "evidence", handed_in / "evidence")
    assert opened(handed_in).evidence_files == face.open_case(sample_case).evidence_files


def test_nothing_to_check_is_said(tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(LoadError, match=r"没有认出评价报告、评分表.*说明\.txt"):
        opened(tmp_path)


def test_an_archive_of_many_projects_is_refused(tmp_path: Path) -> None:
    for number in range(61):
        (tmp_path / f"{number}.docx").write_bytes(b"")
    with pytest.raises(LoadError, match=r"61 个文件.*请按项目分开"):
        opened(tmp_path)


def test_a_case_keeps_its_own_rules(sample_case: Path) -> None:
    case = face.open_deliverable(sample_case, on=date(2030, 1, 1), region="国家")
    assert isinstance(case, Case)
    assert case.declared
    assert (case.info.rules_on, case.info.region) == (ON, REGION)


REPORT = [
    "某某县学生营养餐补助绩效评价报告",
    "一、项目基本情况",
    "项目预算200.00万元，实际支出150.00万元，预算执行率为80.00%，资金主要用于食材采购和人员工资，由县教育局按月拨付各校。"
    * 9,
    "二、评价结论",
    "经综合评价，项目得分88.50分，等级为“良”。资金管理总体规范，各校账目清楚，家长反映较好，但验收记录不全的情况仍然存在。"
    * 6,
]


def test_what_is_found_in_a_pdf_is_a_lead(tmp_path: Path) -> None:
    lines = [text[at : at + 38] for text in REPORT for at in range(0, len(text), 38)]
    path = write_pdf(tmp_path / "报告.pdf", [lines])
    audit = face.check(path, on=ON, region="国家")
    assert audit.findings
    assert not audit.is_serious
    assert {one.evidence for one in audit.findings} == {EvidenceClass.LEAD}
    assert all("由 PDF 还原" in one.message for one in audit.findings)
    assert any(one.id == "B09" and one.recomputed.startswith("75") for one in audit.findings)
    assert found(tmp_path) == {(one.id, one.message, one.reported, one.recomputed) for one in audit.findings}
