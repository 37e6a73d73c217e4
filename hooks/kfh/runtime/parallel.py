"""Work shared among the cores: forked children take what this process holds in memory, and hand back what they find."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

SHARES = 10
"""For each core: enough that both end at about the same time, and that progress can be told."""

_SELDOM = 50_000
"""After how many new objects a child looks for rubbish: of what it makes, little refers to itself."""

Item = TypeVar("Item")
Result = TypeVar("Result")

_job: tuple[Callable[[Any], Any], tuple[Any, ...]]


def shared(
    work: Callable[[Sequence[Item]], Result], items: Sequence[Item], enough: int, then: Sequence[Item] = ()
) -> Iterator[Result]:
    """What `work` gives for each of many shares of the items; of fewer than `enough`, for each share here.

    Share n of s has the items n, n + s, n + 2s and so on, so that long and short ones spread. Those of `then`, which
    are quick ones, come when all others are done, on the cores that did these.
    """
    cores = _cores()
    if cores == 1 or len(items) < enough:
        yield from (work(batch[share]) for batch in (items, then) for share in _shares(batch, cores))
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(cores, context, initializer=_start, initargs=(work, items, then)) as pool:
        for number, batch in enumerate((items, then)):
            yield from pool.map(_run, [(number, share) for share in _shares(batch, cores)])


def _shares(items: Sequence[Any], cores: int) -> list[slice]:
    number = min(cores * SHARES, len(items))
    return [slice(share, None, number) for share in range(number)]


class Aside:
    """Work that a forked child does while this process goes on; where there can be none, it is done at once."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._child: BaseProcess | None = None
        self._receiver, sender = multiprocessing.Pipe(duplex=False)
        if _cores() == 1:
            work()
        else:
            self._child = multiprocessing.get_context("fork").Process(target=_report, args=(work, sender))
            self._child.start()
        sender.close()

    def finish(self) -> None:
        """Wait for the end of the work, and raise what it raised."""
        if self._child:
            try:
                error = self._receiver.recv()
            except EOFError:
                error = OSError("a part of the build was ended from outside")
            self._child.join()
            if error:
                raise error

    def stop(self) -> None:
        if self._child and self._child.is_alive():
            self._child.kill()
            self._child.join()


def _report(work: Callable[[], None], sender: Connection) -> None:
    gc.freeze()
    try:
        work()
        sender.send(None)
    except Exception as error:  # noqa: BLE001 (whatever it is, the parent raises it)
        sender.send(error)


def _start(work: Callable[[Any], Any], *batches: Any) -> None:
    global _job  # noqa: PLW0603 (a child's own, inherited and never sent)
    _job = (work, batches)
    gc.freeze()  # what is inherited is not looked through for rubbish, and stays shared
    gc.set_threshold(_SELDOM)
    gc.enable()


def _run(share: tuple[int, slice]) -> Any:
    work, batches = _job
    return work(batches[share[0]][share[1]])


def _cores() -> int:
    """A copy of a process with threads, such as a preview, can wait for ever on what another thread held."""
    if "fork" not in multiprocessing.get_all_start_methods() or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
