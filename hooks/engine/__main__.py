"""MkDocs, started only where its settings can be read: before that, none of our hooks could say what is at fault."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from mkdocs.__main__ import cli

from kfh.model import settings
from kfh.problems.problem import has_errors
from kfh.reading.sources import Sources
from kfh.rules.report import as_text, one_line


def main() -> None:
    """Do what `mkdocs` does with the same arguments, in the folder of a site; end with 1 where that is refused."""
    root = Path.cwd()
    sources = Sources(root)
    problems = settings.load(sources)[1] if os.path.lexists(root / settings.FILE) else []
    if has_errors(problems):
        lines = sources.lines
        sys.stderr.write(f"{as_text((problem.written_out(lines(problem.path)) for problem in problems), lines)}\n")
        raise SystemExit("the site was not built; what stood before still stands: mend what is listed above")
    try:
        cli(prog_name="mkdocs")
    except Exception as error:  # noqa: BLE001 (whatever it is, MkDocs met it before it called a hook)
        raise SystemExit(one_line(f"Error: {settings.FILE}, or what it names, cannot be used: {error}")) from None


if __name__ == "__main__":
    main()
