"""Trying the kassier hard: how fast it orders, and whether the books survive a crash.

Only on a throw-away server of its own, with durable commits. `./ontschot bench kassier`.
"""
