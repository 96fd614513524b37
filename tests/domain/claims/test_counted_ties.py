"""Relations that words tell: opposites, extremes, the items above, so much a head."""

from __future__ import annotations

import pytest

from yzperf.domain.claims import Setting, Tie, TieKind, find_counted_ties, read_prose
from yzperf.errors import Place


def ties(text: str) -> list[Tie]:
    return list(find_counted_ties(read_prose(text, Setting(Place(), block="p1"))))


@pytest.mark.parametrize(
    ("right", "wrong", "kind"),
    [
        ("收到意见15条，采纳12条、未采纳3条。", "收到意见15条，采纳12条、未采纳4条。", TieKind.SUM),
        ("抽查点位40个，合格36个，不合格4个。", "抽查点位40个，合格36个，不合格6个。", TieKind.SUM),
        ("全部24个指标中，得满分的17个，失分的7个。", "全部24个指标中，得满分的18个，失分的7个。", TieKind.SUM),
        ("东馆使用率最高，为88.40%；西馆最低，为61.25%，首尾相差27.15个百分点。", "东馆使用率最高，为88.40%；西馆最低，为61.25%，首尾相差37.15个百分点。", TieKind.DIFFERENCE),
        ("道路支出30.5万元，绿化支出20.3万元，照明支出11.0万元。上述三项合计61.8万元。", "道路支出30.5万元，绿化支出20.3万元，照明支出11.0万元。以上3项共计68.1万元。", TieKind.SUM),
        ("为350名学员发放交通补助10.50万元，人均300元。", "为350名学员发放交通补助10.50万元，人均3,000元。", TieKind.PER_UNIT),
        ("436场演出中418场按期举行，按期演出率为95.87%，18场因天气原因延期。", "436场演出中418场按期举行，按期演出率为95.87%，28场因天气原因延期。", TieKind.SUM),
        ("全年借阅36万册，服务读者4.5万人，人均8册。", "", TieKind.PER_UNIT),
    ],
)  # fmt: skip
def test_right_and_wrong(right: str, wrong: str, kind: TieKind) -> None:
    assert [(tie.kind, tie.agrees) for tie in ties(right)] in ([(kind, True)], [])
    if wrong:
        assert [(tie.kind, tie.agrees) for tie in ties(wrong)] == [(kind, False)]


@pytest.mark.parametrize(
    "text",
    [
        "收到意见15条，采纳12条，其中主管部门8条。",  # no opposites
        "抽查点位40个，初检合格36个，另有复检点位9个。",
        "投入资金500万元，培训200人，人均工资增加0.8万元。",  # of something else
        "投入资金500万元、自筹60万元，培训200人，人均2.8万元。",  # of which amount
        "东馆88.40%、西馆61.25%、南馆75.00%，最高与最低相差27.15个百分点。",
        "道路支出30.5万元。上述三项合计61.8万元。",  # the other two stand elsewhere
        "收到意见约15条，采纳12条、未采纳2条。",
    ],
)
def test_what_says_nothing_for_certain(text: str) -> None:
    assert not [tie for tie in ties(text) if tie.agrees is False]


def test_an_average_of_people_is_rounded() -> None:
    (tie,) = ties("共开班12个，培训500人，平均每班42人。")
    assert tie.agrees
