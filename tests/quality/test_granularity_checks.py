"""F02 and F03: figures that so many answers cannot give, and the honest figures that a plain test would accuse."""

from __future__ import annotations

import pytest

from tests.quality.test_checks import found
from yzperf.domain.document import Block, Cell, Document, Paragraph, Table
from yzperf.domain.finding import Finding, Verdict
from yzperf.errors import Place
from yzperf.quality import Bundle, audit
from yzperf.rules import Rules

FILE = "报告.docx"


def report(*blocks: str | Block) -> Document:
    """Paragraphs from texts; tables as they are."""
    made = [_paragraph(block, at) if isinstance(block, str) else block for at, block in enumerate(blocks, 1)]
    return Document(FILE, tuple(made))


def _paragraph(text: str, at: int) -> Paragraph:
    return Paragraph(text, None, Place(file=FILE, paragraph=f"第{at}段"), id=f"p{at}")


def table(text: str, caption: str = "", spans: dict[tuple[int, int], tuple[int, int]] | None = None) -> Table:
    """A table from lines of | parted cells; ``spans`` are rows and columns that a cell covers, blanks below it."""
    cells = []
    for row, line in enumerate(text.strip().splitlines(), 1):
        for column, words in enumerate(line.split("|"), 1):
            high, wide = (spans or {}).get((row, column), (1, 1))
            if not _is_covered(spans or {}, row, column):
                where = Place(file=FILE, sheet="第1个表", cell=f"第{row}行第{column}列")
                inside = Paragraph(words.strip(), None, where, id=f"c{row}-{column}")
                cells.append(Cell(row, column, (inside,), where, high, wide))
    return Table(tuple(cells), Place(file=FILE, sheet="第1个表"), caption=caption, id="t1")


def _is_covered(spans: dict[tuple[int, int], tuple[int, int]], row: int, column: int) -> bool:
    return any(
        (row, column) != (top, left) and top <= row < top + high and left <= column < left + wide
        for (top, left), (high, wide) in spans.items()
    )


def hits(rules: Rules, number: str, *blocks: str | Block) -> list[Finding]:
    return found(rules, number, report=report(*blocks))


def verdict(rules: Rules, number: str, *blocks: str | Block) -> tuple[Verdict, str]:
    coverage = audit(Bundle(rules=rules, report=report(*blocks))).coverage
    return coverage.verdicts[number], coverage.missing.get(number, "")


# ── F02 ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("12名受访干部对流程打分（1至5分的整数），平均4.37分。", "4.33和4.42"),
        ("对25位受访者的5分制评价取平均，得4.33分（每人给一个整数分）。", "4.32和4.36"),
        ("本次共访谈１５人，人均打分８．４３分（１０分制，整数打分）。", "8.40和8.47"),
        ("村干部组均分为3.53分（n=18，李克特五级量表）。", "3.50和3.56"),
        ("采用五点量表，企业组（n＝14）M＝4.25；村民组（n＝16）M＝3.81。", "4.21和4.29"),
        ("在120名受访者中，表示满意的占92.35%。", "91.67%和92.50%"),
        ("36家受访企业中有87.3%认为政策有效。", "86.1%和88.9%"),
        ("12个受访者打分（5分制，取整数），平均每人4.37分。", "4.33和4.42"),
    ],
)
def test_f02_whole_answers_that_cannot_give_the_mean(rules: Rules, text: str, shown: str) -> None:
    (finding,) = hits(rules, "F02", text)
    assert finding.verdict is Verdict.FAILED
    assert finding.recomputed == shown
    assert "检出力" in finding.message
    assert finding.where.paragraph == "第1段"


@pytest.mark.parametrize(
    "text",
    [
        "对120名服务对象开展调查，满意率为92.35%。",
        "12名受访者按5分制打分，平均4.37分。",
        "满意度按非常满意100、满意80、一般60、不满意0分计算，120名受访者平均得分92.35分。",
    ],
)
def test_f02_where_the_report_does_not_say_how_it_is_a_lead(rules: Rules, text: str) -> None:
    (finding,) = hits(rules, "F02", text)
    assert finding.verdict is Verdict.LEAD


@pytest.mark.parametrize(
    "texts",
    [
        ("12名受访干部对流程打分（1至5分的整数），平均4.42分。",),
        ("在120名受访者中，表示满意的占92.50%。",),
        ("在120名受访者中，2人未作答，表示满意的占92.37%。",),  # 109 of 118
        ("120名受访者知晓政策的占80.00%，认为流程方便的占92.71%。",),  # 89 of the 96
        ("有效问卷120份。", "受访者中表示满意的占92.37%。"),  # some left the question out
        (
            "满意度按非常满意100、满意80、一般60、不满意0分计算，120名受访者平均得分92.33分。",
            "受访者12人打整数分，平均4.42分。",
        ),
    ],
)
def test_f02_what_honest_people_print_passes(rules: Rules, texts: tuple[str, ...]) -> None:
    assert hits(rules, "F02", *texts) == []


@pytest.mark.parametrize(
    "texts",
    [
        ("满意度按各镇总体数加权计算。", "对120名服务对象开展调查，满意率为92.35%。"),
        ("对120名服务对象开展调查，综合满意度为92.35%。",),
        ("8位专家打分，去掉最高分和最低分后平均87.33分。",),
        ("12名受访者对各题打整数分（1至5分），平均4.37分。",),
        ("12名受访者打分，可以打半分，平均4.37分（5分制）。",),
        ("户均补贴432.15元，涉及120户。",),
        ("有效问卷120份。", "在办理过业务的受访者中，满意的占92.71%。"),
        ("有效问卷120份。", "问卷显示，使用者对流程满意的占92.71%。"),
        ("受访者里60岁及以上的213人，占55.2%。",),  # of all who were asked, not of the 213
        ("问卷调查中，表示了解的47份（占总数的88.7%）。",),
    ],
)
def test_f02_does_not_judge_what_is_weighted_or_of_unknown_grain(rules: Rules, texts: tuple[str, ...]) -> None:
    assert hits_or_none(rules, "F02", *texts) == []
    assert verdict(rules, "F02", *texts)[0] is Verdict.NO_INPUT


def hits_or_none(rules: Rules, number: str, *blocks: str | Block) -> list[Finding]:
    findings = audit(Bundle(rules=rules, report=report(*blocks))).findings
    return [finding for finding in findings if finding.id == number]


def test_f02_says_where_it_has_no_power(rules: Rules) -> None:
    outcome, said = verdict(rules, "F02", "400名受访者打分（1至5分的整数），平均4.37分。")
    assert outcome is Verdict.NO_POWER
    assert "0.00" in said


def test_f02_digits_that_were_cut_off_are_a_hint(rules: Rules) -> None:
    (finding,) = hits(rules, "F02", "12名受访干部打分（1至5分的整数），平均4.41分。")  # 53 ÷ 12 = 4.4167
    assert finding.verdict is Verdict.LEAD
    assert "截去尾数" in finding.message


def test_f02_items_make_the_grain_finer(rules: Rules) -> None:
    told = "12名受访者回答{}，每题打1至5分的整数，平均4.37分。"
    assert hits(rules, "F02", told.format("1个题项"))
    assert verdict(rules, "F02", told.format("10个题项"))[0] is Verdict.NO_POWER


def test_f02_many_shares_of_another_base_are_asked_about_once(rules: Rules) -> None:
    told = "、".join(
        f"{name}的占{share}%" for name, share in zip("甲乙丙丁", ("32.37", "21.53", "14.89", "31.21"), strict=True)
    )
    (finding,) = hits(rules, "F02", "有效问卷60份。", f"受访者选择{told}。")
    assert finding.verdict is Verdict.LEAD
    assert "另有 3 个" in finding.message


SCORES = """
分组 | 人数 | 均值 | 标准差
示例甲镇 | 12 | 4.37 | 0.65
示例乙镇 | 15 | 4.40 | 0.63
"""


def test_f02_reads_tables(rules: Rules) -> None:
    (finding,) = hits(rules, "F02", table(SCORES, "表5 干部评分（1至5分的整数）"))
    assert finding.where.cell == "第2行第3列"
    assert finding.verdict is Verdict.FAILED
    (lead,) = hits(rules, "F02", table(SCORES, "表5 干部评分（5分制）"))
    assert lead.verdict is Verdict.LEAD


def test_f02_reads_merged_heads_and_notes_below(rules: Rules) -> None:
    text = """
    题目 | 干部（n=12） | | 村民（n=15） |
    | 均值 | 标准差 | 均值 | 标准差
    流程 | 4.42 | 0.51 | 4.43 | 0.52
    """
    made = table(text, "表6 评分", {(1, 1): (2, 1), (1, 2): (1, 2), (1, 4): (1, 2)})
    (finding,) = hits(rules, "F02", made, "注：五级量表。")
    assert finding.where.cell == "第3行第4列"
    assert "15 人" in finding.message


# ── F03 ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "5分制评分的均值M=4.90，标准差SD=1.80，n=40。",
        "整体评价为4.70±1.30（5分制，n=60）。",
        "受访者30人，按1—5分评价，均值为4.80分，标准差为0.95分。",
        "百分制满意度得分平均为96.2分，标准差35.4，n=210。",
        "五点量表，均值3.90，标准差2.05，n=30。",
        "5分制下均值（标准差）为4.90（1.80），样本量40。",
    ],
)
def test_f03_a_deviation_beyond_the_scale(rules: Rules, text: str) -> None:
    (finding,) = hits(rules, "F03", text)
    assert finding.verdict is Verdict.FAILED


@pytest.mark.parametrize(
    "text",
    [
        "满意度均值为4.21分（标准差0.65，n=28，五级量表，每人打整数分）。",  # parity
        "6名受访者打1至5分的整数，均值为1.83分，标准差1.47。",  # bounds and parity pass, no sample exists
        "20名受访者中，满意的占35%，标准差0.18。",  # DEBIT
    ],
)
def test_f03_whole_answers_that_do_not_exist(rules: Rules, text: str) -> None:
    (finding,) = hits(rules, "F03", text)
    assert "不可能" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "5分制评分的均值M=4.70，标准差SD=0.56，n=40。",
        "5分制评分的均值M=3.00，标准差SD=2.11，n=10。",  # half 1s, half 5s
        "6名受访者打0至1分的整数，均值为0.50分，标准差0.50。",  # divided by n
        "6名受访者打0至1分的整数，均值为0.50分，标准差0.55。",  # divided by n − 1
        "20名受访者中，满意的占35%，标准差0.49。",
        "4.70±1.30（10分制，n=60）。",
        "百分制满意度得分平均为96.2分，标准差5.4，n=210。",
    ],
)
def test_f03_what_can_be_passes(rules: Rules, text: str) -> None:
    assert hits(rules, "F03", text) == []


def test_f03_without_a_scale_or_people_nothing_is_judged(rules: Rules) -> None:
    for text in ("均值为4.90，标准差1.80，n=40。", "5分制评分均值为4.90分，标准差1.80。"):
        assert verdict(rules, "F03", text)[0] is Verdict.NO_INPUT


def test_f03_descriptive_tables_give_the_ends(rules: Rules) -> None:
    text = """
    变量 | 观测值 | 均值 | 标准差 | 最小值 | 最大值
    是否参保 | 200 | 0.35 | 0.18 | 0 | 1
    年龄 | 200 | 45.2 | 12.6 | 18 | 80
    满意程度 | 200 | 4.60 | 2.10 | 1 | 5
    """
    findings = hits(rules, "F03", table(text, "表7 描述性统计"))
    assert [finding.where.cell for finding in findings] == ["第2行第3列", "第4行第3列"]
