//! A web page as lines.

use super::block::numbered_row;
use super::characters::fold;
use super::docx::roman;
use super::dom::{Element, LEAST_TEXT, Node, NodeId, Page, ROOT};
use super::line::Line;
use super::raised::{Raised, beginning, left_out, raised, removed};

/// What begins and ends a line.
const BLOCKS: [&str; 35] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "table",
    "tr",
    "td",
    "th",
    "blockquote",
    "pre",
    "dt",
    "dd",
    "dl",
    "address",
    "center",
    "hr",
    "figure",
    "figcaption",
    "body",
    "header",
    "details",
    "summary",
    "fieldset",
    "legend",
    "caption",
];

/// What is left out with all that is in it. Not `form`: many sites put the whole page into one.
const LEFT_OUT: [&str; 18] = [
    "script", "style", "nav", "footer", "noscript", "template", "aside", "button", "select",
    "textarea", "datalist", "label", "title", "head", "svg", "iframe", "noembed", "noframes",
];

/// Elements that need not be closed.
const OPEN: [&str; 24] = [
    "p", "li", "td", "tr", "th", "dt", "dd", "option", "br", "hr", "img", "meta", "link", "input",
    "col", "area", "base", "embed", "source", "track", "wbr", "html", "body", "head",
];

/// Elements that end a drawing or a formula which they stand in, beside [`BLOCKS`].
const BREAK_OUT: [&str; 20] = [
    "a", "b", "big", "code", "em", "font", "i", "menu", "nobr", "ruby", "s", "small", "span",
    "strike", "strong", "sub", "sup", "tt", "u", "var",
];

/// How deep a text is nested at its deepest, by its tags alone: a parser takes very long over what is nested without end.
pub(super) fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    // only in a drawing or a formula does a slash close an element
    let mut foreign = 0_usize;
    for tag in text.split('<').skip(1) {
        let (closes, tag) = match tag.strip_prefix('/') {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        let end = tag.find(|own: char| !own.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let name = tag.get(..end).unwrap_or_default().to_ascii_lowercase();
        if matches!(name.as_str(), "svg" | "math") {
            foreign = if closes { foreign.saturating_sub(1) } else { foreign + 1 };
        }
        let whole = foreign > 0
            && tag.split('>').next().is_some_and(|tag| tag.ends_with('/'))
            && !BLOCKS.contains(&name.as_str())
            && !BREAK_OUT.contains(&name.as_str());
        if !name.starts_with(|first: char| first.is_ascii_alphabetic())
            || OPEN.contains(&name.as_str())
            || whole
        {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        deepest = deepest.max(depth);
    }
    deepest
}

/// The lines of a page, and notes about it.
pub(super) fn lines(text: &str) -> (Vec<Line>, Vec<String>) {
    enum Step {
        Open(NodeId),
        Close(NodeId),
    }
    let page = Page::parse(text);
    let around_tables = page.tables_with_tables();
    let mut reader = Reader::default();
    let begin = page.main().unwrap_or(ROOT);
    if begin != ROOT {
        reader.notes.push("what stands outside the main part of the page was left out".to_owned());
    }
    // no function that calls itself, a page may be nested as deep as it likes
    let mut steps = vec![Step::Open(begin)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Open(id) if page.is_list_of_links(id) => {
                reader
                    .notes
                    .push(format!("a list of links left out: {}", beginning(&page.text(id))));
            }
            Step::Open(id) if leads_around(&page, id) => {
                reader.notes.push(format!(
                    "a part that leads around the site left out: {}",
                    beginning(&page.text(id))
                ));
            }
            Step::Open(id) => {
                steps.push(Step::Close(id));
                // what holds a table, or has no other cell beside it, is there for its looks
                reader.is_layout = match page.node(id) {
                    Node::Element(own) if own.name() == "table" => around_tables.contains(&id),
                    Node::Element(own) if own.name() == "tr" => page.cells(id) < 2,
                    _ => false,
                };
                if reader.open(page.node(id)) {
                    steps.extend(page.children(id).iter().rev().copied().map(Step::Open));
                }
            }
            Step::Close(id) => reader.close(page.node(id)),
        }
    }
    reader.flush();
    (reader.lines, reader.notes)
}

/// A list that is open.
struct List {
    ordered: bool,
    /// The number of the next item.
    next: i64,
    /// How its numbers are written: `1`, `a`, `A` or `i`.
    style: String,
}

impl List {
    fn open(element: &Element) -> Self {
        let start = element.attr("start").and_then(|start| start.trim().parse().ok());
        let style = element.attr("type").filter(|style| !style.is_empty()).unwrap_or("1");
        Self { ordered: element.name() == "ol", next: start.unwrap_or(1), style: style.to_owned() }
    }

    /// What a browser writes before the next item.
    fn label(&mut self, value: Option<i64>) -> String {
        if !self.ordered {
            return "• ".to_owned();
        }
        let number = value.unwrap_or(self.next);
        self.next = number.saturating_add(1);
        let index = number.checked_sub(1).and_then(|index| usize::try_from(index).ok());
        let mark = match self.style.as_str() {
            "a" => index.and_then(|index| ('a'..='z').nth(index)).map(String::from),
            "A" => index.and_then(|index| ('A'..='Z').nth(index)).map(String::from),
            "i" => index.map(|_| roman(number)),
            _ => None,
        };
        mark.map_or_else(|| format!("{number}. "), |mark| format!("({mark}) "))
    }
}

/// What has been read of a page.
#[derive(Default)]
struct Reader {
    lines: Vec<Line>,
    notes: Vec<String>,
    /// The text since the last line.
    text: String,
    /// The number or bullet that waits for its item's text.
    label: String,
    lists: Vec<List>,
    /// Whether the table or the row that is being opened is there for its looks only.
    is_layout: bool,
    /// Of the tables that are open, whether each is there for its looks only.
    tables: Vec<bool>,
    /// The row of a table that is open.
    row: Option<Vec<String>>,
    /// Whether a cell is open.
    cell: bool,
    /// How many `pre` are open.
    verbatim: usize,
    /// The level of the heading that is open, 0 for none.
    heading: usize,
    /// The raised text that is open, and the name of its element.
    raised: Option<(String, String)>,
    /// How many elements of a footnote are open.
    note_depth: usize,
    /// Whether the line begins with the mark of a footnote, and so is one.
    is_note_line: bool,
    /// How many elements of bold text are open.
    bold: usize,
    /// The characters since the last line, and how many of them are bold.
    characters: usize,
    bold_characters: usize,
    /// Whether the text follows a mere line break.
    broken: bool,
}

impl Reader {
    /// Comes to a node; tells whether to read what is in it.
    fn open(&mut self, node: &Node) -> bool {
        match node {
            Node::Text(text) => {
                self.read(text);
                true
            }
            Node::Element(element) if LEFT_OUT.contains(&element.name()) => false,
            Node::Element(element) => {
                // in a cell, a footnote stays with the row
                if is_note(element) && !self.cell {
                    self.flush();
                    self.note_depth += 1;
                }
                self.open_element(element);
                true
            }
            _ => true,
        }
    }

    /// Leaves a node.
    fn close(&mut self, node: &Node) {
        if let Node::Element(element) = node {
            if is_note(element) && !self.cell {
                self.flush();
                self.note_depth = self.note_depth.saturating_sub(1);
            }
            self.close_element(element.name());
        }
    }

    fn read(&mut self, text: &str) {
        if let Some((_, raised)) = &mut self.raised {
            raised.push_str(text);
            return;
        }
        self.text.push_str(text);
        let characters = text.trim().chars().count();
        self.characters += characters;
        if self.bold > 0 {
            self.bold_characters += characters;
        }
    }

    fn open_element(&mut self, element: &Element) {
        let name = element.name();
        match name {
            "br" if self.cell => return self.text.push(' '),
            "br" => {
                // two of them, or more, are a gap
                let is_gap = self.text.trim().is_empty();
                self.flush();
                self.broken = !is_gap;
                return;
            }
            "td" | "th" if self.row.is_some() => {
                self.cell = true;
                self.text.clear();
                return;
            }
            "table" => self.tables.push(self.is_layout),
            "tr" => {
                self.flush();
                let is_row = !self.is_layout && self.tables.last() == Some(&false);
                self.row = is_row.then(Vec::new);
                return;
            }
            _ => {}
        }
        self.edge(name);
        match name {
            "ol" | "ul" => self.lists.push(List::open(element)),
            "li" => self.item(element),
            "pre" => self.verbatim += 1,
            "b" | "strong" => self.bold += 1,
            "sup" | "a" if self.raised.is_none() && (name == "sup" || is_reference(element)) => {
                self.raised = Some((name.to_owned(), String::new()));
            }
            _ => {
                if let Some(level) = heading_level(name) {
                    self.heading = level;
                }
            }
        }
    }

    fn close_element(&mut self, name: &str) {
        match name {
            "td" | "th" if self.cell => return self.close_cell(),
            "tr" => {
                if let Some(row) = self.row.take() {
                    self.push_row(&row);
                    return;
                }
            }
            "table" => {
                self.tables.pop();
            }
            "sup" | "a" if self.raised.as_ref().is_some_and(|(own, _)| own == name) => {
                let (_, text) = self.raised.take().unwrap_or_default();
                match raised(&self.text, &text) {
                    Raised::Text(text) => self.text.push_str(&text),
                    Raised::Mark(_) if self.text.trim().is_empty() && !self.cell => {
                        self.is_note_line = true;
                    }
                    Raised::Mark(mark) => self.notes.push(removed(&mark, &self.text)),
                }
                return;
            }
            _ => {}
        }
        self.edge(name);
        match name {
            "ol" | "ul" => {
                self.lists.pop();
                self.label.clear();
            }
            // the number of an item without text is that of no other
            "li" => self.label.clear(),
            "pre" => self.verbatim = self.verbatim.saturating_sub(1),
            "b" | "strong" => self.bold = self.bold.saturating_sub(1),
            _ => {
                if heading_level(name).is_some() {
                    self.heading = 0;
                }
            }
        }
    }

    /// The edge of a block ends the line, outside of cells.
    fn edge(&mut self, name: &str) {
        if BLOCKS.contains(&name) && self.cell {
            self.text.push(' ');
        } else if BLOCKS.contains(&name) {
            self.flush();
            self.broken = false;
        }
    }

    fn item(&mut self, element: &Element) {
        let value = element
            .attr("value")
            .filter(|value| value.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|value| value.parse().ok());
        let label = self.lists.last_mut().map(|list| list.label(value)).unwrap_or_default();
        if self.cell {
            self.text.push_str(&label);
        } else {
            self.label = label;
        }
    }

    fn close_cell(&mut self) {
        if let Some(row) = &mut self.row {
            let words: Vec<&str> = self.text.split_whitespace().collect();
            row.push(words.join(" "));
        }
        self.text.clear();
        self.cell = false;
    }

    /// Adds a row; a row with only one cell that is not empty is plain text.
    fn push_row(&mut self, row: &[String]) {
        let cells: Vec<String> = row.iter().map(|cell| fold(cell)).collect();
        if let Some((number, text)) = numbered_row(&cells) {
            let text = format!("{number} {text}");
            return self.push(Line { text, blank: true, ..Line::default() });
        }
        if cells.iter().filter(|cell| !cell.is_empty()).count() > 1 {
            let blank = !self.lines.last().is_some_and(|line| line.table);
            let text = cells.join("\t");
            self.push(Line { text, table: true, blank, ..Line::default() });
        } else {
            for text in cells.into_iter().filter(|cell| !cell.is_empty()) {
                self.push(Line { text, blank: true, ..Line::default() });
            }
        }
    }

    /// Ends the line, or in verbatim text the lines.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let verbatim = self.verbatim > 0;
        if verbatim {
            let text = text.trim_matches('\n');
            for (at, part) in text.split('\n').enumerate() {
                let first = at == 0 && !self.broken;
                self.push_text(part, first || (at > 0 && part.starts_with("  ")));
            }
        } else {
            let words: Vec<&str> =
                text.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect();
            let text = words.join(" ");
            self.push_text(&text, !self.broken);
        }
        self.characters = 0;
        self.bold_characters = 0;
        self.is_note_line = false;
    }

    /// Adds a line of text, if there is any in it.
    fn push_text(&mut self, text: &str, blank: bool) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if self.note_depth > 0 || self.is_note_line {
            self.label.clear();
            return self.notes.push(left_out(text));
        }
        let line = Line {
            text: format!("{}{}", std::mem::take(&mut self.label), fold(text)).trim().to_owned(),
            blank,
            heading: self.heading > 1,
            big: self.heading > 0,
            bold: Some(self.characters > 0 && self.bold_characters >= self.characters),
            indent: 2.0 * self.lists.len() as f32,
            ..Line::default()
        };
        self.push(line);
    }

    /// Adds a line, with its number.
    fn push(&mut self, line: Line) {
        let number = self.lines.len() + 1;
        self.lines.push(Line { number, ..line });
    }
}

/// Whether a node is a part of a page that leads around its site: what holds a text is none.
fn leads_around(page: &Page, id: NodeId) -> bool {
    let is_called = matches!(page.node(id), Node::Element(own) if is_around_text(own));
    is_called && page.text(id).chars().count() < LEAST_TEXT
}

/// Whether an element leads around a site rather than being its text, by its role or by what sites call it.
fn is_around_text(element: &Element) -> bool {
    const ROLES: [&str; 4] = ["navigation", "banner", "contentinfo", "search"];
    const NAMES: [&str; 7] = [
        "breadcrumb",
        "breadcrumbs",
        "cookie-banner",
        "cookies",
        "skip-link",
        "skiplink",
        "skipnav",
    ];
    let attribute = |name| element.attr(name).unwrap_or_default().to_ascii_lowercase();
    let (class, id) = (attribute("class"), attribute("id"));
    // govuk-breadcrumbs, gem-c-cookie-banner
    let is_named = |own: &str, name: &str| {
        own.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('-'))
    };
    let mut named = class.split_whitespace().chain([id.as_str()]);
    let is_page = matches!(element.name(), "html" | "body" | "main" | "article");
    !is_page
        && (ROLES.contains(&attribute("role").as_str())
            || named.any(|own| NAMES.iter().any(|name| is_named(own, name))))
}

/// Whether an element is a footnote, or all of them, by what sites and word processors call it.
fn is_note(element: &Element) -> bool {
    let attribute = |name| element.attr(name).unwrap_or_default().to_ascii_lowercase();
    let (class, role, id) = (attribute("class"), attribute("role"), attribute("id"));
    let classes =
        ["footnote", "footnotes", "endnote", "endnotes", "msofootnotetext", "msoendnotetext"];
    let is_numbered =
        |id: &str| id.starts_with(|first: char| first.is_ascii_digit() || "-:_".contains(first));
    BLOCKS.contains(&element.name())
        && !matches!(element.name(), "td" | "th" | "tr" | "table")
        && (class.split_whitespace().any(|own| classes.contains(&own))
            || matches!(role.as_str(), "doc-footnote" | "doc-endnotes" | "doc-endnote")
            || ["ftn", "_ftn", "fn"]
                .iter()
                .any(|name| id.strip_prefix(name).is_some_and(is_numbered))
            || attribute("style").replace(' ', "").contains("mso-element:footnote"))
}

/// Whether a link leads to a footnote.
fn is_reference(element: &Element) -> bool {
    let target = element.attr("href").unwrap_or_default().to_ascii_lowercase();
    let name = target.split_once('#').map_or("", |(_, name)| name);
    ["ftn", "_ftn", "fn", "footnote"].iter().any(|own| name.starts_with(own))
        && !name.contains("ref")
}

/// The level of a heading, from 1.
fn heading_level(name: &str) -> Option<usize> {
    ["h1", "h2", "h3", "h4", "h5", "h6"]
        .iter()
        .position(|heading| *heading == name)
        .map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(page: &str) -> Vec<String> {
        lines(page).0.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn numbers_of_lists_are_written_out() {
        let page = "<nav>Menu</nav><h2>Costs</h2><ol start=3><li>One<li><p>Two</p>\
                    <ol type=a><li>Sub</ol></ol><p>See<sup>[1]</sup> m<sup>2</sup>x</p>";
        assert_eq!(texts(page), ["Costs", "3. One", "4. Two", "(a) Sub", "See m²x"]);
        let (lines, notes) = lines(page);
        assert!(lines.first().is_some_and(|line| line.heading && line.big));
        assert_eq!(notes, ["footnote mark [1] removed after \"See\""]);
    }

    #[test]
    fn a_table_is_rows_with_tabs() {
        let page = "<table><tr><th>Year<th>Cost<tr><td>2024<td>5<br>6</table>\
                    <script>no()</script>Line<br>break";
        assert_eq!(texts(page), ["Year\tCost", "2024\t5 6", "Line", "break"]);
    }

    #[test]
    fn what_is_nested_wrongly_is_read_as_browsers_read_it() {
        let page =
            "<p>One <b>two<p>three</b> four</p><table>stray<tr><td>1<td>2</table><template>no";
        assert_eq!(texts(page), ["One two", "three four", "stray", "1\t2"]);
    }

    #[test]
    fn no_number_of_a_list_goes_to_another_line() {
        for (page, expected) in [
            ("<ol><li></li></ol><p>Text</p>", &["Text"][..]),
            ("<ol><li><pre>a\nb</pre></li></ol>", &["1. a", "b"]),
            (
                "<table><tr><td><ol><li>Alpha<li>Beta</ol></td><td>x</td></tr></table><p>Next",
                &["1. Alpha 2. Beta\tx", "Next"],
            ),
        ] {
            assert_eq!(texts(page), expected, "{page}");
        }
    }

    #[test]
    fn what_is_a_table_for_its_looks_only_is_read_as_text() {
        let page = "<table><tr><td>A</td><td><table><tr><td>B<td>b</table> tail</td><td>C</td></tr></table>";
        assert_eq!(texts(page), ["A", "B\tb", "tail", "C"]);
        let page =
            "<form><table><tr><td><p>1. First.</p><p>2. Second.</p></td></tr></table></form>";
        assert_eq!(texts(page), ["1. First.", "2. Second."]);
    }

    #[test]
    fn lists_of_links_are_left_out() {
        let page = "<ol><li><a href=/p>Panels</a><li> <a href=/b>Bills</a></ol><ol><li>See <a href=/x>this</a><li>Two</ol>\
                    <ol><li><a name=p1>Three</a><li><a name=p2>Four</a></ol>";
        assert_eq!(texts(page), ["1. See this", "2. Two", "1. Three", "2. Four"]);
        let page = "<table><tr><td><a href=/p>1. Panels</a><tr><td><a href=/b>2. Bills</a></table><p>1. One";
        assert_eq!(texts(page), ["1. One"]);
    }

    #[test]
    fn footnotes_are_left_out_and_told() {
        let page = "<p>1. About 2 400 homes<a href=#_ftn1 name=_ftnref1><span class=MsoFootnoteReference>[1]</span></a>.</p><hr>\
                    <div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>[1] In 2010.</p></div>\
                    <p><sup>2</sup> In prices of 2011.</p>\
                    <section class=footnotes><ol><li id=fn1>Third.</li></ol></section><p>2. Next.</p>";
        assert_eq!(texts(page), ["1. About 2 400 homes.", "2. Next."]);
        let (_, notes) = lines(page);
        let left = notes.iter().filter(|note| note.starts_with("footnote left out")).count();
        assert_eq!((left, notes.len()), (3, 4), "{notes:?}");
        let page =
            "<table><tr><td class=footnote>1<td>x</table><div class='no-footnotes'>One</div>";
        assert_eq!(texts(page), ["1\tx", "One"]);
        let page = "<table><tr><td><sup>1</sup>350<td>x<tr><td>a<td>b</table><p>Text.</p>";
        assert_eq!(texts(page), ["350\tx", "a\tb", "Text."]);
    }

    #[test]
    fn a_number_in_a_column_of_its_own_begins_its_paragraph() {
        let text = "Members are invited to note the progress of the project.";
        let page = format!("<table><tr><td>1.</td><td>{text}</td></tr></table>A<br><br><br>B<br>C");
        assert_eq!(texts(&page), [&format!("1. {text}"), "A", "B", "C"]);
        let blank: Vec<bool> = lines(&page).0.iter().map(|line| line.blank).collect();
        assert_eq!(blank, [true, true, true, false]);
        assert_eq!(
            texts("<table><tr><td>1.<td>Roads<tr><td>2.<td>Rail</table>"),
            ["1.\tRoads", "2.\tRail"]
        );
    }

    #[test]
    fn what_is_nested_is_counted_as_browsers_do() {
        assert_eq!(depth(&"<div/>".repeat(500)), 500);
        assert_eq!(depth(&format!("<svg>{}</svg>", "<path/>".repeat(500))), 1);
        assert!(depth(&format!("<svg>{}", "<div/>".repeat(500))) > 500);
    }

    #[test]
    fn deep_nesting_is_read() {
        let page = format!("{}deep", "<div>".repeat(3000));
        assert_eq!(texts(&page), ["deep"]);
    }
}
