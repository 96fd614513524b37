"""The case page (案卷页面): scores, findings, method results, and a button that produces the Word report.

Made of ipywidgets for Voila. Widgets are no security boundary: every callback works on the case that the server opened,
never on what the browser sends.
"""

from __future__ import annotations

import base64
import html
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from yzperf import face
from yzperf.apps import html as pieces
from yzperf.apps.guarded import guarded
from yzperf.domain.case import Case
from yzperf.domain.finding import Severity
from yzperf.domain.htmltable import html_table
from yzperf.domain.result import Result
from yzperf.domain.scorecard import ScoreCard
from yzperf.errors import YzperfError
from yzperf.loaders.waivers import load_beside
from yzperf.quality import Settled, settle

CASE_VARIABLE = "YZPERF_CASE"
ALL = "全部"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show() -> Any:
    """Return the page of the case that the server was started for, or of the sample case."""
    import ipywidgets as widgets

    folder = Path(os.environ.get(CASE_VARIABLE) or face.sample_case())
    try:
        case = face.open_case(folder)
        card = face.score(case, on=case.info.rules_on, region=case.info.region)
        settled = settle(face.check_case(case), load_beside(folder))
    except YzperfError as error:
        return widgets.HTML(pieces.page(pieces.error_box(str(error))))
    return widgets.VBox([_overview(case, card), *_findings(settled), *_methods(case), *_report(case)])


def _overview(case: Case, card: ScoreCard) -> Any:
    import ipywidgets as widgets

    body = pieces.heading(case) + pieces.summary(card) + "<h2>评分表复算</h2>" + pieces.score_table(card)
    return widgets.HTML(pieces.page(body))


def _findings(settled: Settled) -> list[Any]:
    import ipywidgets as widgets

    choice = widgets.ToggleButtons(options=[ALL, *(str(level) for level in Severity)], value=ALL)
    choice.add_class("yz-severity")
    shown = widgets.HTML()

    def refresh(_: Any = None) -> None:
        chosen = [one for one in settled.every_finding() if choice.value in (ALL, str(one[0].severity))]
        shown.value = pieces.page(
            pieces.finding_list(chosen, settled.coverage) + pieces.notices(settled.gone_sentences())
        )

    choice.observe(refresh, names="value")
    refresh()
    return [widgets.HTML(pieces.page("<h2>核查发现</h2>")), choice, shown]


def _methods(case: Case) -> list[Any]:
    if not case.methods:
        return []
    return _section(
        "评价方法",
        "计算评价方法",
        lambda: "".join([*map(_result, face.run_methods(case).values()), *map(_gap, face.method_gaps(case).items())]),
    )


def _gap(gap: tuple[str, str]) -> str:
    return f'<p class="meta">{html.escape(f"{gap[0]} 未计算：{gap[1]}")}</p>'


def _result(result: Result) -> str:
    from yzperf.drawing.canvas import png_bytes

    picture = base64.b64encode(png_bytes(result.figure())).decode()
    sentences = "".join(f"<p>{html.escape(text)}</p>" for text in result.sentences())
    table = html_table(result.table())
    alt = html.escape(result.title)
    return (
        f"<h3>{alt}（{html.escape(result.method)}）</h3>{sentences}"
        f'<img alt="{alt}" style="max-width:680px;width:100%" src="data:image/png;base64,{picture}">{table}'
    )


def _report(case: Case) -> list[Any]:
    return _section("正式报告", "生成 Word 报告", lambda: _report_link(case))


def _report_link(case: Case) -> str:
    evaluation = face.evaluate(case)
    with tempfile.TemporaryDirectory() as folder:
        data = face.report(evaluation, Path(folder) / "report.docx").read_bytes()
    name = html.escape(f"{case.info.name}绩效评价报告.docx")
    link = f"data:{_DOCX};base64,{base64.b64encode(data).decode()}"
    return (
        f'<div class="done">报告已生成（{len(data) // 1024} KB）：'
        f'<a class="download" download="{name}" href="{link}">下载 {name}</a></div>'
    )


def _section(title: str, caption: str, work: Callable[[], str]) -> list[Any]:
    """A heading, a button, and what the button's work gives; while it runs and if it fails, the page says so."""
    import ipywidgets as widgets

    button = widgets.Button(description=caption, button_style="primary", layout=widgets.Layout(width="180px"))
    shown = widgets.HTML()

    def run(_: Any) -> None:
        button.disabled = True
        shown.value = pieces.page(f'<p class="meta">正在{html.escape(caption)}，请稍候……</p>')
        guarded(shown, caption, lambda: fill(work()))
        button.disabled = False

    def fill(body: str) -> None:
        shown.value = pieces.page(body)

    button.on_click(run)
    return [widgets.HTML(pieces.page(f"<h2>{title}</h2>")), button, shown]
