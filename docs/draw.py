#!/usr/bin/env python3
"""Draws parts of docs/transcript.jsonl as Telegram shows them, question and answer: docs/cards/*.svg.

usage: docs/draw.py            draws them anew; no packages needed
       docs/draw.py --check    exit 1 if a picture says anything else than the transcript
"""
import html
import json
import os
import re
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH, PADDING, LINE, SIZE = 430, 14, 21, 15
FONT = "-apple-system, 'Noto Sans', 'PingFang HK', 'Noto Sans CJK TC', 'Microsoft JhengHei', sans-serif"
BOT = "briefing-bot"
# name of the picture, scene, and what was asked in it, the last time that it was
CARDS = [
    ("answer-zh-Hant", "In private: Hong Kong", "前海由邊個話事？"),
    ("answer-en", "In private: English", "Who leads the development of Qianhai?"),
    ("related-zh-Hant", "In private: Hong Kong", "杜邦投資咗幾多錢？"),
    ("settings-en", "In a group: English", "/settings@briefing_bot"),
]
# of a folded quotation, so many lines are seen
FOLDED = 3


def width(character, bold):
    """of a character, in pixels, near enough"""
    if unicodedata.east_asian_width(character) in "WF" or ord(character) > 0x1F000:
        return SIZE
    narrow = 0.3 if character in "iljtf.,;:!|'’ ()[]·‹›" else 0.86 if character in "mwMW@" else 0.56
    return SIZE * (narrow + (0.03 if bold else 0) + (0.1 if character.isupper() else 0))


def runs(markup):
    """HTML of the bot's messages -> blocks of (kind, [(text, style)])"""
    blocks, style, kind = [("text", [])], set(), "text"
    for part in re.split(r"(<[^>]*>)", markup):
        if part.startswith("<blockquote"):
            kind = "folded" if "expandable" in part else "quote"
            blocks.append((kind, []))
        elif part == "</blockquote>":
            blocks.append(("text", []))
        elif part.startswith("</"):
            style.discard(part[2])
        elif part.startswith("<"):
            style.add(part[1])
        elif part:
            blocks[-1][1].append((html.unescape(part), frozenset(style)))
    return [(kind, spans) for kind, spans in blocks if "".join(text for text, _ in spans).strip()]


def lines(spans, room):
    """spans -> lines of (text, style), broken between Han characters and at white space"""
    done, line, used = [], [], 0.0
    for text, style in spans:
        for word in re.findall(r"\n|[^\S\n]+|[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f][。，、；：！？」』）》]*|[^\s\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]+", text):
            size = sum(width(character, "b" in style) for character in word)
            if word == "\n" or used + size > room and word.strip():
                done.append(line)
                line, used = [], 0.0
                if word == "\n":
                    continue
            line.append((word, style))
            used += size
    done.append(line)
    while done and not "".join(text for text, _ in done[0]).strip():
        done.pop(0)
    while done and not "".join(text for text, _ in done[-1]).strip():
        done.pop()
    return done


def written(line, x, y):
    spans = []
    for text, style in line:
        weight = ' font-weight="600"' if "b" in style else ""
        slant = ' font-style="italic"' if "i" in style else ""
        colour = ' fill="#2678b6"' if "a" in style else ""
        spans.append(f"<tspan{weight}{slant}{colour}>{html.escape(text)}</tspan>")
    return f'<text x="{x}" y="{y:.0f}" xml:space="preserve">{"".join(spans)}</text>'


def asked(question, name):
    """the bubble of a question on the right, and the height that it takes"""
    wrapped = lines([(question, frozenset())], WIDTH * 0.75)
    room = max(sum(width(character, False) for text, _ in line for character in text) for line in wrapped)
    room = max(room, sum(width(character, True) for character in name)) + 2 * PADDING
    left, height = WIDTH - room, (len(wrapped) + 1) * LINE + 12
    body = [f'<rect x="{left:.0f}" width="{room:.0f}" height="{height}" rx="12" fill="#e3f6d3" stroke="#cfe3bf"/>']
    body.append(written([(name, frozenset("b"))], round(left + PADDING), SIZE + 6).replace("<tspan", '<tspan fill="#3a7a24"', 1))
    for place, line in enumerate(wrapped):
        body.append(written(line, round(left + PADDING), SIZE + 6 + (place + 1) * LINE))
    return body, height + 10


def draw(question, name, message):
    before, top = asked(question, name)
    body, y = [], top + PADDING + SIZE
    body.append(written([(BOT, frozenset("ab"))], PADDING, y))
    y += LINE + 4
    for kind, spans in runs(message["text"]):
        quoted = kind != "text"
        wrapped = lines(spans, WIDTH - 2 * PADDING - (18 if quoted else 0))
        more = kind == "folded" and len(wrapped) > FOLDED
        wrapped = wrapped[:FOLDED] if more else wrapped
        if quoted:
            height = len(wrapped) * LINE + 8
            body.append(f'<rect x="{PADDING}" y="{y - SIZE - 2:.0f}" width="{WIDTH - 2 * PADDING}" height="{height}" rx="4" fill="#e7f1f9"/>')
            body.append(f'<rect x="{PADDING}" y="{y - SIZE - 2:.0f}" width="3" height="{height}" rx="1.5" fill="#2678b6"/>')
            if more:
                body.append(f'<text x="{WIDTH - PADDING - 18}" y="{y + (len(wrapped) - 1) * LINE + 2:.0f}" fill="#2678b6">⌄</text>')
            y += 2
        for line in wrapped:
            body.append(written(line, PADDING + (12 if quoted else 0), y))
            y += LINE
        y += 8 if quoted else 2
    bubble = y - SIZE + 6
    y = bubble + 6
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        size = (WIDTH - 6 * (len(row) - 1)) / len(row)
        for place, button in enumerate(row):
            x = place * (size + 6)
            label = button["text"]
            while sum(width(character, False) for character in label) > size - 12:
                label = label[:-2] + "…"
            body.append(f'<rect x="{x:.1f}" y="{y:.0f}" width="{size:.1f}" height="34" rx="6" fill="#8fa9bf"/>')
            body.append(f'<text x="{x + size / 2:.1f}" y="{y + 22:.0f}" text-anchor="middle" fill="#fff" font-size="14">{html.escape(label)}</text>')
        y += 40
    height = y + 4
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}" font-family="{FONT}" font-size="{SIZE}" fill="#1b1b1b">'
    card = f'<rect y="{top}" width="{WIDTH}" height="{bubble - top:.0f}" rx="12" fill="#fff" stroke="#d5dde5"/>'
    return head + "".join(before) + card + "".join(body) + "</svg>\n"


def pictures():
    """the names of the pictures, and what they are"""
    answers, scene, question = {}, None, None
    for line in open(os.path.join(HERE, "transcript.jsonl"), encoding="utf-8"):
        entry = json.loads(line)
        scene = entry.get("scene", scene)
        if "text" in entry and "from" in entry:
            question = (entry["from"], entry["text"])
        elif entry.get("method") == "sendmessage" and question:
            answers[scene, question[1]] = (question[1], question[0], entry["params"])
            question = None
    for name, scene, text in CARDS:
        yield os.path.join(HERE, "cards", name + ".svg"), draw(*answers[scene, text])


def main():
    check = sys.argv[1:] == ["--check"]
    stale = []
    for path, picture in pictures():
        if check:
            if not os.path.exists(path) or open(path, encoding="utf-8").read() != picture:
                stale.append(os.path.relpath(path, HERE))
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(picture)
    if stale:
        sys.exit(f"docs/{', docs/'.join(stale)} do not show what the transcript says\n  hint: run docs/draw.py")


if __name__ == "__main__":
    main()
