"""yzperf score --sensitivity, and the same by yz.sensitivity: words, JSON, a sheet, a picture."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path

import openpyxl
import pytest

import yzperf as yz
from tests.conftest import ON
from tests.program import run
from yzperf.drawing.canvas import png_bytes

SAMPLE = ("--on", "2025-03-10", "--region", "扬中", "--sensitivity")


def test_words_and_table_for_people(sample_case: Path) -> None:
    done = run("score", sample_case / "scores.xlsx", *SAMPLE)
    plain = re.sub(r"\s", "", done.stdout)
    assert "总分89.45，等级“良”：再得0.56分升为“优”，失去超过9.45分降为“中”。" in plain
    assert "最近的是“制度执行有效性”，由4分减少1.35分即为“优”。" in plain
    assert "│制度执行有效性│4│2│≥0.56则优││≥1.35则优│＞23则中│" in plain
    assert "总分89.45，等级“良”" not in run("score", sample_case / "scores.xlsx", *SAMPLE[:-1]).stdout


def test_json_says_what_the_table_says(sample_case: Path) -> None:
    (card,) = json.loads(run("score", sample_case / "scores.xlsx", *SAMPLE, "--json").stdout)
    found = card["sensitivity"]
    assert (found["grade"], found["better"]) == ("良", {"grade": "优", "points": "0.56"})
    row = next(row for row in found["rows"] if row["indicator"] == "制度执行有效性")
    assert row["weight_less"] == {"points": "1.35", "grade": "优", "included": True}
    assert row["weight_more"] == {"points": "23", "grade": "中", "included": False}
    assert (row["score_up"], row["score_down"]) == ("0.56", None)
    assert "sensitivity" not in json.loads(run("score", sample_case / "scores.xlsx", "--json").stdout)[0]


def test_a_sheet_with_numbers_beside_the_others(sample_case: Path, published: Path, tmp_path: Path) -> None:
    out = tmp_path / "稳定性.xlsx"
    run("score", sample_case / "scores.xlsx", published / "S02.xlsx", *SAMPLE, "--out", out)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["汇总", "复算得分", "核查发现", "等级稳定性"]
    head, *rows = book["等级稳定性"].iter_rows(values_only=True)
    lines = [dict(zip(head, row, strict=True)) for row in rows]
    line = next(line for line in lines if line["三级指标"] == "制度执行有效性")
    assert (line["分值"], line["多得几分升等"], line["分值减少"], line["减少后等级"]) == (4, 0.56, "≥1.35", "优")
    assert {line["文件"] for line in lines} == {"scores.xlsx", "S02.xlsx"}


def test_a_table_without_grade_says_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (
        ["项目支出绩效自评表"],
        ["一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出", "数量", "≥100", "80", 10, 8],
    ):
        book.active.append(line)
    book.save(tmp_path / "t.xlsx")
    assert "等级不定，谈不上稳定性" in run("score", tmp_path / "t.xlsx", "--sensitivity").stdout
    (card,) = json.loads(run("score", tmp_path / "t.xlsx", "--sensitivity", "--json").stdout)
    assert card["sensitivity"] is None
    with pytest.raises(yz.YzperfError, match="等级不定"):
        yz.sensitivity(yz.score(tmp_path / "t.xlsx", on=ON, region="国家"))


def test_the_public_face_and_its_picture(sample_case: Path) -> None:
    case = yz.open_case(sample_case)
    found = yz.sensitivity(yz.score(case, on=case.info.rules_on, region=case.info.region))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph is only a warning in matplotlib
        figure = found.figure()
        assert len(png_bytes(figure)) > 20_000
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels[0] == "制度执行有效性（4分）"
    assert len(labels) == 20
    assert "分值增加" in found._repr_mimebundle_()["text/html"]
