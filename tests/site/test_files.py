"""Which files are published: those that what readers see leads to, and no others."""

from io import BytesIO

import pytest
from lxml import html
from PIL import Image
from tests.sites import DOT, NOW, PDF, Site, bulletin, post

from kfh.reading.sources import Sources
from kfh.site import check
from kfh.values import dates

POST = "posts/2018-03-01-a-post.md"
DRAFT = "posts/2018-04-01-draft.md"
LATER = "posts/2018-07-01-later.md"
BULLETIN = "bulletins/2018-03-09-leads-update.md"
PAGE = "docs/about.md"


def page(body):
    return f"---\ntitle: About\n---\n\n{body}\n"


def photo(colour):
    written = BytesIO()
    Image.new("RGB", (1000, 800), colour).save(written, "PNG", compress_level=0)
    return written.getvalue()


def published(site, *, preview=False):
    """The files that a build would publish, by path, each with its place in the repository."""
    return dict(check(Sources(site.root), dates.as_of(NOW)).plan(preview=preview).files)


NAMED = {
    "a link": (POST, post(body="[The map (PDF, 1KB)](map.pdf)")),
    "a link with a title": (POST, post(body='[The map (PDF, 1KB)](map.pdf "The map")')),
    "a link from another folder": (BULLETIN, bulletin(body="[The map](../posts/map.pdf)\n\nWrite to us.")),
    "a reference": (POST, post(body="[The map (PDF, 1KB)][map] says so.\n\n[map]: map.pdf")),
    "a note": (POST, post(body="It grows.[^1]\n\n[^1]: [The map (PDF, 1KB)](map.pdf)")),
    "a whole address": (POST, post(body="[The map](https://kfh.test/media/map.pdf)")),
    "a whole address in HTML": (POST, post(body='<p>See <a href="https://kfh.test/media/map.pdf">the map</a>.</p>')),
    "an address in a field": (POST, post(more="discussion: https://kfh.test/media/map.pdf\n")),
    "a page": (PAGE, page("[The map](../posts/map.pdf)")),
    "an article that was withdrawn": (POST, post(body="[The map](map.pdf)", more="status: withdrawn\n")),
    "an article that is out of date": (POST, post(body="[The map](map.pdf)", more="expires: 2018-04-01\n")),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_readers_see_takes_its_files_with_it(site, name):
    path, text = NAMED[name]
    site.write("posts/map.pdf", b"%PDF")
    site.write(path, text)
    assert published(site) == {"media/map.pdf": "posts/map.pdf"}
    assert not [found for found in site.problems() if found.code == "KFH417"]


@pytest.mark.parametrize("address", ["../posts/map.pdf", "https://kfh.test/media/map.pdf", "/media/map.pdf"])
def test_the_menu_takes_its_files_with_it(tmp_path, address):
    site = Site(tmp_path, nav=[{"Home": "index.md"}, {"Maps": [{"The map": address}, {"Bad": "http://[bad.pdf"}]}])
    site.write("posts/map.pdf", b"%PDF")
    assert published(site) == {"media/map.pdf": "posts/map.pdf"}


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("../posts/map.pdf", "media/map.pdf"),
        ("/media/map.pdf", "media/map.pdf"),
        ("about.md", "about/"),
        ("../docs/about.md", "about/"),
        ("/about/", "about/"),
        ("/tags/", "tags/"),
        ("tags/index.md", "tags/"),
        ("../posts/2018-03-01-a-post.md", "blog/2018/03/01/a-post/"),
    ],
)
def test_the_menu_leads_to_what_it_names(tmp_path, address, path):
    site = Site(tmp_path, nav=[{"Home": "index.md"}, {"There": address}])
    site.write("posts/map.pdf", PDF)
    site.write("docs/about.md", "---\ntitle: About\n---\n\nWe.\n")
    site.write("posts/2018-03-01-a-post.md", post(body="[The map](map.pdf)"))
    done = site.build("-q")
    assert done.code == 0, done.text
    assert html.fromstring(site.read("index.html")).xpath("//nav//a/@href") == ["./", f"./{path}"]


UNNAMED = {
    "nothing": "Text.",
    "an example": "Write `[the map](map.pdf)`.\n\n```\n[the map](map.pdf)\n```",
    "a comment": "Text.\n\n<!-- [the map](map.pdf) -->",
    "another site": "[The map (PDF, 1MB)](https://kfh.example/media/map.pdf)",
    "a file of the same name": "[The map](sub/map.pdf)",
}


@pytest.mark.parametrize("name", UNNAMED)
def test_a_file_that_nothing_names_is_not_published_and_told(site, name):
    site.write("posts/map.pdf", b"%PDF")
    site.write("posts/sub/map.pdf", b"%PDF")
    site.write("posts/README.md", "For editors: [the map](map.pdf).")
    site.write(POST, post(body=UNNAMED[name]))
    assert "media/map.pdf" not in published(site)
    (told,) = (found for found in site.problems() if found.path == "posts/map.pdf")
    assert (told.code, told.severity) == ("KFH417", "warning")


@pytest.mark.parametrize("body", ["[The map](map.pdf)", "[The map](../bulletins/map.pdf)", "Text."])
@pytest.mark.parametrize("twin", ["bulletins/map.pdf", "docs/media/map.pdf"])
def test_of_two_files_at_one_address_the_clash_alone_is_told(site, body, twin):
    for path in ("posts/map.pdf", twin):
        site.write(path, PDF)
    site.write(POST, post(body=body.replace("../bulletins", f"../{twin.rpartition('/')[0]}")))
    (problem,) = site.problems()
    assert (problem.path in ("posts/map.pdf", twin), problem.code) == (True, "KFH403")


def test_files_of_articles_that_wait_are_shown_in_the_preview_alone(site):
    site.write("posts/plan.pdf", b"%PDF")
    site.write("posts/map.png", DOT)
    site.write("docs/form.pdf", b"%PDF")
    site.write("docs/icon.png", DOT)
    site.write(DRAFT, post("Draft", "2018-04-01", "[The plan](plan.pdf), [form](../docs/form.pdf)", "status: draft\n"))
    site.write(LATER, post("Later", "2018-07-01", more="image: map.png\nimage_alt: A map\n"))
    assert published(site) == {"icon.png": "docs/icon.png"}
    assert set(published(site, preview=True)) == {"media/plan.pdf", "media/map.png", "form.pdf", "icon.png"}
    assert site.problems() == ()
    site.write(POST, post(body="[The plan](plan.pdf)"))
    assert set(published(site)) == {"media/plan.pdf", "icon.png"}


def test_a_build_holds_the_files_of_what_it_shows(site):
    site.write(POST, post(body="![A map](red.png) and [the form](../docs/form.pdf)"))
    site.write(DRAFT, post("Draft", "2018-04-01", "![A plan](green.png) and [secret](secret.pdf)", "status: draft\n"))
    for colour in ("red", "green", "blue"):
        site.write(f"posts/{colour}.png", photo(colour))
    for path in ("posts/secret.pdf", "docs/form.pdf", "docs/guide.pdf", "docs/.hidden.pdf", "docs/Thumbs.db"):
        site.write(path, f"%PDF-1.4 {path} %%EOF")
    site.write("docs/CNAME", "kfh.test")
    site.write("docs/.well-known/security.txt", "Contact: mailto:kfh@kfh.test")
    site.write("docs/templates/plans.md", page("For a plan."))
    done = site.build()
    assert done.code == 0, done.text
    built = site.built()
    assert {path for path in built if path.endswith((".pdf", "red.png", "green.png", "blue.png"))} == {
        "media/red.png", "media/sizes/480/red.png", "media/sizes/800/red.png", "form.pdf", "guide.pdf"
    }  # fmt: skip
    assert built["form.pdf"] == b"%PDF-1.4 docs/form.pdf %%EOF"
    assert built["CNAME"] == b"kfh.test"
    assert built[".well-known/security.txt"] == b"Contact: mailto:kfh@kfh.test"
    assert "templates/plans/index.html" in built
    assert "Thumbs.db" not in built
    assert site.build(KFH_HIDDEN="1").code == 0
    assert {"media/green.png", "media/secret.pdf"} <= site.built().keys()
    assert "media/blue.png" not in site.built()
    assert site.build().code == 0
    assert site.built() == built
