"""What a claim knows beside role, value and unit: precision, hedge, standing, subject, period, place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import yzperf as yz
from yzperf.domain.claims import Claim, Claims, Role, Setting, Standing, TableCell, read_claims, read_prose, read_table
from yzperf.domain.claims.plain import plain_text
from yzperf.domain.document import Cell, Document, Kind, Note, Paragraph, Story, Table
from yzperf.domain.finding import Confidence
from yzperf.errors import Place


def read(text: str) -> list[Claim]:
    return read_prose(text, Setting(Place()))


def one(text: str) -> Claim:
    (claim,) = read(text)
    return claim


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("执行率95.2%", "95.15", "95.25"),
        ("执行率95%", "94.5", "95.5"),
        ("支出1,234.50万元", "1234.495", "1234.505"),
        ("下降3.2%", "-3.25", "-3.15"),
        ("合同价人民币壹佰万元整", "999999.995", "1000000.005"),
    ],
)
def test_the_interval_is_half_a_unit_of_the_last_printed_digit(text: str, low: str, high: str) -> None:
    assert one(text).interval() == (Fraction(low), Fraction(high))


def test_the_interval_converts_exactly() -> None:
    claim = one("支出1.2亿元")
    assert claim.interval("万元") == (Fraction(11500), Fraction(12500))
    assert claim.interval("户") is None


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("资金因此结余，预算执行率未达100%。", "未达"),
        ("预算执行率没有达到100%。", "没有达到"),
        ("受益人口约3万人", "约"),
        ("培训500人以上", "以上"),
        ("近八成农户了解政策", "近…成"),
        ("惠及10余万人", "余"),
        ("不足5%的农户不满意", "不足"),
        ("用时5—7个工作日", "区间"),
        ("支出资金2,000万元左右", "左右"),
    ],
)
def test_an_approximate_number_proves_nothing(text: str, hedge: str) -> None:
    claim = read(text)[0]
    assert claim.hedge == hedge
    assert not claim.is_exact
    assert claim.interval() is None


@pytest.mark.parametrize("text", ["满意度高达96%", "培训500人", "得分率85.5%"])
def test_emphasis_is_no_hedge(text: str) -> None:
    assert one(text).is_exact


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("90分以上为优。", Standing.RULE),
        ("80（含）—90分为良。", Standing.RULE),
        ("完成率每低1%扣0.5分。", Standing.RULE),
        ("综合得分≥90分为“优”。", Standing.RULE),
        ("《示例市预算绩效管理办法》规定，满意度不低于80%。", Standing.QUOTED),
        ("根据财预〔2020〕10号文件要求，产出和效益指标权重不低于60%。", Standing.QUOTED),
        ("综合得分92.5分，评价等级为“优”。", Standing.STATED),
        ("该项目得分88.5分，等级为良好。", Standing.STATED),
        ("验收合格率97.2%，该项得满分5分。", Standing.STATED),
        ("设施正常运行率不低于95%。", Standing.TARGET),
        ("建议2025年压减预算15%。", Standing.ADVICE),
        ("按照《办法》规定，资金应专款专用，本项目支出执行率92%。", Standing.STATED),
    ],
)
def test_rules_and_quotations_are_no_claims_about_the_project(text: str, standing: Standing) -> None:
    assert {claim.standing for claim in read(text)} == {standing}


def test_target_and_actual_of_one_sentence_are_told_apart() -> None:
    target, actual = read("验收合格率目标值≥95%，实际完成98%。")
    assert (target.role, target.bound, target.value) == (Role.TARGET, ">=", 95)
    assert (actual.role, actual.bound, actual.value) == (Role.ACTUAL, "", 98)


@pytest.mark.parametrize(
    "text",
    [
        "财预〔2020〕10号", "财预[2020]10号", "财监【2021】4号", "苏财绩（2021）第12号", "第三章第二节", "见表2-1和附件3",
        "二、项目概况", "2.3 资金管理", "（一）概况", "3．主要问题", "2023年12月31日", "2021—2023年", "电话：0514-87654321",
        "手机 138 1234 5678", "K12+300至K15+600段", "5G基站", "统一社会信用代码91321000MA1X2Y3Z4K", "8:30—17:30", "比例为1:50",
        "“十四五”期间", "一是底数不清，二是管护不力", "三个方面", "第二届", "二期工程", "GB/T 9704-2012", "图3、表4所示",
    ],
)  # fmt: skip
def test_figures_in_names_dates_and_numbering_are_no_quantities(text: str) -> None:
    assert read(text) == []


def test_the_same_number_in_abstract_and_body_is_two_claims_of_one_subject() -> None:
    document = yz.load_document(yz.sample_case() / "report.docx")
    found = read_claims(document).of(Role.SATISFACTION)
    assert [(claim.subject, claim.value, claim.part) for claim in found] == [
        ("受益农户满意度", Decimal("83.6"), "摘 要"),
        ("受益农户满意度", Decimal("83.6"), "四、绩效评价指标分析"),
    ]
    assert len({claim.where for claim in found}) == 2


def test_totals_of_a_report_with_their_places() -> None:
    found = read_claims(yz.load_document(yz.sample_case() / "report.docx")).of("总分")
    assert [str(claim.value) for claim in found] == ["90.85", "90.55", "90.55", "90.55"]
    assert found[2].where.sheet == "第1个表"
    assert found[2].where.cell == "第6行第3列"


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("决策指标满分15分，得12.83分。", ["决策", "决策"]),
        ("“项目效益”指标分值30分，评价得分27.31分。", ["项目效益", "项目效益"]),
        ("项目总得分90.55分。", ["总分"]),
        ("验收合格率97.9%，设施正常运行率86.5%。", ["验收合格率", "设施正常运行率"]),
        ("接管农户3,626户，比目标少274户。", ["接管农户", "接管农户"]),
        ("学生和家长的满意度分别为94%和97%。", ["学生满意度", "家长满意度"]),
        ("决策、过程、产出、效益四部分权重分别为15%、25%、30%、30%。", ["决策", "过程", "产出", "效益"]),
        ("社会效益指标表述笼统，绩效指标明确性权重4分，得3.00分。", ["绩效指标明确性", "绩效指标明确性"]),
        ("满分20分，实得16.04分。", ["", ""]),
        ("满分100分。", ["总分"]),
        ("资金到位率和预算执行率分别为100%和96.3%。", ["资金到位率", "预算执行率"]),
        ("其中：决策类得分17.5分，过程类得分18.2分。", ["决策", "过程"]),
    ],
)
def test_subjects(text: str, subjects: list[str]) -> None:
    assert [claim.subject for claim in read(text)] == subjects


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("2023年预算1,200万元，2024年预算1,350万元。", ["2023年", "2024年"]),
        ("截至2023年12月31日，支出812.37万元。", ["截至2023年12月31日"]),
        ("2021—2023年共投入4.2亿元。", ["2021—2023年"]),
        ("2023年接诊2万人次，较2022年增加500人次。", ["2023年", "2023年"]),
    ],
)
def test_periods(text: str, periods: list[str]) -> None:
    assert [claim.period.replace("-", "—") for claim in read(text)] == periods


def test_places_point_to_the_printed_number() -> None:
    text = "　　２０２３年，支出　１２．５万元；其中工资 3 600.5 元。"
    assert [text[claim.start : claim.end] for claim in read(text)] == ["１２．５万元", "3 600.5 元"]


def test_a_full_width_comma_parts_numbers_unless_the_digits_are_full_width() -> None:
    assert [claim.value for claim in read("得分分别为120，130分")][-1] == 130
    assert one("支出１，２００万元").value == 1200


def test_a_number_without_any_cue_is_of_low_confidence() -> None:
    assert one("涉及48个村").confidence is Confidence.LOW
    assert one("预算执行率95%").confidence is Confidence.HIGH


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────


def table(rows: list[list[str]], unit: str = "") -> list[Claim]:
    cells = [
        TableCell(row, column, text, Place(cell=f"第{row}行第{column}列"))
        for row, texts in enumerate(rows, 1)
        for column, text in enumerate(texts, 1)
    ]
    return read_table(cells, Setting(Place()), unit)


def seen(claims: list[Claim]) -> list[tuple[str, str, str, str]]:
    return [(str(claim.role), claim.subject, f"{claim.value:f}", claim.unit) for claim in claims]


def test_headings_give_role_and_unit() -> None:
    found = table([["项目", "预算数（万元）", "执行率"], ["道路", "1,200.00", "96.5"], ["合计", "1,200.00", "96.5%"]])
    assert seen(found) == [
        ("预算", "道路", "1200.00", "万元"),
        ("执行率", "道路", "96.5", "%"),
        ("预算", "合计", "1200.00", "万元"),
        ("执行率", "合计", "96.5", "%"),
    ]


def test_a_unit_below_its_heading_beside_tall_headings() -> None:
    heads = [
        ("基地", 1, 1, 2),
        ("工位（个）", 1, 2, 2),
        ("合同价", 1, 3, 1),
        ("万元", 2, 3, 1),
        ("付款比例", 1, 4, 1),
        ("％", 2, 4, 1),
    ]
    row = [("护理", 3, 1, 1), ("150", 3, 2, 1), ("563.00", 3, 3, 1), ("95", 3, 4, 1)]
    cells = [TableCell(at, column, text, Place(), tall) for text, at, column, tall in (*heads, *row)]
    found = read_table(cells, Setting(Place()))
    assert [(claim.text, claim.unit) for claim in found] == [("150", "个"), ("563.00", "万元"), ("95", "%")]


def test_two_rows_of_headings_and_a_second_block() -> None:
    found = table(
        [
            ["资金", "评分", ""],
            ["", "分值", "得分"],
            ["财政拨款", "10", "9.5"],
            ["三级指标", "年度指标值", "实际完成值"],
            ["培训人数", "≥500人", "512人"],
        ]
    )
    assert seen(found) == [
        ("分值", "财政拨款", "10", "分"),
        ("得分", "财政拨款", "9.5", "分"),
        ("指标值", "培训人数", "500", "人"),
        ("完成值", "培训人数", "512", "人"),
    ]


def test_labels_in_rows_and_years_above() -> None:
    found = table([["项目", "2022年", "2023年"], ["预算数", "800", "900"], ["支出数", "780", "850"]], unit="万元")
    assert [(str(c.role), f"{c.value:f}", c.unit, c.period) for c in found] == [
        ("预算", "800", "万元", "2022年"),
        ("预算", "900", "万元", "2023年"),
        ("支出", "780", "万元", "2022年"),
        ("支出", "850", "万元", "2023年"),
    ]


def test_a_unit_column_and_decimals_in_a_cell_are_no_heading_number() -> None:
    found = table([["三级指标", "指标值", "计量单位", "实际完成值"], ["水质提升", "10", "百分点", "8.9个百分点"]])
    assert seen(found) == [("指标值", "水质提升", "10", "百分点"), ("完成值", "水质提升", "8.9", "百分点")]


@pytest.mark.parametrize("head", ["扣分说明", "扣分原因", "备注", "未完成原因分析及改进措施"])
def test_what_a_reason_counts_is_not_the_indicator_of_its_row(head: str) -> None:
    rows = [["三级指标", "目标值", "实际完成值", head], ["加装完工台数", "60台", "57台", "3台因管线冲突未开工"]]
    told = [claim for claim in table(rows) if claim.text == "3台"]
    assert [claim.subject for claim in told if claim.subject == "加装完工台数"] == []
    assert [str(claim.value) for claim in table(rows) if claim.subject == "加装完工台数"] == ["60", "57"]


def test_scoring_rules_of_a_table_are_rules() -> None:
    found = table([["三级指标", "评分标准", "得分"], ["到位率", "到位率低于60%不得分", "4"]])
    assert [claim.standing for claim in found] == [Standing.RULE, Standing.STATED]


def test_a_sum_is_the_total_score_only_if_full_marks_are_a_hundred() -> None:
    whole = table([["类别", "分值", "得分"], ["合计", "100", "90.5"]])
    part = table([["类别", "分值", "得分"], ["合计", "40", "35.5"]])
    assert [(str(claims[1].role), claims[1].subject) for claims in (whole, part)] == [
        ("总分", "总分"),
        ("得分", "合计"),
    ]


def test_numbers_of_rows_dates_and_phones_in_a_table_are_no_claims() -> None:
    rows = [["序号", "编号", "完成时间", "联系电话"], ["1", "001", "2023.11.20", "13800001234"]]
    assert table(rows) == []


# ── the whole ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("指标体系由4个一级指标构成，总分100分：决策15分、过程25分、产出30分、效益30分。", Role.WEIGHT),
        ("其中决策20分、过程20分、产出30分、效益30分，满分100分。", Role.WEIGHT),
        ("满分100分（决策20分，过程20分，产出30分，效益30分）。", Role.WEIGHT),
        ("综合得分94.89分，其中决策14.5分、过程22.44分、产出29.19分、效益28.76分。", Role.SCORE),
        ("满分100分，决策扣0.5分、过程扣2.56分、产出扣0.81分、效益扣1.24分。", Role.DEDUCTION),
    ],
)
def test_marks_that_are_shared_out_are_weights(text: str, role: Role) -> None:
    blocks = [claim for claim in read(text) if claim.subject in ("决策", "过程", "产出", "效益")]
    assert [claim.role for claim in blocks] == [role] * 4


@pytest.mark.parametrize("band", ["36—50岁", "18-35岁", "66岁及以上", "30岁以下", "50万元以上", "3至5年"])
def test_a_band_in_the_first_column_names_its_row(band: str) -> None:
    claims = table([["年龄组", "人数", "百分比（%）"], [band, "178", "28.34"]])
    assert [(claim.subject, claim.text) for claim in claims] == [(plain_text(band), "178"), (plain_text(band), "28.34")]


def test_the_table_reads_in_chinese() -> None:
    found = Claims("报告.docx", (one("验收合格率不低于95%。"),)).table()
    row = found.iloc[0]
    assert (row["用途"], row["数值"], row["单位"], row["界限"], row["性质"]) == ("指标值", "95", "%", "≥", "目标")


def test_the_table_shows_no_personal_number() -> None:
    claims = Claims("", tuple(read("项目得分85分，联系人手机13812341234。")))
    assert claims.table()["所在的句子"].tolist() == ["项目得分85分，联系人手机138****1234"]


def block(text: str, *path: str, story: Story = Story.BODY) -> Paragraph:
    return Paragraph(text, None, Place(paragraph=text[:4]), path=path, story=story, id=text[:4])


def test_notes_boxes_and_nested_tables_are_read_and_captions_and_contents_are_not() -> None:
    texts = {(1, 1): "名称", (1, 2): "得分", (2, 1): "立项", (2, 2): "4.5"}
    inner = Table(tuple(Cell(row, column, (block(text),), Place()) for (row, column), text in texts.items()), Place())
    outer = Table((Cell(1, 1, (block("说明：见下表"), inner), Place()),), Place())
    document = Document(
        "报告.docx",
        (
            block("支出12万元。", story=Story.BOX),
            replace(block("表1 2万元以上项目"), kind=Kind.CAPTION),
            replace(block("总分90分 3"), kind=Kind.CONTENTS),
            outer,
        ),
        notes=(Note("脚注", "1", (block("预算15万元。", story=Story.FOOTNOTE),), Place()),),
    )
    assert [(str(claim.role), str(claim.value), claim.part) for claim in read_claims(document)] == [
        ("支出", "12", ""),
        ("得分", "4.5", ""),
        ("预算", "15", "脚注"),
    ]


def test_results_under_a_heading_of_targets_are_targets() -> None:
    aims, done = block("新增供水人口3.2万人。", "绩效目标"), block("新增供水人口3.1万人。", "绩效目标", "目标完成情况")
    reached = block("新增供水3.2万人，实际新增3.1万人。", "绩效目标")
    found = read_claims(Document("", (aims, done, reached)))
    assert [str(claim.role) for claim in found] == ["指标值", "完成值", "指标值", "完成值"]


def test_search_leaves_rules_out() -> None:
    stated, rule = one("得分85分"), one("90分以上为优")
    claims = Claims("", (stated, replace(rule, role=Role.SCORE)))
    assert claims.of("得分") == (stated,)
    assert len(claims) == 2


WRITING = st.lists(
    st.sampled_from([*"0123456789，。,.%％（）()：:；、-—~〔〕[]《》一二三十百万亿元分户年月日第±=<≥χtpFnr　 \n", "预算", "得分", "为", "由", "到", "占", "约"]),
    max_size=40,
).map("".join)  # fmt: skip


@given(st.one_of(WRITING, st.text(max_size=60)))
def test_any_text_is_read_and_no_number_is_invented(text: str) -> None:
    for claim in read(text):
        assert text[claim.start : claim.end].strip() == claim.text
        assert _is_printed(claim)
    assert table([["得分", text], [text, text], ["合计", text]]) is not None


def _is_printed(claim: Claim) -> bool:
    """The digits of the value are those of the text, or the text has a Chinese numeral."""
    plain = "".join(sign for sign in claim.text.translate(_DIGITS) if sign in "0123456789.")
    spelt = any(sign in "〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟億貳參陸萬" for sign in claim.text)
    return bool(plain and Decimal(plain) == abs(claim.value)) or (spelt and not plain)


_DIGITS = str.maketrans("０１２３４５６７８９．", "0123456789.")


@pytest.mark.parametrize(
    "unit", ["1户", "得1分，", "由1到", "约", "年度绩效", "《", "〔2020〕1号", "t(1)=2", "百分之", ":", "1,000"]
)
def test_a_text_that_repeats_without_end_is_read_without_inventing(unit: str) -> None:
    text = unit * 5_000
    assert all(text[claim.start : claim.end] == claim.text and _is_printed(claim) for claim in read(text))


def test_a_long_sentence_keeps_all_its_numbers() -> None:
    text = "，".join(f"第{at}组接管农户{at}户" for at in range(1, 200))
    assert [claim.value for claim in read(text)] == list(range(1, 200))


def test_names_bounds_and_units_of_a_form() -> None:
    found = table(
        [
            ["（金额单位：万元）"],
            ["项目资金", "年初预算数", "执行率"],
            ["年度资金总额", "4,000", "95.16"],
            ["三级指标", "评分方法", "指标性质", "指标值", "计量单位", "分值"],
            ["水质提升", "比例法", "≥", "10", "个百分点", "15"],
        ]
    )
    assert [(str(c.role), c.subject, f"{c.bound}{c.value}{c.unit}") for c in found] == [
        ("预算", "年度资金总额", "4000万元"),
        ("执行率", "年度资金总额", "95.16%"),
        ("指标值", "水质提升", ">=10百分点"),
        ("分值", "水质提升", "15分"),
    ]


def test_a_unit_in_the_label_of_the_row_holds_for_money_alone() -> None:
    found = table([["项目资金（万元）", "全年执行数", "得分"], ["项目资金（万元）", "3,863.58", "9.5"]])
    assert [(str(c.role), c.unit) for c in found] == [("支出", "万元"), ("得分", "分")]


def test_sentences_under_targets_and_results_are_such() -> None:
    found = table([["预期目标", "实际完成情况"], ["建成48个村，接管3,900户", "48个村通水，满意度83.6%"]])
    assert [str(claim.role) for claim in found] == ["指标值", "指标值", "完成值", "满意度"]


def test_two_columns_of_one_role_are_two_subjects() -> None:
    found = table([["三级指标", "填报得分", "复算得分"], ["水质提升", "10", "8.9"]])
    assert [claim.subject for claim in found] == ["水质提升（填报得分）", "水质提升（复算得分）"]


def test_values_that_a_sentence_gives_to_several_are_in_doubt() -> None:
    found = read("两所学校的满意度分别为94%和97%。")
    assert {claim.confidence for claim in found} == {Confidence.LOW}
    assert one("学生满意度为94%。").confidence is Confidence.HIGH


def test_whose_rate_it_is() -> None:
    assert [claim.subject for claim in read("甲镇：执行率93.20%；乙镇：执行率95.00%。")] == ["甲镇执行率", "乙镇执行率"]


def test_a_sentence_in_a_label_names_nothing() -> None:
    label = "镇级配套资金执行率填写为百分之九十三点二，而按执行数除以全年预算数复算为百分之九十二点三，请核对后改正。"
    found = table([["问题", "得分"], [label, "3.5"]])
    assert found[-1].subject == ""


@pytest.mark.parametrize(
    "text",
    [
        "验收合格率＝合格数÷检查数×100%＝94.7%。",
        "验收合格率：合格数/检查数*100％，为94.7%。",
        "验收合格率=100%×(合格数÷检查数)=94.7%。",
        "验收合格率（合格数÷检查数）× 100.00%，达到94.7%。",
        "验收合格率为94.7%（合格数/检查数X100%）。",
    ],
)
def test_the_hundred_of_a_formula_is_no_result(text: str) -> None:
    assert [str(claim.value) for claim in read(text) if claim.unit == "%"] == ["94.7"]


def test_a_hundred_per_cent_beside_a_mark_is_a_result() -> None:
    assert [str(claim.value) for claim in read("到位率100%*，验收合格率100%。")] == ["100", "100"]


@pytest.mark.parametrize(
    ("text", "amount"), [("到位资金2072.05万元。", "2072.05"), ("全年支出2024.05万元。", "2024.05")]
)
def test_an_amount_that_looks_like_a_month_is_an_amount(text: str, amount: str) -> None:
    assert str(one(text).value) == amount


def test_a_cell_that_looks_like_a_month_is_an_amount_under_money_only() -> None:
    rows = [["资金来源", "全年预算数", "下达时间", "全年执行数"], ["本级财政资金", "1983.07", "2024.05", "1,796.66"]]
    assert [(claim.role, claim.text) for claim in table(rows, "万元")] == [
        (Role.ADJUSTED_BUDGET, "1983.07"),
        (Role.SPENT, "1,796.66"),
    ]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("2.过程（25分）。资金到位率5分，得5分。", [Role.WEIGHT, Role.WEIGHT, Role.SCORE]),
        ("D31乘客满意度（8分）。实际值82.20分。", [Role.WEIGHT, Role.SCORE]),
        ("各部分得分：决策（13.50分）、过程（18.86分）。", [Role.SCORE, Role.SCORE]),
        ("综合得分（91.2分）。", [Role.TOTAL]),
    ],
)
def test_points_behind_the_name_that_opens_a_paragraph_can_be_had(text: str, roles: list[Role]) -> None:
    assert [claim.role for claim in read_prose(text, Setting(Place()))] == roles


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("决策15分、过程20分、产出35分、效益30分，合计100分，得分保留1位小数。", ["分值"] * 4),
        ("决策13分、过程18分、产出33分、效益26分，得分合计90分。", ["得分"] * 4),
    ],
)
def test_blocks_that_share_out_a_hundred_have_weights(text: str, roles: list[str]) -> None:
    assert [str(claim.role) for claim in read(text) if claim.unit == "分"][:4] == roles


def test_what_was_planned_ends_where_the_year_s_work_begins() -> None:
    done = {claim.text: claim.standing for claim in read("计划改造危桥18座，年内完工17座，桥面面积3681.5平方米。")}
    assert (done["18座"], done["17座"], done["3681.5平方米"]) == (Standing.TARGET, Standing.STATED, Standing.STATED)
    listed = read("年度目标为：新建管网10公里，改造检查井20座，户表安装率不低于95%。")
    assert {claim.standing for claim in listed} == {Standing.TARGET}


@pytest.mark.parametrize(
    ("text", "sheets"),
    [
        ("发放问卷480份，回收462份，有效450份。", ["480份", "462份", "450份"]),
        ("制度执行有效性：抽查45份签证单，6份缺签字。", []),
        ("450份有效问卷中满意408份，知晓补贴标准和发放方式的396份。", []),
    ],
)
def test_what_counts_questionnaires(text: str, sheets: list[str]) -> None:
    roles = ("发放", "回收", "有效")
    assert [claim.text for claim in read(text) if str(claim.role) in roles] == sheets
