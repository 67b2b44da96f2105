"""Check that nothing was changed behind the actions' back: `manage.py verify`.

Each check yields Problems; none of them writes. It reads every layer below it.
"""
