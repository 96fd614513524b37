"""What words say of numbers: above or below a level, totals without a deduction, amounts to be taken back, who evaluates."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_benign_wording import proofs
from tests.quality.test_checks import evaluation
from tests.quality.test_text_checks import report
from tests.quality.test_whole_project import INFO
from tests.scoring.test_item import row
from yzperf.rules import Rules
from yzperf.scoring import score_sheet


@pytest.mark.parametrize(
    ("number", "benign", "wrong"),
    [
        ("B09", "占项目支出的34.96%，高于实施方案规定的30%。", "占项目支出的34.96%，高于实施方案规定的60%。"),
        ("B09", "占64处的32.81%，满足方案25%的比例要求。", "占64处的32.81%，满足方案45%的比例要求。"),
        ("B09", "满意度87.42%，低于目标值90%。", "满意度91.42%，低于目标值90%。"),
        ("B09", "满意度87.42%，低于目标2.58%。", "满意度87.42%，高于目标值90%。"),
        ("B09", "完成率96.00%，达到目标的95%以上。", "完成率91.00%，低于合同约定的90%。"),
        (
            "D09",
            "查看点位23处，占总数的28.05%（方案要求不低于25%）。",
            "查看点位23处，占总数的28.05%（方案要求不低于35%）。",
        ),
        ("D09", "满意度86.77%（方案要求不低于90%），没有达到。", "抽查凭证金额占支出的33.17%（合同要求至少40%）。"),
        ("B10", "服务456,845人次，约45.68万人次。", "摘要：服务456,845人次。完成456,845万人次。"),
        ("B10", "补贴120万人次，抽查120人次。", "登记8,675.2万户，核实86,752万户，登记86,752户。"),
    ],
)
def test_a_number_is_where_the_words_put_it(rules: Rules, number: str, benign: str, wrong: str) -> None:
    assert proofs(rules, number, report(benign), info=INFO) == []
    assert proofs(rules, number, report(wrong), info=INFO)


def card(rules: Rules):
    rows = [
        row("1", "1", weight="40", reported="37.50", name="制度执行有效性"),
        row("1", "1", weight="30", reported="26.95", name="群众满意度"),
        row("1", "1", weight="30", reported="25.00", name="任务完成率"),
    ]
    return score_sheet(evaluation(*rows, total="89.45"), rules, None)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("扣分最多的是“制度执行有效性”，扣2.50分；若该项不扣分，总分将为91.95分，等级为“优”。", 0),
        ("扣分最多的是“制度执行有效性”，扣2.50分；若该项不扣分，总分将为92.55分，等级为“优”。", 1),
        ("扣分最多的是“制度执行有效性”（扣2.50分），即使该项按满分计，总分为91.95分，等级为“中”。", 1),
        ("总分比“良”等级的下限高9.45分。", 0),
        ("总分比“良”等级的下限高4.95分。", 1),
    ],
)
def test_g11_the_total_without_a_deduction(rules: Rules, text: str, count: int) -> None:
    assert len(proofs(rules, "G11", report(text), card(rules))) == count


HEADS = ("三级指标", "目标值", "分值", "得分")


@pytest.mark.parametrize(("points", "score", "count"), [("40", "37.50", 0), ("45", "37.50", 1), ("40", "35.70", 1)])
def test_a04_the_score_table_of_the_report(rules: Rules, points: str, score: str, count: int) -> None:
    rows = [
        HEADS,
        ("制度执行有效性", "健全", points, score),
        ("群众满意度", "90%", "30", "26.95"),
        ("任务完成率", "100%", "30", "25.00"),
    ]
    text = report_of("附件1 评分表", table(rows, caption="附件1 评分表"))
    assert len(proofs(rules, "A04", text, card(rules))) == count


def test_a04_a_table_of_targets_has_points_of_its_own(rules: Rules) -> None:
    rows = [HEADS[:3], ("制度执行有效性", "健全", "10"), ("群众满意度", "90%", "10"), ("任务完成率", "100%", "50")]
    assert proofs(rules, "A04", report_of(table(rows, caption="目标表")), card(rules)) == []


FOUND = "抽查发现田间道路工程列支村部院墙修缮1笔22,400.00元，超范围列支办公费8,150.00元。"


@pytest.mark.parametrize(("amount", "count"), [("22,400.00", 0), ("30,550.00", 0), ("24,200.00", 1), ("33,600.00", 1)])
def test_a04_what_is_taken_back_was_found(rules: Rules, amount: str, count: int) -> None:
    told = f"建议收回超范围列支的资金{amount}元。"
    assert len([one for one in proofs(rules, "A04", report(FOUND, told)) if "收回" in one.message]) == count


@pytest.mark.parametrize(("degrees", "count"), [("367", 0), ("360", 0), ("247", 1)])
def test_f05_degrees_of_two_groups_that_leave_nobody_over(rules: Rules, degrees: str, count: int) -> None:
    means = f"男性总体评价均值88.06分（标准差16.35），女性88.09分（标准差16.79），t（{degrees}）=0.02，P=0.984。"
    text = report_of("发放问卷380份，回收372份，有效问卷369份。", means)
    assert len(proofs(rules, "F05", text)) == count


@pytest.mark.parametrize(
    ("number", "benign", "wrong"),
    [
        (
            "H01",
            "本项目主评人韩示例为高级会计师，从事预算绩效评价工作9年。",
            "本项目主评人韩示例为助理会计师，从事预算绩效评价工作9年。",
        ),
        (
            "H01",
            "主评人韩示例为助理工程师、注册会计师，从事预算绩效评价工作3年。",
            "主评人韩示例为注册会计师，从事预算绩效评价工作1年。",
        ),
        (
            "H04",
            "评价机构与被评价单位不存在利害关系，此前未参与该项目绩效目标编制和绩效自评。",
            "评价机构与被评价单位不存在利害关系，此前受主管部门委托编制了该项目绩效目标申报表。",
        ),
    ],
)
def test_what_the_report_says_of_its_authors(rules: Rules, number: str, benign: str, wrong: str) -> None:
    assert proofs(rules, number, report(benign), info=INFO) == []
    assert len(proofs(rules, number, report(wrong), info=INFO)) == 1
