"""B01, B04, B05, B06, B08, B10: the report's own score table and lists of weights, its bands, totals in the evidence, units."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_benign_wording import proofs
from tests.quality.test_checks import evaluation
from tests.scoring.test_item import row
from yzperf.domain.evidence import Evidence
from yzperf.domain.scorecard import ScoreCard
from yzperf.errors import Place
from yzperf.rules import Rules
from yzperf.scoring import score_sheet

NAMES = ("立项依据充分性", "预算执行率", "设施建设完成率", "受益群众满意度")
BLOCKS = ("决策", "过程", "产出", "效益")
WEIGHTS, SCORES = ("15", "20", "35", "30"), ("15", "18.50", "33", "25.52")


def card(rules: Rules) -> ScoreCard:
    rows = [
        replace(row("100%", "100%", weight=weight, reported=score, name=name), l1=block)
        for name, block, weight, score in zip(NAMES, BLOCKS, WEIGHTS, SCORES, strict=True)
    ]
    return score_sheet(evaluation(*rows, total="92.02", grade="优"), rules, "cn10_evaluation")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("设4个一级指标：决策15分、过程20分、产出36分、效益30分，产出和效益合计66分。", 1),
        ("设4个一级指标：决策15分、过程20分、产出35分、效益30分，产出和效益合计65分。", 0),
        ("决策15分、过程18.50分、产出33分、效益25.52分。", 0),
        ("决策15分、过程20分、产出33分、效益30分。", 0),  # what was scored
        ("决策得15分、过程得18.5分、产出得33分、效益得25.52分。", 0),
    ],
)
def test_weights_told_by_name(rules: Rules, text: str, count: int) -> None:
    assert len(proofs(rules, "B01", report_of("#一、指标体系", text), card(rules))) == count


@pytest.mark.parametrize(
    ("number", "cell", "value", "count"),
    [("B01", (2, 1), "36", 1), ("B04", (2, 2), "35.50", 1), ("B04", (0, 2), "-15", 1), ("B04", (2, 2), "35", 0)],
)
def test_score_table_of_the_report(rules: Rules, number: str, cell: tuple[int, int], value: str, count: int) -> None:
    lines = [[name, weight, score] for name, weight, score in zip(NAMES, WEIGHTS, SCORES, strict=True)]
    sound = report_of("#附件1", table([["三级指标", "分值", "得分"], *lines]))
    lines[cell[0]][cell[1]] = value
    changed = report_of("#附件1", table([["三级指标", "分值", "得分"], *lines]))
    sheet = card(rules)
    assert proofs(rules, number, sound, sheet) == []
    assert len(proofs(rules, number, changed, sheet)) == count


@pytest.mark.parametrize(
    ("best", "count"),
    [("95分（含）以上为优，80分（含）至95分为良", 1), ("90分（含）以上为优，80分（含）至90分为良", 0)],
)
def test_bands_that_give_another_grade(rules: Rules, best: str, count: int) -> None:
    text = f"等级分四档：{best}，60分（含）至80分为中，60分以下为差。"
    assert len(proofs(rules, "B05", report_of("#二、评价", text), card(rules))) == count


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("三级复核意见：总分92.20分、等级“优”，同意出具报告。", 1),
        ("三级复核意见：总分92.02分、等级“优”，同意出具报告。", 0),
        ("一级复核意见：初稿总分92.20分，预算执行率应扣0.18分。", 0),
        ("单位自评总分98.20分。", 0),
    ],
)
def test_a_total_among_the_evidence(rules: Rules, tmp_path: Path, line: str, count: int) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "复核.txt").write_text(line, encoding="utf-8")
    item = Evidence("E01", "复核.txt", "", "质控部", "2025-05-14", "某", "", Place("manifest.csv", cell="第2行"))
    sheet = card(rules)
    text = report_of("#三、结论", "综合得分92.02分，等级为“优”。")
    found = proofs(rules, "B06", text, sheet, evidence=(item,), folder=tmp_path)
    assert len(found) == count


@pytest.mark.parametrize(("balance", "count"), [("127.54", 1), ("127.45", 0)])
def test_a_column_of_per_cent_is_no_spending(rules: Rules, balance: str, count: int) -> None:
    lines = [
        ["资金来源", "到位数（万元）", "执行数（万元）", "结余（万元）", "执行数占到位（%）"],
        ["省级", "1200.00", "1072.55", balance, "89.38"],
        ["县级", "820.00", "732.90", "87.10", "89.38"],
        ["自筹", "170.00", "151.94", "18.06", "89.38"],
    ]
    assert len(proofs(rules, "B08", report_of("#一、资金", table(lines)))) == count


@pytest.mark.parametrize(("unit", "count"), [("万元", 1), ("元", 0)])
def test_an_amount_in_another_unit(rules: Rules, unit: str, count: int) -> None:
    text = f"改厕决算1,028.75万元，完成3,534户，户均2,911.01{unit}，比目标2,800元高111.01元，高出3.96%。"
    assert len(proofs(rules, "B10", report_of("#一、成本", text))) == count
