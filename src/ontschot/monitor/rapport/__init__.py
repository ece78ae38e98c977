"""The report that leaves the team: what is asked, counted, protected and written to a file."""
