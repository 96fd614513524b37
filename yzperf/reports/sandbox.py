"""The template engine, locked (模板沙箱): templates are code; they are read first, then run without power."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from math import isnan
from typing import Any

from jinja2 import StrictUndefined, meta, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from yzperf.errors import ReportError
from yzperf.reports.pictures import OpaquePicture

# All that a report template needs. No call, no filter, no arithmetic: ``'a' * 10**8`` is no report either.
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const,
    nodes.For, nodes.If, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip
_PLAIN = (str, int, OpaquePicture)


def environment() -> ImmutableSandboxedEnvironment:
    """Make the engine: sandboxed, escaping, strict about names, refusing None and NaN, without globals."""
    engine = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_refuse_gaps)
    engine.globals.clear()
    engine.filters.clear()
    return engine


def complaints(source: str, known: Iterable[str]) -> Iterator[str]:
    """Say what a template part may not do: syntax errors, unknown names, calls, hidden attributes.

    Parameters
    ----------
    source : str
        Text of the part as the engine will get it.
    known : iterable of str
        Names that the report provides.
    """
    engine = environment()
    try:
        tree = engine.parse(source)
    except TemplateError as error:
        yield f"模板语法错误：{error.message}"
        return
    forbidden = dict.fromkeys(_forbidden(node) for node in _all_nodes(tree) if _forbidden(node))
    yield from forbidden
    # Looking for names compiles, and compiling folds constants: 'a' * 10**10 must be out by then.
    unknown = set() if forbidden else meta.find_undeclared_variables(tree) - set(known)
    for name in sorted(unknown):
        yield f"未知的内容“{name}”，可用：{'、'.join(sorted(known))}"


def require_plain(context: Mapping[str, Any]) -> None:
    """Refuse anything in the context that has methods of its own: the sandbox does not guard objects.

    Raises
    ------
    ReportError
        Naming where it stands.
    """
    strange = list(_strange(context, ""))
    if strange:
        raise ReportError([f"报告内容“{place}”不是文字、数字或列表（{kind}），不能交给模板" for place, kind in strange])


def _strange(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _strange(inner, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _strange(inner, f"{place}[{number}]")
    elif type(value) not in (*_PLAIN, bool):
        yield place, type(value).__name__


def _refuse_gaps(value: Any) -> Any:
    if value is None or (isinstance(value, float | Decimal) and isnan(value)):
        raise ReportError("报告中有一处内容为空值（None 或 NaN），没有印出。请补齐数据后重新生成。")
    return value


def _all_nodes(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _all_nodes(child)


def _forbidden(node: nodes.Node) -> str:
    if not isinstance(node, _ALLOWED):
        return f"不允许的写法（{type(node).__name__}）：模板只能取值、判断和循环"
    if _is_hidden(node):
        return "不允许取用以下划线开头的名称"
    return ""


def _is_hidden(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Getitem):
        return not isinstance(node.arg, nodes.Const) or str(node.arg.value).startswith("_")
    name = node.attr if isinstance(node, nodes.Getattr) else node.name if isinstance(node, nodes.Name) else ""
    return name.startswith("_")
