"""The register of retired addresses: what was given up for good, each with the reason."""

from __future__ import annotations

from typing import NamedTuple

from kfh.problems.edits import Place
from kfh.problems.problem import Problem
from kfh.reading.sources import Sources

FILE = "docs/vocabulary/retired.yml"


class Retired(NamedTuple):
    """Why an address was given up, and where the register says so."""

    why: str
    place: Place


def load(sources: Sources) -> tuple[dict[str, Retired], list[Problem]]:
    """The retired addresses of a site, and every problem; a site need not have the file."""
    if not sources.is_there(FILE):
        return {}, []
    top, problems = sources.yaml(FILE)
    if problems or not top or not top.value:
        return {}, problems
    if not isinstance(top.value, dict):
        return {}, [Problem(FILE, 1, 1, "KFH303", "must be a list of addresses, each with a colon and the reason")]
    found: dict[str, Retired] = {}
    for address, node in top.value.items():
        place = node.key_place or node.place
        if isinstance(node.value, str) and node.value.strip():
            found[address] = Retired(node.value.strip(), place)
        else:
            message = f'"{address}" must have the reason after the colon, as one piece of text'
            problems.append(Problem(FILE, place.line, place.column, "KFH303", message, f"{address}: …"))
    return found, problems
