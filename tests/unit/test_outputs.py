"""The one way to write: nothing leaves the tree, and no folder goes that holds anything."""

import pytest

from kfh.output.writer import SafeFolder


@pytest.fixture
def tree(tmp_path):
    root = tmp_path / "tree"
    root.mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/file").write_text("mine")
    return SafeFolder(root)


def all_below(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize(
    "path",
    [
        "",
        "../mine",
        "../mine/file",
        "a/../../mine/file",
        "a//b",
        "a/./b",
        "a\\..\\b",
        "a\0b",
        "%2e%2e/mine",
        "C:/x",
    ],
)
def test_a_path_that_could_leave_the_tree_is_refused_and_nothing_is_made_or_removed(tree, tmp_path, path):
    with pytest.raises(OSError, match="could lead out of the folder"):
        tree.place(path)
    with pytest.raises(OSError, match="could lead out of the folder"):
        tree.place(f"{tmp_path}/mine/file")
    assert all_below(tmp_path) == ["mine", "mine/file", "tree"]


@pytest.mark.parametrize("path", ["a/b", "a/b/c/d"])
def test_no_file_is_written_through_a_link_to_a_folder(tree, tmp_path, path):
    place = tmp_path / "tree" / path
    place.parent.mkdir(parents=True)
    place.symlink_to(tmp_path / "mine")
    with pytest.raises(OSError, match="a link to another place"):
        tree.place(f"{path}/file")
    tree.write(path, b"ours")
    assert place.read_text() == "ours"
    assert (tmp_path / "mine/file").read_text() == "mine"


def test_a_file_takes_the_place_of_a_link_and_not_of_what_it_leads_to(tree, tmp_path):
    (tmp_path / "tree/page").symlink_to(tmp_path / "mine/file")
    tree.write("page", b"ours")
    assert (tmp_path / "mine/file").read_text() == "mine"


def test_a_folder_gives_way_to_a_file_where_it_holds_no_file(tree, tmp_path):
    (tmp_path / "tree/a/b/c").mkdir(parents=True)
    (tmp_path / "tree/full/deep").mkdir(parents=True)
    (tmp_path / "tree/full/deep/file").write_text("mine")
    tree.write("a", b"ours")
    with pytest.raises(OSError, match="not empty"):
        tree.place("full")
    assert all_below(tmp_path / "tree") == ["a", "full", "full/deep", "full/deep/file"]
