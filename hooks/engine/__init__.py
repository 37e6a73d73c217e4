"""What binds the core to MkDocs: with publish.py the only modules that import it."""
