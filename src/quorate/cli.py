"""The command `quorate`. Each subcommand is imported only when it is asked for, so that `duties` starts at once."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

DONE, FAILED, REFUSED = 0, 1, 2

# Which module answers which command; named, not imported, so that one command never pays for another.
_MODULES = {
    "duties": "duties",
    "pack": "packs",
    "run": "run",
    "migrate": "migrate",
    "demo": "demo",
    "audit": "audit",
    "reseal": "reseal",
    "import-people": "import_people",
    "import-census": "import_census",
    "export-case": "export_case",
    "duties-refresh": "duties_refresh",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 a check found faults, 2 the input was refused."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    try:
        code = _run(asked)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read our output has stopped reading (`| head`); there is nobody left to tell.
        sys.stderr.close()
        return DONE
    except KeyboardInterrupt:
        return 130
    except OSError as wrong:
        sys.stderr.write(f"quorate: the answer cannot be written: {wrong.strerror}; make room or name another place\n")
        return FAILED


def _run(asked: argparse.Namespace) -> int:
    module = importlib.import_module(f"quorate.commands.{_MODULES[asked.command]}")
    code: int = module.run(asked)
    return code


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        from importlib.metadata import version

        print(f"quorate {version('quorate')}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="quorate", description="Child protection conferences, each authority by its own procedure."
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="which version this is")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    _add_duties(commands)
    _add_pack(commands)
    _add_server(commands)
    return parser


def _add_duties(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    duties = commands.add_parser("duties", help="what is due, by when, from whom, under which clause")
    duties.add_argument("case", help="a case file in JSON, or - for standard input")
    duties.add_argument("--pack", required=True, metavar="NAME[/EDITION]", help="whose procedure to ask")
    duties.add_argument("--at", metavar="MOMENT", help="the date or instant asked about (default: now)")
    duties.add_argument("--jsonl", action="store_true", help="one case a line in, one answer a line out")
    duties.add_argument("--json", action="store_true", help="print the answer as one JSON object")
    duties.add_argument("--brief", action="store_true", help="leave out the reasons")
    duties.add_argument("--why", metavar="CODE", help="only this duty, with every step of its sum")
    duties.add_argument("--packs", metavar="FOLDER", help="where the packs are")
    duties.add_argument("--jobs", type=_jobs, metavar="N", help="processes for --jsonl (default: one a core)")


def _jobs(said: str) -> int:
    if not said.isdigit() or int(said) < 1:
        raise argparse.ArgumentTypeError(f"{said!r} is not a number of processes; say 1 or more")
    return int(said)


def _add_pack(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    pack = commands.add_parser("pack", help="check, show or compare packs")
    actions = pack.add_subparsers(dest="action", required=True, metavar="action")
    check = actions.add_parser("check", help="check all packs, or those named, with their examples")
    check.add_argument("names", nargs="*", metavar="NAME[/EDITION]")
    show = actions.add_parser("show", help="one pack as a page to read")
    show.add_argument("name", metavar="NAME[/EDITION]")
    compare = actions.add_parser("compare", help="authorities side by side")
    compare.add_argument("names", nargs="*", metavar="NAME[/EDITION]")
    compare.add_argument("--csv", action="store_true", help="as CSV instead of a table")
    schema = actions.add_parser("schema", help="JSON Schema of pack files, for editors")
    schema.add_argument("--form", action="store_true", help="of a form, booklet or leaflet instead")
    for action in (check, show, compare):
        action.add_argument("--packs", metavar="FOLDER", help="where the packs are")
        action.add_argument("--on", metavar="DATE", help="the day whose editions are meant (default: today)")


def _add_server(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = commands.add_parser("run", help="run everything: database, pages, stream of changes, job worker")
    run.add_argument("--port", metavar="N", help="the port of the pages (also QUORATE_PORT; default: 8000)")
    run.add_argument("--settings", action="store_true", help="list every setting, with default and example, and end")
    commands.add_parser("migrate", help="bring the database to the newest shape")
    commands.add_parser("reseal", help="seal addresses and numbers with the first key of QUORATE_FIELD_KEYS")
    demo = commands.add_parser("demo", help="the made-up world")
    demo.add_argument("action", choices=["build"], help="build what is not there yet")
    demo.add_argument("--json", action="store_true", help="print who may sign in as JSON")
    for one in (run, demo):
        one.add_argument("--today", metavar="DATE", help="the day the made-up world believes it is (default: today)")
    lists = commands.add_parser("import-people", help="agencies, professionals or rooms from a spreadsheet")
    lists.add_argument("file", metavar="FILE", help="a list in CSV or XLSX; its first row names the columns")
    lists.add_argument("--kind", required=True, choices=["agencies", "professionals", "rooms"])
    lists.add_argument("--authority", required=True, metavar="NAME", help="whose lists (its name or its pack's)")
    lists.add_argument("--by", required=True, metavar="EMAIL", help="the administrator who brings it in")
    lists.add_argument("--go", action="store_true", help="bring it in; without it only what would happen is said")
    _add_census(commands)
    _add_cases(commands)
    audit = commands.add_parser("audit", help="the trail of what was done and read")
    actions = audit.add_subparsers(dest="action", required=True, metavar="action")
    verify = actions.add_parser("verify", help="recompute every chain; 1 when an entry was changed, added or dropped")
    verify.add_argument("--heads", metavar="FILE", help="compare with heads that were exported earlier")
    heads = actions.add_parser("heads", help="print the newest hash of every chain, to be kept elsewhere")
    heads.add_argument("--to", metavar="FILE", help="write them to a file instead")


def _add_census(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    census = commands.add_parser("import-census", help="children and their history from a Children in Need census file")
    census.add_argument("file", metavar="FILE.xml", help="the file as it is sent to the Department for Education")
    census.add_argument("--authority", required=True, metavar="NAME", help="whose children (its name or its pack's)")
    census.add_argument("--by", required=True, metavar="EMAIL", help="who brings it in; may begin cases there")
    census.add_argument("--team", metavar="NAME", help="the team that gets the cases (default: you)")
    census.add_argument("--unit", metavar="NAME", help="the team of administrators that keeps their conferences")
    census.add_argument("--go", action="store_true", help="bring it in; without it only what would happen is said")
    census.add_argument("--faults", metavar="FILE.csv", help="write every fault to a file")
    census.add_argument("--other-number", action="store_true", help="whatever number the file is of")


def _add_cases(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = commands.add_parser("export-case", help="a family's case file, as `quorate duties` reads it")
    export.add_argument("reference", metavar="REF", help="the child's reference")
    export.add_argument("--by", required=True, metavar="EMAIL", help="who takes it out; needs the right to do so")
    export.add_argument("--why", default="", metavar="CODE", help="a code for the trail, such as court or complaint")
    refresh = commands.add_parser("duties-refresh", help="work out every duty anew, after a bank holiday declared late")
    refresh.add_argument("--authority", metavar="NAME", help="of one authority only (its name or its pack's)")


if __name__ == "__main__":
    sys.exit(main())
