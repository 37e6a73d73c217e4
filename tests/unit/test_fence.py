"""Imports go one way: the core must outlive the engine."""

import ast
from pathlib import Path

import pytest

CORE = Path(__file__).parents[2] / "hooks/kfh"
ROOMS = ["text", "content", "plan", "editions", "assets", "pages"]


def imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        if isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("path", sorted(CORE.rglob("*.py")), ids=lambda path: path.relative_to(CORE).as_posix())
def test_the_core_never_imports_the_engine(path):
    assert not [name for name in imports(path) if name.split(".")[0] in ("mkdocs", "material", "engine", "publish")]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_itself_and_those_before_it(room):
    later = {f"kfh.{name}" for name in ROOMS[ROOMS.index(room) + 1 :]}
    for path in (CORE / room).rglob("*.py"):
        assert not {".".join(name.split(".")[:2]) for name in imports(path)} & later, path
