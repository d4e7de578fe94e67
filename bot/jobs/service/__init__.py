"""The process as a service: its health, its log, its tables, its end."""
