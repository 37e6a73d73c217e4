"""The same sources as of the same day make the same site, byte for byte."""

import shutil

from tests.sites import DOT, Site, bulletin, post

OTHER_CLOCK_AND_ORDER = """
import os
import time

_scandir, _listdir, _walk, _time = os.scandir, os.listdir, os.walk, time.time


class _Backwards(list):
    def __enter__(self):
        return self

    def __exit__(self, *reason):
        pass

    def close(self):
        pass

    def __next__(self):
        if not self:
            raise StopIteration
        return self.pop(0)

    def __iter__(self):
        return self


def scandir(path="."):
    return _Backwards(sorted(_scandir(path), key=lambda entry: entry.name, reverse=True))


os.scandir = scandir
os.listdir = lambda path=".": sorted(_listdir(path), reverse=True)
time.time = lambda: _time() + 400 * 24 * 3600
"""


def site_in(folder):
    return Site(folder, nav=[{"Home": "index.md"}, {"Blog": []}, {"News": "news/index.md"}])


def fill(site):
    for number in range(1, 13):
        more = "authors:\n  - Sarah Hennessy\n" + ("aliases:\n  - /old-address/\n" if number == 1 else "")
        site.write(f"posts/2018-01-{number:02}-post.md", post(f"Post {number}", f"2018-01-{number:02}", "Text.", more))
    site.write("posts/map.png", DOT)
    site.write("posts/2018-02-01-with-a-map.md", post("With a map", "2018-02-01", "![A map](map.png)"))
    site.write("bulletins/2018-03-09-leads-update.md", bulletin())
    site.write("docs/news/index.md", "---\ntitle: News\n---\n\n[The map](../../posts/2018-02-01-with-a-map.md)\n")
    return site


def test_clock_zone_locale_hashes_order_and_folder_change_nothing(tmp_path):
    one, other = fill(site_in(tmp_path / "one")), fill(site_in(tmp_path / "deeper/other"))
    other.write("lib/sitecustomize.py", OTHER_CLOCK_AND_ORDER)
    plain = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
    strange = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "2", "PYTHONPATH": str(other.root / "lib")}
    for site, environment in ((one, plain), (other, strange)):
        done = site.build(**environment)
        assert done.code == 0, done.text
    assert len(one.built()) > 50
    assert differing(one, other) == []


def test_a_second_build_in_the_same_folder_changes_nothing(tmp_path):
    site = fill(site_in(tmp_path))
    assert site.build().code == 0
    before = site.built()
    shutil.rmtree(site.root / ".cache", ignore_errors=True)
    assert site.build(SOURCE_DATE_EPOCH="1").code == 0
    assert site.built() == before


def test_a_site_without_articles_is_built(site):
    done = site.build()
    assert done.code == 0, done.text


def differing(one, other):
    mine, theirs = one.built(), other.built()
    return sorted(path for path in mine.keys() | theirs.keys() if mine.get(path) != theirs.get(path))
