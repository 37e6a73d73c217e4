"""Reports: problems for people, for programs, for a pull request and for code-scanning tools."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from kfh.model.article import Kind
from kfh.problems.catalogue import CHECKS, Severity
from kfh.problems.problem import Problem

Lines = Callable[[str], list[str]]

_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What ends a line, turns its direction, steers a terminal, or is no character."""

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.ADVICE: "36"}
_PROMISES = "KFH8"
"""How the codes of what was published and must stay start."""
_URGENCY = {severity: rank for rank, severity in enumerate(reversed(Severity))}
_WIDTH = 100
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def no_lines(_path: str) -> list[str]:
    return []


def one_line(text: str) -> str:
    """Words that come from files and their names, as one line: what would end it is shown as its escape."""
    return _UNSHOWN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def as_text(problems: Iterable[Problem], lines: Lines = no_lines, *, colour: bool = False) -> str:
    """Each problem with the line it stands in, a mark under the spot, and what to write instead."""
    return "\n".join(_text(problem, lines(problem.path), colour=colour) for problem in nearest_last(problems))


def nearest_last(problems: Iterable[Problem]) -> list[Problem]:
    """Problems as a person reads them who sees the end of a report first: errors last, and those of articles last.

    What is gone that was published comes before the links to it.
    """
    return sorted(problems, key=lambda problem: (_URGENCY[problem.severity], *_order(problem), problem))


def _order(problem: Problem) -> tuple[bool, bool]:
    return not problem.code.startswith(_PROMISES), _is_article(problem.path)


def _is_article(path: str) -> bool:
    return path.startswith(tuple(f"{kind.folder}/" for kind in Kind))


def _text(problem: Problem, lines: list[str], *, colour: bool) -> str:
    start, end = (f"\033[{_COLOURS[problem.severity]};1m", "\033[0m") if colour else ("", "")
    place = f"{one_line(problem.path)}:{problem.line}:{problem.column}"
    report = [f"{place}: {start}{problem.severity}{end} {problem.code} {one_line(problem.message)}"]
    report += _spot(problem, lines, start, end)
    return "\n".join((*report, *remedy(problem)))


def remedy(problem: Problem) -> list[str]:
    """Lines that say what to write, to add or to take out; none where nobody can know."""
    edit = problem.edit
    if edit and not edit.text and edit.end.column == 1:
        lines = edit.end.line - edit.start.line
        return ["  take out this line" if lines == 1 else f"  take out these {lines} lines"]
    what = "add" if edit and edit.start == edit.end else "write"
    return [f"  {what}:", *(f"    {one_line(line)}" for line in problem.fix.split("\n"))] if problem.fix else []


def _spot(problem: Problem, lines: list[str], start: str, end: str) -> list[str]:
    """The offending line, cut to what fits a terminal, and a caret under the column."""
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    if not line.strip(" -"):
        return []
    first = max(0, problem.column - _WIDTH // 2) if len(line) > _WIDTH else 0
    seen = "".join(character if character.isprintable() else " " for character in line[first : first + _WIDTH])
    return [f"    {seen}".rstrip(), f"    {' ' * (problem.column - 1 - first)}{start}^{end}"]


def as_json(problems: Iterable[Problem]) -> str:
    return json.dumps([_plain(problem) for problem in sorted(problems)], ensure_ascii=False, indent=2)


def _plain(problem: Problem) -> dict[str, Any]:
    names = ("path", "line", "column", "field", "code", "severity", "message", "fix")
    return {name: getattr(problem, name) for name in names}


def as_github(problems: Iterable[Problem]) -> str:
    """Workflow commands that put each problem on its line of a pull request.

    Source: GitHub Actions, "Workflow commands", setting an error message.
    """
    return "\n".join(_command(problem) for problem in sorted(problems))


def _command(problem: Problem) -> str:
    place = f"file={_escape(problem.path, ',:')},line={problem.line},col={problem.column},title={problem.code}"
    message = "\n".join((problem.message, *remedy(problem)))
    return f"::{_GITHUB[problem.severity]} {place}::{_escape(message)}"


def _escape(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def as_sarif(problems: Iterable[Problem]) -> str:
    """Source: OASIS, Static Analysis Results Interchange Format 2.1.0."""
    found = sorted(problems)
    rules = [
        {
            "id": check.code,
            "shortDescription": {"text": check.rule},
            "fullDescription": {"text": check.why},
            "defaultConfiguration": {"level": _SARIF[check.severity]},
        }
        for check in (CHECKS[code] for code in sorted({problem.code for problem in found}))
    ]
    tool = {"driver": {"name": "kfh", "rules": rules}}
    run = {"tool": tool, "columnKind": "unicodeCodePoints", "results": [_result(problem) for problem in found]}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _result(problem: Problem) -> dict[str, Any]:
    place = {
        "artifactLocation": {"uri": quote(problem.path, errors="surrogateescape")},
        "region": {"startLine": problem.line, "startColumn": problem.column},
    }
    found: dict[str, Any] = {
        "ruleId": problem.code,
        "level": _SARIF[problem.severity],
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": place}],
    }
    if problem.edit:
        start, end = problem.edit.start, problem.edit.end
        region = {
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column
        }  # fmt: skip
        replacement = {"deletedRegion": region, "insertedContent": {"text": problem.edit.text}}
        change = {
            "artifactLocation": {"uri": quote(problem.path, errors="surrogateescape")},
            "replacements": [replacement],
        }
        found["fixes"] = [{"description": {"text": CHECKS[problem.code].rule}, "artifactChanges": [change]}]
    return found


FORMATS = {"json": as_json, "github": as_github, "sarif": as_sarif}
"""The reports for programs; as_text is the one for people."""
