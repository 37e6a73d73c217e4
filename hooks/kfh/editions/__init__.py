"""What else is made from an article's one rendering: excerpts, feeds, discussion links."""
