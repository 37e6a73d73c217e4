"""Imports go one way: the core must outlive the engine; and each fact stands in one place."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from kfh.plan.table import EntryKind, Fixed

HOOKS = Path(__file__).parents[2] / "hooks"
CORE = HOOKS / "kfh"
ROOMS = [
    "text", "values", "problems", "reading", "model", "runtime", "plan", "rules", "editions", "assets", "pages",
    "output", "built", "commands",
]  # fmt: skip
"""Each imports only itself and those before it."""


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


def test_every_room_has_its_place():
    assert {path.parent.name for path in CORE.glob("*/__init__.py")} == {*ROOMS}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_itself_and_those_before_it(room):
    later = {f"kfh.{name}" for name in ROOMS[ROOMS.index(room) + 1 :]}
    for path in (CORE / room).rglob("*.py"):
        assert not {".".join(name.split(".")[:2]) for name in imports(path)} & later, path


def modules():
    """Each module of ours by its name, with those of ours that it imports."""
    found = {".".join(path.relative_to(HOOKS).with_suffix("").parts): path for path in HOOKS.rglob("*.py")}
    return {
        name: {other for other in imports(path) if other in found and other != name} for name, path in found.items()
    }


def test_no_imports_go_in_a_circle():
    left = modules()
    while free := [name for name, needed in left.items() if not needed & left.keys()]:
        for name in free:
            del left[name]
    assert not left


def test_no_module_and_no_class_has_a_name_twice():
    rooms = {path.parent.name for path in HOOKS.rglob("__init__.py")}
    names = [path.stem for path in HOOKS.rglob("*.py") if not path.stem.startswith("__")]
    trees = (ast.parse(path.read_text("utf-8")) for path in HOOKS.rglob("*.py"))
    classes = [node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    assert not [name for name, count in Counter([*names, *rooms]).items() if count > 1]
    assert not [name for name, count in Counter(classes).items() if count > 1]


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
    CORE / "built/contract.py",  # it looks at a built site as subscribers do, and takes nobody's word
}


def test_no_module_but_the_table_names_what_every_site_has():
    """`sitemap.xml` or `tags/`: another list of what the site has would differ from it one day."""
    others = [path for path in HOOKS.rglob("*.py") if path not in OWN_LISTS]
    named = re.compile(rf"(?<![\w.-])(?:{OF_THE_BUILD})")
    assert not {path.name: text for path in others for text in strings(path) if named.search(text)}


OPENERS = {
    "reading/sources.py": "the one reader of sources",
    "problems/catalogue.py": "our own words",
    "runtime/fingerprint.py": "our own code, and templates",
    "runtime/store.py": "what is kept between builds",
    "output/writer.py": "the site",
    "assets/search_index.py": "the search index",
    "built/contract.py": "a built site",
    "built/snapshot.py": "a built site",
    "commands/new.py": "a file that is not there yet",
    "__main__.py": "the null device",
    "../engine/stage.py": "locks",
    "../engine/preview.py": "our own words",
}


def test_no_module_but_one_opens_a_source():
    """What stands on standard input is laid over the files there: who opens one himself would pass it over."""
    allowed = {(CORE / path).resolve() for path in OPENERS}
    opening = {path for path in HOOKS.rglob("*.py") if any(map(opens, ast.walk(ast.parse(path.read_text("utf-8")))))}
    assert opening == allowed


def opens(node):
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id == "open"
    of_pictures = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) in ("Image", "os")
    names = ("open", "read_text", "read_bytes")
    return isinstance(node.func, ast.Attribute) and node.func.attr in names and not of_pictures
