"""The `ontschot` command: environment, front end, PostgreSQL, web server and worker.

This room knows nothing of the domain and imports no Django: it starts Django in child processes.
"""
