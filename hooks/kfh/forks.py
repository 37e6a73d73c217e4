"""Work shared among the cores: forked children take what this process holds in memory, and hand back what they find."""

from __future__ import annotations

import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

_job: tuple[Callable[[Any], Any], Any]


def shared(work: Callable[[Sequence[Item]], Result], items: Sequence[Item], enough: int) -> list[Result]:
    """What `work` gives for the items, in as many shares as there are cores; of fewer than `enough`, in one share here.

    Core n of c has the items n, n + c, n + 2c and so on, so that long and short ones spread.
    """
    cores = _cores()
    if cores == 1 or len(items) < enough:
        return [work(items)]
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(cores, context, initializer=_start, initargs=(work, items)) as pool:
        return list(pool.map(_run, [slice(core, None, cores) for core in range(cores)]))


def _start(work: Callable[[Any], Any], items: Any) -> None:
    global _job  # noqa: PLW0603 (a child's own, inherited and never sent)
    _job = (work, items)


def _run(share: slice) -> Any:
    work, items = _job
    return work(items[share])


def _cores() -> int:
    """A copy of a process with threads, such as a preview, can wait for ever on what another thread held."""
    if "fork" not in multiprocessing.get_all_start_methods() or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
