"""What results on efficiency say alike (效率结果的共同用语)."""

from __future__ import annotations

from collections.abc import Sequence

from yzperf.domain.result import Diagnostic, Verdict
from yzperf.methods.wording import fixed, percent

_MOST_ON_EDGE = 0.5
_MOST_PEERS = 4
NO_NOISE = Diagnostic(
    "数据没有测量误差",
    "本方法把偶然因素一并算作低效",
    Verdict.UNTESTABLE,
    "用bootstrap_efficiency给出偏差校正和区间，或用stochastic_frontier_analysis区分误差与低效",
)
SAME_PRACTICE = Diagnostic(
    "各单位条件可比、指标齐全",
    "数据回答不了",
    Verdict.UNTESTABLE,
    "由评价人员说明：职能相同、口径一致、重要的投入产出没有遗漏",
)


def dropped_text(dropped: int) -> str:
    """How many rows were left out."""
    return f"（另有{dropped}个因数据空缺剔除）" if dropped else ""


def peers_text(peers: Sequence[tuple[str, float]]) -> str:
    """Peers with weights, heaviest first: ``甲0.62、乙0.38``."""
    heaviest = sorted(peers, key=lambda peer: -peer[1])
    shown = "、".join(f"{name} {fixed(weight, 2)}" for name, weight in heaviest[:_MOST_PEERS])
    return shown + (f"等{len(peers)}个" if len(peers) > _MOST_PEERS else "") if shown else "—"


def few_units(count: int, needed: int) -> Diagnostic:
    """Whether there are as many units as the rule asks."""
    name, text = "单位够多", f"{count}个单位，经验规则要{needed}个"
    if count >= needed:
        return Diagnostic(name, text, Verdict.HOLDS)
    return Diagnostic(name, text, Verdict.FAILS, "多数单位会显得有效，结果只能作示意；合并指标或增加单位")


def told_apart(on_edge: int, count: int) -> Diagnostic:
    """Whether less than half of the units are on the edge."""
    name, text = "能分出高下", f"{on_edge}个单位（{percent(on_edge / count, 0)}）效率值为1"
    if on_edge <= _MOST_ON_EDGE * count:
        return Diagnostic(name, text, Verdict.HOLDS)
    return Diagnostic(name, text, Verdict.DOUBTFUL, "指标相对单位太多，宜合并指标，或用super_efficiency再排序")
