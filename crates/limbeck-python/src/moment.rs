//! Dates and times between Python's objects and text: what Python itself would read slowly.

use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyInt, PyTypeRef},
};

/// One of the three classes of `datetime` that hold a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Date,
    Time,
    DateTime,
}

const DATE: [&str; 3] = ["_year", "_month", "_day"];
const TIME: [&str; 4] = ["_hour", "_minute", "_second", "_microsecond"];

impl Kind {
    /// The kind that a class of `datetime` is, by the class's name.
    pub(crate) fn of_class(name: &str) -> Option<Kind> {
        [Kind::Date, Kind::Time, Kind::DateTime].into_iter().find(|kind| kind.class_name() == name)
    }

    fn class_name(self) -> &'static str {
        match self {
            Kind::Date => "date",
            Kind::Time => "time",
            Kind::DateTime => "datetime",
        }
    }
}

/// The object for text as databases give it; what is not plain is left to `fromisoformat`.
///
/// # Errors
/// The `ValueError` of a text that is no moment.
pub(crate) fn to_python(kind: Kind, text: &str, vm: &VirtualMachine) -> PyResult {
    let module = crate::host::import("datetime", vm)?;
    let class = module.get_attr(kind.class_name(), vm)?;
    let Some(moment) = Moment::of(kind, text) else {
        let read = class.get_attr("fromisoformat", vm)?;
        return read.call((vm.ctx.new_str(text),), vm);
    };
    let Ok(class) = class.downcast::<rustpython_vm::builtins::PyType>() else {
        return Err(vm.new_type_error("datetime has lost its classes".to_owned()));
    };
    let zone = match moment.is_utc {
        true => module.get_attr("timezone", vm)?.get_attr("utc", vm)?,
        false => vm.ctx.none(),
    };
    moment.object(kind, class, zone, vm)
}

/// As `isoformat()` writes a moment without a zone; `None` for one that Python has to write.
pub(crate) fn iso(object: &PyObject, vm: &VirtualMachine) -> Option<String> {
    let class = object.class();
    let kind = Kind::of_class(&class.name()).filter(|kind| *kind != Kind::Time)?;
    let own = crate::host::import("datetime", vm).ok()?.get_attr(kind.class_name(), vm).ok()?;
    if !own.is(class) {
        return None;
    }
    let field = |name: &'static str| -> Option<u32> {
        let value = object.get_attr(name, vm).ok()?;
        value.downcast_ref::<PyInt>()?.try_to_primitive(vm).ok()
    };
    let date = format!("{:04}-{:02}-{:02}", field("_year")?, field("_month")?, field("_day")?);
    if kind == Kind::Date {
        return Some(date);
    }
    let zone = object.get_attr("_tzinfo", vm).ok()?;
    if !vm.is_none(&zone) {
        return None;
    }
    let time = format!("{:02}:{:02}:{:02}", field("_hour")?, field("_minute")?, field("_second")?);
    Some(match field("_microsecond")? {
        0 => format!("{date}T{time}"),
        fraction => format!("{date}T{time}.{fraction:06}"),
    })
}

/// Year, month and day; hour to microsecond; those that a kind has not are of no account.
#[derive(Default)]
struct Moment {
    date: [u32; 3],
    time: [u32; 4],
    is_utc: bool,
}

impl Moment {
    fn of(kind: Kind, text: &str) -> Option<Moment> {
        let mut moment = Moment::default();
        let (date, time) = match kind {
            Kind::Date => (text, ""),
            Kind::Time => ("", text),
            Kind::DateTime => text.split_once(['T', ' '])?,
        };
        if kind != Kind::Time {
            moment.date = date_of(date)?;
        }
        if kind != Kind::Date {
            let clock = time.strip_suffix("+00:00");
            moment.is_utc = clock.is_some();
            moment.time = time_of(clock.unwrap_or(time))?;
        }
        Some(moment)
    }

    fn object(
        &self,
        kind: Kind,
        class: PyTypeRef,
        zone: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult {
        let object = vm.ctx.new_base_object(class, None);
        let set = |name: &'static str, value: u32| object.set_attr(name, vm.ctx.new_int(value), vm);
        if kind != Kind::Time {
            DATE.iter().zip(self.date).try_for_each(|(name, value)| set(name, value))?;
        }
        if kind != Kind::Date {
            TIME.iter().zip(self.time).try_for_each(|(name, value)| set(name, value))?;
            set("_fold", 0)?;
            object.set_attr("_tzinfo", zone, vm)?;
        }
        object.set_attr("_hashcode", vm.ctx.new_int(-1), vm)?;
        Ok(object)
    }
}

fn date_of(text: &str) -> Option<[u32; 3]> {
    let [year, month, day] = fields(text, '-', [4, 2, 2])?;
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 31,
    };
    let exists = year > 0 && (1..=12).contains(&month) && (1..=last).contains(&day);
    exists.then_some([year, month, day])
}

fn time_of(text: &str) -> Option<[u32; 4]> {
    let (clock, fraction) = match text.split_once('.') {
        Some((clock, fraction)) if (1..=6).contains(&fraction.len()) => (clock, fraction),
        Some(_) => return None,
        None => (text, "0"),
    };
    let [hour, minute, second] = fields(clock, ':', [2, 2, 2])?;
    let [fraction] = fields(&format!("{fraction:0<6}"), ':', [6])?;
    (hour < 24 && minute < 60 && second < 60).then_some([hour, minute, second, fraction])
}

/// Numbers of so many digits each, with `mark` between them and nothing else.
fn fields<const N: usize>(text: &str, mark: char, digits: [usize; N]) -> Option<[u32; N]> {
    let mut found = [0; N];
    let mut parts = text.split(mark);
    for (place, digits) in digits.into_iter().enumerate() {
        let part = parts.next()?;
        if part.len() != digits || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        found[place] = part.parse().ok()?;
    }
    parts.next().is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_moments_that_exist_are_read() {
        let date = |text| Moment::of(Kind::Date, text).map(|moment| moment.date);
        assert_eq!(date("2024-02-29"), Some([2024, 2, 29]));
        for text in
            ["2023-02-29", "1900-02-29", "2024-13-01", "0000-01-01", "2024-1-01", "20240101"]
        {
            assert_eq!(date(text), None, "{text}");
        }
        let time =
            |text| Moment::of(Kind::DateTime, text).map(|moment| (moment.time, moment.is_utc));
        assert_eq!(time("2024-01-01 10:20:30"), Some(([10, 20, 30, 0], false)));
        assert_eq!(time("2024-01-01T10:20:30.5+00:00"), Some(([10, 20, 30, 500_000], true)));
        for text in ["2024-01-01", "2024-01-01 24:00:00", "2024-01-01 10:20:30+02:00", "infinity"] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
