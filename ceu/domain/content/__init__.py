"""What an instructor writes, and what it becomes: values, problems, sanitised HTML."""
