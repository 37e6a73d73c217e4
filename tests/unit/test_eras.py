import datetime as dt
import subprocess
import sys

import pytest

from kfh.runtime.fingerprint import Era, contents, template_contents


def test_a_name_changes_with_values_and_with_what_they_are_made_by():
    day, moment = dt.date(2018, 3, 9), dt.datetime(2018, 3, 9, 9, tzinfo=dt.UTC)
    values = [["a"], ["b"], [1], [None], [["a"]], [{"a": 1}], [day], [moment], ["a", "b"], ["ab"]]
    names = [Era(part).digest(*one) for one in values for part in (b"one", b"other")]
    assert len(set(names)) == len(names)
    assert Era(b"one").digest({"a": day}) == Era(b"one").digest({"a": day})


def test_parts_do_not_run_into_each_other():
    assert Era(b"ab", b"c").digest() != Era(b"a", b"bc").digest()


def test_what_has_no_plain_form_has_no_name():
    with pytest.raises(TypeError):
        Era().digest(object())


def test_contents_change_with_names_and_texts(tmp_path):
    def found():
        return contents(tmp_path, "**/*.html")

    (tmp_path / "a.html").write_text("A")
    seen = [found()]
    (tmp_path / "a.html").write_text("B")
    seen.append(found())
    (tmp_path / "a.html").rename(tmp_path / "b.html")
    seen.append(found())
    (tmp_path / "c.css").write_text("C")
    assert len(set(seen)) == 3
    assert found() == seen[-1]


def test_another_version_of_a_package_begins_another_era(tmp_path):
    code = "from kfh.runtime.fingerprint import Era; print(Era().digest())"
    command = [sys.executable, "-c", f"import sys; sys.path.append({str(tmp_path)!r}); {code}"]
    names = set()
    for version in ("1.0", "1.1"):
        package = tmp_path / f"markdown_words-{version}.dist-info"
        package.mkdir()
        names.add(subprocess.run(command, capture_output=True, check=True).stdout)
        package.rmdir()
    assert len(names) == 2


@pytest.mark.parametrize(
    ("text", "is_used"),
    [
        ('{% extends "b.html" %}', True),
        ('{%- from "b.html" import words with context -%}', True),
        ("{% include 'b.html' ignore missing %}", True),
        ('{% include "c.html" %}', True),
        ("{% include which %}", True),
        ('{% extends "d.html" if plain else "b.html" %}', True),
        ('{% include ["d.html", "b.html"] %}', True),
        ('{% if b %}b.html{% endif %}{% include "d.html" %}', False),
    ],
)
def test_a_template_is_another_where_one_that_it_uses_is(tmp_path, text, is_used):
    (tmp_path / "a.html").write_text(text)
    (tmp_path / "c.html").write_text('{% import "b.html" as words %}')
    seen = set()
    for words in ("One", "Two"):
        (tmp_path / "b.html").write_text(words)
        seen.add(template_contents(tmp_path, "a.html"))
    assert len(seen) == 1 + is_used
