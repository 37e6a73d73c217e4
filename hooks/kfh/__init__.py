"""Checks, archives and feeds of the site: the core, with no site engine inside."""
