"""All that a document states in numbers (数字陈述表), to be searched by role and subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from yzperf.domain.claims.claim import Claim, Role
from yzperf.domain.htmltable import html_table
from yzperf.privacy import mask


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of one file in reading order. Rules and quotations are among them, told by their standing."""

    file: str
    found: tuple[Claim, ...]

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    @property
    def own(self) -> tuple[Claim, ...]:
        """What the author says of the project: rules and quoted statutes left out."""
        return tuple(claim for claim in self.found if claim.standing.is_own)

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
