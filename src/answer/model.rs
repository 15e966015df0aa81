//! The fitted model: weights by the names of the features, read from `data/model.toml`, which the fit writes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::joins::JoinFeature;
use crate::retrieve::{Feature, Features, Scoring};

const FILE: &str = include_str!("../../data/model.toml");

static EMBEDDED: LazyLock<Model> = LazyLock::new(|| match Model::read(FILE) {
    Ok(model) => model,
    // the file is compiled in, and a test reads it: there is no text for which this happens
    Err(error) => unreachable!("data/model.toml: {error}"),
});

/// A probability, 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Probability(f32);

impl Probability {
    /// What is certain: what was read, not found.
    pub const CERTAIN: Self = Self(1.0);

    /// As likely as not.
    pub const EVEN: Self = Self(0.5);

    /// What is impossible.
    pub const NONE: Self = Self(0.0);

    /// Of log odds (the logistic function).
    pub fn of_log_odds(log_odds: f32) -> Self {
        Self(1.0 / (1.0 + (-log_odds).exp()))
    }

    /// The probability that both hold, the second given the first.
    #[must_use]
    pub fn and_then(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }

    /// The log odds of it.
    pub fn log_odds(self) -> f32 {
        (self.0 / (1.0 - self.0)).ln()
    }

    /// The number, 0 to 1.
    pub const fn value(self) -> f32 {
        self.0
    }

    /// The lesser of two.
    #[must_use]
    pub const fn min(self, other: Self) -> Self {
        Self(self.0.min(other.0))
    }

    /// The greater of two.
    #[must_use]
    pub const fn max(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }
}

/// Weights of features, in the order of the features.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights(Vec<f32>);

impl Weights {
    /// Of these weights, in the order of the features; those that are missing are 0.
    pub const fn new(weights: Vec<f32>) -> Self {
        Self(weights)
    }

    /// The weights.
    pub fn values(&self) -> &[f32] {
        &self.0
    }

    fn sum(&self, values: impl Iterator<Item = f32>) -> f32 {
        self.0.iter().zip(values).map(|(weight, value)| weight * value).sum()
    }

    /// The weighted sum of features.
    pub fn apply(&self, features: &Features) -> f32 {
        self.sum(features.iter().map(|(_, value)| value))
    }

    /// The weighted sum of the features of a further paragraph.
    pub fn apply_join(&self, features: &[f32]) -> f32 {
        self.sum(features.iter().copied())
    }
}

/// The models of one kind of paper.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weighting {
    /// How much a paragraph is what the question is about: pairwise logistic regression.
    pub rank: Weights,
    /// Log odds that the first paragraph speaks of what was asked, whether it answers or not.
    pub touches: Weights,
    /// Log odds that a paragraph which speaks of what was asked says what was asked for.
    pub says: Weights,
    /// Log odds that a further paragraph belongs to the answer.
    pub joins: Weights,
}

/// Which papers a question is asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// All of a library of so many.
    Library(usize),
    /// The only one, those that were chosen for it, or one that the question is in the words of the title of.
    Chosen,
    /// Those that the asker named.
    Named,
}

/// What a paper is to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// Its paragraphs have very many sample questions: what people ask of it is like one of them.
    Ample,
    /// Its paragraphs have sample questions.
    Curated,
    /// A paper without, in the question's language.
    Bare,
    /// A paper without, in the other language, and without a translation.
    OtherLanguage,
}

impl Setting {
    /// All settings.
    pub const ALL: [Self; 4] = [Self::Ample, Self::Curated, Self::Bare, Self::OtherLanguage];

    /// Its name in the model file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ample => "ample",
            Self::Curated => "curated",
            Self::Bare => "bare",
            Self::OtherLanguage => "other_language",
        }
    }
}

/// Where the lines are drawn between answer, related and none: probabilities, so that no re-fit moves them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// A paragraph is given as the answer where it answers with this probability, and, if it speaks of what was asked at all, says it with
    /// that of `says_…`. Two lines, not one: a paragraph in the question's own words is surely about it, and no surer to say what was asked.
    /// By [`Setting`]: here, of a paper with very many sample questions.
    pub answers_ample: f32,
    /// See `answers_ample`.
    pub says_ample: f32,
    /// Of a paper with sample questions.
    pub answers_curated: f32,
    /// See `answers_curated`.
    pub says_curated: f32,
    /// Of a paper without.
    pub answers_bare: f32,
    /// See `answers_bare`.
    pub says_bare: f32,
    /// Where the question is in the other language.
    pub answers_other: f32,
    /// See `answers_other`.
    pub says_other: f32,
    /// From this probability on, a question is answered even if nobody asked the bot.
    pub sure: f32,
    /// The share of a question that the paragraph must account for, so that it is answered even if nobody spoke to the bot.
    pub sure_coverage: f32,
    /// From this probability of speaking of the subject on, a paragraph of a paper without sample questions is weighed against others, and may
    /// answer among papers.
    pub speaks: f32,
    /// Among papers, one without sample questions is shown as related, or answers, from odds on that are those of one paper times the number
    /// of papers to this power: the more papers there are, the less likely any one is meant.
    pub library: f32,
    /// From this probability of speaking of the subject on, a paragraph of a paper with sample questions is shown as related: what people ask
    /// is mostly about it.
    pub related_curated: f32,
    /// As `related_curated`, of one without.
    pub related_chosen: f32,
    /// As `related_chosen`, where the question is in the other language: fewer of its words tell.
    pub related_other: f32,
    /// As `related_chosen`, among papers: that of one, from which that of so many follows by `library`. By the growth tests.
    pub related_library: f32,
    /// As `related_library`, where the question is in the other language.
    pub related_library_other: f32,
    /// As `related_curated`, of a paper that the asker named: they know that it is this one.
    pub related_named: f32,
    /// From this probability on, a part of a question that joins two is answered by a paragraph of its own.
    pub part: f32,
    /// From this probability on, a further paragraph belongs to the answer.
    pub joins: f32,
}

/// All that is fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The first stage.
    pub scoring: Scoring,
    /// Where the lines are drawn.
    pub thresholds: Thresholds,
    /// By [`Setting`].
    pub weightings: [Weighting; 4],
}

/// A section of the file: weights by the names of their features.
type Section = BTreeMap<String, f32>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scoring: Scoring,
    thresholds: Thresholds,
    ample: FileWeighting,
    curated: FileWeighting,
    bare: FileWeighting,
    other_language: FileWeighting,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWeighting {
    rank: Section,
    touches: Section,
    says: Section,
    joins: Section,
}

impl Model {
    /// The model that is compiled in.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Reads a model file.
    ///
    /// # Errors
    ///
    /// When it is no TOML, lacks a key, or names a feature that there is not.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let features: Vec<_> = Feature::ALL.iter().map(|feature| feature.name()).collect();
        let joins: Vec<_> = JoinFeature::ALL.iter().map(|feature| feature.name()).collect();
        let weighting = |own: &FileWeighting| {
            Ok::<_, String>(Weighting {
                rank: by_name(&own.rank, &features)?,
                touches: by_name(&own.touches, &features)?,
                says: by_name(&own.says, &features)?,
                joins: by_name(&own.joins, &joins)?,
            })
        };
        let weightings = [
            weighting(&file.ample)?,
            weighting(&file.curated)?,
            weighting(&file.bare)?,
            weighting(&file.other_language)?,
        ];
        Ok(Self { scoring: file.scoring, thresholds: file.thresholds, weightings })
    }

    /// The weights of a setting.
    pub const fn weighting(&self, setting: Setting) -> &Weighting {
        &self.weightings[setting as usize]
    }

    /// The least probability of speaking of the subject, for what is shown as related, in a setting; `scope`: of which papers it is asked
    /// alone.
    pub(super) fn related_threshold(&self, setting: Setting, scope: Scope) -> Probability {
        let own = match (setting, scope) {
            (_, Scope::Named) => self.thresholds.related_named,
            (Setting::Bare, Scope::Library(_)) => self.thresholds.related_library,
            (Setting::OtherLanguage, Scope::Library(_)) => self.thresholds.related_library_other,
            (Setting::Bare, _) => self.thresholds.related_chosen,
            (Setting::OtherLanguage, _) => self.thresholds.related_other,
            _ => self.thresholds.related_curated,
        };
        self.among_papers(Probability(own), setting, scope)
    }

    /// The same, for what is given as the answer: among papers, more is asked of that than of what is only shown.
    pub(super) fn answered_threshold(&self, setting: Setting, scope: Scope) -> Probability {
        match (setting, scope) {
            (Setting::Bare | Setting::OtherLanguage, Scope::Library(_)) => {
                self.among_papers(Probability(self.thresholds.speaks), setting, scope)
            }
            _ => self.related_threshold(setting, scope),
        }
    }

    /// A threshold of one paper as that among papers: the more there are, the less likely one without sample questions is meant.
    fn among_papers(&self, own: Probability, setting: Setting, scope: Scope) -> Probability {
        match (setting, scope) {
            (Setting::Bare | Setting::OtherLanguage, Scope::Library(papers)) => {
                let rarer = self.thresholds.library * (papers as f32).ln();
                Probability::of_log_odds(own.log_odds() + rarer)
            }
            _ => own,
        }
    }

    /// The probability from which a paragraph is taken to speak of a subject, where it is weighed against others.
    pub(super) const fn speaks_threshold(&self) -> Probability {
        Probability(self.thresholds.speaks)
    }

    /// The least probabilities, in a setting, with which an answer answers, and says what was asked if it speaks of it.
    pub const fn answer_thresholds(&self, setting: Setting) -> (Probability, Probability) {
        let lines = &self.thresholds;
        let (answers, says) = match setting {
            Setting::Ample => (lines.answers_ample, lines.says_ample),
            Setting::Curated => (lines.answers_curated, lines.says_curated),
            Setting::Bare => (lines.answers_bare, lines.says_bare),
            Setting::OtherLanguage => (lines.answers_other, lines.says_other),
        };
        (Probability(answers), Probability(says))
    }
}

fn by_name(section: &Section, names: &[&str]) -> Result<Weights, String> {
    if let Some(unknown) = section.keys().find(|key| !names.contains(&key.as_str())) {
        return Err(format!("there is no feature '{unknown}'"));
    }
    Ok(Weights(names.iter().map(|name| section.get(*name).copied().unwrap_or_default()).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read() {
        assert!(Model::read(FILE).is_ok(), "{:?}", Model::read(FILE).err());
    }

    #[test]
    fn a_feature_that_there_is_not_is_named() {
        let text = FILE.replace("[bare.rank]\n", "[bare.rank]\ncharm = 1.0\n");
        assert_eq!(Model::read(&text), Err("there is no feature 'charm'".to_owned()));
    }
}
