"""The warnings that MkDocs' strict mode will count, known before the site is in its place.

MkDocs counts them after the last event of a build, and not at all when it is to be quiet.
"""

from __future__ import annotations

import logging

from mkdocs.exceptions import PluginError
from mkdocs.utils import CountHandler

_ENGINE = logging.getLogger("mkdocs")


class Strict:
    """Counts from now on, until `stop`; what is shown stays as it is."""

    def __init__(self) -> None:
        for handler in _ENGINE.handlers:
            if not isinstance(handler, CountHandler):
                handler.setLevel(max(handler.level, _ENGINE.level))
        _ENGINE.setLevel(min(_ENGINE.level, logging.WARNING))
        self._counter = CountHandler()
        self._counter.setLevel(logging.WARNING)
        _ENGINE.addHandler(self._counter)

    def refuse(self) -> None:
        """Raise PluginError where anything was counted."""
        if self._counter.get_counts():
            message = "the site was not built, for strict mode allows no warnings; what stood before still stands"
            raise PluginError(message)

    def stop(self) -> None:
        _ENGINE.removeHandler(self._counter)
