"""What honest reports write and what was once taken for a contradiction, each beside the mistake that must still be told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_checks import evaluation
from tests.quality.test_fieldwork_checks import sectioned
from tests.quality.test_text_checks import report
from tests.quality.test_whole_project import INFO
from tests.scoring.test_item import row
from yzperf.domain.document import Document
from yzperf.domain.evidence import read_references
from yzperf.domain.finding import EvidenceClass, Finding, Severity
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
            "B02",
            "一至四季度分别支付226.43万元、463.89万元、612.05万元和685.75万元，占全年的11.39%、23.33%、30.79%和34.49%，前三季度累计支付1302.37万元。",
            "一至四季度分别支付226.43万元、463.89万元、612.05万元和685.75万元，占全年的11.39%、23.33%、30.79%和34.49%，前三季度累计支付1203.37万元。",
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
            "B09",
            "人均训练成本：训练金额2034.61万元除以1332人，为15274.85元/人，比目标16000元/人低725.15元；2024年为14628.50元/人，2025年增长4.42%。",
            "人均训练成本：训练金额2034.61万元除以1332人，为14628.50元/人，比目标16000元/人低1371.50元；2024年为14009.29元/人，2025年增长4.42%。",
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


@pytest.mark.parametrize(
    ("number", "elsewhere", "benign", "wrong"),
    [
        (
            "A04",
            ("北庄河计划整治5.30公里，本年完成4.70公里。", "达标河长比例88.86%，比目标低1.14个百分点。"),
            "北庄河完成河长4.70公里，占该河计划河长的88.68%。",
            "达标河长比例88.68%，比目标低1.14个百分点。",
        ),
        (
            "B10",
            ("签证手续不全，迁改补偿多付3.86万元。", "收回多付的迁改补偿3.86万元。"),
            "迁改补偿按合同应付38.60万元，实付42.46万元，多付3.86万元。",
            "抽查的签证中迁改补偿多付38.60万元。",
        ),
        (
            "B10",
            ("施工合同按进度支付进度款10,378,400元。", "该年支付施工进度款10,378,400元。"),
            "按施工进度款的10%扣留质量保证金1,037,840元。",
            "抽查凭证中的施工进度款1,037,840元。",
        ),
    ],
)
def test_what_its_own_sentence_computes_is_no_slip_of_another_number(
    rules: Rules, number: str, elsewhere: tuple[str, str], benign: str, wrong: str
) -> None:
    told = (*elsewhere, elsewhere[1])
    assert proofs(rules, number, report_of(*told, benign), info=INFO) == []
    assert proofs(rules, number, report_of(*told, wrong), info=INFO)


@pytest.mark.parametrize(
    ("name", "actual", "benign", "wrong"),
    [
        ("预算编制科学性", "符合3个", "预算编制科学性：4个要点符合3个，扣0.75分。", "预算编制科学性4个，扣0.75分。"),
        (
            "桥梁单位造价",
            "6,584.03元/平方米",
            "邻近的云台县2024年桥梁单位造价为6,715元/平方米。",
            "2024年桥梁单位造价为6,715元/平方米。",
        ),
        (
            "照度达标率",
            "90.32%",
            "照度达标率最低的老城片区为75.00%。",
            "照度达标率为75.00%。",
        ),
        (
            "平均反应时间",
            "11.72分钟",
            "平均反应时间11.72分钟。",
            "平均反应时间11.72分。",
        ),
    ],
)
def test_what_is_no_outcome_of_the_indicator(rules: Rules, name: str, actual: str, benign: str, wrong: str) -> None:
    card = score_sheet(
        evaluation(row("1", actual, weight="100", reported="90.85", name=name), total="90.85"), rules, None
    )
    assert proofs(rules, "A04", report(benign), card) == []
    assert proofs(rules, "A04", report(wrong), card)


def test_an_amount_on_other_terms_is_another_amount(rules: Rules) -> None:
    told = "结算金额12,914,428.00元。"
    assert proofs(rules, "A04", report(told, "若只计灯具和控制器，结算金额9,906,236.00元。")) == []
    assert proofs(rules, "A04", report(told, "验收以后，结算金额9,906,236.00元。"))


@pytest.mark.parametrize(("total", "grade", "other"), [("89.46", "良好", "优秀"), ("72.10", "合格", "良好")])
def test_a_grade_of_two_signs_is_that_of_one(rules: Rules, total: str, grade: str, other: str) -> None:
    made = evaluation(row("100", total, weight="100", reported=total), total=total, grade=grade)
    text = report(f"项目总分{total}分，等级“{grade}”。")
    told, wrong = (score_sheet(replace(made, reported_grade=word), rules, None) for word in (grade, other))
    assert proofs(rules, "B05", text, told) == [] == proofs(rules, "B06", text, told)
    assert proofs(rules, "B05", text, wrong)


@pytest.mark.parametrize(
    ("scores", "is_proof"),
    [(("6.8", "7.8", "5"), False), (("6.8", "7.79", "5"), True), (("6.8", "7.9", "5"), True)],
)
def test_a_sheet_of_one_decimal_throughout_has_no_wrong_rows(
    rules: Rules, scores: tuple[str, ...], is_proof: bool
) -> None:
    """6.76 and 7.79 by the rule."""
    values = zip(("96.64%", "77.91%", "100%"), ("100%", "80%", "100%"), ("7", "8", "5"), scores, strict=True)
    rows = [row(aim, reached, weight=full, reported=got) for reached, aim, full, got in values]
    told = proofs(rules, "B03", report("正文。"), score_sheet(evaluation(*rows), rules, None))
    assert any(one.severity is not Severity.HINT for one in told) is is_proof


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


@pytest.mark.parametrize(("score", "is_proof"), [("4.81", False), ("4.82", False), ("4.80", True), ("4.83", True)])
def test_a_score_of_the_rate_before_it_was_rounded(rules: Rules, score: str, is_proof: bool) -> None:
    made = row("100%", "96.30%", weight="5", reported=score, name="合格率")
    card = score_sheet(evaluation(made, row("1", "1", weight="95", reported="95")), rules, None)
    assert bool(proofs(rules, "B03", report("正文。"), card)) is is_proof


def test_a_sheet_of_one_decimal_may_round_up_to_all(rules: Rules) -> None:
    rows = [row("100", actual, weight="5", reported=score) for actual, score in (("99.1", "5"), ("91.0", "4.6"))]
    rows += [row("100", "95.4", weight="90", reported="85.9")]
    (told,) = proofs(rules, "B03", report("正文。"), score_sheet(evaluation(*rows), rules, None))
    assert told.severity is Severity.HINT


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("三级指标23个，满分100分，四类指标分值分别为15分、20分、35分和30分，得分保留一位小数。", False),
        ("三级指标23个，满分100分，四类指标分值分别为15分、20分、34分和31分，得分保留一位小数。", True),
        ("四类指标得分分别为14分、19分、34分和33分。", False),
    ],
)
def test_weights_told_in_the_order_of_the_sheet(rules: Rules, text: str, is_told: bool) -> None:
    weights = (("决策", "15"), ("过程", "20"), ("产出", "35"), ("效益", "30"))
    rows = [replace(row("1", "1", weight=weight, reported=weight), l1=block) for block, weight in weights]
    card = score_sheet(evaluation(*rows, total="100"), rules, None)
    assert bool(proofs(rules, "B01", report(text), card)) is is_told


def test_all_but_the_faulty_are_good(rules: Rules) -> None:
    assert proofs(rules, "B09", report("抽检385个点中18个点耕深不足，合格率95.32%。")) == []
    assert proofs(rules, "B09", report("抽检385个点中16个点耕深不足，合格率95.32%。"))
    assert proofs(rules, "B09", report("抽检385个点中16个点耕深不足、2个点漏耕，合格率95.32%。")) == []


@pytest.mark.parametrize("target", ["11.50分钟", "≤11.50分钟"])
@pytest.mark.parametrize(("score", "is_proof"), [("7.85", False), ("8.00", True), ("7.58", True)])
def test_a_rule_tells_that_less_is_better(rules: Rules, target: str, score: str, is_proof: bool) -> None:
    rule = "不高于目标值得满分，高于目标值的得分=目标值÷实际值×分值"
    made = replace(row(target, "11.72分钟", weight="8", reported=score, name="平均反应时间"), standard=rule)
    card = score_sheet(evaluation(made, row("1", "1", weight="92", reported="92")), rules, None)
    assert bool(proofs(rules, "B03", report("正文。"), card)) is is_proof


@pytest.mark.parametrize(
    ("number", "benign", "wrong"),
    [
        (
            "B02",
            "四项费用中，勘测设计费46.80万元，监理费27.72万元，检测费12.60万元，租赁费58.35万元；前三项合计87.12万元。",
            "四项费用中，勘测设计费46.80万元，监理费27.72万元，检测费12.60万元，租赁费58.35万元；前三项合计87.21万元。",
        ),
        (
            "B09",
            "8个分馆中，6个完成盘点，西河、柳集2个分馆未完成，完成率75%。",
            "抽查8个分馆，其中6个完成盘点，完成率85%。",
        ),
    ],
)
def test_words_that_turn_a_sum_or_a_rate(rules: Rules, number: str, benign: str, wrong: str) -> None:
    assert proofs(rules, number, report(benign)) == []
    assert proofs(rules, number, report(wrong))


def test_references_to_evidence_with_a_part() -> None:
    assert read_references("F1-1、F2-3") == ("F1-1", "F2-3")
    assert read_references("E01-03") == ("E01",)
