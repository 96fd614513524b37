"""Whose money and whose rate it is (归属): 道路工程预算100万元，支出95万元 speaks twice of 道路工程, not of the project."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from yzperf.domain.claims.claim import Claim, Role
from yzperf.domain.claims.vocabulary import vocabulary

# Parts behind 其中 (金额) and 追加 own nothing of what follows them.
_NAMING = {
    Role.BUDGET, Role.ADJUSTED_BUDGET, Role.RECEIVED, Role.SPENT, Role.BALANCE, Role.INVESTMENT, Role.CONTRACT,
    Role.SETTLEMENT, Role.EXECUTION_RATE, Role.RECEIPT_RATE,
}  # fmt: skip
_NO_OWNER = re.compile("[按依以]|未|若|如|若")  # 按实际到位资金计算的预算执行率, 未到位的
_OWNED = _NAMING | {Role.COST, Role.SCORE, Role.WEIGHT, Role.DEDUCTION}


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
        own = vocabulary().owned.fullmatch(claim.subject)
        named = own["owner"] if own else claim.subject
        if claim.role in _NAMING and named and not _NO_OWNER.match(named):
            owner = "" if vocabulary().project.fullmatch(named) else named
        is_bare = claim.role in _OWNED and not named and claim.subject
        found.append(replace(claim, subject=f"{owner}{claim.subject}") if is_bare and owner else claim)
    return found


def owner_of(heading: str) -> str:
    """The heading where it names a part of the project; blank where it is one of the report's own (资金情况)."""
    bare = vocabulary().numbering.sub("", heading).strip()
    return "" if vocabulary().own_sections.search(bare) else bare


def run_in_owner(text: str) -> str:
    """The part that a paragraph names before it begins: 1.道路工程。预算300万元……"""
    match = vocabulary().run_in.match(text)
    return owner_of(match[1]) if match else ""
