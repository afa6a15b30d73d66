"""Where tasks wait and who fetches them; the setting TASKS chooses one.

- `embarque`: a table of the application's database (django-tasks-db), SQLite or PostgreSQL.
- `procrastinate`: the queues of procrastinate, PostgreSQL alone.
"""
