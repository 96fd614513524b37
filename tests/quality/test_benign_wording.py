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


SHEET_OF_100 = evaluation(row("1", "1", weight="100", reported="91.33"), total="91.33")


@pytest.mark.parametrize(
    ("benign", "wrong"),
    [
        ("若该项不失分，总分为94.83分，等级不变。", "项目总分为94.83分。"),
        ("四类权重分别上下调整10%后重新计算，总分最低90.50分、最高92.12分。", "四类得分相加，总分92.12分。"),
        ("再少得1.60分，总分将降为89.73分。", "经评价，总分89.73分。"),
    ],
)
def test_a_total_that_would_be_is_no_total(rules: Rules, benign: str, wrong: str) -> None:
    card = score_sheet(SHEET_OF_100, rules, None)
    assert proofs(rules, "B06", report(benign), card) == []
    assert proofs(rules, "B06", report(wrong), card)


def test_the_last_row_of_means_is_no_total(rules: Rules) -> None:
    card = score_sheet(SHEET_OF_100, rules, None)
    heads, towns = ("乡镇", "折算得分（分）"), (("城关镇", "88.50"), ("清溪镇", "90.64"), ("大湾镇", "88.25"))
    of_means = report_of(table((heads, *towns, ("合计", "89.18")), at=1))
    of_points = report_of(
        table((("一级指标", "得分（分）"), ("产出", "58.33"), ("效益", "33.00"), ("合计", "90.33")), at=1)
    )
    assert proofs(rules, "B06", of_means, card) == []
    assert proofs(rules, "B06", of_points, card)


def test_what_a_few_indicators_lost_is_not_what_all_did(rules: Rules) -> None:
    rows = [row(str(at), str(at), weight="25", reported=score) for at, score in enumerate(("24", "23", "22", "21"), 1)]
    card = score_sheet(evaluation(*rows, total="90"), rules, None)
    few = "扣分最多的三个指标依次为丁、丙和乙，三项合计扣9.00分，占全部扣分的90.00%。"
    assert proofs(rules, "A04", report(few), card) == []
    assert proofs(rules, "A04", report("扣分指标4个，共扣9.00分。"), card)


@pytest.mark.parametrize(
    ("benign", "wrong"),
    [
        (
            "共回收有效问卷412份。受访老人中321人认为津贴对生活有帮助，占77.91%。",
            "共回收有效问卷412份。受访老人中321人认为津贴对生活有帮助，占77.98%。",
        ),
    ],
)
def test_the_people_in_front_of_their_share_are_its_part(rules: Rules, benign: str, wrong: str) -> None:
    assert proofs(rules, "F02", report(benign)) == []
    assert proofs(rules, "F02", report(wrong)) or proofs(rules, "B09", report(wrong))


def test_amounts_are_no_years(rules: Rules) -> None:
    own = "评价对象为2024年度农村公路危桥改造项目资金2085.00万元，评价期间为2024年1月1日至12月31日。"
    assert proofs(rules, "B11", report(own), info=INFO) == []
    assert proofs(rules, "B11", report(own.replace("2024年", "2023年")), info=INFO)
