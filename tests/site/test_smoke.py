from tests.sites import bulletin, post


def test_an_article_is_on_its_page_and_in_the_archive_of_its_tag(site):
    site.write("posts/2018-03-01-a-post.md", post(body="Some *words*."))
    site.write("bulletins/2018-03-09-leads-update.md", bulletin())
    done = site.build()
    assert done.code == 0, done.text
    assert "<em>words</em>" in site.read("blog/2018/03/01/a-post/index.html")
    assert "Some <em>words</em>" in site.read("tag/workforce/index.html")
