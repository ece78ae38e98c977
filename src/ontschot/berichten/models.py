"""Messages between a kandidaat and the contact, and what the kandidaat asks of us."""
