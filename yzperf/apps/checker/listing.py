"""The list of findings with its filters (发现清单): as many rows as a screen holds, the rest by pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from yzperf.apps import html as common
from yzperf.apps.checker.filters import ALL, FIELDS, Entry, choices, chosen
from yzperf.domain.waiver import fingerprint

PAGE = 12  # rows at once: three hundred buttons would take seconds to draw
_LONGEST = 70  # signs of a message in the list


class FindingList:
    """Filters, rows, pages. ``opened`` is the entry that was chosen; ``on_open`` is told of it."""

    def __init__(self, on_open: Callable[[Entry], None]) -> None:
        import ipywidgets as widgets

        self._on_open = on_open
        self._entries: list[Entry] = []
        self._shown: list[Entry] = []
        self._first = 0
        self.opened: Entry | None = None
        field = widgets.Layout(width="auto", flex="1 1 150px", min_width="130px")
        wide = widgets.Layout(width="auto", flex="2 1 230px")
        self._fields = {
            name: widgets.Dropdown(options=[ALL], description=name, layout=field, style={"description_width": "56px"})
            for name in FIELDS
        }
        self._words = widgets.Text(
            description="文字", placeholder="位置、说明、数值里的词", layout=wide, style={"description_width": "56px"}
        )
        self._count = widgets.HTML()
        self._rows = [widgets.Button(layout=widgets.Layout(width="auto")) for _ in range(PAGE)]
        self._back, self._forth = (
            widgets.Button(description=name, layout=widgets.Layout(width="90px")) for name in ("上一页", "下一页")
        )
        self.filters = widgets.Box([*self._fields.values(), self._words], layout=_wrapping(widgets))
        self.filters.add_class("yz-filters")
        rows = widgets.VBox(self._rows, layout=widgets.Layout(overflow="hidden"))
        rows.add_class("yz-rows")
        self.box = widgets.VBox([self._count, rows, widgets.HBox([self._back, self._forth])])
        self._connect()

    def fill(self, entries: Sequence[Entry]) -> None:
        """Show these findings; the page, the filters and the opened one stay as they are where they still fit."""
        self._entries = list(entries)
        for name, options in choices(self._entries).items():
            field = self._fields[name]
            kept = field.value if field.value in options else ALL
            with field.hold_trait_notifications():
                field.options, field.value = options, kept
        if self.opened is not None:
            mark = fingerprint(self.opened.finding)
            self.opened = next((one for one in self._entries if fingerprint(one.finding) == mark), None)
        self._refresh()

    def open_first(self) -> None:
        """Open the first finding that is shown."""
        if self._shown:
            self._open(self._shown[0])

    def open_next(self) -> None:
        """Open the finding after the opened one, turning the page where it stands on the next."""
        if self.opened not in self._shown:
            self.open_first()
            return
        at = self._shown.index(self.opened) + 1
        if at < len(self._shown):
            self._first = at - at % PAGE
            self._open(self._shown[at])

    def _connect(self) -> None:
        for field in (*self._fields.values(), self._words):
            field.observe(self._restart, names="value")
        for number, row in enumerate(self._rows):
            row.on_click(lambda _, at=number: self._open_row(at))
        self._back.on_click(lambda _: self._turn(-PAGE))
        self._forth.on_click(lambda _: self._turn(PAGE))

    def _restart(self, _: Any) -> None:
        self._first = 0
        self._refresh()

    def _turn(self, by: int) -> None:
        """A button of the browser is no proof that there is such a page."""
        if 0 <= self._first + by < len(self._shown):
            self._first += by
            self._refresh()

    def _open_row(self, at: int) -> None:
        if self._first + at < len(self._shown):
            self._open(self._shown[self._first + at])

    def _open(self, entry: Entry) -> None:
        self.opened = entry
        self._refresh()
        self._on_open(entry)

    def _refresh(self) -> None:
        self._shown = chosen(self._entries, {name: one.value for name, one in self._fields.items()}, self._words.value)
        if self._first >= len(self._shown):
            self._first = 0
        visible = self._shown[self._first : self._first + PAGE]
        for number, row in enumerate(self._rows):
            _dress(row, visible[number] if number < len(visible) else None, self.opened)
        last = self._first + len(visible)
        pages = f"，第 {self._first + 1}—{last} 处" if len(self._shown) > PAGE else ""
        told = f"共 {len(self._entries)} 处，符合条件 {len(self._shown)} 处{pages}"
        self._count.value = common.page(f'<div class="meta">{told}</div>')
        self._back.disabled, self._forth.disabled = self._first == 0, last >= len(self._shown)


def _dress(row: Any, entry: Entry | None, opened: Entry | None) -> None:
    """Give a row the text and the look of its finding, or hide it."""
    row.layout.display = "none" if entry is None else ""
    if entry is None:
        return
    found = entry.finding
    message = found.message if len(found.message) <= _LONGEST else f"{found.message[:_LONGEST]}……"
    state = f"　【{entry.state}】" if entry.waiver or entry.earlier else ""
    row.description = f"{found.severity}　{found.id} {found.title}{state}\n{message}\n{found.where}"
    off = entry.waiver is not None and not entry.waiver.counts
    is_open = opened is not None and found == opened.finding
    row._dom_classes = (
        "yz-row",
        common.TONES[found.severity],
        *(["off"] if off else []),
        *(["open"] if is_open else []),
    )


def _wrapping(widgets: Any) -> Any:
    return widgets.Layout(display="flex", flex_flow="row wrap", width="100%")
