"""Tables with unknown headings: guessed with a confidence, confirmed once by a person, remembered."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.loaders.test_score_table import HEADING, ROWS, made
from yzperf import face
from yzperf.apps.layout_form import layout_form
from yzperf.errors import LoadError
from yzperf.loaders.confirmed_layouts import load_layouts, remember

STRANGE = ["类别", "序", "考核事项", "计划", "年终实绩", "占分", "单位评定", "情况说明"]
LINES = [
    ["产出指标", 1, "新建农村公路", "≥20公里", "18公里", 30, 27, "征地拖延，导致两公里没有完工"],
    ["产出指标", 2, "工程验收合格率", "≥95%", "98%", 30, 30, ""],
    ["效益指标", 3, "受益群众人数", "≥1万人", "1.2万人", 30, 30, ""],
    ["满意度指标", 4, "群众满意度", "≥90%", "93%", 10, 10, ""],
]


def strange(path: Path, headings: list[str] = STRANGE) -> Path:
    book = openpyxl.Workbook()
    for row in [["某某项目情况表"], ["单位：示例单位（虚构）"], headings, *LINES]:
        book.active.append(row)
    book.save(path)
    return path


def test_words_and_values_together(tmp_path: Path) -> None:
    guess = face.guess_layout(strange(tmp_path / "t.xlsx"))[0]
    assert guess.row == 3
    assert [one.reading for one in guess.headings] == [
        "一级指标", "不读", "三级指标", "指标值", "实际完成值", "分值", "填报得分", "偏差原因分析及改进措施",
    ]  # fmt: skip
    assert 0.4 < guess.confidence < 0.8
    assert guess.headings[3].samples == ("≥20公里", "≥95%", "≥1万人")


def test_known_headings_are_certain(tmp_path: Path) -> None:
    guess = face.guess_layout(made(tmp_path / "t.xlsx", [HEADING, *ROWS]))[0]
    assert guess.confidence == 1
    assert not guess.lacking


def test_the_refusal_shows_the_guess_and_the_way_on(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"“计划”→指标值.*yzperf layout t.xlsx"):
        face.load_score_sheets(strange(tmp_path / "t.xlsx"))


def test_nothing_like_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["通讯录"])
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(LoadError, match="没有找到指标表"):
        face.guess_layout(tmp_path / "t.xlsx")


def test_confirmed_once_is_read_ever_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "own" / "layouts.toml"
    monkeypatch.setenv("YZPERF_LAYOUTS", str(file))
    remember(face.guess_layout(strange(tmp_path / "a.xlsx"))[0], file)
    sheet = face.load_score_sheets(strange(tmp_path / "b.xlsx"))[0]
    assert [row.indicator for row in sheet.rows] == [line[2] for line in LINES]
    assert sheet.rows[0].reported.value == Decimal(27)
    assert sheet.confirmed == "a.xlsx"
    other = strange(tmp_path / "c.xlsx", [*STRANGE[:-1], "备忘"])
    with pytest.raises(LoadError):
        face.load_score_sheets(other)


def test_remembering_again_replaces(tmp_path: Path) -> None:
    file = tmp_path / "layouts.toml"
    guess = face.guess_layout(strange(tmp_path / "a.xlsx"))[0]
    remember(guess, file)
    remember(guess, file, {"单位评定": "不读"})
    (layout,) = load_layouts(file)
    assert "reported" not in dict(layout.fields).values()


def test_defects_of_a_layout_file_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "l.toml"
    file.write_text(
        '[[layout]]\n[layout.columns]\n"a" = "指标"\n"b" = "分值"\n"c" = "分值"\n[[layout]]\n', encoding="utf-8"
    )
    with pytest.raises(LoadError) as caught:
        load_layouts(file)
    text = str(caught.value)
    assert "表头“a”" in text
    assert "两个表头都读作“分值”" in text
    assert "没有 [layout.columns]" in text


def test_the_form_of_a_notebook(tmp_path: Path) -> None:
    file = tmp_path / "layouts.toml"
    guess = face.guess_layout(strange(tmp_path / "a.xlsx"))[0]
    form = layout_form(guess, file)
    lines, button, said = form.children[1:-2], form.children[-2], form.children[-1]
    assert [line.children[0].value for line in lines] == [one.reading for one in guess.headings]
    lines[1].children[0].value = "分值"
    button.click()
    assert "分值 选了两次" in said.value
    assert not file.exists()
    lines[1].children[0].value = "不读"
    button.click()
    assert "已记住" in said.value
    assert len(load_layouts(file)) == 1
