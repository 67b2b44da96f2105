"""Facts: a record with its parts as plain JSON data, with slugs for other records.

One form for everything that carries a record's content: what a form or a script hands in, what an edition keeps and
hashes, what a fixture holds, what is restored. `read` gives them, `clean` checks them, `references` names the others.
"""
