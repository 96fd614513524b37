"""Values of a filled form (栏目取值): text, number, money, date, choice. What cannot be read is told with its cell."""

from __future__ import annotations

import re
from decimal import Decimal

from yzperf.domain.filled_form import FieldValue
from yzperf.domain.form_fields import FieldKind, FormField
from yzperf.domain.quantity import Kind, normalise, read_quantity
from yzperf.domain.reading.numerals import DIGITS, read_digits
from yzperf.domain.units import is_money
from yzperf.errors import Place
from yzperf.loaders.cells import Problems

_FIGURE = re.compile(rf"(-?{DIGITS})\s*([^\d\s.,，。;；:：/~()（）+\-]{{0,6}})")
_CLOCK = re.compile(
    r"\s*(?:上午|下午)?\s*\d{1,2}(?:[:：]\d{2}){1,2}$|\s*(?:上午|下午)?\s*\d{1,2}[时点](?:\d{1,2}分|半)?$"
)
_TICK, _BOX = "☑✓✔√■●☒", "□○◯☐"
_MARK = re.compile(rf"[{_TICK}{_BOX}]")
_REMARK = re.compile(r"[(（:：,，;；。\s]")
_REMEDIES = {
    FieldKind.NUMBER: ("数字", "请改为数字；没有数值请留空或填“—”，说明文字请移到备注栏"),
    FieldKind.MONEY: ("金额（数字，可带元、万元、亿元）", "请改为数字；没有金额请留空或填“—”，说明文字请移到备注栏"),
    FieldKind.DATE: ("日期", "请写成 2024-05-06 或 2024年5月6日"),
}


def read_value(field: FormField, text: str, where: Place, unit: str, problems: Problems) -> FieldValue:
    """Read what stands in a field by its kind.

    Parameters
    ----------
    text
        The shown text; not blank.
    unit
        Money unit of the heading or the form, for an amount that brings none itself.
    """
    if field.kind is FieldKind.TEXT or (not field.options and field.kind in (FieldKind.CHOICE, FieldKind.LEVEL)):
        return FieldValue(text, text, where)
    if text not in field.options and is_dash(text):  # 无 may be a choice
        return FieldValue(text, None, where)
    if field.options:
        return FieldValue(text, _choice(field, text, where, problems), where)
    found = _typed(field, text, where, unit)
    if found is None:
        expected, remedy = _REMEDIES[field.kind]
        problems.add(where, text, f"“{field.heading}”的{expected}", remedy)
    return found or FieldValue(text, None, where)


def is_dash(text: str) -> bool:
    """Whether a cell says that there is nothing to say: —, -, /, 无."""
    return read_quantity(text).kind is Kind.BLANK


def is_tick(text: str) -> bool:
    """Whether a cell under the heading of an option is ticked."""
    plain = normalise(text)
    return bool(plain) and not is_dash(plain) and plain not in _BOX and plain not in ("否", "0", "×", "x", "X")


def _typed(field: FormField, text: str, where: Place, unit: str) -> FieldValue | None:
    if field.kind is FieldKind.DATE:
        return _date(text, where)
    match = _FIGURE.fullmatch(normalise(text))
    number = read_digits(match[1]) if match else None
    if match is None or number is None:
        return None
    if field.kind is FieldKind.MONEY:
        return _money(text, number, match[2], unit, where)
    return FieldValue(text, number, where, match[2])


def _money(text: str, number: Decimal, own: str, unit: str, where: Place) -> FieldValue | None:
    return None if own and not is_money(own) else FieldValue(text, number, where, own or unit)


def _date(text: str, where: Place) -> FieldValue | None:
    found = read_quantity(_CLOCK.sub("", normalise(text)))
    known = found.kind is Kind.DATE and found.date is not None and found.date.year > 1
    return FieldValue(text, found.date, where) if known else None


# ── choices ─────────────────────────────────────────────────────────────────────────────────────────


def _choice(field: FormField, text: str, where: Place, problems: Problems) -> str | None:
    chosen = _chosen(field.options, normalise(text))
    if len(chosen) == 1:
        return chosen[0]
    expected = f"“{field.heading}”的选项之一：{'、'.join(field.options)}"
    problems.add(where, text, expected, "请改为其中一项" if not chosen else "勾选了几项，请只留一项")
    return None


def _chosen(options: tuple[str, ...], text: str) -> list[str]:
    plain = {normalise(option): option for option in options}
    if text in plain:
        return [plain[text]]
    if _MARK.search(text):
        return _ticked(plain, text)
    # The longest option first: 不满意 must not be taken for 满意 with a remark, nor 部分支持 for 支持.
    begun = [word for word in plain if text.startswith(word) and _REMARK.match(text[len(word) :])]
    return [plain[max(begun, key=len)]] if begun else []


def _ticked(plain: dict[str, str], text: str) -> list[str]:
    """☑新增 □延续, 新增☑ 延续□, or a lone √ for the first of two options."""
    rest = re.sub(r"\s|\d+[、.]", "", text)
    if not _MARK.sub("", rest):
        return [next(iter(plain.values()))] if is_tick(rest) else []
    word = rf"([^{_TICK}{_BOX}]+)"
    words = re.findall(rf"[{_TICK}]{word}" if _MARK.match(rest) else rf"{word}(?=[{_TICK}])", rest)
    return [plain[word] for word in words if word in plain]
