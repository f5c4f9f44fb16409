"""Reads the text out of a PDF as Chromium writes it, with nothing but the standard library: to see what paper holds."""

import re
import unicodedata
import zlib

OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
# A font is chosen, or glyphs of it are shown: one string, or several with kerning between them.
SHOWN = re.compile(rb"/F(\d+) [\d.]+ Tf|(\[[^\]]*\]|<[0-9A-Fa-f]*>)\s*T[jJ]")
GLYPHS = re.compile(rb"<([0-9A-Fa-f]+)>")
CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)


def solid(text: str) -> str:
    """Without white space and ligatures, so that neither a line's end nor the font matters."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def text_of(pdf: bytes) -> str:
    """All text, solid."""
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    fonts = {number: _letters(objects, body) for number, body in objects.items() if b"/ToUnicode" in body}
    contents = (_stream(body) for body in objects.values())
    return solid("".join(_shown(content, fonts) for content in contents if b" Tf" in content))


def _stream(body: bytes) -> bytes:
    found = STREAM.search(body)
    if not found:
        return b""
    return zlib.decompressobj().decompress(found[1]) if b"/FlateDecode" in body else found[1]


def _shown(content: bytes, fonts: dict[int, dict[int, str]]) -> str:
    letters: dict[int, str] = {}
    told = []
    for font, glyphs in SHOWN.findall(content):
        if font:
            letters = fonts.get(int(font), {})
        for run in GLYPHS.findall(glyphs):
            told += [letters.get(int(run[i : i + 4], 16), "") for i in range(0, len(run), 4)]
    return "".join(told)


def _letters(objects: dict[int, bytes], font: bytes) -> dict[int, str]:
    """Which glyph stands for which letters."""
    table = _stream(objects[int(re.search(rb"/ToUnicode (\d+) 0 R", font)[1])])
    found = {}
    for block in CHARS.findall(table):
        codes = GLYPHS.findall(block)
        found |= {int(glyph, 16): _utf16(code) for glyph, code in zip(codes[::2], codes[1::2], strict=True)}
    for block in RANGES.findall(table):
        codes = GLYPHS.findall(block)
        for first, last, code in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
            low = int(first, 16)
            found |= {low + step: chr(int(code, 16) + step) for step in range(int(last, 16) - low + 1)}
    return found


def _utf16(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")
