//! Whether a further paragraph belongs to the answer beside the first.

use super::ranked::Ranked;
use crate::retrieve::{Candidate, Feature};

macro_rules! features {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A feature of a further paragraph beside the first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum JoinFeature { $($(#[$doc])* $variant,)* }

        impl JoinFeature {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name in the model file.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

features! {
    /// Always 1: the intercept.
    Bias = "bias",
    /// The probability that it answers by itself.
    Answers = "answers",
    /// How far it ranks behind the first.
    Behind = "behind",
    /// Share of the question that it holds and the first lacks.
    Gain = "gain",
    /// Share of the question that the first holds and it lacks.
    Loss = "loss",
    /// Share of the question that neither holds.
    Neither = "neither",
    /// Whether it stands in the same section.
    SameSection = "same_section",
    /// Share of the question that the heading of its section holds.
    Heading = "heading",
    /// The lesser of the shares that the headings of both sections hold, in the same section.
    SharedHeading = "shared_heading",
    /// Whether the question joins things.
    Joint = "joint",
    /// Whether it asks for several things: which, all, list.
    Several = "several",
    /// `gain`, where the question joins things.
    JointGain = "joint_gain",
    /// Its cosine with a sample question beside the first's.
    QuestionShare = "question_share",
    /// Its share of the question in other words beside the first's.
    SoftShare = "soft_share",
}

/// The features of a candidate beside the first.
pub fn join_features(ranked: &Ranked<'_>, place: usize, same_section: bool) -> Vec<f32> {
    let mut values = vec![0.0; JoinFeature::ALL.len()];
    let (Some(first), Some(other)) = (ranked.first(), ranked.candidates().get(place)) else {
        return values;
    };
    let flag = |flag: bool| f32::from(u8::from(flag));
    let (gain, loss, neither) = ranked.retrieved.query.compare(first.paragraph, other.paragraph);
    let form = ranked.retrieved.query.phrase().form();
    let joint = flag(form.joins());
    let share = |feature| {
        let of = |candidate: &Candidate| candidate.features.get(feature);
        if of(first) > 0.0 { (of(other) / of(first)).min(1.5) } else { 0.0 }
    };
    let heading = |candidate: &Candidate| candidate.features.get(Feature::Heading);
    for (feature, value) in [
        (JoinFeature::Bias, 1.0),
        (JoinFeature::Answers, ranked.answers(place).value()),
        (JoinFeature::Behind, (ranked.rank(0) - ranked.rank(place)).clamp(0.0, 8.0)),
        (JoinFeature::Gain, gain),
        (JoinFeature::Loss, loss),
        (JoinFeature::Neither, neither),
        (JoinFeature::SameSection, flag(same_section)),
        (JoinFeature::Heading, heading(other)),
        (JoinFeature::SharedHeading, flag(same_section) * heading(other).min(heading(first))),
        (JoinFeature::Joint, joint),
        (JoinFeature::Several, flag(form.asks_several())),
        (JoinFeature::JointGain, joint * gain),
        (JoinFeature::QuestionShare, share(Feature::Question)),
        (JoinFeature::SoftShare, share(Feature::Soft)),
    ] {
        if let Some(slot) = values.get_mut(feature as usize) {
            *slot = value;
        }
    }
    values
}
