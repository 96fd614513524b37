"""Relations that a sentence states, recomputed from the printed digits."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.domain.claims import Setting, TableCell, Tie, TieKind, find_ties, read_prose, read_table
from yzperf.errors import Place


def ties(text: str) -> list[Tie]:
    return list(find_ties(read_prose(text, Setting(Place()))))


RIGHT = [
    ("合格率由81.5%提高到86.2%，提高4.7个百分点", TieKind.DIFFERENCE),
    ("失业率从4.8%下降到4.1%，下降0.7个百分点", TieKind.DIFFERENCE),
    ("用水量由1,200吨减少到1,080吨，减少10%", TieKind.GROWTH),
    ("2023年预算1,200万元，2024年预算1,350万元，增长12.5%", TieKind.GROWTH),
    ("人均收入达到2.86万元，比上年增加0.21万元，增长7.9%", TieKind.GROWTH_OF_CHANGE),
    ("本年支出418.60万元，比2023年的377.40万元增长10.92%", TieKind.GROWTH),
    ("全年借阅量较2022年的8.2万册增加1.3万册，增长15.9%", TieKind.RATIO),
    ("全年预算数4,060.00万元，全年执行数3,863.58万元，执行率95.16%", TieKind.RATIO),
    ("发放问卷430份，回收424份，回收率98.6%", TieKind.RATIO),
    ("有效问卷420份，占回收问卷424份的99.06%", TieKind.RATIO),
    ("排查直排口316个，消除280个，消除率88.6%", TieKind.RATIO),
    ("全年预算数4,836.42万元，全年执行数4,567.95万元，执行率94.5%", TieKind.RATIO),  # 94.449, 94.45, 94.5
    ("产出指标满分35分，得32.60分，得分率93.14%", TieKind.RATIO),
    ("受访者304人，其中女性142人，占46.7%", TieKind.RATIO),
    ("628名受访者中有480人知晓惠民演出，知晓率为76.43%", TieKind.RATIO),
    ("新增群众文艺团队9支，为目标值12支的75.00%", TieKind.RATIO),
    ("新创剧目6个，仅为计划数10个的60.00%", TieKind.RATIO),
    ("完成436场，完成率为103.81%，较上年的398场，增长9.55%", TieKind.GROWTH),
    ("实地考察8个镇的16个演出点，占12个镇的66.67%", TieKind.RATIO),
    ("抽查5个社区的20个网点，占全部8个社区的62.5%", TieKind.RATIO),
    ("2024年客运量2,347.60万人次，上年2,285.00万人次，增长2.74%", TieKind.GROWTH),
    ("总投资9,860万元，其中中央5,000万元，省级3,000万元，县级1,860万元", TieKind.PARTS),
    ("工程费用820万元，设备购置费150万元，其他费用30万元，合计1,000万元", TieKind.SUM),
    ("年初预算1,860万元，其中市级620万元、区级1,240万元；年中追加240万元，调整后为2,100万元", TieKind.PARTS),
    ("安排资金1,860万元，其中：市级620万元、区级1,240万元；另有业主自筹900万元", TieKind.PARTS),
    ("安排资金1,860万元，其中：市级620万元；区级1,240万元", TieKind.PARTS),
]
WRONG = [
    ("本年支出418.60万元，比2023年的377.40万元增长12.92%", None, None),
    ("与2023年的377.40万元相比，支出增加41.20万元，增长9.84%", None, None),
    ("合格率由81.5%提高到86.2%，提高4.9个百分点", "4.6", "4.8"),
    ("2023年预算1,200万元，2024年预算1,350万元，增长11.1%", None, None),
    ("发放问卷430份，回收424份，回收率99.6%", Fraction(42400, 430), Fraction(42400, 430)),
    ("实地考察8个镇的16个演出点，占12个镇的76.67%", None, None),
    ("628名受访者中有408人知晓惠民演出，知晓率为76.43%", None, None),
    ("新增群众文艺团队9支，为目标值12支的57.00%", None, None),
    ("完成436场，完成率为103.81%，较上年的398场，增长5.95%", None, None),
    ("2024年客运量2,347.60万人次，上年2,285.00万人次，增长7.24%", None, None),
    ("排查直排口316个，消除280个，消除率89.6%", Fraction(28000, 316), Fraction(28000, 316)),
    ("总投资9,860万元，其中中央5,000万元，省级3,000万元，县级2,860万元", None, None),
    ("工程费用820万元，设备购置费150万元，其他费用30万元，合计1,100万元", "998.5", "1001.5"),
    ("全年预算数4,060.00万元，全年执行数3,863.58万元，执行率96.15%", None, None),
    ("全年预算数4,836.42万元，全年执行数4,567.30万元，执行率94.5%", None, None),  # 94.436
]


@pytest.mark.parametrize(("text", "kind"), RIGHT, ids=lambda value: str(value)[:20])
def test_a_true_relation_is_found_and_agrees(text: str, kind: TieKind) -> None:
    (tie,) = ties(text)
    assert tie.kind is kind
    assert tie.agrees is True


@pytest.mark.parametrize(("text", "low", "high"), WRONG)
def test_a_false_one_is_found_and_disagrees(text: str, low: str | Fraction | None, high: str | Fraction | None) -> None:
    (tie,) = ties(text)
    assert tie.agrees is False
    if low is not None and high is not None:
        assert tie.recomputed == (Fraction(low), Fraction(high))


@pytest.mark.parametrize(
    "text",
    [
        "预算约1,200万元，支出1,100万元，执行率95%",  # hedged
        "总投资9,860万元，其中中央5,000万元，省级3,000万元",  # not all parts
    ],
)
def test_where_nothing_can_be_said_nothing_is_said(text: str) -> None:
    assert [tie.agrees for tie in ties(text)] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "目标500人，实际培训512人，满意度96%",
        "预算1,200万元，满意度95%",
        "满意度由85%提高了5%",
        "新建道路12公里，改造管网30米，合格率100%",
        "较上年增长5.6%",
        "接管农户3,626户，占全镇的46%",
    ],
)
def test_numbers_that_only_stand_together_are_not_tied(text: str) -> None:
    assert ties(text) == []


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_a_rate_rounded_half_up_always_agrees(part: int, more: int, digits: int) -> None:
    whole = part + more
    scale = 10**digits
    rounded = (Fraction(100 * part * scale, whole) + Fraction(1, 2)).__floor__()
    shown = f"{rounded // scale}.{rounded % scale:0{digits}d}" if digits else str(rounded)
    (tie,) = ties(f"发放问卷{whole}份，回收{part}份，回收率{shown}%")
    assert tie.agrees is True


def test_ratios_and_growth_in_the_rows_of_a_table() -> None:
    rows = [["类别", "分值", "得分", "得分率"], ["决策", "15", "12.83", "85.53%"], ["过程", "20", "17.81", "98.05%"]]
    cells = [
        TableCell(row, column, text, Place())
        for row, texts in enumerate(rows, 1)
        for column, text in enumerate(texts, 1)
    ]
    assert [tie.agrees for tie in find_ties(read_table(cells, Setting(Place())))] == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        "项目预算总额5,600万元，其中市级补助2,000万元，区级配套3,600万元；截至2024年底，实际支出4,812.66万元",
        "项目预算总额5,600万元，其中市级补助2,000万元，区级配套3,600万元，实际支出4,812.66万元",
        "全年到位补助资金32,562万元，基金支出35,120.45万元，当年收支结余-1,208.33万元，累计结余8,560.12万元",
        "合同总价6,030万元，中标价5,890万元，较控制价下浮2.3%",
        "发放教师问卷120份、学生家长问卷300份，共420份；回收410份，回收率97.62%",
        "项目得分88.6分，其中：决策18分（满分20分）、过程17.6分（满分20分）、产出53分（满分60分）",
    ],
)
def test_what_stands_beside_is_not_a_part(text: str) -> None:
    assert all(tie.agrees is not False for tie in ties(text))
