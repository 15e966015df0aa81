//! Which paragraphs a question may be about: a router over the papers, then each paper by its own index.
//!
//! What comes out are candidates with their features; what these weigh is decided elsewhere.

mod alike;
mod features;
mod query;
mod router;
mod scores;
mod scoring;
mod soft;

use alike::Alike;
pub use alike::Compared;
pub use features::{Feature, Features};
pub use query::{Account, Query};
pub use router::Router;
pub use scores::{FieldScore, Scores};
pub use scoring::Scoring;
pub use soft::{Matched, SoftScores};

use crate::index::PaperIndex;
use crate::lang::Phrase;
use crate::language::Language;
use crate::question::AskedWord;

/// So many paragraphs that lead in the first stage are looked at in the second.
pub const MOST_CANDIDATES: usize = 8;

/// So many paragraphs that lead by their words are compared with the question word by word.
const COMPARED: usize = 12;

/// A longer question is no surer: the number of its words and characters.
const GREATEST_LENGTH: f32 = 30.0;

/// A paragraph that holds less than this share of a question, in its words or others, has nothing to do with it.
const LEAST_HELD: f32 = 0.2;

/// What the sentences' counterparts count beside their words where a sentence is chosen.
const SOFT_IN_SENTENCES: f32 = 12.0;

/// A paragraph that a question may be about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The paper, by its place in the corpus.
    pub paper: usize,
    /// The paragraph, by its place in the paper.
    pub paragraph: usize,
    /// What is seen of it.
    pub features: Features,
}

/// What was retrieved from one paper.
pub struct Retrieved<'i> {
    /// The question in this paper.
    pub query: Query<'i>,
    /// The scores of all paragraphs.
    pub scores: Scores,
    /// The shares of the question that paragraphs hold in other words.
    pub soft: SoftScores,
    /// How alike the question's words and those of paragraphs are.
    alike: Alike,
    /// The leading paragraphs, best first; ties by their place.
    pub candidates: Vec<Candidate>,
    paper: usize,
}

impl<'i> Retrieved<'i> {
    /// Retrieves from the paper at this place. `compared` is of the same question, of whatever papers.
    pub fn new(
        index: &'i PaperIndex,
        paper: usize,
        phrase: &Phrase,
        words: &[AskedWord],
        compared: &Compared,
        scoring: &Scoring,
    ) -> Self {
        let query = Query::new(index, phrase, scoring);
        let mut scores = Scores::new(&query, scoring);
        let soft = SoftScores::new(index, if query.is_empty() { &[] } else { words });
        scores.add_to_units(&soft.units, SOFT_IN_SENTENCES);
        let total = |place: usize| {
            let own = scores.paragraphs.get(place).copied().unwrap_or_default();
            let soft = soft.paragraphs.get(place).copied().unwrap_or_default();
            let unsaid = 0.5 * own.unsaid;
            own.text + scoring.question * own.questions[0].max(unsaid) + scoring.soft * soft
        };
        let mut leading: Vec<(f32, usize)> = (0..index.paragraphs())
            .map(|place| (total(place), place))
            .filter(|(score, _)| *score > 0.0)
            .collect();
        let in_order = |one: &(f32, usize), other: &(f32, usize)| {
            other.0.total_cmp(&one.0).then(one.1.cmp(&other.1))
        };
        let keep = |leading: &mut Vec<(f32, usize)>, count: usize| {
            if leading.len() > count {
                leading.select_nth_unstable_by(count, in_order);
                leading.truncate(count);
            }
        };
        keep(&mut leading, COMPARED);
        // where there are very many sample questions, it tells nothing that they do not
        let words = if index.is_ample() { &[] } else { words };
        let places = leading.iter().map(|(_, place)| *place);
        let alike = Alike::new(index, &soft, words, compared, places);
        for (score, place) in &mut leading {
            *score += scoring.alike * alike.of(index, &soft, *place).share;
        }
        keep(&mut leading, MOST_CANDIDATES);
        leading.sort_by(in_order);
        let mut retrieved = Self { query, scores, soft, alike, candidates: Vec::new(), paper };
        retrieved.candidates =
            leading.into_iter().map(|(_, place)| retrieved.candidate(place)).collect();
        retrieved
    }

    /// The paper, by its place in the corpus.
    pub const fn paper(&self) -> usize {
        self.paper
    }

    /// The index of the paper.
    pub const fn index(&self) -> &'i PaperIndex {
        self.query.index
    }

    /// A paragraph as a candidate, whether it leads or not; the features that compare it with others are not set.
    pub fn candidate(&self, paragraph: usize) -> Candidate {
        let score = self.scores.paragraphs.get(paragraph).copied().unwrap_or_default();
        let account = self.query.account(paragraph);
        let form = self.query.phrase().form();
        let detail = form.detail();
        let flag = |flag: bool| f32::from(u8::from(flag));
        let of = |scores: &[f32]| scores.get(paragraph).copied().unwrap_or_default();
        let mut features = Features::default();
        let soft = of(&self.soft.paragraphs);
        let alike = self.alike.of(self.index(), &self.soft, paragraph);
        let accounted = account.all.max(soft);
        let length = (self.query.length() as f32).min(GREATEST_LENGTH);
        for (feature, value) in [
            (Feature::Text, score.text),
            (Feature::Question, score.questions[0]),
            (Feature::Questions, score.questions.iter().sum::<f32>() / 3.0),
            (Feature::Unsaid, score.unsaid),
            (Feature::Coverage, account.all),
            (Feature::TextCoverage, account.text),
            (Feature::Heading, account.heading),
            (Feature::UnsaidOdds, account.unsaid_odds.clamp(-6.0, 6.0)),
            (Feature::Known, self.query.known()),
            (Feature::Soft, soft),
            (Feature::SoftSentence, of(&self.soft.sentences)),
            (Feature::MissingWord, of(&self.soft.missing)),
            (Feature::Alike, alike.share),
            (Feature::Unlike, alike.lack),
            (Feature::MissingFigure, flag(self.query.lacks_figure(paragraph))),
            (Feature::Asks, flag(form.asks())),
            (Feature::Personal, flag(form.is_personal()) * (1.0 - accounted)),
            (Feature::Statement, flag(form.is_personal() && !form.asks())),
            (Feature::Supposes, flag(form.supposes())),
            (Feature::Typed, flag(form.answer_type().is_some())),
            (Feature::TypeMissing, 1.0 - self.held(paragraph)),
            (Feature::AsksName, flag(detail.name)),
            (Feature::AsksAmount, flag(detail.amount)),
            (Feature::AsksCircumstance, flag(detail.circumstance)),
            (Feature::AsksWhether, flag(detail.whether)),
            (Feature::HasFigure, flag(self.query.has_figure())),
            (Feature::Length, length.ln_1p()),
            (Feature::Outside, flag(self.query.is_outside())),
        ] {
            features.set(feature, value);
        }
        Candidate { paper: self.paper, paragraph, features }
    }

    /// How much of a paragraph's best sentence's score the best of those has that hold an answer of the type that was asked for, 0 to 1; 1
    /// where no type was.
    ///
    /// A sum, a size, a rate, a person's name or an hour may stand anywhere in it; anything else stands in most sentences, so that it must
    /// stand in one that the question is about.
    pub fn held(&self, paragraph: usize) -> f32 {
        use crate::lexicon::AnswerType;
        let Some(asked) = self.query.phrase().form().answer_type() else { return 1.0 };
        let sentences = self.index().sentences();
        if matches!(
            asked,
            AnswerType::Money
                | AnswerType::Size
                | AnswerType::Rate
                | AnswerType::PersonName
                | AnswerType::Time
        ) {
            return f32::from(u8::from(sentences.held(paragraph).has(asked)));
        }
        let mut greatest = 0.0_f32;
        for language in Language::ALL {
            let own = sentences.of(paragraph, language);
            let scores = self.sentence_scores(paragraph, own.len());
            let best = scores.iter().copied().fold(0.0, f32::max);
            let held = scores.iter().zip(own).filter(|(_, sentence)| sentence.held.has(asked));
            let held = held.map(|(&score, _)| score).fold(0.0, f32::max);
            if best > 0.0 {
                greatest = greatest.max(held / best);
            }
        }
        greatest
    }

    /// The scores of a paragraph's sentences in all its languages together: those of a faithful translation stand in the same order, so
    /// that a question finds them in either. A text that is divided otherwise is left out.
    pub fn sentence_scores(&self, paragraph: usize, count: usize) -> Vec<f32> {
        let mut sums = vec![0.0_f32; count];
        for language in Language::ALL {
            let own = self.scores.sentences(self.index(), paragraph, language);
            if own.len() == count {
                sums.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
            }
        }
        sums
    }

    /// Whether a paragraph has anything to do with the question but single characters and figures.
    pub fn tells(&self, candidate: &Candidate) -> bool {
        let soft = self.soft.tells.get(candidate.paragraph).copied().unwrap_or_default();
        let held = |feature| candidate.features.get(feature);
        (soft || held(Feature::Coverage) > 0.0)
            && held(Feature::Coverage).max(held(Feature::Soft)) >= LEAST_HELD
    }

    /// The words of the question that a paragraph holds by a counterpart.
    pub fn matched(&self, words: &[AskedWord], paragraph: usize) -> Vec<Matched> {
        soft::matched(self.index(), words, self.query.phrase().folded(), paragraph)
    }

    /// A paragraph's score, taken apart.
    pub fn explain(&self, scoring: &Scoring, paragraph: usize) -> Vec<FieldScore> {
        scores::explain(&self.query, &self.scores, scoring, paragraph)
    }
}
