//! When a revision was made, as its file shows it.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use crate::config::Environment;

/// A moment in the project's time zone, or in local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreateDate {
    /// The clock's reading there, down to microseconds.
    pub clock: DateTime,
    /// Set where a time zone is configured.
    pub offset: Option<Offset>,
    /// Seconds since 1970.
    pub epoch: i64,
}

/// A `timezone` that is no name of the time zone database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Can't locate timezone: {0}")]
pub struct UnknownTimezone(pub String);

impl CreateDate {
    /// The present.
    ///
    /// # Errors
    /// As [`CreateDate::at`].
    pub fn now(timezone: Option<&str>, environment: &Environment) -> Result<Self, UnknownTimezone> {
        CreateDate::at(Timestamp::now(), timezone, environment)
    }

    /// A moment, in `timezone` with its offset, else in local time (`TZ`, the system's) without.
    ///
    /// # Errors
    /// No time zone has that name.
    pub fn at(
        moment: Timestamp,
        timezone: Option<&str>,
        environment: &Environment,
    ) -> Result<Self, UnknownTimezone> {
        let zone = match timezone {
            Some(name) => TimeZone::get(name).map_err(|_| UnknownTimezone(name.to_owned()))?,
            None => local_zone(environment),
        };
        let offset = zone.to_offset(moment);
        Ok(CreateDate {
            clock: offset.to_datetime(moment),
            offset: timezone.map(|_| offset),
            epoch: moment.as_second(),
        })
    }
}

fn local_zone(environment: &Environment) -> TimeZone {
    let Some(name) = environment.var("TZ") else {
        return TimeZone::try_system().unwrap_or(TimeZone::UTC);
    };
    let name = name.strip_prefix(':').unwrap_or(name);
    TimeZone::get(name).or_else(|_| TimeZone::posix(name)).unwrap_or(TimeZone::UTC)
}

/// As Python's `str(datetime)`: `2025-01-01 10:00:00.123456+01:00`.
impl fmt::Display for CreateDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = self.clock;
        let (year, month, day) = (clock.year(), clock.month(), clock.day());
        write!(out, "{year:04}-{month:02}-{day:02} ")?;
        let (hour, minute, second) = (clock.hour(), clock.minute(), clock.second());
        write!(out, "{hour:02}:{minute:02}:{second:02}")?;
        let microsecond = clock.subsec_nanosecond() / 1000;
        if microsecond != 0 {
            write!(out, ".{microsecond:06}")?;
        }
        let Some(offset) = self.offset else {
            return Ok(());
        };
        let seconds = offset.seconds();
        let sign = if seconds < 0 { '-' } else { '+' };
        let seconds = seconds.abs();
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        write!(out, "{sign}{hours:02}:{minutes:02}")?;
        match seconds % 60 {
            0 => Ok(()),
            seconds => write!(out, ":{seconds:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_print_as_python_prints_them() {
        let check = |moment: &str, timezone: Option<&str>, tz: &str, expected: &str| {
            let mut environment = Environment::in_directory("/");
            environment.vars.insert("TZ".to_owned(), tz.to_owned());
            let moment = moment.parse().expect(moment);
            let date = CreateDate::at(moment, timezone, &environment).expect(expected);
            assert_eq!(date.to_string(), expected);
        };
        let moment = "2025-01-01T10:00:00.123456789Z";
        check(moment, None, "UTC", "2025-01-01 10:00:00.123456");
        check(moment, None, "Asia/Kolkata", "2025-01-01 15:30:00.123456");
        check(moment, Some("UTC"), "", "2025-01-01 10:00:00.123456+00:00");
        check(moment, Some("utc"), "", "2025-01-01 10:00:00.123456+00:00");
        let whole = "2025-07-01T10:00:00Z";
        check(whole, None, "CET-1CEST,M3.5.0,M10.5.0/3", "2025-07-01 12:00:00");
        check(whole, Some("America/New_York"), "", "2025-07-01 06:00:00-04:00");
        check(whole, Some("Asia/Kathmandu"), "", "2025-07-01 15:45:00+05:45");
    }

    #[test]
    fn an_unknown_time_zone_is_named() {
        let environment = Environment::in_directory("/");
        let error = CreateDate::now(Some("Mars/Base"), &environment).expect_err("no such zone");
        assert_eq!(error.to_string(), "Can't locate timezone: Mars/Base");
    }
}
