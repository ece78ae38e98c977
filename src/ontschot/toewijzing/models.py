"""Who owns a new question: the rules of a region, absence, and room for more."""
