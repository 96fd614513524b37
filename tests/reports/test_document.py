"""The finished document: what stands in it, in valid XML, the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from docx import Document
from lxml import etree

from yzperf.domain.evaluation import Evaluation
from yzperf.domain.finding import Coverage
from yzperf.errors import ReportError
from yzperf.reports import REPORTS, evaluation_report
from yzperf.reports.ooxml import _RANKS
from yzperf.rules import load_rules

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CITATIONS = ("财预〔2020〕10号《项目支出绩效评价管理办法》",)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def texts(path: Path) -> list[str]:
    root = etree.fromstring(parts(path)["word/document.xml"])
    return ["".join(text.text or "" for text in found.iter(f"{W}t")) for found in root.iter(f"{W}p")]


@pytest.fixture
def report(evaluation: Evaluation, outline: Any, tmp_path: Path) -> Path:
    return evaluation_report(evaluation, outline, CITATIONS, tmp_path / "报告.docx")


def test_the_outline_of_10_is_printed_in_order(report: Path) -> None:
    printed = texts(report)
    wanted = [
        "声　明",
        "摘　要",
        "目　录",
        "一、基本情况",
        "（二）项目绩效目标",
        "三、综合评价情况及评价结论",
    ]
    wanted += ["（一）项目决策情况", "（四）项目效益情况", "六、有关建议", "七、其他需要说明的问题"]
    wanted += ["附表1", "附表2", "附表3", "附表4"]
    places = [printed.index(text) for text in wanted]
    assert places == sorted(places)


def test_cover_names_the_parties_and_says_that_the_data_are_invented(report: Path) -> None:
    printed = texts(report)[:40]
    assert "示例数据，纯属虚构" in printed
    assert "评价机构（盖章）" in printed
    assert "某某绩效评价咨询有限公司" in printed


def test_conclusion_and_sources_of_its_numbers(report: Path) -> None:
    printed = texts(report)
    assert any("得分95.60分（满分100分），评价等级为“优”" in text for text in printed)
    row = printed.index("总分", printed.index("附表4"))
    assert printed[row + 1] == "95.60"


def test_awkward_characters_arrive_whole(report: Path) -> None:
    printed = texts(report)
    for wanted in ("验收资料 < 应有 & 部分缺失", "抽检<优良>率", "合规，无“截留”“挤占”", "≥120公里"):
        assert wanted in printed


def test_missing_parts_are_said_under_every_heading(report: Path) -> None:
    printed = texts(report)
    assert printed[printed.index("2.阶段性目标") + 1] == "（未提供，请补充）"
    assert printed[printed.index("4.评价标准") + 1] == "（未提供，请补充）"


def test_an_empty_case_still_gives_a_whole_report(
    made: Callable[..., Evaluation], outline: Any, tmp_path: Path
) -> None:
    bare = made(targets=None, budget=None, survey=None, evidence=None, log=None, narrative={}, methods=())
    bare = replace(bare, results={}, findings=(), coverage=Coverage({}, {}))
    printed = texts(evaluation_report(bare, outline, (), tmp_path / "r.docx"))
    assert printed.count("（未提供，请补充）") >= 14


def test_a_row_without_score_leaves_total_and_grade_open(evaluation: Evaluation, outline: Any, tmp_path: Path) -> None:
    card = evaluation.card
    rows = (replace(card.rows[0], exact=None, reported=None), *card.rows[1:])
    opened = replace(evaluation, card=replace(card, rows=rows, grade=None))
    printed = texts(evaluation_report(opened, outline, (), tmp_path / "r.docx"))
    assert any("尚有1项指标没有得分" in text for text in printed)
    assert "待定" in printed


def test_score_annex_marks_carried_rows_and_tells_of_rounding(report: Path) -> None:
    printed = texts(report)
    assert "3.00*" in printed
    assert any("按显示值相加为95.61分，与合计95.60分不同" in text for text in printed)


def test_merged_cells_and_repeated_header_rows(report: Path) -> None:
    root = etree.fromstring(parts(report)["word/document.xml"])
    annex = next(table for table in root.iter(f"{W}tbl") if "计分规则及说明" in "".join(table.itertext()))
    merges = [merge.get(f"{W}val") for merge in annex.iter(f"{W}vMerge")]
    assert merges.count("restart") == 4 + 8
    assert len(merges) == 22 + 17
    assert annex.find(f".//{W}tblHeader") is not None
    assert len(list(annex.iter(f"{W}cantSplit"))) == len(list(annex.iter(f"{W}tr")))
    assert "〃" not in "".join(root.itertext())


def test_children_stand_in_schema_order(report: Path) -> None:
    for name, content in parts(report).items():
        if name.startswith("word/") and name.endswith(".xml"):
            for properties in etree.fromstring(content).iter(*_RANKS):
                ranks = [_RANKS[properties.tag][child.tag] for child in properties]
                assert ranks == sorted(set(ranks)), (name, etree.tostring(properties))


def test_every_line_of_the_contents_points_to_its_heading(report: Path) -> None:
    root = etree.fromstring(parts(report)["word/document.xml"])
    anchors = [link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink")]
    marks = {mark.get(f"{W}name"): mark for mark in root.iter(f"{W}bookmarkStart")}
    assert anchors == list(marks)
    assert len({mark.get(f"{W}id") for mark in marks.values()}) == len(marks)


def test_relationships_and_pictures_are_complete(report: Path) -> None:
    found = parts(report)
    relations = etree.fromstring(found["word/_rels/document.xml.rels"])
    targets = {relation.get("Id"): relation.get("Target") for relation in relations}
    used = set(re.findall(rb'r:(?:embed|id)="(rId\d+)"', found["word/document.xml"]))
    assert {key.decode() for key in used} <= set(targets)
    assert all(f"word/{target}" in found for target in targets.values())
    assert sum(name.startswith("word/media/") for name in found) == 2
    ids = re.findall(rb'<wp:docPr[^>]* id="(\d+)"', found["word/document.xml"])
    assert len(set(ids)) == len(ids)
    assert "图1　各类指标分值与得分".encode() in found["word/document.xml"]


def test_properties_say_who_and_never_when_it_was_run(report: Path) -> None:
    properties = Document(str(report)).core_properties
    assert properties.title == "某某市2024年农村公路安全生命防护工程项目绩效评价报告"
    assert properties.author == "某某绩效评价咨询有限公司"
    assert properties.created.date().isoformat() == "2025-03-01"


def test_the_same_data_give_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]); import conftest\n"
        "from yzperf.reports import evaluation_report\n"
        "evaluation_report(conftest.make(), conftest.make_outline(), (), Path(sys.argv[1]))"
    )
    digests = set()
    for seed in ("0", "1", "42"):
        out = tmp_path / f"{seed}.docx"
        arguments = [sys.executable, "-c", code, str(out), str(Path(__file__).parent)]
        subprocess.run(arguments, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        digests.add(hashlib.sha256(out.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_a_refused_report_leaves_the_old_file_untouched(
    made: Callable[..., Evaluation], outline: Any, tmp_path: Path
) -> None:
    out = tmp_path / "r.docx"
    out.write_bytes(b"old")
    with pytest.raises(ReportError, match="总份"):
        evaluation_report(made(narrative={"其他": "{总份}"}), outline, (), out)
    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["r.docx"]


def test_a_folder_that_is_not_there_is_said(evaluation: Evaluation, outline: Any, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="文件夹是否存在"):
        evaluation_report(evaluation, outline, (), tmp_path / "没有" / "r.docx")


def test_blocks_of_other_forms_find_their_place(evaluation: Evaluation, outline: Any, tmp_path: Path) -> None:
    card = evaluation.card
    names = {"决策": "预算执行", "效益": "满意度指标", "过程": "运行指标"}
    rows = tuple(replace(row, l1=names.get(row.l1, row.l1)) for row in card.rows)
    changed = replace(evaluation, card=replace(card, rows=rows))
    changed = replace(changed, case=replace(changed.case, narrative={}))
    printed = texts(evaluation_report(changed, outline, (), tmp_path / "r.docx"))
    assert "（五）运行" in printed
    assert "评分表中没有列入本类的指标。" in printed


def test_a_result_without_an_indicator_is_printed_in_part_seven(
    made: Callable[..., Evaluation], outline: Any, tmp_path: Path
) -> None:
    printed = texts(evaluation_report(made(methods=()), outline, (), tmp_path / "r.docx"))
    assert printed.index("七、其他需要说明的问题", printed.index("一、基本情况", 60)) < printed.index(
        "1.事故起数变化的双重差分估计"
    )


def test_the_outline_of_the_rules_fits(evaluation: Evaluation, tmp_path: Path) -> None:
    from datetime import date

    rules = load_rules(on=date(2025, 3, 1), region="国家")
    kind = REPORTS["evaluation"]
    out = kind.write(evaluation, rules.outline(kind.outline), CITATIONS, tmp_path / "r.docx")
    assert "（三）绩效评价工作过程" in texts(out)


def test_an_outline_that_does_not_fit_is_refused(evaluation: Evaluation, outline: Any, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="7个一级标题"):
        evaluation_report(evaluation, replace(outline, sections=outline.sections[:5]), (), tmp_path / "r.docx")


def test_a_thousand_pieces_of_evidence(made: Callable[..., Evaluation], outline: Any, tmp_path: Path) -> None:
    item = made().case.evidence[0]  # type: ignore[index]
    many = tuple(replace(item, id=f"E{number}") for number in range(1_000))
    out = evaluation_report(made(evidence=many), outline, (), tmp_path / "r.docx")
    assert "E999" in texts(out)


def test_odd_tables_do_not_break_it(made: Callable[..., Evaluation], outline: Any, tmp_path: Path) -> None:
    budget = pd.DataFrame([{"资金来源": "合计", "全年预算数": float("nan"), "多余": 1}])
    log = pd.DataFrame([{"日期": pd.Timestamp("2025-03-01"), "内容": None}])
    changed = made(budget=budget, log=log, narrative={})
    assert "2025-03-01" in texts(evaluation_report(changed, outline, (), tmp_path / "r.docx"))
