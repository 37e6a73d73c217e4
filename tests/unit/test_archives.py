import pytest

from kfh.plan.archives import Archive, By, Pager


@pytest.mark.parametrize(
    ("number", "count", "shown"),
    [
        (1, 1, (1,)),
        (1, 3, (1, 2, 3)),
        (1, 40, (1, 2, 3, 0, 40)),
        (20, 40, (1, 0, 18, 19, 20, 21, 22, 0, 40)),
        (4, 7, (1, 2, 3, 4, 5, 6, 7)),
        (40, 40, (1, 0, 38, 39, 40)),
    ],
)
def test_a_long_archive_links_to_its_first_and_last_page_and_those_nearby(number, count, shown):
    archive = Archive(By.ALL, "all/", "Everything", ())
    assert Pager(archive, number, count, ()).window == shown


def test_all_bulletins_of_a_year_stand_on_one_page():
    archive = Archive(By.BULLETIN_YEAR, "bulletins/2018/", "Bulletins of 2018", tuple(range(25)))
    assert [pager.articles for pager in archive.pagers(10)] == [tuple(range(25))]
    other = Archive(By.KIND, "bulletins/", "Bulletins", tuple(range(25)))
    assert [len(pager.articles) for pager in other.pagers(10)] == [10, 10, 5]
