"""Figures to steer by: the start page of each role, money with its forecast, lasting work."""
