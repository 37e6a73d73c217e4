"""The catalogue and the registry agree: whatever is told has its words, and whatever has words can be told."""

import ast
from pathlib import Path

import pytest

from kfh import site
from kfh.problems.catalogue import CHECKS
from kfh.rules import registry

HOOKS = Path(__file__).parents[2] / "hooks"
TREES = {path: ast.parse(path.read_text("utf-8")) for path in sorted(HOOKS.rglob("*.py"))}


def codes_in(node):
    texts = (
        found.value for found in ast.walk(node) if isinstance(found, ast.Constant) and isinstance(found.value, str)
    )
    return {text for text in texts if text.startswith("KFH") and text[3:].isdigit() and len(text) == len("KFH105")}


def decorated(tree):
    """The functions with @rule, and the codes that each is registered for."""
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "rule":
                yield function, {arg.value for arg in decorator.args}


@pytest.mark.parametrize("code", CHECKS)
def test_the_catalogue_loses_nothing_of_its_own_sentences_to_a_hash(code):
    assert CHECKS[code].rule.endswith(".")
    assert CHECKS[code].why.endswith(".")
    assert CHECKS[code].wrong.strip() != CHECKS[code].right.strip()


def test_every_code_that_is_told_is_in_the_catalogue_and_every_one_of_the_catalogue_can_be_told():
    assert {code for tree in TREES.values() for code in codes_in(tree)} == CHECKS.keys()


def test_every_rule_is_asked_in_a_check_of_a_site():
    """One in a module that nothing imports never would be."""
    registry.load()
    asked = {rule.look.__name__ for rules in registry.RULES.values() for rule in rules}
    assert site.WITH_RULES
    assert {function.name for tree in TREES.values() for function, _ in decorated(tree)} == asked
    assert registry.RULES.keys() == {"ProjectFiles", "Reading", "Text", "Shown", "Whole"}


def test_a_rule_says_every_code_that_it_names_and_no_rule_has_the_name_of_another():
    found = [(function, codes) for tree in TREES.values() for function, codes in decorated(tree)]
    assert not [function.name for function, codes in found if codes_in(ast.Module(function.body, [])) - codes]
    assert len({function.name for function, _ in found}) == len(found)


def test_a_rule_that_tells_what_it_is_not_registered_for_fails():
    rule = registry.Rule(frozenset(("KFH101",)), lambda _: [next(iter(PROBLEMS))])
    with pytest.raises(AssertionError, match="is not registered for KFH102"):
        list(rule(None))


PROBLEMS = [site.Problem("posts/a.md", 1, 1, "KFH102", "no fields")]
