"""A04: who is called first or last is so in the table or the list, and what goes from high to low does."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import report_of, table
from yzperf.domain.document import Table
from yzperf.domain.finding import EvidenceClass
from yzperf.quality.catalogue import Hit, Inapplicable
from yzperf.quality.checks.superlatives import first_and_last_are_those_of_the_table, listed_in_the_order_told

TOWNS = table(
    [
        ["乡镇", "受益人数（人）", "满意率", "户均补助（元）"],
        ["东河镇", "1,204", "86.15%", "431"],
        ["西山镇", "980", "91.38%", "402"],
        ["南塘镇", "655", "69.23%", "518"],
        ["北岭镇", "702", "82.86%", "377"],
        ["合计", "3,541", "83.81%", "428"],
    ],
    9,
    caption="表3 各镇情况",
)
GROUPS = table(
    [
        ["分组", "类别", "满意率"],
        ["性别", "男性", "82.1%"],
        ["性别", "女性", "85.5%"],
        ["年龄", "中年", "80.2%"],
        ["年龄", "老年", "91.0%"],
    ],
    9,
)


def hits(text: str, *tables: Table) -> list[Hit]:
    return list(first_and_last_are_those_of_the_table(report_of(text, *(tables or (TOWNS,)))))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("各镇满意率从69.23%到91.38%不等，东河镇最高、南塘镇最低。", ["西山镇"]),
        ("各镇满意率相差较大，西山镇最高、北岭镇最低。", ["南塘镇"]),
        ("满意率最高的是东河镇，为86.15%。", ["西山镇"]),
        ("东河镇满意率最高，为86.15%；北岭镇最低，为82.86%。", ["西山镇", "南塘镇"]),
        ("西山镇户均402元，为最高。", ["南塘镇"]),
        ("“西山镇”受益人数最多。", ["东河镇"]),
        ("满意率最低的镇（北岭镇）只有82.86%。", ["南塘镇"]),
        ("决策、过程、产出三类得分率分别为90.00%、86.85%和96.49%，最高的是决策类。", ["产出"]),
        ("东河镇是满意率最高的镇。", ["西山镇"]),
        ("受益人数最多的是西山镇，为1,204人。", ["东河镇"]),  # the number is that of another row
        ("培训电工120人、焊工95人、家政310人，电工最多。", ["家政"]),
    ],
)
def test_another_is_first_or_last(text: str, right: list[str]) -> None:
    found = hits(text)
    assert [one.recomputed for one in found] == right
    assert all(one.evidence is None for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "各镇满意率从69.23%到91.38%不等，西山镇最高、南塘镇最低，相差22.15个百分点。",
        "满意率最高的是西山镇，为91.38%；最低的是南塘镇，为69.23%。",
        "东河镇1,204人，为最多。",
        "南塘镇满意率最低，户均补助最高。",
        "东河镇投诉最多。",  # of what no table tells
        "东河镇第一小学满意率最高。",  # another name
        "东河镇、西山镇满意率最高。",  # both together
        "补助最高不超过东河镇的600元。",
        "满意率最低的两个镇是北岭镇和南塘镇。",
        "东河镇最大限度保障受益人数。",
        "满意率最高的是“西山镇”（91.38%），最低的两项是“南塘镇”（69.23%）和“北岭镇”（82.86%）。",
        "满意率最高的是西山镇，最低的几个镇都在山区。",
        "西山镇是满意率最高的镇。",
        "东河镇满意率86.15%，最高的镇超过九成。",
        "东河镇是满意率最高的两个镇之一。",
        "决策、过程、产出三类分别得13.5分、17.4分、33.8分，得分率最高的是决策类。",  # 得分 is not 得分率
    ],
)
def test_what_is_so_or_cannot_be_told(text: str) -> None:
    try:
        assert hits(text) == []
    except Inapplicable:
        assert "最" not in text


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("未达标的镇中，北岭镇满意率最低，为82.86%。", (TOWNS,)),  # of some of the rows
        ("除南塘镇外，北岭镇满意率最低，为82.86%。", (TOWNS,)),
        ("女性满意率最高，为85.5%。", (GROUPS,)),  # of the two of its own division, no: lead at most
    ],
)
def test_of_some_of_them_it_is_a_lead(text: str, tables: tuple[Table, ...]) -> None:
    (hit,) = hits(text, *tables)
    assert hit.evidence is EvidenceClass.LEAD


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("得分率由高到低依次为96.4%、81.8%和93.2%。", "81.8%、93.2%"),
        ("满意率从低到高依次是南塘镇69.2%、东河镇86.2%、北岭镇82.9%。", "86.2%、82.9%"),
        ("按金额由大到小分别为562.40万元、118.75万元、160.85万元。", "118.75、160.85"),
    ],
)
def test_out_of_order(text: str, told: str) -> None:
    (hit,) = listed_in_the_order_told(report_of(text))
    assert hit.reported == told


@pytest.mark.parametrize(
    "text",
    [
        "得分率由高到低依次为96.4%、93.2%和81.8%，比上年分别提高1.0、2.3、0.5个百分点。",
        "满意率从低到高依次是南塘镇69.2%、北岭镇82.9%、东河镇86.2%。",
        "由高到低依次为产出类（96.4%，扣1.2分）、效益类（93.2%，扣2.7分）。",
        "补助标准由高到低调整，三年分别为600元、650元、700元。",
    ],
)
def test_in_order_or_not_said_to_be(text: str) -> None:
    assert list(listed_in_the_order_told(report_of(text))) == []
