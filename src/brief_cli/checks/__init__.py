"""The rules of ``brief check``: what is wrong or weak in a book, each with a code, a reason and a mend."""
