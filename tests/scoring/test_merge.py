"""Several units, one form: absolutes added, rates averaged by money, then scored."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.scoring.test_card import money, sheet
from tests.scoring.test_item import row
from yzperf.errors import ScoreError
from yzperf.rules import Rules
from yzperf.scoring import score_sheet
from yzperf.scoring.merge import merge_sheets


def unit(file: str, done: str, rate: str, spent: str, *, planned: str = "≥10个", text: str = "及时"):
    rows = [
        row(planned, done, weight="40", name="数量"),
        row("≥90%", rate, weight="40", name="合格率"),
        row("及时", text, weight="10", name="及时性"),
    ]
    return replace(sheet(*rows, money_rows=[money(spent, spent, spent)]), file=file)


def test_absolutes_are_added_and_rates_averaged_by_money(rules: Rules) -> None:
    merged = merge_sheets([unit("甲.xlsx", "10个", "100%", "300"), unit("乙.xlsx", "4个", "60%", "100")])
    count, rate, text = merged.rows
    assert (count.target.text, count.actual.text) == ("≥20个", "14个")
    assert rate.actual.text == "90%"  # (100 × 300 + 60 × 100) ÷ 400, not the plain mean 80
    assert text.actual.text == "及时"
    card = score_sheet(merged, rules)
    assert [str(item.score) for item in card.rows] == ["10.00", "28.00", "40.00", "None"]
    assert card.rows[0].target == "400"


def test_scoring_first_and_averaging_then_would_be_wrong(rules: Rules) -> None:
    one, other = unit("甲.xlsx", "20个", "90%", "1"), unit("乙.xlsx", "0个", "90%", "1")
    apart = [score_sheet(each, rules).rows[1].exact for each in (one, other)]
    together = score_sheet(merge_sheets([one, other]), rules).rows[1].exact
    assert together == 40
    assert sum(apart) / 2 == 20


def test_different_texts_are_left_to_a_person(rules: Rules) -> None:
    merged = merge_sheets([unit("甲.xlsx", "1个", "90%", "1"), unit("乙.xlsx", "1个", "90%", "1", text="滞后")])
    assert score_sheet(merged, rules).rows[3].exact is None
    assert merged.rows[2].actual.text == "及时；滞后"


def test_all_differences_are_told_at_once() -> None:
    one, other = unit("甲.xlsx", "1个", "90%", "1"), unit("乙.xlsx", "", "90%", "1", planned="≤10台")
    with pytest.raises(ScoreError) as caught:
        merge_sheets([one, replace(other, money=(), money_unit="元")])
    text = str(caught.value)
    for word in ("金额单位", "指标性质", "计量单位", "实际完成值（数值）", "没有全年执行数"):
        assert word in text


def test_other_indicators_are_refused_by_name() -> None:
    other = replace(unit("乙.xlsx", "1个", "90%", "1"), rows=(row("1", "1", name="别的"),))
    with pytest.raises(ScoreError, match=r"别的.*合格率|合格率.*别的"):
        merge_sheets([unit("甲.xlsx", "1个", "90%", "1"), other])


def test_a_merged_form_says_whose_it_is() -> None:
    units = [
        replace(unit(f"{n}.xlsx", "1个", "90%", "1"), head={"项目名称": "道路", "实施单位": f"{n}镇"})
        for n in "甲乙丙丁"
    ]
    merged = merge_sheets(units)
    assert merged.head == {"项目名称": "道路", "实施单位": "甲镇、乙镇、丙镇、丁镇"}
    assert merged.file == "甲.xlsx＋乙.xlsx＋丙.xlsx等 4 张表"
    assert {row.where.file for row in merged.rows} == {merged.file}


def test_thirds_stay_thirds(rules: Rules) -> None:
    merged = merge_sheets([unit("甲.xlsx", "1个", "90%", "1"), unit("乙.xlsx", "1个", "0%", "2")])
    again = merge_sheets([unit("甲.xlsx", "1个", "100%", "1"), unit("乙.xlsx", "1个", "0%", "2")])
    assert score_sheet(merged, rules).rows[2].exact == Fraction(40, 3)
    assert score_sheet(again, rules).rows[2].exact == Fraction(400, 27)
