"""``yzperf form``: the list, an empty form, a filled one with what must be put right."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

import yzperf as yz
from tests.filled_forms import fill, plain_value
from tests.program import run
from tests.rules.test_form_fields import own
from yzperf.apps.form_files import form_list, read_filled, write_filled
from yzperf.errors import LoadError, RuleError
from yzperf.reports.form_layout import input_boxes, lay_out
from yzperf.rules import load_all_forms

FORMS = load_all_forms()


def test_the_list_says_how_far_each_form_was_verified() -> None:
    done = run("form", "--json")
    assert done.returncode == 0
    lines = {line["id"]: line for line in json.loads(done.stdout)}
    assert set(lines) == set(FORMS)
    assert lines["rectification_ledger"] == {
        "id": "rectification_ledger",
        "name": "整改台账",
        "fields": 14,
        "clause": "实务常见表式（未核实，不作为依据引用）",
        "status": "未核实",
    }
    assert lines["self_evaluation_national"]["status"] == "已读原文"
    shown = run("form").stdout
    assert all(id in shown for id in FORMS)


def test_write_fill_read_by_the_command_line(tmp_path: Path) -> None:
    empty = tmp_path / "底稿.xlsx"
    assert run("form", "working_paper", "--out", empty).returncode == 0
    done = run("form", "--read", empty)
    assert done.returncode == 1
    assert "请填写“底稿编号”" in done.stdout
    fill(FORMS["working_paper"], tmp_path / "填好.xlsx", plain_value)
    done = run("form", "--read", tmp_path / "填好.xlsx", "--json")
    assert done.returncode == 0
    (form,) = json.loads(done.stdout)
    assert (form["form"], form["problems"]) == ("working_paper", [])
    number = form["parts"]["表头"][0]["values"]["no"]
    assert number == {
        "heading": "底稿编号",
        "text": "底稿编号内容1",
        "value": "底稿编号内容1",
        "unit": "",
        "cell": "B2",
    }


def test_the_file_of_an_empty_form_is_named_after_it(chdir_tmp: Path) -> None:
    assert run("form", "interview", cwd=chdir_tmp).stdout == "已写出：interview.xlsx\n"
    done = run("form", "interview", cwd=chdir_tmp)
    assert (done.returncode, "已有这个文件" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nope"], "没有表式“nope”"),
        (["--read", "没有.xlsx"], "没有这个文件"),
        (["--read", "没有.xlsx", "--kind", "nope"], "没有表式“nope”"),
        (["interview", "--out", "表.docx"], "应为 .xlsx 文件名"),
        (["--rules", "没有的文件夹"], "没有附加规则文件夹"),
        (["--read", "a.xlsx", "--out", "a.xlsx"], "冲掉原件"),
    ],
)
def test_wrong_arguments(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = run("form", *arguments, cwd=tmp_path)
    assert (done.returncode, words in done.stderr, "Traceback" in done.stderr) == (2, True, False)
    assert list(tmp_path.iterdir()) == []


def test_filled_forms_are_written_as_lists(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    fill(FORMS["rectification_ledger"], path, lambda f, n: None if f.key == "owner" and n < 15 else plain_value(f, n))
    forms = read_filled(path, None, None)
    write_filled(forms, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["台账", "须改"]
    head, *rows = list(book["台账"].iter_rows(values_only=True))
    assert head[:4] == ("文件", "工作表", "序号", "项目名称")
    assert len(rows) == 10
    assert [row[3:] for row in book["须改"].iter_rows(values_only=True)][1:] == [
        ("空白", "“责任人”（必填）", "请填写“责任人”")
    ]


def test_sheets_of_several_forms_keep_apart(tmp_path: Path) -> None:
    path = tmp_path / "两种.xlsx"
    fill(FORMS["interview"], path, plain_value)
    fill(FORMS["site_check"], tmp_path / "b.xlsx", plain_value)
    book, other = openpyxl.load_workbook(path), openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    sheet = book.create_sheet("核查")
    for cells in other.iter_rows():
        for cell in cells:
            sheet[cell.coordinate] = cell.value
    book.copy_worksheet(book.worksheets[0]).title = "第二次"
    book.save(path)
    forms = read_filled(path, None, None)
    assert [form.form.id for form in forms] == ["interview", "site_check", "interview"]
    write_filled(forms, tmp_path / "out.xlsx")
    out = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert out.sheetnames == ["访谈记录_栏目", "现场核查表_栏目", "现场核查表_核查", "须改"]
    assert [row[1] for row in out["访谈记录_栏目"].iter_rows(values_only=True)] == ["工作表", "访谈记录", "第二次"]


def test_texts_like_formulas_stay_texts_in_the_lists(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    fill(FORMS["material_list"], path, lambda f, n: "=1+1" if f.key == "name" else plain_value(f, n))
    write_filled(read_filled(path, None, None), tmp_path / "out.xlsx")
    cells = openpyxl.load_workbook(tmp_path / "out.xlsx")["清单"]["E"]
    assert {(cell.value, cell.data_type) for cell in cells[1:]} == {("=1+1", "s")}


def test_forms_of_ones_own_by_command_and_face(tmp_path: Path) -> None:
    folder = own(tmp_path / "局")
    assert {line["status"] for line in form_list(folder) if line["id"] == "visit"} == {"自定"}
    path = yz.write_form("visit", tmp_path / "走访.xlsx", extra=folder)
    book = openpyxl.load_workbook(path)
    for box, field in input_boxes(lay_out(load_all_forms(folder)["visit"])):
        book.active.cell(box.row, box.column).value = "张某" if field.key == "household" else 12
    book.save(path)
    done = run("form", "--read", path, "--rules", folder, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)[0]["form"] == "visit"
    assert yz.load_form(path, extra=folder).table("明细")["户主"].tolist() == ["张某"]
    with pytest.raises(LoadError, match="认不出"):
        yz.load_form(path)


def test_the_face_refuses_what_must_be_put_right(tmp_path: Path) -> None:
    path = yz.write_form("interview", tmp_path / "新" / "访谈.xlsx")
    with pytest.raises(LoadError) as caught:
        yz.load_form(path)
    assert len(caught.value.problems) == 9
    with pytest.raises(RuleError, match="没有表式"):
        yz.write_form("nope", tmp_path / "x.xlsx")
