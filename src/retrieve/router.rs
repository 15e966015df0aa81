//! Which papers of a library a question may be about.

use serde::{Deserialize, Serialize};

use crate::index::{Indexes, PaperIndex, Vocabulary};
use crate::lang::{Key, Kind, Phrase, Token, stem_key};
use crate::question::AskedWord;

/// Of so many papers, all are searched for one question.
const FEW_PAPERS: usize = 4;

/// Of more, so many of those in its language.
const MOST_PAPERS: usize = 3;

/// So many of those that are not: they hold fewer of its words, so that they do not compete with the former.
const MOST_IN_OTHER_LANGUAGE: usize = 3;

/// What a pair of characters or of stems, or a stem, counts by itself beside a word.
const AS_IT_IS: f32 = 0.5;

/// A counterpart less likely than this tells nothing of the paper.
const LEAST_COUNTERPART: f32 = 0.25;

/// Most counterparts of one word that are looked up.
const MOST_COUNTERPARTS: usize = 8;

/// Most misspelt words of a question that are repaired.
const MOST_REPAIRED: usize = 6;

/// For each token, the papers that hold it. Made of the papers' indexes; a library of a few papers needs none.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Router {
    papers: usize,
    /// Of each paper whether it is written in Chinese, and whether in English.
    languages: Vec<(bool, bool)>,
    /// All tokens, in order.
    keys: Vec<Key>,
    /// Of each where its papers begin, and the end.
    first: Vec<u32>,
    holders: Vec<u32>,
    /// The English words of all papers, for misspelt ones.
    vocabulary: Vocabulary,
}

impl Router {
    /// Of these papers.
    pub fn new(indexes: &Indexes) -> Self {
        if indexes.len() <= FEW_PAPERS {
            return Self { papers: indexes.len(), ..Self::default() };
        }
        let mut pairs: Vec<(Key, u32)> = Vec::new();
        for (paper, index) in indexes.iter() {
            let said = index.keys_from(0).filter(is_routed).filter(|&key| index.says(key));
            pairs.extend(said.map(|key| (key, paper as u32)));
        }
        pairs.sort_unstable();
        let vocabulary = Vocabulary::union(indexes.iter().map(|(_, index)| index.vocabulary()));
        let written = |index: &PaperIndex| (index.is_written_in(true), index.is_written_in(false));
        let languages = indexes.iter().map(|(_, index)| written(index)).collect();
        let mut router = Self { papers: indexes.len(), languages, vocabulary, ..Self::default() };
        for (key, paper) in pairs {
            if router.keys.last() != Some(&key) {
                router.keys.push(key);
                router.first.push(router.holders.len() as u32);
            }
            router.holders.push(paper);
        }
        router.first.push(router.holders.len() as u32);
        router
    }

    /// Whether a paper says what is behind a key; `None` where that is in the paper's own index alone.
    pub fn says(&self, paper: usize, key: Key) -> Option<bool> {
        let is_known = !self.keys.is_empty() && is_routed(&key);
        is_known.then(|| self.holders(key).binary_search(&(paper as u32)).is_ok())
    }

    fn holders(&self, key: Key) -> &[u32] {
        let Ok(place) = self.keys.binary_search(&key) else { return &[] };
        let at = |place: usize| self.first.get(place).copied().unwrap_or_default() as usize;
        self.holders.get(at(place)..at(place + 1)).unwrap_or_default()
    }

    /// The papers of those allowed that hold most of a question, by their places, in order of their places: all of a few.
    ///
    /// Each word counts by its inverse document frequency among the papers, as likely as its likeliest counterpart that a paper has; what
    /// stands there as it is, pairs of characters and of stems, counts as well.
    pub fn route(&self, phrase: &Phrase, words: &[AskedWord], allowed: &[usize]) -> Vec<usize> {
        if allowed.len() <= FEW_PAPERS {
            let mut all = allowed.to_vec();
            all.sort_unstable();
            return all;
        }
        let mut scores = vec![0.0_f32; self.papers];
        let idf = |holding: f32| (self.papers as f32 / (holding + 0.5)).ln_1p();
        phrase.tokens(|Token { kind, key, .. }, _| {
            if matches!(kind, Kind::Han2 | Kind::Stem | Kind::StemPair) {
                let holders = self.holders(key);
                let own = AS_IT_IS * idf(holders.len() as f32);
                for &paper in holders {
                    if let Some(score) = scores.get_mut(paper as usize) {
                        *score += own;
                    }
                }
            }
        });
        let unknown =
            phrase.content_words().filter(|word| self.holders(stem_key(&word.stem)).is_empty());
        for word in unknown.take(MOST_REPAIRED) {
            let Some(repaired) = self.vocabulary.repair(&word.text) else { continue };
            let holders = self.holders(stem_key(&Phrase::stem_of(repaired)));
            let own = idf(holders.len() as f32);
            for &paper in holders {
                if let Some(score) = scores.get_mut(paper as usize) {
                    *score += own;
                }
            }
        }
        let mut best = vec![0.0_f32; self.papers];
        for word in words {
            best.fill(0.0);
            let likely = word.counterparts.iter().filter(|own| own.weight >= LEAST_COUNTERPART);
            for counterpart in likely.take(MOST_COUNTERPARTS) {
                let Some(&key) = counterpart.keys.first() else { continue };
                for &paper in self.holders(key) {
                    if let Some(best) = best.get_mut(paper as usize) {
                        *best = best.max(counterpart.weight);
                    }
                }
            }
            let own = word.importance() * idf(best.iter().sum());
            scores.iter_mut().zip(&best).for_each(|(score, best)| *score += own * best);
        }
        let of = |paper: usize| scores.get(paper).copied().unwrap_or_default();
        let mut order: Vec<usize> =
            allowed.iter().copied().filter(|&paper| of(paper) > 0.0).collect();
        order.sort_by(|&one, &other| of(other).total_cmp(&of(one)).then(one.cmp(&other)));
        let is_chinese = phrase.is_chinese();
        let in_own = |&paper: &usize| {
            let written = self.languages.get(paper).copied().unwrap_or_default();
            if is_chinese { written.0 } else { written.1 }
        };
        let (own, others): (Vec<_>, Vec<_>) = order.into_iter().partition(in_own);
        let others = others.into_iter().take(MOST_IN_OTHER_LANGUAGE);
        let mut chosen: Vec<_> = own.into_iter().take(MOST_PAPERS).chain(others).collect();
        chosen.sort_unstable();
        chosen
    }
}

/// Whether papers are found by what is behind a key: not by single characters, which stand everywhere, nor by what curators name.
fn is_routed(key: &Key) -> bool {
    let is = |kind: Kind| key >> 60 == kind as u64 + 1;
    !is(Kind::Han1) && !is(Kind::Turn) && !is(Kind::Concept)
}
