//! The candidates of one paper, ranked and weighed by the model.

use super::model::{Model, Probability, Setting, Weighting};
use crate::index::PaperIndex;
use crate::lang::Phrase;
use crate::lexicon::AnswerType;
use crate::question::AskedWord;
use crate::retrieve::{Candidate, Compared, Feature, Features, Retrieved};

/// A greater lead over all other paragraphs makes no surer.
const GREATEST_LEAD: f32 = 8.0;

/// By how much the log odds of a paper without sample questions are discounted beside those of one that has some.
const BARE_DISCOUNT: f32 = 0.9;

/// From this cosine on, a sample question counts as like what was asked.
const LIKE: f32 = 0.4;

/// A paragraph that holds this share of a name is about it.
const ABOUT: f32 = 0.9;

/// What answers a message as a whole answers its question with this probability at least.
const ASSURED: Probability = Probability::EVEN;

/// So many paragraphs that rank highest may lead if they answer and the first does not.
const MOST_RIVALS: usize = 4;

/// The candidates of one paper for a question, the likeliest first.
pub struct Ranked<'i> {
    pub(super) retrieved: Retrieved<'i>,
    candidates: Vec<Candidate>,
    ranks: Vec<f32>,
    setting: Setting,
    model: &'i Model,
    /// Whether the message around the question is answered as a whole, and clearly so.
    pub(super) is_assured: bool,
    /// Whether the message is in words of the paper's title, among other papers.
    pub(super) is_titled: bool,
}

impl<'i> Ranked<'i> {
    /// Ranks what a question retrieves from a paper. What a message around the question is about counts as much as what the question is.
    pub(super) fn new(
        index: &'i PaperIndex,
        paper: usize,
        phrase: &Phrase,
        words: &[AskedWord],
        compared: &Compared,
        model: &'i Model,
        message: Option<&Self>,
    ) -> Self {
        let retrieved = Retrieved::new(index, paper, phrase, words, compared, &model.scoring);
        let setting = setting(index, phrase);
        let weighting = model.weighting(setting);
        let around = |paragraph: usize| message.map_or(0.0, |message| message.rank_of(paragraph));
        let mut ranked: Vec<(Candidate, f32)> = retrieved
            .candidates
            .iter()
            .map(|own| (*own, weighting.rank.apply(&own.features) + around(own.paragraph)))
            .collect();
        ranked.sort_by(|one, other| {
            other.1.total_cmp(&one.1).then(one.0.paragraph.cmp(&other.0.paragraph))
        });
        let (mut candidates, ranks): (Vec<_>, Vec<_>) = ranked.into_iter().unzip();
        let own: Vec<_> =
            candidates.iter().map(|own| weighting.rank.apply(&own.features)).collect();
        set_leads(&mut candidates, &own);
        let is_titled = message.is_some_and(|message| message.is_titled);
        let mut ranked =
            Self { retrieved, candidates, ranks, setting, model, is_assured: false, is_titled };
        ranked.put_answer_first();
        ranked
    }

    /// A paragraph that answers comes before one that only speaks of the subject.
    fn put_answer_first(&mut self) {
        if self.is_answered() {
            return;
        }
        let near = self.candidates.iter().take(MOST_RIVALS).enumerate().skip(1);
        let answers = near.filter(|(_, own)| self.is_answer(own));
        let best = answers.max_by(|(_, one), (_, other)| {
            self.answers_of(one).value().total_cmp(&self.answers_of(other).value())
        });
        if let Some((best, _)) = best {
            self.candidates.get_mut(..=best).into_iter().for_each(|own| own.rotate_right(1));
            self.ranks.get_mut(..=best).into_iter().for_each(|own| own.rotate_right(1));
        }
    }

    fn weighting(&self) -> &'i Weighting {
        self.model.weighting(self.setting)
    }

    /// What the paper is to the question.
    pub(super) const fn setting(&self) -> Setting {
        self.setting
    }

    /// The model.
    pub(super) const fn model(&self) -> &'i Model {
        self.model
    }

    /// The candidates, the likeliest first.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// The likeliest candidate.
    pub fn first(&self) -> Option<&Candidate> {
        self.candidates.first()
    }

    /// How much a candidate is what the question, and the message around it, is about.
    pub(super) fn rank(&self, place: usize) -> f32 {
        self.ranks.get(place).copied().unwrap_or_default()
    }

    fn rank_of(&self, paragraph: usize) -> f32 {
        let place = self.candidates.iter().position(|own| own.paragraph == paragraph);
        place.map_or(0.0, |place| self.rank(place))
    }

    /// The probability that a candidate answers.
    pub(super) fn answers(&self, place: usize) -> Probability {
        let own = self.candidates.get(place).map(|own| self.answers_of(own));
        let own = own.unwrap_or(Probability::NONE);
        if place == 0 && self.is_assured { own.max(ASSURED) } else { own }
    }

    pub(super) fn answers_of(&self, candidate: &Candidate) -> Probability {
        self.touches_of(candidate).and_then(self.says_of(candidate))
    }

    /// The probability that a candidate which speaks of what was asked says what was asked for.
    fn says_of(&self, candidate: &Candidate) -> Probability {
        Probability::of_log_odds(self.weighting().says.apply(&candidate.features))
    }

    /// Whether a candidate is likely enough to be given as the answer.
    pub(super) fn is_answer(&self, candidate: &Candidate) -> bool {
        let (least_answers, least_says) = self.model.answer_thresholds(self.setting);
        let says = self.says_of(candidate);
        is_borne_out(&candidate.features)
            && says >= least_says
            && self.touches_of(candidate).and_then(says) >= least_answers
    }

    /// The probability that a candidate speaks of what was asked.
    pub(super) fn touches_of(&self, candidate: &Candidate) -> Probability {
        Probability::of_log_odds(self.weighting().touches.apply(&candidate.features))
    }

    /// The probability that the first speaks of what was asked.
    pub(super) fn touches(&self) -> Probability {
        self.first().map_or(Probability::NONE, |first| self.touches_of(first))
    }

    /// Log odds that the first speaks of what was asked, for comparing papers. What a paper without sample questions promises is less
    /// certain.
    pub(super) fn touches_among_papers(&self) -> f32 {
        let certainty = match self.setting {
            Setting::Ample | Setting::Curated => 0.0,
            Setting::Bare | Setting::OtherLanguage => BARE_DISCOUNT,
        };
        match self.first() {
            Some(first) if self.retrieved.tells(first) => {
                self.weighting().touches.apply(&first.features) - certainty
            }
            _ => f32::MIN,
        }
    }

    /// Whether the first is given as the answer.
    pub(super) fn is_answered(&self) -> bool {
        self.first().is_some_and(|first| self.is_assured || self.is_answer(first))
    }

    /// Any paragraph of the paper as a candidate.
    pub(super) fn candidate(&self, paragraph: usize) -> Candidate {
        if let Some(own) = self.candidates.iter().find(|own| own.paragraph == paragraph) {
            return *own;
        }
        let mut candidate = self.retrieved.candidate(paragraph);
        let rank = self.weighting().rank.apply(&candidate.features);
        let first = self.first().map_or(0.0, |first| self.weighting().rank.apply(&first.features));
        candidate.features.set(Feature::Lead, lead(rank, first));
        candidate
    }

    /// The type of answer that the question asks for, if it says.
    pub(super) const fn answer_type(&self) -> Option<AnswerType> {
        self.retrieved.query.phrase().form().answer_type()
    }

    /// The share of the paper's paragraphs whose text, or that in the other language, holds nearly all of the question.
    pub(super) fn share_about(&self) -> f32 {
        let count = self.retrieved.index().paragraphs();
        let soft =
            |place: usize| self.retrieved.soft.paragraphs.get(place).copied().unwrap_or_default();
        let about = (0..count)
            .filter(|&place| self.retrieved.query.account(place).body.max(soft(place)) >= ABOUT);
        about.count() as f32 / count.max(1) as f32
    }

    /// How far the first ranks ahead of any other.
    pub(super) fn lead(&self) -> f32 {
        self.rank(0) - self.rank(1)
    }
}

/// How far one ranks ahead of the best other, or of nothing at all.
fn lead(rank: f32, other: f32) -> f32 {
    (rank - other.max(0.0)).clamp(-GREATEST_LEAD, GREATEST_LEAD)
}

/// Sets how far each candidate ranks ahead of any other.
pub(super) fn set_leads(candidates: &mut [Candidate], ranks: &[f32]) {
    for (place, candidate) in candidates.iter_mut().enumerate() {
        let others = ranks.iter().enumerate().filter(|(other, _)| *other != place);
        let greatest = others.map(|(_, &rank)| rank).fold(0.0, f32::max);
        let own = ranks.get(place).copied().unwrap_or_default();
        candidate.features.set(Feature::Lead, lead(own, greatest));
    }
}

/// Whether a paragraph's texts hold anything of a question, or one of its sample questions is like it: that words of it stand in some
/// sample questions by themselves is chance.
fn is_borne_out(features: &Features) -> bool {
    let held = features.get(Feature::TextCoverage).max(features.get(Feature::Soft));
    held > 0.0 || features.get(Feature::Question) >= LIKE
}

/// What a paper is to a question: by how many sample questions it has, and whether it is written in the question's language.
pub(super) fn setting(index: &PaperIndex, phrase: &Phrase) -> Setting {
    if index.is_ample() {
        return Setting::Ample;
    }
    if index.is_curated() {
        return Setting::Curated;
    }
    if index.is_written_in(phrase.is_chinese()) { Setting::Bare } else { Setting::OtherLanguage }
}
