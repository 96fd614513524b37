"""A total as a formula of its factors (因素算式): read as arithmetic, never run as a program."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from yzperf.methods.wording import listing

_OPERATIONS: Mapping[type[ast.operator], Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def faults(formula: str | None, names: Sequence[str]) -> list[str]:
    """Tell what a formula has that is not arithmetic of the factors, and which factors it lacks."""
    if formula is None:
        return []
    try:
        tree = _tree(formula)
    except (SyntaxError, ValueError):
        return [f"算式“{formula}”读不懂，应由因素名、数和 + - * / ** 括号组成，如 (甲+乙)*丙"]
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    strange = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.expr) and not _is_arithmetic(node)]
    problems = [f"算式只能用 + - * / ** 和括号，不能用：{listing(strange)}"] if strange else []
    unknown, idle = sorted(used - set(names)), [name for name in names if name not in used]
    problems += [f"算式里的{listing(unknown)}不是因素，现有因素：{'、'.join(names)}"] if unknown else []
    return problems + ([f"算式没有用到因素：{listing(idle)}"] if idle else [])


def evaluate(formula: str | None, factors: Mapping[str, np.ndarray]) -> np.ndarray:
    """Compute the formula (the product of all factors if there is none) element by element; no warning where undefined."""
    with np.errstate(all="ignore"):
        if formula is None:
            product: np.ndarray = np.prod(np.stack(list(factors.values())), axis=0)
            return product
        return np.broadcast_to(_value(_tree(formula), factors), next(iter(factors.values())).shape)


def _tree(formula: str) -> ast.expr:
    return ast.parse(
        formula.replace("×", "*").replace("÷", "/").replace("（", "(").replace("）", ")"), mode="eval"
    ).body


def _is_arithmetic(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return type(node.op) in _OPERATIONS
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.USub)
    number = isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)
    return number or isinstance(node, ast.Name)


def _value(node: ast.expr, factors: Mapping[str, np.ndarray]) -> np.ndarray:
    if isinstance(node, ast.BinOp):
        return _OPERATIONS[type(node.op)](_value(node.left, factors), _value(node.right, factors))
    if isinstance(node, ast.UnaryOp):
        return -_value(node.operand, factors)
    if isinstance(node, ast.Name):
        return factors[node.id]
    return np.asarray(ast.literal_eval(node), float)
