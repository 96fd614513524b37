"""Who did not answer, and what that may do to the result (未回答分析).

References
----------
American Association for Public Opinion Research (2016). Standard Definitions: Final Dispositions of Case Codes and
Outcome Rates for Surveys, 9th ed.
Little, R. J. A. (1986). Survey nonresponse adjustments for estimates of means. International Statistical Review 54(2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.methods.columns import blanks, missing_columns, numbers, refuse, rows_text
from yzperf.methods.distributions import chi2_above, t_quantile, t_two_sided
from yzperf.methods.public_judgement.answers import as_word
from yzperf.methods.public_judgement.nonresponse_result import (
    RATES,
    Adjusted,
    Dispositions,
    EarlyLate,
    NonresponseAnalysis,
    ResponseClass,
)
from yzperf.methods.wording import listing

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
_LEAST = 5
# Words of field reports and the groups of the AAPOR definitions.
CODES: Mapping[str, str] = MappingProxyType(
    {
        "完成": "complete",
        "部分完成": "partial",
        "拒访": "refusal",
        "中途拒访": "refusal",
        "未接触": "no_contact",
        "无人在家": "no_contact",
        "其他": "other",
        "语言或健康原因": "other",
        "情况不明": "unknown",
        "地址未找到": "unknown",
        "不合条件": "ineligible",
        "空户": "ineligible",
    }
)


def nonresponse_analysis(
    sample: pd.DataFrame,
    *,
    disposition: str,
    codes: Mapping[str, str] | None = None,
    rate: str = "RR3",
    eligible_share: float | None = None,
    classes: Sequence[str] = (),
    weights: str | None = None,
    value: str | None = None,
    order: str | None = None,
) -> NonresponseAnalysis:
    """Compute response rates, adjust weights by classes, and compare early with late answers (未回答分析).

    Parameters
    ----------
    sample : DataFrame, one row per person or household drawn, whether reached or not
    disposition : str
        Column of the outcome of the visit.
    codes : mapping of word to group, optional
        Groups: complete, partial, refusal, no_contact, other (eligible, no interview), unknown (eligibility unknown),
        ineligible. The usual Chinese words are known (完成、拒访、未接触、情况不明、不合条件 …).
    rate : {"RR1", "RR2", "RR3", "RR4", "RR5", "RR6"}
        The headline. Even numbers count partial interviews; 1-2 count all unknown as eligible, 3-4 the share ``e``,
        5-6 none.
    eligible_share : float, optional
        ``e``, the share of the unknown that is eligible; by default that among the known (CASRO).
    classes : sequence of str
        Columns known for all rows (镇、年龄段); response is compared and weights are adjusted within their cells.
    weights : str, optional
        Column of design weights.
    value : str, optional
        Column of answers (numbers), for the effect of the adjustment and for early against late.
    order : str, optional
        Column that puts the interviews in time (number of the attempt, wave, day as a number).

    Returns
    -------
    NonresponseAnalysis
        ``weights`` of the respondents in the order of the rows, 0 for all others.

    Raises
    ------
    MethodError
        For absent columns, unknown words, gaps in classes, classes without a respondent, impossible options.
    """
    columns = [("访问结果", disposition), *(("分类", one) for one in classes), ("权数", weights)]
    refuse(missing_columns(sample, [*columns, ("答案", value), ("先后", order)]))
    refuse(_option_problems(rate, eligible_share, value, order))
    known = {as_word(word): group for word, group in (CODES if codes is None else codes).items()}
    problems: list[str] = []
    groups = _groups(sample[disposition], known, problems)
    own = np.ones(len(sample)) if weights is None else numbers(sample, weights, "权数", problems)
    if not (own > 0).all():
        problems.append(f"列“{weights}”（权数）应为正数，不能空缺（{rows_text(~(own > 0))}）")
    cells, names = _cells(sample, classes, problems)
    values = None if value is None else numbers(sample, value, "答案", problems)
    times = None if order is None else numbers(sample, order, "先后", problems)
    refuse(problems)
    counts = Dispositions(**{name: int((groups == name).sum()) for name in Dispositions.__dataclass_fields__})
    respond = np.isin(groups, ["complete", "partial"] if rate in ("RR2", "RR4", "RR6") else ["complete"])
    refuse([f"完成的访问只有{int(respond.sum())}份，至少要{_LEAST}份"] if respond.sum() < _LEAST else [])
    share = counts.eligible_share if eligible_share is None else eligible_share
    rows = _classes(groups, respond, own, cells, names)
    empty = [one.name for one in rows if not one.respondents and one.eligible]
    refuse([f"这些类别没有人回答，无法调整：{listing(empty)}；请与相近的类别合并"] if empty else [])
    factors = np.array([one.factor for one in rows])
    adjusted = np.where(respond, own * factors[cells], 0.0)
    return NonresponseAnalysis(
        counts=counts,
        eligible_share=share,
        rate=rate,
        rates={name: formula(counts, share) for name, formula in RATES.items()},
        classes=rows if classes else (),
        class_test=_class_test(rows) if len(rows) > 1 else None,
        weights=tuple(adjusted.tolist()),
        adjusted=_adjusted(values, own, adjusted),
        early_late=_early_late(values, times, respond),
        value_name=value or "",
    )


def _option_problems(rate: str, share: float | None, value: str | None, order: str | None) -> list[str]:
    offered = [name for name in RATES if name.startswith("RR")]
    problems = [] if rate in offered else [f"回答率（rate）应为{'、'.join(offered)}之一，现为“{rate}”"]
    if share is not None and not 0 <= share <= 1:
        problems.append(f"不明者中合格的比例（eligible_share）应在0和1之间，现为{share:g}")
    if order is not None and value is None:
        problems.append("比较先后要给出答案所在的列（value）")
    return problems


def _groups(cells: pd.Series, known: Mapping[str, str], problems: list[str]) -> NDArray[np.str_]:
    wrong = sorted(set(known.values()) - set(Dispositions.__dataclass_fields__))
    if wrong:
        problems.append(f"访问结果的归类（codes）不认识：{listing(wrong)}")
    words = cells.map(as_word)
    if strange := sorted(set(words) - set(known) - {""}):
        problems.append(f"访问结果里有未归类的：{listing(strange)}；请在codes中写明归入哪一类")
    empty = blanks(cells)
    if empty.any():
        problems.append(f"访问结果有空缺（{rows_text(empty)}）；没有结果的写“情况不明”")
    return np.array([known.get(word, "") for word in words], dtype=np.str_)


def _cells(sample: pd.DataFrame, classes: Sequence[str], problems: list[str]) -> tuple[NDArray[np.intp], list[str]]:
    if not classes:
        return np.zeros(len(sample), np.intp), ["全体"]
    for column in classes:
        empty = blanks(sample[column])
        if empty.any():
            problems.append(f"列“{column}”（分类）有空缺（{rows_text(empty)}）；分类要对全部样本已知，包括未回答的")
    words = sample[list(classes)].map(as_word).agg("·".join, axis=1)
    codes, names = pd.factorize(words)
    return codes, [str(name) for name in names]


def _classes(
    groups: NDArray[np.str_], respond: Mask, own: Floats, cells: NDArray[np.intp], names: Sequence[str]
) -> tuple[ResponseClass, ...]:
    """Each class: unknown cases are shared out over the known ones, then eligible cases over the respondents."""
    unknown, ineligible = groups == "unknown", groups == "ineligible"
    eligible = ~unknown & ~ineligible
    rows = []
    for code, name in enumerate(names):
        here = cells == code
        known, missing = own[here & ~unknown].sum(), own[here & unknown].sum()
        wanted, found = own[here & eligible].sum(), own[here & respond].sum()
        rows.append(
            ResponseClass(
                name=name,
                eligible=int((here & eligible).sum()),
                respondents=int((here & respond).sum()),
                factor=float((known + missing) / known * wanted / found) if found else 0.0,
            )
        )
    return tuple(rows)


def _class_test(rows: Sequence[ResponseClass]) -> tuple[float, int, float] | None:
    """Chi-squared test that all classes respond alike: statistic, degrees and p value."""
    used = [one for one in rows if one.eligible]
    table = np.array([[one.respondents, one.eligible - one.respondents] for one in used], float)
    if len(used) < 2 or not table.sum(axis=0).all():
        return None
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    statistic = float(((table - expected) ** 2 / expected).sum())
    return statistic, len(used) - 1, chi2_above(statistic, len(used) - 1)


def _adjusted(values: Floats | None, own: Floats, weights: Floats) -> Adjusted | None:
    """Mean of the answers with design weights and with adjusted ones."""
    if values is None:
        return None
    given = (weights > 0) & ~np.isnan(values)
    if not given.any():
        return None
    before, after = (float(np.average(values[given], weights=one[given])) for one in (own, weights))
    return Adjusted(before, after, int(given.sum()))


def _early_late(values: Floats | None, times: Floats | None, respond: Mask) -> EarlyLate | None:
    """Respondents up to the median time against those after it, by Welch's t test."""
    if values is None or times is None:
        return None
    given = respond & ~np.isnan(values) & ~np.isnan(times)
    early = given & (times <= np.median(times[given])) if given.any() else given
    late = given & ~early
    if min(early.sum(), late.sum()) < _LEAST:
        return None
    first, second = values[early], values[late]
    parts = [side.var(ddof=1) / len(side) for side in (first, second)]
    error, gap = float(np.sqrt(sum(parts))), float(second.mean() - first.mean())
    if not error:
        return EarlyLate(len(first), len(second), float(first.mean()), gap, (gap, gap), 1.0 if not gap else 0.0)
    degrees = sum(parts) ** 2 / sum(part**2 / (len(s) - 1) for part, s in zip(parts, (first, second), strict=True))
    half = t_quantile(degrees) * error
    p = t_two_sided(gap / error, degrees)
    return EarlyLate(len(first), len(second), float(first.mean()), gap, (gap - half, gap + half), p)
