"""Answers as text: siblings that know nothing of each other; ``render.output`` picks one.  Rich lives only here."""
