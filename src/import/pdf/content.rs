//! What a page draws: the operators that move the pen, show text and draw lines (ISO 32000-1, 8.4, 8.5 and 9.4).

use std::rc::Rc;

use encoding_rs::{Encoding, WINDOWS_1252};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::{
    CubicEndTo, CubicStartTo, CubicTo, LineTo, MoveTo, RectPath, SetTextMatrix, Transform,
    TypedInstruction as Op,
};
use hayro_syntax::object::{Dict, Name, Number, ObjRef, Object, String as PdfString};
use hayro_syntax::page::{Page as PdfPage, Resources};
use rustc_hash::FxHashMap;

use super::font::Font;
use super::rule::{Paths, Rule};
use super::{Fragment, Page};

/// Forms within forms are followed so deep.
const DEEPEST: usize = 12;

/// Most forms that are drawn on one page.
const MOST_FORMS: usize = 4_000;

/// Most characters that are read of one page.
const MOST_CHARACTERS: usize = 500_000;

/// Most states that are saved at a time.
const MOST_SAVED: usize = 500;

/// How many glyphs run to the right, upwards, to the left and downwards.
type Directions = [usize; 4];

const UPWARDS: usize = 1;
const LEFTWARDS: usize = 2;
const DOWNWARDS: usize = 3;

/// A piece of text goes on over a gap of this share of its size, on either side.
const SAME_PIECE: f64 = 0.1;

/// Characters less than this share of the size apart have no space between them, whatever was drawn there and gone back over.
const LEAST_GAP: f64 = 0.08;

/// Reads pages. A font is read once.
#[derive(Default)]
pub(super) struct Reader {
    fonts: FxHashMap<ObjRef, Rc<Font>>,
}

impl Reader {
    /// A page with its pieces of text, in the order in which they are drawn; turned so that most of its text runs from left to right.
    ///
    /// # Errors
    ///
    /// Where a content stream cannot be decoded, or draws more than any page does.
    pub(super) fn read(&mut self, page: &PdfPage<'_>, number: u32) -> Result<Page, &'static str> {
        let (width, height) = page.render_dimensions();
        let Some(content) = page.page_stream() else {
            let is_empty = !page.raw().contains_key("Contents");
            let blank = Page { number, width, height, ..Page::default() };
            return if is_empty { Ok(blank) } else { Err("its content cannot be decoded") };
        };
        let upright = Matrix(page.initial_transform(false).as_coeffs());
        let drawn = self.follow(content, page.resources(), upright)?;
        let directions = drawn.directions;
        let (w, h) = (f64::from(width), f64::from(height));
        let most = directions.into_iter().max().unwrap_or_default();
        let turn = match directions.into_iter().position(|count| count == most) {
            Some(UPWARDS) => Matrix([0.0, -1.0, 1.0, 0.0, 0.0, w]),
            Some(LEFTWARDS) => Matrix([-1.0, 0.0, 0.0, -1.0, w, h]),
            Some(DOWNWARDS) => Matrix([0.0, 1.0, -1.0, 0.0, h, 0.0]),
            _ => return Ok(drawn.page(number, width, height)),
        };
        let drawn = self.follow(content, page.resources(), upright.then(turn))?;
        let is_on_its_side = turn.0[0] == 0.0;
        let (width, height) = if is_on_its_side { (height, width) } else { (width, height) };
        Ok(drawn.page(number, width, height))
    }

    /// What a content stream draws.
    fn follow(
        &mut self,
        content: &[u8],
        resources: &Resources<'_>,
        matrix: Matrix,
    ) -> Result<Drawn, &'static str> {
        let mut pen = Pen::new(self, matrix);
        pen.follow(content, &[resources])?;
        pen.flush();
        let rules = pen.paths.into_rules();
        Ok(Drawn { fragments: pen.fragments, directions: pen.directions, rules })
    }
}

/// What a content stream draws.
struct Drawn {
    fragments: Vec<Fragment>,
    directions: Directions,
    rules: Vec<Rule>,
}

impl Drawn {
    fn page(self, number: u32, width: f32, height: f32) -> Page {
        Page { number, width, height, fragments: self.fragments, rules: self.rules }
    }
}

/// A transformation: (a, b, c, d, e, f) of x' = ax + cy + e, y' = bx + dy + f.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matrix([f64; 6]);

impl Matrix {
    const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First this one, then another.
    pub(super) fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [ao, bo, co, d_o, eo, fo]) = (self.0, other.0);
        Self([
            a * ao + b * co,
            a * bo + b * d_o,
            c * ao + d * co,
            c * bo + d * d_o,
            e * ao + f * co + eo,
            e * bo + f * d_o + fo,
        ])
    }

    pub(super) const fn moved(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// Where the origin comes to.
    pub(super) const fn origin(self) -> (f64, f64) {
        (self.0[4], self.0[5])
    }
}

/// What `q` saves and `Q` brings back.
#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    character_spacing: f64,
    word_spacing: f64,
    /// The horizontal scale, 1 where nothing is scaled.
    scale: f64,
    leading: f64,
    rise: f64,
}

/// A piece of text that may go on.
struct Piece {
    fragment: Fragment,
    /// Where it ends.
    end: (f64, f64),
    /// Where the last character ends that is no space.
    ink: (f64, f64),
}

impl Piece {
    /// Drops the spaces at its end if what follows is less than `least` behind the character before them: the pen went back over them.
    fn drop_spaces_before(&mut self, next: (f64, f64), least: f64) {
        let kept = self.fragment.text.trim_end().len();
        let apart = (next.0 - self.ink.0).hypot(next.1 - self.ink.1);
        if kept > 0 && kept < self.fragment.text.len() && apart < least {
            self.fragment.text.truncate(kept);
            self.fragment.width = hundredths(self.ink.0 - f64::from(self.fragment.x));
            self.end = self.ink;
        }
    }
}

/// Text that stands for what is drawn between two marks (`ActualText`).
struct Actual {
    /// How many marks are open about it.
    depth: usize,
    text: String,
    /// How many pieces there were before it.
    first: usize,
}

/// What follows a page's operators.
struct Pen<'r> {
    reader: &'r mut Reader,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    fragments: Vec<Fragment>,
    directions: Directions,
    paths: Paths,
    piece: Option<Piece>,
    marks: usize,
    actual: Option<Actual>,
    forms: usize,
    characters: usize,
}

impl<'r> Pen<'r> {
    fn new(reader: &'r mut Reader, matrix: Matrix) -> Self {
        let state = State {
            matrix,
            font: None,
            size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        Self {
            reader,
            state,
            saved: Vec::new(),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            fragments: Vec::new(),
            directions: [0; 4],
            paths: Paths::default(),
            piece: None,
            marks: 0,
            actual: None,
            forms: 0,
            characters: 0,
        }
    }

    /// Follows the operators of a content stream, with its resources and before them those of what draws it.
    fn follow(&mut self, content: &[u8], resources: &[&Resources<'_>]) -> Result<(), &'static str> {
        let saved = self.saved.len();
        let mut operators = TypedIter::new(content);
        while let Some(operator) = operators.next() {
            match operator {
                Op::SaveState(_) if self.saved.len() < saved + MOST_SAVED => {
                    self.saved.push(self.state.clone());
                }
                Op::RestoreState(_) if self.saved.len() > saved => {
                    self.state = self.saved.pop().unwrap_or_else(|| self.state.clone());
                }
                Op::Transform(Transform(a, b, c, d, e, f)) => {
                    self.state.matrix = matrix([a, b, c, d, e, f]).then(self.state.matrix);
                }
                Op::XObject(own) => self.draw(own.0, resources)?,
                Op::BeginText(_) => self.begin_line(Matrix::IDENTITY),
                Op::CharacterSpacing(own) => self.state.character_spacing = own.0.as_f64(),
                Op::WordSpacing(own) => self.state.word_spacing = own.0.as_f64(),
                Op::HorizontalScaling(own) => self.state.scale = own.0.as_f64() / 100.0,
                Op::TextLeading(own) => self.state.leading = own.0.as_f64(),
                Op::TextRise(own) => self.state.rise = own.0.as_f64(),
                Op::TextFont(own) => {
                    self.state.font = self.font(own.0, resources);
                    self.state.size = own.1.as_f64();
                }
                Op::NextLine(own) => self.next_line(own.0.as_f64(), own.1.as_f64()),
                Op::NextLineAndSetLeading(own) => {
                    self.state.leading = -own.1.as_f64();
                    self.next_line(own.0.as_f64(), own.1.as_f64());
                }
                Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
                Op::SetTextMatrix(SetTextMatrix(a, b, c, d, e, f)) => {
                    self.begin_line(matrix([a, b, c, d, e, f]));
                }
                Op::ShowText(own) => self.show(own.0)?,
                Op::NextLineAndShowText(own) => {
                    self.next_line(0.0, -self.state.leading);
                    self.show(own.0)?;
                }
                Op::ShowTextWithParameters(own) => {
                    self.state.word_spacing = own.0.as_f64();
                    self.state.character_spacing = own.1.as_f64();
                    self.next_line(0.0, -self.state.leading);
                    self.show(own.2)?;
                }
                Op::ShowTexts(own) => {
                    for object in own.0.iter::<Object<'_>>() {
                        match object {
                            Object::String(text) => self.show(&text)?,
                            Object::Number(back) => self.move_back(back.as_f64()),
                            _ => {}
                        }
                    }
                }
                Op::BeginMarkedContent(_) => self.marks += 1,
                Op::BeginMarkedContentWithProperties(own) => {
                    self.marks += 1;
                    self.begin_actual(own.1, resources);
                }
                Op::EndMarkedContent(_) => self.end_mark(),
                other => self.follow_path(&other),
            }
        }
        self.saved.truncate(saved);
        Ok(())
    }

    /// Follows the operators of a path.
    fn follow_path(&mut self, operator: &Op<'_, '_>) {
        let (paths, matrix) = (&mut self.paths, self.state.matrix);
        match operator {
            Op::MoveTo(MoveTo(x, y)) => paths.move_to(x.as_f64(), y.as_f64(), matrix),
            Op::LineTo(LineTo(x, y)) => paths.line_to(x.as_f64(), y.as_f64(), matrix),
            Op::CubicTo(CubicTo(.., x, y))
            | Op::CubicStartTo(CubicStartTo(.., x, y))
            | Op::CubicEndTo(CubicEndTo(.., x, y)) => {
                paths.curve_to(x.as_f64(), y.as_f64(), matrix);
            }
            Op::RectPath(RectPath(x, y, width, height)) => {
                let [x, y, width, height] = [x, y, width, height].map(|own| own.as_f64());
                paths.rectangle(x, y, width, height, matrix);
            }
            Op::ClosePath(_) => paths.close(),
            Op::StrokePath(_) | Op::FillAndStrokeNonZero(_) | Op::FillAndStrokeEvenOdd(_) => {
                paths.paint(true, false);
            }
            Op::CloseAndStrokePath(_)
            | Op::CloseFillAndStrokeNonZero(_)
            | Op::CloseFillAndStrokeEvenOdd(_) => {
                paths.close();
                paths.paint(true, false);
            }
            Op::FillPathNonZero(_)
            | Op::FillPathNonZeroCompatibility(_)
            | Op::FillPathEvenOdd(_) => paths.paint(false, true),
            Op::EndPath(_) => paths.paint(false, false),
            _ => {}
        }
    }

    fn font(&mut self, name: &Name<'_>, resources: &[&Resources<'_>]) -> Option<Rc<Font>> {
        let mut innermost = resources.iter().rev();
        let (dict, place) =
            innermost.find_map(|own| Some((own.get_font(name)?, own.fonts.get_ref(name))))?;
        let new = || Rc::new(Font::new(&dict, name.as_str()));
        Some(match place {
            Some(place) => Rc::clone(self.reader.fonts.entry(place).or_insert_with(new)),
            None => new(),
        })
    }

    /// Draws a form, a content stream of its own.
    fn draw(&mut self, name: &Name<'_>, resources: &[&Resources<'_>]) -> Result<(), &'static str> {
        let Some(form) = resources.iter().rev().find_map(|own| own.get_x_object(name)) else {
            return Ok(());
        };
        let dict = form.dict();
        if dict.get::<Name<'_>>("Subtype").is_none_or(|kind| &*kind != b"Form") {
            return Ok(());
        }
        self.forms += 1;
        if resources.len() > DEEPEST || self.forms > MOST_FORMS {
            return Err("it draws too many forms");
        }
        let content = form.decoded().map_err(|_| "a form cannot be decoded")?;
        let before = (self.state.clone(), self.text, self.line);
        if let Some(own) = dict.get::<[f64; 6]>("Matrix") {
            self.state.matrix = Matrix(own).then(self.state.matrix);
        }
        // what a form does not bring, what draws it may have
        let own = Resources::new(dict.get::<Dict<'_>>("Resources").unwrap_or_default());
        let within: Vec<_> = resources.iter().copied().chain([&own]).collect();
        self.follow(&content, &within)?;
        (self.state, self.text, self.line) = before;
        Ok(())
    }

    fn begin_line(&mut self, at: Matrix) {
        (self.text, self.line) = (at, at);
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.begin_line(Matrix::moved(x, y).then(self.line));
    }

    /// Moves the pen along the line.
    fn advance(&mut self, by: f64, vertical: bool) {
        let by = if vertical { Matrix::moved(0.0, by) } else { Matrix::moved(by, 0.0) };
        self.text = by.then(self.text);
    }

    /// Moves the pen back by thousandths of the size, as between two letters.
    fn move_back(&mut self, thousandths: f64) {
        let vertical = self.state.font.as_ref().is_some_and(|font| font.vertical);
        let scale = if vertical { 1.0 } else { self.state.scale };
        self.advance(-0.001 * thousandths * self.state.size * scale, vertical);
    }

    fn show(&mut self, text: &[u8]) -> Result<(), &'static str> {
        let Some(font) = self.state.font.clone() else { return Ok(()) };
        let (size, scale) = (self.state.size, self.state.scale);
        for glyph in font.glyphs(text) {
            self.characters += 1;
            if self.characters > MOST_CHARACTERS {
                return Err("it draws too much text");
            }
            let words = if glyph.space { self.state.word_spacing } else { 0.0 };
            if font.vertical {
                // a column of characters, each of which hangs from the pen and is as high as the size
                self.advance(-size, true);
                let from = Matrix::moved(-0.5 * size, 0.0).then(self.place());
                let right = Matrix::moved(size, 0.0).then(from).origin();
                self.flush();
                self.add(&font, &glyph.text, from, right);
                self.advance(self.state.character_spacing + words, true);
            } else {
                let from = self.place();
                self.advance(f64::from(glyph.advance) * size * scale, false);
                let right = self.place().origin();
                self.add(&font, &glyph.text, from, right);
                // letters that are set apart are still one word
                self.advance(self.state.character_spacing * scale, false);
                self.end_piece(self.place().origin());
                self.advance(words * scale, false);
            }
        }
        Ok(())
    }

    /// Where the pen stands on the page, and how it draws there.
    fn place(&self) -> Matrix {
        Matrix::moved(0.0, self.state.rise).then(self.text).then(self.state.matrix)
    }

    /// Adds what a glyph draws from a place to where it ends: to the piece that ends there, or as a new one.
    fn add(&mut self, font: &Font, text: &str, from: Matrix, right: (f64, f64)) {
        let [a, b, c, d, x, y] = from.0;
        let size = self.state.size.abs() * c.hypot(d);
        if ![x, y, size, right.0].iter().all(|own| own.is_finite()) {
            return;
        }
        let direction = match (a.abs() >= b.abs(), a >= 0.0, b >= 0.0) {
            (true, true, _) => 0,
            (true, false, _) => LEFTWARDS,
            (false, _, true) => UPWARDS,
            (false, _, false) => DOWNWARDS,
        };
        self.directions[direction] += 1;
        let goes_on = self.piece.as_ref().is_some_and(|piece| {
            let apart = (x - piece.end.0).hypot(y - piece.end.1);
            apart <= SAME_PIECE * size
                && piece.fragment.font == font.name
                && (f64::from(piece.fragment.size) - size).abs() <= 0.01
        });
        let is_space = text.chars().all(char::is_whitespace);
        if let Some(piece) = &mut self.piece
            && !is_space
        {
            piece.drop_spaces_before((x, y), LEAST_GAP * size);
        }
        if !goes_on {
            self.flush();
        }
        let new = || Piece {
            fragment: Fragment {
                x: hundredths(x.min(right.0)),
                y: hundredths(y),
                size: hundredths(size),
                font: font.name.clone(),
                bold: font.bold,
                ..Fragment::default()
            },
            end: right,
            ink: (x, y),
        };
        let piece = self.piece.get_or_insert_with(new);
        piece.fragment.text.push_str(text);
        piece.fragment.width = hundredths(right.0.max(x) - f64::from(piece.fragment.x));
        piece.end = right;
        if !is_space {
            piece.ink = right;
        }
    }

    fn end_piece(&mut self, end: (f64, f64)) {
        if let Some(piece) = &mut self.piece {
            piece.end = end;
        }
    }

    fn flush(&mut self) {
        self.fragments.extend(self.piece.take().map(|piece| piece.fragment));
    }

    /// Begins what a text stands for, unless it is within such already.
    fn begin_actual(&mut self, properties: &Object<'_>, resources: &[&Resources<'_>]) {
        let named = |name: &Name<'_>| {
            resources.iter().rev().find_map(|own| own.properties.get::<Dict<'_>>(name))
        };
        let dict = match properties {
            Object::Dict(dict) => Some(dict.clone()),
            Object::Name(name) => named(name),
            _ => None,
        };
        let text = dict.and_then(|dict| dict.get::<PdfString<'_>>("ActualText"));
        if let (Some(text), None) = (text, &self.actual) {
            self.flush();
            let text = text_string(&text);
            self.actual = Some(Actual { depth: self.marks, text, first: self.fragments.len() });
        }
    }

    /// Ends a mark. The text that stands for what was drawn since takes its place, where that is part of one line.
    fn end_mark(&mut self) {
        if let Some(actual) = self.actual.take_if(|actual| actual.depth == self.marks) {
            self.flush();
            let drawn = self.fragments.get(actual.first..).unwrap_or_default();
            let right = drawn.iter().map(Fragment::right).fold(f32::NEG_INFINITY, f32::max);
            if let Some(first) = drawn.first().cloned()
                && drawn.iter().all(|own| (own.y - first.y).abs() < first.size)
            {
                self.fragments.truncate(actual.first);
                let width = right - first.x;
                self.fragments.push(Fragment { width, text: actual.text, ..first });
            }
        }
        self.marks = self.marks.saturating_sub(1);
    }
}

fn matrix(numbers: [Number; 6]) -> Matrix {
    Matrix(numbers.map(|own| own.as_f64()))
}

/// A text string: UTF-16 or UTF-8 by its mark, or else PDFDocEncoding, which is Latin-1 but for a few signs.
fn text_string(bytes: &[u8]) -> String {
    let encoding = Encoding::for_bom(bytes).map_or(WINDOWS_1252, |(encoding, _)| encoding);
    encoding.decode_with_bom_removal(bytes).0.into_owned()
}

/// Rounds to hundredths of a point, so that the noise of sums does not decide comparisons.
fn hundredths(points: f64) -> f32 {
    // adding 0 makes a 0 of a -0, which sorts before it
    ((points * 100.0).round() / 100.0 + 0.0) as f32
}
