"""brief answers from a folder of structured briefs."""

__version__ = "0.1.0"
