"""The files of a site: what each is made from, how it is written, and how hosts serve it."""
