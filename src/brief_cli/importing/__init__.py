"""What comes in from elsewhere: readers of other formats, siblings that do not know each other, and one way in."""
