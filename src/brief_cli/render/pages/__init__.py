"""The terminal pages, one file each."""
