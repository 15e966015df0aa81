//! A date that may lack its day, or its month too.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A year, a month of a year, or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Date {
    /// The year, four digits.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: Option<u8>,
    /// The day of the month, 1 to 31; only with a month.
    pub day: Option<u8>,
}

impl fmt::Display for Date {
    /// `year[-month[-day]]`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.year)?;
        if let Some(month) = self.month {
            write!(formatter, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(formatter, "-{day:02}")?;
        }
        Ok(())
    }
}

/// The text is not `year[-month[-day]]`, or the calendar has no such day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADate;

impl FromStr for Date {
    type Err = NotADate;

    /// Reads `2009`, `2009-12` or `2009-12-31`.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let mut parts = text.split('-');
        let year = number(parts.next().unwrap_or_default(), 4)?;
        let month = parts.next().map(|part| number(part, 2)).transpose()?;
        let day = parts.next().map(|part| number(part, 2)).transpose()?;
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            Some(2) if leap => 29,
            Some(2) => 28,
            Some(4 | 6 | 9 | 11) => 30,
            _ => 31,
        };
        let real = month.is_none_or(|month| (1..=12).contains(&month))
            && day.is_none_or(|day| (1..=days).contains(&day));
        if parts.next().is_some() || !real {
            return Err(NotADate);
        }
        let narrow = |value: u16| u8::try_from(value).map_err(|_| NotADate);
        Ok(Self { year, month: month.map(narrow).transpose()?, day: day.map(narrow).transpose()? })
    }
}

fn number(text: &str, digits: usize) -> Result<u16, NotADate> {
    if text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().map_err(|_| NotADate)
    } else {
        Err(NotADate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_one_to_three_parts() {
        assert_eq!("2009".parse(), Ok(Date { year: 2009, month: None, day: None }));
        assert_eq!("2009-12".parse(), Ok(Date { year: 2009, month: Some(12), day: None }));
        assert_eq!("2008-02-29".parse(), Ok(Date { year: 2008, month: Some(2), day: Some(29) }));
        for text in
            ["", "09", "2009-13", "2009-2", "2009-02-29", "2009-12-31-1", "2009-12-", "二零零九"]
        {
            assert_eq!(text.parse::<Date>(), Err(NotADate), "{text}");
        }
    }
}
