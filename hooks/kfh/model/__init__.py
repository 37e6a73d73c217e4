"""What a site is: articles and their fields, registers, settings, and the collection of all."""
