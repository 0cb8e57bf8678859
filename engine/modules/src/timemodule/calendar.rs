//! Dates for `time`: `struct_time`, and what is made of it and into it. The time zone is UTC.

use super::now_ns;
use crate::fill::put;
use vm::memory::object::{Kind, Obj, R};
use vm::native::args::Args;
use vm::native::typedef::{Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

const FIELDS: [&str; 11] = [
    "tm_year",
    "tm_mon",
    "tm_mday",
    "tm_hour",
    "tm_min",
    "tm_sec",
    "tm_wday",
    "tm_yday",
    "tm_isdst",
    "tm_zone",
    "tm_gmtoff",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `struct_time` and the zone's names, into the module's dict.
pub(super) fn fill(m: &mut Machine, dict: Obj) {
    if let Ok(class) = m.make_structseq("time", "struct_time", &FIELDS, 9) {
        put(m, dict, "struct_time", class);
    }
    let names = ["UTC", "UTC"].map(|name| m.new_str(name));
    let names = m.new_tuple(names.into());
    put(m, dict, "tzname", names);
    crate::fill::put_ints(m, dict, &[("timezone", 0), ("altzone", 0), ("daylight", 0), ("_STRUCT_TM_ITEMS", 11)]);
    let clocks = ["REALTIME", "MONOTONIC", "PROCESS_CPUTIME_ID", "THREAD_CPUTIME_ID", "MONOTONIC_RAW"];
    for (name, number) in clocks.into_iter().zip(0..).chain([("BOOTTIME", 7), ("TAI", 11)]) {
        crate::fill::put_ints(m, dict, &[(&format!("CLOCK_{name}"), number)]);
    }
}

/// Year, month, day, hour, minute, second, day of the week from Monday, day of the year from 1, summer time.
type Parts = [i64; 9];

/// Days since 1970 of a date (proleptic Gregorian calendar).
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let (y, m) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let of_year = (153 * m + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn parts_of(seconds: i64) -> Parts {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let m = (5 * of_year + 2) / 153;
    let day = of_year - (153 * m + 2) / 5 + 1;
    let month = if m < 10 { m + 3 } else { m - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let of_year = days - days_of(year, 1, 1) + 1;
    [year, month, day, rest / 3600, rest / 60 % 60, rest % 60, (days + 3).rem_euclid(7), of_year, 0]
}

fn class(m: &mut Machine) -> u32 {
    let [module, key] = ["time", "struct_time"].map(|text| m.intern_str(text));
    let found = m.dict_get_str(m.sys_modules, module.get());
    let class = if found.is_null() { Obj::NULL } else { m.instance_get(found, key.get()) };
    m.drop_ref(module);
    m.drop_ref(key);
    if class.is_null() || m.kind(class) != Kind::Type { ty::TUPLE } else { m.slot(class).a }
}

fn given(m: &mut Machine, parts: Parts) -> R {
    let items = parts.into_iter().map(|n| m.new_int(n)).collect();
    let class = class(m);
    let made = m.new_structseq_of(class, items)?;
    if class != ty::TUPLE {
        let dict = m.materialize_dict(made.get());
        let zone = m.new_str("UTC");
        put(m, dict, "tm_zone", zone);
        let offset = m.new_int(0);
        put(m, dict, "tm_gmtoff", offset);
    }
    Ok(made)
}

/// Seconds that were given, or now.
fn seconds(m: &mut Machine, a: Args, i: u32) -> R<i64> {
    let o = a.opt(m, i);
    if o.is_null() || Machine::is_none(o) {
        return Ok((now_ns(m) / 1_000_000_000) as i64);
    }
    let x = m.to_float(o)?;
    if x.is_nan() {
        return Err(m.raise(ty::VALUE_ERROR, "Invalid value NaN (not a number)"));
    }
    if x.abs() > 6.7e16 {
        return Err(m.raise(ty::OVERFLOW_ERROR, "timestamp out of range for platform time_t"));
    }
    Ok(x.floor() as i64)
}

fn broken(m: &mut Machine, a: Args) -> R {
    let parts = parts_of(seconds(m, a, 0)?);
    given(m, parts)
}

/// The nine numbers of a tuple, or of now.
fn parts_given(m: &mut Machine, o: Obj, function: &str) -> R<Parts> {
    if o.is_null() {
        return Ok(parts_of((now_ns(m) / 1_000_000_000) as i64));
    }
    if m.kind(o) != Kind::Tuple {
        return Err(m.raise(ty::TYPE_ERROR, "Tuple or struct_time argument required"));
    }
    let items = m.seq_items(o);
    if items.len() != 9 {
        return Err(m.raise(ty::TYPE_ERROR, &format!("{function}(): illegal time tuple argument")));
    }
    let mut parts = [0; 9];
    for (part, item) in parts.iter_mut().zip(items) {
        *part = m.index_i64(item)?;
    }
    Ok(parts)
}

fn checked(m: &mut Machine, mut parts: Parts) -> R<Parts> {
    // Zero means the first month, day and day of the year.
    for i in [1, 2, 7] {
        parts[i] = parts[i].max(i64::from(parts[i] == 0));
    }
    let ranges = [
        (1, 1, 12, "month"),
        (2, 1, 31, "day of month"),
        (3, 0, 23, "hour"),
        (4, 0, 59, "minute"),
        (5, 0, 61, "seconds"),
        (7, 1, 366, "day of year"),
    ];
    for (i, least, most, what) in ranges {
        if !(least..=most).contains(&parts[i]) {
            return Err(m.raise(ty::VALUE_ERROR, &format!("{what} out of range")));
        }
    }
    if parts[6] < -1 {
        return Err(m.raise(ty::VALUE_ERROR, "day of week out of range"));
    }
    parts[6] = parts[6].rem_euclid(7);
    Ok(parts)
}

fn ascii_time(p: &Parts) -> String {
    let (day, month) = (&DAYS[p[6] as usize % 7][..3], &MONTHS[(p[1] - 1) as usize % 12][..3]);
    format!("{day} {month} {:2} {:02}:{:02}:{:02} {}", p[2], p[3], p[4], p[5], p[0])
}

/// Number of the week of a year, if weeks begin with that day and days before the first one are in week 0.
fn week(p: &Parts, from_monday: bool) -> i64 {
    let of_week = if from_monday { p[6] } else { (p[6] + 1) % 7 };
    (p[7] - 1 + 7 - of_week) / 7
}

/// Year and week as ISO 8601 counts them.
fn iso_week(p: &Parts) -> (i64, i64) {
    let thursday = days_of(p[0], 1, 1) + p[7] - 1 - p[6] + 3;
    let year = parts_of(thursday * 86_400)[0];
    (year, (thursday - days_of(year, 1, 1)) / 7 + 1)
}

fn formatted(format: &str, p: &Parts) -> String {
    let mut out = String::new();
    let mut letters = format.chars();
    while let Some(c) = letters.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let hour = if p[3] % 12 == 0 { 12 } else { p[3] % 12 };
        let (day, month) = (DAYS[p[6] as usize % 7], MONTHS[(p[1] - 1) as usize % 12]);
        let text = match letters.next() {
            Some('a') => day[..3].to_owned(),
            Some('A') => day.to_owned(),
            Some('b' | 'h') => month[..3].to_owned(),
            Some('B') => month.to_owned(),
            Some('c') => ascii_time(p),
            Some('C') => format!("{:02}", p[0].div_euclid(100)),
            Some('d') => format!("{:02}", p[2]),
            Some('D' | 'x') => format!("{:02}/{:02}/{:02}", p[1], p[2], p[0].rem_euclid(100)),
            Some('e') => format!("{:2}", p[2]),
            Some('F') => format!("{}-{:02}-{:02}", p[0], p[1], p[2]),
            Some('g') => format!("{:02}", iso_week(p).0.rem_euclid(100)),
            Some('G') => iso_week(p).0.to_string(),
            Some('H') => format!("{:02}", p[3]),
            Some('I') => format!("{hour:02}"),
            Some('j') => format!("{:03}", p[7]),
            Some('m') => format!("{:02}", p[1]),
            Some('M') => format!("{:02}", p[4]),
            Some('n') => "\n".to_owned(),
            Some('p') => if p[3] < 12 { "AM" } else { "PM" }.to_owned(),
            Some('r') => format!("{hour:02}:{:02}:{:02} {}", p[4], p[5], if p[3] < 12 { "AM" } else { "PM" }),
            Some('R') => format!("{:02}:{:02}", p[3], p[4]),
            Some('s') => (days_of(p[0], p[1], p[2]) * 86_400 + p[3] * 3600 + p[4] * 60 + p[5]).to_string(),
            Some('S') => format!("{:02}", p[5]),
            Some('t') => "\t".to_owned(),
            Some('T' | 'X') => format!("{:02}:{:02}:{:02}", p[3], p[4], p[5]),
            Some('u') => (p[6] + 1).to_string(),
            Some('U') => format!("{:02}", week(p, false)),
            Some('V') => format!("{:02}", iso_week(p).1),
            Some('w') => ((p[6] + 1) % 7).to_string(),
            Some('W') => format!("{:02}", week(p, true)),
            Some('y') => format!("{:02}", p[0].rem_euclid(100)),
            Some('Y') => p[0].to_string(),
            Some('z') => "+0000".to_owned(),
            Some('Z') => "UTC".to_owned(),
            Some('%') => "%".to_owned(),
            Some(other) => format!("%{other}"),
            None => "%".to_owned(),
        };
        out.push_str(&text);
    }
    out
}

pub(super) const FUNCTIONS: [Native; 8] = [
    function("gmtime(seconds=None, /)", "Seconds since 1970 as a date.", broken).hidden(),
    function("localtime(seconds=None, /)", "Seconds since 1970 as a date.", broken).hidden(),
    function("mktime($self, object, /)", "Seconds since 1970 of a date.", |m, a| {
        let o = a.get(m, 0);
        let p = parts_given(m, o, "mktime")?;
        let months = p[0] * 12 + p[1] - 1;
        let days = days_of(months.div_euclid(12), months.rem_euclid(12) + 1, 1) + p[2] - 1;
        let seconds = days * 86_400 + p[3] * 3600 + p[4] * 60 + p[5];
        Ok(m.new_float(seconds as f64))
    }),
    function("asctime(tuple=None, /)", "A date as text.", |m, a| {
        let o = a.opt(m, 0);
        let p = parts_given(m, o, "asctime")?;
        let p = checked(m, p)?;
        Ok(m.new_str(&ascii_time(&p)))
    })
    .hidden(),
    function("ctime(seconds=None, /)", "Seconds since 1970 as text.", |m, a| {
        let p = parts_of(seconds(m, a, 0)?);
        Ok(m.new_str(&ascii_time(&p)))
    })
    .hidden(),
    function("strftime(format, tuple=None, /)", "A date as a format wants it.", |m, a| {
        let (format, o) = (a.get(m, 0), a.opt(m, 1));
        m.want("strftime", "argument 1", format, Kind::Str, "str")?;
        let p = parts_given(m, o, "strftime")?;
        let p = checked(m, p)?;
        let text = formatted(&m.str_text(format), &p);
        Ok(m.new_str(&text))
    })
    .hidden(),
    function("strptime(string, format=None, /)", "A date from text.", |m, a| {
        let module = m.imported("_strptime")?;
        let name = m.intern_str("_strptime_time");
        let name = m.keep(name);
        let function = m.getattr(module, name)?;
        let function = m.keep(function);
        let args = a.all(m);
        m.call_last(function, &args, Obj::NULL)
    })
    .hidden(),
    function("tzset($self, /)", "Look up the time zone again.", |_, _| vm::native::args::none()),
];
