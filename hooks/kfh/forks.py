"""Work shared among the cores: forked children take what this process holds in memory, and hand back what they find."""

from __future__ import annotations

import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SHARES = 10
"""For each core: enough that both end at about the same time, and that progress can be told."""

Item = TypeVar("Item")
Result = TypeVar("Result")

_job: tuple[Callable[[Any], Any], Any]


def shared(work: Callable[[Sequence[Item]], Result], items: Sequence[Item], enough: int) -> Iterator[Result]:
    """What `work` gives for each of many shares of the items; of fewer than `enough`, for each share here.

    Share n of s has the items n, n + s, n + 2s and so on, so that long and short ones spread.
    """
    cores = _cores()
    shares = [slice(share, None, cores * SHARES) for share in range(min(cores * SHARES, len(items)))]
    if cores == 1 or len(items) < enough:
        yield from (work(items[share]) for share in shares)
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(cores, context, initializer=_start, initargs=(work, items)) as pool:
        yield from pool.map(_run, shares)


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
