"""Door: the board's page. It owns a clock and no logic: each page calls services and shows what they give.

What needs no page (the registry, rights at the door, headers, errors, the server) lies here; a page is a module in `pages` with its template beside it in
`templates`. Nothing here decides, counts, writes SQL or checks what a person typed.
"""
