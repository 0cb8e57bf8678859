//! The tables (`golden/make_unicodedata.py`), read when they are first asked.

use std::collections::HashMap;
use std::sync::OnceLock;

/// What is known of a character; the numbers only where it has them.
#[derive(Debug)]
pub struct Record {
    pub category: &'static str,
    pub bidirectional: &'static str,
    pub combining: u8,
    pub mirrored: bool,
    pub width: &'static str,
    pub decimal: Option<i64>,
    pub digit: Option<i64>,
    pub numeric: Option<f64>,
}

/// One version of Unicode.
#[derive(Debug, Default)]
struct Version {
    records: Vec<Record>,
    /// Code points from which a record holds.
    runs: Vec<(u32, usize)>,
    /// What characters are made of, as `decomposition` says it; "" if of nothing, other than today.
    made_of: HashMap<u32, &'static str>,
    /// Characters that become another one than they are made of.
    becomes: HashMap<u32, u32>,
}

#[derive(Debug)]
pub struct Database {
    today: Version,
    old: Version,
    /// Two characters, and what they become.
    pairs: HashMap<(u32, u32), u32>,
}

fn record(parts: &mut std::str::Split<'static, char>) -> Option<Record> {
    Some(Record {
        category: parts.next()?,
        bidirectional: parts.next()?,
        combining: parts.next()?.parse().ok()?,
        mirrored: parts.next()? == "1",
        width: parts.next()?,
        decimal: parts.next()?.parse().ok(),
        digit: parts.next()?.parse().ok(),
        numeric: parts.next()?.parse().ok(),
    })
}

/// The code points of a decomposition, without the `<tag>` of one that is no canonical one.
pub fn points(text: &str) -> impl Iterator<Item = u32> {
    text.split(' ').filter(|part| !part.starts_with('<')).filter_map(|part| u32::from_str_radix(part, 16).ok())
}

impl Database {
    pub fn get() -> &'static Database {
        static DATABASE: OnceLock<Database> = OnceLock::new();
        DATABASE.get_or_init(|| Database::read(include_str!("characters.tsv")))
    }

    fn read(text: &'static str) -> Database {
        let (mut versions, mut pairs) = (Vec::new(), HashMap::new());
        let mut now = Version::default();
        for line in text.lines() {
            let mut parts = line.split('\t');
            match parts.next() {
                Some("@") => versions.push(std::mem::take(&mut now)),
                Some("=") => now.records.extend(record(&mut parts)),
                Some(":") => {
                    let point = parts.next().and_then(|point| u32::from_str_radix(point, 16).ok()).unwrap_or(0);
                    let made = parts.next().unwrap_or("");
                    let plain = made.trim_end_matches('!');
                    let of: Vec<u32> = points(plain).collect();
                    if let [first, second] = of[..]
                        && versions.len() == 1
                        && made == plain
                        && !made.starts_with('<')
                    {
                        pairs.insert((first, second), point);
                    }
                    now.made_of.insert(point, plain);
                }
                Some(";") => {
                    let mut points = parts.filter_map(|point| u32::from_str_radix(point, 16).ok());
                    now.becomes.extend(points.next().zip(points.next()));
                }
                Some(step) => {
                    let last = now.runs.last().map_or(0, |run| run.0);
                    let step = u32::from_str_radix(step, 16).unwrap_or(0);
                    let number = parts.next().and_then(|number| number.parse().ok()).unwrap_or(0);
                    now.runs.push((last + step, number));
                }
                None => {}
            }
        }
        // The first is what stood before the first version: nothing.
        let today = if versions.len() > 1 { versions.swap_remove(1) } else { Version::default() };
        Database { today, old: now, pairs }
    }

    fn version(&self, old: bool) -> &Version {
        if old { &self.old } else { &self.today }
    }

    pub fn record(&self, old: bool, point: u32) -> &Record {
        let version = self.version(old);
        let at = version.runs.partition_point(|run| run.0 <= point);
        &version.records[version.runs[at - 1].1]
    }

    /// What a character is made of, as text; "" if of nothing.
    pub fn made_of(&self, old: bool, point: u32) -> &'static str {
        let own = if old { self.old.made_of.get(&point) } else { None };
        own.or_else(|| self.today.made_of.get(&point)).copied().unwrap_or("")
    }

    /// What a character becomes instead of what it is made of.
    pub fn becomes(&self, old: bool, point: u32) -> Option<u32> {
        self.version(old).becomes.get(&point).copied()
    }

    /// What two characters become together.
    pub fn pair(&self, first: u32, second: u32) -> Option<u32> {
        self.pairs.get(&(first, second)).copied()
    }
}
