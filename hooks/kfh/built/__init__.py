"""A finished site, looked at as its readers and subscribers do."""
