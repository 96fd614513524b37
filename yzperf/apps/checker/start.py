"""What the checker's page was started for (启动参数): handed from the command to the page through the environment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

VARIABLE = "YZPERF_CHECK"


@dataclass(frozen=True, slots=True)
class Start:
    """Deliverables and the rules to check them by. Only these can be opened: the page takes no path from a browser."""

    paths: tuple[Path, ...]
    on: date
    region: str
    profile: str | None = None
    extra: Path | None = None
    decided: Path | None = None

    def rules(self) -> dict[str, Any]:
        """Keywords of ``face.check``."""
        return {"on": self.on, "region": self.region, "profile": self.profile, "extra": self.extra}

    def as_text(self) -> str:
        """One line for the environment."""
        extra, decided = (str(path.resolve()) if path else None for path in (self.extra, self.decided))
        return json.dumps(
            {
                "paths": [str(path.resolve()) for path in self.paths],
                "on": self.on.isoformat(),
                "region": self.region,
                "profile": self.profile,
                "extra": extra,
                "decided": decided,
            }
        )


def start_of(environment: Mapping[str, str]) -> Start:
    """Read what ``as_text`` wrote."""
    told = json.loads(environment[VARIABLE])
    extra, decided = (Path(told[key]) if told[key] else None for key in ("extra", "decided"))
    paths = tuple(map(Path, told["paths"]))
    return Start(paths, date.fromisoformat(told["on"]), told["region"], told["profile"], extra, decided)
