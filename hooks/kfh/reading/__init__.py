"""Sources as they are read: bytes, text, YAML with places, front matter, and repairs of how they were written."""
