"""What may leave the team: statistical disclosure control."""
