"""A list that an organisatie had already, read in row by row: nothing lost, nothing twice."""
