"""What was asked: the selector language, parsed to one value."""
