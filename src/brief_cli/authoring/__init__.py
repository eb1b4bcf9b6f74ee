"""The writing commands as values: what each would change in which file, worked out before a byte is written."""
