"""How the region weighs: its words, who sets them, and the help for a conversation."""
