"""Imports go one way: the core must outlive the engine; and each fact stands in one place."""

import ast
import re
from pathlib import Path

import pytest

from kfh.plan.table import EntryKind, Fixed

HOOKS = Path(__file__).parents[2] / "hooks"
CORE = HOOKS / "kfh"
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


def strings(path):
    """The texts in the code of a module, less what explains it."""
    tree = ast.parse(path.read_text("utf-8"))
    explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield node.value


OF_THE_BUILD = "|".join(
    re.escape(fixed.path) + ("(?:/|$)" if fixed.kind is EntryKind.FOLDER else "") for fixed in Fixed
)
OWN_LISTS = {
    CORE / "plan/table.py",
    CORE / "permanence/contract.py",  # it looks at a built site as subscribers do, and takes nobody's word
}


def test_no_module_but_the_table_names_what_every_site_has():
    """`sitemap.xml` or `tags/`: another list of what the site has would differ from it one day."""
    others = [path for path in HOOKS.rglob("*.py") if path not in OWN_LISTS]
    named = re.compile(rf"(?<![\w.-])(?:{OF_THE_BUILD})")
    assert not {path.name: text for path in others for text in strings(path) if named.search(text)}
