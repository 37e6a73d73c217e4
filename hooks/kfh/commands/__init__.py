"""The commands of kfh, one a module; each is listed in kfh/__main__.py."""
