//! Our figures beside those of what people would use instead, on the same questions.
//!
//! `compare METHOD SET` reads a set, of which `compare.py` tells the form, and prints one JSON object of figures. One method a process, so
//! that memory and start-up are its own.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use briefing_bot::answer::{Engine, Question};
use briefing_bot::corpus::{Files, Corpus};
use briefing_bot::present::{Extras, Styles, plain, reply};
use charabia::Tokenize as _;
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use jieba_rs::Jieba;
use serde::Deserialize;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value as _};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy::{Index, IndexReader, Searcher, TantivyDocument, Term, doc};

#[derive(Deserialize)]
struct Set {
    documents: Vec<(u32, String)>,
    /// Text, paragraphs that answer it, kind.
    questions: Vec<(String, Vec<u32>, String)>,
    folder: String,
}

/// Puts the paragraphs of a set in order for a question.
trait Method {
    /// The paragraph that leads, and its score.
    fn best(&self, question: &str) -> Option<(u32, f64)>;
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().collect();
    let [_, name, file] = arguments.as_slice() else { return Err("compare METHOD SET".into()) };
    let set: Set = serde_json::from_str(&fs::read_to_string(file)?)?;
    let begin = Instant::now();
    let method: Box<dyn Method> = match name.as_str() {
        "briefing-bot" => Box::new(Ours::new(&set)?),
        "tantivy" => Box::new(Tantivy::new(&set)?),
        "charabia" => Box::new(Bm25::new(&set, |text| text.tokenize().filter(|token| token.is_word()).map(|token| token.lemma().to_owned()).collect())),
        _ => return Err("no such method".into()),
    };
    let start = begin.elapsed().as_secs_f64() * 1e3;
    let mut times = Vec::new();
    let mut right = 0;
    let mut scores = Vec::new();
    for (question, gold, kind) in &set.questions {
        let begin = Instant::now();
        let best = method.best(question);
        let elapsed = begin.elapsed().as_secs_f64() * 1e6;
        scores.push((kind, best.map_or(0.0, |(_, score)| score)));
        if kind == "answered" {
            times.push(elapsed);
            right += usize::from(best.is_some_and(|(first, _)| gold.contains(&first)));
        }
    }
    times.sort_by(f64::total_cmp);
    let count = times.len();
    let figures = serde_json::json!({
        "method": name, "questions": count, "right": right, "p50": times[count / 2], "p99": times[count * 99 / 100],
        "start": start, "memory": peak_memory(), "scores": scores,
    });
    println!("{figures}");
    Ok(())
}

/// The most memory that the process held, in MiB.
fn peak_memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

/// The whole way, from folding to the rendered text.
struct Ours {
    engine: Engine,
}

impl Ours {
    fn new(set: &Set) -> Result<Self, Box<dyn Error>> {
        if set.folder.is_empty() {
            return Ok(Self { engine: briefing_bot::embedded::engine()? });
        }
        let corpus = Corpus::load(&Files::read(Path::new(&set.folder))?).map_err(|faults| faults[0].to_string())?;
        Ok(Self { engine: Engine::new(corpus) })
    }
}

impl Method for Ours {
    fn best(&self, question: &str) -> Option<(u32, f64)> {
        let question = Question::new(question);
        let answer = self.engine.answer(&question);
        let card = reply(self.engine.corpus(), &answer, &Extras::default());
        std::hint::black_box(plain(&card, &Styles::default(), &|_| None));
        // what is held back as unsure ranks all the same
        let best = self.engine.explain(&question, 1).into_iter().next().map(|(citation, ..)| citation);
        // that of what is only related tells how likely it speaks of this, not that it answers
        let score = best.as_ref().map_or(0.0, |best| f64::from(best.score.value()));
        let first = answer.verdict.citations().first().or(best.as_ref())?;
        Some((first.paragraph.number, score))
    }
}

/// tantivy with words cut by jieba after OpenCC, English stemmed.
struct Tantivy {
    searcher: Searcher,
    _reader: IndexReader,
    text: Field,
    paragraph: Field,
    words: Words,
}

/// Chinese words cut by jieba, English ones in lower case.
#[derive(Clone)]
struct Words {
    jieba: std::sync::Arc<Jieba>,
    opencc: std::sync::Arc<OpenCC>,
}

impl Words {
    fn of(&self, text: &str) -> Vec<String> {
        let simple = self.opencc.convert(text).to_lowercase();
        let words = self.jieba.cut_for_search(&simple, true).into_iter().map(|token| token.word.to_owned());
        words.filter(|word| word.chars().any(char::is_alphanumeric)).collect()
    }
}

struct Stream {
    words: std::vec::IntoIter<String>,
    token: Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        Stream { words: self.of(text).into_iter(), token: Token::default() }
    }
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else { return false };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text = word;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl Tantivy {
    fn new(set: &Set) -> Result<Self, Box<dyn Error>> {
        let words = Words { jieba: Jieba::new().into(), opencc: OpenCC::from_config(BuiltinConfig::T2s)?.into() };
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default().set_tokenizer("words").set_index_option(IndexRecordOption::WithFreqs);
        let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
        let paragraph = schema.add_u64_field("paragraph", STORED);
        let index = Index::create_in_ram(schema.build());
        let stem = tantivy::tokenizer::TextAnalyzer::builder(words.clone()).filter(tantivy::tokenizer::Stemmer::new(tantivy::tokenizer::Language::English));
        index.tokenizers().register("words", stem.build());
        let mut writer = index.writer_with_num_threads(1, 20_000_000)?;
        for (number, document) in &set.documents {
            writer.add_document(doc!(text => document.as_str(), paragraph => u64::from(*number)))?;
        }
        writer.commit()?;
        let reader = index.reader()?;
        Ok(Self { searcher: reader.searcher(), _reader: reader, text, paragraph, words })
    }
}

impl Method for Tantivy {
    fn best(&self, question: &str) -> Option<(u32, f64)> {
        let mut analyzer = tantivy::tokenizer::TextAnalyzer::builder(self.words.clone())
            .filter(tantivy::tokenizer::Stemmer::new(tantivy::tokenizer::Language::English))
            .build();
        let mut stream = analyzer.token_stream(question);
        let mut terms: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        while stream.advance() {
            let term = Term::from_field_text(self.text, &stream.token().text);
            terms.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))));
        }
        let found = self.searcher.search(&BooleanQuery::new(terms), &TopDocs::with_limit(1).order_by_score()).ok()?;
        let (score, address) = found.first()?;
        let document: TantivyDocument = self.searcher.doc(*address).ok()?;
        let paragraph = u32::try_from(document.get_first(self.paragraph)?.as_u64()?).ok()?;
        Some((paragraph, f64::from(*score)))
    }
}

/// BM25 (k1 1.2, b 0.75) over somebody else's words.
struct Bm25 {
    words: fn(&str) -> Vec<String>,
    paragraphs: Vec<u32>,
    lengths: Vec<f32>,
    mean: f32,
    postings: HashMap<String, Vec<(usize, f32)>>,
}

impl Bm25 {
    fn new(set: &Set, words: fn(&str) -> Vec<String>) -> Self {
        let mut postings: HashMap<String, Vec<(usize, f32)>> = HashMap::new();
        let mut lengths = Vec::new();
        for (place, (_, text)) in set.documents.iter().enumerate() {
            let words = words(text);
            lengths.push(words.len() as f32);
            for word in words {
                let own = postings.entry(word).or_default();
                match own.last_mut().filter(|(last, _)| *last == place) {
                    Some((_, count)) => *count += 1.0,
                    None => own.push((place, 1.0)),
                }
            }
        }
        let mean = lengths.iter().sum::<f32>() / lengths.len() as f32;
        Self { words, paragraphs: set.documents.iter().map(|(number, _)| *number).collect(), lengths, mean, postings }
    }
}

impl Method for Bm25 {
    fn best(&self, question: &str) -> Option<(u32, f64)> {
        let mut scores = vec![0.0_f32; self.paragraphs.len()];
        for word in (self.words)(question) {
            let Some(own) = self.postings.get(&word) else { continue };
            let rarity = ((scores.len() as f32 - own.len() as f32 + 0.5) / (own.len() as f32 + 0.5)).ln_1p();
            for &(place, count) in own {
                scores[place] += rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * self.lengths[place] / self.mean));
            }
        }
        let best = (0..scores.len()).max_by(|&one, &other| scores[one].total_cmp(&scores[other]))?;
        Some((self.paragraphs[best], f64::from(scores[best])))
    }
}
