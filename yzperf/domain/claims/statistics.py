"""Statistics as Chinese reports print them (统计量): t(38)=2.25，P＜0.05; χ2=12.4，df=3; 4.2±0.6; 95%置信区间[0.12，0.35]."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yzperf.domain.claims.claim import Role
from yzperf.domain.claims.numbers import Number
from yzperf.domain.claims.plain import BLOT
from yzperf.domain.claims.roles import Reading
from yzperf.domain.claims.vocabulary import StatisticForm, vocabulary
from yzperf.domain.finding import Confidence
from yzperf.domain.reading.numerals import negated, read_digits

_SIGNS = {
    "为": "=", ":": "=", "≈": "=", "≤": "<=", "≥": ">=", "小于": "<", "低于": "<", "大于": ">", "高于": ">", "超过": ">",
    "小于等于": "<=", "不大于": "<=", "不高于": "<=", "大于等于": ">=", "不小于": ">=", "不低于": ">=",
}  # fmt: skip
_UNIT = re.compile("[%分]")


@dataclass(frozen=True, slots=True)
class Stated:
    """Statistics of a sentence with what each is, and the sentence with them blotted out."""

    found: tuple[tuple[Number, Reading], ...]
    rest: str


def read_statistics(text: str) -> Stated:
    """Find the statistics that are written with a symbol; those in words (t值为2.31) have cues like any number."""
    found: list[tuple[Number, Reading]] = []
    rest = text
    for form in vocabulary().statistics:
        for match in form.pattern.finditer(rest):
            if _is_measured(form, match):
                continue
            found.extend(_parts(form, match))
            rest = rest[: match.start()] + _without_figures(match) + rest[match.end() :]
    return Stated(tuple(found), rest)


def _is_measured(form: StatisticForm, match: re.Match[str]) -> bool:
    """t=20mm is a thickness, P=5% the frequency of a flood: what has such a unit is no statistic."""
    words = vocabulary()
    in_percent = form.symbol in words.percent_symbols and match.string[match.end() :].lstrip().startswith("%")
    return in_percent or (
        form.symbol in words.measured_symbols and bool(words.measured.match(match.string, match.end()))
    )


def _without_figures(match: re.Match[str]) -> str:
    return re.sub(r"[^\s\u4e00-\u9fff]", BLOT, match[0])


def _parts(form: StatisticForm, match: re.Match[str]) -> Iterator[tuple[Number, Reading]]:
    groups = match.groupdict()
    sign = _SIGNS.get(groups.get("sign") or "", groups.get("sign") or "")
    roles = {"df": Role.FREEDOM, "df2": Role.FREEDOM, "n": Role.SAMPLE, "value": form.role, "value2": form.role2}
    for name, role in roles.items():
        number = _number(match, name) if groups.get(name) else None
        if number is not None:
            bound = sign if name == "value" and sign not in ("=", "") else ""
            symbol = form.symbol if name == "value" else ""
            yield number, Reading(role, 1, bound, Confidence.HIGH, symbol)


def _number(match: re.Match[str], name: str) -> Number | None:
    raw = match[name]
    value = read_digits(raw.lstrip("-"))
    if value is None:
        return None
    end = match.end(name)
    unit = _UNIT.match(match.string, end)
    return Number(
        start=match.start(name),
        stop=end,
        end=unit.end() if unit else end,
        value=negated(value) if raw.startswith("-") else value,
        unit=unit[0] if unit else "",
        decimals=len(raw.partition(".")[2]),
    )
