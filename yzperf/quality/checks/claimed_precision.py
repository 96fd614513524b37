"""E01 样本量与声称精度: whether so many sheets can give the precision that the report claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil, sqrt
from statistics import NormalDist

import pandas as pd

from yzperf.domain.claims import Claims, Role
from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.survey import Survey
from yzperf.quality.catalogue import Hit, Inapplicable, check
from yzperf.quality.checks.survey_counts import WHOLE, counts_by_part
from yzperf.quality.survey_figures import frames_of

_USUAL_LEVEL = 95.0


@check("E01", title="样本量与声称精度", clause="", severity=Severity.MAJOR, evidence=EvidenceClass.PROOF)
def precision_is_reached(claims: Claims, survey: Survey, tables: dict[str, pd.DataFrame]) -> Iterator[Hit]:
    """The margin of a simple sample, with the finite population, at the share that is kindest to the report."""
    margins = [claim for claim in claims.of() if "误差" in claim.subject and claim.unit == "%"]
    valid = counts_by_part(claims).get(WHOLE, {}).get(Role.VALID, [])
    if not margins or not valid or not valid[0].value:
        raise Inapplicable("报告没有写抽样误差，或没有写有效问卷份数")
    n = int(valid[0].value)
    populations = [sum(sizes.values()) for _, _, _, sizes in frames_of(survey, tables)]
    level = next((float(claim.value) for claim in claims.of(Role.CONFIDENCE)), _USUAL_LEVEL)
    shares = [float(claim.value) / 100 for claim in claims.of(Role.SATISFACTION) if claim.unit == "%"]
    least = min((_margin(n, share, level, populations) for share in shares if 0.5 < share < 1), default=1.0)
    reached = min(least, _margin(n, 0.5, level, populations))
    for claim in margins:
        if 100 * reached > float(claim.value) + 0.5 / 10**claim.decimals:
            need = ceil(n * (100 * reached / float(claim.value)) ** 2) if claim.value else n
            message = f"{n} 份有效问卷、置信水平 {level:g}% 时抽样误差至少 {100 * reached:.1f}%，报告写 {claim.text}（约需 {need} 份）"
            hit = Hit(claim.where, message, claim.text, f"{100 * reached:.1f}%")
            yield hit if populations else replace(hit, severity=Severity.HINT, evidence=EvidenceClass.LEAD)


def _margin(n: int, share: float, level: float, populations: list[float]) -> float:
    z = NormalDist().inv_cdf(0.5 + level / 200)
    size = min(populations, default=0.0)
    finite = sqrt(max(0.0, size - n) / (size - 1)) if size > 1 else 1.0
    return z * sqrt(share * (1 - share) / n) * finite
