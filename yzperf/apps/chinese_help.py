"""What the command line says of itself, all in Chinese (中文帮助): the library's own words are put into Chinese here."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

F = TypeVar("F", bound=Callable[..., Any])

_WORDS = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "DEFAULT_STRING": "[默认：{}]",
    "REQUIRED_LONG_STRING": "[必填]",
    "RANGE_STRING": "",  # 1<=x<=65535: the help says it in words
}
_OPTIONS, _COMMAND = "[选项]", "命令 [参数]…"


class ChineseTyper(typer.Typer):
    """A command line whose commands explain themselves in Chinese only."""

    def __init__(self, **settings: Any) -> None:
        for name, text in _WORDS.items():
            setattr(rich_utils, name, text)
        super().__init__(cls=_Group, options_metavar=_OPTIONS, subcommand_metavar=_COMMAND, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[F], F]:
        """Register a command."""
        return super().command(name, cls=_Command, options_metavar=_OPTIONS, **settings)


class _Chinese:
    """What group and command share: the line of usage and the option --help."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")  # type: ignore[attr-defined]

    def get_params(self, ctx: Any) -> list[Any]:
        parameters = super().get_params(ctx)  # type: ignore[misc]
        for parameter in parameters:
            if parameter.metavar is None and getattr(parameter, "is_flag", False):
                parameter.metavar = ""  # no <bool> behind a switch
            if parameter.param_type_name == "argument":
                vars(parameter)["display_type_rich"] = _no_type
        return parameters  # type: ignore[no-any-return]

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示这份说明"
        return option


def _no_type(ctx: Any) -> str:
    """Arguments name themselves: no <path>, no <list[Path]>."""
    return ""


class _Command(_Chinese, TyperCommand):
    pass


class _Group(_Chinese, TyperGroup):
    pass


# Usage errors of the library, by the words it uses and by their kind; {0} is the option, argument or word concerned.
_BY_WORDS = (
    (re.compile(r"No such command '(.*?)'"), "没有命令“{0}”"),
    (re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)"), "多出来的参数“{0}”"),
    (re.compile(r"Option '(.*?)' does not take a value"), "选项“{0}”后面不写值"),
)
_BY_KIND = {
    "NoSuchOption": "没有选项“{0}”",
    "MissingParameter": "缺少参数“{0}”",
    "BadParameter": "参数“{0}”写法不对",
    "BadOptionUsage": "选项“{0}”缺少值",
    "NoArgsIsHelpError": "没有给出参数",
}


def usage_sentence(error: TyperException) -> str:
    """A wrong command or option in one Chinese sentence, with where to read how it goes."""
    text = str(getattr(error, "message", error))
    found = next(((match, words) for pattern, words in _BY_WORDS if (match := pattern.search(text))), None)
    known = _BY_KIND.get(type(error).__name__)
    if found:
        sentence = found[1].format(found[0][1])
    else:
        sentence = known.format(_subject(error)) if known else f"命令或参数不对（{text}）"
    return f"{sentence}。用法见 yzperf --help 或 yzperf 命令 --help"


def _subject(error: TyperException) -> str:
    """The option as it is typed, with what it takes; or the argument by its name."""
    if name := getattr(error, "option_name", None):
        return str(name)
    parameter = getattr(error, "param", None)
    names = [name for name in getattr(parameter, "opts", ()) if name.startswith("-")][:1]
    return " ".join([*names, getattr(parameter, "metavar", None) or getattr(parameter, "name", None) or ""]).strip()
