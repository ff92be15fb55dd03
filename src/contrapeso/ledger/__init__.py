"""What was recorded: immutable evidence (Parquet) and the register of what contrapeso did (SQL)."""
