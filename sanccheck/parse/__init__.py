"""Read official list files: bytes in, entries out, one module for each format."""
