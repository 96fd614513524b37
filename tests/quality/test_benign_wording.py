"""What honest reports write and what was once taken for a contradiction, each beside the mistake that must still be told."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_checks import evaluation
from tests.quality.test_fieldwork_checks import sectioned
from tests.quality.test_text_checks import report
from tests.quality.test_whole_project import INFO
from tests.scoring.test_item import row
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Finding
from yzperf.domain.scorecard import ScoreCard
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules
from yzperf.scoring import score_sheet


def proofs(rules: Rules, number: str, text: Document, card: ScoreCard | None = None, **parts) -> list[Finding]:
    """What is no lead; a text with nothing to judge has none."""
    told = audit(Bundle(rules=rules, report=text, card=card, **parts)).findings
    return [one for one in told if one.id == number and one.evidence is not EvidenceClass.LEAD]


@pytest.mark.parametrize(
    ("number", "benign", "wrong"),
    [
        (
            "B02",
            "截至3月底已追回31480元，其中2023年内追回22960元，2024年追回8520元，仍有5740元未追回。",
            "截至3月底已追回31480元，其中2023年内追回22960元，2024年追回12520元，仍有5740元未追回。",
        ),
        (
            "B09",
            "签约后支付合同价的10%，审计后付至审定金额的97%，余下3%作为质量保证金。",
            "受访者中男性占60%，女性占45%。",
        ),
        ("B11", "8月6日验收、11月22日报送，用时108天，逾期18天。", "8月6日验收、11月22日报送，用时98天。"),
        (
            "F05",
            "发放问卷320份，有效问卷310份。有效问卷310份中，“非常满意”148份、“比较满意”121份，表示“不满意”的8份。",
            "发放问卷320份，有效问卷310份，其中非常满意148份（47.74%）、比较满意121份（39.03%）、一般30份（9.68%）、不满意8份（3.55%）。",
        ),
        (
            "F05",
            "有效问卷468份。样本中男性190人、女性278人，满意率分别为91.05%和92.45%。",
            "有效问卷468份。样本中男性190人、女性278人，分别占40.60%和54.90%。",
        ),
        (
            "F05",
            "发放400份，有效问卷372份。372份有效问卷中，对服务“很满意”189份、“较满意”144份，合计333份。",
            "发放400份，有效问卷372份。372份有效问卷中，对服务“很满意”189份、“较满意”144份，合计343份。",
        ),
        (
            "F05",
            "有效问卷416份。受访者中患者本人112人、患者家属178人、现场目击者126人。",
            "有效问卷416份。受访者中患者本人112人、患者家属187人、现场目击者126人。",
        ),
        (
            "B02",
            "上限核减涉及1家企业；暂缓拨付涉及1家企业，故实际拨付企业为26家、18家和7家，共51家。",
            "上限核减涉及1家企业；暂缓拨付涉及1家企业，故实际拨付企业为26家、18家和7家，共57家。",
        ),
        (
            "B09",
            "一是分环节淘汰，68家申报企业最终核定52家，淘汰16家，淘汰率23.53%。",
            "一是分环节淘汰，68家申报企业最终核定52家，核定率67.47%。",
        ),
        (
            "B09",
            "现场查看19处，占全部67处的28.36%，高于方案规定的25%。",
            "现场查看19处，占全部67处的26.38%，高于方案规定的25%。",
        ),
        (
            "B09",
            "支出50.76万元，每人次80.34元。共6480人次，健身培训每人次100.00元。",
            "2023年有6480人次，2024年有7128人次，增长11.00%。",
        ),
        (
            "F04",
            "总体评价均值为89.75分（五档计100、80、60、30、0分），满意率95%置信区间[89.38%，95.19%]。",
            "满意率97.29%，95%置信区间[89.38%，95.19%]。",
        ),
    ],
)
def test_what_is_told_beside_a_number_is_not_taken_for_it(rules: Rules, number: str, benign: str, wrong: str) -> None:
    assert proofs(rules, number, report_of(benign), info=INFO) == []
    assert proofs(rules, number, report_of(wrong), info=INFO)


@pytest.mark.parametrize(
    ("number", "benign", "wrong"),
    [
        ("B06", "总分高于“优”等级下限0.85分。", "项目总分90.58分。"),
        ("B05", "总分超出“优”等级下限0.85分，等级为“优”。", "项目总分79.85分，等级为“优”。"),
        (
            "A04",
            "决策12分，过程23分，产出35分，效益30分。",
            "决策得13.00分，过程得22.00分，产出得30.85分，效益得26.00分。",
        ),
    ],
)
def test_points_that_are_no_score(rules: Rules, number: str, benign: str, wrong: str) -> None:
    card = score_sheet(evaluation(row("1", "1", weight="100", reported="90.85"), total="90.85"), rules, None)
    scores = "决策得12.00分，过程得22.00分，产出得30.85分，效益得26.00分。"
    assert proofs(rules, number, report(scores, benign), card) == []
    assert proofs(rules, number, report(scores, wrong), card)


def test_numbers_that_all_stand_elsewhere_are_two_things(rules: Rules) -> None:
    one, other = "基本支出3,248.60万元。", "基本支出3,330.09万元。"
    again = "年初安排的基本支出3,248.60万元。"
    assert proofs(rules, "A04", report(one, other, again, other)) == []
    (alone,) = proofs(rules, "A04", report(one, other, other))
    assert alone.reported == "3,248.60万元"


def test_targets_of_a_list_are_targets(rules: Rules) -> None:
    told = "批复的目标有3项：资源交付完成率100%；可用率达标月数12个月；用户满意度≥90%。"
    assert proofs(rules, "A04", report(told, "可用率达标月数10个月。")) == []
    assert proofs(rules, "A04", report("可用率达标月数12个月。", "可用率达标月数10个月。"))


PLAN = (
    "3月3日接受委托。4月23日编制完成评价方案，4月29日{}定稿。5月7日至28日现场评价，6月16日形成初稿，6月20日征求意见。"
)


def test_a_plan_that_is_final_is_no_final_report(rules: Rules) -> None:
    own, other = (sectioned("#评价工作开展情况", PLAN.format(words)) for words in ("经专家评审修改后", "评价报告"))
    assert proofs(rules, "H06", own, info=INFO) == []
    assert proofs(rules, "H06", other, info=INFO)


SPENT = "全年支出5,036.68万元，比上年的4,831.37万元增加205.31万元。"


def test_a_share_of_another_number_of_the_report_is_a_lead_at_most(rules: Rules) -> None:
    told = "工程类支出4,711.31万元，占93.54%。"
    assert proofs(rules, "B09", report_of("项目全年支出5,036.68万元。", SPENT + told)) == []


def test_a_report_with_an_order_of_its_own_lacks_no_chapter_for_certain(rules: Rules) -> None:
    usual = [
        "#一、基本情况",
        "#二、绩效评价工作开展情况",
        "#三、综合评价情况及评价结论",
        "#四、绩效评价指标分析",
        "#五、主要经验及做法、存在的问题及原因分析",
        "#六、有关建议",
    ]
    body = [text for title in usual for text in (title, "项目于2024年实施，覆盖四个镇。")]
    assert proofs(rules, "A01", report(*body[2:]))
    assert proofs(rules, "A01", report(*body[4:6], *body[2:4], *body[6:])) == []


@pytest.mark.parametrize(
    ("benign", "wrong"),
    [
        ("男读者165人，满意147人，满意率89.09%。", "男读者165人，满意147人，满意率98.09%。"),
        ("逾期3天，开放时间满意率只有84.43%。", "逾期3天，开放时间满意率只有48.43%。"),
        ("读者对环境、开放时间两项的满意率依次为90.79%和84.43%。", "满意率为90.79%。"),
        ("读者满意度：“很满意”100分、“较满意”80分。", "读者满意度98.25%。"),
    ],
)
def test_satisfaction_of_a_part_is_not_that_of_everybody(rules: Rules, benign: str, wrong: str) -> None:
    result = row("88%", "89.52%", name="读者满意度")
    card = score_sheet(evaluation(result, total="10"), rules, None)
    items = table([["题目", "有效回答", "满意率"], ["馆舍环境", "369", "90.79%"], ["开放时间", "366", "84.43%"]])
    given = "发放问卷400份，回收388份，有效问卷372份，读者满意度89.52%。"
    assert proofs(rules, "A04", report_of(given, benign, items), card) == []
    assert proofs(rules, "A04", report_of(given, wrong, items), card)


@pytest.mark.parametrize(("last", "is_told"), [("128", False), ("135", True)])
def test_a_last_row_that_holds_the_others_is_their_total(rules: Rules, last: str, is_told: bool) -> None:
    rows = [["乡镇", "份数"], ["大泽镇", "58"], ["北湾镇", "42"], ["永兴镇", "28"], ["全县", last]]
    text = report_of("发放150份，有效问卷128份。", table(rows, caption="种植户问卷样本"))
    assert bool(proofs(rules, "F05", text)) is is_told
