"""The form in which a finding is decided (决定): accept, reject or waive, with name and reason; or take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yzperf.apps.checker.filters import Entry
from yzperf.domain.waiver import Decision

_MEANING = {
    "接受：发现成立，要求改正": Decision.ACCEPTED,
    "驳回：发现不成立": Decision.REJECTED,
    "豁免：发现属实，这次不计": Decision.WAIVED,
}
_MOST = 500  # signs of name and reason that are kept


class DecisionForm:
    """What was filled in, and its buttons; ``sign`` and ``withdraw`` are told when they are pressed."""

    def __init__(self, sign: Callable[[], None], withdraw: Callable[[], None], forth: Callable[[], None]) -> None:
        import ipywidgets as widgets

        wide = widgets.Layout(width="100%")
        style = {"description_width": "56px"}
        self._choice = widgets.RadioButtons(options=list(_MEANING), description="决定", layout=wide, style=style)
        self._name = widgets.Text(
            description="姓名", placeholder="签署人，必填", layout=widgets.Layout(width="320px"), style=style
        )
        self._reason = widgets.Textarea(
            description="理由", placeholder="必填；写给机构和后来的检查人看", layout=wide, style=style
        )
        self._sign, self._withdraw, self._forth = (
            widgets.Button(description=name, button_style=look, layout=widgets.Layout(width="110px"))
            for name, look in (("签署", "primary"), ("撤回决定", ""), ("下一处", ""))
        )
        self.shown = widgets.HTML()
        buttons = widgets.HBox([self._sign, self._withdraw, self._forth])
        self._asked = widgets.VBox([self._choice, self._name, self._reason])
        self.box = widgets.VBox([self._asked, buttons, self.shown])
        for button, told in ((self._sign, sign), (self._withdraw, withdraw), (self._forth, forth)):
            button.on_click(lambda _, told=told: told())

    @property
    def decision(self) -> Decision:
        """The decision that is chosen."""
        return _MEANING[self._choice.value]

    @property
    def reason(self) -> str:
        """The reason as typed, cut where no reason goes on."""
        return str(self._reason.value)[:_MOST]

    @property
    def by(self) -> str:
        """The name as typed."""
        return str(self._name.value)[:_MOST]

    def show(self, entry: Entry) -> None:
        """Fit the form to a finding: an open one is to be decided, a decided one can only be taken back."""
        self._asked.layout.display = self._sign.layout.display = "none" if entry.waiver else ""
        self._withdraw.layout.display = "" if entry.waiver else "none"
        self._reason.value, self.shown.value = "", ""

    def tell(self, body: Any) -> None:
        """Say below the buttons what was done."""
        self.shown.value = body
