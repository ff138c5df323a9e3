"""The post-test: drawing a form, grading it, and when the next attempt may begin."""
