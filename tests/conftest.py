import pytest
from tests.sites import Site


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)
