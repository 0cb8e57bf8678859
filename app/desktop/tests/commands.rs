//! The command line as a person meets it: what is printed where, and the exit status.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

struct Answer {
    out: String,
    err: String,
    status: i32,
}

fn serpentarium(args: &[&str]) -> Answer {
    let output = Command::new(env!("CARGO_BIN_EXE_serpentarium"))
        .args(args)
        .stdin(Stdio::null())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .expect("starts");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Answer { out: text(output.stdout), err: text(output.stderr), status: output.status.code().unwrap_or(-1) }
}

/// A file with this content, in a folder of this test run.
fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("commands");
    std::fs::create_dir_all(&folder).expect("can be made");
    let path = folder.join(name);
    std::fs::write(&path, content).expect("can be written");
    path.display().to_string()
}

#[test]
fn unreadable_input_is_one_line_and_status_two() {
    let latin = file("latin.py", b"x = 1\ny = '\xe9'\n");
    let folder = Path::new(&latin).parent().expect("has a folder").display().to_string();
    let render = |path: &str| serpentarium(&["render", path, "-o", "/tmp/never.png"]);
    for (answer, word) in [
        (serpentarium(&["run", "/no/such/file.py"]), "no such file"),
        (serpentarium(&["dis", &folder]), "is a folder"),
        (serpentarium(&["/no/such/file.py"]), "no such file"),
        (render(&latin), "not UTF-8"),
        (serpentarium(&["run"]), "usage:"),
        (serpentarium(&["bake", "x"]), "no subcommand"),
        (serpentarium(&["run", "-m", "venv"]), "not supported yet"),
        (serpentarium(&["state", &latin, "--step", "many"]), "is no step"),
    ] {
        assert_eq!(answer.status, 2, "{}", answer.err);
        assert!(answer.err.contains(word), "{word}: {}", answer.err);
        assert_eq!(answer.err.lines().count(), 1, "{}", answer.err);
        assert_eq!(answer.out, "");
    }
}

#[test]
fn a_syntax_error_is_printed_as_python_prints_it() {
    let path = file("open.py", "x = (1,\ny = 2\n");
    let expected = format!("  File \"{path}\", line 1\n    x = (1,\n        ^\nSyntaxError: '(' was never closed\n");
    for command in ["run", "dis", "ast", "symtable", "trace", "state", "explain", "compile"] {
        let answer = serpentarium(&[command, &path]);
        assert_eq!((answer.status, answer.err.as_str()), (1, expected.as_str()), "{command}");
    }
}

#[test]
fn an_empty_program_runs_and_can_be_drawn() {
    let path = file("empty.py", "");
    let answer = serpentarium(&["run", &path]);
    assert_eq!((answer.status, answer.out.as_str(), answer.err.as_str()), (0, "", ""));
    let picture = file("empty.png", "");
    assert_eq!(serpentarium(&["render", &path, "-o", &picture]).status, 0);
    assert!(std::fs::read(&picture).is_ok_and(|bytes| bytes.starts_with(b"\x89PNG")));
}

#[test]
fn an_uncaught_exception_is_status_one_with_a_traceback() {
    let path = file("raises.py", "def f(x):\n    return 1 // x\n\nf(0)\n");
    let answer = serpentarium(&["run", &path]);
    assert_eq!(answer.status, 1);
    assert!(answer.err.starts_with("Traceback (most recent call last):\n"), "{}", answer.err);
    assert!(answer.err.contains("\nZeroDivisionError: "), "{}", answer.err);
}

#[test]
fn endless_recursion_ends_with_an_error_and_output_without_end_with_a_limit() {
    let path = file("deep.py", "def f():\n    return f()\n\nf()\n");
    let answer = serpentarium(&["run", &path]);
    assert_eq!(answer.status, 1);
    assert!(answer.err.contains("RecursionError: maximum recursion depth exceeded"), "{}", answer.err);
    let path = file("loud.py", "while True:\n    print('x' * 1000000)\n");
    let answer = serpentarium(&["run", &path]);
    assert_eq!(answer.status, 3);
    assert!(answer.err.contains("MB"), "{}", answer.err);
}

#[test]
fn state_has_its_keys_and_explain_a_sentence_a_step() {
    let path = file("small.py", "a = [1]\nb = a\nprint(b)\n");
    let answer = serpentarium(&["state", &path, "--step", "5", "--json"]);
    for key in "step stage line frames namespaces heap interned gc allocator modules threads output".split(' ') {
        assert!(answer.out.contains(&format!("\n  \"{key}\":")), "{key}");
    }
    let answer = serpentarium(&["explain", &path, "--from", "0", "--to", "4"]);
    assert_eq!(answer.out.lines().count(), 4, "{}", answer.out);
    assert!(answer.out.contains("BUILD_LIST"), "{}", answer.out);
}

#[test]
fn a_moment_that_is_not_there_is_told() {
    let path = file("short.py", "a = 1\n");
    let answer = serpentarium(&["render", &path, "--at", "line 9", "-o", "/tmp/never.png"]);
    assert_eq!(answer.status, 2);
    assert!(answer.err.contains("no moment at line 9"), "{}", answer.err);
}

#[test]
fn the_lessons_hold() {
    let answer = serpentarium(&["lessons", "--check"]);
    assert_eq!(answer.status, 0, "{}", answer.out);
    assert!(serpentarium(&["lessons"]).out.contains("How Python runs your code"));
}

#[test]
fn without_a_display_the_window_is_refused_with_a_sentence() {
    let answer = serpentarium(&[]);
    assert_eq!(answer.status, 2);
    assert!(answer.err.contains("the window could not be opened"), "{}", answer.err);
    assert!(answer.err.contains("serpentarium render"), "{}", answer.err);
}
