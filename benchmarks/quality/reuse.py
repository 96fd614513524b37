"""Group I beside other reports: passages, recommendations, score tables and photographs taken from an earlier one."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import numpy as np
from docx.shared import Mm
from PIL import Image

import yzperf as yz
from benchmarks.quality.clean import places
from benchmarks.quality.deliverable import LABEL, Deliverable, Grid
from benchmarks.quality.registry import Spot, defect, report

TITLE = "示例丁县农村公厕改造项目（示例）2020年度绩效评价报告"
PROBLEM = (
    "现场看到，三成公厕的化粪池没有按周期清掏，保洁人员由村里临时指派，工资拖欠两个季度以上；究其原因，建设阶段只考虑了一次性投入，"
    "没有同步落实管护主体，县乡两级对运行费用由谁承担一直没有明确，考核也只看建成座数。"
)
ADVICE = (
    "建议由主管部门牵头，在第三季度以前制定管护办法，按座数和使用人次核定运行费用，列入下一年度预算；对连续两次抽查不合格的乡镇，"
    "暂缓安排新建任务，并把清掏记录作为拨付的凭据。"
)
_REWORDED = {
    "三成公厕": "约四成点位",
    "两个季度": "三个季度",
    "究其原因": "分析原因",
    "座数": "数量",
    "第三季度": "十月底",
}


def photograph(seed: int) -> Image.Image:
    """A made-up scene."""
    rng = np.random.default_rng(seed)
    broad = Image.fromarray(rng.integers(0, 256, (9, 12), dtype=np.uint8)).resize((800, 600), Image.Resampling.BICUBIC)
    return broad.convert("RGB")


def beside(made: Deliverable, write: Callable[[Path], None]) -> None:
    """Index an earlier report that ``write`` makes, as the bureau's corpus of the case."""

    def index(folder: Path) -> None:
        earlier = folder.parent / "earlier"
        earlier.mkdir()
        write(earlier / "往期.docx")
        yz.find_copies(earlier, index=folder / "corpus.npz")

    made.after.append(index)


def earlier_report(path: Path, *parts: tuple[str, str], picture: Image.Image | None = None) -> None:
    """A short report on another project."""
    document = docx.Document()
    document.add_paragraph(TITLE)
    document.add_paragraph(f"（{LABEL}）")
    for heading, text in parts:
        document.add_heading(heading, 1)
        document.add_paragraph(text)
    if picture:
        _add_picture(document, picture, "图1　公厕外景")
    document.save(str(path))


def _add_picture(document: docx.document.Document, picture: Image.Image, caption: str) -> None:
    raw = io.BytesIO()
    picture.save(raw, "JPEG", quality=85)
    raw.seek(0)
    document.add_picture(raw, width=Mm(120))
    document.add_paragraph(caption)


def _reworded(text: str, level: str) -> str:
    for old, new in _REWORDED.items() if level == "hard" else ():
        text = text.replace(old, new)
    return text


@defect("照搬往期报告的段落", "I03", "L")
def reused_passage(made: Deliverable, level: str) -> list[Spot]:
    text = _reworded(PROBLEM, level)
    made.add_under("主要经验及做法、存在的问题及原因分析", text)
    beside(made, lambda path: earlier_report(path, ("五、存在的问题及原因分析", PROBLEM), ("六、有关建议", ADVICE)))
    return [report(text[:20])]


@defect("照搬往期报告的建议", "I04", "L")
def reused_advice(made: Deliverable, level: str) -> list[Spot]:
    text = _reworded(ADVICE, level)
    made.add_under("有关建议", text)
    beside(made, lambda path: earlier_report(path, ("五、存在的问题及原因分析", PROBLEM), ("六、有关建议", ADVICE)))
    return [report(text[:20])]


@defect("评分表照抄往期另一项目", "I05", "L")
def cloned_scores(made: Deliverable, level: str) -> list[Spot]:
    """Easy: every row the same; hard: one row of the earlier table differs, and so does its total."""
    old = replace(made, after=[], register_tables={}, leaves=list(made.leaves), report=list(made.report))
    at = next(at for at, leaf in enumerate(made.leaves) if leaf.score < leaf.weight)
    if level == "hard":
        old.leaves[at] = replace(old.leaves[at], typed=str(places(old.leaves[at].score - 1, 2)))
    rows = [[x.l1, x.name, x.target, x.actual, str(x.weight), f"{float(x.score):.2f}"] for x in old.leaves]

    def write(path: Path) -> None:
        old.report = [_renamed(block, made.project["name"], rows) for block in made.report]
        old.save(path.parent.parent / "earlier_case")
        (path.parent.parent / "earlier_case" / "report.docx").rename(path)

    beside(made, write)
    return [Spot("scores.xlsx")]


def _renamed(block: object, name: str, rows: list[list[str]]) -> object:
    """A block of another project's report: other names, the score table given."""
    if isinstance(block, Grid):
        head = block.rows[0]
        return replace(block, rows=[head, *rows]) if "附表" in block.caption else block
    text = getattr(block, "text", "")
    return replace(block, text=text.replace(name, "示例丁县农村公厕改造（示例）")) if text else block  # type: ignore[type-var]


@defect("照片来自往期另一项目", "I08", "L")
def reused_photograph(made: Deliverable, level: str) -> list[Spot]:
    """Easy: the picture as it was; hard: made smaller and darker."""
    picture = photograph(7)
    shown = picture if level == "easy" else picture.resize((400, 300)).point(lambda grey: int(grey * 0.8))
    beside(made, lambda path: earlier_report(path, ("四、项目产出情况", PROBLEM), picture=picture))

    def insert(folder: Path) -> None:
        document = docx.Document(str(folder / "report.docx"))
        _add_picture(document, photograph(8), "图1　现场核查照片")
        _add_picture(document, shown, "图2　现场核查照片")
        document.save(str(folder / "report.docx"))

    made.after.append(insert)
    return [report()]
