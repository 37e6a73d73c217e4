"""What is at fault and what to write instead: problems, edits, and the catalogue of their codes."""
