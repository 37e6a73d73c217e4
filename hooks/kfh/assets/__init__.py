"""What stands beside the pages: the search index, pictures and attachments."""
