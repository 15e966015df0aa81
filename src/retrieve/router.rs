//! Which papers of a library a question may be about.

use serde::{Deserialize, Serialize};

use crate::index::{Indexes, Vocabulary};
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

/// The keys of so many papers are merged at a time.
const MERGED: usize = 100;

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
        Self::default().updated(indexes, &[])
    }

    /// Of these papers, of which some are known: `places` are the places, by those that the known papers had, where they still are. Only the
    /// indexes of others are read.
    pub fn updated(&self, indexes: &Indexes, places: &[Option<usize>]) -> Self {
        let papers = indexes.len();
        if papers <= FEW_PAPERS {
            return Self { papers, ..Self::default() };
        }
        // a router of a few papers knows nothing of them
        let places = if self.keys.is_empty() { &[] } else { places };
        let mut is_known = vec![false; papers];
        let mut router =
            Self { papers, languages: vec![(false, false); papers], ..Self::default() };
        for (before, &place) in places.iter().enumerate() {
            let Some(place) = place else { continue };
            if let (Some(known), Some(languages), Some(own)) = (
                is_known.get_mut(place),
                router.languages.get_mut(place),
                self.languages.get(before),
            ) {
                (*known, *languages) = (true, *own);
            }
        }
        (router.keys, router.first, router.holders) = self.merged(places, Vec::new());
        let mut words = self.vocabulary.words().to_vec();
        let new: Vec<usize> =
            is_known.iter().enumerate().filter(|(_, known)| !**known).map(|(own, _)| own).collect();
        let all: Vec<_> = (0..papers).map(Some).collect();
        // bit by bit, so that what is merged is never all in memory
        for some in new.chunks(MERGED) {
            let mut pairs: Vec<(Key, u32)> = Vec::new();
            for &paper in some {
                let Some(index) = indexes.peek(paper) else { continue };
                let said = index.keys_from(0).filter(is_routed).filter(|&key| index.says(key));
                pairs.extend(said.map(|key| (key, paper as u32)));
                words.extend_from_slice(index.vocabulary().words());
                if let Some(languages) = router.languages.get_mut(paper) {
                    *languages = (index.is_written_in(true), index.is_written_in(false));
                }
            }
            pairs.sort_unstable();
            (router.keys, router.first, router.holders) = router.merged(&all, pairs);
            words.sort_unstable();
            words.dedup();
        }
        // a misspelt word is taken for one that leads somewhere
        words.retain(|word| !router.holders(stem_key(&Phrase::stem_of(word))).is_empty());
        router.vocabulary = Vocabulary::of_words(words);
        router
    }

    /// The keys, the beginnings of their holders and the holders, which now have these places, with some more, in order.
    fn merged(
        &self,
        places: &[Option<usize>],
        more: Vec<(Key, u32)>,
    ) -> (Vec<Key>, Vec<u32>, Vec<u32>) {
        let (mut keys, mut first, mut holders) = (Vec::new(), Vec::new(), Vec::new());
        let mut more = more.into_iter().peekable();
        let mut known = self.keys.iter().enumerate().peekable();
        loop {
            let key = match (known.peek(), more.peek()) {
                (Some((_, one)), Some((other, _))) => **one.min(&other),
                (Some((_, one)), None) => **one,
                (None, Some((other, _))) => *other,
                (None, None) => break,
            };
            let begin = holders.len();
            if let Some((place, _)) = known.next_if(|(_, own)| **own == key) {
                let own = self.holders_at(place).iter();
                let moved = own.filter_map(|&paper| places.get(paper as usize).copied().flatten());
                holders.extend(moved.map(|place| place as u32));
            }
            while let Some((_, paper)) = more.next_if(|(own, _)| *own == key) {
                holders.push(paper);
            }
            if holders.len() > begin {
                holders.get_mut(begin..).into_iter().for_each(<[u32]>::sort_unstable);
                keys.push(key);
                first.push(begin as u32);
            }
        }
        first.push(holders.len() as u32);
        (keys, first, holders)
    }

    /// Whether a paper says what is behind a key; `None` where that is in the paper's own index alone.
    pub fn says(&self, paper: usize, key: Key) -> Option<bool> {
        let is_known = !self.keys.is_empty() && is_routed(&key);
        is_known.then(|| self.holders(key).binary_search(&(paper as u32)).is_ok())
    }

    fn holders(&self, key: Key) -> &[u32] {
        self.keys.binary_search(&key).map_or(&[], |place| self.holders_at(place))
    }

    fn holders_at(&self, place: usize) -> &[u32] {
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
