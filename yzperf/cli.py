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
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from typer.exceptions import TyperException

from yzperf import __version__
from yzperf.apps.chinese_help import ChineseTyper, usage_sentence
from yzperf.errors import LoadError, YzperfError

app = ChineseTyper(
    name="yzperf",
    help="预算绩效评价工作台：读取单位交来的文件，按规则计分，核查，出正式报告。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_MOST_LINES = 50  # of errors on a screen
out_console = Console(highlight=False)
error_console = Console(stderr=True, highlight=False)

On = Annotated[str, typer.Option("--on", metavar="日期", help="按哪一天有效的规则，如 2025-03-01；默认今天")]
Region = Annotated[str, typer.Option("--region", metavar="地区", help="按哪个地区的规则；没有本地规定的逐级用上级规定")]
Extra = Annotated[Path | None, typer.Option("--rules", metavar="目录", help="附加的规则文件夹：增加或按编号替换")]
Profile = Annotated[
    str | None, typer.Option("--profile", metavar="方案", help="计分方案；默认按表式，见 yzperf rules --profiles")
]
Out = Annotated[Path | None, typer.Option("--out", metavar="路径", help="写到哪里")]
Layout = Annotated[
    Path | None, typer.Option("--layout", metavar="文件", help="已确认的版式（.toml），由 yzperf layout 写出、经人核对")
]
_MOST_REFUSALS = 20  # in the terminal; all stand in the overview
Files = Annotated[
    list[Path] | None, typer.Argument(metavar="文件…", help="自评表、评分表（.xlsx、.docx 或 .csv），可以多个")
]
Db = Annotated[
    str | None,
    typer.Option("--db", metavar="地址", help="数据库地址；带口令的放在环境变量里，这里写变量名，如 YZPERF_DB"),
]
Mapping = Annotated[str | None, typer.Option("--mapping", metavar="映射", help="随包映射的编号或映射文件（.toml）")]
Waivers = Annotated[
    Path | None, typer.Option("--waivers", metavar="文件", help="豁免记录（.toml）；默认用案卷文件夹里的那一份")
]
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
    files: Files = None,
    profile: Profile = None,
    region: Region = "国家",
    on: On = "",
    extra: Extra = None,
    layout: Layout = None,
    db: Db = None,
    mapping: Mapping = None,
    as_json: AsJson = False,
    out: Out = None,
    sensitivity: Annotated[
        bool, typer.Option("--sensitivity", help="说明等级有多稳：得分、分值变动多少才改变")
    ] = False,
) -> None:
    """复算一张或多张表的得分，逐行说明规则，指出填报与规则不符之处；表可以在文件里，也可以在数据库里。"""
    from yzperf.apps.score_files import score_files, write_scores
    from yzperf.rules import load_rules

    given = files or []
    _require_other(out, given)
    rules_in_force = load_rules(on=_day(on), region=region, extra=extra)
    with _progress() as step:
        if given and not (db or mapping):
            tables = score_files(given, rules_in_force, profile, step, layout)
        else:
            from yzperf.apps.database import address, score_database

            url = address(db)
            if given or not (url and mapping):
                raise LoadError("请给出表格文件；或用 --db 给出数据库地址、用 --mapping 给出映射，不同时给文件")
            tables = score_database(url, mapping, rules_in_force, profile, step)
    if out:
        write_scores(tables, out, firmness=sensitivity)
        _say_written(out)
    _show_scores(tables, as_json=as_json, sensitivity=sensitivity)


@app.command()
def batch(  # noqa: PLR0917  (each parameter is an option of the command)
    paths: Annotated[
        list[Path], typer.Argument(metavar="路径…", help="放自评表的文件夹（连同下级），或 .xlsx、.docx、.csv 文件")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="目录", help="结果写入的目录；中断后同样的命令接着做")],
    profile: Profile = None,
    region: Region = "国家",
    on: On = "",
    extra: Extra = None,
    layout: Layout = None,
    workers: Annotated[int, typer.Option("--workers", metavar="个数", help="同时用几个进程；默认全部", min=0)] = 0,
) -> None:
    """整批复核：成百上千张表，读取、计分、核查，出汇总；坏的文件只列出来，不影响其他。"""
    from yzperf.apps.batch import run_batch
    from yzperf.loaders.crew import cores

    settings, about = _batch_settings(_day(on), region, profile, extra)
    settings["layout"] = str(layout.resolve()) if layout else None
    with _bar("复核", "未能处理") as advance:
        done = run_batch(paths, out, settings, about=about, workers=workers or cores(), advance=advance)
    for line in done.refusals()[:_MOST_REFUSALS]:
        error_console.print(f"未能处理：{line}", markup=False, soft_wrap=True)
    out_console.print(f"{done.sentence()}。结果在 {out}", markup=False, soft_wrap=True)
    _exit_of_batch(done.lists)


@app.command()
def merge(  # noqa: PLR0917  (each parameter is an option of the command)
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="各单位的自评表（.xlsx 或 .csv），指标须一致")],
    profile: Profile = None,
    region: Region = "国家",
    on: On = "",
    extra: Extra = None,
    layout: Layout = None,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """多单位合并：绝对值相加、比率按执行数加权，合成一张表再计分。"""
    from yzperf.apps.merge_files import merge_files
    from yzperf.rules import load_rules

    _require_other(out, files)
    with _progress() as step:
        merged = merge_files(files, load_rules(on=_day(on), region=region, extra=extra), profile, step, layout)
    if out:
        merged.write(out)
        _say_written(out)
    if not as_json:
        for name, text in merged.lines():
            out_console.print(f"{name}：{text}", markup=False, soft_wrap=True)
    more = {"merged": {"files": list(merged.files), "basis": merged.basis}}
    _show_scores([merged.scored], as_json=as_json, more=more)


@app.command()
def sample(  # noqa: PLR0917  (each parameter is an option of the command)
    listing: Annotated[Path, typer.Argument(metavar="名单", help="项目清单（.xlsx 或 .csv），一行一个项目")],
    size: Annotated[int, typer.Option("--size", metavar="个数", help="共抽多少个，含必查的")],
    seed: Annotated[str, typer.Option("--seed", metavar="文字", help="种子，如名单确定之后公布的开奖号码")],
    id: Annotated[str, typer.Option("--id", metavar="列", help="项目编号所在的列")],
    by: Annotated[list[str] | None, typer.Option("--by", metavar="列", help="按哪一列分层，可以写几次")] = None,
    amount: Annotated[str | None, typer.Option("--amount", metavar="列", help="金额所在的列")] = None,
    certain_from: Annotated[
        str, typer.Option("--certain-from", metavar="金额", help="这个金额及以上的全部抽取，如 500万元")
    ] = "",
    at_least: Annotated[int, typer.Option("--at-least", metavar="个数", help="每层至少抽几个", min=0)] = 1,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """自评抽查：从项目清单分层随机抽取，谁都能用同一名单和种子重抽核对。"""
    from yzperf.apps.sample_list import sample_list

    _require_other(out, [listing])
    drawn = sample_list(
        listing,
        size=size,
        seed=seed,
        id=id,
        by=by or (),
        amount=amount,
        certain_from=certain_from,
        at_least=at_least,
    )
    if out:
        drawn.write(out)
        _say_written(out)
    if as_json:
        _print_json(drawn.as_json())
    else:
        drawn.show(out_console)


@app.command()
def database(
    mapping: Mapping = None,
    files: Files = None,
    db: Db = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="目录", help="每张库表写一个 .csv")] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="地址", help="写入这个数据库；也可以写环境变量名"),
    ] = None,
) -> None:
    """与预算管理一体化等系统交换数据：按映射从数据库只读取出，或把表单写成库表的样子。"""
    from yzperf.apps.database import address, move
    from yzperf.loaders.databases.mapping import shipped_mappings

    if mapping is None:
        raise LoadError(f"--mapping：缺少映射。随包映射：{'、'.join(shipped_mappings())}；也可以写映射文件的路径")
    move(files or [], address(db), mapping, out, address(to)).show(out_console)


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
    paths: Annotated[
        list[Path], typer.Argument(metavar="路径…", help="案卷文件夹、评分表或 .docx 报告（含附表），可以多个")
    ],
    profile: Profile = None,
    region: Region = "国家",
    on: On = "",
    extra: Extra = None,
    as_json: AsJson = False,
    out: Out = None,
    marked: Annotated[
        Path | None, typer.Option("--marked", metavar="文件", help="写一份标注副本（.xlsx）：有问题的格子上色、加批注")
    ] = None,
    opinion: Annotated[
        Path | None, typer.Option("--opinion", metavar="文件", help="写质量检查意见书（.docx），留有机构答复的空栏")
    ] = None,
    commented: Annotated[
        Path | None, typer.Option("--commented", metavar="文件", help="写一份批注副本（.docx）：报告的问题之处加批注")
    ] = None,
    waivers: Waivers = None,
    register: Annotated[
        Path | None,
        typer.Option(
            "--register", metavar="文件夹", help="登记库：机构、主评人、股东、合同、任职五张表；默认用案卷里的"
        ),
    ] = None,
    gate: Annotated[
        str | None,
        typer.Option("--gate", metavar="关口", help="只查一道关口的检查：实施方案、初稿或终稿"),
    ] = None,
) -> None:
    """质量核查：逐项给出位置、填报、复算、依据；同时说明哪些没有查、为什么。"""
    from yzperf.apps.check_outputs import Outputs
    from yzperf.apps.check_paths import check_paths
    from yzperf.apps.terminal import settled_json, show_settled

    for path in filter(None, (out, marked, opinion, commented)):
        _require_other(path, paths)
    outputs = Outputs(_say_written, out, marked, opinion, commented)
    outputs.require(paths)
    rules_asked = {"on": _day(on), "region": region, "profile": profile, "extra": extra, "register": register}
    with _progress() as step:
        checked = check_paths(paths, rules_asked, outputs, step, decided=waivers, gate=gate)
    outputs.write(checked.settled, paths, checked.cases, _day(on))
    if as_json:
        _print_json(settled_json(checked.settled) | {"case": checked.states})
    else:
        for line in checked.states:
            out_console.print(f"  {line}", markup=False, soft_wrap=True, style="yellow")
        show_settled(out_console, checked.settled)
    _exit_on_serious(checked.settled.audit.findings)


@app.command()
def checks(  # noqa: PLR0917  (each parameter is an option of the command)
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="路径…", help="放交付物的文件夹（连同下级）：案卷文件夹、.docx 报告、评分表，可以多个"),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="目录", help="结果写入的目录；中断后同样的命令接着做")],
    profile: Profile = None,
    region: Region = "国家",
    on: On = "",
    extra: Extra = None,
    workers: Annotated[int, typer.Option("--workers", metavar="个数", help="同时用几个进程；默认全部", min=0)] = 0,
) -> None:
    """成批核查：几百份交付物，每份出清单、意见书和批注副本，另出一张汇总；坏的只列出来，不影响其他。"""
    from yzperf.apps.checks import run_checks
    from yzperf.loaders.crew import cores

    settings, about = _batch_settings(_day(on), region, profile, extra)
    with _bar("核查", "未能核查") as advance:
        done = run_checks(paths, out, settings, about=about, workers=workers or cores(), advance=advance)
    for line in done.refusals()[:_MOST_REFUSALS]:
        error_console.print(f"未能核查：{line}", markup=False, soft_wrap=True)
    out_console.print(f"{done.sentence()}。结果在 {out}", markup=False, soft_wrap=True)
    _exit_of_batch(done.lists)


@app.command()
def waive(  # noqa: PLR0917  (each parameter is an option of the command)
    source: Annotated[Path, typer.Argument(metavar="案卷", help="案卷文件夹，或一个文件（须另指定豁免记录）")],
    mark: Annotated[str, typer.Argument(metavar="指纹", help="发现的指纹，见 yzperf check；写开头几位也可以")],
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么这样决定，必须写")] = "",
    by: Annotated[str, typer.Option("--by", metavar="姓名", help="谁决定的，必须写")] = "",
    decision: Annotated[str, typer.Option("--decision", metavar="决定", help="接受、驳回或豁免")] = "豁免",
    waivers: Waivers = None,
    profile: Profile = None,
    region: Region = "国家",
    on: On = "",
    extra: Extra = None,
) -> None:
    """豁免：对一处发现作出决定，写明理由和姓名；发现不变，以后的核查都照此办理。"""
    from yzperf.apps import waive as deciding

    rules_asked = {"on": _day(on), "region": region, "profile": profile, "extra": extra}
    decided = {"decision": deciding.decision(decision), "reason": reason, "by": by, "on": date.today()}
    out_console.print(deciding.waive(source, mark, decided, rules_asked, waivers), markup=False, soft_wrap=True)


@app.command()
def compare(
    draft: Annotated[Path, typer.Argument(metavar="初稿", help="初稿（.docx）")],
    final: Annotated[Path, typer.Argument(metavar="终稿", help="终稿（.docx）")],
    comments: Annotated[
        Path, typer.Option("--comments", metavar="文件", help="意见采纳情况表：序号、意见、是否采纳、理由、涉及")
    ],
    as_json: AsJson = False,
) -> None:
    """比较初稿和终稿：改了哪些段落、得分和等级；哪条采纳的意见没有改，哪处得分改动没有意见提到。"""
    from yzperf.apps.compare_files import revision_json, show_revision
    from yzperf.face import compare_versions

    revision = compare_versions(draft, final, comments)
    if as_json:
        _print_json(revision_json(revision))
    else:
        show_revision(out_console, revision)
    if not revision.is_answered:
        raise typer.Exit(1)


@app.command()
def copies(  # noqa: PLR0917  (each parameter is an option of the command)
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="往期报告（.docx）所在的文件夹，连同下级")],
    reports: Annotated[
        list[Path] | None, typer.Argument(metavar="报告…", help="要查的报告（.docx）；不写则文件夹里的互相比")
    ] = None,
    index: Annotated[
        Path | None,
        typer.Option("--index", metavar="文件", help="索引文件（.npz）：没有就建立，文件夹有变化就更新，下次不必再读"),
    ] = None,
    known: Annotated[
        list[Path] | None,
        typer.Option(
            "--known", metavar="文件", help="谁都可以引用的文本（.docx 或 .txt），如法规、报告模板；可以写几次"
        ),
    ] = None,
    as_json: AsJson = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="文件", help="写出对照表（.xlsx）")] = None,
) -> None:
    """查重：报告与往期报告相同的段落、雷同的建议、相同的评分表，左右对照；均为线索，由人核对。"""
    from yzperf import face
    from yzperf.apps import copy_tables

    given = reports or []
    for path in filter(None, (out, index)):
        _require_other(path, [*given, *(known or [])])
    copy_tables.require_names(index, out)
    with _stages() as advance:
        search = face.find_copies(folder, given, index=index, known=known or [], advance=advance)
    for line in copy_tables.refusals(search)[:_MOST_REFUSALS]:
        error_console.print(f"未能读取：{line}", markup=False, soft_wrap=True)
    if index and search.new_index is not None:
        _say_written(index)
    if out:
        copy_tables.write_copies(search, out)
        _say_written(out)
    if as_json:
        _print_json(copy_tables.copies_json(search))
    else:
        copy_tables.show_copies(out_console, search)
    if search.refused:
        raise typer.Exit(2)


@app.command("new-case")
def new_case(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="新案卷的文件夹，须不存在或为空")],
    kind: Annotated[str, typer.Option("--kind", metavar="种类", help="案卷种类，见 --list")] = "evaluation",
    region: Region = "国家",
    show_list: Annotated[bool, typer.Option("--list", help="列出案卷种类")] = False,
) -> None:
    """新建案卷：带说明的 case.toml、可以填写的空白表、证据文件夹和一份“什么放在哪里”。"""
    from yzperf import face
    from yzperf.reports.new_case import case_kinds

    if show_list:
        for entry in case_kinds().values():
            out_console.print(f"{entry.id}　{entry.title}", markup=False)
        return
    face.new_case(folder, kind=kind, region=region)
    out_console.print(f"已新建：{folder}。先读其中的 README.md，再改 case.toml", markup=False, soft_wrap=True)


@app.command()
def seal(case: Annotated[Path, typer.Argument(metavar="案卷", help="案卷文件夹")]) -> None:
    """登记证据：把新文件的 SHA-256 写进证据清单；已登记的从不改写，改动过的指出来。"""
    from yzperf.apps.seal import seal_case

    sealing = seal_case(case)
    sealing.show(out_console)
    if sealing.is_broken:
        raise typer.Exit(1)


@app.command()
def survey(
    answers: Annotated[Path, typer.Argument(metavar="答卷", help="答卷数据（.csv 或 .xlsx，问卷星导出的也可以）")],
    codebook: Annotated[Path, typer.Option("--codebook", metavar="编码本", help="编码本（.csv 或 .xlsx）")],
    out: Annotated[Path | None, typer.Option("--out", metavar="文件", help="写出清理后的数据（.xlsx）")] = None,
) -> None:
    """问卷：按编码本核对答卷，区分跳过和未答，展开多选，遮盖手机号和身份证号。"""
    from yzperf.apps.survey_files import read_survey

    _require_other(out, [answers, codebook])
    read = read_survey(answers, codebook)
    if out:
        read.write(out)
        _say_written(out)
    read.show(out_console)
    if read.survey.problems:
        raise typer.Exit(1)


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
    key: Annotated[
        str | None, typer.Argument(metavar="编号", help="参数、条款、计分方案、指标框架的编号，或参数名称里的词")
    ] = None,
    region: Region = "国家",
    on: On = "",
    extra: Extra = None,
    profiles: Annotated[bool, typer.Option("--profiles", help="列出计分方案")] = False,
    frameworks: Annotated[bool, typer.Option("--frameworks", help="列出指标体系框架")] = False,
    unverified: Annotated[bool, typer.Option("--unverified", help="列出还没有核实的条款")] = False,
) -> None:
    """查规则：取值、依据、历次版本；计分方案和指标体系框架；未核实的条款。"""
    from yzperf.apps.rule_tables import show_rules
    from yzperf.rules import load_rules

    rules_in_force = load_rules(on=_day(on), region=region, extra=extra)
    show_rules(out_console, rules_in_force, key, profiles, frameworks, unverified)


@app.command()
def layout(
    file: Annotated[Path, typer.Argument(metavar="文件", help="表头不认识的表（.xlsx 或 .csv）")],
    confirm: Annotated[
        bool, typer.Option("--confirm", help="就按推测的读，记在本机，以后同样表头的表都这样读")
    ] = False,
    out: Out = None,
) -> None:
    """表头不认识的表：推测各列读作什么，由人确认一次，以后都这样读。"""
    from yzperf.apps.layout_lines import confirm_guesses, show_guesses, write_guesses
    from yzperf.face import guess_layout

    guesses = guess_layout(file)
    show_guesses(out_console, guesses)
    if out:
        _require_other(out, [file])
        error_console.print(write_guesses(guesses, out), markup=False, soft_wrap=True)
    if confirm:
        error_console.print(confirm_guesses(guesses), markup=False, soft_wrap=True)


@app.command()
def form(  # noqa: PLR0917  (each parameter is an option of the command)
    id: Annotated[str | None, typer.Argument(metavar="编号", help="表式编号；不写则列出全部表式")] = None,
    read: Annotated[Path | None, typer.Option("--read", metavar="文件", help="读填好的表（.xlsx 或 .csv）")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="编号", help="填好的是哪一种表；默认由表头判断")] = None,
    extra: Extra = None,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """表式：列出、写空白表、读填好的表并指出须改之处。"""
    from yzperf.apps import form_files

    if read is not None:
        _require_other(out, [read])
        forms = form_files.read_filled(read, kind, extra)
        if out:
            form_files.write_filled(forms, out)
            _say_written(out)
        if as_json:
            _print_json([form_files.filled_json(filled) for filled in forms])
        else:
            for filled in forms:
                form_files.show_filled(out_console, filled)
        if any(filled.problems for filled in forms):
            raise typer.Exit(1)
    elif id is not None:
        out_console.print(f"已写出：{form_files.write_form(id, out, extra)}", markup=False, soft_wrap=True)
    elif as_json:
        _print_json(form_files.form_list(extra))
    else:
        form_files.show_form_list(out_console, form_files.form_list(extra))


@app.command()
def framework(
    id: Annotated[str | None, typer.Argument(metavar="编号", help="指标体系的编号；不写则全部列出")] = None,
    region: Region = "国家",
    on: On = "",
    extra: Extra = None,
    out: Out = None,
) -> None:
    """指标体系：列出、查看，写出空白评分表（.xlsx）；填好后用 score 读取、计分、核查。"""
    from yzperf.apps.frameworks import show_framework, show_frameworks
    from yzperf.rules import load_rules

    rules_in_force = load_rules(on=_day(on), region=region, extra=extra)
    if id is None:
        show_frameworks(out_console, rules_in_force)
    elif out is None:
        show_framework(out_console, rules_in_force.framework(id), rules_in_force)
    else:
        from yzperf.apps.score_form import write_score_form

        write_score_form(rules_in_force.framework(id), rules_in_force, out)
        _say_written(out)


@app.command()
def serve(  # noqa: PLR0917  (each parameter is an option of the command)
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="路径…", help="案卷文件夹，默认示例案卷；核查页面可以给出几个，与 yzperf check 相同"),
    ] = None,
    checker: Annotated[
        bool, typer.Option("--check", help="质量核查页面：逐处看、接受、驳回、豁免，写出意见书")
    ] = False,
    profile: Profile = None,
    region: Region = "国家",
    on: On = "",
    extra: Extra = None,
    waivers: Waivers = None,
    port: Annotated[int, typer.Option("--port", metavar="端口", help="本机端口，1 至 65535", min=1, max=65535)] = 8866,
) -> None:
    """在本机浏览器打开页面：案卷的得分、核查发现、生成报告；或质量核查。"""
    from yzperf.apps.checker.start import Start
    from yzperf.apps.server import serve_case, serve_checker

    given = tuple(paths or ())
    if not checker:
        if len(given) > 1:
            raise LoadError("案卷页面一次打开一个案卷，请只给一个路径；核查几份材料请加 --check")
        serve_case(given[0] if given else None, port)
        return
    if not given or (waivers and len(given) > 1):
        raise LoadError("--check：请给出要核查的案卷文件夹或文件；用 --waivers 时只给一个")
    serve_checker(Start(given, _day(on), region, profile, extra, waivers), port)


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
        return usage_sentence(error)
    if isinstance(error, KeyboardInterrupt):
        return "已中断，没有写出不完整的文件"
    if isinstance(error, OSError):
        return f"{error.filename or ''}：{error.strerror or error}。请核对路径和权限"
    return str(error)


def _fail(sentence: str) -> None:
    lines = sentence.splitlines()
    for line in lines[:_MOST_LINES]:
        error_console.print(f"错误：{line}", markup=False, soft_wrap=True)
    if len(lines) > _MOST_LINES:
        rest = f"……另有 {len(lines) - _MOST_LINES} 处；全部清单：yzperf check 文件 --out 问题.xlsx --marked 标注.xlsx"
        error_console.print(rest, markup=False, soft_wrap=True)
    sys.exit(2)


def _day(text: str) -> date:
    if not text:
        return date.today()
    try:
        return date(*map(int, re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text).groups()))  # type: ignore[union-attr]
    except (ValueError, AttributeError):
        raise LoadError(f"--on：读到“{text}”，应为日期，如 2025-03-01") from None


def _say_written(*paths: Path) -> None:
    for path in paths:
        error_console.print(f"已写出：{path}", markup=False, soft_wrap=True)


def _require_other(out: Path | None, given: list[Path]) -> None:
    """Results never replace the file they were made from."""
    if out and any(out.resolve() == path.resolve() for path in given):
        raise LoadError(f"--out：“{out}”就是交来的文件，写上去会冲掉原件。请换一个文件名")


def _show_scores(
    tables: list[Any], *, as_json: bool, sensitivity: bool = False, more: dict[str, Any] | None = None
) -> None:
    """Scored tables with their findings, for people or as JSON; serious findings make the exit status."""
    from yzperf.apps import terminal
    from yzperf.scoring import grade_sensitivity

    if as_json:
        cards = [terminal.card_json(card, audit.findings) | (more or {}) for card, audit in tables]
        for answer, (card, _) in zip(cards, tables if sensitivity else [], strict=False):
            answer["sensitivity"] = terminal.sensitivity_json(grade_sensitivity(card))
        _print_json(cards)
    for card, audit in tables if not as_json else ():
        terminal.show_card(out_console, card)
        if sensitivity:
            terminal.show_sensitivity(out_console, grade_sensitivity(card))
        terminal.show_findings(out_console, audit.findings, audit.coverage)
    _exit_on_serious([finding for _, audit in tables for finding in audit.findings])


@contextmanager
def _progress() -> Iterator[Any]:
    """A spinner with the current step on standard error, so that standard output stays clean."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=error_console, transient=True) as progress:
        task = progress.add_task("准备")
        yield lambda text: progress.update(task, description=text)


@contextmanager
def _bar(work: str, failed: str) -> Iterator[Any]:
    """A bar of what is done on standard error."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=error_console, transient=True) as progress:
        task = progress.add_task(work)

        def advance(done: int, total: int, refused: int) -> None:
            progress.update(task, completed=done, total=total, description=f"{work}（{failed} {refused}）")

        yield advance


@contextmanager
def _stages() -> Iterator[Any]:
    """A bar for every stage of a longer work on standard error."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=error_console, transient=True) as progress:
        tasks: dict[str, Any] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=total)
            progress.update(tasks[stage], completed=done, total=total)

        yield advance


def _print_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _exit_on_serious(findings: Any) -> None:
    if any(finding.is_serious for finding in findings):
        raise typer.Exit(1)


def _exit_of_batch(lists: Any) -> None:
    """What could not be handled weighs more than what was found: nobody has looked at it."""
    if lists.refused:
        raise typer.Exit(2)
    if lists.serious:
        raise typer.Exit(1)


def _batch_settings(
    day: date, region: str, profile: str | None, extra: Path | None
) -> tuple[dict[str, Any], dict[str, str]]:
    """What the children are told, and what the lists say of it; unknown rules end a batch before its first file."""
    from yzperf.rules import load_rules

    rules_in_force = load_rules(on=day, region=region, extra=extra)
    if profile:
        rules_in_force.profile(profile)
    settings = {"on": day.isoformat(), "region": region, "profile": profile}
    about = {
        "规则日期": day.isoformat(),
        "地区": region,
        "计分方案": profile or "按表式",
        "程序": f"yzperf {__version__}",
    }
    return settings | {"rules": str(extra.resolve()) if extra else None}, about


def _use_utf8() -> None:
    """Windows consoles and pipes default to a code page that lacks characters of the reports."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
