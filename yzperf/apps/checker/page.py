"""The checker's page put together (质量核查页面), made of ipywidgets for Voila.

Widgets are no security boundary: every callback works on the deliverables that the server was started for and on the
findings that it holds itself, never on what the browser sends.
"""

from __future__ import annotations

import base64
import html
import os
from datetime import date, datetime
from typing import Any

from yzperf.apps import html as common
from yzperf.apps.checker import pieces
from yzperf.apps.checker.deciding import DecisionForm
from yzperf.apps.checker.filters import Entry
from yzperf.apps.checker.listing import FindingList
from yzperf.apps.checker.session import Session
from yzperf.apps.checker.start import Start, start_of
from yzperf.apps.guarded import guarded
from yzperf.errors import LoadError
from yzperf.quality import Settled, gates

EVERY = "全部检查"
_MOST_BYTES = 10 * 1024 * 1024  # a larger link hangs the browser
_KINDS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def show() -> Any:
    """Return the page of the deliverables that the server was started for."""
    return CheckerPage(start_of(os.environ)).box


class CheckerPage:
    """Choose, run, look through, decide, write papers. One session for each deliverable, kept while the page is open."""

    def __init__(self, start: Start) -> None:
        import ipywidgets as widgets

        self._sessions = [Session(path, start.rules(), start.decided) for path in start.paths]
        names = [f"{number}. {path.name}" for number, path in enumerate(start.paths, 1)]
        self._which = widgets.Dropdown(options=list(zip(names, range(len(names)), strict=True)), description="材料")
        self._which.layout = widgets.Layout(width="340px", display="" if len(names) > 1 else "none")
        titles = [(EVERY, ""), *((gate.title, gate.id) for gate in gates().values())]
        self._gate = widgets.Dropdown(options=titles, description="关口", layout=widgets.Layout(width="240px"))
        self._run = widgets.Button(description="开始核查", button_style="primary", layout=widgets.Layout(width="120px"))
        self._bar = widgets.IntProgress(min=0, max=1, layout=widgets.Layout(width="260px", display="none"))
        self._told, self._heading, self._overview, self._detail, self._coverage = (widgets.HTML() for _ in range(5))
        self._list = FindingList(self._open)
        self._form = DecisionForm(self._sign, self._withdraw, self._next)
        self._papers = widgets.HBox(layout=widgets.Layout(flex_flow="row wrap"))
        self._links = widgets.HTML()
        self._results = widgets.VBox(layout=widgets.Layout(display="none"))
        self.box = self._assembled(widgets)
        self._connect()
        self._head()

    def _assembled(self, widgets: Any) -> Any:
        wrap = {"display": "flex", "flex_flow": "row wrap", "width": "100%", "align_items": "flex-start"}
        left = widgets.VBox([self._list.box], layout=widgets.Layout(flex="1 1 320px", min_width="0"))
        panel = widgets.VBox([self._detail, self._form.box], layout=widgets.Layout(overflow="hidden"))
        panel.add_class("yz-panel")
        right = widgets.VBox([panel], layout=widgets.Layout(flex="3 1 480px", min_width="0", padding="0 0 0 12px"))
        titles = [widgets.HTML(common.page(f"<h2>{name}</h2>")) for name in ("核查发现", "写出")]
        body = widgets.Box([left, right], layout=widgets.Layout(**wrap))
        self._results.children = (
            self._overview, titles[0], self._list.filters, body, titles[1], self._papers, self._links, self._coverage,
        )  # fmt: skip
        controls = [self._which, self._gate, self._run, self._bar]
        asked = widgets.Box(controls, layout=widgets.Layout(**{**wrap, "align_items": "center"}))
        return widgets.VBox([widgets.HTML(pieces.STYLE), self._heading, asked, self._told, self._results])

    def _connect(self) -> None:
        self._which.observe(lambda _: self._switch(), names="value")
        self._gate.observe(lambda _: self._change_gate(), names="value")
        self._run.on_click(lambda _: self._check())

    @property
    def _session(self) -> Session:
        number: int = self._which.value
        return self._sessions[number]

    # ── running ─────────────────────────────────────────────────────────────────────────────────────

    def _head(self) -> None:
        session = self._session
        case = session.checked.case if session.checked else None
        info = case.info if case and case.declared else None
        label = f'<span class="label">{html.escape(info.label)}</span>' if info and info.label else ""
        name = f"{html.escape(info.name)}　" if info else ""
        kept = f"决定记在 {html.escape(session.file.name)}（与交来的材料放在一起），发现不变就一直有效"
        self._heading.value = common.page(
            f'<h1>质量核查</h1>{label}<div>{name}{html.escape(session.path.name)}</div><div class="meta">{kept}</div>'
        )

    def _switch(self) -> None:
        self._told.value = ""
        self._head()
        self._gate.value = self._session.gate or ""
        if self._session.checked is None:
            self._results.layout.display = "none"
        else:
            guarded(self._told, "显示", self._present)

    def _change_gate(self) -> None:
        self._session.gate = self._gate.value or None
        if self._session.checked is not None:
            guarded(self._told, "换关口", self._present)

    def _check(self) -> None:
        self._run.disabled, self._bar.layout.display, self._told.value = True, "", ""
        self._advance("读取材料", 0, 1)
        try:
            done = guarded(self._told, "核查", lambda: self._session.run(self._advance))
        finally:
            self._run.disabled, self._bar.layout.display = False, "none"
        if done and guarded(self._told, "显示", self._present):
            self._run.description = "重新核查"
            self._tell(f"已核查（{datetime.now():%H:%M}）。材料改动以后请重新核查")

    def _advance(self, stage: str, done: int, total: int) -> None:
        self._bar.max, self._bar.value = total, done
        self._tell(f"{stage}（{done}/{total}）" if done else stage)

    def _tell(self, text: str) -> None:
        self._told.value = common.page(f'<div class="meta">{html.escape(text)}</div>')

    def _present(self) -> None:
        settled = self._session.settled()
        self._head()
        self._show(settled)
        self._list.opened = None
        self._papers.children = tuple(map(self._paper_button, self._session.papers()))
        self._links.value = ""
        self._results.layout.display = ""
        self._list.open_first()
        if not settled.every_finding():
            self._detail.value = common.page("<p>已执行的检查没有发现问题。</p>")
        self._form.box.layout.display = "" if settled.every_finding() else "none"

    def _show(self, settled: Settled) -> None:
        self._overview.value = common.page(pieces.overview(settled))
        self._coverage.value = common.page(pieces.coverage(settled))
        self._list.fill(self._session.entries(settled))

    # ── deciding ────────────────────────────────────────────────────────────────────────────────────

    def _open(self, entry: Entry) -> None:
        self._form.show(entry)
        guarded(self._detail, "打开", lambda: self._show_detail(entry))

    def _show_detail(self, entry: Entry) -> None:
        checked = self._session.checked
        if checked is not None:
            excerpt = checked.material.around(entry.finding.where)
            self._detail.value = common.page(pieces.detail(entry, excerpt, checked.fact(entry.finding)))

    def _opened(self) -> Entry:
        if self._list.opened is None:
            raise LoadError("还没有选中发现。请先在左边的清单里点一处")
        return self._list.opened

    def _sign(self) -> None:
        guarded(self._form.shown, "签署", self._sign_opened)

    def _sign_opened(self) -> None:
        form, entry = self._form, self._opened()
        made = self._session.decide(entry, form.decision, form.reason, form.by, date.today())
        self._reopen(f"已记入 {self._session.file.name}：{made.decision} {made.check}（{made.by}，{made.on}）")

    def _withdraw(self) -> None:
        guarded(self._form.shown, "撤回", self._withdraw_opened)

    def _withdraw_opened(self) -> None:
        self._session.withdraw(self._opened())
        self._reopen(f"已从 {self._session.file.name} 撤回")

    def _reopen(self, said: str) -> None:
        """Read the decisions back from their file: what the page says then is what stands there."""
        self._show(self._session.settled())
        self._open(self._opened())
        self._form.tell(common.page(f'<div class="done">{html.escape(said)}</div>'))

    def _next(self) -> None:
        guarded(self._form.shown, "打开", self._list.open_next)

    # ── papers ──────────────────────────────────────────────────────────────────────────────────────

    def _paper_button(self, paper: str) -> Any:
        import ipywidgets as widgets

        button = widgets.Button(description=paper, icon="download", layout=widgets.Layout(width="150px"))
        button.on_click(lambda _: self._write(button, paper))
        return button

    def _write(self, button: Any, paper: str) -> None:
        button.disabled = True
        self._links.value = common.page(f'<p class="meta">正在写{paper}，请稍候……</p>')
        try:
            guarded(self._links, f"写{paper}", lambda: self._link(paper))
        finally:
            button.disabled = False

    def _link(self, paper: str) -> None:
        name, data = self._session.write(paper)
        if len(data) > _MOST_BYTES:
            raise LoadError(f"{paper}有 {len(data) // 1024 // 1024} MB，太大，不能从页面下载。请用 yzperf check 写出")
        kind = _KINDS[os.path.splitext(name)[1]]
        link = f"data:{kind};base64,{base64.b64encode(data).decode()}"
        shown = html.escape(name)
        self._links.value = common.page(
            f'<div class="done">{paper}已写好（{max(1, len(data) // 1024)} KB）：'
            f'<a class="download" download="{shown}" href="{link}">下载 {shown}</a></div>'
        )
