"""The one registry of rules: `@rule("KFH220")` beside a function makes it one, and `catalogue.yml` has its words.

A rule takes one thing and yields the problems that it finds there. What it takes, as its annotation says, is its level:
the `ProjectFiles` (the names of all), a `Reading` (the fields of one file), a `Text`, what is `Shown` of it, or the
`Whole` site.
"""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from kfh.problems.problem import Problem

Look = TypeVar("Look", bound=Callable[..., Iterable[Any]])


@dataclass(frozen=True)
class Rule:
    """A function with the codes of the problems that it may yield, and when it is asked.

    `first`: where it finds anything, nothing else is said of its file or text. `alone`: it is told only of files of
    which nothing else is. `publish`: what it finds counts where the site is published.
    """

    codes: frozenset[str]
    look: Callable[[Any], Iterable[Problem]]
    first: bool = False
    alone: bool = False
    publish: bool = False

    def __call__(self, seen: Any) -> Iterator[Problem]:
        for problem in self.look(seen):
            assert problem.code in self.codes, f"{self.look.__name__} is not registered for {problem.code}"
            yield problem


RULES: dict[str, list[Rule]] = {}
"""The rules of each level, by the name of its class."""


def rule(*codes: str, first: bool = False, alone: bool = False, publish: bool = False) -> Callable[[Look], Look]:
    """Register a function as a rule that yields problems of these codes; see Rule."""

    def register(look: Look) -> Look:
        level = next(iter(inspect.get_annotations(look).values()))
        RULES.setdefault(level, []).append(Rule(frozenset(codes), look, first, alone, publish))
        return look

    return register


def first_in(seen: Any) -> list[Problem]:
    """What those rules find that come first; where it is anything, the others need not be asked."""
    return [problem for rule in rules_of(type(seen)) if rule.first for problem in rule(seen)]


def found_in(seen: Any, told: Iterable[Problem] = (), *, publish: bool = False) -> list[Problem]:
    """What the other rules for `seen` find in it; with `publish`, those that count only where the site is published.

    `told` are the problems that are known already.
    """
    rules = [rule for rule in rules_of(type(seen)) if rule.publish == publish and not rule.first]
    found = [problem for rule in rules if not rule.alone for problem in rule(seen)]
    paths = {problem.path for problem in (*told, *found)}
    last = (problem for rule in rules if rule.alone for problem in rule(seen))
    return [*found, *(problem for problem in last if problem.path not in paths)]


def rules_of(level: type) -> list[Rule]:
    """The rules of a level; those of other rooms must have been imported."""
    load()
    return RULES.get(level.__name__, [])


@cache
def load() -> None:
    """Import the modules of this room, with their rules."""
    room = __package__
    assert room
    for module in pkgutil.iter_modules(import_module(room).__path__, f"{room}."):
        import_module(module.name)
