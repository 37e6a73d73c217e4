"""Kinds of value: dates, slugs, addresses, types of files, words in quotes."""
