"""How far a long build is, for the person who waits at a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

PATIENCE = 2
"""Seconds after which people want to know that something goes on."""

_TO_START_OF_EMPTY_LINE = "\r\x1b[K"
"""ECMA-48, sections 8.3.15 (CR) and 8.3.41 (EL)."""


class Progress:
    """One line that is written over again and again, and is gone in the end; nothing where no terminal shows it."""

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream or sys.stderr, clock
        self._start = clock()
        self._shown = False
        self._stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Name a stage of the build, and count what happens within to its time."""
        self._show(f"{name.capitalize()} …")
        start = self._clock()
        yield
        self._stages[name] = self._clock() - start
        self.end()

    def times(self) -> str:
        """The seconds of the whole build and of its stages, for people."""
        return f"{self.seconds:.2f} seconds: " + ", ".join(f"{name} {took:.2f}" for name, took in self._stages.items())

    @property
    def seconds(self) -> float:
        """How long the build has taken."""
        return self._clock() - self._start

    def tell(self, what: str, done: int, number: int) -> None:
        """Say how many are done, once the build takes long."""
        if self.seconds > PATIENCE:
            self._show(f"{what}: {done:,} of {number:,}")

    def _show(self, line: str) -> None:
        if self._stream.isatty():
            self._stream.write(f"{_TO_START_OF_EMPTY_LINE}{line}")
            self._stream.flush()
            self._shown = True

    def end(self) -> None:
        if self._shown:
            self._stream.write(_TO_START_OF_EMPTY_LINE)
            self._stream.flush()
            self._shown = False
