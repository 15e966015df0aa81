//! Scores every paragraph for a question, and can say why. It knows no sentence for users and decides nothing.

mod explanation;
mod fitted;
mod index;
mod query;
mod repair;
mod table;
mod weights;

pub use explanation::{Explanation, FieldScore};
pub use index::{Index, Level};
pub use query::{Account, Hit, Hits, Query};
pub use weights::Weights;
