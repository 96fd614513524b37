"""A03, A06, B11: cover, scope and dates, with their benign twins."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tests.quality.test_checks import found
from tests.quality.test_money_stated import INFO
from tests.quality.test_report_checks import place, report
from yzperf.domain.document import Document, Signature
from yzperf.domain.finding import Finding, Verdict
from yzperf.rules import Rules

CASE = replace(
    INFO,
    name="农村生活污水治理项目（示例）",
    parties={"委托单位": "示例市财政局", "主评人": "张示例", "报告日期": "2025年6月6日"},
)
TITLE = "农村生活污水治理项目2024年度绩效评价报告"


def signed(made: Document, **values: str) -> Document:
    lines = [Signature(role, role, value, place(50)) for role, value in values.items()]
    return replace(made, signatures=tuple(lines))


def dated(*texts: str, on: str = "2025年6月6日") -> Document:
    return signed(report(*texts), 日期=on)


# ── A03 ─────────────────────────────────────────────────────────────────────────────────────────────


def cover(rules: Rules, *texts: str, **values: str) -> list[Finding]:
    return found(rules, "A03", report=signed(report(*texts), **values), info=CASE)


GOOD = {"委托单位": "示例市财政局", "主评人": "张示例", "日期": "2025年6月6日"}


@pytest.mark.parametrize(
    ("role", "value"), [("委托单位", "示例县教育局"), ("主评人", "李示例"), ("日期", "2025年7月6日")]
)
def test_a03_the_cover_names_another(rules: Rules, role: str, value: str) -> None:
    (finding,) = cover(rules, TITLE, **{**GOOD, role: value})
    assert finding.reported == value
    assert finding.verdict is Verdict.FAILED


@pytest.mark.parametrize(
    ("role", "value"),
    [("委托单位", "财政局"), ("主评人", "张示例（签字）"), ("日期", "二〇二五年六月六日"), ("日期", "2025年6月")],
)
def test_a03_the_same_in_other_words_passes(rules: Rules, role: str, value: str) -> None:
    assert cover(rules, TITLE, **{**GOOD, role: value}) == []


def on_cover(rules: Rules, *lines: Signature) -> list[Finding]:
    made = report(TITLE, "主评人", "日期", "#一、基本情况", "示例市财政局 张示例", "2025年6月6日")
    below = Signature("日期", "", "2025年6月6日", place(6))
    return found(rules, "A03", report=replace(made, signatures=(*lines, below)), info=CASE)


def test_a03_a_label_of_the_cover_with_nothing_behind_it(rules: Rules) -> None:
    (finding,) = on_cover(rules, Signature("主评人", "项目主评人", "", place(2)))
    assert (finding.where, finding.recomputed) == (place(2), "张示例")
    assert finding.verdict is Verdict.FAILED
    assert on_cover(rules, Signature("主评人", "主评人（签字）", "", place(2), wants="签字")) == []
    assert (
        on_cover(rules, Signature("主评人", "主评人", "", place(5))) == []
    )  # to be filled in by hand under the report
    (finding,) = on_cover(rules, Signature("日期", "日期", "", place(3)))
    assert finding.verdict is Verdict.LEAD


def test_a03_the_day_of_the_cover_in_numerals_and_under_another_name(rules: Rules) -> None:
    (finding,) = on_cover(rules, Signature("完成日期", "完成日期", "二〇二五年四月六日", place(3)))
    assert finding.recomputed == "2025年6月6日"
    assert on_cover(rules, Signature("完成日期", "完成日期", "二〇二五年六月六日", place(3))) == []
    assert on_cover(rules, Signature("完成日期", "完成日期", "2025年12月31日", place(5))) == []  # of advice


def signed_by(rules: Rules, *lines: Signature) -> list[Finding]:
    made = report(TITLE, "主评人：张示例", "#一、基本情况", "正文", "落款")
    info = replace(CASE, parties={**CASE.parties, "复核人": "钱示例"})
    return [
        one
        for one in found(rules, "H02", report=replace(made, signatures=lines), info=info)
        if one.verdict is Verdict.FAILED
    ]


def test_h02_the_names_under_the_report_are_those_of_the_cover_and_the_case(rules: Rules) -> None:
    front = (
        Signature("主评人", "主评人", "张示例", place(2)),
        Signature("评价机构", "评价机构", "甲咨询有限公司", place(2)),
    )
    below = (
        Signature("主评人", "主评人", "张示例", place(5), wants="签字"),
        Signature("评价机构", "", "甲咨询有限公司", place(5), wants="盖章"),
    )
    assert signed_by(rules, *front, *below, Signature("复核人", "复核人", "钱示例", place(5))) == []
    (finding,) = signed_by(rules, *front, *below, Signature("复核人", "复核人", "钱示列", place(5)))
    assert finding.recomputed == "钱示例"
    (finding,) = signed_by(rules, *front, below[0], Signature("评价机构", "", "乙事务所", place(5), wants="盖章"))
    assert (finding.reported, finding.recomputed) == ("乙事务所", "甲咨询有限公司")


def test_a03_what_is_nowhere(rules: Rules) -> None:
    (finding,) = cover(rules, TITLE, 委托单位="示例市财政局", 日期="2025年6月6日")
    assert "没有写明主评人" in finding.message
    assert cover(rules, TITLE, "主评人为张示例。", 委托单位="示例市财政局", 日期="2025年6月6日") == []
    (other,) = cover(rules, "义务教育校舍维修2024年度绩效评价报告", **GOOD)
    assert "项目名称" in other.message


def test_a03_a_body_named_without_its_county_is_named(rules: Rules) -> None:
    info = replace(CASE, parties={"主管部门": "颍南县教育体育局", "报告日期": "2025年6月6日"})
    day = {"日期": "二○二五年六月"}
    told = signed(report(TITLE, "项目由县教育体育局主管。"), **day)
    assert found(rules, "A03", report=told, info=info) == []
    (finding,) = found(rules, "A03", report=signed(report(TITLE, "项目由县水利局主管。"), **day), info=info)
    assert finding.recomputed == "颍南县教育体育局"


def test_a03_a_cover_that_leaves_out_a_party_is_a_lead(rules: Rules) -> None:
    """What the text names is not missing; a cover that lists the parties should list it as well."""
    lines = (("评价机构", "示例评价公司"), ("项目单位", "示例中心"))
    texts = ("2024年度绩效评价报告", *(f"{role}：{value}" for role, value in lines), "#一、基本情况", "主评人张示例。")
    made = report(*texts)
    shown = tuple(Signature(role, role, value, made.paragraphs[at].where) for at, (role, value) in enumerate(lines, 1))
    parties = {"评价机构": "示例评价公司", "实施单位": "示例中心", "主评人": "张示例"}
    given = replace(INFO, name="", parties=parties)
    (finding,) = found(rules, "A03", report=replace(made, signatures=shown), info=given)
    assert (finding.verdict, finding.recomputed) == (Verdict.LEAD, "主评人")
    one = replace(made, signatures=shown[:1])
    assert found(rules, "A03", report=one, info=given) == []  # a cover that lists nothing lacks nothing


# ── A06 ─────────────────────────────────────────────────────────────────────────────────────────────

SCOPE = ("#二、绩效评价工作开展情况", "评价对象为2024年度项目资金，发放问卷430份。")


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        ((*SCOPE, "#七、其他需要说明的问题", "无。"), 1),
        ((*SCOPE, "#七、其他需要说明的问题", "受样本量限制，镇一级的结果仅供参考。"), 0),
        ((*SCOPE, "#七、其他需要说明的问题", "长期外出人员没有受访，结论不代表这部分人。"), 0),
        ((*SCOPE, "问卷未覆盖外出人员。", "#七、其他需要说明的问题", "无。"), 0),
        (
            (
                *SCOPE,
                "#五、存在的问题",
                "招标文件设置了地域限制。",
                "#七、其他需要说明的问题",
                "工作扎实，没有其他问题。",
            ),
            1,
        ),
        ((*SCOPE, "#七、其他需要说明的问题", "评价的局限：受客观条件限制，难免存在不足之处，敬请谅解。"), 1),
        (
            (
                *SCOPE,
                "95%置信水平、±5个百分点误差下需197份，方案经委托方代表评审通过。",
                "#七、其他需要说明的问题",
                "无。",
            ),
            1,
        ),
        (
            (
                *SCOPE,
                "#七、其他需要说明的问题",
                "受条件限制，评价难免存在不足：一是问卷以拦访为主，不能代表外出居民。",
            ),
            0,
        ),
        (SCOPE, 0),  # the chapter is missing: told by A01
        (("#二、绩效评价工作开展情况", "开展了工作。"), 3),
    ],
)
def test_a06(rules: Rules, texts: tuple[str, ...], count: int) -> None:
    assert [finding.verdict for finding in found(rules, "A06", report=report(*texts))] == [Verdict.LEAD] * count


# ── B11 ─────────────────────────────────────────────────────────────────────────────────────────────


def dates(rules: Rules, made: Document, **parts) -> list[Finding]:
    return found(rules, "B11", report=made, **parts)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("项目于2024年2月30日验收。", "没有“2024年2月30日”这一天"),
        ("合同签订于2024年13月5日。", "这一天"),
        ("评价于2025年6月至2025年3月开展。", "结束早于开始"),
        ("2025年7月1日至2025年7月5日开展问卷调查。", "还在开展现场工作"),
        ("全部支出凭证于2025年8月完成核对。", "已经发生"),
        ("尾款于2025年7月15日支付。", "已经发生"),
        ("2026年3月已移交运行单位。", "已经发生"),
    ],
)
def test_b11_dates_that_cannot_be(rules: Rules, text: str, words: str) -> None:
    findings = dates(rules, dated(text))
    assert findings
    assert all(words in finding.message and finding.verdict is Verdict.FAILED for finding in findings)


@pytest.mark.parametrize(
    "text",
    [
        "项目于2024年2月29日验收。",
        "评价期间为2024年1月1日至2024年12月31日。",
        "2025年4月2日开展现场调研。",
        "建议2025年10月31日前完成现场整改。",
        "单位成本由2024.13元降到2020.10元。",
        "截至2024年12月底。",
        "运行合同2027年3月到期。",
        "尾款应于2025年7月15日支付。",
        "服务期至2026年5月。",
        "计划2025年12月完成移交。",
    ],
)
def test_b11_dates_that_can_be(rules: Rules, text: str) -> None:
    assert dates(rules, dated("2024年实施。", text)) == []


def test_b11_fieldwork_of_the_log(rules: Rules) -> None:
    log = pd.DataFrame({"日期": ["2025-04-10", "2025-06-10", "2025-06-13"], "环节": ["座谈", "问卷调查", "归档"]})
    (finding,) = dates(rules, dated("2024年实施。"), log=log)
    assert (finding.reported, finding.where.cell) == ("2025-06-10", "第3行")
    assert dates(rules, dated("2024年实施。", on="2025年6月20日"), log=log) == []


def test_b11_the_year_of_the_title(rules: Rules) -> None:
    (finding,) = dates(rules, report("污水治理项目2023年度绩效评价报告"), info=CASE)
    assert finding.recomputed == "2024年度"
    assert dates(rules, report(TITLE), info=CASE) == []
    assert dates(rules, report("污水治理项目2022—2024年度绩效评价报告"), info=CASE) == []


def test_b11_a_payment_after_the_period_is_a_lead(rules: Rules) -> None:
    (finding,) = dates(rules, report(TITLE, "2025年1月15日支付进度款80万元。"), info=CASE)
    assert finding.verdict is Verdict.LEAD
    assert dates(rules, report(TITLE, "2024年12月15日支付进度款80万元。"), info=CASE) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("评价对象为2023年度项目资金，范围为四个镇。", 1),
        ("本次评价的期间：2022年1月1日至2022年12月31日。", 1),
        ("评价对象为2024年度项目资金。", 0),
        ("评价期间为2023年1月1日至2024年12月31日。", 0),
        ("评价对象为项目资金，上年结转自2023年。", 0),
        ("评价对象为《示例县2023年实施方案》确定的项目。", 0),
    ],
)
def test_b11_the_year_of_what_is_evaluated(rules: Rules, text: str, count: int) -> None:
    assert len(dates(rules, report(TITLE, text), info=CASE)) == count
