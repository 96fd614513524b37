"""A case folder opened or made anew (案卷), its names held against rules and methods."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from yzperf.domain.case import Case, CaseInfo
from yzperf.errors import RuleError
from yzperf.face.reading import known_forms
from yzperf.loaders import case_folder, case_settings, handed_in
from yzperf.rules import Rules, load_rules


def open_case(folder: str | Path) -> Case:
    """Open a case folder (案卷). See ``yzperf.loaders.open_case``.

    Raises
    ------
    LoadError
        All defects of all files at once.
    """
    return case_folder.open_case(Path(folder), known_forms(), _unknown_names)


def open_deliverable(path: str | Path, *, on: date, region: str, profile: str | None = None) -> Case | Path:
    """Open what was handed in: a case folder, or a folder of files as they come (交来的材料); a single file stays one.

    Parameters
    ----------
    on, region, profile
        Rules for a folder without ``case.toml``; a case names its own.

    Raises
    ------
    LoadError
        All defects of all files of a case at once; of another folder, that nothing or too much can be recognised in it.
    """
    path = Path(path)
    if not path.is_dir():
        return path
    if (path / case_settings.FILE).exists():
        return open_case(path)
    info = CaseInfo(path.resolve().name, "", on.year, (date.min, date.max), region, on, profile or "", "", "", {})
    return handed_in.read_handed_in(path, known_forms(), info)


def _unknown_names(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What ``case.toml`` names and neither rules nor methods know: the part, and the sentence that says so."""
    case = settings.get("case", {})
    on, region = case.get("rules_on"), case.get("region", "国家")
    asked: list[tuple[str, Callable[[], object]]] = [("[case] region", lambda: load_rules(on=date.max, region=region))]
    if isinstance(on, date):
        rules = load_rules(on=on, region="国家")
        asked += [
            ("[case] profile", lambda: rules.profile(case["profile"])),
            ("[case] framework", lambda: rules.framework(case["framework"])),
        ]
    for part, ask in asked:
        if isinstance(case.get(part.removeprefix("[case] ")), str):
            try:
                ask()
            except RuleError as error:
                yield part, str(error)
    yield from _unknown_methods(settings.get("method", []))


def _unknown_methods(calls: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(calls, list) or not calls:
        return
    from yzperf.methods import METHODS  # dozens of modules: only cases that call one need them

    for call in calls:
        name = call.get("method") if isinstance(call, dict) else None
        if isinstance(name, str) and name not in METHODS:
            yield f"[[method]] {call.get('id', '')}", f"没有方法“{name}”。可用：{'、'.join(METHODS)}"


def new_case(folder: str | Path, *, kind: str = "evaluation", region: str = "国家") -> Path:
    """Make a case folder to fill in (新建案卷): case.toml, empty forms, evidence folder, and what goes where.

    Raises
    ------
    ReportError
        If the folder holds anything already, or the kind is unknown; nothing is written.
    RuleError
        If the region is unknown.
    """
    from yzperf.reports.new_case import make_case

    load_rules(on=date.today(), region=region)
    return make_case(Path(folder), kind, region)


def rules_of(case: Case) -> Rules:
    """The rules that a case names: date and region stand in ``case.toml``."""
    return load_rules(on=case.info.rules_on, region=case.info.region)
