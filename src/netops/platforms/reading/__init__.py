"""How a reader turns lines into facts: tables of lines, the meaning of words, what is unread. Shared by all platforms."""
