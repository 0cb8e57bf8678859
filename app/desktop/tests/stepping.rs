//! What a step looks for and goes through: attributes along the MRO, frames left by an exception, frames that wait,
//! rounds of a loop.

use model::ask::anchor::Anchor;
use model::ask::command::Move;
use model::machine::attribute::Outcome;
use model::moment::Moment;
use serpentarium::recording::recorder::Recorder;
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

fn at(text: &str, anchor: &str) -> (Recorder, Moment) {
    let mut recorder = Recorder::whole("test.py", text, Default::default());
    go(&mut recorder, Move::Anchor(Anchor::parse(anchor).unwrap())).unwrap();
    let moment = recorder.moment();
    (recorder, moment)
}

fn go(recorder: &mut Recorder, to: Move) -> Result<(), String> {
    recorder.go(&to, &BTreeSet::new(), &AtomicBool::new(false))
}

/// Each place that is asked for the attribute, with what became of it.
fn places(text: &str, anchor: &str) -> Vec<(String, Outcome)> {
    let (_, moment) = at(text, anchor);
    let attribute = moment.namespaces.attribute.unwrap_or_default();
    attribute.places.into_iter().map(|place| (place.name, place.outcome)).collect()
}

const DIAMOND: &str = "class A:\n    def f(self):\n        return 'A'\nclass B(A):\n    pass\nclass C(A):\n    def f(self):\n        \
                       return 'C'\nclass D(B, C):\n    def f(self):\n        return super().f()\nd = D()\nd.f()\nD.f\nd.x = 1\nd.x\n";

#[test]
fn attributes_are_looked_for_along_the_mro() {
    use Outcome::{Absent, Before, NotAsked, Taken};
    let expected = |expected: &[(&str, Outcome)]| -> Vec<(String, Outcome)> {
        expected.iter().map(|(name, outcome)| (name.to_string(), *outcome)).collect()
    };
    let parents = [
        ("class D", Before),
        ("class B", Absent),
        ("class C", Taken),
        ("class A", NotAsked),
        ("class object", NotAsked),
    ];
    assert_eq!(places(DIAMOND, "opcode LOAD_SUPER_ATTR"), expected(&parents));
    let rest = [("class B", NotAsked), ("class C", NotAsked), ("class A", NotAsked), ("class object", NotAsked)];
    let mut method = vec![("class D", Taken)];
    method.extend(rest);
    method.push(("the object itself", Absent));
    assert_eq!(places(DIAMOND, "opcode LOAD_ATTR"), expected(&method));
    let own: Vec<(&str, Outcome)> = ["class D", "class B", "class C", "class A", "class object"]
        .into_iter()
        .map(|name| (name, Absent))
        .chain([("the object itself", Taken)])
        .collect();
    assert_eq!(places(DIAMOND, "opcode LOAD_ATTR #3"), expected(&own));
}

#[test]
fn descriptors_decide_between_class_and_object() {
    let text = "class P:\n    @property\n    def a(self):\n        return 1\n    def m(self):\n        return 2\np = P()\n\
                p.__dict__['a'] = p.__dict__['m'] = 0\np.a\np.m\n";
    let data = places(text, "line 9");
    assert!(data.is_empty(), "{data:?}");
    let looked = |nth: u32| places(text, &format!("opcode LOAD_ATTR #{nth}"));
    let (a, m) = (looked(3), looked(4));
    assert_eq!((a[0].1, a[2].1), (Outcome::Taken, Outcome::NotAsked));
    assert_eq!((m[0].1, m[2].1), (Outcome::Outranked, Outcome::Taken));
}

#[test]
fn an_exception_shows_the_frames_that_it_has_left() {
    let text = "def low(n):\n    return 1 // n\ndef high():\n    try:\n        low(0)\n    except ZeroDivisionError as error:\n        \
                print(error)\nhigh()\nprint('over')\n";
    let (mut recorder, moment) = at(text, "opcode PUSH_EXC_INFO");
    let unwound = moment.frames.unwound.unwrap();
    assert_eq!(unwound.passed, [("high".to_owned(), 5), ("low".to_owned(), 2)]);
    assert!(unwound.exception.text.starts_with("ZeroDivisionError"), "{}", unwound.exception.text);
    go(&mut recorder, Move::Anchor(Anchor::parse("line 7").unwrap())).unwrap();
    assert!(recorder.moment().frames.unwound.is_some());
    go(&mut recorder, Move::Anchor(Anchor::parse("line 9").unwrap())).unwrap();
    assert_eq!(recorder.moment().frames.unwound, None);
}

#[test]
fn a_waiting_frame_is_seen_in_its_object() {
    let text = "def count():\n    for n in range(3):\n        yield n\nnumbers = count()\nnext(numbers)\nlist(numbers)\n'end'\n";
    let title = |anchor: &str| {
        let (_, moment) = at(text, anchor);
        let found = moment.heap.objects.iter().find(|object| object.type_name == "generator").cloned().unwrap();
        (found.title, found.rows.into_iter().map(|row| row.label).collect::<Vec<_>>())
    };
    assert_eq!(title("line 5").0, "count has not begun");
    let (name, rows) = title("line 6");
    assert_eq!(name, "count waits at line 3");
    assert_eq!(rows, ["n", "stack 0"]);
}

#[test]
fn loops_are_walked_round_by_round() {
    let text = "def f(k):\n    for i in range(k):\n        for j in range(2):\n            i + j\nf(2)\nf(1)\n";
    let (mut recorder, _) = at(text, "line 4");
    // Behind the head of a round its variable is bound.
    let bound = |recorder: &mut Recorder| {
        let model::compile::Cursor::Run(step) = recorder.cursor() else { return String::new() };
        assert!(recorder.moment().next.starts_with("FOR_ITER"));
        let names = recorder.moment_at(step + 2).frames.top().unwrap().names.clone();
        let binding = names.into_iter().find(|binding| binding.name == "j");
        binding.and_then(|binding| binding.value).map_or(String::new(), |value| value.text)
    };
    go(&mut recorder, Move::NextRound).unwrap();
    assert_eq!(bound(&mut recorder), "1");
    go(&mut recorder, Move::PreviousRound).unwrap();
    assert_eq!(bound(&mut recorder), "0");
    assert!(go(&mut recorder, Move::PreviousRound).is_err());
    go(&mut recorder, Move::Anchor(Anchor::Start)).unwrap();
    assert!(go(&mut recorder, Move::NextRound).is_err());
}

#[test]
fn far_into_a_run_what_was_made_lately_is_known_by_its_step() {
    let text = "old = [1]\nn = 0\nwhile n < 60000:\n    n += 1\na = [1]\nb = [1]\na is b\na is old\n";
    let (recorder, moment) = at(text, "opcode IS_OP");
    assert!(moment.step > 200_000, "step {}", moment.step);
    let said = moment.explain.text();
    let made: Vec<u64> = said.split(['s', ' ', ',']).filter_map(|word| word.parse().ok()).collect();
    assert!(said.contains("made in the steps") && made.iter().all(|step| moment.step - step < 20), "{said}");
    drop(recorder);
    let (_, moment) = at(text, "opcode IS_OP #2");
    let said = moment.explain.text();
    assert!(said.contains("the second long before"), "{said}");
}
