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
_NO_SAMPLING = re.compile("测量|监测|计量|仪器|施工|标高|坡度|系统误差|统计误差|核算")
_WIDEST = re.compile(
    "最大方差|最保守|方差最大|(?:[Pp]|比例|总体比例)(?:取|=|为|按)(?:0?[.]5|50%)"
)  # what the report takes
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
    shares = [float(claim.value) / 100 for claim in claims.of(Role.SATISFACTION) if claim.unit == "%"]
    kindest = max((share for share in shares if 0.5 < share < 1), default=0.5)
    for claim in margins:
        share = 0.5 if _WIDEST.search(claim.sentence) else kindest
        yield from _judge(claim, _sample_of(claim, samples), share, _level(claim, claims))


def _is_margin(claim: Claim) -> bool:
    front = before(claim.sentence, claim.text)[-24:]
    about = _MARGIN.search(claim.subject) or re.search("误差[^，,。；;]{0,12}$", front)
    is_level = claim.role is Role.CONFIDENCE and not _JUST_BEFORE.search(front)  # 置信度95%、允许误差3%
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
    need = ceil(sample.n * (reached / float(claim.value)) ** 2) if claim.value else sample.n
    whose = f"“{sample.name}”的" if sample.name else ""
    message = f"{whose}{sample.n} 份有效问卷、置信水平 {level:g}% 时抽样误差至少 {reached:.1f}%，报告写 {claim.text}（约需 {need} 份）"
    hit = Hit(claim.where, message, claim.text, f"{reached:.1f}%")
    yield hit if sample.size else replace(hit, severity=Severity.HINT, evidence=EvidenceClass.LEAD)


def _margin(sample: Sample, share: float, level: float) -> float:
    z = NormalDist().inv_cdf(0.5 + level / 200)
    n, size = sample.n, sample.size
    finite = sqrt(max(0.0, size - n) / (size - 1)) if size > 1 else 1.0
    return z * sqrt(share * (1 - share) / n) * finite
