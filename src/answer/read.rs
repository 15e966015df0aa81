//! A place that was named, found in a paper: what is meant by a topic is retrieved, the rest is counted.

use super::asked::topic;
use super::citation::Citations;
use super::ranked::Ranked;
use super::{Absent, AbsentPlace, Engine, Question, Verdict};
use crate::corpus::{Paper, Section};
use crate::lang::fold;
use crate::language::Language;
use crate::question::{Anchor, Fact, Order, Place, Role, Side, Unit};

/// A name of which a section's heading holds this share is that section's.
const HEADING_SHARE: f32 = 0.5;

/// A section that a heading does not name is found by a paragraph of this probability to speak of the name.
const TOPIC: f32 = 0.5;

/// A paragraph mentions a name if its text holds this share of it.
const MENTIONS: f32 = 0.95;

/// Why a place has no paragraphs.
enum Absence<'e> {
    /// It is not there: what was counted, the one asked for, and the section that they were counted in.
    Absent(Unit, Absent, Option<&'e Section>),
    /// It is beside what was last read, and nothing was.
    NothingRead,
    /// It cannot be told what is meant: the message is a question.
    Unknown,
}

/// What a request for places gets; `None` where they cannot be told, and the message is to be read as a question.
pub(super) fn verdict<'e>(
    engine: &'e Engine,
    places: &[Place],
    question: &Question<'_>,
    language: Language,
) -> Option<Verdict<'e>> {
    let paper = paper_of(engine, places, question)?;
    let found = Reader { engine, paper, stored: engine.corpus.paper_at(paper)?, question };
    if places.contains(&Place::Extent) {
        let paper = found.stored;
        return Some(Verdict::About { paper, fact: Fact::Extent, citations: None });
    }
    let mut numbers: Vec<u32> = Vec::new();
    let mut lacking = found.beyond(places);
    for place in places {
        match found.numbers(place) {
            Ok(own) => numbers.extend(own),
            Err(Absence::Absent(unit, absent, section)) => {
                lacking = Some(AbsentPlace { paper: found.stored, unit, absent, section });
            }
            Err(Absence::NothingRead) => return Some(Verdict::None),
            Err(Absence::Unknown) => return None,
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    let mut citations = numbers.iter().filter_map(|number| {
        let place = found.stored.paragraphs.binary_search_by_key(number, |own| own.number).ok()?;
        engine.whole(paper, place, language)
    });
    match citations.next() {
        Some(first) => {
            let citations = Citations::new(first, citations.collect::<Vec<_>>());
            Some(Verdict::Read { citations, lacking })
        }
        None => lacking.map(Verdict::NoSuchPlace),
    }
}

/// The paragraphs whose text holds a name as it is; `None` where there are none.
pub(super) fn mentioning<'e>(
    engine: &'e Engine,
    name: &str,
    question: &Question<'_>,
    language: Language,
) -> Option<Verdict<'e>> {
    let paper = paper_of(engine, &[Place::Mentions(name.to_owned())], question)?;
    let ranked = topic(name).rank(engine, paper, None)?;
    let holding = literal(&ranked, engine.corpus.paper_at(paper)?);
    let mut citations = holding.filter_map(|place| engine.whole(paper, place, language));
    let first = citations.next()?;
    let citations = Citations::new(first, citations.collect::<Vec<_>>());
    Some(Verdict::Read { citations, lacking: None })
}

/// The places of the paragraphs whose text holds what was asked for as it is.
fn literal(ranked: &Ranked<'_>, paper: &Paper) -> impl Iterator<Item = usize> {
    (0..paper.paragraphs.len()).filter(|&place| ranked.retrieved.query.is_in_texts(place))
}

/// The paper that a place is of: the one asked for, the one of the conversation, the one that a name is best found in, or the newest.
fn paper_of(engine: &Engine, places: &[Place], question: &Question<'_>) -> Option<usize> {
    let mut allowed = engine.allowed(question.papers);
    let last = question.after.and_then(|turn| engine.paper(&turn.paper)).map(|(place, _)| place);
    if let Some(last) = last.filter(|last| allowed.contains(last)) {
        return Some(last);
    }
    if let [only] = allowed.as_slice() {
        return Some(*only);
    }
    let name = places.iter().find_map(|place| match place {
        Place::Section(name)
        | Place::Mentions(name)
        | Place::Counted { within: Some(Anchor::Named(name)), .. }
        | Place::Beside { anchor: Anchor::Named(name), .. } => Some(name),
        _ => None,
    });
    let named = name.and_then(|name| topic(name).best(engine, &allowed));
    engine.newest_first(&mut allowed);
    named.map(|ranked| ranked.retrieved.paper()).or_else(|| allowed.first().copied())
}

struct Reader<'e, 'q> {
    engine: &'e Engine,
    paper: usize,
    stored: &'e Paper,
    question: &'q Question<'q>,
}

/// What a name stands for in a paper.
enum Named<'e> {
    Section(&'e Section),
    Paragraph(u32),
}

impl<'e> Reader<'e, '_> {
    /// The numbers of a place's paragraphs.
    fn numbers(&self, place: &Place) -> Result<Vec<u32>, Absence<'e>> {
        match place {
            Place::Numbers(ranges) => self.ranges(ranges),
            Place::Counted { order, unit: Unit::Section, .. } => self.sections_counted(*order),
            Place::Counted { order, within: None, .. } => self.counted(*order, &self.all()),
            Place::Counted { order, within: Some(anchor), .. } => {
                let section = match self.anchored(anchor)? {
                    Named::Section(section) => section,
                    Named::Paragraph(number) if *anchor == Anchor::Here => {
                        self.stored.section_of(number).ok_or(Absence::Unknown)?
                    }
                    Named::Paragraph(_) => return Err(Absence::Unknown),
                };
                let own = self.of_section(section);
                // paragraph 4 of a section that begins with it
                let numbered = || {
                    let all: Vec<u32> = (order.first..=order.last).collect();
                    let is_own = all.iter().all(|number| own.contains(number));
                    (!order.from_end && is_own).then_some(all)
                };
                counted(*order, &own)
                    .or_else(numbered)
                    .ok_or_else(|| absent(Unit::Paragraph, order.last, Some(section)))
            }
            Place::Section(name) => {
                let section = match self.named(name)? {
                    Named::Section(section) => Some(section),
                    Named::Paragraph(number) => self.stored.section_of(number),
                };
                section.map(|section| self.of_section(section)).ok_or(Absence::Unknown)
            }
            Place::Role(role) => {
                let sections = &self.stored.sections;
                let section = match role {
                    Role::Introduction => sections.first(),
                    Role::Conclusion => sections.last(),
                };
                let ends = || match role {
                    Role::Introduction => self.all().first().copied(),
                    Role::Conclusion => self.all().last().copied(),
                };
                let own = section.map(|section| self.of_section(section));
                own.or_else(|| ends().map(|number| vec![number])).ok_or(Absence::Unknown)
            }
            Place::Beside { anchor, side, unit } => self.beside(anchor, *side, *unit),
            Place::Mentions(name) => self.mentions(name),
            Place::Extent => Err(Absence::Unknown),
        }
    }

    fn all(&self) -> Vec<u32> {
        self.stored.paragraphs.iter().map(|paragraph| paragraph.number).collect()
    }

    fn of_section(&self, section: &Section) -> Vec<u32> {
        self.stored.paragraphs_of(section).map(|paragraph| paragraph.number).collect()
    }

    fn ranges(&self, ranges: &[(u32, u32)]) -> Result<Vec<u32>, Absence<'e>> {
        let held =
            |number: &u32| ranges.iter().any(|(first, last)| (*first..=*last).contains(number));
        let numbers: Vec<_> = self.all().into_iter().filter(held).collect();
        let first = ranges.iter().map(|(first, _)| *first).max();
        match first.filter(|_| numbers.is_empty()) {
            Some(number) => Err(absent(Unit::Paragraph, number, None)),
            None => Ok(numbers),
        }
    }

    /// The greatest number that was asked for, where the paper does not have it.
    fn beyond(&self, places: &[Place]) -> Option<AbsentPlace<'e>> {
        let ranges = places.iter().filter_map(|place| match place {
            Place::Numbers(ranges) => Some(ranges),
            _ => None,
        });
        let ends = ranges.flatten().flat_map(|&(first, last)| [first, last]);
        let number = ends.filter(|&number| self.stored.paragraph(number).is_none()).max()?;
        let absent = Absent::Number(number);
        Some(AbsentPlace { paper: self.stored, unit: Unit::Paragraph, absent, section: None })
    }

    fn counted(&self, order: Order, numbers: &[u32]) -> Result<Vec<u32>, Absence<'e>> {
        counted(order, numbers).ok_or_else(|| absent(Unit::Paragraph, order.last, None))
    }

    fn sections_counted(&self, order: Order) -> Result<Vec<u32>, Absence<'e>> {
        let places: Vec<usize> = (0..self.stored.sections.len()).collect();
        let own = counted(order, &places).ok_or_else(|| absent(Unit::Section, order.last, None))?;
        let sections = own.into_iter().filter_map(|place| self.stored.sections.get(place));
        Ok(sections.flat_map(|section| self.of_section(section)).collect())
    }

    /// What an anchor is in the paper.
    fn anchored(&self, anchor: &Anchor) -> Result<Named<'e>, Absence<'e>> {
        Ok(match anchor {
            Anchor::Here => {
                let turn = self.question.after.filter(|turn| turn.is_of_paragraph());
                Named::Paragraph(turn.ok_or(Absence::NothingRead)?.paragraph)
            }
            Anchor::Number(number) => {
                let own = self.stored.paragraph(*number);
                own.ok_or_else(|| absent(Unit::Paragraph, *number, None))?;
                Named::Paragraph(*number)
            }
            Anchor::Named(name) => self.named(name)?,
        })
    }

    /// What stands before or after an anchor.
    fn beside(&self, anchor: &Anchor, side: Side, unit: Unit) -> Result<Vec<u32>, Absence<'e>> {
        let own = self.anchored(anchor)?;
        let section = match own {
            Named::Section(section) => Some(section),
            Named::Paragraph(number) => {
                self.stored.section_of(number).filter(|_| unit == Unit::Section)
            }
        };
        if let Some(section) = section.filter(|_| unit != Unit::Paragraph) {
            let place = self.stored.sections.iter().position(|other| std::ptr::eq(other, section));
            let place = place.ok_or(Absence::Unknown)?;
            let other = match side {
                Side::Before => place.checked_sub(1),
                Side::After => Some(place + 1),
            };
            let other = other.and_then(|other| self.stored.sections.get(other));
            return other.map(|other| self.of_section(other)).ok_or(Absence::Absent(
                Unit::Section,
                Absent::Beyond(side),
                None,
            ));
        }
        if let (Unit::Section, Named::Paragraph(number)) = (unit, &own) {
            // of what is in no section, the nearest on that side
            let sections = &self.stored.sections;
            let nearest = match side {
                Side::Before => sections.iter().rev().find(|other| other.numbers.end() < number),
                Side::After => sections.iter().find(|other| other.numbers.start() > number),
            };
            let absent = Absence::Absent(Unit::Section, Absent::Beyond(side), None);
            return nearest.map(|section| self.of_section(section)).ok_or(absent);
        }
        let (first, last) = match own {
            Named::Section(section) => (*section.numbers.start(), *section.numbers.end()),
            Named::Paragraph(number) => (number, number),
        };
        let all = self.all();
        let beside = match side {
            Side::Before => all.iter().rev().find(|&&number| number < first),
            Side::After => all.iter().find(|&&number| number > last),
        };
        let absent = Absence::Absent(Unit::Paragraph, Absent::Beyond(side), None);
        beside.map(|&number| vec![number]).ok_or(absent)
    }

    /// What a name stands for: a section whose heading holds it, or the paragraph that it is about.
    fn named(&self, name: &str) -> Result<Named<'e>, Absence<'e>> {
        if let Some(section) = self.stored.sections.iter().find(|own| is_headed(own, name)) {
            return Ok(Named::Section(section));
        }
        let ranked = topic(name).rank(self.engine, self.paper, None).ok_or(Absence::Unknown)?;
        let index = ranked.retrieved.index();
        let share = |section: &Section| {
            let place = self
                .stored
                .paragraphs
                .binary_search_by_key(section.numbers.start(), |own| own.number)
                .ok()?;
            let heading = ranked.retrieved.query.account(place).heading;
            let units = index.units_of(place);
            let soft = ranked.retrieved.soft.of_headings(index, units);
            Some(heading.max(soft))
        };
        let sections =
            self.stored.sections.iter().filter_map(|section| Some((share(section)?, section)));
        let best = sections.reduce(|best, other| if other.0 > best.0 { other } else { best });
        if let Some((share, section)) = best
            && share >= HEADING_SHARE
        {
            return Ok(Named::Section(section));
        }
        let first =
            ranked.first().filter(|_| ranked.touches().value() >= TOPIC).ok_or(Absence::Unknown)?;
        let paragraph = self.stored.paragraphs.get(first.paragraph).ok_or(Absence::Unknown)?;
        Ok(Named::Paragraph(paragraph.number))
    }

    /// All paragraphs whose text holds a name.
    fn mentions(&self, name: &str) -> Result<Vec<u32>, Absence<'e>> {
        let ranked = topic(name).rank(self.engine, self.paper, None).ok_or(Absence::Unknown)?;
        let query = &ranked.retrieved.query;
        let mut places: Vec<_> = literal(&ranked, self.stored).collect();
        if places.is_empty() {
            // by another name
            let holds = |place: &usize| query.account(*place).body >= MENTIONS;
            places.extend((0..self.stored.paragraphs.len()).filter(holds));
        }
        let number = |place: usize| Some(self.stored.paragraphs.get(place)?.number);
        let numbers: Vec<_> = places.into_iter().filter_map(number).collect();
        if numbers.is_empty() { Err(Absence::Unknown) } else { Ok(numbers) }
    }
}

/// That there is no paragraph or section of this number.
const fn absent(unit: Unit, number: u32, section: Option<&Section>) -> Absence<'_> {
    Absence::Absent(unit, Absent::Number(number), section)
}

/// Whether a section is called exactly this.
fn is_headed(section: &Section, folded: &str) -> bool {
    let name = letters_of(folded);
    let mut headings = section.heading.iter();
    !name.is_empty() && headings.any(|(_, heading)| letters_of(&fold(heading)) == name)
}

/// A folded text without marks and white space.
pub(super) fn letters_of(folded: &str) -> String {
    folded.chars().filter(|character| character.is_alphanumeric()).collect()
}

/// The things from the first to the last of an order.
fn counted<T: Copy>(order: Order, all: &[T]) -> Option<Vec<T>> {
    let (first, last) = (order.first as usize, (order.last as usize).min(all.len()));
    let range = first.checked_sub(1)?..last;
    let own: Vec<T> = if order.from_end {
        let mut own: Vec<_> = all.iter().rev().copied().collect::<Vec<_>>().get(range)?.to_vec();
        own.reverse();
        own
    } else {
        all.get(range)?.to_vec()
    };
    (!own.is_empty()).then_some(own)
}
