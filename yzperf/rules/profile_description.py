"""A scoring profile to read (计分方案说明): how it scores, on which basis, with which points, levels and grades."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from yzperf.domain.scorecard import plain
from yzperf.rules.description import Description, Row, Section
from yzperf.rules.period import words
from yzperf.rules.profile import Curve, Execution, Profile, Satisfaction, Tier

Cite = Callable[[str], str]
_MATTERS = {
    "reached": "达到指标值",
    "missed": "未达到指标值",
    "reverse": "越小越好的未达到",
    "equal": "等于型未达到",
    "qualitative": "定性指标",
    "deadline": "时限指标",
    "execution": "预算执行率",
    "satisfaction": "满意度",
    "own": "表上自带评分标准",
    "over": "目标偏低而超额",
}
_CURVES = {
    Curve.PROPORTIONAL: "按完成率的比例，以分值为限",
    Curve.FLOORED: "完成率不足{floor}不得分，{floor}及以上按（完成率－{floor}）÷（1－{floor}）",
    Curve.JUDGED: "由人评分",
}
_EXECUTION = {
    Execution.LINEAR: "按执行率的比例，以分值为限",
    Execution.TIERS: "未完成的分档；完成且未超预算的得满分",
    Execution.JUDGED: "由人评分",
}
_SATISFACTION = {
    Satisfaction.QUANTITATIVE: "同定量指标",
    Satisfaction.TIERS: "分档",
    Satisfaction.JUDGED: "由人评分",
}


def describe_profile(profile: Profile, cite: Cite) -> Description:
    """Return a profile to read; ``cite`` turns the id of a clause into its citation."""
    parts = (_cited(profile, cite), _weights(profile), _bands(profile), *_tiers(profile), _grades(profile))
    return Description(profile.name, tuple(_facts(profile, cite)), tuple(part for part in parts if any(part.rows)))


def _facts(profile: Profile, cite: Cite) -> Iterator[tuple[str, str]]:
    yield "编号", "、".join((profile.id, *profile.aliases))
    yield "表式", str(profile.kind)
    yield "地区和施行", f"{profile.region}，{words(profile)}"
    yield "适用", profile.scope
    yield "定量指标", _CURVES[profile.curve].format(floor=_percent(profile.floor))
    yield "预算执行率", f"{_EXECUTION[profile.execution]}{_denominator(profile)}"
    yield "满意度", _SATISFACTION[profile.satisfaction]
    yield "满分", f"{plain(profile.full_score)} 分"
    yield "应有的一级指标", "、".join(profile.required_blocks)
    yield "产出和效益", f"合计不低于总分值的{plain(profile.min_output_benefit)}%" if profile.min_output_benefit else ""
    yield "权重", profile.weights_note
    yield "权重依据", cite(profile.weights_clause) if profile.weights_clause else ""


def _denominator(profile: Profile) -> str:
    return f"（÷{profile.execution_basis}）" if profile.execution_basis else ""


def _cited(profile: Profile, cite: Cite) -> Section:
    rows = tuple((_MATTERS.get(matter, matter), cite(clause)) for matter, clause in profile.cites)
    return Section("每种情形的依据", ("情形", "依据"), (("", rows),))


def _weights(profile: Profile) -> Section:
    """One row for each distribution, one column for each block that any of them knows."""
    blocks = tuple(dict.fromkeys(item.block for case in profile.weights for item in case.blocks))
    rows = tuple(
        (case.name, *(plain(case.of(block)) if case.of(block) else "—" for block in blocks)) for case in profile.weights
    )
    return Section("权重方案", ("情形", *blocks), (("", rows),))


def _bands(profile: Profile) -> Section:
    rows = tuple(
        (band.name, f"{_percent(band.upper)}—{_percent(band.lower)}（含）", "、".join(band.words))
        for band in profile.bands
    )
    return Section("定性档次", ("档次", "占分值", "认得的用语"), (("", rows),))


def _tiers(profile: Profile) -> Iterator[Section]:
    yield _tier_table("预算执行率分档（未完成的项目）", "执行率", profile.execution_tiers)
    yield _tier_table("满意度分档", "满意度", profile.satisfaction_tiers)
    yield _over_table(profile.over_tiers)


def _tier_table(title: str, heading: str, tiers: tuple[Tier, ...]) -> Section:
    ranges = _ranges([_percent(tier.lower) for tier in tiers])
    rows: tuple[Row, ...] = tuple(zip(ranges, (_percent(tier.share) for tier in tiers), strict=True))
    return Section(title, (heading, "得分值的"), (("", rows),))


def _over_table(tiers: tuple[Tier, ...]) -> Section:
    rows = tuple((f"指标值的{_percent(tier.lower)}及以上", _percent(tier.share)) for tier in tiers)
    return Section("目标偏低而超额", ("完成值", "得分值的"), (("", rows),))


def _grades(profile: Profile) -> Section:
    ranges = _ranges([f"{plain(grade.lower)}分" for grade in profile.grades])
    rows = tuple(zip((grade.name for grade in profile.grades), ranges, strict=True))
    return Section("等级（按未舍入的总分）", ("等级", "总分"), (("", rows),))


def _ranges(bounds: list[str]) -> Iterator[str]:
    """Bounds from the best down, each with the one above it: the best is open above, the last begins at nothing."""
    for number, lower in enumerate(bounds):
        above = f"不足{bounds[number - 1]}" if number else ""
        yield above if number and number == len(bounds) - 1 else f"{lower}及以上{above}"


def _percent(share: Fraction) -> str:
    return f"{plain(share * 100)}%"
