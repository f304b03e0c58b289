"""Draw what lessons show; in the house style, with the words of both languages."""
