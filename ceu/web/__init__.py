"""HTTP: where requests become calls of services, and answers become pages."""
