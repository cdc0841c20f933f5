"""How the tables of the history came to be: one file a step, run by Alembic on first use."""
