//! The weights of the scoring. Written by `cargo run --release --example fit weights DIR`.

use super::weights::Weights;

pub(super) const WEIGHTS: Weights = Weights {
    in_text: [2.259191, 1.0, 0.035598993, 0.26795313, 0.7032994, 3.6323657, 0.58104825, 0.84471077, 0.0189912, 2.0, 0.0, 0.2],
    in_question: [0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.5, 0.0, 0.6, 2.0, 1.0, 0.0],
    levels: [1.0, 1.0, 0.5, 0.72401553, 1.0, 1.0],
    k1: 0.25700226,
    b: 0.17419969,
    question: 3.2,
    coverage: 0.047690332,
    repair: true,
};
