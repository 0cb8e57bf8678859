//! No program may end our process: natives that recurse are bounded, on a test's small stack, too. CPython's limit
//! lies elsewhere (at the end of its C stack), so only the kinds of answers are checked.

use vm::state::host::Host;
use vm::state::interpreter::Ended;

#[test]
fn natives_recurse_within_the_hosts_stack() {
    let source = include_str!("native_depth.py");
    let code =
        compiler::compile(source.as_bytes(), "native_depth.py", syntax::Mode::Exec, compiler::Options::default());
    let mut m = modules::machine(Host::default());
    m.start(&code.expect("the program compiles"), source);
    let ended = m.run_to(u64::MAX);
    let text = String::from_utf8_lossy(&m.host.stdout).into_owned();
    assert_eq!(ended, Some(Ended::Exit(0)), "{text}");
    assert_eq!(text.lines().count(), 62, "{text}");
    for line in text.lines() {
        let fits = [" ok ", " RecursionError ", " TypeError "].iter().any(|word| line.contains(word));
        assert!(fits, "{line}");
    }
}
