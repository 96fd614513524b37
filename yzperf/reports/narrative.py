"""The author's texts (叙述文字): paragraphs of narrative.toml, filled with numbers; gaps are said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yzperf.errors import Place, Problem, ReportError
from yzperf.reports.fields import Filler
from yzperf.reports.text import PLACEHOLDER, is_blank

_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "概况": ("背景", "主要内容", "资金"),
    "目标": ("总体", "阶段"),
    "评价工作": ("目的", "对象范围", "原则", "方法", "标准", "过程"),
    "分析": (),  # one text for each block of the score sheet, whatever the framework calls it
    "经验": (),
    "问题": ("问题", "原因", "建议", "责任单位", "期限"),
    "建议": ("建议", "责任单位", "期限"),
    "其他": (),
}


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem with its cause and what follows from it (问题、原因、建议). Blank parts are empty."""

    problem: str
    reason: str
    advice: str
    unit: str
    deadline: str


class Narrative:
    """Reads the parts of narrative.toml and fills their fields.

    Parameters
    ----------
    parts : dict
        As parsed from TOML.
    filler : Filler

    Raises
    ------
    ReportError
        If a section or key is unknown: its text would be lost without a word.
    """

    def __init__(self, parts: Mapping[str, Any], filler: Filler) -> None:
        _require_known(parts)
        self._parts = parts
        self._filler = filler

    def paragraphs(self, section: str, key: str = "") -> list[str]:
        """Paragraphs of a part, or the placeholder sentence."""
        return self.optional(section, key) or [PLACEHOLDER]

    def optional(self, section: str, key: str = "") -> list[str]:
        """Paragraphs of a part, or none."""
        part = self._parts.get(section)
        if key:
            part = part.get(key) if isinstance(part, Mapping) else None
        return [self._filler.fill(_name(section, key), line) for line in _lines(part)]

    def issues(self, section: str) -> list[Issue]:
        """Entries of 问题 or 建议. A bare string is a problem, or an advice, without the rest."""
        main = "问题" if section == "问题" else "建议"
        part = self._parts.get(section)
        entries = part if isinstance(part, list | tuple) else [] if is_blank(part) else [part]
        return [self._issue(f"{section}.{n}", _as_table(entry, main)) for n, entry in enumerate(entries, 1)]

    def _issue(self, section: str, entry: Mapping[str, Any]) -> Issue:
        keys = ("问题", "原因", "建议", "责任单位", "期限")
        return Issue(*(self._filler.fill(_name(section, key), " ".join(_lines(entry.get(key)))) for key in keys))


def _name(section: str, key: str) -> str:
    return f"{section}.{key}" if key else section


def _lines(part: Any) -> list[str]:
    """A text, one paragraph a line, or a list of texts."""
    entries = part if isinstance(part, list | tuple) else [part]
    return [
        line.strip() for entry in entries if not is_blank(entry) for line in str(entry).splitlines() if line.strip()
    ]


def _as_table(entry: Any, main: str) -> Mapping[str, Any]:
    return entry if isinstance(entry, Mapping) else {main: entry}


def _require_known(parts: Mapping[str, Any]) -> None:
    problems = [_unknown(key, "、".join(_SECTIONS)) for key in parts if key not in _SECTIONS]
    for section, keys in _SECTIONS.items():
        for table in _tables(parts.get(section)):
            problems += [_unknown(f"{section}.{key}", "、".join(keys)) for key in table if keys and key not in keys]
    if problems:
        raise ReportError(problems)


def _tables(part: Any) -> Iterable[Mapping[str, Any]]:
    entries = part if isinstance(part, list | tuple) else [part]
    return [entry for entry in entries if isinstance(entry, Mapping)]


def _unknown(name: str, known: str) -> Problem:
    return Problem(
        Place("narrative.toml", paragraph=name),
        name,
        f"以下之一：{known}",
        "请改正名称，否则这段文字不会印出。",
    )
