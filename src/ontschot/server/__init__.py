"""The `ontschot` command: environment, front end, PostgreSQL, web server and worker.

What stands directly in this folder knows nothing of the domain and imports no Django, but for
`django_command`: Django runs in child processes. `demo/` and `management/` hold what they run.
"""
