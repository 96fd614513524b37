"""G01, G03–G07, G09 on the data: what the methods of a case find of their own assumptions, and data they refuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from yzperf.domain.finding import EvidenceClass, Severity
from yzperf.domain.method_run import MethodRun
from yzperf.domain.result import Diagnostic, Verdict
from yzperf.errors import Place
from yzperf.quality.catalogue import CheckFunction, Hit, Inapplicable, NoPower, check
from yzperf.quality.method_words import diagnosed_assumptions

_GRADES = {
    "G01": (Severity.MAJOR, EvidenceClass.PROOF),
    "G03": (Severity.MINOR, EvidenceClass.RULE),
    "G05": (Severity.MAJOR, EvidenceClass.RULE),
    "G06": (Severity.HINT, EvidenceClass.LEAD),
}
_OTHERS = (Severity.MINOR, EvidenceClass.LEAD)
_ISOTONIC = ("data_envelopment_analysis", "super_efficiency", "slacks_based_measure")
_FEWEST = 10  # units below which a correlation says little


def _on_the_data(row: Mapping[str, Any]) -> CheckFunction:
    def assumptions_hold(method_runs: tuple[MethodRun, ...]) -> Iterator[Hit]:
        """The diagnostics of the methods of a case that belong to this check."""
        refused = [run for run in method_runs if run.refusal and run.call.method in row["refused"]]
        judged = [
            (run, one) for run in method_runs for one in _diagnostics(run) if row["assumption"].search(one.assumption)
        ]
        if not (refused or judged):
            raise Inapplicable("缺少案卷登记的这类方法（case.toml [[method]]）和它的数据表")
        if not refused and all(one.verdict is Verdict.UNTESTABLE for _, one in judged):
            raise NoPower("；".join(f"{run.call.id} {one.assumption}：{one.statistic}" for run, one in judged))
        yield from (Hit(_place(run), f"{_name(run)}不能用这些数据：{run.refusal}") for run in refused)
        for run, one in judged:
            yield from _judge(run, one)

    return assumptions_hold


def _diagnostics(run: MethodRun) -> tuple[Diagnostic, ...]:
    return run.result.diagnostics() if run.result else ()


def _judge(run: MethodRun, one: Diagnostic) -> Iterator[Hit]:
    """What fails has the grade of the check, what is doubtful is a hint."""
    hit = Hit(_place(run), f"{_name(run)}“{one.assumption}”{one.verdict}：{one.statistic}。{one.advice}".rstrip("。"))
    if one.verdict is Verdict.FAILS:
        yield hit
    elif one.verdict is Verdict.DOUBTFUL:
        yield hit.as_hint


def _place(run: MethodRun) -> Place:
    return Place(file=run.file)


def _name(run: MethodRun) -> str:
    title = run.result.title if run.result else run.call.method
    return f"{run.call.id} {title}："


for _row in diagnosed_assumptions():
    _severity, _evidence = _GRADES.get(_row["check"], _OTHERS)
    check(_row["check"], title=_row["title"], clause="", severity=_severity, evidence=_evidence)(_on_the_data(_row))


@check("G03", title="数据包络适用性", clause="", severity=Severity.MINOR, evidence=EvidenceClass.RULE)
def more_input_gives_more_output(method_runs: tuple[MethodRun, ...]) -> Iterator[Hit]:
    """Isotonicity: an output that falls while an input rises is no output of it, or has the wrong direction."""
    runs = [run for run in method_runs if run.call.method in _ISOTONIC and len(run.table) >= _FEWEST]
    if not runs:
        raise Inapplicable("缺少案卷登记的数据包络分析，或单元太少，看不出投入与产出的关系")
    for run in runs:
        for put_in, put_out in _pairs(run):
            yield from _falling(run, put_in, put_out)


def _pairs(run: MethodRun) -> Iterator[tuple[str, str]]:
    options = {side: [run.call.options.get(side, [])] for side in ("inputs", "outputs")}
    sides = [found[0] if isinstance(found[0], list) else found for found in options.values()]
    known = [[name for name in side if name in run.table.columns] for side in sides]
    yield from ((one, other) for one in known[0] for other in known[1])


def _falling(run: MethodRun, put_in: str, put_out: str) -> Iterator[Hit]:
    pair = run.table[[put_in, put_out]].apply(lambda column: column.astype(float)).dropna().rank()
    if len(pair) < _FEWEST or pair.nunique().min() < 2:
        return
    found = float(np.corrcoef(pair.to_numpy(), rowvar=False)[0, 1])
    if found < -1.645 / len(pair) ** 0.5:  # one-sided 5 % level of a rank correlation
        message = (
            f"{run.call.id}：“{put_in}”越多“{put_out}”越少（等级相关 {found:.2f}），请核对方向，反向指标先换成正向"
        )
        yield Hit(_place(run), message, f"{found:.2f}", "≥0").as_lead
