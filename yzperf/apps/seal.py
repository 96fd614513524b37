"""``yzperf seal`` (登记证据): hashes of new evidence go into the manifest; one that stands there is never replaced."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from rich.console import Console

from yzperf.domain.evidence import EvidenceFile
from yzperf.errors import LoadError, Place, Problem
from yzperf.loaders.evidence import MANIFEST, plan_seal
from yzperf.reports.table_files import save_table

_TO_FILL = ("来源", "取得日期", "采集人", "定位")


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was registered, and what is not what was registered before."""

    sealed: tuple[str, ...]
    broken: tuple[EvidenceFile, ...]

    @property
    def is_broken(self) -> bool:
        """Whether a file is missing or no longer what it was."""
        return bool(self.broken)

    def show(self, console: Console) -> None:
        """Print both."""
        if self.sealed:
            console.print(f"新登记 {len(self.sealed)} 件：{'、'.join(self.sealed)}", markup=False, soft_wrap=True)
            console.print(f"请在 {MANIFEST} 里补填 {'、'.join(_TO_FILL)}", markup=False, soft_wrap=True)
        else:
            console.print("没有新文件，清单没有改动", markup=False)
        for one in self.broken:
            line = f"{one.id} {one.file}：{one.state}。登记的哈希没有改；确要换件，请用新编号登记新文件，并说明原因"
            console.print(line, markup=False, soft_wrap=True, style="red")


def seal_case(folder: Path) -> Sealed:
    """Register new evidence of a case.

    Raises
    ------
    LoadError
        If there is no case, no evidence, or the manifest is defective; nothing is written then.
    """
    if not (folder / "case.toml").is_file():
        raise LoadError(Problem(Place(str(folder)), "没有 case.toml", "案卷文件夹", "请核对路径"))
    plan = plan_seal(folder)
    if plan.sealed:
        frame = pd.DataFrame(plan.rows[1:], columns=list(plan.rows[0]), dtype=object)
        save_table(frame, folder / MANIFEST, for_programs=True)
    return Sealed(plan.sealed, plan.broken)
