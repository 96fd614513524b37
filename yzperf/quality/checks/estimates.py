"""F04 区间—p值—估计一致: estimate, standard error, statistic, p, confidence limits and stars of one result agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from yzperf.domain.claims import Claims
from yzperf.domain.document import Document
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.forensics.estimates import critical, half_width, holds, p_of_limits, quotient, two_sided_p
from yzperf.forensics.significance import Interval, sizes
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.printed_estimates import Estimate, Number, read_estimates

_USUAL = 0.95
_LENIENT, _STRICT = 0.10, 0.01  # nobody calls p = 0.2 significant, or p = 0.001 not
_TINY = 1e-9


@check("F04", title="区间、p值与估计一致", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def parts_of_an_estimate_agree(report: Document, claims: Claims) -> Iterator[Hit]:
    """Every printed part is possible beside the others, for some degrees of freedom where these are not told."""
    found = read_estimates(report, claims)
    if not found:
        raise Inapplicable("报告里没有同时印出估计值、标准误、置信区间、p 值或星号中几样的结果")
    for one in found:
        yield from _of_limits(one)
        yield from _of_statistic(one)
        yield from _of_significance(one)


# ── limits ──────────────────────────────────────────────────────────────────────────────────────────


def _of_limits(one: Estimate) -> Iterator[Hit]:
    if one.limits is None:
        return
    lower, upper = one.limits
    shown = _shown_limits(one)
    if lower.ends[0] > upper.ends[1]:
        yield Hit(lower.where, f"置信区间 {shown}的下限大于上限", shown, "")
    elif one.value and not (lower.ends[0] <= one.value.ends[1] and one.value.ends[0] <= upper.ends[1]):
        yield _maybe(one, Hit(lower.where, f"估计值 {one.value.text} 不在置信区间 {shown}之内", shown, ""))
    else:
        yield from _width(one, lower, shown)
        yield from _null(one, lower, shown)


def _width(one: Estimate, lower: Number, shown: str) -> Iterator[Hit]:
    """Half of the interval is so many standard errors."""
    if one.error is None or one.limits is None or one.is_ratio or one.error.ends[0] <= 0:
        return
    narrow, wide = half_width((one.limits[0].ends, one.limits[1].ends))
    least, most = critical(one.level, one.degrees)
    if wide / one.error.ends[0] < least - _TINY or narrow / one.error.ends[1] > most + _TINY:
        z = critical(one.level or _USUAL, one.degrees)[0]
        right = f"±{z * one.error.value:.{one.error.decimals}f}"
        half = f"±{(narrow + wide) / 2:.{one.error.decimals}f}"
        level = f"{100 * (one.level or _USUAL):g}%"
        message = f"标准误 {one.error.text} 的{level}区间至少是估计值{right}，报告的 {shown}是{half}"
        if narrow / one.error.ends[1] > most:
            message = f"标准误 {one.error.text} 的{level}区间约是估计值{right}，报告的 {shown}是{half}，太宽"
        yield _maybe(one, Hit(lower.where, message, shown, f"估计值{right}"))


def _null(one: Estimate, lower: Number, shown: str) -> Iterator[Hit]:
    """Limits that hold the null value go with a p above the level, those that do not with one below."""
    if one.limits is None:
        return
    null, alpha = (1.0 if one.is_ratio else 0.0), 1 - (one.level or _USUAL)
    inside = holds((one.limits[0].ends, one.limits[1].ends), null)
    if not inside and not one.is_effect:
        return  # a level is held against something else than 0
    level = f"{100 * (one.level or _USUAL):g}%置信区间 {shown}{'' if inside else '不'}含 {null:g}"
    right = f"p{'大于' if inside else '小于'}{alpha:.2g}"
    if one.p is None:
        if inside is not None and inside is one.said and not (one.alpha and one.alpha > alpha + _TINY):
            message = f"{level}，即 {right}，报告称{'' if one.said else '不'}显著"
            yield _maybe(one, Hit(lower.where, message, shown, right, True))
        return
    low, high = _p_ends(one)
    if (inside is True and high < alpha - _TINY) or (inside is False and low > alpha + _TINY):
        message = f"{level}，应有 {right}，报告写 {_shown_p(one.p)}，显著与否的结论随之改变"
        hit = Hit(one.p.where, message, _shown_p(one.p), right, True)
        yield _one_sided(hit) if inside and 2 * high >= alpha and not one.is_one_sided else _maybe(one, hit)
    else:
        yield from _size_of_p(one, shown)


def _size_of_p(one: Estimate, shown: str) -> Iterator[Hit]:
    """On the right side of the level, yet no p that such limits can have."""
    if one.p is None or one.limits is None or one.is_ratio:
        return
    low, high = p_of_limits((one.limits[0].ends, one.limits[1].ends), one.level or _USUAL)
    least, most = _p_ends(one)
    if most < low - _TINY or least > high + _TINY:
        message = f"由置信区间 {shown}推算 p 应为 {_span((low, high))}，报告写 {_shown_p(one.p)}"
        yield _lead(Hit(one.p.where, message, _shown_p(one.p), _span((low, high))))


# ── statistic and stars ─────────────────────────────────────────────────────────────────────────────


def _of_statistic(one: Estimate) -> Iterator[Hit]:
    """The statistic is the estimate divided by its error; p belongs to it."""
    size = _quotient(one)
    if size is None or one.value is None or one.error is None:
        return
    told = f"{one.value.text} ÷ {one.error.text}"
    if one.statistic is not None:
        low, high = sizes(one.statistic.ends)
        if high < size[0] - _TINY or low > size[1] + _TINY:
            shown = f"{one.value.value / one.error.value:.2f}"
            yield Hit(
                one.statistic.where,
                f"{told} 应为 {shown}，报告的统计量是 {one.statistic.text}",
                one.statistic.text,
                shown,
            )
        return
    if one.p is None:
        return
    low, high = two_sided_p(size, one.degrees)
    least, most = _p_ends(one)
    if most < low - _TINY or least > high + _TINY:
        right = f"为{_span((low, high))}" if one.degrees else f"不小于{low:.3f}"
        message = f"估计值 ÷ 标准误（{told}）的 p 应{right}，报告写 {_shown_p(one.p)}"
        hit = Hit(one.p.where, message, _shown_p(one.p), f"p{right}", low > 1 - _USUAL > most - _TINY)
        yield _one_sided(hit) if most < low <= 2 * most and not one.is_one_sided else hit


def _of_significance(one: Estimate) -> Iterator[Hit]:
    """Stars, a level in words and 显著 need a p that is small enough; 不显著 one that is not."""
    ends = _p_interval(one)
    if ends is None:
        return
    where = next(part.where for part in (one.value, one.p, one.error, one.statistic, *(one.limits or ())) if part)
    text = one.value.text if one.value else "该结果"
    low, high = (end / 2 if one.is_one_sided else end for end in ends)
    if one.threshold and low > one.threshold + _TINY:
        stars = "*" * one.stars
        message = f"{text} 标 {stars}（p＜{one.threshold:g}），按印出的数 p 不小于 {low:.3f}，不到这一显著水平"
        hit = Hit(where, message, f"{text}{stars}", f"p≥{low:.3f}", True)
        yield _one_sided(hit) if low / 2 <= one.threshold else hit
    elif not one.threshold and one.said and low > (one.alpha or _LENIENT) + _TINY:
        level = f"在 {100 * one.alpha:g}% 水平上显著" if one.alpha else "显著"
        hit = Hit(where, f"报告称{level}，按印出的数 p 不小于 {low:.3f}", text, f"p≥{low:.3f}", True)
        yield _one_sided(hit) if low / 2 <= (one.alpha or _LENIENT) else hit
    elif one.said is False and not one.stars and high < (one.alpha or _STRICT) - _TINY:
        yield Hit(where, f"报告称不显著，按印出的数 p 不大于 {high:.3f}", text, f"p≤{high:.3f}", True)


def _p_interval(one: Estimate) -> Interval | None:
    """What p can be by everything printed except the limits, which are compared above; p where nothing else is."""
    if one.threshold is None and one.said is None:
        return None
    if size := _quotient(one):
        return two_sided_p(size, one.degrees)
    if one.statistic:
        return two_sided_p(sizes(one.statistic.ends), one.degrees)
    if one.p:
        low, high = _p_ends(one)
        return (low * 2, high * 2) if one.is_one_sided else (low, high)
    return _either(one) if one.bracket else None


def _either(one: Estimate) -> Interval | None:
    """The widest that p can be, whatever the number in brackets is: an error, a statistic, p itself."""
    if one.bracket is None or one.value is None:
        return None
    as_error = quotient(one.value.ends, one.bracket.ends)
    found = [two_sided_p(sizes(one.bracket.ends))]
    found += [two_sided_p(as_error)] if as_error else [(0.0, 1.0)]
    found += [one.bracket.ends] if 0 <= one.bracket.value <= 1 else []
    return min(low for low, _ in found), max(high for _, high in found)


def _quotient(one: Estimate) -> Interval | None:
    if one.value is None or one.error is None or one.is_ratio or not one.is_effect:
        return None
    return quotient(one.value.ends, one.error.ends)


# ── words ───────────────────────────────────────────────────────────────────────────────────────────


def _p_ends(one: Estimate) -> Interval:
    """All two-sided p that are printed so: P＜0.05 is any below it."""
    if one.p is None:
        return 0.0, 1.0
    ends = {"<": (0.0, one.p.value), ">": (one.p.value, 1.0)}.get(one.p.bound[:1], one.p.ends)
    return (2 * ends[0], 2 * ends[1]) if one.is_one_sided else ends


def _maybe(one: Estimate, hit: Hit) -> Hit:
    """Limits by resampling or of a posterior need not agree with p and error to the digit."""
    return _lead(hit) if one.is_resampled else hit


def _one_sided(hit: Hit) -> Hit:
    """What a one-sided test would give is no contradiction, but has to be said."""
    return replace(_lead(hit), message=f"{hit.message}；只合单侧检验，请写明是单侧还是双侧")


def _lead(hit: Hit) -> Hit:
    return replace(hit, severity=Severity.MINOR, evidence=EvidenceClass.LEAD, changes_conclusion=False)


def _shown_limits(one: Estimate) -> str:
    return f"[{', '.join(limit.text for limit in one.limits or ())}]"


def _shown_p(p: Number) -> str:
    sign = {"<": "＜", ">": "＞", "<=": "≤", ">=": "≥"}.get(p.bound, "=")
    return f"p{sign}{p.value:.{p.decimals}f}"


def _span(ends: Interval) -> str:
    low, high = (f"{end:.3f}" for end in ends)
    return low if low == high else f"{low}至{high}"
