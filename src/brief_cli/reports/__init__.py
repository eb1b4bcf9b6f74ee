"""Answers as data, one file each: what a command found, before it becomes text."""
