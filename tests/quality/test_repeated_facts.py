"""A04, B07, B10 on a number that is told once and is a slip of what the report tells of the same thing elsewhere."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.quality.report_tables import report_of, table
from tests.quality.test_checks import found
from yzperf.domain.claims.slips import Slip, slip
from yzperf.domain.document import Table
from yzperf.domain.finding import EvidenceClass, Finding
from yzperf.rules import Rules

SHOWS = table(
    [
        ["演出类别", "计划场次（场）", "实际场次（场）"],
        ["送戏下乡", "220", "228"],
        ["进校园", "200", "208"],
        ["合计", "420", "436"],
    ],
    9,
    caption="表1 各类演出完成情况",
)
BODY = "2024年演出436场，观演群众23.30万人次。"
FOUND = ("A04", "B07", "B10")


def hits(rules: Rules, *blocks: str | Table) -> list[Finding]:
    told = [one for number in FOUND for one in found(rules, number, report=report_of(*blocks))]
    return [one for one in told if "说的是同一件事" in one.message]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("436", "463", Slip.SWAPPED),
        ("9050.00", "9500.00", Slip.SWAPPED),
        ("23.30", "233.0", Slip.MOVED),
        ("606.98", "660.98", Slip.SWAPPED),
        ("1234", "124", Slip.DROPPED),
        ("46", "48", Slip.REPLACED),
        ("-3.70", "7.30", Slip.SWAPPED),
        ("376.32", "37.63", Slip.MOVED),  # rounded as well
        ("7000.40", "700.04", Slip.MOVED),
        ("1738.43", "1783.43", Slip.SWAPPED),
        ("17384", "14738", Slip.SWAPPED),  # the same digits in another order
        ("376.32", "37.6", None),
        ("436", "436.0", None),
        ("436", "418", None),
        ("12", "1", None),
        ("0", "3", None),
    ],
)
def test_what_a_slip_makes_of_a_figure(one: str, other: str, kind: Slip | None) -> None:
    assert slip(Decimal(one), Decimal(other)) is kind
    assert slip(Decimal(other), Decimal(one)) is kind


def test_an_amount_that_a_table_prints_in_yuan(rules: Rules) -> None:
    paid = table([["批次", "兑付金额（元）"], ["第一批", "15,620,000.00"], ["第二批", "17,384,280.00"]], 9)
    (hit,) = hits(rules, paid, "#五、问题", "第二批兑付金额1,783.43万元，超期12天。")
    assert hit.reported == "1,783.43万元"
    assert hits(rules, paid, "#五、问题", "第二批兑付金额1,738.43万元，超期12天。") == []


@pytest.mark.parametrize(
    ("wrong", "number", "shown"),
    [
        ("评价范围为12个镇的463场演出。", "A04", "463场"),
        ("项目惠及观演群众233.0万人次，共演出436场。", "B10", "233.0万人次"),
        ("全年共组织演出466场次。", "A04", "466场次"),
        ("项目实现观演群众32.30万人次。", "A04", "32.30万人次"),
        ("演出场次已达４６３场。", "A04", "４６３场"),
    ],
)
def test_a_count_told_wrong_in_another_chapter(rules: Rules, wrong: str, number: str, shown: str) -> None:
    (finding,) = hits(rules, "#一、概况", BODY, SHOWS, "观演群众较多，共23.30万人次。", "#二、范围", wrong)
    assert (finding.id, finding.reported) == (number, shown)
    assert finding.evidence is EvidenceClass.PROOF
    assert "第6段" in str(finding.where)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("补贴资金9,050.00万元全部到位。", "评价对象为补贴资金9,500.00万元。"),
        ("列支食堂改造86,400.00元。", "收回列支的食堂改造资金84,600.00元。"),
    ],
)
def test_an_amount_told_wrong(rules: Rules, right: str, wrong: str) -> None:
    (finding,) = hits(rules, "#一、资金", right, "#二、分析", right.replace("。", "，情况属实。"), "#三、其他", wrong)
    assert finding.id in ("B07", "B10")
    assert finding.evidence is EvidenceClass.PROOF


def test_respondents_are_counted_in_several_words(rules: Rules) -> None:
    """628份问卷, 628名观演群众: one of the two is a slip of 682."""
    texts = (
        "#一、样本",
        "有效问卷628份。",
        "样本共628人。",
        "628名受访者填写了问卷。",
        "#摘要",
        "对682名观演群众作了调查。",
    )
    assert [one.reported for one in hits(rules, *texts)] == ["682名"]


@pytest.mark.parametrize(
    "benign",
    [
        "评价范围为12个镇的436场演出。",
        "演出436场中按期举行434场，2场延期。",  # a part of the whole
        "抽查46场演出的档案。",  # a sample
        "2023年全年演出463场。",  # another year
        "上年演出463场。",
        "2023年演出463场。",
        "年度目标为演出不少于446场。",  # a target
        "全年演出约440场。",  # hedged
        "惠及观众233,000人次。",  # the same in another unit
        "邻县全年演出463场。",
        "单位自评填报演出463场。",
        "送戏下乡228场，进校园208场。",
        "戏台463座，均已验收。",  # something else, which is counted in another unit
    ],
)
def test_what_is_no_contradiction(rules: Rules, benign: str) -> None:
    assert hits(rules, "#一、概况", BODY, SHOWS, "#二、范围", benign) == []


def test_money_of_two_stages_differs_by_right(rules: Rules) -> None:
    """年初预算4,000万元 and 全年预算4,060万元 differ by one digit and are two things."""
    texts = ("年初预算数4,000.00万元。", "全年预算数4,060.00万元。", "项目全年预算4,060.00万元，已全部到位。")
    assert hits(rules, *texts) == []


def test_a_row_of_another_thing_is_not_compared(rules: Rules) -> None:
    rows = table(
        [
            ["补贴项目", "凭证份数", "抽查份数"],
            ["免费乘车补贴", "236", "84"],
            ["亏损补贴", "637", "242"],
            ["合计", "873", "326"],
        ],
        9,
        caption="表2 凭证",
    )
    assert hits(rules, "现场检查原始凭证326份。", rows) == []
    (finding,) = hits(rules, "现场检查原始凭证362份。", rows, "检查凭证326份。")
    assert finding.reported == "362份"


def test_what_the_numbers_beside_it_give_is_explained(rules: Rules) -> None:
    """418场, 95.87% of 436 by the sentence itself, is no slip of 428."""
    texts = (
        BODY,
        SHOWS,
        "计划重点演出428场。",
        "重点演出428场已排定。",
        "436场演出中418场按期举行，按期演出率为95.87%。",
    )
    assert hits(rules, *texts) == []
