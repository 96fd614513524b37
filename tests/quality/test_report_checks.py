"""Checks on how the report is built and what it argues: A02, A05, A07 and the benign twins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_checks import evaluation, found
from tests.scoring.test_item import row
from yzperf.domain.document import Caption, Document, Paragraph, Reference, Signature, Table
from yzperf.domain.finding import Finding, Severity, Verdict
from yzperf.errors import Place
from yzperf.rules import Rules


def place(at: int) -> Place:
    return Place(file="报告.docx", paragraph=f"第{at}段")


def report(*texts: str) -> Document:
    """Paragraphs; # and ## are headings of the first and second level, [表] is a table."""
    blocks: list[Paragraph | Table] = []
    for at, text in enumerate(texts, 1):
        level = len(text) - len(text.lstrip("#"))
        plain = text.lstrip("#")
        if text == "[表]":
            blocks.append(Table((), place(at), id=f"t{at}"))
        else:
            blocks.append(Paragraph(plain, level or None, place(at), title=plain if level else "", id=f"p{at}"))
    return Document("报告.docx", tuple(blocks))


# ── A01 ─────────────────────────────────────────────────────────────────────────────────────────────

OWN_WAY = (
    "#一、项目概况", "##（一）背景介绍", "##（二）年度绩效目标", "#二、评价工作开展", "##（一）目的与范围", "##（二）方法与标准", "##（三）实施步骤",
    "#三、评价得分与总体结论", "#四、分维度评价分析", "##（一）立项与投入", "##（二）项目管理", "##（三）完成情况", "##（四）实施效果",
    "#五、做法与短板", "#六、改进方向与措施", "#七、声明",
)  # fmt: skip


def built(rules: Rules, *headings: str) -> list[Finding]:
    return [one for one in found(rules, "A01", report=report(*headings)) if one.severity is not Severity.HINT]


def test_a01_titles_of_its_own(rules: Rules) -> None:
    assert built(rules, *OWN_WAY) == []


@pytest.mark.parametrize(
    ("gone", "told"), [("#六", "有关建议"), ("#三", "综合评价情况及评价结论"), ("##（二）年度", "项目绩效目标"), ("##（四）", "项目效益情况")]
)  # fmt: skip
def test_a01_one_that_is_gone(rules: Rules, gone: str, told: str) -> None:
    (finding,) = built(rules, *(one for one in OWN_WAY if not one.startswith(gone)))
    assert (finding.recomputed, finding.verdict) == (told, Verdict.FAILED)


TOLD_ELSEWHERE = {
    "项目绩效目标": ("项目于2024年实施。年度目标：新建公厕20座，管护覆盖率达到95%。",),
    "绩效评价工作过程": ("##（四）抽样与问卷", "2025年3月17日至21日在5条线路随车发放问卷320份。"),
}


@pytest.mark.parametrize("gone", sorted(TOLD_ELSEWHERE))
def test_a01_what_the_chapter_tells_elsewhere_is_a_lead(rules: Rules, gone: str) -> None:
    at = {"项目绩效目标": 2, "绩效评价工作过程": 6}[gone]
    (bare,) = built(rules, *OWN_WAY[:at], *OWN_WAY[at + 1 :])
    assert (bare.recomputed, bare.verdict) == (gone, Verdict.FAILED)
    (told,) = built(rules, *OWN_WAY[:at], *TOLD_ELSEWHERE[gone], *OWN_WAY[at + 1 :])
    assert (told.recomputed, told.verdict) == (gone, Verdict.LEAD)


def test_a01_the_chapter_for_what_else_there_is_may_be_left_out(rules: Rules) -> None:
    (finding,) = built(rules, *OWN_WAY[:-1])
    assert (finding.recomputed, finding.verdict) == ("其他需要说明的问题", Verdict.LEAD)


def test_a01_a_section_below_is_no_chapter(rules: Rules) -> None:
    ways = (
        *OWN_WAY[:7],
        "##（四）有关情况的声明",
        *OWN_WAY[7:13],
        "#五、主要经验及做法、存在的问题",
        "##存在的问题及原因分析",
        *OWN_WAY[14:15],
    )
    (finding,) = built(rules, *ways)
    assert finding.recomputed == "其他需要说明的问题"


def test_a01_a_chapter_that_is_divided_otherwise_is_a_lead(rules: Rules) -> None:
    ways = ("##（一）道路", "##（二）桥梁")
    (finding,) = built(rules, *OWN_WAY[:9], *ways, *OWN_WAY[13:])
    assert finding.verdict is Verdict.LEAD
    assert "项目效益情况" in finding.recomputed


def test_a01_a_report_built_in_another_way_is_one_finding(rules: Rules) -> None:
    (finding,) = built(
        rules, "#一、项目概况", "##（一）背景", "##（二）绩效目标", "#二、资金使用", "#三、主要问题", "#四、改进建议"
    )
    assert finding.verdict is Verdict.LEAD
    assert "综合评价情况及评价结论" in finding.recomputed


def test_a01_a_chapter_that_leaves_out_the_problems(rules: Rules) -> None:
    chapter = "#五、主要经验及做法、存在的问题及原因分析"
    both = [chapter, "##（一）主要经验及做法", "建立台账。", "##（二）存在的问题及原因分析", "逾期。"]
    assert not [one for one in built(rules, *both) if "没有分出存在的问题" in one.message]
    assert [one.verdict for one in built(rules, *both[:3]) if "没有分出存在的问题" in one.message] == [Verdict.LEAD]


def test_a01_a_heading_of_the_summary_is_no_chapter(rules: Rules) -> None:
    summary = ("#摘要", "##一、项目概况", "##二、主要问题", "##三、有关建议")
    chapters = [one.title for one in rules.outline("cn10_annex3").sections]
    body = [f"#{one}" for one in chapters if one != "有关建议"]
    assert "有关建议" in {one.recomputed for one in built(rules, *summary, *body)}
    assert "有关建议" not in {one.recomputed for one in built(rules, *summary, *body, "#有关建议")}


# ── A02 ─────────────────────────────────────────────────────────────────────────────────────────────


def hollow(rules: Rules, *texts: str) -> list[Finding]:
    return found(rules, "A02", report=report("#一、项目基本情况", "项目于2024年实施，覆盖四个镇。", *texts))


@pytest.mark.parametrize(
    "texts",
    [
        ("#六、有关建议", "#七、其他需要说明的问题", "无。"),
        ("#六、有关建议", "略。"),
        ("#六、有关建议", "详见附件2。"),
        ("#五、主要经验及做法、存在的问题及原因分析", "##存在的问题及原因分析", "#六、有关建议", "加强管护，落实经费来源。"),
    ],
)  # fmt: skip
def test_a02_a_heading_with_nothing_under_it(rules: Rules, texts: tuple[str, ...]) -> None:
    (finding,) = hollow(rules, *texts)
    assert (finding.severity, finding.verdict) == (Severity.MINOR, Verdict.FAILED)


@pytest.mark.parametrize(
    "texts",
    [
        ("#七、其他需要说明的问题", "无。"),
        ("#六、有关建议", "[表]"),
        ("#六、有关建议", "编制目标前逐户摸底，变更先批后建。"),
        ("#四、绩效评价指标分析", "##（一）项目决策情况", "决策指标得12.83分，依据充分。"),
        ("#附件1", "#承诺书"),
    ],
)
def test_a02_little_text_may_be_enough(rules: Rules, texts: tuple[str, ...]) -> None:
    assert hollow(rules, *texts) == []


@pytest.mark.parametrize(
    "text",
    [
        "略。",
        "略，见得分表。",
        "（此处略）",
        "从略",
        "见前文。",
        "有关情况详见附件6。",
        "具体内容请参阅后附附表9。",
        "待补充",
    ],
)
def test_a02_signatures_and_annexes_are_no_content(rules: Rules, text: str) -> None:
    """Behind the last section stand the signatures and the annexes: they belong to the report."""
    made = report_of(
        "#一、项目基本情况",
        "项目于2024年实施。",
        "#七、其他需要说明的问题",
        text,
        "主评人（签字）：张示例",
        "附件1",
        table((("表头", "列"),), 7),
    )
    signed = Signature("主评人", "主评人", "张示例", made.paragraphs[4].where)
    annex = Caption("附件", "1", "", made.paragraphs[5].where)
    (finding,) = found(rules, "A02", report=replace(made, signatures=(signed,), captions=(annex,)))
    assert finding.verdict is Verdict.FAILED


def test_a02_a_blank_table_and_a_title_that_is_spaced_otherwise(rules: Rules) -> None:
    blank = table([("", ""), ("", "")], at=3)
    (finding,) = found(rules, "A02", report=report_of("#六、有关建议", "略。", blank))
    assert finding.reported == "略"
    (finding,) = found(
        rules, "A02", report=report_of("#四、绩效评价指标分析", "决策满分15分，得12.75分。", "略，见得分表。")
    )
    assert finding.verdict is Verdict.FAILED
    made = report("#四、绩效评价指标分析", "略。")
    spaced = replace(made, blocks=(replace(made.blocks[0], text="四、  绩效评价指标分析"), made.blocks[1]))
    (finding,) = found(rules, "A02", report=spaced)
    assert finding.reported == "略"


def test_a02_a_chapter_of_its_own_that_says_nothing(rules: Rules) -> None:
    (finding,) = hollow(rules, "##1.3项目管理架构", "待补充")
    assert "项目管理架构" in finding.message
    (finding,) = hollow(rules, "##1.3项目管理架构", "##1.4监理单位", "由甲公司监理，按月报送监理月报。")
    assert "项目管理架构" in finding.message
    assert hollow(rules, "##3.项目管理架构", "##承诺书", "#承诺") == []  # a line of a list, a title of what follows


def test_a02_a_numbered_section_below_a_chapter_and_a_list_of_annexes(rules: Rules) -> None:
    (finding,) = hollow(rules, "#二、绩效评价工作开展情况", "##（四）评价局限性", "#七、其他需要说明的问题", "无。")
    assert "评价局限性" in finding.message
    (finding,) = hollow(rules, "#七、其他需要说明的问题", "略。", "附件：1.评分表", "2.问卷统计表")
    assert finding.reported == "略"


def test_a02_an_annex_that_is_there_is_content(rules: Rules) -> None:
    made = report("#六、有关建议", "详见附件2。")
    assert len(found(rules, "A02", report=made)) == 1
    there = replace(made, captions=(Caption("附件", "2", "问题与建议", place(9), "p9"),))
    assert found(rules, "A02", report=there) == []


def test_a02_a_few_signs_are_only_a_hint(rules: Rules) -> None:
    (finding,) = hollow(rules, "#六、有关建议", "加强管理。")
    assert finding.verdict is Verdict.LEAD


# ── A05 ─────────────────────────────────────────────────────────────────────────────────────────────


def numbered(
    *texts: str, captions: tuple[tuple[str, str, str, str], ...] = (), pointed: tuple[tuple[str, str], ...] = ()
) -> Document:
    made = [
        Caption(label, number, title, place(90 + at), target)
        for at, (label, number, title, target) in enumerate(captions)
    ]
    known = {(caption.label, caption.number): caption.target for caption in made}
    references = [Reference(*one, "".join(one), place(1), known.get(one, "")) for one in pointed]
    return replace(report(*texts), captions=tuple(made), references=tuple(references))  # fmt: skip


ONE = ("表", "1", "资金情况", "t3")


def test_a05_a_reference_to_nothing(rules: Rules) -> None:
    made = numbered("#一", "正文见表1", "[表]", captions=(ONE,), pointed=(("表", "1"), ("表", "3"), ("表", "3")))
    (finding,) = found(rules, "A05", report=made)
    assert "没有表3" in finding.message
    assert finding.verdict is Verdict.FAILED


def test_a05_annexes_that_may_be_files_of_their_own(rules: Rules) -> None:
    (finding,) = found(rules, "A05", report=numbered("详见附件1", pointed=(("附件", "1"),)))
    assert finding.verdict is Verdict.LEAD


@pytest.mark.parametrize(
    ("there", "listed", "verdicts"),
    [
        ("1235", "附件：1.评分表；2.问卷统计表；3.访谈清单；4.证据清单；5.意见采纳表", [Verdict.FAILED]),
        ("12345", "附件：1.评分表；2.问卷统计表；3.访谈清单；4.证据清单；5.意见采纳表", []),
        ("123", "附件：1.评分表；2.问卷统计表；3.访谈清单；4.现场照片（另附）", []),
        ("123", "附件：1.评分表；2.问卷统计表；3.访谈清单；4.现场照片", [Verdict.LEAD]),
    ],
)
def test_a05_an_annex_that_is_only_listed(rules: Rules, there: str, listed: str, verdicts: list[Verdict]) -> None:
    captions = tuple(("附件", number, "某表", "") for number in there)
    made = numbered("#一、情况", listed, captions=captions, pointed=tuple(("附件", number) for number in there))
    assert [one.verdict for one in found(rules, "A05", report=made) if "目录列有" in one.message] == verdicts


@pytest.mark.parametrize("words", ["第五章", "第五部分", "第5章"])
def test_a05_a_chapter_that_is_not_there(rules: Rules, words: str) -> None:
    unit = "部分" if "部分" in words else "章"
    heads = [f"#第{number}{unit} 内容" for number in "一二三四"]
    (finding,) = found(
        rules, "A05", report=numbered(*heads, f"详见本报告{words}。", captions=(ONE,), pointed=(("表", "1"),))
    )
    assert (finding.reported, finding.verdict) == (words, Verdict.FAILED)


@pytest.mark.parametrize(
    "text", ["详见第四章。", "见《预算法》第五章。", "第五章的办法另行制定。", "参见第五章办法的规定。"]
)
def test_a05_chapters_that_pass(rules: Rules, text: str) -> None:
    heads = [f"#第{number}章 内容" for number in "一二三四"]
    made = numbered(*heads, text, "如下表", "[表]", captions=(("表", "1", "资金", "t7"),), pointed=(("表", "1"),))
    assert found(rules, "A05", report=made) == []


def test_a05_one_number_for_two_tables(rules: Rules) -> None:
    texts = ("#一", "见表1", "[表]", "见表1", "[表]")
    both = numbered(*texts, captions=(ONE, ("表", "1", "得分情况", "t5")), pointed=(("表", "1"),))
    assert [finding.verdict for finding in found(rules, "A05", report=both)] == [Verdict.FAILED]
    goes_on = numbered(*texts, captions=(ONE, ("表", "1", "资金情况（续）", "t5")), pointed=(("表", "1"),))
    assert found(rules, "A05", report=goes_on) == []
    in_annex = (ONE, ("附件", "1", "明细", "p9"), ("表", "1", "得分情况", "t5"))
    assert found(rules, "A05", report=numbered(*texts, captions=in_annex, pointed=(("表", "1"), ("附件", "1")))) == []


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        (("#一、情况", "资金及时到位。", "各镇按期完成。", "表1 资金情况", "[表]"), 1),
        (("#一、情况", "资金及时到位。", "资金情况如下表：", "表1 资金情况", "[表]"), 0),
        (("资金及时到位。", "各镇按期完成。", "#一、情况", "表1 资金情况", "[表]"), 0),
    ],
)
def test_a05_a_table_that_nobody_names(rules: Rules, texts: tuple[str, ...], count: int) -> None:
    hints = found(rules, "A05", report=numbered(*texts, captions=(("表", "1", "资金情况", "t5"),)))
    assert [finding.severity for finding in hints] == [Severity.HINT] * count


# ── A07 ─────────────────────────────────────────────────────────────────────────────────────────────

TOLD = ("#四、绩效评价指标分析", "设施正常运行率86.5%，部分分散式设施停运。")
PROBLEM = ("#五、存在的问题", "1.部分设施停运。运维经费靠村集体垫付。")
ADVICE = ("#六、有关建议", "1.设施运维经费列入预算，由示例市财政局在2025年10月底前落实。")


def loop(rules: Rules, *texts: str, reason: str = "部分分散式设施停运") -> list[Finding]:
    cut = replace(row("≥95%", "86.5%", reported="8", name="设施正常运行率"), reason=reason)
    full = row("100%", "100%", weight="90", reported="90", name="验收合格率")
    return found(rules, "A07", evaluation(cut, full), report=report(*texts))


def test_a07_a_closed_loop(rules: Rules) -> None:
    assert loop(rules, *TOLD, *PROBLEM, *ADVICE) == []


def test_a07_a_deduction_that_the_text_does_not_tell(rules: Rules) -> None:
    (finding,) = loop(rules, *PROBLEM, *ADVICE, reason="台账登记与现场核对数量不一致")
    assert "设施正常运行率" in finding.message
    assert finding.verdict is Verdict.LEAD


def test_a07_a_problem_without_advice(rules: Rules) -> None:
    (finding,) = loop(rules, *TOLD, *PROBLEM, "2.招标文件设置了地域限制。审核人员把关不严。", *ADVICE)
    assert "招标文件设置了地域限制" in finding.message


def test_a07_problems_within_one_paragraph(rules: Rules) -> None:
    """A paragraph that is a whole part of the chapter: what was done well needs no advice, each problem does."""
    parts = ("#五、主要经验及做法、存在的问题及原因", "（一）主要经验及做法。一是统一招标文本；二是专账核算。")
    told = "（二）存在的问题及原因。1.部分设施停运。运维经费靠村集体垫付。"
    assert loop(rules, *TOLD, *parts, told, *ADVICE) == []
    (finding,) = loop(rules, *TOLD, *parts, told + "2.档案混乱。保管人员更换频繁。", *ADVICE)
    assert "档案混乱" in finding.message


FIVE = [f"{at}.{name}情况不好。" for at, name in enumerate(("目标", "资金", "监管", "拨付", "就业"), 1)]


def advised(rules: Rules, *advice: str) -> list[Finding]:
    return loop(rules, *TOLD, "#五、存在的问题", *FIVE, "#六、有关建议", *advice)


def test_a07_a_piece_of_advice_that_is_gone(rules: Rules) -> None:
    whole = [f"{one.replace('不好', '要改')}责任单位：甲局。完成时限：2025年9月底前。" for one in FIVE]
    assert advised(rules, *whole) == []
    gap = advised(rules, *whole[:3], whole[4])
    assert any("“3.”后面是“5.”" in one.message for one in gap)
    renumbered = advised(rules, *whole[:3], whole[4].replace("5.", "4."))
    assert any("“拨付情况不好”" in one.message for one in renumbered)


@pytest.mark.parametrize(
    ("tail", "lacking"),
    [
        ("责任单位：甲局。完成时限：2025年9月底前。", []),
        ("", ["责任单位", "完成期限"]),
        ("责任单位：甲局。", ["完成期限"]),
        ("请甲局牵头，三个月内办结。", []),
    ],
)
def test_a07_one_piece_of_advice_that_says_less_than_the_others(rules: Rules, tail: str, lacking: list[str]) -> None:
    said = "由区甲局牵头，2025年9月底前完成。"
    whole = [one.replace("不好。", "要改。") + said for one in FIVE]
    whole[2] = FIVE[2].replace("不好。", "要改。") + tail
    hints = [one for one in advised(rules, *whole) if "其他各条" in one.message]
    assert [one for one in ("责任单位", "完成期限") if any(f"没有写{one}" in hint.message for hint in hints)] == lacking
    assert all(hint.verdict is Verdict.LEAD for hint in hints)


def test_a07_an_answer_that_binds_nobody(rules: Rules) -> None:
    whole = [f"{one.replace('不好', '要改')}责任单位：甲局；完成期限：2025年9月底前。" for one in FIVE]
    told = advised(rules, *whole[:4], whole[4].replace("甲局", "相关单位").replace("2025年9月底前", "适时"))
    assert [one.reported for one in told] == ["相关单位", "适时"]
    assert all(one.verdict is Verdict.LEAD for one in told)


def test_a07_advice_to_nobody(rules: Rules) -> None:
    (finding,) = loop(rules, *TOLD, *PROBLEM, "#六、有关建议", "1.设施运维经费应当落实。")
    assert "责任单位和完成期限" in finding.message
    assert finding.severity is Severity.HINT


ADVICE_TABLE = (
    ("问题", "建议", "责任单位", "完成时限"),
    ("归档不及时", "资料不齐的不予支付", "示例局", "2025年10月底前"),
)


@pytest.mark.parametrize(
    ("cells", "words"),
    [(("", ""), "责任单位和完成时限"), (("示例局", "—"), "完成时限"), (("待定", "年底前"), "责任单位")],
)
def test_a07_a_row_of_the_table_of_advice_without_who_or_when(rules: Rules, cells: tuple[str, str], words: str) -> None:
    rows = (*ADVICE_TABLE, ("经费没有着落", "运行费用列入预算", *cells))
    made = report_of(
        "#五、存在的问题", "1.归档不及时。", "2.经费没有着落。", "#六、有关建议", "见表。", table(rows, at=6)
    )
    hints = [one for one in found(rules, "A07", evaluation(row("3项", "3项")), report=made) if "没有写" in one.message]
    assert [(one.where.paragraph, one.severity) for one in hints] == [("第6个表第3行第3列", Severity.HINT)]
    assert words in hints[0].message


def test_a07_a_table_of_advice_that_says_who_and_when(rules: Rules) -> None:
    made = report_of("#五、存在的问题", "1.归档不及时。", "#六、有关建议", "见表。", table(ADVICE_TABLE, at=5))
    assert found(rules, "A07", evaluation(row("3项", "3项")), report=made) == []


def test_a07_without_problems_and_advice_nothing_is_judged(rules: Rules) -> None:
    with pytest.raises(AssertionError, match="没有认出"):
        loop(rules, *TOLD)


# ── G10 ─────────────────────────────────────────────────────────────────────────────────────────────


def effects(rules: Rules, *texts: str) -> list[Finding]:
    blocks = [
        Paragraph(text, None, place(at), path=("四、绩效评价指标分析", "（四）项目效益情况"), id=f"p{at}")
        for at, text in enumerate(texts, 1)
    ]
    return found(rules, "G10", report=Document("报告.docx", tuple(blocks)))


@pytest.mark.parametrize(
    "text",
    [
        "项目实施带动农户户均增收1200元。",
        "道路建设直接减少了交通事故12起。",
        "达标率由65%提高到88%，得益于项目的实施。",
        "三年就诊率依次为52.6%、54.9%和57.8%，签约服务直接带动了就诊率的提高。",
    ],
)
def test_g10_a_cause_is_claimed_without_a_comparison(rules: Rules, text: str) -> None:
    (finding,) = effects(rules, "各项指标同比提高。", text)
    assert finding.verdict is Verdict.LEAD
    assert "只有前后对比" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "项目实施后，农户户均收入同期增加1200元。",
        "项目旨在带动农户增收，目标为户均1200元。",
        "资金拨付滞后导致12个标段延误。",
        "加强管护有利于促进设施长期运行。",
        "为带动农户增收12%，项目安排了技能培训。",
        "验收合格率97.9%。",
    ],
)
def test_g10_aims_causes_of_problems_and_plain_facts_pass(rules: Rules, text: str) -> None:
    assert effects(rules, "各项指标同比提高。", text) == []


def test_g10_a_comparison_carries_the_words(rules: Rules) -> None:
    with pytest.raises(AssertionError, match="有对照的方法"):
        effects(rules, "以52个未治理村为对照，用双重差分法核算。", "项目实施带动达标率提升8.9个百分点。")
