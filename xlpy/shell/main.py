"""`hotich`: finds the verb, carries it out, and tells in one line what could not be done."""

import gc
import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from xlpy import __version__
from xlpy.shell.command_line import WITH_A_VALUE, Parser, add_folder
from xlpy.shell.verbs import VERBS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a Windows console may not be
    words = sys.argv[1:] if arguments is None else arguments
    options = parser(words).parse_args(words)
    from xlpy.shell.screens import CLEAN, COULD_NOT, tell  # not for --help

    try:
        code: int = _module(options.verb).run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has seen enough
        return CLEAN
    except KeyboardInterrupt:
        tell("Đã dừng.")
        return COULD_NOT
    except Exception as error:
        if os.environ.get("HOTICH_DEBUG"):
            raise
        from pathlib import Path

        from xlpy.app.errors import explain
        from xlpy.app.folder import Folder
        from xlpy.shell.hints import with_place

        folder = Folder(getattr(options, "folder", Path()), getattr(options, "journal", ""))
        tell(with_place(explain(error, folder.path), folder))
        return COULD_NOT
    return code


def parser(asked: Sequence[str]) -> ArgumentParser:
    """The command line of `hotich`; `verb` of what it parses names the verb.

    Of the words `asked` that name a verb, the first is what is wanted: nobody waits for the options of the others.
    """
    top = Parser(prog="hotich", description="Tổng hợp báo cáo nhập dữ liệu Sổ hộ tịch hằng ngày.", allow_abbrev=False)
    top.add_argument("--version", action="version", version=f"hotich {__version__}", help="in số phiên bản")
    wanted = _verb_of(asked)
    verbs = top.add_subparsers(
        dest="verb", required=True, metavar="LỆNH", parser_class=_Listed if wanted is None else Parser
    )
    add_folder(top, ".")
    for verb, text in VERBS.items():
        if wanted not in (None, verb):
            continue
        added = verbs.add_parser(verb, help=text, description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False)
        if verb == wanted:
            _module(verb).add_options(added)
    return top


class _Listed(ArgumentParser):
    """A verb where none is asked for: it stands in the list of all, and nothing is ever parsed by it."""

    def __init__(self, **_: object) -> None:
        pass


def _verb_of(words: Sequence[str]) -> str | None:
    """The verb where argparse will look for it, or None where it will tell of all verbs."""
    rest = iter(words)
    for word in rest:
        if word in WITH_A_VALUE:
            next(rest, None)
        elif word in ("-h", "--help"):
            return None
        elif not word.startswith("-"):
            return word if word in VERBS else None
    return None


def _module(verb: str) -> ModuleType:
    return import_module(f"xlpy.shell.verbs.{verb.replace('-', '_')}")


_COLLECT_AT = 300_000
"""Objects made and not yet let go at which garbage is looked for: a press has fewer, a hundred drawn workbooks more."""


def run() -> None:
    """The `hotich` command. A press lives a quarter of a second, of which collecting garbage would take a tenth."""
    gc.set_threshold(_COLLECT_AT)
    code = main()
    gc.freeze()  # nor at the end, when all goes at once
    sys.exit(code)
