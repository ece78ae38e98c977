"""Deliveries of others: a file read line by line, looked over, loaded and replaced."""
