"""The command line (命令行). Exit status: 0 nothing wrong, 1 blocking or major findings, 2 unusable input or arguments."""

from __future__ import annotations

import sys

from typer.exceptions import TyperException

from yzperf.apps.chinese_help import ChineseTyper
from yzperf.cli import cases, checking, rules, scoring
from yzperf.cli.screen import fail, sentence, use_utf8
from yzperf.errors import YzperfError

app = ChineseTyper(
    name="yzperf",
    help="预算绩效评价工作台：读取单位交来的文件，按规则计分，核查，出正式报告。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
# In the order in which `yzperf --help` lists them.
for command in (
    cases.demo,
    cases.evaluate,
    scoring.score,
    scoring.batch,
    scoring.merge,
    scoring.sample,
    scoring.database,
    scoring.portfolio,
    checking.check,
    checking.checks,
    checking.waive,
    checking.compare,
    checking.copies,
    cases.new_case,
    cases.seal,
    cases.survey,
    cases.report,
    rules.rules,
    rules.layout,
    rules.form,
    rules.framework,
    cases.serve,
    cases.version,
):
    app.command(command.__name__.replace("_", "-"))(command)


def main() -> None:
    """Entry point: run a command, turn every expected error into Chinese sentences on standard error."""
    debug = "--debug" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    use_utf8()
    try:
        code = app(args=arguments, standalone_mode=False, prog_name="yzperf")
    except (YzperfError, TyperException, OSError, KeyboardInterrupt) as error:
        if debug:
            raise
        fail(sentence(error))
    else:
        sys.exit(code if isinstance(code, int) else 0)
