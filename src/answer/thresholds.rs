//! Where the lines between answer, related and none are drawn, and why.

/// From this probability on, a paragraph is given as the answer. A wrong answer is quoted and cited, so that a reader sees it for what it
/// is; an answer held back is still shown, as related. The former is taken to cost two thirds of the latter: 2 / (2 + 3).
pub const ANSWER: f32 = 0.4;

/// From this probability on, a question is answered even if nobody asked the bot: in a group, a wrong answer is an interruption.
pub(super) const SURE: f32 = 0.9;

/// A sample question is offered if its similarity to the question is at least this.
pub(super) const OFFERED: f32 = 0.12;

/// From this probability on, a paragraph is shown as related.
pub(super) const RELATED: f32 = 0.2;

/// A question of more mass than this, some ten characters, stands by itself.
pub(super) const SHORT_MASS: f32 = 22.0;

/// A question of less mass than this, some three characters, names nothing.
pub(super) const TINY_MASS: f32 = 7.0;

/// A question of which less than this stands anywhere in the papers is not about the paragraph before.
pub(super) const LEAST_KNOWN: f32 = 0.4;

/// A short question leans on the paragraph before unless another scores so much better that the former has less than this share.
pub(super) const LEANING: f32 = 0.6;

/// The same for one that names a subject.
pub(super) const LEANING_NAMED: f32 = 0.85;

/// The same for one that names none and points back in so many words.
pub(super) const LEANING_BACK: f32 = 0.35;

/// A question of which a section's heading accounts for this share asks for the section: all its paragraphs are cited.
pub(super) const NAMES_SECTION: f32 = 0.8;

/// A question that a section's heading accounts for as far as this, and of which …
pub(super) const TOUCHES_SECTION: f32 = 0.25;

/// … the least concerned of its paragraphs accounts for this share of what the most concerned one does, asks for all of them.
pub(super) const SECTION_ALIKE: f32 = 0.85;

/// A paragraph whose text accounts for this share of a question speaks of all of it.
pub(super) const SPEAKS_OF_ALL: f32 = 0.8;

/// From this probability on, a part of a question that joins two is answered by a paragraph of its own.
pub(super) const SURE_OF_PART: f32 = 0.6;

/// … if the text of that scores so many times what any other's does.
pub(super) const STANDING_OUT: f32 = 1.2;

/// The mass beyond which a longer question is no surer: that of some fifteen characters.
pub(super) const FULL_MASS: f32 = 30.0;

/// A greater lead over all other paragraphs makes no surer.
pub(super) const LONGEST_LEAD: f32 = 8.0;

/// So many of the first hits may change places, and only those that score this share of the best.
pub(super) const MOST_NEAR: usize = 6;

/// Of a long message, so many parts at its end are read by themselves.
pub(super) const MOST_PARTS: usize = 10;

/// A further paragraph of the same section belongs to the answer if it scores this share of the best.
pub(super) const SAME_SECTION: f32 = 0.8;

/// A paragraph of another section belongs to the answer if it scores this share of the best.
pub(super) const OTHER_SECTION: f32 = 0.9;

/// At most so many paragraphs of one reply.
pub(super) const MOST_CITATIONS: usize = 3;

/// A sentence that holds the kind of thing that was asked for leads if it scores this share of the best.
pub(super) const HELD_SHARE: f32 = 0.15;

/// A second sentence joins the quotation if it scores this share of the best.
pub(super) const SECOND_SENTENCE: f32 = 0.9;

/// From this length on, in Han characters and words, a message is read sentence by sentence too: its question may be one of many.
pub(super) const LONG_MESSAGE: usize = 30;

/// A long message is clearly about a paragraph that ranks this high …
pub(super) const CLEAR_SUBJECT: f32 = 4.5;

/// … and is ahead of any other by this much.
pub(super) const CLEAR_LEAD: f32 = 1.0;
