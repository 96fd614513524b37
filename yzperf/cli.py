"""The command line (命令行). Exit status: 0 nothing wrong, 1 blocking or major findings, 2 unusable input or arguments."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from typer import rich_utils
from typer.exceptions import TyperException

from yzperf import __version__
from yzperf.errors import LoadError, YzperfError

rich_utils.ARGUMENTS_PANEL_TITLE, rich_utils.OPTIONS_PANEL_TITLE, rich_utils.COMMANDS_PANEL_TITLE = (
    "参数",
    "选项",
    "命令",
)
app = typer.Typer(
    name="yzperf",
    help="预算绩效评价工作台：读取单位交来的文件，按规则计分，核查，出正式报告。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out_console = Console(highlight=False)
error_console = Console(stderr=True, highlight=False)

On = Annotated[str, typer.Option("--on", metavar="日期", help="按哪一天有效的规则，如 2025-03-01；默认今天")]
Region = Annotated[str, typer.Option("--region", metavar="地区", help="按哪个地区的规则；没有本地规定的逐级用上级规定")]
Extra = Annotated[Path | None, typer.Option("--rules", metavar="目录", help="附加的规则文件夹：增加或按编号替换")]
Profile = Annotated[
    str | None, typer.Option("--profile", metavar="方案", help="计分方案；默认按表式，见 yzperf rules --profiles")
]
Out = Annotated[Path | None, typer.Option("--out", metavar="路径", help="写到哪里")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，供其他程序读取")]


@app.command()
def demo(out: Annotated[Path, typer.Option("--out", metavar="目录", help="结果写入的目录")] = Path("out/demo")) -> None:
    """完整演示：复核公开的自评表，再走完一个示例案卷，从文件到核查过的得分和 Word 报告。"""
    from yzperf.apps.demo import run_demo

    with _progress() as step:
        summary = run_demo(out, step)
    summary.show(out_console)


@app.command()
def evaluate(case: Annotated[Path, typer.Argument(metavar="案卷", help="案卷文件夹")], out: Out = None) -> None:
    """对一个案卷：读取 → 计分 → 方法 → 核查 → 报告。"""
    from yzperf.apps.run_case import evaluate_case

    with _progress() as step:
        run = evaluate_case(case, out or Path("out") / case.resolve().name, step)
    run.show(out_console)
    _exit_on_serious(run.evaluation.findings)


@app.command()
def score(  # noqa: PLR0917  (each parameter is an option of the command)
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="自评表、评分表（.xlsx 或 .csv），可以多个")],
    profile: Profile = None,
    region: Region = "国家",
    on: On = "",
    extra: Extra = None,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """复算一张或多张表的得分，逐行说明规则，指出填报与规则不符之处。"""
    from yzperf.apps.score_files import score_files, write_scores
    from yzperf.rules import load_rules

    _require_other(out, files)
    with _progress() as step:
        tables = score_files(files, load_rules(on=_day(on), region=region, extra=extra), profile, step)
    if out:
        write_scores(tables, out)
        error_console.print(f"已写出：{out}", markup=False, soft_wrap=True)
    if as_json:
        from yzperf.apps.terminal import card_json

        _print_json([card_json(card, audit.findings) for card, audit in tables])
    else:
        _show_tables(tables)
    _exit_on_serious([finding for _, audit in tables for finding in audit.findings])


@app.command()
def portfolio(  # noqa: PLR0917  (each parameter is an option of the command)
    source: Annotated[
        Path, typer.Argument(metavar="目录|文件", help="项目表和指标表所在的文件夹，或一个 .parquet 文件")
    ],
    profile: Annotated[
        str, typer.Option("--profile", metavar="方案", help="计分方案，见 yzperf rules --profiles")
    ] = "cn10",
    region: Region = "国家",
    on: On = "",
    extra: Extra = None,
    by: Annotated[str, typer.Option("--by", metavar="维度", help="按哪些维度汇总，逗号隔开")] = "部门,资金,镇,年度",
    engine: Annotated[str, typer.Option("--engine", metavar="引擎", help="auto、local、duckdb 或 spark")] = "auto",
    memory: Annotated[
        str, typer.Option("--memory", metavar="大小", help="DuckDB 的内存上限，不够时溢出到磁盘")
    ] = "2GB",
    spark_url: Annotated[
        str, typer.Option("--spark-url", metavar="地址", help="Spark 主节点，如 spark://host:7077")
    ] = "local[2]",
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """一个县到一个省的全部项目：逐行计分，按部门、资金、镇、年度汇总，双监控，核查数据。"""
    from yzperf import face
    from yzperf.apps.portfolio_files import dimensions, is_serious, portfolio_json, show_portfolio, write_portfolio

    _require_other(out, [source])
    with _progress() as step:
        score = face.score_portfolio(
            source, on=_day(on), region=region, profile=profile, by=dimensions(by), engine=engine, memory=memory,
            spark_url=spark_url, extra=extra, step=step,
        )  # fmt: skip
    if out:
        write_portfolio(score, out)
        error_console.print(f"已写出：{out}", markup=False, soft_wrap=True)
    if as_json:
        _print_json(portfolio_json(score))
    else:
        show_portfolio(out_console, score)
    if is_serious(score):
        raise typer.Exit(1)


@app.command()
def check(  # noqa: PLR0917  (each parameter is an option of the command)
    paths: Annotated[list[Path], typer.Argument(metavar="路径…", help="案卷文件夹、评分表或 .docx 报告，可以多个")],
    profile: Profile = None,
    region: Region = "国家",
    on: On = "",
    extra: Extra = None,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """质量核查：逐项给出位置、填报、复算、依据；同时说明哪些没有查、为什么。"""
    from yzperf import face
    from yzperf.apps.score_files import write_findings
    from yzperf.apps.terminal import coverage_json, finding_json, show_findings
    from yzperf.quality import merge

    _require_other(out, paths)
    with _progress() as step:
        audits = []
        for path in paths:
            step(f"核查 {path.name}")
            audits.append(face.check(path, on=_day(on), region=region, profile=profile, extra=extra))
    audit = merge(audits)
    if out:
        write_findings(audit, out)
        error_console.print(f"已写出：{out}", markup=False, soft_wrap=True)
    if as_json:
        findings = [finding_json(finding) for finding in audit.findings]
        _print_json({"coverage": coverage_json(audit.coverage), "findings": findings})
    else:
        show_findings(out_console, audit.findings, audit.coverage)
    _exit_on_serious(audit.findings)


@app.command()
def report(
    case: Annotated[Path | None, typer.Argument(metavar="案卷", help="案卷文件夹")] = None,
    kind: Annotated[str, typer.Option("--kind", metavar="种类", help="文书种类，见 --list")] = "evaluation",
    out: Out = None,
    show_list: Annotated[bool, typer.Option("--list", help="列出可以生成的文书")] = False,
) -> None:
    """由案卷生成正式 Word 文书。"""
    from yzperf import face
    from yzperf.reports import REPORTS

    if show_list:
        for key, entry in REPORTS.items():
            out_console.print(f"{key}　{entry.title}")
        return
    if case is None:
        raise LoadError("缺少案卷文件夹。请写成 yzperf report 案卷文件夹 --kind evaluation")
    with _progress() as step:
        step("评价")
        evaluation = face.evaluate(case)
        step("生成 Word 文书")
        path = face.report(evaluation, out or Path("out") / f"{case.resolve().name}.docx", kind=kind)
    out_console.print(f"已生成：{path}")


@app.command()
def rules(  # noqa: PLR0917  (each parameter is an option of the command)
    key: Annotated[str | None, typer.Argument(metavar="编号", help="参数或条款的编号")] = None,
    region: Region = "国家",
    on: On = "",
    extra: Extra = None,
    profiles: Annotated[bool, typer.Option("--profiles", help="列出计分方案")] = False,
    unverified: Annotated[bool, typer.Option("--unverified", help="列出还没有核实的条款")] = False,
) -> None:
    """查规则：取值、依据、历次版本；列出计分方案和未核实的条款。"""
    from yzperf.apps.rule_lines import rule_lines
    from yzperf.rules import load_rules

    rules_in_force = load_rules(on=_day(on), region=region, extra=extra)
    for line in rule_lines(rules_in_force, key, profiles=profiles, unverified=unverified):
        out_console.print(line, markup=False, soft_wrap=True)


@app.command()
def serve(
    case: Annotated[Path | None, typer.Argument(metavar="案卷", help="案卷文件夹；默认示例案卷")] = None,
    port: Annotated[int, typer.Option("--port", metavar="端口", help="本机端口", min=1, max=65535)] = 8866,
) -> None:
    """在本机浏览器打开案卷页面：得分、核查发现、生成报告。"""
    from yzperf.apps.server import serve_case

    serve_case(case, port)


@app.command()
def version() -> None:
    """显示版本。"""
    out_console.print(f"yzperf {__version__}")


def main() -> None:
    """Entry point: run a command, turn every expected error into Chinese sentences on standard error."""
    debug = "--debug" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    _use_utf8()
    try:
        code = app(args=arguments, standalone_mode=False, prog_name="yzperf")
    except (YzperfError, TyperException, OSError, KeyboardInterrupt) as error:
        if debug:
            raise
        _fail(_sentence(error))
    else:
        sys.exit(code if isinstance(code, int) else 0)


def _sentence(error: BaseException) -> str:
    if isinstance(error, TyperException):
        return _usage_sentence(error)
    if isinstance(error, KeyboardInterrupt):
        return "已中断，没有写出不完整的文件"
    if isinstance(error, OSError):
        return f"{error.filename or ''}：{error.strerror or error}。请核对路径和权限"
    return str(error)


def _fail(sentence: str) -> None:
    for line in sentence.splitlines():
        error_console.print(f"错误：{line}", markup=False, soft_wrap=True)
    sys.exit(2)


# English usage errors of the command-line library → Chinese sentence; {0} is the option or argument concerned.
_USAGE = {
    "NoSuchOption": "没有选项“{0}”",
    "MissingParameter": "缺少参数“{0}”",
    "BadParameter": "参数“{0}”写法不对",
    "BadOptionUsage": "选项“{0}”缺少值",
    "NoArgsIsHelpError": "没有给出参数",
}


def _usage_sentence(error: TyperException) -> str:
    parameter = getattr(error, "param", None)
    names = getattr(parameter, "metavar", None) or getattr(parameter, "name", None)
    subject = getattr(error, "option_name", None) or names or ""
    text = str(getattr(error, "message", error))
    if unknown := re.match(r"No such command '(.*?)'", text):
        return f"没有命令“{unknown[1]}”。可用的命令见 yzperf --help"
    known = _USAGE.get(type(error).__name__)
    sentence = known.format(subject) if known else f"命令或参数不对（{text}）"
    return f"{sentence}。用法见 yzperf --help 或 yzperf 命令 --help"


def _day(text: str) -> date:
    if not text:
        return date.today()
    try:
        return date(*map(int, re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text).groups()))  # type: ignore[union-attr]
    except (ValueError, AttributeError):
        raise LoadError(f"--on：读到“{text}”，应为日期，如 2025-03-01") from None


def _require_other(out: Path | None, given: list[Path]) -> None:
    """Results never replace the file they were made from."""
    if out and any(out.resolve() == path.resolve() for path in given):
        raise LoadError(f"--out：“{out}”就是交来的文件，写上去会冲掉原件。请换一个文件名")


def _show_tables(tables: list[Any]) -> None:
    from yzperf.apps.terminal import show_card, show_findings

    for card, audit in tables:
        show_card(out_console, card)
        show_findings(out_console, audit.findings, audit.coverage)


@contextmanager
def _progress() -> Iterator[Any]:
    """A spinner with the current step on standard error, so that standard output stays clean."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=error_console, transient=True) as progress:
        task = progress.add_task("准备")
        yield lambda text: progress.update(task, description=text)


def _print_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _exit_on_serious(findings: Any) -> None:
    if any(finding.is_serious for finding in findings):
        raise typer.Exit(1)


def _use_utf8() -> None:
    """Windows consoles and pipes default to a code page that lacks characters of the reports."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
