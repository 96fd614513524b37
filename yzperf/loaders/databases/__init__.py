"""Databases in and out (数据库): read-only, streamed, exact, under a mapping file that says which column is what."""
