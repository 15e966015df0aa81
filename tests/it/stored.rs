//! A large folder of papers is kept as one file, and answers as it does when it is read.

use std::fs;
use std::path::Path;

use briefing_bot::answer::{Engine, Question};
use briefing_bot::corpus::{Corpus, Files};
use briefing_bot::library::{Library, engine_of};

/// A folder of so many papers.
fn papers(folder: &Path, count: usize) {
    for paper in 0..count {
        let own = folder.join(format!("p{paper:02}/paragraphs"));
        fs::create_dir_all(&own).unwrap();
        let head =
            format!("id = \"p{paper:02}\"\nlanguage = \"en\"\ntitle.en = \"Paper {paper}\"\n");
        fs::write(own.with_file_name("paper.toml"), head).unwrap();
        for number in 1..4 {
            let text = format!(
                "number = {number}\ntext.en = \"The reservoir numbered {paper}{number} opens in spring and holds water for district {paper}.\"\n"
            );
            fs::write(own.join(format!("{number:02}.toml")), text).unwrap();
        }
    }
}

/// Opens a folder; whether it had to be read.
fn open(folder: &Path) -> (Engine, bool) {
    let mut was_read = false;
    let engine = engine_of(folder, || {
        was_read = true;
        Corpus::load(&Files::read(folder).unwrap())
    });
    (engine.unwrap(), was_read)
}

fn answers(engine: &Engine) -> Vec<String> {
    let questions =
        ["Which reservoir opens in spring in district 7?", "reservoir 121", "paper 3", "水塘"];
    questions
        .map(|question| {
            let reply = engine.answer(&Question::new(question));
            let cited = reply.verdict.citations().iter();
            let cited = cited.map(|own| (own.paper.id.clone(), own.paragraph.number, own.score));
            format!("{:?} {:?}", reply.verdict.outcome(), cited.collect::<Vec<_>>())
        })
        .into()
}

#[test]
fn what_was_kept_answers_as_what_is_read_and_is_made_anew_when_anything_is_different() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    papers(folder, 30);
    let (first, was_read) = open(folder);
    assert!(was_read && folder.join(".engine").is_file());
    let read = Corpus::load(&Files::read(folder).unwrap()).map(Engine::new).unwrap();
    assert_eq!(answers(&first), answers(&read));
    let (kept, was_read) = open(folder);
    assert!(!was_read);
    assert_eq!(answers(&kept), answers(&read));
    assert_eq!(answers(&kept.renewed()), answers(&read));
    assert!(kept.bytes_read() > 0 && kept.renewed().bytes_read() == 0);

    // a word more, a paper less, a file that is no such file
    let paragraph = folder.join("p07/paragraphs/01.toml");
    let text = fs::read_to_string(&paragraph).unwrap().replace("spring", "autumn and spring");
    fs::write(&paragraph, text).unwrap();
    assert!(open(folder).1 && !open(folder).1);
    fs::remove_dir_all(folder.join("p08")).unwrap();
    let (fewer, was_read) = open(folder);
    assert!(was_read && fewer.corpus().papers().len() == 29);
    let kept = fs::read(folder.join(".engine")).unwrap();
    for bytes in
        [Vec::new(), kept[..60].to_vec(), kept[..kept.len() / 2].to_vec(), vec![0xff; kept.len()]]
    {
        fs::write(folder.join(".engine"), &bytes).unwrap();
        let (engine, _) = open(folder);
        assert_eq!(engine.corpus().papers().len(), 29);
        // what cannot be read is not answered from, and nothing panics
        let _ = answers(&engine);
    }
    // a few papers are kept nowhere
    let few = tempfile::tempdir().unwrap();
    papers(few.path(), 3);
    assert!(open(few.path()).1 && open(few.path()).1 && !few.path().join(".engine").exists());
}

#[test]
fn a_change_reads_what_changed_and_keeps_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    papers(folder, 30);
    let load = || Corpus::load(&Files::read(folder).unwrap());
    let library = Library::of_folder(folder.to_owned(), load).unwrap();
    let answers_as_read = || {
        let read = answers(&load().map(Engine::new).unwrap());
        assert_eq!(answers(&library.engine()), read);
        library.keep();
        assert_eq!(answers(&library.engine()), read);
        assert!(!open(folder).1, "it is kept for the next start");
    };
    papers(folder, 31);
    let changes = library.reload().unwrap();
    assert_eq!(changes.added, ["p30"]);
    answers_as_read();

    // one with a fault, one changed and one gone: all of it waits until the fault is mended
    let write = |paper: &str, from: &str, to: &str| {
        let file = folder.join(format!("{paper}/paragraphs/01.toml"));
        let text = fs::read_to_string(&file).unwrap().replace(from, to);
        fs::write(file, text).unwrap();
    };
    let before = answers(&library.engine());
    write("p03", "text", "txet");
    write("p07", "spring", "autumn and spring");
    fs::remove_dir_all(folder.join("p08")).unwrap();
    library.reload().unwrap_err();
    library.reload().unwrap_err();
    assert_eq!(answers(&library.engine()), before);
    write("p03", "txet", "text");
    let changes = library.reload().unwrap();
    assert_eq!(
        (changes.changed, changes.removed),
        (vec!["p07".to_owned()], vec!["p08".to_owned()])
    );
    answers_as_read();
    assert!(library.reload().unwrap().is_empty());
    answers_as_read();
}
