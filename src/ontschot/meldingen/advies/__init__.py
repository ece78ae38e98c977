"""The advies: its action, what is read of it, its form and its screens."""
