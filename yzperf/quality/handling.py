"""What to do about a finding (处理建议): sentences that stand in ``handling.toml``, by number, else by group of checks."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from yzperf.domain.finding import Finding, Verdict

_FILE = Path(__file__).with_name("handling.toml")


def handling(finding: Finding) -> str:
    """The next step about a finding; a lead is always to be looked into first, whatever its check.

    Raises
    ------
    KeyError
        If neither the check nor its group has a sentence.
    """
    table, group = _table(), finding.id[0]
    if finding.verdict is Verdict.LEAD:
        return table["lead"].get(group, table["lead"][""])
    return table["check"].get(finding.id) or table["group"][group]


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
