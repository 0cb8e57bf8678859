//! However a program grows, it meets a limit with a sentence: no abort, and what came before can be visited.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use timeline::{Options, Progress, Session};
use vm::state::host::Host;
use vm::state::interpreter::{Ended, Halt};

/// One way to grow each: by doubling, by many small objects of a kind, in one native call, by an estimate.
const PROGRAMS: &[&str] = &[
    "s = 'x'\nwhile True: s = s + s",
    "s = 'x'\nwhile True: s += s",
    "s = b'x'\nwhile True: s = s + s",
    "a = [1]\nwhile True: a = a + a",
    "a = [1]\nwhile True: a *= 2",
    "a = [0]\nwhile True: a.extend(a)",
    "a = [0]\nwhile True: a[0:0] = a",
    "a = []\nwhile True: a.append(None)",
    "a = []\nwhile True: a.append([])",
    "a = None\nwhile True: a = (a,)",
    "import gc\ngc.disable()\na = None\nwhile True: a = (a,)",
    "d = {}\ni = 0\nwhile True:\n    d[i] = i\n    i += 1",
    "s = set()\ni = 0\nwhile True:\n    s.add(i)\n    i += 1",
    "a = None\nwhile True:\n    def f(x=a): return x\n    a = f",
    "'x' * 10**9",
    "[0] * 10**9",
    "(0,) * 10**9",
    "bytes(10**9)",
    "'x'.ljust(10**9)",
    "'%1000000000d' % 5",
    "f'{5:1000000000}'",
    "'5'.zfill(10**9)",
    "''.join(['y' * 10**6] * 10**3)",
    "('x' * 10**5).replace('x', 'y' * 10**5)",
    "'\\t'.expandtabs(10**9)",
    "list(range(10**9))",
    "tuple(range(10**9))",
    "set(range(10**9))",
    "sorted(range(10**9))",
    "[i for i in range(10**9)]",
    "dict.fromkeys(range(10**9))",
    "' '.join(str(i) for i in range(10**9))",
    "a = []\na.extend(range(10**9))",
    "print(*range(10**9))",
    "class C: pass\nc = C()\nfor i in range(10**9): setattr(c, 'n' + str(i), i)",
];

fn recorded(program: &str) -> Session {
    let host = Host { memory_limit: 24 << 20, ..Host::default() };
    let options = Options { host, step_limit: 1 << 40, memory_budget: 64 << 20 };
    let Ok(mut session) = Session::new(program.as_bytes(), "grows.py", options) else { panic!("{program}") };
    let cancel = Arc::new(AtomicBool::new(false));
    while matches!(session.record(1 << 40, &cancel), Progress::Running { .. }) {}
    session
}

#[test]
fn growth_ends_at_a_limit_and_all_before_it_can_be_visited() {
    for program in PROGRAMS {
        let mut session = recorded(program);
        let ended = session.ended.clone();
        let Some(Ended::Halted(Halt::Limit(sentence))) = &ended else { panic!("{program}: {ended:?}") };
        assert!(sentence.contains("need more than 24 MB"), "{program}: {sentence}");
        for step in [session.len(), session.len() / 2, session.len().saturating_sub(1)] {
            assert_eq!(session.seek(step).machine.steps(), step, "{program}");
        }
    }
}

#[test]
fn what_nobody_would_get_is_a_memory_error_that_can_be_caught() {
    let program = "
for make in (lambda: 'x' * 10**12, lambda: [0] * 10**12, lambda: bytes(10**12), lambda: 'x'.ljust(10**12)):
    try:
        make()
    except MemoryError:
        print('caught')
";
    let session = recorded(program);
    assert_eq!(session.ended, Some(Ended::Exit(0)));
    assert_eq!(String::from_utf8_lossy(&session.output), "caught\n".repeat(4));
}
