"""Means, shares and totals of a survey with weights, strata, clusters and finite populations (抽样调查估计)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yzperf.methods.columns import blanks, missing_columns, numbers, refuse, rows_text, yes_or_no
from yzperf.methods.public_judgement.answers import as_word
from yzperf.methods.public_judgement.survey_design import (
    BOUNDS,
    OF_SHARES,
    Design,
    Floats,
    weighted_mean,
    weighted_total,
)
from yzperf.methods.public_judgement.survey_result import Domain, SurveyEstimate
from yzperf.methods.sampling import Mean
from yzperf.methods.wording import listing

_KINDS = ("mean", "share", "total")
_LEAST_IN_DOMAIN = 2


def survey_estimate(
    answers: pd.DataFrame,
    *,
    value: str,
    kind: str = "mean",
    counted: Sequence[object] | None = None,
    weights: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    first_stage: str | None = None,
    second_stage: str | None = None,
    by: str | None = None,
    interval: str | None = None,
    missing: str = "refuse",
    unit: str = "",
) -> SurveyEstimate:
    """Estimate a mean, share or total from a stratified, cluster or two-stage sample (抽样调查估计).

    Parameters
    ----------
    answers : DataFrame, one row per person or household
    value : str
        Column of numbers; for a share 1/0 or 是/否, or words with ``counted``.
    kind : {"mean", "share", "total"}
    counted : sequence, optional
        Answers that count for the share (``["非常满意", "满意"]``).
    weights : str, optional
        Column of the persons each row stands for. Without it weights follow from the population columns; without
        those all rows weigh alike.
    strata, cluster : str, optional
        Columns of the stratum and of the sampled cluster (村、社区).
    first_stage : str, optional
        Column with the number of clusters (without clusters: of persons) of the stratum in the population: the
        finite population correction of the first stage. Without it clusters count as drawn with replacement.
    second_stage : str, optional
        Column with the number of persons of the cluster in the population: a second stage is drawn inside clusters.
    by : str, optional
        Column of domains (镇街、年龄段) that get estimates of their own.
    interval : {"t", "normal", "wilson", "logit", "rao_scott"}, optional
        ``"t"`` (clusters less strata) for means and totals and ``"wilson"`` with the effective sample size for
        shares by default; R ``confint`` gives ``"normal"``.
    missing : {"refuse", "answered"}
        ``"answered"`` estimates for those who answer (a domain; the design keeps all rows).
    unit : str
        Unit of a mean or total.

    Returns
    -------
    SurveyEstimate

    Raises
    ------
    MethodError
        For absent columns, gaps, weights that are not positive, populations smaller than the sample or not constant
        in their stratum or cluster, strata with one cluster, unknown options.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd ed. Wiley.
    Lumley, T. (2010). Complex Surveys: A Guide to Analysis Using R, ch. 2-3. Wiley.
    """
    used = interval or ("wilson" if kind == "share" else "t")
    roles = [("数值", value), ("权数", weights), ("分层", strata), ("群", cluster)]
    roles += [("第一阶段总体数", first_stage), ("第二阶段总体数", second_stage), ("分组", by)]
    refuse(
        missing_columns(answers, roles)
        + _option_problems(kind, used, missing, cluster=cluster, second=second_stage, counted=counted)
    )
    problems: list[str] = []
    values = _values(answers, value, kind, counted, problems)
    answered = ~np.isnan(values)
    if missing == "refuse" and not answered.all() and not problems:
        problems.append(f"列“{value}”有缺失值（{rows_text(~answered)}）；请补齐，或用missing='answered'只估计作答者")
    refuse(problems)
    design = read_design(
        answers,
        weights=weights,
        strata=strata,
        cluster=cluster,
        first_stage=first_stage,
        second_stage=second_stage,
    )
    estimate = weighted_total if kind == "total" else weighted_mean
    if answered.sum() < _LEAST_IN_DOMAIN:
        refuse([f"列“{value}”只有{int(answered.sum())}个回答，至少要{_LEAST_IN_DOMAIN}个"])

    def found(rows: NDArray[np.bool_]) -> Mean:
        one = estimate(design, values, rows)
        low, high = BOUNDS[used](one)
        return replace(one, low=low, high=high)

    domains, thin = _domains(answers, by, answered)
    return SurveyEstimate(
        estimate=found(answered),
        kind=kind,
        name=value,
        counted=tuple(as_word(one) for one in counted or ()),
        unit_of_value=unit,
        interval_by=used,
        by=by or "",
        domains=tuple(Domain(name, found(rows)) for name, rows in domains),
        thin=thin,
        rows=len(values),
        unanswered=int((~answered).sum()),
        weighted=bool(np.ptp(design.weights) > 1e-9 * design.weights.max()),
        population=float(design.weights.sum()) if weights or first_stage else None,
        strata=int(design.strata.max()) + 1,
        clusters=int(design.clusters.max()) + 1 if cluster else None,
        stages=2 if second_stage else 1,
        corrected=first_stage is not None,
        kish=float(len(values) * (design.weights**2).sum() / design.weights.sum() ** 2),
    )


def _option_problems(
    kind: str, interval: str, missing: str, *, cluster: str | None, second: str | None, counted: object
) -> list[str]:
    problems = [] if kind in _KINDS else [f"估计量（kind）应为{'、'.join(_KINDS)}之一，现为“{kind}”"]
    if interval not in BOUNDS:
        problems.append(f"区间（interval）应为{'、'.join(BOUNDS)}之一，现为“{interval}”")
    if interval in OF_SHARES and kind != "share":
        problems.append(f"区间“{interval}”只用于比例（kind='share'）")
    if missing not in ("refuse", "answered"):
        problems.append(f"缺失处理（missing）应为refuse、answered之一，现为“{missing}”")
    if second is not None and cluster is None:
        problems.append("给了第二阶段总体数（second_stage）就要指明群（cluster）")
    if counted is not None and kind != "share":
        problems.append("计入的答案（counted）只用于比例（kind='share'）")
    return problems


def _values(
    answers: pd.DataFrame, value: str, kind: str, counted: Sequence[object] | None, problems: list[str]
) -> Floats:
    if kind != "share":
        return numbers(answers, value, "数值", problems)
    if counted is None:
        return yes_or_no(answers, value, "是否", problems)
    words = answers[value].map(as_word)
    chosen = {as_word(one) for one in counted}
    if strange := sorted(chosen - set(words)):
        problems.append(f"计入的答案（counted）没有人选过：{listing(strange)}；请核对写法")
    return np.where(words.eq(""), np.nan, words.isin(chosen).to_numpy(float))


def read_design(
    answers: pd.DataFrame,
    *,
    weights: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    first_stage: str | None = None,
    second_stage: str | None = None,
) -> Design:
    """Read how the sample was drawn, or refuse with all that is wrong about it."""
    problems: list[str] = []
    strata_codes, names = _codes(answers, [strata] if strata else [], problems)
    keys = [column for column in (strata, cluster) if column] if cluster else []
    clusters = _codes(answers, keys, problems)[0] if cluster else np.arange(len(answers))
    sizes = {
        column: _positive(answers, column, role, problems)
        for column, role in ((weights, "权数"), (first_stage, "第一阶段总体数"), (second_stage, "第二阶段总体数"))
        if column is not None
    }
    refuse(problems)
    refuse(_thin_strata(strata_codes, clusters, names))
    stratum_of = np.zeros(int(clusters.max()) + 1, np.intp)
    stratum_of[clusters] = strata_codes
    drawn = np.bincount(stratum_of)
    asked = np.bincount(clusters)
    first = _fractions(sizes.get(first_stage or ""), strata_codes, drawn, "第一阶段总体数", problems)
    second = _fractions(sizes.get(second_stage or ""), clusters, asked, "第二阶段总体数", problems)
    refuse(problems)
    if weights is not None:
        own = sizes[weights]
    else:
        whole = np.ones(len(clusters))
        own = whole / (first[strata_codes] if first_stage else 1.0) / (second[clusters] if second_stage else 1.0)
    corrected = first if first_stage else np.zeros(len(drawn))
    return Design(own, strata_codes, clusters, corrected, second if second_stage else np.ones(len(asked)))


def _codes(answers: pd.DataFrame, columns: Sequence[str], problems: list[str]) -> tuple[NDArray[np.intp], list[str]]:
    if not columns:
        return np.zeros(len(answers), np.intp), ["全体"]
    for column in columns:
        empty = blanks(answers[column])
        told = f"列“{column}”（抽样设计）有空缺（{rows_text(empty)}），请补齐"
        if empty.any() and told not in problems:
            problems.append(told)
    words = answers[columns[0]].map(as_word)
    for column in columns[1:]:
        words = words + "／" + answers[column].map(as_word)
    codes, names = pd.factorize(words)
    return codes, [str(name) for name in names]


def _positive(answers: pd.DataFrame, column: str, role: str, problems: list[str]) -> Floats:
    values = numbers(answers, column, role, problems)
    wrong = ~(values > 0)
    if wrong.any():
        problems.append(f"列“{column}”（{role}）应为正数，不能空缺（{rows_text(wrong)}）")
    return values


def _thin_strata(strata: NDArray[np.intp], clusters: NDArray[np.intp], names: Sequence[str]) -> list[str]:
    pairs = np.unique(np.column_stack([strata, clusters]), axis=0)
    thin = [names[code] for code, count in enumerate(np.bincount(pairs[:, 0])) if count < 2]
    if not thin:
        return []
    return [f"每层至少要2个抽样单元（群或样本），只有1个的：{listing(thin)}；请并层"]


def _fractions(
    sizes: Floats | None, codes: NDArray[np.intp], drawn: NDArray[np.intp], role: str, problems: list[str]
) -> Floats:
    """Drawn over all of each stratum or cluster; 1 where no sizes are given."""
    if sizes is None:
        return np.ones(len(drawn))
    whole = np.zeros(len(drawn))
    whole[codes] = sizes
    if (whole[codes] != sizes).any():
        problems.append(f"{role}在同一层（第二阶段：同一群）内应相同（{rows_text(whole[codes] != sizes)}）")
    if (drawn > whole * (1 + 1e-9)).any():
        problems.append(f"{role}少于样本中的个数（{rows_text((drawn > whole * (1 + 1e-9))[codes])}），请核对")
    found: Floats = drawn / whole
    return found


def _domains(
    answers: pd.DataFrame, by: str | None, answered: NDArray[np.bool_]
) -> tuple[list[tuple[str, NDArray[np.bool_]]], tuple[str, ...]]:
    """Rows of each domain with enough answers, and the names of the others."""
    if by is None:
        return [], ()
    words = answers[by].map(as_word).to_numpy()
    names = [name for name in dict.fromkeys(words) if name]
    rows = {name: (words == name) & answered for name in names}
    thin = tuple(name for name in names if rows[name].sum() < _LEAST_IN_DOMAIN)
    return [(name, rows[name]) for name in names if name not in thin], thin
