"""What a result of running text can follow from (算出来的数的几种读法): its own words name some terms, others may be meant."""

from __future__ import annotations

from collections.abc import Iterator

from yzperf.domain.claims.claim import Role
from yzperf.domain.claims.numbers import unit_kind
from yzperf.domain.claims.web_changes import changes_in_web, is_change
from yzperf.domain.claims.web_means import means_in_web
from yzperf.domain.claims.web_shares import rates_in_web, shares_in_web
from yzperf.domain.claims.web_spot import Reading, Spot

_LEVELS = ("money", "count")


def readings_of(spot: Spot) -> Iterator[Reading]:
    """Every way to read a number as the result of others; none where its words do not make it one."""
    claim = spot.claim
    if claim.unit == "%":
        yield from shares_in_web(spot)
        yield from rates_in_web(spot)
    elif unit_kind(claim.unit) in _LEVELS and claim.role is not Role.CHANGE:
        yield from means_in_web(spot)
    if is_change(spot):
        yield from changes_in_web(spot)
