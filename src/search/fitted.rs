//! The weights of the scoring. Written by `cargo run --release --example fit weights DIR`.

use super::weights::Weights;

pub(super) const WEIGHTS: Weights = Weights {
    in_text: [
        2.6201415,
        1.0,
        0.03174056,
        0.16868128,
        0.87973297,
        3.6,
        0.58,
        0.85,
        0.015769124,
        2.0,
        0.0,
        0.1,
    ],
    in_question: [0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.5, 0.0, 0.6, 2.0, 1.0, 0.0],
    levels: [1.0, 1.0, 0.5, 0.72, 1.0, 1.0],
    k1: 0.26,
    b: 0.17,
    question: 3.2,
    coverage: 0.07961081,
    repair: true,
};
