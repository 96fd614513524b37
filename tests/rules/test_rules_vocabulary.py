"""Word lists (提示用语表): what they catch, and what they must leave alone."""

from __future__ import annotations

from datetime import date

import pytest

from yzperf.rules import load_rules

WORDS = load_rules(on=date(2024, 12, 31), region="扬中").vocabulary


@pytest.mark.parametrize(
    "name", ["工程验收合格率", "政策知晓率", "学生满意度", "项目完成及时率", "种植作物成活率", "工程完工率"]
)
def test_rates_that_cannot_exceed_a_hundred(name: str) -> None:
    assert WORDS.is_capped_rate(name)


@pytest.mark.parametrize("name", ["任务完成率", "收入增长率", "覆盖率增长率", "培训人数", "满意率增幅", "税收收入"])
def test_rates_that_may(name: str) -> None:
    assert not WORDS.is_capped_rate(name)


@pytest.mark.parametrize(
    "name", ["预算资金执行率", "工程资金金额", "年度资金支付完成率100%", "预算执行率", "资金支出进度"]
)
def test_names_of_money_spent(name: str) -> None:
    assert WORDS.is_money_executed(name)


@pytest.mark.parametrize("name", ["资金拨付及时性", "制度执行有效性", "支付对象满意度", "受益人口数量", "项目总成本"])
def test_names_of_other_things(name: str) -> None:
    assert not WORDS.is_money_executed(name)


@pytest.mark.parametrize("text", ["效果明显", "有效", "显著改善", "进一步加强管理"])
def test_vague_words(text: str) -> None:
    assert WORDS.vague_word(text)


@pytest.mark.parametrize("text", ["≥95%", "效果明显（下降５％）", "及时", "严格执行相关制度规定", ""])
def test_texts_that_are_not_vague(text: str) -> None:
    assert WORDS.vague_word(text) is None


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("年度资金支付完成率100%", "100%"),
        ("新建泵站３座", "3座"),
        ("投诉不超过5次", "不超过5次"),
        ("2022年度水利工程", None),
        ("第1批补助", None),
        ("服务对象满意度", None),
    ],
)
def test_targets_hidden_in_names(name: str, hidden: str | None) -> None:
    assert WORDS.hidden_target(name) == hidden


@pytest.mark.parametrize(
    ("heading", "block"),
    [
        ("产出指标", "产出"),
        ("产出指标（50分）", "产出"),
        ("产出 指标\n50分", "产出"),
        ("产出/数量", "产出"),
        ("服务对象满意度指标", "满意度"),
        ("预算执行（10分）", "预算执行率"),
        ("年度绩效目标80分", "年度绩效目标"),
        ("决策", "决策"),
        ("产出质量说明", None),
        ("", None),
    ],
)
def test_block_headings(heading: str, block: str | None) -> None:
    assert WORDS.block_of(heading) == block


def test_the_list_is_a_program_setting() -> None:
    assert load_rules(on=date(2024, 1, 1), region="国家").cite(WORDS.clause).startswith("程序设定：")
