"""All that a document states in numbers (数字陈述表), to be searched by role and subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from yzperf.domain.claims.claim import Claim, Role
from yzperf.domain.claims.counted_ties import find_counted_ties
from yzperf.domain.claims.derived import find_derived
from yzperf.domain.claims.tie import Tie
from yzperf.domain.claims.ties import find_ties
from yzperf.domain.claims.web_ties import find_in_web
from yzperf.domain.htmltable import html_table
from yzperf.privacy import mask


@dataclass(frozen=True)
class Claims:
    """The claims of one file in reading order. Rules and quotations are among them, told by their standing.

    What follows from the claims is found once, when it is first asked for.
    """

    file: str
    found: tuple[Claim, ...]

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    @cached_property
    def own(self) -> tuple[Claim, ...]:
        """What the author says of the project: rules and quoted statutes left out."""
        return tuple(claim for claim in self.found if claim.standing.is_own)

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """What the words around the author's numbers make of them: shares, changes, sums, averages."""
        return (*find_ties(self.own), *find_counted_ties(self.own), *find_derived(self.own))

    @cached_property
    def web_ties(self) -> tuple[Tie, ...]:
        """Results that no numbers of the whole report give, each with the terms that its words name."""
        return tuple(find_in_web(self.own))

    def of(self, *roles: Role | str, subject: str = "") -> tuple[Claim, ...]:
        """The author's claims of these roles (all if none is named) about a subject that holds these words.

        Examples
        --------
        >>> import yzperf as yz
        >>> claims = yz.read_claims(yz.load_document(yz.sample_case() / "report.docx"))
        >>> [str(claim.value) for claim in claims.of("总分")]
        ['90.85', '90.55', '90.55', '90.55']
        """
        wanted = {Role(role) for role in roles} or set(Role)
        return tuple(claim for claim in self.own if claim.role in wanted and subject in claim.subject)

    def table(self) -> pd.DataFrame:
        """One row a claim with Chinese headings; the value is exact, as text, and personal numbers are masked."""
        return pd.DataFrame([_record(claim) for claim in self.found], columns=list(_HEADINGS))

    def _repr_html_(self) -> str:
        return html_table(self.table())

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": f"{self.file}：{len(self)} 个数字", "text/html": self._repr_html_()}


_HEADINGS = ("用途", "对象", "数值", "单位", "原文", "期间", "约数", "界限", "性质", "把握", "位置", "所在的句子")


def _record(claim: Claim) -> tuple[str, ...]:
    return (
        str(claim.role),
        claim.subject,
        f"{claim.value:f}",
        claim.unit,
        claim.text,
        claim.period,
        claim.hedge,
        {">=": "≥", "<=": "≤"}.get(claim.bound, claim.bound),
        str(claim.standing),
        str(claim.confidence),
        str(claim.where).removeprefix(claim.where.file).strip(),
        mask(claim.sentence),
    )
