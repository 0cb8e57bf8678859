//! Half of a surrogate pair cannot be written to standard output, and is escaped on standard error. No program beside the
//! others: their traces are taken with another output. The expectation is what CPython 3.14.8 writes.

use vm::state::host::Host;

#[test]
fn halves_of_pairs_are_refused_by_standard_output() {
    let source = include_str!("surrogates.py");
    let code = compiler::compile(source.as_bytes(), "surrogates.py", syntax::Mode::Exec, compiler::Options::default());
    let mut m = modules::machine(Host::default());
    m.start(&code.expect("the program compiles"), source);
    m.run_to(u64::MAX);
    let error = r"'utf-8' codec can't encode character '\ud83d' in position 0: surrogates not allowed";
    let expected = format!("first {error}\nx{error}\nx y{error}\n['\\ud83d']\n{error}\n");
    assert_eq!(String::from_utf8_lossy(&m.host.stdout), expected);
    assert_eq!(String::from_utf8_lossy(&m.host.stderr), "\\ud83d\n");
}
