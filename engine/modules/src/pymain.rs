//! The command line (`Modules/main.c`, `Python/initconfig.c`): what is to be run, and with which options; and the machines that
//! `subprocess` starts with one.

use std::sync::Arc;
use vm::memory::object::{Owned, R};
use vm::state::host::{Child, Host};
use vm::state::interpreter::{Ended, Event, Halt, Machine};

/// What is to be run.
#[derive(Clone, Debug, PartialEq)]
pub enum Program {
    Code(String),
    Module(String),
    File(String),
    Stdin,
}

/// A command line, read.
#[derive(Clone, Debug)]
pub struct CommandLine {
    pub program: Program,
    /// `sys.argv`.
    pub argv: Vec<String>,
    /// Fields of `sys.flags` that are not as usual.
    pub flags: Vec<(&'static str, i64)>,
    pub warn_options: Vec<String>,
    pub x_options: Vec<String>,
    /// Standard output is written at once.
    pub unbuffered: bool,
}

/// Options without an argument, and what they set.
const SWITCHES: [(char, &[(&str, i64)]); 8] = [
    ('B', &[("dont_write_bytecode", 1)]),
    ('E', &[("ignore_environment", 1)]),
    ('I', &[("ignore_environment", 1), ("isolated", 1), ("no_user_site", 1), ("safe_path", 1)]),
    ('P', &[("safe_path", 1)]),
    ('b', &[("bytes_warning", 1)]),
    ('q', &[("quiet", 1)]),
    ('s', &[("no_user_site", 1)]),
    ('u', &[]),
];

/// Options that this Python does without, as what they ask for is not here.
const NOT_HERE: &str = "dhiOSvVx";

impl CommandLine {
    /// Reads the arguments behind the interpreter's name.
    ///
    /// # Errors
    /// A sentence that says which argument is wrong.
    pub fn read(args: &[String]) -> Result<CommandLine, String> {
        let (mut flags, mut warn_options, mut x_options, mut unbuffered) = (Vec::new(), Vec::new(), Vec::new(), false);
        let mut rest = args;
        let (program, first) = loop {
            let Some((arg, behind)) = rest.split_first() else { break (Program::Stdin, String::new()) };
            if arg == "-" {
                break (Program::Stdin, "-".to_owned());
            }
            let Some(letters) = arg.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
                break (Program::File(arg.clone()), arg.clone());
            };
            if letters.starts_with('-') {
                return Err(format!("'{arg}' is no option"));
            }
            rest = behind;
            let mut found = None;
            for (i, letter) in letters.char_indices() {
                let attached = &letters[i + letter.len_utf8()..];
                if "cmWX".contains(letter) {
                    let (value, behind) = match (attached, rest.split_first()) {
                        ("", Some((value, behind))) => (value.clone(), behind),
                        ("", None) => return Err(format!("-{letter} needs an argument")),
                        (attached, _) => (attached.to_owned(), rest),
                    };
                    rest = behind;
                    match letter {
                        'c' => found = Some((Program::Code(value), "-c".to_owned())),
                        'm' => found = Some((Program::Module(value), "-m".to_owned())),
                        'W' => warn_options.push(value),
                        _ => x_options.push(value),
                    }
                    break;
                }
                match SWITCHES.iter().find(|switch| switch.0 == letter) {
                    Some((_, sets)) => flags.extend(sets.iter().copied()),
                    None if NOT_HERE.contains(letter) => {
                        return Err(format!("not supported yet: the option -{letter}"));
                    }
                    None => return Err(format!("'-{letter}' is no option")),
                }
                unbuffered |= letter == 'u';
            }
            if let Some(found) = found {
                let argv = [&[found.1][..], rest].concat();
                return Ok(CommandLine { program: found.0, argv, flags, warn_options, x_options, unbuffered });
            }
        };
        let behind = rest.split_first().map_or(&[][..], |(_, behind)| behind);
        let argv = [&[first][..], behind].concat();
        Ok(CommandLine { program, argv, flags, warn_options, x_options, unbuffered })
    }

    fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|(name, _)| *name == flag)
    }

    /// Tells a host what the command line says: arguments, flags, what stands in front of `sys.path`. `folder`: that of the
    /// program's file.
    pub fn tell(&self, host: &mut Host, folder: &str) {
        host.argv = self.argv.clone().into();
        let mut path = Vec::new();
        if !self.has("safe_path") {
            path.push(match &self.program {
                Program::Code(_) | Program::Stdin => String::new(),
                Program::Module(_) => host.files.cwd.to_string(),
                Program::File(_) => folder.to_owned(),
            });
        }
        host.script_folder = path.first().cloned().unwrap_or_default().into();
        let ignores = self.has("ignore_environment");
        let variable = |name: &str| {
            let found = host.environ.iter().find(|(key, value)| key == name && !value.is_empty() && !ignores);
            found.map(|(_, value)| value.clone())
        };
        path.extend(
            variable("PYTHONPATH").iter().flat_map(|all| all.split(':')).filter(|p| !p.is_empty()).map(str::to_owned),
        );
        let mut flags = self.flags.clone();
        if variable("PYTHONDONTWRITEBYTECODE").is_some() {
            flags.push(("dont_write_bytecode", 1));
        }
        host.pycache_prefix = variable("PYTHONPYCACHEPREFIX").map(Arc::from);
        (host.sys_path, host.flags) = (path.into(), flags.into());
        host.warn_options = self.warn_options.clone().into();
        host.x_options = self.x_options.clone().into();
    }
}

/// Makes a machine's next step the first of a module of that name, run as `-m` does.
///
/// # Errors
/// The library's `runpy` raised.
pub fn start_module(m: &mut Machine, name: &str) -> R<()> {
    let height = m.kept();
    let started = match m.from_library("runpy", "_run_module_as_main") {
        Ok(run) => {
            let name = m.new_str(name);
            m.start_function(run, name)
        }
        Err(raised) => Err(raised),
    };
    m.drop_kept(height);
    started
}

/// Steps of a machine that another one started; then it is ended as if it had been killed.
const MOST_STEPS: u64 = 400_000_000;
/// How many machines may have started each other.
const DEEPEST: u32 = 3;
/// What `waitpid` says of a process that `SIGKILL` ended, and of one that could not be started.
const KILLED: i32 = 9;
const NOT_STARTED: i32 = 255 << 8;

/// Runs the machines that were started and have not run yet: they run as a whole, when somebody waits for them. Whether any did.
///
/// # Errors
/// One of them needs what is not built.
pub fn run_children(m: &mut Machine) -> R<bool> {
    let mut any = false;
    while let Some(i) = m.host.children.iter().position(|child| child.status.is_none()) {
        let child = m.host.children[i].clone();
        let (status, made) = run_child(m, &child)?;
        m.host.children[i].status = Some(status);
        for (stderr, bytes) in made {
            match child.ends[if stderr { 2 } else { 1 }] {
                Some(ends) => m.host.files.push(ends, &bytes),
                None => m.write_bytes(stderr, &bytes),
            }
        }
        for ends in child.ends.into_iter().flatten() {
            m.host.files.give_back(ends);
        }
        any = true;
    }
    Ok(any)
}

/// What a machine wrote, in order: whether to standard error, and the bytes.
type Made = Vec<(bool, Vec<u8>)>;

fn run_child(m: &mut Machine, child: &Child) -> R<(i32, Made)> {
    let line = match CommandLine::read(&child.args) {
        Ok(line) if m.host.depth < DEEPEST => line,
        Ok(_) => return Ok((NOT_STARTED, Vec::new())),
        Err(text) => return Ok((2 << 8, vec![(true, format!("{text}\n").into_bytes())])),
    };
    let input = child.ends[0].map(|ends| m.host.files.take_waiting(ends)).unwrap_or_default();
    let mut host = Host {
        files: m.host.files.of_child(&child.cwd),
        environ: child.environ.clone(),
        memory_limit: m.host.memory_limit,
        output_limit: m.host.output_limit,
        epoch_ns: m.host.epoch_ns + m.virtual_ns(),
        ns_per_step: m.host.ns_per_step,
        warnings: m.host.warnings,
        depth: m.host.depth + 1,
        ..Host::default()
    };
    let text = String::from_utf8_lossy(&input).into_owned();
    let source = match &line.program {
        Program::Code(code) => Some(("<string>".to_owned(), code.clone().into_bytes())),
        Program::Stdin => Some(("<stdin>".to_owned(), input)),
        Program::File(file) => match host.files.read_whole(file) {
            Ok(bytes) => Some((host.files.resolve(file), bytes.to_vec())),
            Err(number) => {
                let why = crate::errnomodule::text_of(number);
                let text =
                    format!("python3.14: can't open file '{}': [Errno {number}] {why}\n", host.files.resolve(file));
                return Ok((2 << 8, vec![(true, text.into_bytes())]));
            }
        },
        Program::Module(_) => None,
    };
    if line.program != Program::Stdin {
        host.input = text.lines().map(str::to_owned).collect::<Vec<_>>().into();
    }
    let folder =
        source.as_ref().and_then(|(name, _)| name.rsplit_once('/')).map_or("", |(folder, _)| folder).to_owned();
    line.tell(&mut host, &folder);
    let mut made = Vec::new();
    let mut other = crate::machine(host);
    match (&line.program, source) {
        (Program::Module(name), _) => {
            if start_module(&mut other, name).is_err() {
                return Ok((1 << 8, made));
            }
        }
        (_, Some((name, bytes))) => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            match compiler::compile(&bytes, &name, compiler::Mode::Exec, compiler::Options::default()) {
                Ok(code) => other.start(&code, if name == "<stdin>" { "" } else { &text }),
                Err(error) => {
                    let text = match syntax::parse(&bytes, compiler::Mode::Exec) {
                        Err(typo) => typo.report(&name),
                        Ok(_) => format!("  File \"{name}\", line {}\nSyntaxError: {}\n", error.lineno, error.message),
                    };
                    return Ok((1 << 8, vec![(true, text.into_bytes())]));
                }
            }
        }
        (_, None) => {}
    }
    let ended = other.run_to(MOST_STEPS);
    let mut places = [0; 2];
    let outputs = other.events.iter().filter_map(|(_, event)| match event {
        Event::Output { stderr, len } => Some((*stderr, *len as usize)),
        _ => None,
    });
    for (stderr, n) in outputs {
        let (place, all) =
            if stderr { (&mut places[1], &other.host.stderr) } else { (&mut places[0], &other.host.stdout) };
        let end = (*place + n).min(all.len());
        made.push((stderr, all[*place..end].to_vec()));
        *place = end;
    }
    m.host.files.adopt(&other.host.files);
    m.host.slept_ns = m.host.slept_ns.saturating_add(other.virtual_ns());
    match ended {
        Some(Ended::Exit(status)) => Ok(((status & 0xFF) << 8, made)),
        Some(Ended::Halted(Halt::NotSupported { name, .. })) => Err(m.not_supported(&name)),
        Some(Ended::Halted(Halt::Limit(text))) => {
            made.push((true, format!("{text}\n").into_bytes()));
            Ok((KILLED, made))
        }
        _ => Ok((KILLED, made)),
    }
}

/// The number of a new process, which runs when somebody waits for it.
pub fn start_child(m: &mut Machine, child: Child) -> Owned {
    let pid = child.pid;
    m.host.children.push(child);
    m.new_int(pid)
}
