"""What texts are rendered into, kept by their words: the check renders each, and a build takes what was made of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kfh.runtime.fingerprint import Era
from kfh.runtime.store import Shelf
from kfh.text.markdown import Rendered, Rendering, renderer


class Texts:
    """The texts of the site at `root`, which lists these extensions of Markdown; see `Settings.markdown_extensions`."""

    def __init__(self, root: Path, extensions: tuple[tuple[str, str], ...]) -> None:
        self._extensions, self._era = extensions, Era(repr(extensions).encode())
        self._shelf = Shelf(root, "texts", Rendered)

    def render(self, text: str) -> Rendering:
        """Read and render a text, and keep its HTML."""
        rendering = renderer(self._extensions)(text)
        self._shelf.put(self._key(text), rendering.rendered)
        return rendering

    def get(self, text: str) -> Rendered:
        """The HTML of a text, as it was kept; rendered now where it was not."""
        return self._shelf.get(self._key(text)) or self.render(text).rendered

    def keep(self, texts: Iterable[str]) -> None:
        """Forget the others, once there are many."""
        self._shelf.keep(set(map(self._key, texts)))

    def _key(self, text: str) -> str:
        return self._era.digest(text)
