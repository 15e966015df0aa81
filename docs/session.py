#!/usr/bin/env python3
"""Draws a session in a terminal, as the program really answers: docs/session.svg, which shows it line by line.

usage: docs/session.py PROGRAM            draws it anew; no packages needed
       docs/session.py PROGRAM --check    exit 1 if the picture shows anything else
"""
import html
import os
import subprocess
import sys

from draw import FONT, lines

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "session.svg")
WIDTH, PADDING, LINE = 860, 18, 21
# of what a character is 15 pixels high: 14, and room for fonts that are wider
SCALE = 14 / 15 * 1.13
# seconds before a line of output, for each character that is typed, and after an answer
STEP, TYPED, READ = 0.12, 0.06, 1.6
ASKED = "前海由誰主導開發？"
CONVERSATION = ["How many agreements were signed?", "which ones on education?", "quit"]
# of a conversation, so many lines of each answer are shown: the answer without what can be chosen
SHOWN = 5


def run(program, arguments, typed=""):
    """what it writes to a terminal without colours"""
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "en_US.UTF-8"}
    done = subprocess.run([program, *arguments], input=typed, capture_output=True, text=True, env=environment, timeout=60)
    return [line.rstrip() for line in done.stdout.splitlines()]


def answers(output):
    """the lines of each answer of a conversation: up to its source"""
    answer = []
    for line in output:
        answer = [] if not line else answer + [line]
        if line.startswith("— "):
            yield answer


def session(program):
    """(prompt, what is typed) or (None, a line of output), in order"""
    yield "$ ", f'briefing-bot ask "{ASKED}"'
    yield from ((None, line) for line in run(program, ["ask", ASKED]))
    yield "$ ", "briefing-bot chat"
    told = answers(run(program, ["chat"], "\n".join(CONVERSATION) + "\n"))
    for question in CONVERSATION[:-1]:
        yield "› ", question
        yield from ((None, line) for line in next(told)[:SHOWN])
    yield "› ", CONVERSATION[-1]


def wrapped(text):
    """lines that fit"""
    for line in lines([(text, frozenset())], (WIDTH - 2 * PADDING) / SCALE):
        yield "".join(word for word, _ in line).strip()


def draw(program):
    body, time, y = [], 0.4, PADDING + LINE
    for prompt, text in session(program):
        if prompt:
            y += LINE / 2
            time += READ
        colour = "#7ee2a8" if prompt else {"▸": "#ffd479", "—": "#8b98a9"}.get(text[:1], "#e6edf3")
        for line in wrapped((prompt or "") + text):
            body.append(f'<text x="{PADDING}" y="{y:.0f}" fill="{colour}" style="animation-delay:{time:.2f}s">{html.escape(line)}</text>')
            time += TYPED * len(line) if prompt else STEP
            y += LINE
    height = y + PADDING - LINE / 2
    style = "text{opacity:0;animation:shown .2s forwards}@keyframes shown{to{opacity:1}}@media(prefers-reduced-motion:reduce){text{opacity:1;animation:none}}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}" font-family="{FONT}" font-size="14">'
        f'<title>A question and a conversation in a terminal</title><style>{style}</style><rect width="{WIDTH}" height="{height:.0f}" rx="10" fill="#0d1117"/>'
        + "".join(body)
        + "</svg>\n"
    )


def main():
    if len(sys.argv) < 2 or sys.argv[2:] not in ([], ["--check"]):
        sys.exit(__doc__)
    picture = draw(sys.argv[1])
    if sys.argv[2:]:
        if not os.path.exists(PATH) or open(PATH, encoding="utf-8").read() != picture:
            sys.exit("docs/session.svg does not show what the program says\n  hint: run docs/session.py with it")
        return
    with open(PATH, "w", encoding="utf-8") as file:
        file.write(picture)


if __name__ == "__main__":
    main()
