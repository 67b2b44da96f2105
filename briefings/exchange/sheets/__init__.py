"""Records of one type as a file to work on elsewhere, CSV or YAML, and back: exported, imported, nothing lost.

A file holds facts as an edition does. An import is run through the actions and taken back, which is the dry run; the
same run, kept, is the import. docs/guide/ tells curators of it, decision 18 why CSV is shaped so.
"""
