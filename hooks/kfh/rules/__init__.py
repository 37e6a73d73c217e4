"""Rules: what must hold of the files, the fields, the texts and the whole of a site, each beside its codes."""
