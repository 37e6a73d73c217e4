"""The templates of the site, where it has some of its own."""

from __future__ import annotations

import re

from kfh.model import settings
from kfh.reading.sources import Sources

_ID = re.compile(r"""\sid=["']([^"']+)["']""")
_USED = re.compile(r"""\{%-?\s*(?:extends|from|import|include)\s+["']([^"']+)["']""")


def places(sources: Sources, template: str) -> frozenset[str] | None:
    """The places that links can lead to in any page of this template; None where nobody can tell.

    They are the ids in it, and in what it includes; some may have names that only a build makes.
    """
    below, found = folder(sources), set[str]()
    waiting = [template] if below else []
    for name in waiting:
        written, problems = sources.text(f"{below}/{name}")
        if any(problem.code == "KFH413" for problem in problems):  # it is a link, to what is not looked at
            return None
        found.update(_ID.findall(written))
        waiting += (used for used in _USED.findall(written) if used not in waiting)
    return None if any("{" in name for name in found) else frozenset(found)


def names(sources: Sources) -> set[str]:
    below = folder(sources)
    return {name for name in sources.names(below) if name.endswith(".html")} if below else set()


def folder(sources: Sources) -> str:
    """The folder of templates that the settings name, or ""."""
    top, _ = sources.yaml(settings.FILE)
    found = top.find(("theme", "custom_dir")).value if top else None
    return found if isinstance(found, str) else ""
