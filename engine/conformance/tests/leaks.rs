//! The hunt for leaks: every native is called with objects that are Python code, each call from within is made to raise in
//! turn, and afterwards every count is what it was. HUNT=KIND hunts in one kind only,
//! HUNT_WHOLE with all pairs of arguments.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use vm::memory::object::Kind;
use vm::state::host::Host;
use vm::state::interpreter::{Ended, Event, Halt, Machine};

/// Instructions after which a hunt has gone astray.
const STEPS: u64 = 50_000_000;

struct Hunter {
    code: Arc<compiler::code::CodeObject>,
    source: String,
}

impl Hunter {
    fn new() -> Hunter {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/leaks/hunt.py");
        let source = std::fs::read_to_string(path).expect("the program");
        let code = compiler::compile(source.as_bytes(), "hunt.py", syntax::Mode::Exec, compiler::Options::default());
        let Ok(code) = code else { panic!("hunt.py does not compile") };
        Hunter { code, source }
    }

    fn started(&self, args: &[&str]) -> Machine {
        let argv = std::iter::once("hunt.py").chain(args.iter().copied()).map(str::to_owned).collect();
        let mut machine = modules::machine(Host { argv, ..Host::default() });
        machine.start(&self.code, &self.source);
        machine
    }

    fn output(&self, args: &[&str]) -> String {
        let mut machine = self.started(args);
        machine.run_to(STEPS);
        String::from_utf8_lossy(&machine.host.stdout).into_owned()
    }

    /// Hunts in one native: calls and callbacks that raised, and what leaked.
    fn hunt(&self, kind: &str, method: &str) -> (u64, u64, Vec<String>) {
        let mut skip: Vec<String> = Vec::new();
        loop {
            let mut args = vec![kind, method];
            args.extend(std::env::var_os("HUNT_WHOLE").map(|_| "whole"));
            args.extend(skip.iter().map(String::as_str));
            let mut machine = self.started(&args);
            let ended = machine.run_to(STEPS);
            let text = String::from_utf8_lossy(&machine.host.stdout).into_owned();
            match ended {
                Some(Ended::Exit(0)) => {
                    let numbers: Vec<u64> =
                        text.lines().last().unwrap_or("").split(' ').filter_map(|n| n.parse().ok()).collect();
                    let [calls, raised] = numbers[..] else { return (0, 0, vec!["no figures".into()]) };
                    let mut found = machine.audit();
                    found.truncate(3);
                    found.extend(self.grown(&args, &machine));
                    return (calls, raised, found);
                }
                // What is not built is refused for good, as is what takes too long: that call is left out.
                Some(Ended::Halted(Halt::NotSupported { .. } | Halt::Input { .. } | Halt::Limit(_)))
                    if skip.len() < 200 =>
                {
                    let last = text.lines().filter_map(|line| line.rsplit_once("call ")).next_back();
                    skip.push(last.map_or("0", |(_, number)| number).to_owned());
                }
                ended => {
                    let error = String::from_utf8_lossy(&machine.host.stderr).into_owned();
                    return (0, 0, vec![format!("{ended:?}: {}", error.lines().last().unwrap_or(""))]);
                }
            }
        }
    }

    /// Objects and references that the second round left behind.
    fn grown(&self, args: &[&str], done: &Machine) -> Option<String> {
        let marks: Vec<u64> = round_ends(done);
        let [.., first, second] = marks[..] else { return Some("no rounds".into()) };
        let mut machine = self.started(args);
        machine.run_to(first + 1);
        let before = census(&machine);
        machine.run_to(second + 1);
        let after = census(&machine);
        let more: Vec<String> = after
            .iter()
            .filter(|(name, n)| before.get(*name) != Some(n))
            .map(|(name, n)| format!("{name}: {:?} objects and references, {n:?} afterwards", before.get(name)))
            .collect();
        (!more.is_empty()).then(|| more.join(", "))
    }
}

/// The steps at which "round" was printed.
fn round_ends(machine: &Machine) -> Vec<u64> {
    let mut at = 0;
    let mut ends = Vec::new();
    for (step, event) in &machine.events {
        if let Event::Output { stderr: false, len } = event {
            let text = &machine.host.stdout[at..at + *len as usize];
            at += *len as usize;
            if text.starts_with(b"round") {
                ends.push(*step);
            }
        }
    }
    ends
}

/// Live objects and the sum of their counts, by type.
fn census(machine: &Machine) -> BTreeMap<String, (u64, u64)> {
    let mut all = BTreeMap::new();
    for slot in machine.slots.iter() {
        if !matches!(slot.kind, Kind::Free | Kind::GcHead) && !slot.is_immortal() {
            let entry: &mut (u64, u64) = all.entry(machine.name_of_type(slot.ty)).or_default();
            entry.0 += 1;
            entry.1 += u64::from(slot.refcnt);
        }
    }
    all
}

#[test]
fn no_callback_that_raises_leaks() {
    let hunter = Arc::new(Hunter::new());
    let wanted = std::env::var("HUNT").ok();
    let all: Vec<(String, String)> = hunter
        .output(&[])
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter(|(kind, _)| wanted.as_ref().is_none_or(|wanted| wanted == kind))
        .flat_map(|(kind, names)| names.split(' ').map(move |name| (kind.to_owned(), name.to_owned())))
        .collect();
    assert!(wanted.is_some() || all.len() > 500, "only {} natives", all.len());
    let natives = all.len();
    let (all, next) = (Arc::new(all), Arc::new(AtomicUsize::new(0)));
    let told: Arc<Mutex<(u64, u64, Vec<String>)>> = Arc::default();
    let workers: Vec<_> = (0..2)
        .map(|_| {
            let (hunter, all, next, told) = (hunter.clone(), all.clone(), next.clone(), told.clone());
            let work = move || {
                while let Some((kind, method)) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let hunted = catch_unwind(AssertUnwindSafe(|| hunter.hunt(kind, method)));
                    let (calls, raised, found) = hunted.unwrap_or((0, 0, vec!["a panic".into()]));
                    let mut told = told.lock().expect("one thread at a time");
                    (told.0, told.1) = (told.0 + calls, told.1 + raised);
                    if !found.is_empty() {
                        told.2.push(format!("{kind}.{method}: {}", found.join("; ")));
                    }
                }
            };
            std::thread::Builder::new().stack_size(16 << 20).spawn(work).expect("a thread")
        })
        .collect();
    let fell = workers.into_iter().filter_map(|worker| worker.join().err()).count();
    let told = told.lock().expect("the workers have ended");
    println!("{natives} natives, {} calls, {} callbacks that raised", told.0, told.1);
    assert!(told.2.is_empty() && fell == 0, "{} natives leak:\n{}", told.2.len(), told.2.join("\n"));
}
