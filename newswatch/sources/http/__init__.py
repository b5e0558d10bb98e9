"""Asking a web server: politely, within bounds, the bytes handed on as they came. What they mean is read elsewhere."""
