"""B09 on rates taken of an amount, audited amounts, shares that make a whole together, and what came of a rule."""

from __future__ import annotations

import pytest

from tests.quality.report_tables import report_of
from yzperf.domain.claims import read_claims
from yzperf.domain.finding import EvidenceClass
from yzperf.quality.catalogue import Inapplicable
from yzperf.quality.checks.relations import relations_in_text


def told(text: str) -> list[str]:
    try:
        hits = list(relations_in_text(read_claims(report_of("#一、项目情况", text))))
    except Inapplicable:
        return []
    return [hit.reported for hit in hits if hit.evidence is not EvidenceClass.LEAD]


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("核定设备投资31,246.85万元；按8%计算为2,499.57万元。", "2,499.57万元"),
        ("按核定研发费用增量8,642.53万元的8%计算，为432.13万元。", "432.13万元"),  # it was 5 %
        ("核减投资2,881.75万元，按8%的比例折算，少支出财政资金203.54万元。", "203.54万元"),
        ("合同价1,250.00万元，按照5%计提质保金65.20万元。", "65.20万元"),
        ("申报投资34,128.60万元，第三方核减2,818.75万元，核减率8.44%，核定31,246.85万元。", "31,246.85万元"),
        ("收到申报1,810件，经联审剔除240件，确认1,750件。", "1,750件"),
        ("省级资金1,200.00万元，占25.35%；市级资金3,500.00万元，占74.47%。", "25.35%"),
        ("抽查档案64份，5份缺少审核意见，占8.71%，每份扣0.3分，共扣1.50分，得3.50分。", "8.71%"),
        ("小微企业73份中满意65份，满意度76.71%。", "76.71%"),
        ("合同约定配备督导员260人，实际在册254人，缺额8人。", "8人"),
        # over the number that it came to, not over the one that it came from
        ("采购价由每人每月186元降至158元，降幅17.72%。", "17.72%"),
        ("全年支出709.96万元，比2023年的642.50万元增长9.50%。", "9.50%"),
        ("年中省级追加30万元，全年预算750万元，增幅4.00%。", "4.00%"),
        ("甲乡每名妇女摊得36.92元，乙街道仅13.33元，相差3.77倍。", "3.77倍"),
        ("大型企业6家，兑付912.60万元；中型企业32家，兑付1,874.53万元。中型企业兑付额约为大型企业的2.50倍。", "2.50倍"),
    ],
)
def test_what_does_not_follow(text: str, odd: str) -> None:
    assert odd in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "核定设备投资31,246.85万元；按8%计算为2,499.75万元。",
        "核定设备投资31,246.85万元，另有贷款；按8%计算为1,900.00万元。",  # of something else: no slip explains it
        "按8%的目标测算，少支出106.82万元。",
        "合同价1,250.00万元，按不超过5%计提质保金60.00万元。",
        "申报投资34,128.60万元，第三方核减2,881.75万元，核减率8.44%，核定31,246.85万元。",
        "收到申报181项次，经联审剔除24项次，其中确认90项次需要补正。",
        "省级资金1,200.00万元，占25.53%；市级资金3,500.00万元，占74.47%。",
        "省级资金1,200.00万元，占24.00%；市级资金3,500.00万元，占70.00%。",  # both of a larger whole
        "完成率每低1个百分点扣0.1分，完成95%以上得4.50分。",
        "小微企业73份中满意56份，满意度83.10%。",  # weighted
        "合同约定配备督导员260人，实际在册254人，缺额6人。",
        "合同约定配备督导员260人，实际在册254人；抽查班次缺岗18个。",
        "采购价由每人每月186元降至158元，降幅15.05%。",
        "年中省级追加30万元，全年预算750万元，增幅4.17%。",
        "甲乡每名妇女摊得36.92元，乙街道仅13.33元，相差1.77倍。",
        "甲乡每名妇女摊得36.92元，乙街道仅13.33元，相差2.77倍。",  # of the whole
        "大型企业6家，兑付912.60万元；中型企业32家，兑付1,874.53万元。中型企业兑付额约为大型企业的2.05倍。",
        "大型企业6家，兑付912.60万元；中型企业32家，兑付1,874.53万元。亩均税收约为小微企业的2.50倍。",
    ],
)
def test_what_follows_or_is_of_something_else(text: str) -> None:
    assert told(text) == []
