"""What follows from numbers that stand in other sentences, sections and tables of the report."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import Rows, report_of, table
from yzperf.domain.claims import find_in_web, read_claims

GOALS: Rows = (
    ("三级指标", "指标值", "实际完成值"), ("班次准点率", "≥95%", "94.00%"), ("培训人次", "≥5,500人次", "5,200人次"),
)  # fmt: skip
COSTS: Rows = (
    ("项目", "2024年（万元）", "2023年（万元）"), ("人工成本", "6,842.15", "6,715.40"), ("燃料动力", "1,735.60", "1,802.35"),
    ("合计", "8,577.75", "8,517.75"),
)  # fmt: skip
LINES: Rows = (("类别", "线路数（条）"), ("城区", "18"), ("城乡", "16"), ("镇村", "12"), ("合计", "46"))
SPENT: Rows = (("补贴项目", "实际支出（元）"), ("公交场站维护补助", "1,763,420.50"), ("免费乘车补贴", "14,236,580.00"), ("合计", "16,000,000.50"))  # fmt: skip


def wrong(*blocks: str | Rows) -> list[str]:
    made = report_of(*(one if isinstance(one, str) else table(one, at) for at, one in enumerate(blocks, 1)))
    return [tie.result.text for tie in find_in_web(read_claims(made).own) if tie.agrees is False and tie.is_sure]


@pytest.mark.parametrize(
    ("blocks", "old", "new"),
    [
        ((LINES, "抽查线路12条，占全部线路的26.09%。"), "26.09%", "29.06%"),
        ((LINES, "抽查线路12条，占全部线路的26.09%。"), "26.09%", "31.50%"),
        ((SPENT, "列支食堂改造支出86,400.00元，占场站维护补助支出的4.90%。"), "4.90%", "9.40%"),
        (("全年组织演出436场。", "抽查演出档案30份，占全部436场的6.88%。"), "6.88%", "8.68%"),
        (("实际支出841.36万元。", "全年演出436场。", "按实际支出和实际场次计算，场均成本为1.93万元。"), "1.93万元", "19.3万元"),
        (("全年客运量2,347.60万人次。", "财政补贴8,941.20万元。", "每人次财政补贴3.81元。"), "3.81元", "3.18元"),
        (("观众23.30万人次。全年演出436场，场均观众约534人次。",), "534人次", "543人次"),
        (("管护经费72.00万元。建成面积23,800亩，折合每亩约30元。",), "30元", "300元"),
        (("发放生活费补贴25.20万元。生活费补贴对象为420名困难人员，人均600元。",), "600元", "6,000元"),
        (("全年培训5,200人次，开班130个，平均每班40人。",), "40人", "45人"),
        ((GOALS, "准点率实际94.00%，比目标值低1.00个百分点。"), "1.00个", "1.50个"),
        ((GOALS, "全年培训5,200人次，完成年度目标的94.55%。"), "94.55%", "95.45%"),
        (("床位使用率80.95%，上年为76.19%。", "床位使用率80.95%，较上年提高4.76个百分点。"), "4.76个", "6.25个"),
        ((COSTS, "人工成本6,842.15万元，比2023年增加126.75万元。"), "126.75万元", "162.75万元"),
        (("四类得分率依次为90.00%、94.30%、97.66%和91.83%。产出类得分率最高，决策类最低，两者相差7.66个百分点。",), "7.66个", "8.66个"),
        (("全年预算750万元。", "实际到位742.50万元，其中区级132.50万元，总体到位率99.00%。"), "99.00%", "98.00%"),
        ((COSTS, "公司实行单车核算，燃料动力成本比上年下降3.70%。"), "3.70%", "7.30%"),
        (("3家敬老院床位350张，在住255人，使用率72.86%，空置床位95张。",), "95张", "105张"),
    ],
)  # fmt: skip
def test_terms_that_stand_elsewhere(blocks: tuple[str | Rows, ...], old: str, new: str) -> None:
    assert wrong(*blocks) == []
    changed = tuple(one.replace(old, new) if isinstance(one, str) else one for one in blocks)
    assert changed != blocks
    (found,) = wrong(*changed)
    assert found.startswith(new.removesuffix("个"))


@pytest.mark.parametrize(
    "blocks",
    [
        (LINES, "抽查线路12条，占城区线路的66.67%。"),
        ("实际支出841.36万元。", "全年演出436场。", "同类项目场均成本为2.10万元。"),
        ("全年客运量2,347.60万人次。财政补贴8,941.20万元。", "每人次收费标准2.00元。"),
        ("建成面积9.83万亩，投入资金2.36亿元。", "亩均投资高出邻市220元。"),
        (GOALS, "满意度实际94.00%，比去年低1.50个百分点。"),
        ("贫血率由2022年的7.1%降到6.2%；生长迟缓率5.3%，较2022年下降0.7个百分点。",),
        ("采购93套，支出2,929.66万元。", "设备到位93套；单套采购成本37.50万元/套。"),
        ("平均采购价由每人每月186元降至158元，降幅15.05%。人均成本由2,350元升至3,055元，上涨30.00%。",),
        ((("三级指标", "指标值"), ("开办培训班次", "≥64期")), "开办培训班次63期，培训考核合格率98.1%，学员满意度82.7%。"),
        ("年中追加30万元，年初预算720万元，全年预算750万元，增幅4.17%。",),
    ],
)  # fmt: skip
def test_what_follows_from_nothing_that_is_told(blocks: tuple[str | Rows, ...]) -> None:
    assert wrong(*blocks) == []


ANSWERS: Rows = (("选项", "份数（份）"), ("很满意", "168"), ("较满意", "142"), ("一般", "76"), ("合计", "386"))


@pytest.mark.parametrize(
    ("blocks", "old", "new"),
    [
        ((ANSWERS, "表示“很满意”和“较满意”的310份。"), "310份", "301份"),
        ((SPENT, "公交场站维护补助、免费乘车补贴合计16,000,000.50元。"), "16,000,000.50", "10,600,000.50"),
    ],
)
def test_rows_that_are_named_are_added(blocks: tuple[str | Rows, ...], old: str, new: str) -> None:
    assert wrong(*blocks) == []
    assert len(wrong(*(one.replace(old, new) if isinstance(one, str) else one for one in blocks))) == 1


def test_rows_that_are_not_all_named_are_left() -> None:
    assert wrong(ANSWERS, "表示“很满意”、“较满意”等的340份。") == []
