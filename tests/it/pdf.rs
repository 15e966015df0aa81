//! What a PDF draws is read as it stands on the page, or refused.

use std::fs;
use std::path::{Path, PathBuf};

use briefing_bot::import::{Imported, Unreadable, read};

/// A PDF of these objects, the first of which is its catalogue and the second its tree of pages.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    for (object, number) in objects.iter().zip(1..) {
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    file += "trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n";
    // a byte for each character
    file.chars().map(|own| own as u8).collect()
}

fn stream(entries: &str, content: &str) -> String {
    format!("<< /Length {} {entries} >>\nstream\n{content}\nendstream", content.len())
}

/// A PDF of one page with this content, these further entries of the page, fonts and objects from the fifth on.
fn page(content: &str, entries: &str, fonts: &str, more: &[String]) -> Vec<u8> {
    let catalogue = "<< /Type /Catalog /Pages 2 0 R >>".to_owned();
    let pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned();
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {entries}\n\
         /Resources << /Font << {fonts} >> /XObject << /X 5 0 R >> >> >>"
    );
    let objects = [vec![catalogue, pages, page, stream("", content)], more.to_vec()].concat();
    pdf(&objects)
}

const HELVETICA: &str =
    "/F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/// Two paragraphs, each line of which is moved to from the one before by these numbers.
fn two_paragraphs(matrix: &str) -> String {
    format!(
        "BT /F 12 Tf 16 TL {matrix} Tm\n\
         (1. The Government has set up a fund for the area and will) Tj T*\n\
         (report on it every year to the Legislative Council.) Tj T* T*\n\
         (2. The fund stands at 300 million dollars, and it has paid for) Tj T*\n\
         (twelve projects so far, all of which are in the area.) Tj ET"
    )
}

fn texts(read: Result<Imported, Unreadable>) -> Vec<String> {
    read.unwrap().paragraphs().map(|(.., text)| text.to_owned()).collect()
}

fn expected() -> [&'static str; 2] {
    [
        "The Government has set up a fund for the area and will report on it every year to the Legislative Council.",
        "The fund stands at 300 million dollars, and it has paid for twelve projects so far, all of which are in the area.",
    ]
}

#[test]
fn text_is_read_however_its_page_is_turned() {
    for (matrix, entries) in [
        ("1 0 0 1 72 700", ""),
        ("0 1 -1 0 200 100", ""),
        ("0 1 -1 0 200 100", "/Rotate 90"),
        ("1 0 0 1 72 700", "/Rotate 90"),
        ("-1 0 0 -1 500 100", "/Rotate 180"),
        ("-1 0 0 -1 500 100", ""),
        ("0 -1 1 0 300 700", ""),
        ("0 -1 1 0 300 700", "/Rotate 270"),
        ("1 0 0 1 172 800", "/CropBox [100 100 595 842]"),
    ] {
        let file = page(&two_paragraphs(matrix), entries, HELVETICA, &[]);
        assert_eq!(texts(read(&file)), expected(), "{matrix} {entries}");
    }
}

#[test]
fn words_are_told_apart_by_their_places() {
    // without a single space: by moves, by kerning, by a new beginning; and letters that are set apart are one word
    let content = "BT /F 12 Tf 72 700 Td\n\
        [(1.) -300 (The) -280 (Go) 40 (vernment)] TJ 130 0 Td (has) Tj 30 0 Td (set) Tj\n\
        1 0 0 1 72 684 Tm 4 Tc [(apart) -600 (by)] TJ 0 Tc 110 0 Td (law.) Tj\n\
        1 0 0 1 72 652 Tm [(2.) -300 (It) -250 (stands.)] TJ ET";
    let read = texts(read(&page(content, "", HELVETICA, &[])));
    assert_eq!(read, ["The Government has set apart by law.", "It stands."]);
}

#[test]
fn a_number_in_type_of_another_size_stays_with_its_text() {
    // the Policy Addresses set it larger and a little lower; others, smaller on the same base line
    for (number, text, lower) in [(20, 13, 1.75), (10, 16, 0.0)] {
        let label = |number_text: &str, y: f32| {
            format!("/F {number} Tf 1 0 0 1 72 {} Tm ({number_text}) Tj ", y - lower)
        };
        let line =
            |x: u32, y: f32, words: &str| format!("/F {text} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ");
        let content = [
            "BT ".to_owned(),
            label("1.", 700.0),
            line(130, 700.0, "The Government has set up a fund for the area,"),
            line(130, 680.0, "and will report on it every year."),
            label("2.", 640.0),
            line(130, 640.0, "The fund stands at 300 million dollars, and it"),
            line(130, 620.0, "has paid for twelve projects so far."),
            "ET".to_owned(),
        ];
        let read = texts(read(&page(&content.concat(), "", HELVETICA, &[])));
        assert_eq!(
            read,
            [
                "The Government has set up a fund for the area, and will report on it every year.",
                "The fund stands at 300 million dollars, and it has paid for twelve projects so far.",
            ],
            "{number} beside {text}"
        );
    }
}

#[test]
fn a_space_that_the_pen_goes_back_over_is_none() {
    let content = "BT /F 12 Tf 72 700 Td\n\
        [(1. The re) ( ) 275 (port of the) ( ) 120 (fund is ready.)] TJ\n\
        1 0 0 1 72 660 Tm (2. It stands.) Tj ET";
    let read = texts(read(&page(content, "", HELVETICA, &[])));
    assert_eq!(read, ["The report of the fund is ready.", "It stands."]);
}

#[test]
fn fonts_say_what_their_codes_mean() {
    // by the names of glyphs, by a Type 1 program of its own, and by a map from codes to characters
    let cmap = "begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n\
                2 beginbfchar <41> <00660069> <42> <2019> endbfchar endcmap";
    let program = "/Encoding 256 array\ndup 65 /fi put\ndup 66 /quoteright put\nreadonly def\ncurrentfile eexec";
    for (font, more) in [
        (
            "/F << /Type /Font /Subtype /Type1 /BaseFont /Own /FirstChar 65 /Widths [500 250]\n\
             /Encoding << /Differences [65 /f_i /quoteright] >> >>",
            vec![],
        ),
        (
            "/F << /Type /Font /Subtype /Type1 /BaseFont /Own /FontDescriptor << /FontFile 5 0 R >> >>",
            vec![stream("", program)],
        ),
        (
            "/F << /Type /Font /Subtype /TrueType /BaseFont /Own /ToUnicode 5 0 R >>",
            vec![stream("", cmap)],
        ),
    ] {
        let fonts = format!("{font}\n{}", HELVETICA.replace("/F ", "/H "));
        let content = "BT 72 700 Td /H 12 Tf (1. The Govern) Tj /F 12 Tf (B) Tj /H 12 Tf (s ) Tj /F 12 Tf (A) Tj \
                       /H 12 Tf (gures are told.) Tj 0 -40 Td (2. They go up.) Tj ET";
        let read = texts(read(&page(content, "", &fonts, &more)));
        assert_eq!(read, ["The Govern’s figures are told.", "They go up."], "{font}");
    }
}

#[test]
fn text_that_stands_for_a_drawing_is_read() {
    let content = "BT /F 12 Tf 72 700 Td (1. The share is ) Tj\n\
        /Span << /ActualText <FEFF00BD> >> BDC (1/2) Tj EMC ( of all.) Tj\n\
        0 -40 Td (2. It stands.) Tj ET";
    let read = texts(read(&page(content, "", HELVETICA, &[])));
    assert_eq!(read, ["The share is ½ of all.", "It stands."]);
}

#[test]
fn a_form_is_drawn_where_it_stands_and_one_without_end_is_refused() {
    let form = |content: &str| {
        stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Matrix [1 0 0 1 10 0]", content)
    };
    let paragraphs = two_paragraphs("1 0 0 1 72 700");
    let file = page("q 1 0 0 1 20 -50 cm /X Do Q", "", HELVETICA, &[form(&paragraphs)]);
    assert_eq!(texts(read(&file)), expected());
    let endless = format!("{paragraphs} /X Do /X Do");
    let refused = read(&page("/X Do", "", HELVETICA, &[form(&endless)]));
    assert!(matches!(&refused, Err(Unreadable::Damaged(why)) if why.contains("page 1")));
}

fn documents() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let within = ["own", "public"].map(|name| fs::read_dir(folder.join(name)).unwrap());
    let files = within.into_iter().flatten().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|own| own == "pdf")).collect()
}

#[test]
fn what_was_cut_off_is_refused_and_never_read_in_part() {
    for path in documents() {
        let whole = fs::read(&path).unwrap();
        for share in [10, 50, 90, 97] {
            let cut = whole.get(..whole.len() * share / 100).unwrap();
            let refused = read(cut).map(|imported| imported.summary());
            assert!(
                matches!(refused, Err(Unreadable::Damaged(_))),
                "{path:?} {share}: {refused:?}"
            );
        }
    }
}
