"""Read and check posts, bulletins, pages, registers and settings."""
