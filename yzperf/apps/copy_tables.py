"""``yzperf copies`` (查重): what was found, side by side, in the terminal, as JSON and as an .xlsx."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from yzperf.apps.workbook import write_lists
from yzperf.errors import LoadError
from yzperf.forensics.passage_match import Span
from yzperf.quality.copy_search import CopySearch
from yzperf.quality.corpus import CopiedPassage

_MOST_SHOWN = 50  # passages in a terminal; all stand in --json and --out
_NAMES = {
    "检查": "check", "报告": "report", "位置": "place", "原文": "text", "来源报告": "source_report",
    "来源位置": "source_place", "来源原文": "source_text", "相同字数": "letters", "占本段": "share",
    "占来源段": "source_share", "另有几份": "also",
}  # fmt: skip


def require_names(index: Path | None, out: Path | None) -> None:
    """Refuse file names that could not be written, before the long work begins.

    Raises
    ------
    LoadError
    """
    if index and index.suffix.lower() != ".npz":
        raise LoadError(f"--index：读到“{index.name}”，应为 .npz 文件名")
    if out and out.suffix.lower() != ".xlsx":
        raise LoadError(f"--out：读到“{out.name}”，应为 .xlsx 文件名")


def refusals(search: CopySearch) -> list[str]:
    """One line for every file that could not be read."""
    return [f"{name}：{error.problems[0]}" for name, error in search.refused.items()]


def show_copies(console: Console, search: CopySearch) -> None:
    """Print the passages side by side, the same letters bold, then the equal score tables."""
    for copy in search.passages[:_MOST_SHOWN]:
        console.print(_beside(copy))
    if len(search.passages) > _MOST_SHOWN:
        console.print(f"……另有 {len(search.passages) - _MOST_SHOWN} 段；全部见 --out 或 --json")
    for one, other in search.clones:
        line = f"评分表各行分值、得分完全相同：{one.file} ＝ {other.file}（{len(one.scores)} 行）"
        console.print(line, markup=False, soft_wrap=True, style="yellow")
    console.print(search.sentence(), markup=False, soft_wrap=True)


def _beside(copy: CopiedPassage) -> Table:
    match = copy.match
    also = f"，另有 {copy.also} 份也有" if copy.also else ""
    title = f"相同 {match.letters} 字，占本段 {match.share:.0%}、占来源段 {match.source_share:.0%}{also}"
    table = Table(title=title, title_justify="left", header_style="bold", expand=True)
    table.add_column(Text(f"{copy.report.file}\n{copy.passage.where.paragraph}"), ratio=1, overflow="fold")
    table.add_column(Text(f"{copy.origin.file}\n{copy.source.where.paragraph}"), ratio=1, overflow="fold")
    table.add_row(_marked(copy.passage.text, match.spans), _marked(copy.source.text, match.source_spans))
    return table


def _marked(text: str, spans: Sequence[Span]) -> Text:
    shown = Text(text)
    for since, until in spans:
        shown.stylize("bold red", since, until)
    return shown


def copies_json(search: CopySearch) -> dict[str, Any]:
    """The object that ``yzperf copies --json`` prints; ``spans`` are the same letters, by place in the texts."""
    passages = search.table().rename(columns=_NAMES).to_dict("records")
    for row, copy in zip(passages, search.passages, strict=True):
        row["section"] = copy.passage.section
        row["spans"], row["source_spans"] = list(copy.match.spans), list(copy.match.source_spans)
    return {
        "sentence": search.sentence(),
        "reports": search.shares.set_axis(["report", "title", "passages", "letters", "share"], axis=1).to_dict(
            "records"
        ),
        "passages": passages,
        "same_scores": [{"report": one.file, "source_report": other.file} for one, other in search.clones],
        "refused": refusals(search),
    }


def write_copies(search: CopySearch, out: Path) -> None:
    """Write 对照表, 各报告占比 and 评分表相同 to an .xlsx."""
    write_lists(out, {"对照表": search.table(), "各报告占比": search.shares, "评分表相同": search.clone_table()})
