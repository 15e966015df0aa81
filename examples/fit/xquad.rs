//! XQuAD as paragraph retrieval: 240 paragraphs as one bare paper, in one language and across languages.

use std::error::Error;
use std::fs;
use std::path::Path;

use briefing_bot::answer::{Engine, Model};
use briefing_bot::corpus::{Corpus, Files};
use serde_json::Value;

/// Prints the share of questions whose paragraph is ranked first: even articles, odd articles, all.
pub(crate) fn run(folder: &Path) -> Result<(), Box<dyn Error>> {
    for (paper, asked) in [("zh", "zh"), ("en", "en"), ("zh", "en"), ("en", "zh")] {
        let (engine, ids) = engine(folder, paper)?;
        let mut shares = [(0, 0); 2];
        for line in
            fs::read_to_string(folder.join(format!("xquad_{asked}.questions.jsonl")))?.lines()
        {
            let question: Value = serde_json::from_str(line)?;
            let text = |key: &str| question[key].as_str().unwrap_or_default().to_owned();
            let gold =
                text("gold_id").replace(&format!("xquad_{asked}"), &format!("xquad_{paper}"));
            let slot = &mut shares[question["article"].as_u64().unwrap_or_default() as usize % 2];
            slot.1 += 1;
            let first = engine
                .candidates_of(&text("q"), 0)
                .and_then(|(_, seen)| seen.first().map(|(number, _)| *number));
            slot.0 += usize::from(
                first.is_some_and(|number| ids.get(number as usize - 1) == Some(&gold)),
            );
        }
        let share = |(part, whole): (usize, usize)| part as f64 / whole.max(1) as f64;
        let all = (shares[0].0 + shares[1].0, shares[0].1 + shares[1].1);
        println!(
            "{asked} → {paper}: even {:.4}, odd {:.4}, all {:.4}",
            share(shares[0]),
            share(shares[1]),
            share(all)
        );
    }
    Ok(())
}

fn engine(folder: &Path, language: &str) -> Result<(Engine, Vec<String>), Box<dyn Error>> {
    let tag = if language == "zh" { "zh-Hans" } else { "en" };
    let mut files = vec![(
        "xquad/paper.toml".to_owned(),
        format!("id = \"xquad\"\nlanguage = \"{tag}\"\ntitle.{tag} = \"XQuAD\"\n"),
    )];
    let mut ids = Vec::new();
    for (number, line) in (1..)
        .zip(fs::read_to_string(folder.join(format!("xquad_{language}.corpus.jsonl")))?.lines())
    {
        let paragraph: Value = serde_json::from_str(line)?;
        let text = paragraph["text"].as_str().unwrap_or_default();
        ids.push(paragraph["id"].as_str().unwrap_or_default().to_owned());
        let mut text = toml::Value::String(text.to_owned()).to_string();
        text = unicode_normalization::UnicodeNormalization::nfc(text.as_str()).collect();
        files.push((
            format!("xquad/paragraphs/{number:02}.toml"),
            format!("number = {number}\ntext.{tag} = {text}\n"),
        ));
    }
    let files: Files = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let corpus =
        Corpus::load(&files).map_err(|faults| format!("{} faults: {}", faults.len(), faults[0]))?;
    Ok((Engine::with_model(corpus, Model::embedded()), ids))
}
