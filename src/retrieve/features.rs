//! What is seen of a paragraph that a question may be about, by name.

/// Names every feature once: its variant, its name in the model file, what it is.
macro_rules! features {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A feature of a paragraph for a question. Each is a share, a ratio, a flag or a difference of such, so that none depends on
        /// how many papers there are or how long they are.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Feature { $($(#[$doc])* $variant,)* }

        impl Feature {
            /// All features, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name in the model file and in explanations.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

features! {
    /// Always 1: the intercept.
    Bias = "bias",
    /// BM25 of the paragraph's texts, heading and best sentence, per unit of what the question asks for.
    Text = "text",
    /// Cosine with the most similar sample question that the paragraph answers.
    Question = "question",
    /// Mean cosine with the three most similar of them.
    Questions = "questions",
    /// Cosine with the most similar question that it does not answer.
    Unsaid = "unsaid",
    /// Share of the question that the paragraph, its heading or its sample questions hold.
    Coverage = "coverage",
    /// Share of the question that its texts and heading hold.
    TextCoverage = "text_coverage",
    /// Share of the question that the heading of its section holds.
    Heading = "heading",
    /// Naive Bayes: mean log odds of the question's words for a question that this paragraph does not answer.
    UnsaidOdds = "unsaid_odds",
    /// How far the paragraph ranks ahead of any other; below 0 if another ranks higher.
    Lead = "lead",
    /// Share of the question that stands anywhere in the paper.
    Known = "known",
    /// Share of the question's words that the paragraph holds, or likely counterparts of them, in either language.
    Soft = "soft",
    /// The same of its best sentence.
    SoftSentence = "soft_sentence",
    /// Rarity in the language, 0 to 1, of the rarest word of the question that the paragraph lacks with all its counterparts.
    MissingWord = "missing_word",
    /// How alike in meaning the question's words are to the likest ones of the paragraph: mean cosine of embeddings, by importance.
    Alike = "alike",
    /// Importance of the word that the paragraph has least like, times how much it is unlike the likest one.
    Unlike = "unlike",
    /// Whether the question has a figure that the paragraph lacks.
    MissingFigure = "missing_figure",
    /// Whether the question has the form of one.
    Asks = "asks",
    /// Whether it speaks of its writer or the present day, as far as the paragraph does not account for it.
    Personal = "personal",
    /// Whether it does so and asks nothing.
    Statement = "statement",
    /// Whether it supposes something and asks whether that is so.
    Supposes = "supposes",
    /// Whether it says what type of answer it asks for.
    Typed = "typed",
    /// How much less than the paragraph's best sentence the best of those is about the question that hold such an answer.
    TypeMissing = "type_missing",
    /// Whether it asks for a name, or which of several it is.
    AsksName = "asks_name",
    /// Whether it asks for a sum, a number, a share or a size.
    AsksAmount = "asks_amount",
    /// Whether it asks when, where, why, how or how long.
    AsksCircumstance = "asks_circumstance",
    /// Whether it asks if something is so.
    AsksWhether = "asks_whether",
    /// Whether it holds a figure: it then knows the text, and asks beyond it more often.
    HasFigure = "has_figure",
    /// Query length: the logarithm of the number of words and characters that say something.
    Length = "length",
    /// Whether it names a subject of which the paper does not speak.
    Outside = "outside",
}

/// The features of a paragraph for a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Features([f32; Feature::ALL.len()]);

impl Default for Features {
    fn default() -> Self {
        let mut features = Self([0.0; Feature::ALL.len()]);
        features.set(Feature::Bias, 1.0);
        features
    }
}

impl Features {
    /// The value of a feature.
    pub const fn get(&self, feature: Feature) -> f32 {
        self.0[feature as usize]
    }

    /// Sets the value of a feature.
    pub const fn set(&mut self, feature: Feature, value: f32) {
        self.0[feature as usize] = value;
    }

    /// All features with their values.
    pub fn iter(&self) -> impl Iterator<Item = (Feature, f32)> {
        Feature::ALL.iter().map(|&feature| (feature, self.get(feature)))
    }
}
