"""Values that break programs, as they stand in a query string: what any reader, bug or attacker may send.

Here is what is hostile to an address only: percent signs, numbers, dates, lists, cursors. WORDS are the strings of
tests/hostile.py, percent-encoded. None of them is a slug that the universe publishes, so a filter that lets one
through shows by what it answers.
"""

from urllib.parse import quote

from tests import hostile

LONG = 5000

EMPTY = ("%20", "+", "%09", "%0A", "%C2%A0", "%E2%80%8B", "%E3%80%80", '""', "''")
NUMBERS = (
    "0", "-0", "-1", "%2B1", "00", "007", "1.0", ".5", "5.", "1e5", "-1e999", "0x10", "0b1", "0o7", "1_000",
    "1,000", "1%20000", "9223372036854775807", "-9223372036854775809", "4294967296",
    "99999999999999999999", "9" * 30, "1." + "3" * 50, "inf", "-inf", "Infinity", "nan",
    "%D9%A1%D9%A2", "%EF%BC%91", "%E2%85%A3", "%F0%9D%9F%97", "%C2%BD", "1/2", "1;2",
)  # fmt: skip
DATES = (
    "0000", "0000-01-01", "0001-01-01", "0001-01-01T00:00%2B14:00", "9999-12-31", "9999-12-31T23:59:59-12:00",
    "10000-01-01", "-0001", "2024-02-30", "2024-13", "2024-00", "2024-10-23T25:00Z", "2024-10-23T16:47:00+09:00",
    "2024-10-23T16:47:60Z", "2024-10-23T16:47", "20241023", "2024-W43", "2024-297", "yesterday", "now()",
)  # fmt: skip
EDTF = (
    "../..", "/", "..", "2024/..", "../2024", "XXXX-10-08", "../XXXX-12", "XXXX-XX-23", "2024-10-XX", "2024~",
    "2024-10?", "Y170000002", "Y-17E7", "2024-21", "[2024,2025]", "%7B2024,2025%7D", "2024-10-08/2024-10-01",
    "2024-10-08/2024-10-13", "2024S2", "open", "unknown", "2024/2025/2026",
)  # fmt: skip
TEXT = (
    "%00", "%ff", "%C0%80", "%ED%A0%80", "%F5%80%80%80", "%E2%82", "%zz", "%", "%u0041", "%F0%9F%92%A9",
    "%E2%80%AEslug", "%E2%81%A6x%E2%81%A9", "%EF%BB%BFx", "%EF%BF%BE", "a%CC%81" * 20, "%ED%95%9C%EA%B5%AD", "%CA%BC",
    "%C4%B0", "%C3%9F", "%0d%0aX-Injected:%201", "%1b[31m", "%7f", "%C2%85", "%E2%80%A8",
)  # fmt: skip
CODE = (
    "'", "%22", "%5C", "%60", "1;DROP%20TABLE%20x", "%25s%25(x)s%25n", "{0.__class__}", "{{7*7}}",
    "..%2F..%2F",
    "http://127.0.0.1/", "=cmd|'/c'!A0", "null", "None", "undefined", "true", "True", "false", "[]", "{}",
    "%7B%22a%22:1%7D", "$ne", "*", "%25", "_", "__class__", "slug__contains", "-slug", "--slug", "%3F",
)  # fmt: skip
SEARCHES = (
    "state-of-the-art", "don't", "AND", "OR", "NOT%20x", "NEAR(a%20b)", "a*b", "**", "-x", "(", ")", "%22a", "a:b",
    "title:x", "%5Ex", "a%26b|c", "!a", "a%3C-%3Eb", "(a%2B)%2B$", ".*", "[a-",
    "+".join(f"word{n}" for n in range(1200)),
)  # fmt: skip
LISTS = (
    ",", ",,", "a,", ",a", "a,,b", "a,a", ",".join(str(n) for n in range(101)), ",".join(["plan"] * 101), "a%2Cb",
    "a;b", "a|b", "a%00,b",
)  # fmt: skip
LENGTHS = ("a" * 51, "a" * 101, "a" * 221, "a" * 301, "a" * 501, "a" * 4001, "%F0%9F%92%A9" * 400, "a" * LONG)
CURSORS = ("cD0lMDA=", "eyJhIjoxfQ:x", "a:b:c", "WzFd", ".eJyrVgIAAL8AgA:x", "=" * 10, quote("W10:" + "A" * 43))
WORDS = tuple(quote(string, safe="") for string in hostile.SENDABLE.values() if len(string) <= LONG)

VALUES = (*WORDS, *EMPTY, *NUMBERS, *DATES, *EDTF, *TEXT, *CODE, *SEARCHES, *LISTS, *LENGTHS, *CURSORS)
