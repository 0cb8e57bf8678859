//! The command line: which subcommand, with what; exit statuses 0 fine, 1 the program failed, 2 bad usage or input,
//! 3 a limit was reached.

mod compile;
mod lessons;
mod moments;
mod recording;
mod render;
mod report;
mod run;
mod trace;

pub use lessons::check as check_lesson;

use crate::shell::document;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How a command can fail: a sentence, or text that is printed as it is, with an exit status.
pub enum Failure {
    /// Bad usage or unreadable input: status 2.
    Usage(String),
    /// What `python3.14` would print about the program: status 1.
    Program(String),
}

impl From<String> for Failure {
    fn from(sentence: String) -> Self {
        Failure::Usage(sentence)
    }
}

pub type Outcome = Result<u8, Failure>;

struct Subcommand {
    name: &'static str,
    usage: &'static str,
    words: &'static str,
    run: fn(&[String]) -> Outcome,
}

impl Subcommand {
    fn help(&self) -> String {
        format!("serpentarium {} {}\n    {}\n", self.name, self.usage, self.words)
    }
}

/// The one table of subcommands: help and dispatch derive from it.
const SUBCOMMANDS: &[Subcommand] = &[
    Subcommand {
        name: "tokens",
        usage: "FILE",
        words: "the tokens, as python -m tokenize -e prints them",
        run: compile::tokens,
    },
    Subcommand {
        name: "ast",
        usage: "[-a] FILE",
        words: "the syntax tree, as python -m ast prints it",
        run: compile::ast,
    },
    Subcommand {
        name: "symtable",
        usage: "FILE",
        words: "the symbol table, as python -m symtable prints it",
        run: compile::symtable,
    },
    Subcommand {
        name: "dis",
        usage: "[-C] [-O] [-P] [-S] FILE",
        words: "the bytecode, as python -m dis prints it",
        run: compile::dis,
    },
    Subcommand {
        name: "compile",
        usage: "[--invalidation-mode timestamp|checked-hash|unchecked-hash] FILE…",
        words: "a .pyc file, the same as python -m py_compile writes",
        run: compile::compile,
    },
    Subcommand {
        name: "run",
        usage: "[--memory MB] [--write] [-BEIPbqsu] [-W ARG] [-X OPT] FILE [ARG…] | -c CODE | -m MODULE | -",
        words: "runs a program, as python3.14 does; --write lets what it writes through to the disk when it has ended",
        run: run::run,
    },
    Subcommand {
        name: "trace",
        usage: "FILE",
        words: "one line per executed instruction of FILE's own code",
        run: trace::trace,
    },
    Subcommand {
        name: "state",
        usage: "FILE [--step N | --at MOMENT] [--json] [--memory MB]",
        words: "the whole state at a moment; without one, at the end",
        run: moments::state,
    },
    Subcommand {
        name: "explain",
        usage: "FILE [--stages | --from MOMENT] [--to MOMENT] [--memory MB] | FILE --at MOMENT",
        words: "the sentence for each step; --stages begins with the compilation, at the first token",
        run: moments::explain,
    },
    Subcommand {
        name: "render",
        usage: "FILE [--step N | --at MOMENT | --stop N] [--pane NAME] [--layout NAME] [--size WxH] [--zoom PERCENT] [--present] [--modules imports|graph|sys.modules] [--again N] [--touch PATH] [--theme light|dark] [--memory MB] -o OUT.png",
        words: "a picture of the app or of a pane, without a display; modules beside FILE lie in /home/learner; --again runs it N times more, --touch gives a file a new time and runs it again; --stop is that of the lesson whose program FILE is",
        run: render::render,
    },
    Subcommand {
        name: "lessons",
        usage: "[--check]",
        words: "the lessons; --check replays all of them",
        run: lessons::lessons,
    },
];

/// Runs the program with its arguments.
pub fn main(args: Vec<String>) -> ExitCode {
    let outcome = match args.first().map(String::as_str) {
        Some("-h" | "--help" | "help") => {
            print!("{}", help());
            Ok(0)
        }
        Some("--version") => {
            println!("serpentarium {} (Python 3.14)", env!("CARGO_PKG_VERSION"));
            Ok(0)
        }
        Some(name) => match SUBCOMMANDS.iter().find(|each| each.name == name) {
            Some(subcommand) if matches!(args.get(1).map(String::as_str), Some("-h" | "--help")) => {
                print!("{}", subcommand.help());
                Ok(0)
            }
            Some(subcommand) => (subcommand.run)(&args[1..]).map_err(|failure| with_usage(subcommand, failure)),
            None => open(&args),
        },
        None => open(&args),
    };
    match outcome {
        Ok(status) => ExitCode::from(status),
        Err(Failure::Usage(sentence)) => {
            eprintln!("serpentarium: {sentence}");
            ExitCode::from(2)
        }
        Err(Failure::Program(text)) => {
            eprint!("{text}");
            ExitCode::from(1)
        }
    }
}

/// Nothing given where something was needed: the sentence says how it is written.
fn with_usage(subcommand: &Subcommand, failure: Failure) -> Failure {
    match failure {
        Failure::Usage(sentence) if sentence.is_empty() => {
            Failure::Usage(format!("usage: serpentarium {} {}", subcommand.name, subcommand.usage))
        }
        other => other,
    }
}

fn open(args: &[String]) -> Outcome {
    match args {
        [] => crate::shell::window::open(None)?,
        [option] if option.starts_with('-') => {
            return Err(Failure::Usage(format!("'{option}' is no option; 'serpentarium help' lists what there is")));
        }
        [file] => {
            let path = Path::new(file);
            // What cannot be read is said before a window opens.
            document::read(path)?;
            crate::shell::window::open(Some(path))?;
        }
        [name, ..] => {
            return Err(Failure::Usage(format!("'{name}' is no subcommand; 'serpentarium help' lists what there is")));
        }
    }
    Ok(0)
}

fn help() -> String {
    let mut text = "Serpentarium: watch CPython 3.14 run a program, forwards and backwards.\n\n\
                    serpentarium [FILE]\n    opens the app, on FILE or on the welcome program\n"
        .to_owned();
    for each in SUBCOMMANDS {
        text.push_str(&each.help());
    }
    text.push_str("\nA moment is written as: line 7 #2, call f, return f, opcode BINARY_OP #3, output \"30\", gc collection, exception, step 61.\n");
    text.push_str("Of the compilation: stage codegen in f, token 5, node BinOp #2, rewrite, emit BINARY_OP, pass optimize_load_fast in f, name x, compile 12.\n");
    text
}

/// The one file that a subcommand takes, after its flags have been taken out of `args`.
fn one_file(args: &[String]) -> Result<PathBuf, Failure> {
    match args {
        [file] if !file.starts_with('-') || file == "-" => Ok(PathBuf::from(file)),
        [option] => Err(Failure::Usage(format!("'{option}' is no option here"))),
        [] => Err(Failure::Usage(String::new())),
        [_, more, ..] => Err(Failure::Usage(format!("one file is enough; '{more}' is one too many"))),
    }
}

/// A file's bytes, with the errors that [`document::read`] words. Encoding cookies are the lexer's business.
fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    if path.is_dir() {
        return Err(Failure::Usage(format!("{shown} is a folder; name a Python file in it")));
    }
    match std::fs::read(path) {
        Ok(bytes) => Ok(bytes),
        Err(_) => {
            Err(Failure::Usage(document::read(path).err().unwrap_or_else(|| format!("{shown} could not be read"))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_names_every_subcommand() {
        let help = help();
        assert!(SUBCOMMANDS.iter().all(|each| help.contains(&format!("serpentarium {} ", each.name))));
    }

    #[test]
    fn bad_usage_is_a_sentence() {
        let sentence = |args: &[&str]| {
            let args: Vec<String> = args.iter().map(|arg| arg.to_string()).collect();
            match open(&args) {
                Err(Failure::Usage(sentence)) => sentence,
                _ => String::new(),
            }
        };
        assert!(sentence(&["--wrong"]).contains("no option"));
        assert!(sentence(&["/no/such.py"]).contains("no such file"));
        assert!(sentence(&["bake", "a.py"]).contains("no subcommand"));
    }
}
