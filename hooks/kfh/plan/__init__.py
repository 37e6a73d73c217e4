"""Decide every address of the site before anything is rendered."""
