"""What many draws gave is kept (记住抽样结果): the same data and the same seed give the same, whoever asks again.

A case is checked again after every decision on its page and with every command, mostly with the answers it had before.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_MOST = 64


def remembered(compute: Callable[P, R]) -> Callable[P, R]:
    """Let a function of plain data, arrays and a seed compute the same thing only once.

    The results are kept, not the data: what is looked up is a digest of everything the function was given.
    """
    kept: dict[bytes, R] = {}

    @wraps(compute)
    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        given = _digest((args, kwargs))
        found = kept[given] if given in kept else compute(*args, **kwargs)
        if len(kept) >= _MOST:
            kept.clear()
        kept[given] = found
        return found

    return ask


def _digest(given: Any) -> bytes:
    return hashlib.blake2b(pickle.dumps(given)).digest()
