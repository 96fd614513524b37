"""What prose states that follows from other numbers of the paragraph or the report, recomputed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.domain.claims import Claim, Setting, Tie, TieKind, find_derived, read_prose
from yzperf.errors import Place


def ties(*paragraphs: str) -> list[Tie]:
    claims: list[Claim] = []
    for at, text in enumerate(paragraphs):
        claims += [one for one in read_prose(text, Setting(Place(), block=f"p{at}")) if one.standing.is_own]
    return list(find_derived(claims))


def contradictions(*paragraphs: str) -> list[str]:
    return [tie.result.text for tie in ties(*paragraphs) if tie.agrees is False and tie.is_sure]


@pytest.mark.parametrize(
    ("kind", "right", "wrong", "result"),
    [
        (TieKind.RATIO, "57台中只有39台签了协议，占68.4%。", "57台中只有39台签了协议，占64.8%。", "64.8%"),
        (TieKind.RATIO, "受益群众3,200人。其中，老年人1,200人，占37.5%。", "受益群众3,200人。其中，老年人1,200人，占35.7%。", "35.7%"),
        (TieKind.RATIO, "计划新建85座，完工82座，完成率96.5%。", "计划新建85座，完工82座，完成率95.6%。", "95.6%"),
        (TieKind.RATIO, "完成体检43,650人，目标46,000人，完成率94.9%。", "完成体检43,650人，目标46,000人，完成率99.4%。", "99.4%"),
        (TieKind.RATIO, "重点人群应签86,400人，已签71,280人，签约率82.5%。", "重点人群应签86,400人，已签71,280人，签约率85.2%。", "85.2%"),
        (TieKind.RATIO, "386份问卷中，很满意198份、满意147份，两项合计345份，满意度89.4%。", "386份问卷中，很满意198份、满意147份，两项合计345份，满意度84.9%。", "84.9%"),
        (TieKind.RATIO, "全年支出4,127.6万元，抽查凭证1,306.2万元，占支出总额的31.6%。", "全年支出4,127.6万元，抽查凭证1,306.2万元，占支出总额的36.1%。", "36.1%"),
        (TieKind.RATIO, "预算安排4,380万元。实际支出4,127.6万元，预算执行率94.2%。", "预算安排4,380万元。实际支出4,127.6万元，预算执行率92.4%。", "92.4%"),
        (TieKind.SIBLING, "设备1,512万元，占78.2%；迁改336.6万元，占17.4%；安置84万元，占4.3%。", "设备1,512万元，占78.2%；迁改336.6万元，占14.7%；安置84万元，占4.3%。", "14.7%"),
        (TieKind.SIBLING, "中央1,910万元、省级764万元、区级1,146万元，分别占50.0%、20.0%和30.0%。", "中央1,910万元、省级764万元、区级1,146万元，分别占50.0%、25.0%和30.0%。", "25.0%"),
        (TieKind.GROWTH, "办理时间由45天压缩到28天，缩短37.8%。", "办理时间由45天压缩到28天，缩短73.8%。", "73.8%"),
        (TieKind.GROWTH, "预算4,380万元，比2022年的3,920万元增加460万元，增长11.7%。", "预算4,380万元，比2022年的3,920万元增加460万元，增长17.1%。", "17.1%"),
        (TieKind.DIFFERENCE, "最高的为93.1%，最低的为88.4%，相差4.7个百分点。", "最高的为93.1%，最低的为88.4%，相差7.4个百分点。", "7.4个百分点"),
        (TieKind.DIFFERENCE, "合格率目标99%，实际98.4%，低0.6个百分点。", "合格率目标99%，实际98.4%，低1.6个百分点。", "1.6个百分点"),
        (TieKind.DIFFERENCE, "满意度92.3%，较上年89.1%提高3.2个百分点。", "满意度92.3%，较上年89.1%提高2.3个百分点。", "2.3个百分点"),
        (TieKind.DIFFERENCE, "收回398份，剔除漏答的12份，有效386份。", "收回398份，剔除漏答的12份，有效368份。", "368份"),
        (TieKind.DIFFERENCE, "计划60台，完工57台，没有完工的3台另行安排。", "计划60台，完工57台，没有完工的5台另行安排。", "5台"),
        (TieKind.DIFFERENCE, "63所学校中，57所装了监控，其余6所未装。", "63所学校中，57所装了监控，其余9所未装。", "9所"),
        (TieKind.PER_UNIT, "57台电梯惠及1,368户，平均每台24户。", "57台电梯惠及1,368户，平均每台42户。", "42户"),
        (TieKind.PER_UNIT, "补助1,368户，共发放补贴957.6万元，户均0.70万元。", "补助1,368户，共发放补贴957.6万元，户均0.07万元。", "0.07万元"),
        (TieKind.PER_UNIT, "全年接种128,470剂次，月均10,706剂次。", "全年接种128,470剂次，月均17,006剂次。", "17,006剂次"),
        (TieKind.PER_UNIT, "食材支出58.32万元，就餐113,400人次，每人次5.14元。", "食材支出58.32万元，就餐113,400人次，每人次4.51元。", "4.51元"),
        (TieKind.SUM, "赞成198份、基本赞成147份，两项合计345份。", "赞成198份、基本赞成147份，两项合计354份。", "354份"),
        (TieKind.SAME, "总投资1.20亿元（即12,000万元）。", "总投资1.20亿元（即1,200万元）。", "1,200万元"),
        (TieKind.SAME, "绿化45亩，合3公顷。", "绿化45亩，合30公顷。", "30公顷"),
        (TieKind.MEAN, "三年分别为12次、15次和18次，平均15次。", "三年分别为12次、15次和18次，平均17次。", "17次"),
        (TieKind.MEAN, "五所学校分别为18、22、25、31和34公斤，平均26公斤。", "五所学校分别为18、22、25、31和34公斤，平均62公斤。", "62公斤"),
    ],
)  # fmt: skip
def test_a_number_that_follows_from_others(kind: TieKind, right: str, wrong: str, result: str) -> None:
    assert any(tie.agrees for tie in ties(right))
    assert contradictions(right) == []
    assert kind in {
        tie.kind for tie in ties(wrong) if tie.result.text == result and tie.agrees is False and tie.is_sure
    }


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (("完工57台。", "看了18处现场，占完工台数的31.6%。"), ("完工57台。", "看了18处现场，占完工台数的36.1%。")),
        (
            ("问卷有效386份。", "受访者里60岁以上的213人，占55.2%。"),
            ("问卷有效386份。", "受访者里60岁以上的213人，占52.5%。"),
        ),
        (
            ("绩效目标：居民满意度90%以上。", "居民满意度89.4%，比目标低0.6个百分点。"),
            ("绩效目标：居民满意度90%以上。", "居民满意度89.4%，比目标低1.6个百分点。"),
        ),
    ],
)
def test_the_whole_may_stand_elsewhere_in_the_report(right: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    assert contradictions(*right) == []
    assert len(contradictions(*wrong)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "设备约1,512万元，占78.2%；迁改336.6万元，占近两成；安置84万元，占4.3%。",  # approximate
        "设备1,512万元，占七成；迁改336.6万元，占17.4%。",
        "办理时间由约45天压缩到28天，缩短四成。",
        "全县5,600人，其中低保户1,200人；全市低保户占3.1%。",  # another population
        "2023年安排1,200万元，2022年的支出占全市的3.1%。",
        "选“加宽”的240人，占52.4%，选“路灯”的219人，占47.8%，选“修沟”的152人，占33.2%。",  # several answers
        "共抽查120户，其中贫困户40户，占33.3%，贫困户中五保户9户，占22.5%。",  # a part of a part
        "三个镇满意度分别为92.0%、88.0%和95.0%，平均91.2%。",  # weighted
        "安排资金1,200万元，按每户补助3,000元发放，惠及3,800户。",  # a standard is no mean
        "每台补助不超过28万元，57台共补助1,512万元。",
        "就业率由85%提高到90%，提高5%。",  # per cent of a rate may mean either
        "累计投入1.1亿元，其中2023年投入4,127万元，占37.5%。",  # cumulative, rounded to 0.1亿元
        "服务12,000人次，其中6,300人次为老年人，占52.5%；人均服务2.4次。",  # of 5,000 people told nowhere
        "总支出900万元，其中人员300万元、设备200万元。",  # not all parts
        "57台中有39台签约，占68.4%，比上年提高3.2个百分点。",  # last year is not told
        "合格率98.4%，较上年提高0.6个百分点，比全省平均低0.4个百分点。",
        "回收410份，回收率97.6%，其中收回12份废卷，有效398份。",
        "签约130,462人，完成目标的101.92%；按协议服务107,152人，履约率82.13%，比目标低2.87个百分点。",  # of 85 %
        "A组得分88.2分、B组85.7分，平均87.3分，比全市平均分90.6分低3.3分。",
        "采购562.40万元，占66.84%；租赁118.75万元，占14.11%；其余三项合计160.21万元。",
    ],
)
def test_where_the_operands_are_open_nothing_is_wrong(text: str) -> None:
    assert contradictions(text) == []


@given(st.lists(st.integers(10, 10**5), min_size=2, max_size=5), st.integers(1, 2))
def test_shares_rounded_half_up_never_contradict_each_other(parts: list[int], digits: int) -> None:
    whole, scale = sum(parts), 10**digits
    told = []
    for at, part in enumerate(parts):
        rounded = (200 * part * scale + whole) // (2 * whole)
        told.append(f"第{at + 1}类支出{part}万元，占{rounded // scale}.{rounded % scale:0{digits}d}%")
    assert contradictions("；".join(told) + "。") == []


@given(st.integers(2, 5000), st.integers(1, 10**6))
def test_a_mean_rounded_half_up_never_contradicts(count: int, cents: int) -> None:
    mean = (2 * cents + count) // (2 * count)
    assert (
        contradictions(f"惠及{count}户，补助{cents // 100}.{cents % 100:02d}元，户均{mean // 100}.{mean % 100:02d}元。")
        == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "预算7,200万元，其中中央3,600万元、省级1,800万元、区级1,440万元、镇级360万元，四项资金分别占50%、25%、20%和5%。",
        "支出709.96万元，比2023年的642.50万元增长10.50%，比2022年增加121.56万元。",
        "参训2,010人次，其中农村1,126人次、失业548人次、脱贫336人次，合计占38.65%。",
        "抽取的120名受访者中，有2人未作答，认为流程方便的占92.37%。",
        "三个镇满意户420户、310户和295户，分别占该镇受访户的93.3%、88.6%和84.3%。",
    ],
)
def test_what_is_told_of_another_whole_or_another_year(text: str) -> None:
    assert contradictions(text) == []


def test_shares_that_belong_to_a_list_each_with_its_part() -> None:
    text = (
        "预算7,200万元，其中中央3,600万元、省级1,800万元、区级1,440万元、镇级360万元，四项资金分别占50%、25%、22%和5%。"
    )
    assert contradictions(text) == ["22%"]
