"""Formulas over named data items (公式): exact, ordered as people read them, refused with the place."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yzperf.errors import RuleError
from yzperf.rules import read_formula

ITEMS = {
    "甲": Decimal("2"),
    "乙": Decimal("3.5"),
    "甲乙": Decimal("10"),
    "上年“三公经费”": Decimal("4"),
    "零": Decimal(0),
}


def value(text: str) -> Fraction:
    return read_formula(text, ITEMS).value(ITEMS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲", 2),
        ("甲 + 乙 × 甲", 9),
        ("（甲 + 乙） × 甲", 11),
        ("甲 − 乙 − 甲", "-7/2"),
        ("甲 ÷ 乙 ÷ 甲", "2/7"),
        ("甲 − (乙 − 甲)", "1/2"),
        ("甲÷甲乙×100%", "1/5"),
        ("甲 / 甲乙 * 100 ％", "1/5"),
        ("甲乙 - 甲", 8),
        ("（甲 − 上年“三公经费”） ÷ 上年“三公经费” × 100%", "-1/2"),
        ("0.5 × 甲", 1),
        ("12.5%", "1/8"),
        ("（（甲））", 2),
        ("零 ÷ 甲", 0),
    ],
)
def test_values(text: str, expected: object) -> None:
    assert value(text) == Fraction(str(expected))


def test_names_are_those_used_once_each_in_order() -> None:
    assert read_formula("（乙 − 甲） ÷ 乙", ITEMS).names == ("乙", "甲")


def test_a_name_may_hold_a_sign() -> None:
    names = ["1-7月执行数", "全年预算数"]
    formula = read_formula("1-7月执行数 ÷ 全年预算数", names)
    assert formula.value({"1-7月执行数": Decimal(3), "全年预算数": Decimal(4)}) == Fraction(3, 4)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "没有写完"),
        ("甲 +", "没有写完"),
        ("甲 甲", "第 3 字处应为运算符"),
        ("甲 ＋ × 乙", "第 5 字处应为数据项"),
        ("− 甲", "第 1 字处应为数据项"),
        ("（甲", "左括号没有配对"),
        ("甲）", "右括号没有配对"),
        ("（）", "第 2 字处应为数据项"),
        ("甲（乙）", "第 2 字处应为运算符"),
        ("甲 ÷ 丙", "从“丙”起读不懂"),
        ("甲 ≥ 乙", "从“≥ 乙”起读不懂"),
        ("12个月", "从“个月”起读不懂"),
        ("__import__", "读不懂"),
        ("甲 ** 乙", "第 4 字处应为数据项"),
    ],
)
def test_what_is_no_formula_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(RuleError) as error:
        read_formula(text, ITEMS)
    assert says in str(error.value)
    assert str(error.value).endswith("。")


def test_a_zero_divisor_names_the_items_that_are_zero() -> None:
    with pytest.raises(RuleError, match="除数为零（为零的数据项：零）"):
        value("甲 ÷ 零")
    with pytest.raises(RuleError, match="除数为零，"):
        value("甲 ÷ （乙 − 乙）")


def test_missing_items_are_all_named() -> None:
    with pytest.raises(RuleError, match="缺数据项：甲、乙"):
        read_formula("甲 ÷ 乙", ITEMS).value({"零": Decimal(0)})


@pytest.mark.parametrize("wrong", [0.5, True, "3", Decimal("NaN"), Decimal("Infinity")])
def test_only_exact_numbers_are_taken(wrong: object) -> None:
    with pytest.raises(RuleError, match="数据项“甲”"):
        read_formula("甲", ["甲"]).value({"甲": wrong})  # type: ignore[dict-item]


def test_depth_cannot_exhaust_the_stack() -> None:
    deep = "（" * 5000 + "甲" + "）" * 5000
    assert value(deep) == 2
    assert value("甲" + "+ 甲" * 5000) == 10002


# ── against Python's own arithmetic ─────────────────────────────────────────────────────────────────

NUMBERS = st.decimals(-1000, 1000, places=3)
TREES = st.recursive(
    st.sampled_from(["a", "b", "cc"]),
    lambda inner: st.tuples(inner, st.sampled_from("+−×÷"), inner),
    max_leaves=12,
)
PYTHON = {"+": "+", "−": "-", "×": "*", "÷": "/"}


def written(tree: object, signs: dict[str, str]) -> str:
    """Every pair of operands in parentheses, so that Python and the formula read the same tree."""
    if isinstance(tree, str):
        return tree
    left, sign, right = tree  # type: ignore[misc]
    return f"({written(left, signs)} {signs.get(sign, sign)} {written(right, signs)})"


@given(TREES, st.fixed_dictionaries({"a": NUMBERS, "b": NUMBERS, "cc": NUMBERS}))
def test_agrees_with_python(tree: object, items: dict[str, Decimal]) -> None:
    formula = read_formula(written(tree, {}), items)
    exact = {name: Fraction(number) for name, number in items.items()}
    try:
        expected = eval(written(tree, PYTHON), {}, exact)
    except ZeroDivisionError:
        with pytest.raises(RuleError, match="除数为零"):
            formula.value(items)
    else:
        assert formula.value(items) == expected


@given(st.lists(st.sampled_from("+−×÷"), max_size=8), st.integers(0, 2**32))
def test_precedence_agrees_with_python_without_parentheses(signs: list[str], seed: int) -> None:
    numbers = random.Random(seed).choices(range(1, 50), k=len(signs) + 1)
    items = {f"项{chr(0x4E00 + place)}": Decimal(number) for place, number in enumerate(numbers)}
    names = list(items)
    text = names[0] + "".join(f" {sign} {name}" for sign, name in zip(signs, names[1:], strict=True))
    wanted = f"F({numbers[0]})" + "".join(
        f" {PYTHON[sign]} F({number})" for sign, number in zip(signs, numbers[1:], strict=True)
    )
    assert read_formula(text, names).value(items) == eval(wanted, {"F": Fraction})


@given(st.text(alphabet="甲乙+−×÷（）()0.5% \n", max_size=30))
def test_any_text_is_a_formula_or_refused_in_chinese(text: str) -> None:
    assert told(text).startswith("公式“")


def told(text: str) -> str:
    """The refusal, or a formula that has steps."""
    try:
        formula = read_formula(text, ITEMS)
    except RuleError as error:
        return str(error)
    return f"公式“{formula.text}”" if formula.steps else ""
