"""Delphi rounds: do experts come to agree, and does the answer settle (德尔菲法)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from yzperf.forensics.concordance import Floats, concordance, midranks
from yzperf.methods.columns import blanks, doubled_roles, missing_columns, numbers, refuse, rows_text
from yzperf.methods.distributions import chi2_above
from yzperf.methods.public_judgement.answers import as_word
from yzperf.methods.public_judgement.delphi_result import Change, DelphiRounds, ItemRound, Round
from yzperf.methods.resampling import sign_flip_p
from yzperf.methods.wording import listing

Cells = dict[tuple[str, str], Floats]  # (round, item) → score of each expert, NaN where there is none
_LEAST_EXPERTS = 3


def delphi_rounds(
    scores: pd.DataFrame,
    *,
    item: str,
    expert: str,
    round_: str,
    score: str,
    largest_range: float = 1.0,
    agreeing_from: float | None = None,
    least_agreeing: float = 0.75,
    settled: float = 0.15,
    invited: Mapping[str, int] | None = None,
    seed: int = 20_200_901,
) -> DelphiRounds:
    """Follow the rounds of a Delphi study: consensus on each item, change and stability between rounds (德尔菲法).

    Parameters
    ----------
    scores : DataFrame, one row per item, expert and round
    item, expert, round_, score : str
        Columns; rounds go in the order of their numbers (or of first appearance, if words).
    largest_range : float
        Consensus: the interquartile range is at most this many points (1 on a five-point scale is usual).
    agreeing_from : float, optional
        Score from which an expert agrees; consensus then also asks for ``least_agreeing`` of them.
    least_agreeing : float
        Share between 0 and 1.
    settled : float
        An item is stable if at most this share of the experts changed between the last two rounds (Scheibe: 15 %).
    invited : mapping of round to int, optional
        Experts asked in each round, for the rate of return (积极系数).
    seed : int
        Of the sign-flip test of the mean change, exact up to 16 experts.

    Returns
    -------
    DelphiRounds

    Raises
    ------
    MethodError
        For absent columns, gaps, text, an expert who scores an item twice in a round, one round only, fewer than
        three experts on an item, impossible options.

    References
    ----------
    Scheibe, M., Skutsch, M. and Schofer, J. (1975). Experiments in Delphi methodology. In Linstone and Turoff (eds.),
    The Delphi Method. Addison-Wesley.
    Diamond, I. R. et al. (2014). Defining consensus. Journal of Clinical Epidemiology 67(4), 401-409.
    """
    roles = {"事项": item, "专家": expert, "轮次": round_, "评分": score}
    refuse(missing_columns(scores, list(roles.items())) + doubled_roles(roles))
    values = _checked(scores, roles, (largest_range, least_agreeing, settled))
    rounds = _in_order(scores[round_])
    keys = [scores[column].map(as_word) for column in (round_, item, expert)]
    wide = pd.Series(values, index=pd.MultiIndex.from_arrays(keys)).unstack()
    pairs: list[tuple[str, str]] = wide.index.to_list()
    table: Cells = dict(zip(pairs, wide.to_numpy(float), strict=True))
    items = list(dict.fromkeys(keys[1]))
    refuse(_thin(table, rounds) + _invited_problems(invited, table, rounds))
    asked = {as_word(name): count for name, count in (invited or {}).items()}
    rule = (largest_range, agreeing_from, least_agreeing)
    return DelphiRounds(
        rounds=tuple(_round(table, one, asked.get(one)) for one in rounds),
        items=tuple(
            _item_round(_given(table[one, each]), one, each, rule)
            for each in items
            for one in rounds
            if (one, each) in table
        ),
        changes=tuple(
            _change(table, each, pair, settled, seed)
            for each in items
            for pair in pairwise(rounds)
            if {(pair[0], each), (pair[1], each)} <= set(table)
        ),
        largest_range=largest_range,
        agreeing_from=agreeing_from,
        least_agreeing=least_agreeing,
        settled=settled,
    )


def _checked(scores: pd.DataFrame, roles: Mapping[str, str], options: Sequence[float]) -> Floats:
    problems: list[str] = []
    values = numbers(scores, roles["评分"], "评分", problems)
    for role, column in roles.items():
        empty = np.isnan(values) if role == "评分" else blanks(scores[column])
        if empty.any() and not problems:
            problems.append(f"列“{column}”（{role}）有空缺（{rows_text(empty)}）；没有评的请去掉那一行")
    keys = [roles["轮次"], roles["事项"], roles["专家"]]
    doubled = scores.duplicated(keys).to_numpy()
    if doubled.any():
        problems.append(f"同一专家在同一轮对同一事项评了两次（{rows_text(doubled)}）")
    if scores[roles["轮次"]].nunique() < 2:
        problems.append("只有一轮，看不出变化；一轮的一致程度用kendall_w或krippendorff_alpha")
    largest_range, *shares = options
    if largest_range < 0 or not all(0 <= share <= 1 for share in shares):
        problems.append("四分位距上限（largest_range）应不小于0，各比例（least_agreeing、settled）应在0和1之间")
    refuse(problems)
    return values


def _in_order(cells: pd.Series) -> list[str]:
    names = list(dict.fromkeys(cells.map(as_word)))
    try:
        return sorted(names, key=float)
    except ValueError:
        return names


def _thin(table: Cells, rounds: Sequence[str]) -> list[str]:
    counts = {key: len(_given(row)) for key, row in table.items()}
    thin = [f"第{one}轮“{each}”{count}位" for (one, each), count in counts.items() if count < _LEAST_EXPERTS]
    problems = [f"每轮每项至少要{_LEAST_EXPERTS}位专家：{listing(thin)}"] if thin else []
    both = {each for one, each in table if one == rounds[0]} & {each for one, each in table if one == rounds[-1]}
    return problems if both else [*problems, "第一轮和最后一轮没有相同的事项，请统一事项名称"]


def _invited_problems(invited: Mapping[str, int] | None, table: Cells, rounds: Sequence[str]) -> list[str]:
    asked = {as_word(name): count for name, count in (invited or {}).items()}
    strange = [name for name in asked if name not in rounds]
    few = [
        f"第{one}轮邀请{asked[one]}位、收到{_experts(table, one)}位"
        for one in rounds
        if one in asked and asked[one] < _experts(table, one)
    ]
    problems = [f"邀请人数（invited）里的轮次不在数据中：{listing(strange)}"] if strange else []
    return [*problems, f"邀请人数少于收到的专家数：{listing(few)}"] if few else problems


def _experts(table: Cells, one: str) -> int:
    return int((~np.isnan(_part(table, one))).any(axis=0).sum())


def _part(table: Cells, one: str) -> Floats:
    """Items of a round by experts."""
    return np.stack([row for (name, _), row in table.items() if name == one])


def _given(row: Floats) -> Floats:
    found: Floats = row[~np.isnan(row)]
    return found


def _round(table: Cells, one: str, asked: int | None) -> Round:
    """Experts, rate of return, and Kendall's W over the experts who scored every item."""
    part = _part(table, one)
    complete = part[:, ~np.isnan(part).any(axis=0)]
    varied = complete[:, np.ptp(complete, axis=0) > 0] if complete.size else complete
    experts = _experts(table, one)
    if min(varied.shape) < 2 or len(varied) < _LEAST_EXPERTS:
        return Round(one, experts, asked, None, None, varied.shape[1])
    w = concordance(midranks(varied))[0]
    objects, raters = varied.shape
    return Round(one, experts, asked, w, chi2_above(raters * (objects - 1) * w, objects - 1), raters)


def _item_round(values: Floats, one: str, each: str, rule: tuple[float, float | None, float]) -> ItemRound:
    largest_range, agreeing_from, least_agreeing = rule
    low, median, high = (float(cut) for cut in np.quantile(values, (0.25, 0.5, 0.75)))
    agreeing = None if agreeing_from is None else float((values >= agreeing_from).mean())
    mean, spread = float(values.mean()), float(values.std(ddof=1))
    return ItemRound(
        item=each,
        round=one,
        count=len(values),
        mean=mean,
        spread=spread,
        median=median,
        quartiles=(low, high),
        variation=spread / mean if mean > 0 else None,
        agreeing=agreeing,
        consensus=high - low <= largest_range and (agreeing is None or agreeing >= least_agreeing),
    )


def _change(table: Cells, each: str, pair: tuple[str, str], settled: float, seed: int) -> Change:
    """Experts who scored the item in both rounds, against themselves."""
    before, after = (table[one, each] for one in pair)
    moves = _given(after - before)
    changed = float((moves != 0).mean()) if len(moves) else None
    return Change(
        item=each,
        rounds=pair,
        count=len(moves),
        changed=changed,
        mean=float(moves.mean()) if len(moves) else None,
        p_value=sign_flip_p(moves, seed) if moves.any() else None,
        stable=changed is not None and changed <= settled,
    )
