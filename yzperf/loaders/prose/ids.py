"""Names that stay (稳定编号): the same text keeps its id when something else is inserted, deleted or restyled."""

from __future__ import annotations

import hashlib
from collections import Counter


class Ids:
    """Hands out ids made of what a block says; a second block that says the same gets a number."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, kind: str, *texts: str) -> str:
        """Return the id of a block, e.g. ``p-3fa92c1b`` or ``p-3fa92c1b-2``."""
        said = "\x1f".join("".join(text.split()) for text in texts)
        name = f"{kind}-{hashlib.sha256(said.encode()).hexdigest()[:8]}"
        self._seen[name] += 1
        return name if self._seen[name] == 1 else f"{name}-{self._seen[name]}"
