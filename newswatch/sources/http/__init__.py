"""How a web server is asked: politely and within bounds, with the bytes of an answer handed on as they came. No page is read here."""
