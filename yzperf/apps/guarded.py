"""Callbacks of a page (页面回调): one that fails is silent in Voila, so what went wrong is shown where the person looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yzperf.apps import html as pieces
from yzperf.errors import YzperfError


def guarded(shown: Any, doing: str, work: Callable[[], None]) -> bool:
    """Do the work; show its failure in the HTML widget ``shown``. Tells whether it was done."""
    try:
        work()
    except YzperfError as error:
        shown.value = pieces.page(pieces.error_box(str(error)))
    except Exception as error:  # a callback that fails is silent in Voila: the person must see it
        said = f"{doing}时程序出错（{type(error).__name__}）。请把材料交给管理员查看"
        shown.value = pieces.page(pieces.error_box(said))
    else:
        return True
    return False
