"""The command line: reads arguments, asks the book, hands the answer to a renderer.  Typer lives only here."""
