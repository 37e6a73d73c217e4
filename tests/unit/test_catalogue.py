import pytest

from kfh.rules.catalogue import CHECKS


@pytest.mark.parametrize("code", CHECKS)
def test_the_catalogue_loses_nothing_of_its_own_sentences_to_a_hash(code):
    assert CHECKS[code].rule.endswith(".")
    assert CHECKS[code].why.endswith(".")
