"""How fast the monitor takes in and counts, beside bare COPY, DuckDB and Polars.

Only on a throw-away server of its own, with durable commits. `./ontschot bench monitor`.
"""
