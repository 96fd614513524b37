"""Commands that check deliverables and decide on what was found (质量核查)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from yzperf.cli.options import (
    AsJson,
    Extra,
    On,
    Out,
    Profile,
    Region,
    Register,
    Waivers,
    batch_settings,
    day,
    require_other,
)
from yzperf.cli.screen import (
    MOST_REFUSALS,
    bar,
    error_console,
    exit_of_batch,
    exit_on_serious,
    out_console,
    print_json,
    progress,
    say_written,
    stages,
)


def check(  # noqa: PLR0917  (each parameter is an option of the command)
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="路径…", help="案卷文件夹、交来的材料文件夹、评分表、.docx 或 .pdf 报告，可以多个"),
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
    register: Register = None,
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
        require_other(path, paths)
    outputs = Outputs(say_written, out, marked, opinion, commented)
    outputs.require(paths)
    rules_asked = {"on": day(on), "region": region, "profile": profile, "extra": extra, "register": register}
    with progress() as step:
        checked = check_paths(paths, rules_asked, outputs, step, decided=waivers, gate=gate)
    outputs.write(checked.settled, paths, checked.cases, day(on))
    if as_json:
        print_json(settled_json(checked.settled) | {"case": checked.states})
    else:
        for line in checked.states:
            out_console.print(f"  {line}", markup=False, soft_wrap=True, style="yellow")
        show_settled(out_console, checked.settled)
    exit_on_serious(checked.settled.audit.findings)


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

    settings, about = batch_settings(day(on), region, profile, extra)
    with bar("核查", "未能核查") as advance:
        done = run_checks(paths, out, settings, about=about, workers=workers or cores(), advance=advance)
    for line in done.refusals()[:MOST_REFUSALS]:
        error_console.print(f"未能核查：{line}", markup=False, soft_wrap=True)
    out_console.print(f"{done.sentence()}。结果在 {out}", markup=False, soft_wrap=True)
    exit_of_batch(done.lists)


def waive(  # noqa: PLR0917  (each parameter is an option of the command)
    source: Annotated[Path, typer.Argument(metavar="案卷", help="案卷文件夹，或一个文件（须另指定豁免记录）")],
    mark: Annotated[str, typer.Argument(metavar="指纹", help="发现的指纹，见 yzperf check；写开头几位也可以")],
    reason: Annotated[str, typer.Option("--reason", metavar="理由", help="为什么这样决定，必须写")] = "",
    by: Annotated[str, typer.Option("--by", metavar="姓名", help="谁决定的，必须写")] = "",
    decision: Annotated[str, typer.Option("--decision", metavar="决定", help="接受、驳回或豁免")] = "豁免",
    waivers: Waivers = None,
    register: Register = None,
    profile: Profile = None,
    region: Region = "国家",
    on: On = "",
    extra: Extra = None,
) -> None:
    """豁免：对一处发现作出决定，写明理由和姓名；发现不变，以后的核查都照此办理。"""
    from yzperf.apps import waive as deciding

    rules_asked = {"on": day(on), "region": region, "profile": profile, "extra": extra, "register": register}
    decided = {"decision": deciding.decision(decision), "reason": reason, "by": by, "on": date.today()}
    out_console.print(deciding.waive(source, mark, decided, rules_asked, waivers), markup=False, soft_wrap=True)


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
        print_json(revision_json(revision))
    else:
        show_revision(out_console, revision)
    if not revision.is_answered:
        raise typer.Exit(1)


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
        require_other(path, [*given, *(known or [])])
    copy_tables.require_names(index, out)
    with stages() as advance:
        search = face.find_copies(folder, given, index=index, known=known or [], advance=advance)
    for line in copy_tables.refusals(search)[:MOST_REFUSALS]:
        error_console.print(f"未能读取：{line}", markup=False, soft_wrap=True)
    if index and search.new_index is not None:
        say_written(index)
    if out:
        copy_tables.write_copies(search, out)
        say_written(out)
    if as_json:
        print_json(copy_tables.copies_json(search))
    else:
        copy_tables.show_copies(out_console, search)
    if search.refused:
        raise typer.Exit(2)
