"""The CE record as files: one row a certificate, as CSV or JSON lines."""
