"""Two dossiers of one person: proposed with reasons, joined with a way back, or told apart."""
