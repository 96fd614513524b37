"""Every number in the text is bound to a computed cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest

from yzperf.domain.evaluation import Evaluation
from yzperf.errors import ReportError
from yzperf.reports.fields import Filler, difference_by_rounding, fields_of
from yzperf.reports.narrative import Narrative


@pytest.mark.parametrize(
    ("name", "text", "source"),
    [
        ("总分", "95.60", "评分表复算"),
        ("等级", "优", "未舍入总分"),
        ("决策满分", "20", "分值相加"),
        ("产出得分", "31.57", "各行相加"),
        ("年初预算数", "1,000.00", "budget.csv 合计行"),
        ("执行率", "97.32%", "budget.csv 合计行“执行率”"),
        ("到位率", "100.00%", "到位数÷全年预算数"),
        ("M1.value", "-0.18", "方法结果 M1"),
        ("M1.low", "-0.29", "95%置信区间"),
        ("问卷数", "312", "survey.csv"),
    ],
)
def test_fields_carry_value_and_source(evaluation: Evaluation, name: str, text: str, source: str) -> None:
    field = fields_of(evaluation)[name]
    assert field.text == text
    assert source in field.source


def test_a_rate_that_is_not_written_is_computed(made: Callable[..., Evaluation]) -> None:
    budget = pd.DataFrame([{"资金来源": "合计", "全年预算数": "200", "全年执行数": "151.01"}])
    field = fields_of(made(budget=budget))["执行率"]
    assert (field.text, "÷" in field.source) == ("75.51%", True)


def test_without_a_total_row_there_are_no_money_fields(made: Callable[..., Evaluation]) -> None:
    assert "全年预算数" not in fields_of(made(budget=pd.DataFrame([{"资金来源": "财政", "全年预算数": "1"}])))
    assert fields_of(made(budget=None))["全年预算数"].text == "（待定）"  # the whole list is missing: it can still come


def test_a_result_that_is_no_number_is_refused(evaluation: Evaluation) -> None:
    broken = replace(evaluation.results["M1"], number=float("nan"))  # type: ignore[type-var]
    with pytest.raises(ReportError, match="M1"):
        fields_of(replace(evaluation, results={"M1": broken}))


def test_all_unknown_fields_are_named_at_once_with_their_section(evaluation: Evaluation) -> None:
    filler = Filler(fields_of(evaluation))
    filler.fill("概况.背景", "总分{总份}，{M9.value}")
    filler.fill("其他", "{总分}{().__class__}{总分!r}{总分:>9}")
    with pytest.raises(ReportError) as caught:
        filler.require_all_known()
    message = str(caught.value)
    assert len(caught.value.problems) == 5
    assert "概况.背景" in message
    assert "{总份}" in message
    assert "是否指{总分}" in message
    assert "__class__" in message


def test_a_value_is_never_read_as_a_field_again(made: Callable[..., Evaluation]) -> None:
    evaluation = made()
    info = replace(evaluation.case.info, name="项目{总分}{{ 7*7 }}")
    filled = Filler(fields_of(replace(evaluation, case=replace(evaluation.case, info=info)))).fill("x", "{项目名称}")
    assert filled == "项目｛总分｝｛｛ 7*7 ｝｝"


def test_used_fields_are_remembered_in_order(evaluation: Evaluation) -> None:
    filler = Filler(fields_of(evaluation))
    filler.fill("x", "{等级}，{总分}，{等级}")
    assert list(filler.used) == ["等级", "总分"]


def test_missing_texts_become_the_placeholder_and_bare_strings_are_taken(evaluation: Evaluation) -> None:
    filler = Filler(fields_of(evaluation))
    texts = Narrative(
        {"概况": "不是表", "问题": ["一个问题", {"问题": "甲", "原因": "乙"}], "建议": "一条建议"}, filler
    )
    assert texts.paragraphs("概况", "背景") == ["（未提供，请补充）"]
    assert texts.paragraphs("经验") == ["（未提供，请补充）"]
    assert [issue.problem for issue in texts.issues("问题")] == ["一个问题", "甲"]
    assert texts.issues("建议")[0].advice == "一条建议"


def test_a_misspelt_section_is_not_lost_without_a_word(evaluation: Evaluation) -> None:
    with pytest.raises(ReportError, match=r"概况[.]背影") as caught:
        Narrative({"概况": {"背影": "文字"}, "问提": []}, Filler(fields_of(evaluation)))
    assert len(caught.value.problems) == 2


def test_rounding_differences_are_found() -> None:
    third = Fraction(10, 3)
    assert difference_by_rounding([third, third, third]) == "9.99"
    assert difference_by_rounding([Fraction(5), Fraction(5)]) is None
    assert difference_by_rounding([Fraction(5), None]) is None
