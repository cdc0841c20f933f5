"""A Linux router with FRR: its text rules, reader, limits, defaults and session."""
