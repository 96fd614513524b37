"""Commands that score: a table, a batch, a county, a database (计分)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yzperf.cli.options import (
    AsJson,
    Db,
    Extra,
    Files,
    Layout,
    Mapping,
    On,
    Out,
    Profile,
    Region,
    batch_settings,
    day,
    require_other,
)
from yzperf.cli.screen import (
    MOST_REFUSALS,
    bar,
    error_console,
    exit_of_batch,
    out_console,
    print_json,
    progress,
    say_written,
    show_scores,
)
from yzperf.errors import LoadError


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
    require_other(out, given)
    rules_in_force = load_rules(on=day(on), region=region, extra=extra)
    with progress() as step:
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
        say_written(out)
    show_scores(tables, as_json=as_json, sensitivity=sensitivity)


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

    settings, about = batch_settings(day(on), region, profile, extra)
    settings["layout"] = str(layout.resolve()) if layout else None
    with bar("复核", "未能处理") as advance:
        done = run_batch(paths, out, settings, about=about, workers=workers or cores(), advance=advance)
    for line in done.refusals()[:MOST_REFUSALS]:
        error_console.print(f"未能处理：{line}", markup=False, soft_wrap=True)
    out_console.print(f"{done.sentence()}。结果在 {out}", markup=False, soft_wrap=True)
    exit_of_batch(done.lists)


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

    require_other(out, files)
    with progress() as step:
        merged = merge_files(files, load_rules(on=day(on), region=region, extra=extra), profile, step, layout)
    if out:
        merged.write(out)
        say_written(out)
    if not as_json:
        for name, text in merged.lines():
            out_console.print(f"{name}：{text}", markup=False, soft_wrap=True)
    more = {"merged": {"files": list(merged.files), "basis": merged.basis}}
    show_scores([merged.scored], as_json=as_json, more=more)


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

    require_other(out, [listing])
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
        say_written(out)
    if as_json:
        print_json(drawn.as_json())
    else:
        drawn.show(out_console)


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

    require_other(out, [source])
    with progress() as step:
        score = face.score_portfolio(
            source, on=day(on), region=region, profile=profile, by=dimensions(by), engine=engine, memory=memory,
            spark_url=spark_url, extra=extra, step=step,
        )  # fmt: skip
    if out:
        write_portfolio(score, out)
        error_console.print(f"已写出：{out}", markup=False, soft_wrap=True)
    if as_json:
        print_json(portfolio_json(score))
    else:
        show_portfolio(out_console, score)
    if is_serious(score):
        raise typer.Exit(1)
