"""The same site on systems that lack what Linux has, with the engine that goes on from MkDocs, and without warnings."""

import multiprocessing
import shutil
from datetime import date, timedelta
from textwrap import dedent

import pytest
from tests.browser import sample
from tests.sites import Site, post

from kfh.rules.many_files import ENOUGH

LACKS = {
    "no copy of a process": """
        import multiprocessing, os
        multiprocessing.get_all_start_methods = lambda: ["spawn"]
        del os.fork
    """,
    "no exchange of two folders": """
        import ctypes
        class Older(ctypes.CDLL):
            def __getattr__(self, name):
                if name == "renameat2":
                    raise AttributeError(name)
                return super().__getattr__(name)
        ctypes.CDLL = Older
    """,
    "neither Linux nor macOS": """
        import multiprocessing, os, sys
        sys.modules["fcntl"] = None
        multiprocessing.get_all_start_methods = lambda: ["spawn"]
        del os.fork, os.sched_getaffinity, os.O_NOFOLLOW
        sys.platform = "unknown"
    """,
}
"""What a system may lack, as the lines that Python runs before all others to lack it too."""


def many(folder):
    """A site with so many articles that cores share them."""
    site = Site(folder)
    for count in range(ENOUGH + 10):
        day = date(2017, 1, 1) + timedelta(days=count)
        text = f"Text {count}.\n\n## Part\n\nMore."
        site.write(f"posts/{day}-post-{count}.md", post(f"Post {count}", str(day), text))
    return site


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    """A site as it is built where nothing is missing, before and after a change."""
    assert "fork" in multiprocessing.get_all_start_methods()
    site, built = many(tmp_path_factory.mktemp("usual")), []
    for title in ("Changed", "Changed again"):
        site.write("posts/2018-01-01-changed.md", post(title, "2018-01-01"))
        done = site.build()
        assert done.code == 0, done.text
        built.append(site.built())
    return built


@pytest.mark.slow
@pytest.mark.parametrize("lack", LACKS)
def test_a_system_that_lacks_something_makes_the_same_site(usual, tmp_path, lack):
    site, start = many(tmp_path / "site"), tmp_path / "start"
    start.mkdir()
    (start / "sitecustomize.py").write_text(dedent(LACKS[lack]))
    for title, expected in zip(("Changed", "Changed again"), usual, strict=True):
        site.write("posts/2018-01-01-changed.md", post(title, "2018-01-01"))
        done = site.run("mkdocs", "build", "--strict", PYTHONPATH=str(start))
        assert done.code == 0, done.text
        assert site.built() == expected
    assert not [path for path in site.root.iterdir() if path.name.endswith(".old")]


@pytest.mark.slow
def test_the_engine_that_goes_on_from_mkdocs_makes_the_same_site(sampled, tmp_path):
    site = Site(tmp_path)
    sample.write(site)
    done = site.run("properdocs", "build", "--strict", PYTHONDONTWRITEBYTECODE="1")
    assert done.code == 0, done.text
    assert "ProperDocs" in done.text
    assert site.built() == sampled


@pytest.mark.slow
def test_a_build_uses_nothing_that_python_or_a_library_will_drop(sampled, tmp_path):
    site = Site(tmp_path)
    sample.write(site)
    shutil.rmtree(site.root / "site", ignore_errors=True)
    done = site.run("mkdocs", "build", "--strict", PYTHONWARNINGS="error::DeprecationWarning,error::FutureWarning")
    assert done.code == 0, done.text
    assert site.built() == sampled
