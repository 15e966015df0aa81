//! The figures of a translation, held against those of its original.

use crate::lang::{Measure, Quantity, Writing, fold, is_ambiguous_month, month, quantities};

/// Figures that stand in one of two texts alone, as they are written there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Differences {
    /// Of the original.
    pub(super) lost: Vec<String>,
    /// Of the translation; told only where none is lost.
    pub(super) added: Vec<String>,
}

impl Differences {
    /// What differs. Numbers below ten in words may go, as words do, unless another number came instead.
    pub(super) fn between(original: &str, translation: &str) -> Self {
        let (original, translation) = (Stated::of(original), Stated::of(translation));
        let (lost, added) = (original.missing_in(&translation), translation.missing_in(&original));
        let has_come = |own: &Quantity| {
            added.iter().any(|other| {
                other.unit.is_some() == own.unit.is_some() && (is_sure(other) || is_small(other))
            })
        };
        let lost = lost.iter().filter(|own| is_sure(own) || (is_small(own) && has_come(own)));
        let mut lost = original.written(lost);
        if lost.is_empty() {
            lost.extend(other_hour(&original, &translation));
        }
        // what may be a number in the original may be told as one: 十四五規劃
        let may_be = |own: &Quantity| own.writing == Writing::Loose && own.value > 10.0;
        let is_plain = !original.quantities.iter().any(may_be);
        let added = if lost.is_empty() && is_plain {
            // a numeral before what may be a counter may be a part of a name: 三家村
            let is_name = |own: &Quantity| {
                let written = translation.folded.get(own.start..own.end).unwrap_or_default();
                own.writing == Writing::Word && own.value < 10.0 && !written.is_ascii()
            };
            translation.written(added.iter().filter(|own| is_sure(own) && !is_name(own)))
        } else {
            Vec::new()
        };
        Self { lost, added }
    }
}

/// An hour of the original that is another in the translation, where both tell as many.
fn other_hour(original: &Stated<'_>, translation: &Stated<'_>) -> Option<String> {
    let (own, others) = (clocks(&original.folded), clocks(&translation.folded));
    let is_there = |minutes: f64| others.iter().any(|other| other.0 == minutes);
    let (_, start, end) = *own.iter().find(|own| !is_there(own.0))?;
    let folded = original.folded.get(start..end)?;
    (own.len() == others.len()).then(|| as_written(original.text, folded))
}

/// The times of day of a folded text: minutes after noon or midnight, and where each is written.
fn clocks(folded: &str) -> Vec<(f64, usize, usize)> {
    let mut found = Vec::new();
    let numbers = quantities(folded);
    for (place, own) in numbers.iter().enumerate() {
        let after = folded.get(own.end..).unwrap_or_default();
        if let Some(behind) = after.strip_prefix(['时', '点']).filter(|_| own.unit.is_none()) {
            let minutes = numbers.get(place + 1).filter(|next| {
                let ends = folded.get(next.end..).is_some_and(|rest| rest.starts_with('分'));
                (next.start == own.end + "时".len())
                    && (ends || next.unit == Some(Measure::Minutes))
            });
            let half = if behind.starts_with('半') { 30.0 } else { 0.0 };
            let minutes = minutes.map_or(half, |next| next.value);
            found.push(((own.value * 60.0 + minutes) % 720.0, own.start, own.end + "时".len()));
        } else if begins_hour(after.trim_start()) {
            let before = folded.get(..own.end).unwrap_or_default();
            let is_part = |own: char| matches!(own, '0'..='9' | '.' | ':');
            let start = before.trim_end_matches(is_part).len();
            let written = before.get(start..).unwrap_or_default();
            let (hour, minutes) = written.split_once(['.', ':']).unwrap_or((written, "0"));
            if let (Ok(hour), Ok(minutes)) = (hour.parse::<f64>(), minutes.parse::<f64>()) {
                found.push(((hour * 60.0 + minutes) % 720.0, start, own.end));
            }
        }
    }
    found
}

/// Whether a quantity must be in the other text.
fn is_sure(own: &Quantity) -> bool {
    let is_one = own.value <= 1.0;
    let is_span = !matches!(own.unit, None | Some(Measure::Percent | Measure::MonthOfYear));
    match own.writing {
        Writing::Figure => !(is_one && is_span),
        Writing::Word => own.value >= 3.0,
        Writing::Loose => false,
    }
}

/// Whether it must be there if another number is that is not in its own text.
fn is_small(own: &Quantity) -> bool {
    own.writing != Writing::Loose && (own.value > 1.0 || own.unit.is_some()) && own.value < 10.0
}

/// What a text says of numbers.
struct Stated<'t> {
    text: &'t str,
    folded: String,
    quantities: Vec<Quantity>,
    /// What may stand for a number of the other text and need not be in it.
    others: Vec<Quantity>,
}

impl<'t> Stated<'t> {
    fn of(text: &'t str) -> Self {
        let folded = fold(text);
        let mut own = quantities(&folded);
        own.extend(months(&folded));
        own.extend(romans(&folded, text));
        // an hour with minutes is written in too many ways; COVID-19 is a name
        own.retain(|own| {
            let (before, after) = (folded.get(..own.start), folded.get(own.end..));
            let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
            let is_minute = |text: Option<&str>| {
                text.and_then(|text| text.chars().next()).is_some_and(|own| own.is_ascii_digit())
            };
            let is_clock = is_minute(after.strip_prefix(':')) || before.ends_with(':');
            let name = before.strip_suffix('-').and_then(|text| text.chars().next_back());
            let is_digit = folded
                .get(own.start..)
                .is_some_and(|text| text.starts_with(|first: char| first.is_ascii_digit()));
            let is_name = is_digit && name.is_some_and(|own| own.is_ascii_alphabetic());
            !begins_hour(after.trim_start()) && !is_clock && !is_name
        });
        let mut others: Vec<_> = quantities(&folded);
        let shares = every(&folded);
        own.retain(|own| !shares.iter().any(|share| share.start == own.start && share.end > 0));
        others.extend(shares);
        others.extend(hours(&folded));
        others.extend(decades(&folded));
        let words = WORDS.iter().filter(|(word, ..)| holds(&folded, word));
        others.extend(words.map(|&(_, value, unit)| loose(value, unit)));
        Self { text, folded, quantities: own, others }
    }

    /// The quantities that another text does not have.
    fn missing_in(&self, other: &Self) -> Vec<Quantity> {
        let there = || other.quantities.iter().chain(&other.others);
        // "a" is no week where a month is meant
        let may_be = |own: &Quantity, other: &Quantity| {
            own.value > 1.0 || own.unit.is_some() == other.unit.is_some()
        };
        let is_there =
            |own: &Quantity| there().any(|other| own.is_same(other) && may_be(own, other));
        self.quantities.iter().filter(|own| !is_there(own)).copied().collect()
    }

    /// Quantities as the text writes them, each once.
    fn written<'q>(&self, quantities: impl Iterator<Item = &'q Quantity>) -> Vec<String> {
        let mut written: Vec<String> = Vec::new();
        for own in quantities {
            let folded = self.folded.get(own.start..own.end).unwrap_or_default();
            let own = as_written(self.text, folded);
            if !written.contains(&own) {
                written.push(own);
            }
        }
        written
    }
}

const fn loose(value: f64, unit: Option<Measure>) -> Quantity {
    Quantity { value, unit, writing: Writing::Loose, start: 0, end: 0 }
}

/// Words that may stand for a number, folded, with what they may stand for.
const WORDS: &[(&str, f64, Option<Measure>)] = &[
    ("a", 1.0, None),
    ("an", 1.0, None),
    ("one", 1.0, None),
    ("single", 1.0, None),
    ("sole", 1.0, None),
    ("each", 1.0, None),
    ("once", 1.0, None),
    ("another", 1.0, None),
    ("first", 1.0, None),
    ("both", 2.0, None),
    ("pair", 2.0, None),
    ("couple", 2.0, None),
    ("twin", 2.0, None),
    ("twice", 2.0, None),
    ("double", 2.0, None),
    ("doubled", 2.0, None),
    ("dual", 2.0, None),
    ("triple", 3.0, None),
    ("tripled", 3.0, None),
    ("treble", 3.0, None),
    ("tripartite", 3.0, None),
    ("trilateral", 3.0, None),
    ("quadruple", 4.0, None),
    ("sevens", 7.0, None),
    ("decile", 10.0, Some(Measure::Percent)),
    ("nil", 0.0, None),
    ("zero", 0.0, None),
    ("dozen", 12.0, None),
    ("dozens", 12.0, None),
    ("hundred", 100.0, None),
    ("hundreds", 100.0, None),
    ("thousand", 1000.0, None),
    ("thousands", 1000.0, None),
    ("million", 1e6, None),
    ("millions", 1e6, None),
    ("century", 100.0, Some(Measure::Years)),
    ("decade", 10.0, Some(Measure::Years)),
    ("annual", 1.0, Some(Measure::Years)),
    ("annually", 1.0, Some(Measure::Years)),
    ("yearly", 1.0, Some(Measure::Years)),
    ("year", 1.0, Some(Measure::Years)),
    ("biennial", 2.0, Some(Measure::Years)),
    ("biennially", 2.0, Some(Measure::Years)),
    ("centenary", 100.0, Some(Measure::Years)),
    ("centennial", 100.0, Some(Measure::Years)),
    ("twenties", 20.0, None),
    ("thirties", 30.0, None),
    ("forties", 40.0, None),
    ("fifties", 50.0, None),
    ("sixties", 60.0, None),
    ("seventies", 70.0, None),
    ("eighties", 80.0, None),
    ("nineties", 90.0, None),
    ("twice a year", 6.0, Some(Measure::Months)),
    ("biannual", 6.0, Some(Measure::Months)),
    ("semi-annual", 6.0, Some(Measure::Months)),
    ("quarter", 3.0, Some(Measure::Months)),
    ("quarter", 25.0, Some(Measure::Percent)),
    ("quarters", 9.0, Some(Measure::Months)),
    ("third", 100.0 / 3.0, Some(Measure::Percent)),
    ("quarterly", 3.0, Some(Measure::Months)),
    ("month", 1.0, Some(Measure::Months)),
    ("monthly", 1.0, Some(Measure::Months)),
    ("fortnight", 2.0, Some(Measure::Weeks)),
    ("week", 1.0, Some(Measure::Weeks)),
    ("weekly", 1.0, Some(Measure::Weeks)),
    ("day", 1.0, Some(Measure::Days)),
    ("daily", 1.0, Some(Measure::Days)),
    ("hour", 1.0, Some(Measure::Hours)),
    ("hourly", 1.0, Some(Measure::Hours)),
    ("clock", 24.0, Some(Measure::Hours)),
    ("noon", 12.0, None),
    ("midnight", 12.0, None),
    ("midnight", 24.0, None),
    ("midnight", 0.0, None),
    ("equally", 50.0, Some(Measure::Percent)),
    ("full", 100.0, Some(Measure::Percent)),
    ("fully", 100.0, Some(Measure::Percent)),
    ("half", 50.0, Some(Measure::Percent)),
    ("halve", 50.0, Some(Measure::Percent)),
    ("halved", 50.0, Some(Measure::Percent)),
    ("double", 100.0, Some(Measure::Percent)),
    ("doubled", 100.0, Some(Measure::Percent)),
    ("half-yearly", 6.0, Some(Measure::Months)),
    ("半", 50.0, Some(Measure::Percent)),
    ("半年", 6.0, Some(Measure::Months)),
    ("双", 2.0, None),
    ("对", 2.0, None),
    ("俩", 2.0, None),
    ("一", 1.0, None),
    ("单", 1.0, None),
    ("首", 1.0, None),
    ("每年", 1.0, Some(Measure::Years)),
    ("年度", 1.0, Some(Measure::Years)),
    ("年", 1.0, Some(Measure::Years)),
    ("季", 3.0, Some(Measure::Months)),
    ("季", 25.0, Some(Measure::Percent)),
    ("季", 75.0, Some(Measure::Percent)),
    ("半", 30.0, Some(Measure::Minutes)),
    ("月", 1.0, Some(Measure::Months)),
    ("周", 1.0, Some(Measure::Weeks)),
    ("星期", 1.0, Some(Measure::Weeks)),
    ("日", 1.0, Some(Measure::Days)),
    ("天", 1.0, Some(Measure::Days)),
    ("小时", 1.0, Some(Measure::Hours)),
    ("两周", 2.0, Some(Measure::Weeks)),
    ("世纪", 100.0, Some(Measure::Years)),
    ("倍", 100.0, Some(Measure::Percent)),
    ("一倍半", 150.0, Some(Measure::Percent)),
    ("百分百", 100.0, Some(Measure::Percent)),
    ("全部", 100.0, Some(Measure::Percent)),
    ("零", 0.0, None),
    ("正午", 12.0, None),
    ("中午", 12.0, None),
    ("午夜", 0.0, None),
    ("打", 12.0, None),
];

/// Whether a folded text holds a word: in Latin letters, as a whole.
fn holds(folded: &str, word: &str) -> bool {
    let is_letter = |own: Option<char>| own.is_some_and(|own| own.is_ascii_alphabetic());
    folded.match_indices(word).any(|(at, _)| {
        let before = folded.get(..at).and_then(|text| text.chars().next_back());
        let after = folded.get(at + word.len()..).and_then(|text| text.chars().next());
        !word.is_ascii() || !(is_letter(before) || is_letter(after))
    })
}

/// The words of a text in Latin letters and digits, with where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|own: char| !own.is_ascii_alphanumeric()).filter_map(move |word| {
        let start = at;
        let separator = text.get(start + word.len()..).and_then(|rest| rest.chars().next());
        at += word.len() + separator.map_or(0, char::len_utf8);
        (!word.is_empty()).then_some((start, word))
    })
}

/// Words before May and March where they are months.
const BEFORE_MONTHS: [&str; 7] = ["in", "since", "from", "until", "early", "late", "between"];

/// The months that a folded English text names.
fn months(folded: &str) -> Vec<Quantity> {
    let named = words(folded).filter_map(|(start, word)| {
        let value = month(word)? as f64;
        let end = start + word.len();
        let (before, after) = (folded.get(..start)?.trim_end(), folded.get(end..)?.trim_start());
        let is_digit = |own: Option<char>| own.is_some_and(|own| own.is_ascii_digit());
        let next = after.chars().next();
        let is_dated = is_digit(next)
            || (is_digit(before.chars().next_back())
                && !next.is_some_and(|next| next.is_ascii_alphabetic()))
            || before.ends_with('-')
            || BEFORE_MONTHS.contains(&before.rsplit(' ').next().unwrap_or_default())
            || before.rsplit(' ').nth(1).is_some_and(|word| month(word).is_some())
            || ["this year", "next year", "last year"].iter().any(|year| after.starts_with(year));
        let unit = Some(Measure::MonthOfYear);
        (is_dated || !is_ambiguous_month(word)).then_some(Quantity {
            value,
            unit,
            writing: Writing::Figure,
            start,
            end,
        })
    });
    named.collect()
}

/// Words before a number that may be a single Roman letter.
const NUMBERED: &[&str] = &[
    "phase", "stage", "part", "annex", "appendix", "chapter", "schedule", "type", "class", "level",
    "batch",
];

/// Roman numerals: "Phase III".
fn romans(folded: &str, text: &str) -> Vec<Quantity> {
    let mut before = "";
    let mut found = Vec::new();
    // folding changes no word of Latin letters but for its case
    for ((_, word), (start, small)) in words(text).zip(words(folded)) {
        // "I" and "X" are words of their own as well
        let counts = word.len() > 1 || NUMBERED.contains(&before.to_ascii_lowercase().as_str());
        if let Some(value) = roman(word).filter(|_| counts && word.eq_ignore_ascii_case(small)) {
            let (writing, end) = (Writing::Word, start + small.len());
            found.push(Quantity { value, unit: None, writing, start, end });
        }
        before = word;
    }
    found
}

/// The value of a Roman numeral up to 39.
fn roman(word: &str) -> Option<f64> {
    let (tens, units) = word.split_at_checked(word.len() - word.trim_start_matches('X').len())?;
    let units = match units {
        "" => 0,
        "I" => 1,
        "II" => 2,
        "III" => 3,
        "IV" => 4,
        "V" => 5,
        "VI" => 6,
        "VII" => 7,
        "VIII" => 8,
        "IX" => 9,
        _ => return None,
    };
    let value = 10 * tens.len() + units;
    (tens.len() <= 3 && value > 0).then_some(value as f64)
}

/// The parts of an hour: "8.20 am".
fn hours(folded: &str) -> Vec<Quantity> {
    let ends = folded.match_indices(['a', 'p']).map(|(at, _)| at);
    let digits = ends.filter(|&at| begins_hour(folded.get(at..).unwrap_or_default()));
    let parts = digits.filter_map(|at| {
        let before = folded.get(..at)?.trim_end();
        let is_part = |own: char| matches!(own, '0'..='9' | '.' | ':');
        before.get(before.trim_end_matches(is_part).len()..)
    });
    let numbers =
        parts.flat_map(|hour| hour.split(['.', ':'])).filter_map(|part| part.parse().ok());
    // in the afternoon, in either way to count
    numbers.flat_map(|value: f64| [loose(value, None), loose(value + 12.0, None)]).collect()
}

/// Whether a text begins with am or pm, and not with a word that does.
fn begins_hour(text: &str) -> bool {
    ["am", "pm", "a.m", "p.m"].iter().any(|hour| {
        let rest = text.strip_prefix(hour);
        rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphabetic()))
    })
}

/// 八十年代, which is 1980s elsewhere.
fn decades(folded: &str) -> Vec<Quantity> {
    let found = quantities(folded).into_iter().filter(|own| {
        own.value < 100.0 && folded.get(own.end..).is_some_and(|rest| rest.starts_with("年代"))
    });
    found.flat_map(|own| [loose(own.value + 1900.0, None), loose(own.value, None)]).collect()
}

/// So many bytes lie at most between the whole and the part of 每五人有三人.
const MOST_BETWEEN: usize = 30;

/// Shares in words, 每五間有一間 for one in five, at the places of their parts.
fn every(folded: &str) -> Vec<Quantity> {
    let shares = folded.match_indices('每').filter_map(|(at, every)| {
        let rest = folded.get(at + every.len()..)?;
        let mut found = quantities(rest).into_iter();
        let whole = found.next().filter(|own| own.start == 0)?;
        // what comes later is of something else
        let part = found.next().filter(|own| own.start < whole.end + MOST_BETWEEN);
        let begin = at + every.len();
        let place = part.map_or((0, 0), |own| (begin + own.start, begin + own.end));
        let part = part.map_or(1.0, |own| own.value);
        let share = loose(100.0 * part / whole.value, Some(Measure::Percent));
        (whole.value > part).then_some(Quantity { start: place.0, end: place.1, ..share })
    });
    shares.collect()
}

/// A piece of a folded text, as the text itself has it.
fn as_written(text: &str, folded: &str) -> String {
    let length = folded.chars().count();
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let windows = starts.windows(length + 1).filter_map(|window| {
        let (start, end) = (window.first()?, window.last()?);
        text.get(*start..*end)
    });
    let mut same = windows.filter(|piece| fold(piece) == folded);
    same.next().unwrap_or(folded).to_owned()
}
