"""How words are found.  For now by looking at every text; the question and the answer do not depend on that."""
