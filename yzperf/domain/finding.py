"""What a check says (核查发现): verdict, place, reported, recomputed, clause; and how much was checked at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from yzperf.errors import Place


class Severity(StrEnum):
    """How much a finding weighs (严重程度)."""

    BLOCKING = "S1 阻断"
    MAJOR = "S2 重大"
    MINOR = "S3 一般"
    HINT = "S4 提示"


class EvidenceClass(StrEnum):
    """What kind of proof a finding is. A lead never costs points by itself."""

    PROOF = "P 实证"
    RULE = "R 违规"
    LEAD = "L 线索"


class Verdict(StrEnum):
    """Outcome of a check or finding."""

    PASSED = "通过"
    FAILED = "不通过"
    LEAD = "线索"
    NO_INPUT = "无法判断（缺输入）"
    NO_POWER = "无检出力"


class Departure(StrEnum):
    """In what way a filled-in table departs (偏离类型)."""

    RULE = "未按规则计分"
    ROUNDING = "取整或舍去小数"
    RAW_VALUE = "以完成值代替得分率"
    NO_REASON = "扣分无理由"
    BAND = "定性得分超出档次"
    IMPOSSIBLE = "不可能或矛盾的值"
    EMPTY_TOTAL = "合计行未填"
    TOTAL = "总分不等于各行之和"
    GRADE = "等级与总分不符"
    MISSING = "缺指标值或完成值"
    HIDDEN_TARGET = "指标值写在名称里"
    MONEY = "以花钱多少作指标"
    PART_SCORED = "“其中”行重复计分"


class Confidence(StrEnum):
    """How sure the classification is (把握): the departure itself is certain, its kind may not be."""

    HIGH = "高"
    MIDDLE = "中"
    LOW = "低"


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction or breach with its proof."""

    id: str
    title: str
    evidence: EvidenceClass
    severity: Severity
    verdict: Verdict
    where: Place
    message: str
    reported: str = ""
    recomputed: str = ""
    changes_conclusion: bool = False
    clause: str = ""
    departure: Departure | None = None
    confidence: Confidence | None = None

    @property
    def is_serious(self) -> bool:
        """Whether the finding alone makes the exit status 1: a blocking or major contradiction or breach."""
        return self.verdict is Verdict.FAILED and self.severity in (Severity.BLOCKING, Severity.MAJOR)


LACKING = "缺少"  # how a reason begins that names the material


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which checks ran, and which could not and why. Findings are never shown without it."""

    verdicts: dict[str, Verdict]
    missing: dict[str, str]

    @property
    def checked(self) -> int:
        """Number of checks that had their material."""
        return sum(verdict is not Verdict.NO_INPUT for verdict in self.verdicts.values())

    def sentence(self) -> str:
        """One line for people: how many checks ran, how many lacked material."""
        lacking = len(self.verdicts) - self.checked
        return f"共 {len(self.verdicts)} 项检查，已执行 {self.checked} 项，未执行 {lacking} 项（缺材料或不适用）"

    def missing_sentences(self) -> list[str]:
        """Why checks did not run, one line a reason; those that lack material by the first that they lack."""
        by_reason: dict[str, list[str]] = {}
        for key, reason in self.missing.items():
            by_reason.setdefault(_first_lack(reason), []).append(key)
        return [f"未执行 {'、'.join(keys)}：{reason}" for reason, keys in by_reason.items()]

    def table(self) -> pd.DataFrame:
        """Every check with its verdict and, where it did not run, the reason."""
        records = [(key, str(verdict), self.missing.get(key, "")) for key, verdict in self.verdicts.items()]
        return pd.DataFrame(records, columns=["检查", "结论", "未执行的原因"])


def _first_lack(reason: str) -> str:
    """缺少评价报告（.docx）、工作日志（log.csv）；缺少评价报告（.docx）: the rest is asked for once the first is there."""
    parts = reason.split("；")
    lacks = all(part.startswith(LACKING) for part in parts)
    return parts[0].split("、")[0] if lacks else "；".join(dict.fromkeys(parts))
