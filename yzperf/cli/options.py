"""Options that several commands share (共用选项), and what is asked of their values."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from yzperf import __version__
from yzperf.errors import LoadError

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
Register = Annotated[
    Path | None,
    typer.Option("--register", metavar="文件夹", help="登记库：机构、主评人、股东、合同、任职五张表；默认用案卷里的"),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，供其他程序读取")]


def day(text: str) -> date:
    if not text:
        return date.today()
    try:
        return date(*map(int, re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text).groups()))  # type: ignore[union-attr]
    except (ValueError, AttributeError):
        raise LoadError(f"--on：读到“{text}”，应为日期，如 2025-03-01") from None


def require_other(out: Path | None, given: list[Path]) -> None:
    """Results never replace the file they were made from."""
    if out and any(out.resolve() == path.resolve() for path in given):
        raise LoadError(f"--out：“{out}”就是交来的文件，写上去会冲掉原件。请换一个文件名")


def batch_settings(
    on: date, region: str, profile: str | None, extra: Path | None
) -> tuple[dict[str, Any], dict[str, str]]:
    """What the children are told, and what the lists say of it; unknown rules end a batch before its first file."""
    from yzperf.rules import load_rules

    rules_in_force = load_rules(on=on, region=region, extra=extra)
    if profile:
        rules_in_force.profile(profile)
    settings = {"on": on.isoformat(), "region": region, "profile": profile}
    about = {
        "规则日期": on.isoformat(),
        "地区": region,
        "计分方案": profile or "按表式",
        "程序": f"yzperf {__version__}",
    }
    return settings | {"rules": str(extra.resolve()) if extra else None}, about
