"""What one poll of a source is given, brings and leaves, and which days polls cover. Asking and reading are done in sources and services."""
