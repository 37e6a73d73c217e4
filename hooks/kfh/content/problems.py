"""A problem, and the three forms in which a report shows it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault in one place.

    `path` is relative to the site's root, with `/`; `line` and `column` count from 1.
    `message` says what must hold and what was found; `fix` is what to write instead, or "".
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    fix: str = ""
    severity: Severity = Severity.ERROR


def as_text(problems: Iterable[Problem]) -> str:
    return "\n".join(_text(problem) for problem in sorted(problems))


def _text(problem: Problem) -> str:
    head = f"{problem.path}:{problem.line}:{problem.column}: {problem.severity} {problem.code} {problem.message}"
    fix = "".join(f"\n    {line}" for line in problem.fix.splitlines())
    return f"{head}\n  write:{fix}" if fix else head


def as_json(problems: Iterable[Problem]) -> str:
    return json.dumps([asdict(problem) for problem in sorted(problems)], ensure_ascii=False, indent=2)


def as_github(problems: Iterable[Problem]) -> str:
    """Workflow commands that put each problem on its line of a pull request.

    Source: GitHub Actions, "Workflow commands", setting an error message.
    """
    return "\n".join(_command(problem) for problem in sorted(problems))


def _command(problem: Problem) -> str:
    place = f"file={_escape(problem.path, ',:')},line={problem.line},col={problem.column},title={problem.code}"
    message = f"{problem.message}\nwrite: {problem.fix}" if problem.fix else problem.message
    return f"::{problem.severity} {place}::{_escape(message)}"


def _escape(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


FORMATS = {"text": as_text, "json": as_json, "github": as_github}


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)
