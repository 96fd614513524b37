"""Commands that look up rules, forms and frameworks (规则和表式)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yzperf.cli.options import AsJson, Extra, On, Out, Region, day, require_other
from yzperf.cli.screen import error_console, out_console, print_json, say_written


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

    rules_in_force = load_rules(on=day(on), region=region, extra=extra)
    show_rules(out_console, rules_in_force, key, profiles, frameworks, unverified)


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
        require_other(out, [file])
        error_console.print(write_guesses(guesses, out), markup=False, soft_wrap=True)
    if confirm:
        error_console.print(confirm_guesses(guesses), markup=False, soft_wrap=True)


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
        require_other(out, [read])
        forms = form_files.read_filled(read, kind, extra)
        if out:
            form_files.write_filled(forms, out)
            say_written(out)
        if as_json:
            print_json([form_files.filled_json(filled) for filled in forms])
        else:
            for filled in forms:
                form_files.show_filled(out_console, filled)
        if any(filled.problems for filled in forms):
            raise typer.Exit(1)
    elif id is not None:
        out_console.print(f"已写出：{form_files.write_form(id, out, extra)}", markup=False, soft_wrap=True)
    elif as_json:
        print_json(form_files.form_list(extra))
    else:
        form_files.show_form_list(out_console, form_files.form_list(extra))


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

    rules_in_force = load_rules(on=day(on), region=region, extra=extra)
    if id is None:
        show_frameworks(out_console, rules_in_force)
    elif out is None:
        show_framework(out_console, rules_in_force.framework(id), rules_in_force)
    else:
        from yzperf.apps.score_form import write_score_form

        write_score_form(rules_in_force.framework(id), rules_in_force, out)
        say_written(out)
