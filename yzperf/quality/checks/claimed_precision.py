"""E01 样本量与声称精度: whether so many sheets can give the precision that the report claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, sqrt
from statistics import NormalDist

import pandas as pd

from yzperf.domain.claims import Claim, Claims, Role
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.survey import Survey
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.checks.survey_counts import WHOLE, counts_by_part
from yzperf.quality.survey_figures import frames_of
from yzperf.quality.wording import before

_USUAL_LEVEL = 95.0
_UNITS = ("%", "百分点")
_MARGIN = re.compile("抽样误差|允许误差|误差范围|误差控制|估计误差|误差|精度")
_MARGIN_BEHIND = re.compile(
    "的?(?:最大|最高)?(?:允许|抽样|容许|估计)(?:的)?(?:最大)?误差|的?误差(?:下|内|范围|条件|要求|水平|情况下|时)"
)
_NO_SAMPLING = re.compile("测量|监测|计量|仪器|施工|标高|坡度|系统误差|统计误差|核算")
_WIDEST = re.compile(
    "最大(?:的)?(?:抽样|允许|容许)?误差|最大方差|最保守|方差最大|(?:[Pp]|比例|总体比例)(?:取|=|为|按)(?:0?[.]5|50%)"
)  # what the report takes
# how large the sample has to be is settled before any share is known
_DESIGNED = re.compile(
    "(?:样本量|样本容量|样本数|样本规模|抽样量|份数)[^。；;]{0,40}(?:确定|计算|测算|设计|要求|不少于|至少|需要?)"
)
_NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<wan>万)?"
_POPULATION = re.compile(
    rf"(?:总体|总量|总数|总户数|总人数|人口|(?<![A-Za-z])N)[^\d，,。；;%]{{0,8}}{_NUMBER}\s*(?:名|户|人|个|家|份)?(?!%)"
)
_NEEDED = re.compile(
    rf"(?:样本量|样本数|样本容量|样本规模|问卷数?|份数)(?:至少|最少|不少于|不得少于|应|需|须|约|为|是|达到?|计算得|确定|测算|最低|[:：=]){{1,4}}{_NUMBER}\s*(?:份|户|人|个|名)"
)
# 总体400户所需样本为197份; 经有限总体修正至少需要285份
_NEEDED_TOO = re.compile(
    rf"(?:所需|最低|最小|最少|必要|需要的?)(?:的)?(?:有效|抽取的?)?(?:样本|问卷)(?:约|应?为|是|至少|不少于|达到?|计算得|[:：=]){{0,3}}{_NUMBER}\s*(?:份|户|人|个|名)"
    rf"|(?:至少|最少|约|则|修正|情况下|时)(?:需要?|须|应)(?:抽取|调查|回收|有)?(?:有效)?(?:样本|问卷)?(?P<number_too>\d[\d,]*)\s*份"
)
# another way to draw or to compute: the plain formula is not meant
_OTHER_DESIGN = re.compile("设计效应|[Dd]eff|放大|整群|多阶段|无应答|无回答|预计回收|分层|各层|每个?[镇乡街县区村]")
_JUST_BEFORE = re.compile("(?:误差|精度)[^，,。；;、%％]{0,6}$")
_CLAUSE = re.compile("[，,；;。]")
_EACH = re.compile("(?:各|每个?|分)(?:乡?镇|街道|县|市|区|村|层|组|类|批)")


@dataclass(frozen=True, slots=True)
class Sample:
    """So many people asked out of so many; a size of 0 is not known."""

    name: str
    n: int
    size: float


@check("E01", title="样本量与声称精度", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def precision_is_reached(claims: Claims, survey: Survey, tables: dict[str, pd.DataFrame]) -> Iterator[Hit]:
    """The margin of a simple sample, with the finite population, at the share that is kindest to the report."""
    margins = [claim for claim in claims.of() if _is_margin(claim)]
    valid = counts_by_part(claims).get(WHOLE, {}).get(Role.VALID, [])
    asked = int(valid[0].value) if valid else len(survey.answers)  # where all that came back are valid, the file counts
    if not margins or not asked:
        raise Inapplicable("报告没有写抽样误差，或没有有效问卷")
    samples = list(_samples(asked, survey, tables))
    margins = [claim for claim in margins if claim not in _told_without_file(claims)]
    shares = [float(claim.value) / 100 for claim in claims.of(Role.SATISFACTION) if claim.unit == "%"]
    kindest = max((share for share in shares if 0.5 < share < 1), default=0.5)
    for claim in margins:
        share = 0.5 if _WIDEST.search(claim.sentence) or _DESIGNED.search(claim.sentence) else kindest
        yield from _judge(claim, _sample_of(claim, samples), share, _level(claim, claims))


@check("E01", title="样本量与声称精度", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def planned_sample_suffices(claims: Claims) -> Iterator[Hit]:
    """The sample that a margin of error, a confidence level and a population call for, by what the sentence itself tells."""
    plans = list(_plans(claims))
    if not plans:
        raise Inapplicable("报告没有在一处写明允许误差和样本量（或总体数）")
    for claim, plan in plans:
        if plan.printed and plan.printed < plan.need - 1:
            message = (
                f"置信水平 {plan.level:g}%、误差 {claim.text}"
                f"{f'、总体 {plan.size:g}' if plan.size else ''}时约需 {plan.need} 份，报告算得 {plan.printed} 份"
            )
            hit = Hit(claim.where, message, str(plan.printed), str(plan.need))
            yield hit if plan.size or plan.printed < plan.need / 2 else hit.as_lead
        elif plan.is_designed and plan.asked and plan.asked < plan.need - 1:
            message = (
                f"置信水平 {plan.level:g}%、误差 {claim.text}"
                f"{f'、总体 {plan.size:g}' if plan.size else ''}时约需 {plan.need} 份，有效问卷 {plan.asked} 份"
            )
            hit = Hit(claim.where, message, f"{plan.asked}份", f"{plan.need}份")
            yield hit if plan.size else replace(hit, severity=Severity.HINT, evidence=EvidenceClass.LEAD)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sentence tells of the sample that it plans; 0 for what it does not tell."""

    level: float
    size: float
    printed: int
    asked: int
    need: int
    is_designed: bool


def _plans(claims: Claims) -> Iterator[tuple[Claim, Plan]]:
    valid = counts_by_part(claims).get(WHOLE, {}).get(Role.VALID, [])
    for claim in claims.of():
        if not _is_margin(claim) or not claim.is_exact or not claim.value or _OTHER_DESIGN.search(claim.sentence):
            continue
        size = _told(_POPULATION, claim.sentence)
        printed = int(_told(_NEEDED, claim.sentence) or _needed_behind(claim, claims))
        level = _level(claim, claims)
        yield (
            claim,
            Plan(
                level=level,
                size=size,
                printed=printed,
                asked=int(valid[0].value) if len({one.value for one in valid}) == 1 else 0,
                need=_need(float(claim.value) / 100, level, size),
                is_designed=bool(_DESIGNED.search(claim.sentence)),
            ),
        )


def _told(pattern: re.Pattern[str], sentence: str) -> float:
    match = pattern.search(sentence)
    return float(match["number"].replace(",", "")) * (10_000 if match["wan"] else 1) if match else 0.0


def _needed_behind(claim: Claim, claims: Claims) -> float:
    """What is called for behind this margin and in front of another one: 误差±5%下需197份，实际误差±4.46%."""
    start = claim.sentence.find(claim.text) + len(claim.text)
    margins = [one for one in claims.of() if one.group == claim.group and one.start > claim.start and _is_margin(one)]
    ends = [at for one in margins if (at := claim.sentence.find(one.text, start)) >= 0]
    match = _NEEDED_TOO.search(claim.sentence, start, min(ends, default=len(claim.sentence)))
    return float((match["number"] or match["number_too"]).replace(",", "")) if match else 0.0


def _need(margin: float, level: float, size: float, share: float = 0.5) -> int:
    """Cochran's number of people, of a finite population."""
    z = NormalDist().inv_cdf(0.5 + level / 200)
    plain = z * z * share * (1 - share) / margin**2
    return ceil(plain / (1 + (plain - 1) / size) if size > 1 else plain)


def _told_without_file(claims: Claims) -> set[Claim]:
    """Margins that are judged by their own sentence."""
    return {claim for claim, plan in _plans(claims) if plan.is_designed and plan.asked and (plan.printed or plan.size)}


def _is_margin(claim: Claim) -> bool:
    whole = before(claim.sentence, claim.text)
    front = whole[-24:]
    about = _MARGIN.search(claim.subject) or re.search("误差[^，,。；;]{0,12}$", front)
    behind = _MARGIN_BEHIND.match(claim.sentence[len(whole) + len(claim.text) :])
    about = about or behind
    is_level = claim.role is Role.CONFIDENCE and not behind and not _JUST_BEFORE.search(front)  # 置信度95%、允许误差3%
    return bool(about) and claim.unit in _UNITS and not is_level and not _NO_SAMPLING.search(front)


def _level(claim: Claim, claims: Claims) -> float:
    """The confidence of the same sentence, else the first one stated."""
    found = sorted(claims.of(Role.CONFIDENCE), key=lambda one: one.sentence != claim.sentence)
    value = float(found[0].value) if found else _USUAL_LEVEL
    value = 100 * value if value <= 1 else value
    return value if 50 <= value < 100 else _USUAL_LEVEL


def _samples(n: int, survey: Survey, tables: dict[str, pd.DataFrame]) -> Iterator[Sample]:
    """The whole sample, then every stratum that a frame knows."""
    frames = list(frames_of(survey, tables))
    yield Sample("", n, min((sum(sizes.values()) for *_, sizes in frames), default=0.0))
    for _, column, _, sizes in frames:
        counts = survey.answers[column].astype(str).value_counts()
        yield from (Sample(name, int(counts[name]), size) for name, size in sizes.items() if name in counts)


def _sample_of(claim: Claim, samples: Sequence[Sample]) -> Sample:
    """The stratum that the sentence names; where it speaks of each, the smallest; else the whole sample."""
    strata = samples[1:]
    named = [one for one in strata if one.name in claim.sentence]
    if named:
        return named[0]
    clause = _CLAUSE.split(before(claim.sentence, claim.text))[-1]
    if strata and _EACH.search(clause):
        return min(strata, key=lambda one: one.n)
    return samples[0]


def _judge(claim: Claim, sample: Sample, share: float, level: float) -> Iterator[Hit]:
    reached = 100 * _margin(sample, share, level)
    if reached <= float(claim.value) + 0.5 / 10**claim.decimals:
        return
    need = _need(float(claim.value) / 100, level, sample.size, share) if claim.value else sample.n
    whose = f"“{sample.name}”的" if sample.name else ""
    message = f"{whose}{sample.n} 份有效问卷、置信水平 {level:g}% 时抽样误差至少 {reached:.1f}%，报告写 {claim.text}（约需 {need} 份）"
    hit = Hit(claim.where, message, claim.text, f"{reached:.1f}%")
    yield hit if sample.size else replace(hit, severity=Severity.HINT, evidence=EvidenceClass.LEAD)


def _margin(sample: Sample, share: float, level: float) -> float:
    z = NormalDist().inv_cdf(0.5 + level / 200)
    n, size = sample.n, sample.size
    finite = sqrt(max(0.0, size - n) / (size - 1)) if size > 1 else 1.0
    return z * sqrt(share * (1 - share) / n) * finite
