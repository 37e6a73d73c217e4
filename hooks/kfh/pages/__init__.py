"""What each page shows, as plain values: a page is made from these and its template, and from nothing else."""
