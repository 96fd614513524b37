"""绩效评价报告 as a Word document, after the outline of 财预〔2020〕10号 附件3."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from yzperf.domain.evaluation import Evaluation
from yzperf.reports import analysis, annexes, body, closing, front
from yzperf.reports.draft import Draft, extra_blocks
from yzperf.reports.fields import Filler, fields_of
from yzperf.reports.headings import OutlineLike, arrange
from yzperf.reports.narrative import Narrative
from yzperf.reports.package import Properties, finished, write_whole
from yzperf.reports.pictures import Album
from yzperf.reports.template import open_template, render
from yzperf.reports.text import clean


def evaluation_report(
    evaluation: Evaluation,
    outline: OutlineLike,
    citations: Sequence[str],
    out: Path,
    *,
    template: Path | None = None,
) -> Path:
    """Write the evaluation report (绩效评价报告) of a finished evaluation.

    Cover, declaration, summary, contents, the seven parts of the outline, then 附表1 评分表, 附表2 证据清单,
    附表3 质量检查意见 and 附表4 数字来源. Parts that the case does not provide are printed as
    （未提供，请补充）. The same evaluation gives the same bytes.

    Parameters
    ----------
    evaluation : Evaluation
        Case, score card, method results, findings and coverage. Texts come from
        ``evaluation.case.narrative``; numbers in them stand as ``{总分}``, ``{执行率}``, ``{M1.value}`` …
        (see `yzperf.reports.fields.fields_of`).
    outline : OutlineLike
        Wording of the headings, such as the `yzperf.rules.Outline` of the region.
    citations : sequence of str
        Legal sources printed in part 七, beside those of the score card.
    out : Path
        The .docx to write. It is replaced as a whole or not touched.
    template : Path, optional
        Another template than the shipped one. Templates are code: name one only if you trust who made it.
        It is checked and runs in a sandbox all the same.

    Returns
    -------
    Path
        ``out``.

    Raises
    ------
    ReportError
        If a text calls an unknown field (all are named at once), a result is not finite, the template is
        unfit, or the file cannot be written.
    """
    document = open_template(template)
    filler = Filler(fields_of(evaluation))
    narrative = Narrative(evaluation.case.narrative, filler)
    headings = arrange(outline, extra_blocks(evaluation))
    draft = Draft(evaluation, headings, filler, narrative, Album(document), tuple(citations))
    context = content_of(draft)
    filler.require_all_known()
    return write_whole(finished(render(document, context), _properties(evaluation), headings.contents), out)


def content_of(draft: Draft) -> dict[str, Any]:
    """Everything the template prints, in the order of the report: captions are numbered on the way."""
    return {
        "label": clean(draft.evaluation.case.info.label),
        "title": front.title_of(draft),
        "cover": front.cover(draft),
        **front.statement(draft),
        "summary": front.summary(draft),
        "toc": [{"level": entry.level, "text": entry.text, "mark": entry.mark} for entry in draft.headings.contents],
        "h": draft.headings.named,
        "overview": body.overview(draft),
        "goals": body.goals(draft),
        "work": body.work(draft),
        "verdict": body.verdict(draft),
        "blocks": analysis.blocks(draft),
        "experience": draft.narrative.paragraphs("经验"),
        "problems": closing.problems(draft),
        "advice": closing.advice(draft),
        "other": closing.other(draft),
        "a1": annexes.score_sheet(draft),
        "a2": annexes.evidence_list(draft),
        "a3": annexes.quality_opinion(draft),
        "a4": annexes.number_sources(draft),
    }


def _properties(evaluation: Evaluation) -> Properties:
    info = evaluation.case.info
    creator = clean(info.parties.get("评价机构", "")) or "（评价机构未提供）"
    return Properties(f"{clean(info.name)}绩效评价报告", creator, clean(info.label), info.rules_on)
