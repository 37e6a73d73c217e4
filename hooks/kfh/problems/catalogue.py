"""The catalogue: every code, which never changes its meaning, with what it is for. Its words stand in catalogue.yml."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml


class Severity(StrEnum):
    """An error stops the build, a warning is shown, and advice is given to those who ask for it."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Check:
    """`rule` is what must hold, in one sentence; `mended` says whether `kfh check --fix` puts it right.

    `at` is where the examples `wrong` and `right` stand, as in "fields of a post"; "" where no text can show them.
    """

    code: str
    rule: str
    why: str
    wrong: str
    right: str
    at: str = ""
    severity: Severity = Severity.ERROR
    mended: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "severity", Severity(self.severity))


def _load() -> dict[str, Check]:
    source = Path(__file__).with_suffix(".yml").read_text("utf-8")
    entries = yaml.load(source, yaml.CSafeLoader)
    return {code: Check(code=code, **entry) for code, entry in entries.items()}


CHECKS = _load()
