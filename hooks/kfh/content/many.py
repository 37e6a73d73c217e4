"""Many files checked at once, on every core; few are checked sooner without."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from kfh.content import checking

if TYPE_CHECKING:
    from kfh.content.checking import Kept
    from kfh.content.vocabulary import Registers

ENOUGH = 300
"""Files from which on starting further processes pays."""

_SHARE = 50


def _start() -> None:
    """Leave what is found to the end of a short life: looking for rubbish takes a quarter of the time."""
    gc.disable()


def check(files: dict[str, bytes], registers: Registers) -> dict[str, Kept]:
    """What the check of each file finds, by path; `files` are what stands at each path."""
    cores = os.cpu_count() or 1
    if len(files) < ENOUGH or cores == 1 or not _can_fork():
        return _each(list(files.items()), registers)
    found: dict[str, Kept] = {}
    items = list(files.items())
    shares = [items[start : start + _SHARE] for start in range(0, len(items), _SHARE)]
    with ProcessPoolExecutor(cores, multiprocessing.get_context("fork"), initializer=_start) as pool:
        for part in pool.map(_each, shares, [registers] * len(shares)):
            found |= part
    return found


def _each(files: list[tuple[str, bytes]], registers: Registers) -> dict[str, Kept]:
    return {path: checking.check(path, raw, registers) for path, raw in files}


def _can_fork() -> bool:
    """A copy of a process with threads can wait for ever on what another thread held."""
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
