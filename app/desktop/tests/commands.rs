//! The command line as a person meets it: what is printed where, and the exit status.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

struct Answer {
    out: String,
    err: String,
    status: i32,
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_serpentarium"));
    command.args(args).stdin(Stdio::null()).env_remove("PYTHONUNBUFFERED");
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    command
}

fn serpentarium(args: &[&str]) -> Answer {
    answer(command(args))
}

/// With this text on standard input.
fn told(args: &[&str], input: &str) -> Answer {
    let mut command = command(args);
    command.stdin(std::fs::File::open(file("standard-input", input)).expect("was written"));
    answer(command)
}

fn answer(mut command: Command) -> Answer {
    let output = command.output().expect("starts");
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
fn every_command_says_how_it_is_written() {
    let all = serpentarium(&["help"]).out;
    for name in ["tokens", "run", "state", "explain", "render", "lessons"] {
        let answer = serpentarium(&[name, "--help"]);
        assert!(answer.out.starts_with(&format!("serpentarium {name} ")), "{}", answer.out);
        assert!(all.contains(&answer.out), "{name}");
        assert_eq!((answer.err.as_str(), answer.status), ("", 0));
    }
    // Behind a program's name it is the program's.
    let program = file("greeting.py", "print('hello')\n");
    assert_eq!(serpentarium(&["run", &program, "--help"]).out, "hello\n");
}

#[test]
fn a_range_that_runs_backwards_is_refused_with_a_sentence() {
    let program = file("range.py", "a = 1\nb = 2\n");
    for (from, to) in [("4", "2"), ("stage assemble", "stage tokens"), ("2", "stage tokens")] {
        let answer = serpentarium(&["explain", &program, "--from", from, "--to", to]);
        assert!(answer.err.contains("--to lies before --from"), "{from} {to}: {}", answer.err);
        assert_eq!((answer.out.as_str(), answer.status), ("", 2));
    }
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
        (serpentarium(&["run", &folder]), "is a folder"),
        (serpentarium(&["run", "-Z", "x.py"]), "is no option"),
        (serpentarium(&["state", &latin, "--step", "many"]), "is no step"),
    ] {
        assert_eq!(answer.status, 2, "{}", answer.err);
        assert!(answer.err.contains(word), "{word}: {}", answer.err);
        assert_eq!(answer.err.lines().count(), 1, "{}", answer.err);
        assert_eq!(answer.out, "");
    }
}

#[test]
fn modules_and_options_are_run_as_python_runs_them() {
    let path = file("named.py", "import sys\nprint(__name__, sys.argv[1:])\nopen('made.txt', 'w').write('x')\n");
    let answer = serpentarium(&["run", "-I", "-c", "import sys; print(sys.argv, sys.flags.isolated)", "a"]);
    assert_eq!((answer.status, answer.out.as_str()), (0, "['-c', 'a'] 1\n"), "{}", answer.err);
    let answer = serpentarium(&["run", "-m", "calendar", "2026", "-x"]);
    assert_eq!(answer.status, 2, "{}", answer.err);
    let answer = serpentarium(&["run", "-m", "no_such_module"]);
    assert_eq!(answer.status, 1);
    assert!(answer.err.ends_with("No module named no_such_module\n"), "{}", answer.err);
    let answer = serpentarium(&["run", &path, "b"]);
    assert_eq!((answer.status, answer.out.as_str()), (0, "__main__ ['b']\n"), "{}", answer.err);
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
fn memory_has_a_limit_that_can_be_chosen() {
    let program = file("grows.py", "print('begins', flush=True)\ntext = 'x'\nwhile True: text += text\n");
    let answer = serpentarium(&["run", "--memory", "20", &program]);
    assert_eq!((answer.out.as_str(), answer.status), ("begins\n", 3));
    assert!(answer.err.contains("need more than 20 MB"), "{}", answer.err);
    let answer = serpentarium(&["run", "--memory", "much", &program]);
    assert_eq!(answer.status, 2);
    assert!(answer.err.contains("--memory needs a number of megabytes"), "{}", answer.err);
}

#[test]
fn endless_recursion_ends_with_an_error_and_output_without_end_with_a_limit() {
    let path = file("deep.py", "def f():\n    return f()\n\nf()\n");
    let answer = serpentarium(&["run", &path]);
    assert_eq!(answer.status, 1);
    assert!(answer.err.contains("RecursionError: maximum recursion depth exceeded"), "{}", answer.err);
    assert!(answer.err.contains("  [Previous line repeated 996 more times]\n"), "{}", answer.err);
    let path = file("loud.py", "while True:\n    print('x' * 1000000)\n");
    for command in ["state", "trace"] {
        let answer = serpentarium(&[command, &path]);
        assert_eq!(answer.status, 3, "{command}");
        assert!(answer.err.contains("wrote more than 16 MB"), "{}", answer.err);
    }
}

#[test]
fn a_hundred_megabytes_are_printed_and_a_reader_may_go_away() {
    let path = file("hundred.py", "for i in range(1000):\n    print('x' * 99999)\n");
    let answer = serpentarium(&["run", &path]);
    assert_eq!((answer.status, answer.out.len(), answer.err.as_str()), (0, 100_000_000, ""));
    let path = file("endless.py", "while True:\n    print('x' * 1000)\n");
    let mut child = command(&["run", &path]).stdout(Stdio::piped()).spawn().expect("starts");
    let mut some = [0; 100];
    child.stdout.take().expect("is a pipe").read_exact(&mut some).expect("prints");
    assert!(child.wait().is_ok(), "ends when nobody reads");
}

#[test]
fn output_comes_out_when_it_is_flushed_and_input_is_read_when_it_is_asked_for() {
    let path = file("asks.py", "print('ready', flush=True)\nname = input('Name? ')\nprint('Hello', name)\n");
    let mut asking = command(&["run", &path]);
    let mut child = asking.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("starts");
    let mut out = child.stdout.take().expect("is a pipe");
    let mut first = [0; 12];
    out.read_exact(&mut first).expect("prints before it reads");
    assert_eq!(&first, b"ready\nName? ");
    child.stdin.take().expect("is a pipe").write_all(b"Ada\n").expect("is read");
    let mut rest = String::new();
    out.read_to_string(&mut rest).expect("prints the rest");
    assert_eq!(rest, "Hello Ada\n");
    assert!(child.wait().is_ok_and(|status| status.success()));
    let answer = told(&["run", &path], "");
    assert_eq!((answer.status, answer.out.as_str()), (1, "ready\nName? "));
    assert!(answer.err.ends_with("EOFError: EOF when reading a line\n"), "{}", answer.err);
    let answer = told(&["state", &path], "Eve\n");
    assert!(answer.out.contains("name = 'Eve'"), "{}", answer.out);
}

#[test]
fn standard_output_waits_in_a_pipe_as_it_does_in_python() {
    let text = "import sys\nprint('out1')\nsys.stderr.write('err1\\n')\nprint('out2', flush=True)\n\
                sys.stderr.write('err2\\n')\nprint('out3')\n";
    let path = file("order.py", text);
    let mut both = Command::new("sh");
    both.args(["-c", "exec \"$0\" run \"$1\" 2>&1", env!("CARGO_BIN_EXE_serpentarium"), &path]);
    both.env_remove("PYTHONUNBUFFERED");
    assert_eq!(answer(both).out, "err1\nout1\nout2\nerr2\nout3\n");
}

#[test]
fn a_program_may_stand_on_the_command_line_or_come_in_by_standard_input() {
    let answer = serpentarium(&["run", "-c", "import sys\nprint(sys.argv, __name__)\n1 / 0", "a"]);
    assert_eq!((answer.status, answer.out.as_str()), (1, "['-c', 'a'] __main__\n"));
    assert!(answer.err.contains("  File \"<string>\", line 3, in <module>\n    1 / 0\n    ~~^~~\n"), "{}", answer.err);
    let answer = told(&["run", "-", "b"], "import sys\nprint(sys.argv)\n1 / 0\n");
    assert_eq!((answer.status, answer.out.as_str()), (1, "['-', 'b']\n"));
    assert!(answer.err.contains("line 3, in <module>\nZeroDivisionError"), "{}", answer.err);
}

#[test]
fn warnings_are_printed_as_python_prints_them() {
    let path = file("warned.py", "x = 1\nif x is 1:\n    print('yes')\nassert (x, 'm')\n'\\d'\n");
    let answer = serpentarium(&["run", &path]);
    let expected = format!(
        "{path}:5: SyntaxWarning: \"\\d\" is an invalid escape sequence. Such sequences will not work in the future. \
         Did you mean \"\\\\d\"? A raw string is also an option.\n  '\\d'\n\
         {path}:2: SyntaxWarning: \"is\" with 'int' literal. Did you mean \"==\"?\n  if x is 1:\n\
         {path}:4: SyntaxWarning: assertion is always true, perhaps remove parentheses?\n  assert (x, 'm')\n"
    );
    assert_eq!((answer.status, answer.out.as_str(), answer.err.as_str()), (0, "yes\n", expected.as_str()));
    let path = file("warned-wrong.py", "'\\d'\nx = (1,\n");
    let answer = serpentarium(&["run", &path]);
    assert_eq!(answer.status, 1);
    assert!(answer.err.starts_with(&format!("{path}:1: SyntaxWarning: ")), "{}", answer.err);
    assert!(answer.err.ends_with("SyntaxError: '(' was never closed\n"), "{}", answer.err);
    // Each place warns, also several of a line; a `finally` block is compiled twice and warns once.
    let path = file("again.py", "x = 1\ntry:\n    pass\nfinally:\n    x is 'a'\ny = '\\d', '\\d'\nx is 1, x is 2\n");
    let lines: Vec<String> = serpentarium(&["run", &path])
        .err
        .lines()
        .filter_map(|line| line.strip_prefix(&format!("{path}:")).map(|rest| rest[..1].to_owned()))
        .collect();
    assert_eq!(lines, ["6", "6", "5", "7", "7"]);
}

#[test]
fn every_look_at_a_run_ends_with_the_status_of_the_run() {
    let raises = file("fails.py", "1 / 0\n");
    let exits = file("exits.py", "import sys\nsys.exit(7)\n");
    let unsupported = file("unsupported.py", "x = 1\nimport pyexpat\n");
    for command in ["run", "trace", "state", "explain"] {
        for (path, status) in [(&raises, 1), (&exits, 7), (&unsupported, 2)] {
            let answer = serpentarium(&[command, path]);
            assert_eq!(answer.status, status, "{command} {path}: {}", answer.err);
        }
        let said = serpentarium(&[command, &unsupported]).err.to_lowercase();
        assert!(said.contains("not supported yet: import pyexpat (line 2)"), "{command}: {said}");
    }
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

/// The sentence of the first step that begins with the words.
fn sentence(name: &str, text: &str, words: &str) -> String {
    let path = file(name, text);
    let told = serpentarium(&["explain", &path]).out;
    let found = told.lines().find_map(|line| line.find(words).map(|at| line[at..].to_owned()));
    found.unwrap_or_else(|| panic!("no sentence with {words}:\n{told}"))
}

#[test]
fn what_is_not_built_is_not_told_as_if_it_had_been_done() {
    let mut refused = 0;
    // What is built one day leaves the list by itself.
    for text in
        ["(lambda: 0).__code__.replace\n", "import sys\nsys.monitoring\n", "compile('f', '', 'func_type', 1024)\n"]
    {
        let path = file("refused.py", text);
        let told = serpentarium(&["explain", &path]);
        let Some((_, asked)) = told.err.split_once("Not supported yet: ") else { continue };
        let name = asked.rsplit_once(" (line ").map_or(asked, |(name, _)| name);
        let last = told.out.lines().last().unwrap_or_default();
        let ending = format!("is not carried out, and the run stops here: {name} is not supported yet.");
        assert!(last.ends_with(&ending), "{last}");
        refused += 1;
    }
    assert!(refused > 0);
}

#[test]
fn a_loop_that_is_over_pushes_nothing() {
    for kind in ["[1]", "range(1)", "{1: 2}.items()", "'a'", "zip([1])", "map(str, [1])"] {
        let text = format!("for x in {kind}:\n    pass\n");
        let said = sentence("over.py", &text, "there is none, so the loop ends");
        assert!(said.contains("and goes on at"), "{said}");
    }
}

#[test]
fn an_instruction_that_frees_an_object_with_a_finalizer_is_told_as_done() {
    let text = "class H:\n    def __del__(self):\n        pass\n\nclass O:\n    pass\n\no = O()\no.a = H()\ndel o.a\n";
    let said = sentence("finalizer.py", text, "DELETE_ATTR");
    assert!(said.contains("takes the attribute a away from O"), "{said}");
    assert!(said.contains("which frees an object with a finalizer: a frame for H.__del__ begins."), "{said}");
}

#[test]
fn identity_is_told_with_when_the_objects_were_made() {
    let said = |text: &str| sentence("identity.py", text, "IS_OP asks");
    let two = said("a = []\nb = []\nprint(a is b)\n");
    assert!(two.contains("they look alike, but are two objects, made in the steps 1 and 3, at "), "{two}");
    let one = said("a = [1]\nb = a\nprint(a is b)\n");
    assert!(one.contains("both references lead to one list, made in step 2, at "), "{one}");
    let constant = said("a = 1000\nb = 1000\nprint(a is b)\n");
    assert!(constant.contains("one int, a constant of this compilation, at "), "{constant}");
    let mixed = said("a = 1000\nb = int('1000')\nprint(a is b)\n");
    assert!(mixed.contains("the first there before the first step, the second made in step "), "{mixed}");
    // The same sentence, wherever one comes from.
    let path = file("identity.py", "a = []\nb = []\nprint(a is b)\n");
    let alone = serpentarium(&["explain", &path, "--at", "opcode IS_OP"]).out;
    assert!(alone.contains("made in the steps 1 and 3"), "{alone}");
}

#[test]
fn arguments_by_keyword_are_told_with_their_names() {
    let said = sentence("keyword.py", "print(int('11', base=2))\n", "CALL_KW");
    assert!(said.contains("calls int with the arguments '11' and base=2 and pushes what it returns: 3."), "{said}");
}

#[test]
fn every_look_at_a_run_takes_a_limit_of_memory() {
    let path = file("large.py", "x = []\nwhile True:\n    x.append(list(range(1000)))\n");
    let png = path.replace(".py", ".png");
    for args in [vec!["explain", &path, "--to", "3"], vec!["state", &path], vec!["render", &path, "-o", &png]] {
        let limited = serpentarium(&[args.as_slice(), &["--memory", "24"]].concat());
        assert!(limited.status == 3 || args[0] == "render" && limited.status == 0, "{args:?}: {}", limited.err);
        assert_eq!(serpentarium(&[args.as_slice(), &["--memory", "0"]].concat()).status, 2, "{args:?}");
    }
}

#[test]
fn explain_tells_the_compilation_before_the_run_if_asked_to() {
    let path = file("stages.py", "def f(a):\n    return a + 1\nf(2)\n");
    let plain = serpentarium(&["explain", &path]).out;
    let whole = serpentarium(&["explain", &path, "--stages"]).out;
    assert!(!plain.contains("compile ") && whole.ends_with(&plain));
    let compiled: Vec<&str> = whole.lines().take_while(|line| line.starts_with("compile ")).collect();
    assert_eq!(compiled.len() + plain.lines().count(), whole.lines().count());
    for (nth, line) in compiled.iter().enumerate() {
        assert_eq!(line[8..13].trim(), (nth + 1).to_string(), "{line}");
    }
    let mut stages: Vec<&str> = compiled.iter().filter_map(|line| line.split_whitespace().nth(2)).collect();
    stages.dedup();
    let expected = "tokens tree preprocess symbols codegen flow assemble codegen flow assemble";
    assert!(stages.join(" ").ends_with(expected), "{stages:?}");
    assert!(
        compiled[1].ends_with("The lexer reads LPAR ( at line 1, columns 5–6. (token 3 of 20; just now: The lexer read NAME f at line 1, columns 4–5)"),
        "{}",
        compiled[1]
    );

    let one = |moment: &str| serpentarium(&["explain", &path, "--at", moment]).out;
    assert!(one("emit BINARY_OP").contains("For BinOp at line 2, columns 11–16, BINARY_OP + was emitted"));
    assert!(one("opcode BINARY_OP").contains("BINARY_OP works out 2 + 1 and pushes the result: 3."));
    assert_eq!((one("token 2").as_str(), one("token 2").lines().count()), (format!("{}\n", compiled[1]).as_str(), 1));
    let passes = serpentarium(&["explain", &path, "--from", "stage flow in f", "--to", "stage assemble in f"]).out;
    assert_eq!(passes.lines().filter(|line| line.contains("  flow ")).count(), passes.lines().count());
    assert!(passes.contains("LOAD_FAST a became LOAD_FAST_BORROW a"), "{passes}");
    let tokens = serpentarium(&["explain", &path, "--to", "stage tree"]).out;
    assert!(whole.starts_with(&tokens) && tokens.lines().all(|line| line.contains("  tokens ")), "{tokens}");
    assert_eq!(serpentarium(&["explain", &path, "--at", "token 2", "--to", "5"]).status, 2);
    assert_eq!(serpentarium(&["explain", &path, "--stages", "--from", "token 2"]).status, 2);
}

#[test]
fn state_knows_the_moments_of_the_compilation_and_of_lessons() {
    let path = file("moments.py", "def f(a):\n    return a + 1\nprint(f(2))\n");
    let answer = serpentarium(&["state", &path, "--at", "emit BINARY_OP", "--json"]);
    assert_eq!((answer.status, answer.err.as_str()), (0, ""));
    let state: serde_json::Value = serde_json::from_str(&answer.out).expect("is JSON");
    for key in "step stage line frames namespaces heap interned gc allocator modules threads output".split(' ') {
        assert!(state.get(key).is_some(), "{key}");
    }
    assert_eq!((&state["stage"], &state["line"]), (&"codegen".into(), &2.into()));
    let known = &state["compilation"];
    assert_eq!((&known["unit"], &known["block"], &known["node"]["kind"]), (&"f".into(), &"B1".into(), &"BinOp".into()));
    let answer = serpentarium(&["state", &path, "--at", "call f"]);
    assert!(answer.out.contains("\nframe f (line 1, offset 0)\n  a = 2\n"), "{}", answer.out);
    let answer = serpentarium(&["state", &path, "--at", "token 2"]);
    assert!(answer.out.starts_with("compile 2 of ") && answer.out.contains("1:4–1:5 NAME f\n"), "{}", answer.out);
    for (moment, words) in [("token 99", "parser sees 23 tokens"), ("baking", "is no moment")] {
        let answer = serpentarium(&["state", &path, "--at", moment]);
        assert_eq!((answer.status, answer.out.as_str()), (2, ""));
        assert!(answer.err.contains(words), "{}", answer.err);
    }
    assert_eq!(serpentarium(&["state", &path, "--at", "token 2", "--step", "1"]).status, 2);
}

#[test]
fn a_program_with_an_error_is_explained_up_to_there() {
    let path = file("half.py", "x = (1 +\ny = $\n");
    let answer = serpentarium(&["explain", &path, "--stages"]);
    assert_eq!(answer.status, 1);
    assert!(answer.out.lines().last().is_some_and(|line| line.contains("ERRORTOKEN")), "{}", answer.out);
    assert!(answer.err.ends_with("SyntaxError: '(' was never closed\n"), "{}", answer.err);
    let answer = serpentarium(&["state", &path, "--at", "token 3"]);
    assert_eq!(answer.status, 1);
    assert!(answer.out.starts_with("compile 3 of 9, stage tokens, line 1; nothing has run yet\n"), "{}", answer.out);
}

#[test]
fn a_moment_that_is_not_there_is_told() {
    let path = file("short.py", "a = 1\n");
    let answer = serpentarium(&["render", &path, "--at", "line 9", "-o", "/tmp/never.png"]);
    assert_eq!(answer.status, 2);
    assert!(answer.err.contains("no moment at line 9"), "{}", answer.err);
}

#[test]
fn a_pyc_tells_its_source_by_time_or_by_hash() {
    let source = file("hashed.py", "x = 1\n");
    let folder = Path::new(&source).parent().expect("has a folder").to_path_buf();
    let header = |args: &[&str]| {
        assert_eq!(serpentarium(&[&["compile"], args, &[&source]].concat()).status, 0);
        let data = std::fs::read(folder.join("__pycache__/hashed.cpython-314.pyc")).expect("was written");
        data[4..16].iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    // What CPython 3.14's py_compile writes for this source.
    assert_eq!(header(&["--invalidation-mode", "checked-hash"]), "030000001db2b6325ca282a7");
    assert_eq!(header(&["--invalidation-mode=unchecked-hash"]), "010000001db2b6325ca282a7");
    let dated = header(&[]);
    assert!(dated.starts_with("00000000") && dated.ends_with("06000000"), "{dated}");
    let refused = serpentarium(&["compile", "--invalidation-mode", "never", &source]);
    assert_eq!(refused.status, 2);
    assert!(refused.err.contains("checked-hash"), "{}", refused.err);
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
