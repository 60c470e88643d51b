"""Triggers with which the database refuses what did not pass the door.

They hold on direct SQL, on the shell and on the admin too: a subject changed without its
record, a record without its change, a version skipped or repeated, an illegal step, a record
edited or removed. Installed after each migration on both databases (a table rebuild on SQLite
drops triggers), never by a migration; ``checks`` and readiness verify that they are present.
"""
