"""Commands about one case, from a new folder to its report and its page (案卷)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yzperf import __version__
from yzperf.cli.options import Extra, On, Out, Profile, Region, Waivers, day, require_other
from yzperf.cli.screen import exit_on_serious, out_console, progress, say_written
from yzperf.errors import LoadError


def demo(out: Annotated[Path, typer.Option("--out", metavar="目录", help="结果写入的目录")] = Path("out/demo")) -> None:
    """完整演示：复核公开的自评表，再走完一个示例案卷，从文件到核查过的得分和 Word 报告。"""
    from yzperf.apps.demo import run_demo

    with progress() as step:
        summary = run_demo(out, step)
    summary.show(out_console)


def evaluate(case: Annotated[Path, typer.Argument(metavar="案卷", help="案卷文件夹")], out: Out = None) -> None:
    """对一个案卷：读取 → 计分 → 方法 → 核查 → 报告。"""
    from yzperf.apps.run_case import evaluate_case

    with progress() as step:
        run = evaluate_case(case, out or Path("out") / case.resolve().name, step)
    run.show(out_console)
    exit_on_serious(run.evaluation.findings)


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


def seal(case: Annotated[Path, typer.Argument(metavar="案卷", help="案卷文件夹")]) -> None:
    """登记证据：把新文件的 SHA-256 写进证据清单；已登记的从不改写，改动过的指出来。"""
    from yzperf.apps.seal import seal_case

    sealing = seal_case(case)
    sealing.show(out_console)
    if sealing.is_broken:
        raise typer.Exit(1)


def survey(
    answers: Annotated[Path, typer.Argument(metavar="答卷", help="答卷数据（.csv 或 .xlsx，问卷星导出的也可以）")],
    codebook: Annotated[
        Path | None, typer.Option("--codebook", metavar="编码本", help="编码本（.csv 或 .xlsx）")
    ] = None,
    propose: Annotated[
        Path | None,
        typer.Option("--propose", metavar="文件", help="没有编码本的：推测一份写出来（.csv 或 .xlsx），由人改正"),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="文件", help="写出清理后的数据（.xlsx）")] = None,
) -> None:
    """问卷：按编码本核对答卷，区分跳过和未答，展开多选，遮盖手机号和身份证号。"""
    from yzperf.apps.survey_files import propose_codebook, read_survey

    if propose:
        require_other(propose, [answers])
        out_console.print(propose_codebook(answers, propose), markup=False, soft_wrap=True)
        return
    if codebook is None:
        raise LoadError("--codebook：缺少编码本。没有的，用 --propose 编码本.csv 推测一份，改正后再读")
    require_other(out, [answers, codebook])
    read = read_survey(answers, codebook)
    if out:
        read.write(out)
        say_written(out)
    read.show(out_console)
    if read.survey.problems:
        raise typer.Exit(1)


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
    with progress() as step:
        step("评价")
        evaluation = face.evaluate(case)
        step("生成 Word 文书")
        path = face.report(evaluation, out or Path("out") / f"{case.resolve().name}.docx", kind=kind)
    out_console.print(f"已生成：{path}")


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
    serve_checker(Start(given, day(on), region, profile, extra, waivers), port)


def version() -> None:
    """显示版本。"""
    out_console.print(f"yzperf {__version__}")
