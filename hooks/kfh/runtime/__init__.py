"""What makes builds quick: what is kept between them, what it depends on, and the work of all cores."""
