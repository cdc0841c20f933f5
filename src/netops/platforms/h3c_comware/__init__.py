"""H3C Comware 7, and 5 where it is the same."""
