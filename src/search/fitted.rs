//! The weights of the scoring.

use super::weights::Weights;

pub(super) const WEIGHTS: Weights = Weights {
    //         han1  han2  han3  sound word  stem  pair  letters figure concept turn
    in_text: [0.35, 1.0, 0.4, 0.25, 0.2, 1.0, 0.5, 0.15, 0.6, 2.0, 0.0],
    in_question: [0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.5, 0.0, 0.6, 2.0, 1.0],
    //       record translation heading sentence question unsaid
    levels: [1.0, 1.0, 0.5, 0.6, 1.0, 1.0],
    k1: 0.9,
    b: 0.4,
    question: 3.2,
    coverage: 0.8,
};
