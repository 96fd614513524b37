"""``yzperf compare`` (初稿与终稿): what changed, shown line by line, held against the accepted comments."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from yzperf.domain.revision import Revision

_SHOWN = 60  # characters of a line in the terminal; JSON has them whole


def show_revision(console: Console, revision: Revision) -> None:
    """Print changed lines, changed scores and grades, and what does not fit the comments."""
    for line in revision.lines:
        console.print(f"  {line.kind} {line.where}", markup=False, soft_wrap=True, style="bold")
        for sign, text in (("－", line.before), ("＋", line.after)):
            if text:
                console.print(f"      {sign} {_short(text)}", markup=False, soft_wrap=True)
    for value in revision.values:
        console.print(f"  {value.name}：{value.before} → {value.after}", markup=False, soft_wrap=True)
    head, *rest = revision.sentences()
    console.print(f"  {head}", markup=False, soft_wrap=True)
    for sentence in rest:
        console.print(f"  {sentence}", markup=False, soft_wrap=True, style="red")


def revision_json(revision: Revision) -> dict[str, Any]:
    """The object that ``yzperf compare --json`` prints."""
    return {
        "lines": [
            {"kind": str(one.kind), "where": str(one.where), "before": one.before, "after": one.after}
            for one in revision.lines
        ],
        "values": [
            {"name": one.name, "before": one.before, "after": one.after, "asked": one not in revision.unasked}
            for one in revision.values
        ],
        "accepted_without_change": [one.number for one in revision.idle],
        "sentences": revision.sentences(),
    }


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
