"""The one reading of a text: its Markdown as tokens with their lines, and as a tree of HTML elements."""
