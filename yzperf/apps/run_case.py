"""Carry a case through and write everything that comes of it (案卷全流程): scores, findings, figures, Word report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from yzperf import face
from yzperf.apps.score_files import write_findings, write_scores
from yzperf.apps.terminal import show_settled, total_line
from yzperf.domain.evaluation import Evaluation
from yzperf.quality import Audit, Settled


@dataclass(frozen=True, slots=True)
class CaseRun:
    """A finished evaluation and the files that were written."""

    evaluation: Evaluation
    files: tuple[Path, ...]

    def show(self, console: Console) -> None:
        """Print score, grade, method results, findings and paths."""
        case, card = self.evaluation.case, self.evaluation.card
        label = f"[yellow]（{escape(case.info.label)}）[/yellow]" if case.info.label else ""
        console.print(f"\n[bold]{escape(case.info.name)}[/bold]{label}")
        for name in case.missing:
            console.print(f"  [yellow]案卷缺少：{name}[/yellow]")
        console.print(f"  {total_line(card)}")
        for key, result in self.evaluation.results.items():
            console.print(f"  {escape(key)} {result.method}：{escape(result.sentences()[0])}")
        for key, lacking in self.evaluation.gaps.items():
            console.print(f"  [yellow]{escape(key)} 未计算：{escape(lacking)}[/yellow]")
        show_settled(console, settled_of(self.evaluation))
        console.print("  写出：")
        for path in self.files:
            console.print(f"    {path}", markup=False, soft_wrap=True)


def settled_of(evaluation: Evaluation) -> Settled:
    """Findings and coverage of an evaluation with what people decided."""
    audit = Audit(evaluation.findings, evaluation.coverage)
    return Settled(audit, evaluation.waived, evaluation.gone, accepted=evaluation.accepted)


def evaluate_case(folder: Path, out: Path, step: Callable[[str], None]) -> CaseRun:
    """Evaluate a case folder and write 得分与发现.xlsx, 质量检查清单.xlsx and 绩效评价报告.docx into ``out``.

    Raises
    ------
    LoadError, RuleError, MethodError, ReportError
        Before anything is written, or with whole files only.
    """
    step("读取案卷")
    case = face.open_case(folder)
    step("计分、方法、核查")
    evaluation = face.evaluate(case)
    settled = settled_of(evaluation)
    scores, checklist, report = (out / name for name in ("得分与发现.xlsx", "质量检查清单.xlsx", "绩效评价报告.docx"))
    step("生成 Word 报告")
    face.report(evaluation, report)
    step("写出表格")
    write_scores([(evaluation.card, settled)], scores)
    write_findings(settled, checklist)
    return CaseRun(evaluation, (scores, checklist, report))
