//! A Word document (DOCX) as lines, with the numbers that Word writes by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::io::{Cursor, Read};
use std::rc::Rc;
use std::sync::LazyLock;

use roxmltree::{Document, Node, ParsingOptions};
use zip::ZipArchive;
use zip::result::ZipError;

use super::Unreadable;
use super::block::numbered_row;
use super::characters::{UNKNOWN, fold};
use super::line::Line;
use super::raised::{Raised, beginning, left_out, raised, removed};

/// The namespaces of a Word document: the usual one, and that of "strict" files.
const WORD: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// The namespace of alternatives for programs of different ages.
const ALTERNATIVES: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

/// What a part may unpack to, in bytes.
const MAX_PART: u64 = 64 * 1024 * 1024;

/// How many nodes a part may have.
const MAX_NODES: u32 = 4_000_000;

/// How deep a part may be nested.
const MAX_DEPTH: usize = 200;

/// How many equals signs there may be between two `<`: the parser compares all attributes of an
/// element with each other.
const MAX_ATTRIBUTES: usize = 1024;

/// How often a part may speak of namespaces: the parser copies those of the parent.
const MAX_NAMESPACES: usize = 10_000;

/// What the codes of symbol fonts show: the font, the code, the character.
static SYMBOLS: LazyLock<Vec<(&str, u32, char)>> = LazyLock::new(|| {
    let lines = include_str!("../../data/import/symbol-fonts.txt").lines();
    let read = |line: &'static str| {
        let mut words = line.split(' ');
        let font = words.next()?;
        let code = u32::from_str_radix(words.next()?, 16).ok()?;
        Some((font, code, words.next()?.chars().next()?))
    };
    lines.filter(|line| !line.starts_with('#')).filter_map(read).collect()
});

/// The deepest level of a list in Word, from 0.
const MAX_LEVEL: u32 = 8;

/// How long the pattern of a number may be, in characters.
const MAX_LABEL: usize = 255;

/// How many styles may be based on each other.
const MAX_STYLES: usize = 12;

/// The lines of a document, and notes about what was left out.
pub(super) fn lines(bytes: &[u8]) -> Result<(Vec<Line>, Vec<String>), Unreadable> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged("the file", error))?;
    let mut reader = Reader::default();
    if let Some(text) = part(&mut archive, "word/numbering.xml")? {
        let document = parse("word/numbering.xml", &text)?;
        reader.numbering = Numbering::read(document.root_element());
    }
    if let Some(text) = part(&mut archive, "word/styles.xml")? {
        let document = parse("word/styles.xml", &text)?;
        reader.styles = Styles::read(document.root_element());
    }
    let name = "word/document.xml";
    let text =
        part(&mut archive, name)?.ok_or(Unreadable::Kind("a ZIP file without a Word document"))?;
    let document = parse(name, &text)?;
    let body = child(document.root_element(), "body")
        .ok_or_else(|| damaged(name, "it has no body of text"))?;
    reader.body(body);
    if body
        .descendants()
        .any(|node| ["ins", "del", "moveFrom"].iter().any(|own| is_word(node, own)))
    {
        reader.notes.push("it has tracked changes: they were read as if accepted".to_owned());
    }
    Ok((reader.lines, reader.notes))
}

/// The character of a symbol font that stands by its code: that which the font shows, or the replacement character where it is not known.
fn symbol(node: Node<'_, '_>) -> char {
    let code = attribute(node, "char").and_then(|code| u32::from_str_radix(code, 16).ok());
    // in the private area, or by itself
    let byte = code.map(|code| code & 0xFF);
    let font = attribute(node, "font").unwrap_or_default();
    let of_font = SYMBOLS.iter().find(|own| own.0 == font && Some(own.1) == byte);
    of_font.map_or(UNKNOWN, |own| own.2)
}

/// What is wrong, and where.
fn damaged(place: &str, error: impl Display) -> Unreadable {
    Unreadable::Damaged(format!("{place}: {error}"))
}

/// The text of a part, if the document has it.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, Unreadable> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
            return Err(Unreadable::Locked);
        }
        Err(error) => return Err(damaged(name, error)),
    };
    if file.size() > MAX_PART {
        return Err(Unreadable::TooLarge);
    }
    let mut bytes = Vec::new();
    let size =
        file.take(MAX_PART + 1).read_to_end(&mut bytes).map_err(|error| damaged(name, error))?;
    if u64::try_from(size).map_or(true, |size| size > MAX_PART) {
        return Err(Unreadable::TooLarge);
    }
    String::from_utf8(bytes).map(Some).map_err(|error| damaged(name, error))
}

/// A part as a tree, not too deep to be walked by functions that call themselves.
fn parse<'i>(name: &str, text: &'i str) -> Result<Document<'i>, Unreadable> {
    if text.matches("xmlns").count() > MAX_NAMESPACES
        || text.split('<').any(|tag| tag.bytes().filter(|b| *b == b'=').count() > MAX_ATTRIBUTES)
    {
        return Err(damaged(name, "too many attributes"));
    }
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => Unreadable::TooLarge,
        other => damaged(name, other),
    })?;
    if too_deep(&document) {
        return Err(damaged(name, "it is nested too deep"));
    }
    Ok(document)
}

/// Whether a tree is nested deeper than [`MAX_DEPTH`].
fn too_deep(document: &Document<'_>) -> bool {
    let mut node = document.root();
    let mut depth = 0_usize;
    loop {
        if let Some(first) = node.first_child() {
            node = first;
            depth += 1;
            if depth > MAX_DEPTH {
                return true;
            }
            continue;
        }
        loop {
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else {
                return false;
            };
            node = parent;
            depth = depth.saturating_sub(1);
        }
    }
}

/// Stands for the raised mark at the beginning of a footnote that was typed.
const NOTE: char = '\u{1}';

/// The vocabulary of formulas in Word's documents.
const MATH: [&str; 2] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
];

/// Whether an element is of a formula.
fn is_math(node: Node<'_, '_>) -> bool {
    node.tag_name().namespace().is_some_and(|uri| MATH.contains(&uri))
}

/// Whether a node is this element of Word.
fn is_word(node: Node<'_, '_>, name: &str) -> bool {
    let tag = node.tag_name();
    tag.name() == name && tag.namespace().is_some_and(|uri| WORD.contains(&uri))
}

/// The children that are this element of Word.
fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| is_word(*child, name))
}

/// The first child that is this element of Word.
fn child<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> Option<Node<'a, 'i>> {
    children(node, name).next()
}

/// An attribute of Word.
fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes()
        .find(|attribute| {
            attribute.name() == name && attribute.namespace().is_some_and(|uri| WORD.contains(&uri))
        })
        .map(|attribute| attribute.value())
}

/// What a child says in its `val`.
fn value<'a>(node: Node<'a, '_>, name: &'static str) -> Option<&'a str> {
    child(node, name).and_then(|child| attribute(child, "val"))
}

/// A number that a child says in its `val`.
fn number<T: std::str::FromStr>(node: Node<'_, '_>, name: &'static str) -> Option<T> {
    value(node, name).and_then(|text| text.trim().parse().ok())
}

/// The descendants of a name that belong to this node, not to another of its kind inside it.
fn own<'a, 'i>(node: Node<'a, 'i>, name: &str, kind: &str) -> Vec<Node<'a, 'i>> {
    node.descendants()
        .filter(|found| {
            is_word(*found, name)
                && found.ancestors().find(|above| is_word(*above, kind)) == Some(node)
        })
        .collect()
}

/// Whether a node is the copy of something for older programs.
fn is_fallback(node: Node<'_, '_>) -> bool {
    let tag = node.tag_name();
    tag.name() == "Fallback" && tag.namespace() == Some(ALTERNATIVES)
}

/// A level of a list.
struct Level {
    start: i64,
    format: String,
    /// The pattern of its numbers: `%1.%2`.
    text: String,
    /// The level after which it begins again, from 1; 0 if it never does.
    restart: Option<i64>,
    /// Whether all numbers in it are written in digits.
    legal: bool,
}

impl Level {
    fn read(node: Node<'_, '_>) -> Self {
        Self {
            start: number(node, "start").unwrap_or(1),
            format: value(node, "numFmt").unwrap_or("decimal").to_owned(),
            text: value(node, "lvlText").unwrap_or_default().chars().take(MAX_LABEL).collect(),
            restart: number(node, "lvlRestart"),
            legal: child(node, "isLgl").is_some(),
        }
    }
}

/// The depth that a node gives for a level.
fn depth_of(node: Node<'_, '_>) -> Option<u32> {
    attribute(node, "ilvl")?.trim().parse().ok().filter(|depth| *depth <= MAX_LEVEL)
}

/// What a list changes in a level of its definition.
struct Change {
    start: Option<i64>,
    level: Option<Level>,
}

/// A list: the definition that it follows, and what it changes.
struct List {
    definition: String,
    changes: BTreeMap<u32, Change>,
}

impl List {
    fn read(node: Node<'_, '_>) -> Self {
        let changes = children(node, "lvlOverride")
            .filter_map(|change| {
                let depth = depth_of(change)?;
                let start = number(change, "startOverride");
                let level = child(change, "lvl").map(Level::read);
                Some((depth, Change { start, level }))
            })
            .collect();
        let definition = value(node, "abstractNumId").unwrap_or_default().to_owned();
        Self { definition, changes }
    }
}

/// The lists of a document, and how far each has been counted.
#[derive(Default)]
struct Numbering {
    definitions: BTreeMap<String, Rc<BTreeMap<u32, Level>>>,
    lists: BTreeMap<String, List>,
    /// The level that belongs to a style of paragraph.
    style_levels: BTreeMap<String, u32>,
    /// The last number of each level, by definition.
    counts: BTreeMap<String, BTreeMap<u32, i64>>,
    /// The levels of lists that have begun from their own first number.
    started: BTreeSet<(String, u32)>,
}

impl Numbering {
    fn read(root: Node<'_, '_>) -> Self {
        let mut numbering = Self::default();
        let mut of_style = BTreeMap::new();
        let mut links = Vec::new();
        for node in children(root, "abstractNum") {
            let Some(id) = attribute(node, "abstractNumId") else {
                continue;
            };
            let levels = numbering.levels(node);
            numbering.definitions.insert(id.to_owned(), Rc::new(levels));
            if let Some(style) = value(node, "styleLink") {
                of_style.insert(style, id);
            }
            if let Some(style) = value(node, "numStyleLink") {
                links.push((id, style));
            }
        }
        for (id, style) in links {
            let levels = of_style
                .get(style)
                .and_then(|linked| numbering.definitions.get(*linked))
                .cloned()
                .unwrap_or_default();
            numbering.definitions.insert(id.to_owned(), levels);
        }
        for node in children(root, "num") {
            if let Some(id) = attribute(node, "numId") {
                numbering.lists.insert(id.to_owned(), List::read(node));
            }
        }
        numbering
    }

    /// The levels of a definition; the styles they belong to are kept.
    fn levels(&mut self, definition: Node<'_, '_>) -> BTreeMap<u32, Level> {
        let mut levels = BTreeMap::new();
        for node in children(definition, "lvl") {
            let Some(depth) = depth_of(node) else {
                continue;
            };
            levels.insert(depth, Level::read(node));
            if let Some(style) = value(node, "pStyle").filter(|style| !style.is_empty()) {
                self.style_levels.insert(style.to_owned(), depth);
            }
        }
        levels
    }

    /// The printed number of the next paragraph of a list, if it has one.
    fn label(&mut self, id: &str, depth: u32) -> Option<String> {
        let Self { definitions, lists, counts, started, .. } = self;
        let list = lists.get(id)?;
        let levels = definitions.get(&list.definition);
        let level_at = |at: u32| {
            let changed = list.changes.get(&at).and_then(|change| change.level.as_ref());
            changed.or_else(|| levels.and_then(|levels| levels.get(&at)))
        };
        let level = level_at(depth)?;
        // lists of one definition count on together …
        let count = counts.entry(list.definition.clone()).or_default();
        for at in 0..=depth {
            // … unless a list has a first number of its own
            if let Some(start) = list.changes.get(&at).and_then(|change| change.start)
                && started.insert((id.to_owned(), at))
            {
                count.insert(at, start.saturating_sub(1));
            }
        }
        let next = count.get(&depth).map_or(level.start, |last| last.saturating_add(1));
        count.insert(depth, next);
        for at in 0..depth {
            count.entry(at).or_insert_with(|| level_at(at).map_or(1, |level| level.start));
        }
        count.retain(|at, _| *at <= depth || !begins_again(level_at(*at), depth));
        if level.format == "bullet" {
            return Some("•".to_owned());
        }
        let label = fill(&level.text, |at| {
            let shown = level_at(at).unwrap_or(level);
            let number = count.get(&at).copied().unwrap_or(shown.start);
            written(number, if level.legal { "decimal" } else { shown.format.as_str() })
        });
        Some(label.trim().to_owned()).filter(|label| !label.is_empty())
    }
}

/// Whether a deeper level begins again after a paragraph of this depth.
fn begins_again(deeper: Option<&Level>, depth: u32) -> bool {
    match deeper.and_then(|level| level.restart) {
        None => true,
        Some(after) => after != 0 && i64::from(depth) < after,
    }
}

/// A pattern with `%1` to `%9` replaced by the numbers of the levels 0 to 8.
fn fill(text: &str, number: impl Fn(u32) -> String) -> String {
    let mut filled = String::new();
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let digit = rest.peek().and_then(|next| next.to_digit(10)).unwrap_or(0);
        if character == '%' && digit > 0 {
            rest.next();
            filled.push_str(&number(digit - 1));
        } else {
            filled.push(character);
        }
    }
    filled
}

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const ROUND: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const WIDE: [char; 10] = ['０', '１', '２', '３', '４', '５', '６', '７', '８', '９'];
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] =
    ['子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥'];

/// A number in one of Word's formats.
fn written(n: i64, format: &str) -> String {
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{n:02}"),
        "lowerLetter" => letters(n),
        "upperLetter" => letters(n).to_uppercase(),
        "lowerRoman" => roman(n),
        "upperRoman" => roman(n).to_uppercase(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting" => chinese(n),
        "ideographDigital" | "taiwaneseDigital" | "koreanDigital2" => spelled(n, ROUND),
        "chineseLegalSimplified" => legal(n, "壹贰叁肆伍陆柒捌玖拾佰仟"),
        "ideographLegalTraditional" => legal(n, "壹貳參肆伍陸柒捌玖拾佰仟"),
        "ideographTraditional" => turn(n, &STEMS),
        "ideographZodiac" => turn(n, &BRANCHES),
        "decimalFullWidth" => spelled(n, WIDE),
        "decimalEnclosedCircle" => circled(n),
        "ordinal" => ordinal(n),
        _ => n.to_string(),
    }
}

/// A number in small Roman numerals; in digits where there are none.
pub(super) fn roman(n: i64) -> String {
    const NUMERALS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..=3999).contains(&n) {
        return n.to_string();
    }
    let mut rest = n;
    let mut numerals = String::new();
    for (size, numeral) in NUMERALS {
        while rest >= size {
            numerals.push_str(numeral);
            rest -= size;
        }
    }
    numerals
}

/// a … z, aa, bb … as Word counts; in digits beyond Word's last (780) and below 1.
fn letters(n: i64) -> String {
    if !(1..=780).contains(&n) {
        return n.to_string();
    }
    let index = usize::try_from(n - 1).unwrap_or_default();
    let letter = ('a'..='z').nth(index % 26).unwrap_or('a');
    letter.to_string().repeat(index / 26 + 1)
}

/// A number in Chinese, up to 999; digit by digit beyond.
fn chinese(n: i64) -> String {
    let tens = |n: i64| {
        let unit = if n % 10 == 0 { String::new() } else { spelled(n % 10, DIGITS) };
        format!("{}十{unit}", spelled(n / 10, DIGITS))
    };
    match n {
        10..=19 => tens(n).replacen('一', "", 1),
        20..=99 => tens(n),
        100..=999 => {
            let rest = match n % 100 {
                0 => String::new(),
                rest @ 1..=9 => format!("零{}", spelled(rest, DIGITS)),
                rest => tens(rest),
            };
            format!("{}百{rest}", spelled(n / 100, DIGITS))
        }
        _ => spelled(n, DIGITS),
    }
}

/// A number digit by digit.
fn spelled(n: i64, digits: [char; 10]) -> String {
    let spell = |character: char| {
        let digit = character.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
        digit.and_then(|digit| digits.get(digit)).copied().unwrap_or(character)
    };
    n.to_string().chars().map(spell).collect()
}

/// A number in the characters of cheques.
fn legal(n: i64, characters: &str) -> String {
    let exchange = |character: char| {
        let plain = "一二三四五六七八九十百千".chars();
        let found = plain.zip(characters.chars()).find(|(from, _)| *from == character);
        found.map_or(character, |(_, to)| to)
    };
    chinese(n).chars().map(exchange).collect()
}

/// The member of a cycle that stands for a number from 1.
fn turn(n: i64, cycle: &[char]) -> String {
    let length = i64::try_from(cycle.len()).unwrap_or(1).max(1);
    let index = usize::try_from(n.saturating_sub(1).rem_euclid(length)).unwrap_or_default();
    cycle.get(index).map_or_else(|| n.to_string(), char::to_string)
}

/// ① … ⑳, and digits beyond.
fn circled(n: i64) -> String {
    u32::try_from(n)
        .ok()
        .filter(|n| (1..=20).contains(n))
        .and_then(|n| char::from_u32(0x245F + n))
        .map_or_else(|| n.to_string(), String::from)
}

/// 1st, 2nd, 3rd …
fn ordinal(n: i64) -> String {
    let ending = match (n % 100, n % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// The list and the level that a paragraph or a style asks for.
#[derive(Default)]
struct Place {
    list: Option<String>,
    level: Option<u32>,
}

impl Place {
    fn read(node: Node<'_, '_>) -> Self {
        Self { list: value(node, "numId").map(str::to_owned), level: number(node, "ilvl") }
    }
}

/// A style of paragraph.
struct Style {
    name: String,
    parent: Option<String>,
    place: Option<Place>,
    bold: bool,
    alignment: Option<String>,
    /// Whether it has a level in the outline.
    outline: bool,
}

impl Style {
    fn read(node: Node<'_, '_>) -> Self {
        let properties = child(node, "pPr");
        let property = |name| properties.and_then(|properties| value(properties, name));
        Self {
            name: value(node, "name").unwrap_or_default().to_lowercase(),
            parent: value(node, "basedOn").map(str::to_owned),
            place: properties.and_then(|found| child(found, "numPr")).map(Place::read),
            bold: is_bold(node),
            alignment: property("jc").map(str::to_owned),
            outline: property("outlineLvl").is_some_and(is_level),
        }
    }

    fn is_heading(&self) -> bool {
        self.name.starts_with("heading") || self.name.starts_with("title")
    }

    /// Whether it is that of a line of the table of contents.
    fn is_contents(&self) -> bool {
        self.name.starts_with("toc ")
    }
}

/// The styles of a document.
#[derive(Default)]
struct Styles(BTreeMap<String, Style>);

impl Styles {
    fn read(root: Node<'_, '_>) -> Self {
        let styles = children(root, "style")
            .filter_map(|node| Some((attribute(node, "styleId")?.to_owned(), Style::read(node))));
        Self(styles.collect())
    }

    /// What a style has or, if it has not, the style that it is based on, and so on; and which
    /// style it was.
    fn nearest<'s, T>(
        &'s self,
        id: &'s str,
        pick: impl Fn(&'s Style) -> Option<T>,
    ) -> Option<(T, &'s str)> {
        let mut id = id;
        for _ in 0..MAX_STYLES {
            let style = self.0.get(id)?;
            if let Some(found) = pick(style) {
                return Some((found, id));
            }
            id = style.parent.as_deref()?;
        }
        None
    }

    fn is_heading(&self, id: &str) -> bool {
        self.0.get(id).is_some_and(Style::is_heading)
            || self.nearest(id, |style| style.outline.then_some(())).is_some()
    }

    fn is_contents(&self, id: &str) -> bool {
        self.0.get(id).is_some_and(Style::is_contents)
    }

    fn is_bold(&self, id: &str) -> bool {
        self.nearest(id, |style| style.bold.then_some(())).is_some()
    }

    fn alignment<'s>(&'s self, id: &'s str) -> Option<&'s str> {
        self.nearest(id, |style| style.alignment.as_deref()).map(|(alignment, _)| alignment)
    }
}

/// A paragraph.
struct Paragraph {
    text: String,
    /// The number that Word prints before it.
    label: Option<String>,
    level: u32,
    bold: bool,
    heading: bool,
    center: bool,
    /// Whether it begins with the raised mark of a footnote.
    is_note: bool,
    /// Whether it is a line of the table of contents.
    is_contents: bool,
}

impl Paragraph {
    fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Whether a run of text, or a style, is bold.
fn is_bold(node: Node<'_, '_>) -> bool {
    is_on(node, "b")
}

/// Whether a run of text is hidden.
fn is_hidden(run: Node<'_, '_>) -> bool {
    is_on(run, "vanish")
}

/// Whether a property of a run of text, or of a style, is there and not switched off.
fn is_on(node: Node<'_, '_>, property: &'static str) -> bool {
    child(node, "rPr")
        .and_then(|properties| child(properties, property))
        .is_some_and(|own| !matches!(attribute(own, "val"), Some("0" | "false" | "off")))
}

/// Whether a level of the outline is that of a heading: the last, 9, is that of the text.
fn is_level(level: &str) -> bool {
    level != "9"
}

/// Whether a run of text is raised.
fn is_raised(run: Node<'_, '_>) -> bool {
    let properties = child(run, "rPr");
    properties.and_then(|found| value(found, "vertAlign")) == Some("superscript")
}

/// Whether a node is a run with words in it.
fn is_worded_run(node: Node<'_, '_>) -> bool {
    is_word(node, "r")
        && children(node, "t").any(|text| !text.text().unwrap_or_default().trim().is_empty())
}

/// The text of a paragraph, with tabs and breaks, without footnote marks, deleted text and the
/// codes of fields; text boxes are no part of it.
fn collect(node: Node<'_, '_>, text: &mut String, notes: &mut Vec<String>) {
    for inner in node.children().filter(Node::is_element) {
        let name = inner.tag_name().name();
        if is_fallback(inner) {
            continue;
        }
        if name == "txbxContent" {
            notes.push("a text box was left out".to_owned());
            continue;
        }
        if !is_word(inner, name) {
            // the words of a formula are of another vocabulary
            if name == "t" && is_math(inner) {
                text.push_str(inner.text().unwrap_or_default());
            }
            collect(inner, text, notes);
            continue;
        }
        match name {
            "r" if is_hidden(inner) => {
                let mut words = String::new();
                collect(inner, &mut words, &mut Vec::new());
                if !words.trim().is_empty() {
                    notes.push(format!("hidden text left out: {}", beginning(words.trim())));
                }
            }
            "r" if is_raised(inner) => {
                let mut words = String::new();
                collect(inner, &mut words, notes);
                match raised(text, &words) {
                    // a footnote that was typed, with its mark
                    Raised::Mark(_) if text.trim().is_empty() => text.push(NOTE),
                    Raised::Text(words) => text.push_str(&words),
                    Raised::Mark(mark) => notes.push(removed(&mark, text)),
                }
            }
            "t" => text.push_str(inner.text().unwrap_or_default()),
            "tab" => text.push('\t'),
            "br" | "cr" => {
                if !matches!(attribute(inner, "type"), Some("page" | "column")) {
                    text.push('\n');
                }
            }
            "noBreakHyphen" => text.push('\u{2011}'),
            "sym" => text.push(symbol(inner)),
            "footnoteReference" => {
                let id = attribute(inner, "id").unwrap_or("?");
                notes.push(format!("footnote left out: {id}"));
            }
            "endnoteReference" => notes.push("an endnote was left out".to_owned()),
            "softHyphen" | "del" | "moveFrom" | "instrText" | "rPr" | "pPr" | "delText"
            | "annotationRef" => {}
            _ => collect(inner, text, notes),
        }
    }
}

/// What has been read of a document.
#[derive(Default)]
struct Reader {
    styles: Styles,
    numbering: Numbering,
    lines: Vec<Line>,
    notes: Vec<String>,
}

impl Reader {
    /// Reads what stands in the body, or in a part of it.
    fn body(&mut self, node: Node<'_, '_>) {
        for inner in node.children() {
            let name = inner.tag_name().name();
            if !is_word(inner, name) {
                continue;
            }
            match name {
                "p" => self.text(inner),
                "tbl" => self.table(inner),
                "sdt" => {
                    if let Some(content) = child(inner, "sdtContent") {
                        self.body(content);
                    }
                }
                "ins" | "smartTag" | "customXml" | "moveTo" => self.body(inner),
                _ => {}
            }
        }
    }

    /// Adds a line, with its number.
    fn push(&mut self, line: Line) {
        let number = self.lines.len() + 1;
        self.lines.push(Line { number, ..line });
    }

    /// Adds the lines of a paragraph.
    fn text(&mut self, node: Node<'_, '_>) {
        let paragraph = self.paragraph(node);
        if paragraph.is_contents {
            return self.notes.push(format!(
                "a line of the contents left out: {}",
                beginning(&paragraph.text.replace('\t', " "))
            ));
        }
        if paragraph.is_note {
            return self.notes.push(left_out(&paragraph.text));
        }
        let parts = paragraph.text.split('\n').filter(|part| !part.trim().is_empty());
        for (at, part) in parts.enumerate() {
            let label = paragraph.label.as_deref().filter(|_| at == 0);
            let text = match label {
                Some(label) => format!("{label}\t{}", part.trim_start()),
                None => part.to_owned(),
            };
            let heading = paragraph.heading && paragraph.label.is_none() && !self.lines.is_empty();
            self.push(Line {
                text: text.trim().to_owned(),
                blank: at == 0,
                bold: Some(paragraph.bold),
                indent: if label.is_some() { 2.0 * paragraph.level as f32 } else { 0.0 },
                center: paragraph.center,
                level: label.map(|_| paragraph.level),
                heading,
                ..Line::default()
            });
        }
    }

    /// Reads a paragraph and counts it in its list.
    fn paragraph(&mut self, node: Node<'_, '_>) -> Paragraph {
        let mut text = String::new();
        collect(node, &mut text, &mut self.notes);
        let is_note = text.starts_with(NOTE);
        let text = fold(&text.replace(NOTE, ""));
        let properties = child(node, "pPr");
        let property = |name| properties.and_then(|properties| value(properties, name));
        let style = property("pStyle").unwrap_or("Normal");
        // Word counts a paragraph without words too, unless it is deleted
        let mark = properties.and_then(|found| child(found, "rPr"));
        let is_deleted = mark.is_some_and(|mark| child(mark, "del").is_some());
        let is_counted = !is_deleted || !text.trim().is_empty();
        let place = self.place(properties, style).filter(|_| is_counted);
        let level = place.as_ref().map_or(0, |(_, level)| *level);
        let label = place.and_then(|(list, level)| self.numbering.label(&list, level));
        let mut runs = node.descendants().filter(|inner| is_worded_run(*inner)).peekable();
        let bold = runs.peek().is_some() && (runs.all(is_bold) || self.styles.is_bold(style));
        let heading = self.styles.is_heading(style) || property("outlineLvl").is_some_and(is_level);
        let alignment = property("jc").or_else(|| self.styles.alignment(style));
        let center = alignment == Some("center");
        // a line of the contents: its page number stands behind a tab that is filled with dots
        let tabs = properties.and_then(|found| child(found, "tabs"));
        let is_led = |tab: Node<'_, '_>| attribute(tab, "leader").is_some_and(|own| own != "none");
        let leads = tabs.is_some_and(|tabs| children(tabs, "tab").any(is_led));
        let page = text.rsplit_once('\t').map_or("", |(_, page)| page);
        let is_page = (1..=4).contains(&page.len())
            && (page.chars().all(|own| own.is_ascii_digit())
                || page.chars().all(|own| "ivxl".contains(own)));
        let is_contents = self.styles.is_contents(style) || (leads && is_page);
        Paragraph { text, label, level, bold, heading, center, is_note, is_contents }
    }

    /// The list and the level of a paragraph, its own or those of its style.
    fn place(&self, properties: Option<Node<'_, '_>>, style: &str) -> Option<(String, u32)> {
        let own = properties
            .and_then(|properties| child(properties, "numPr"))
            .map(Place::read)
            .unwrap_or_default();
        let (list, level) = match own.list {
            Some(list) => (list, own.level),
            None => {
                let (place, holder) = self.styles.nearest(style, |style| style.place.as_ref())?;
                let level = own
                    .level
                    .or(place.level)
                    .or_else(|| self.numbering.style_levels.get(holder).copied());
                (place.list.clone()?, level)
            }
        };
        (!list.is_empty() && list != "0").then_some((list, level.unwrap_or(0)))
    }

    /// Adds the rows of a table; a frame, or a table only for layout, is plain text.
    fn table(&mut self, table: Node<'_, '_>) {
        let rows = own(table, "tr", "tbl");
        let single = rows.len() == 1;
        let mut first = true;
        for row in rows {
            let cells = own(row, "tc", "tr");
            if let [cell] = cells.as_slice() {
                // a frame
                self.body(*cell);
                first = false;
                continue;
            }
            let cells: Vec<String> = cells.into_iter().map(|cell| self.cell(cell)).collect();
            let full = cells.iter().filter(|cell| !cell.is_empty()).count();
            if let Some((number, text)) = numbered_row(&cells) {
                let text = format!("{number}\t{text}");
                self.push(Line { text, blank: true, ..Line::default() });
            } else if full == 1 && single {
                for text in cells.into_iter().filter(|cell| !cell.is_empty()) {
                    self.push(Line { text, blank: true, ..Line::default() });
                }
            } else if full > 0 {
                let text = cells.join("\t");
                self.push(Line { text, blank: first, table: true, ..Line::default() });
            }
            first = false;
        }
    }

    /// The text of a cell in one line.
    fn cell(&mut self, cell: Node<'_, '_>) -> String {
        let mut texts = Vec::new();
        let paragraphs = cell
            .descendants()
            .filter(|inner| is_word(*inner, "p") && !inner.ancestors().any(is_fallback));
        for node in paragraphs {
            let paragraph = self.paragraph(node);
            if paragraph.is_empty() {
                continue;
            }
            let text = paragraph.text.trim();
            texts.push(match &paragraph.label {
                Some(label) => format!("{label} {text}"),
                None => text.to_owned(),
            });
        }
        texts.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::CompressionMethod;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// A document of these parts, each with the namespace of Word on its root element `r`.
    fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, inner) in parts {
            writer.start_file(*name, options).unwrap();
            let xml = format!("<w:r xmlns:w=\"{}\">{inner}</w:r>", WORD[0]);
            writer.write_all(xml.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn paragraph(level: u32, text: &str) -> String {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr>\
             </w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    }

    fn texts(bytes: &[u8]) -> Vec<String> {
        let Ok((lines, _)) = lines(bytes) else { panic!("it was refused") };
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn automatic_numbers_are_written_out() {
        let numbering = "<w:abstractNum w:abstractNumId=\"0\">\
            <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>\
            <w:lvlText w:val=\"%1.\"/></w:lvl>\
            <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"lowerLetter\"/>\
            <w:lvlText w:val=\"(%2)\"/></w:lvl></w:abstractNum>\
            <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
        let body: String = [(0, "One"), (1, "x"), (1, "y"), (0, "Two"), (1, "z")]
            .iter()
            .map(|(level, text)| paragraph(*level, text))
            .collect();
        let body = format!("<w:body>{body}</w:body>");
        let file = docx(&[("word/numbering.xml", numbering), ("word/document.xml", &body)]);
        assert_eq!(texts(&file), ["1.\tOne", "(a)\tx", "(b)\ty", "2.\tTwo", "(a)\tz"]);
    }

    #[test]
    fn a_table_is_rows_with_tabs() {
        let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
        let row = |a: &str, b: &str| format!("<w:tr>{}{}</w:tr>", cell(a), cell(b));
        let body =
            format!("<w:body><w:tbl>{}{}</w:tbl></w:body>", row("Year", "Cost"), row("2024", "5"));
        assert_eq!(texts(&docx(&[("word/document.xml", &body)])), ["Year\tCost", "2024\t5"]);
    }

    #[test]
    fn hostile_files_are_refused() {
        let deep = format!("<w:body>{}{}</w:body>", "<w:ins>".repeat(300), "</w:ins>".repeat(300));
        let deep = lines(&docx(&[("word/document.xml", &deep)]));
        assert!(matches!(deep, Err(Unreadable::Damaged(_))));
        let broken = lines(&docx(&[("word/document.xml", "<w:body>")]));
        assert!(matches!(broken, Err(Unreadable::Damaged(_))));
        assert!(matches!(lines(b"no zip"), Err(Unreadable::Damaged(_))));
    }

    #[test]
    fn numbers_are_written_in_many_ways() {
        let cases = [
            (11, "chineseCounting", "十一"),
            (105, "taiwaneseCounting", "一百零五"),
            (42, "ideographLegalTraditional", "肆拾貳"),
            (14, "lowerRoman", "xiv"),
            (28, "upperLetter", "BB"),
            (3, "decimalEnclosedCircle", "③"),
            (12, "ordinal", "12th"),
        ];
        for (n, format, expected) in cases {
            assert_eq!(written(n, format), expected);
        }
    }
}
