"""Whose money and whose rate it is (归属): 道路工程预算100万元，支出95万元 speaks twice of 道路工程, not of the project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from yzperf.domain.claims.claim import Claim, Role
from yzperf.domain.claims.vocabulary import vocabulary

_OWNED = {
    Role.BUDGET, Role.ADJUSTED_BUDGET, Role.ADJUSTMENT, Role.RECEIVED, Role.SPENT, Role.BALANCE, Role.INVESTMENT,
    Role.CONTRACT, Role.SETTLEMENT, Role.COST, Role.AMOUNT, Role.EXECUTION_RATE, Role.RECEIPT_RATE,
}  # fmt: skip


def with_owners(claims: Iterable[Claim], heading: str = "") -> list[Claim]:
    """Put the owner in front of subjects that name only the role (支出, 执行率), where the text has named one before.

    Parameters
    ----------
    claims
        Those of one paragraph, in order.
    heading
        The nearest heading, if it names a part of the project (1.道路工程) and no chapter of the report.
    """
    owner, found = heading, []
    for claim in claims:
        if claim.role not in _OWNED:
            found.append(claim)
            continue
        own = vocabulary().owned.fullmatch(claim.subject)
        if own is None:
            owner = owner if claim.role is Role.AMOUNT else claim.subject
        elif own["owner"]:
            owner = "" if vocabulary().project.fullmatch(own["owner"]) else own["owner"]
        named = own is not None and not own["owner"] and owner
        found.append(replace(claim, subject=f"{owner}{claim.subject}") if named else claim)
    return found


def owner_of(heading: str) -> str:
    """The heading where it names a part of the project; blank where it is one of the report's own (资金情况)."""
    bare = vocabulary().numbering.sub("", heading).strip()
    return "" if vocabulary().own_sections.search(bare) else bare
