"""B02, B09 in sentences: what one slip keeps from adding up is told, what adds up or has nothing to do with it is not."""

from __future__ import annotations

import pytest

from tests.quality.test_text_checks import hits
from yzperf.domain.finding import Verdict
from yzperf.rules import Rules

HITS = "对不上"


def sums(rules: Rules, *texts: str) -> list[tuple[str, str, Verdict]]:
    told = hits(rules, "B02", *texts)
    return [(one.reported, one.recomputed, one.verdict) for one in told if HITS in one.message]


@pytest.mark.parametrize(
    ("text", "printed", "right"),
    [
        ("受理申报191项次，经联审剔除24项次，确认157项次。", "191项次", "181项次"),
        ("两家企业分别虚增102.00万元和88.40万元，合计186.40万元。", "88.40万元", "84.40万元"),
    ],
)  # fmt: skip
def test_one_slip_from_a_sum(rules: Rules, text: str, printed: str, right: str) -> None:
    assert sums(rules, text) == [(printed, right, Verdict.FAILED)]


def test_short_numbers_and_wholes_of_the_sentence_before_are_leads(rules: Rules) -> None:
    assert [one[2] for one in sums(rules, "受理申报19项，经联审剔除2项，确认16项。")] == [Verdict.LEAD]
    text = "9月批准追加500.00万元。追加资金用于设备补助250.00万元、研发奖励50.00万元、认定奖励180.00万元、其他奖励50.00万元。"
    assert [one[2] for one in sums(rules, text)] == [Verdict.LEAD]


@pytest.mark.parametrize(
    "text",
    [
        "受理申报181项次，经联审剔除24项次，确认157项次。",
        "首次认定22家、重新认定31家，共53家。",
        "全年兑付4,490.45万元，其中设备补助2,383.33万元、研发奖励432.13万元。",  # not all of it
        "2022年兑付300.00万元，2023年兑付410.00万元，2024年兑付720.00万元。",
        "甲村120户、乙村80户、丙村95户。",
    ],
)
def test_what_adds_up_or_is_no_sum_passes(rules: Rules, text: str) -> None:
    assert sums(rules, text) == []


def test_what_the_words_make_a_sum_is_told_once_as_one(rules: Rules) -> None:
    text = "首次认定22家、重新认定31家，共55家。"
    assert sums(rules, text) == []
    assert len(hits(rules, "B02", text)) == 1


@pytest.mark.parametrize(
    ("text", "right"),
    [
        # other counts stand between the parts, and the whole is a part of what adds up
        ("应付45.00万元，实付10.00万元，尚未支付35.00万元，其中1个项目未完成5.00万元、1家企业迁出10.00万元、1家账户冻结25.00万元。", "20.00万元"),
        # the whole stands in the sentence before, with other numbers behind it
        ("抽取企业32家，占受补企业的27.12%，涉及资金1,986.45万元，占44.24%。按行业分层，其中装备10家、汽车9家、电子5家、材料5家、纺织3家、其他1家。", "33家"),
        # one word calls the whole and the parts
        ("抽查480个班次，在岗462个，缺岗18个，在岗率96.25%。其中一标段抽查190个班次，缺岗6个；二标段抽查196个，缺岗9个；三标段抽查94个，缺岗4个。", "5个"),
        ("检查设备412台，在用391台，闲置21台，在用率94.90%。闲置设备中，纺织企业14台，汽车企业6台，装备企业3台。", "12台"),
    ],
)  # fmt: skip
def test_parts_whose_whole_is_told_before(rules: Rules, text: str, right: str) -> None:
    assert [one[1] for one in sums(rules, text)] == [right]


@pytest.mark.parametrize(
    "text",
    [
        "抽取企业32家，占27.12%。其中装备10家、汽车8家、电子5家、材料5家、纺织3家、其他1家。",
        "抽取企业33家，占27.12%。其中装备10家、汽车9家、电子5家、材料5家、纺织3家、其他1家。",  # the first five come to 32
        "抽查480个班次，在岗462个，缺岗18个。其中一标段抽查190个班次，缺岗5个；二标段抽查196个，缺岗9个；三标段抽查94个，缺岗4个。",
        "全县缺岗18个。一标段缺岗6个；二标段缺岗2个。",  # two of several
        "检查设备412台，在用391台，闲置21台。闲置设备中，纺织企业12台，汽车企业6台，装备企业3台。",
    ],
)
def test_parts_that_come_to_the_whole_told_before(rules: Rules, text: str) -> None:
    assert sums(rules, text) == []


@pytest.mark.parametrize(("gap", "count"), [("2.27", 0), ("2.3", 0), ("2.72", 1), ("2.28", 0), ("9.85", 0)])
def test_gaps_of_two_rates(rules: Rules, gap: str, count: int) -> None:
    text = f"2023年、2024年分别增长13.58%和15.85%，2024年增速提高{gap}个百分点。"
    told = [one for one in hits(rules, "B09", text) if "请核对是否笔误" in one.message]
    assert [one.recomputed for one in told] == ["2.27个百分点"] * count


def test_two_that_the_sentence_before_tells(rules: Rules) -> None:
    text = "一笔为购置电脑{}万元，与用途不符；另一笔为物料报销4.18万元，缺少明细。两笔合计6.54万元，占支出的9.16%。"
    told = hits(rules, "B02", text.format("2.63"))
    assert [one.recomputed for one in told] == ["6.81万元"]
    assert hits(rules, "B02", text.format("2.36")) == []
