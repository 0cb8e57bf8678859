//! The outside world as the machine may see it: text in and out, a clock, seeds. Answers are part of the
//! machine's state or logged, so that a run can be repeated to the byte.

use crate::memory::object::{R, Raised};
use crate::state::channels::Ends;
use crate::state::disk::Disk;
use crate::state::files::{Files, Res, o};
use crate::state::interpreter::{Event, Halt, Machine};
use std::path::Path;
use std::sync::Arc;

/// What a host that writes through is told.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    Stdout(&'a [u8]),
    Stderr(&'a [u8]),
    /// What was written to standard output is to be seen now.
    Flush,
}

/// A machine that this one has started, as a process: it runs when somebody waits for it.
#[derive(Clone, PartialEq, Debug)]
pub struct Child {
    pub pid: i64,
    /// What stands behind the interpreter's name.
    pub args: Vec<String>,
    pub environ: Arc<[(String, String)]>,
    pub cwd: String,
    /// What it reads, writes, and writes errors to; none: what this machine has.
    pub ends: [Option<Ends>; 3],
    /// As `waitpid` says it, once it has run.
    pub status: Option<i32>,
    /// Somebody has asked whether it has ended.
    pub asked: bool,
}

/// What a run is given from outside, fixed before it starts.
#[derive(Clone, Debug)]
pub struct Host {
    /// Lines for `input()`, in order; `input_used` of them have been read.
    pub input: Arc<[String]>,
    pub input_used: usize,
    /// More lines may come: a program that wants one waits, instead of meeting the end of its input.
    pub input_open: bool,
    /// Asked for a line that is not in `input`: `None` at the end. For runs that are not recorded.
    pub ask: Option<fn() -> Option<String>>,
    /// Told of everything written, instead of it being kept in `stdout` and `stderr`. For runs that are not recorded.
    pub tell: Option<fn(Told)>,
    /// Virtual nanoseconds since the start that `time.sleep` has added.
    pub slept_ns: u64,
    /// Virtual nanoseconds that one instruction takes.
    pub ns_per_step: u64,
    /// Wall-clock time at the start, in nanoseconds since 1970.
    pub epoch_ns: u64,
    /// `sys.argv`.
    pub argv: Arc<[String]>,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    /// Bytes written so far, also of those that were taken out of `stdout` and `stderr`.
    pub written: usize,
    /// Most bytes that a program may write in all.
    pub output_limit: usize,
    /// Most bytes that objects may take in all.
    pub memory_limit: usize,
    pub exit_status: i32,
    pub files: Files,
    /// The folder of the program: what lies there may hide modules of the library.
    pub script_folder: Arc<str>,
    /// What stands in front of the library in `sys.path`.
    pub sys_path: Arc<[String]>,
    /// Fields of `sys.flags` that are not as usual.
    pub flags: Arc<[(&'static str, i64)]>,
    /// `sys.warnoptions`, and what `sys._xoptions` is made of.
    pub warn_options: Arc<[String]>,
    pub x_options: Arc<[String]>,
    /// `sys.pycache_prefix`.
    pub pycache_prefix: Option<Arc<str>>,
    /// Machines that this one has started and not waited for yet; how many have started each other down to this one.
    pub children: Vec<Child>,
    pub depth: u32,
    /// `os.environ`, as names and values.
    pub environ: Arc<[(String, String)]>,
    /// Warnings that the program causes while it runs are written to standard error.
    pub warnings: bool,
}

impl Default for Host {
    fn default() -> Self {
        Host {
            input: Arc::default(),
            input_used: 0,
            input_open: false,
            ask: None,
            tell: None,
            slept_ns: 0,
            ns_per_step: 20,
            epoch_ns: 1_790_000_000_000_000_000,
            argv: [String::new()].into(),
            stdout: Vec::new(),
            stderr: Vec::new(),
            written: 0,
            output_limit: 16 << 20,
            memory_limit: 1 << 30,
            exit_status: 0,
            files: Files::default(),
            script_folder: Arc::from(""),
            sys_path: Arc::default(),
            flags: Arc::default(),
            warn_options: Arc::default(),
            x_options: Arc::default(),
            pycache_prefix: None,
            children: Vec::new(),
            depth: 0,
            environ: Arc::default(),
            warnings: false,
        }
    }
}

impl Host {
    /// Lets a program see the folder that its file is in, and the current one; modules beside it are found.
    pub fn open_folder(&mut self, script: &Path) {
        self.open_folders(script, &[]);
    }

    /// As `open_folder`, and some more folders. Without a script, the current one counts as its own.
    pub fn open_folders(&mut self, script: &Path, more: &[&str]) {
        let Ok(cwd) = std::env::current_dir() else { return };
        let full = cwd.join(script);
        let own = if script.as_os_str().is_empty() { Some(cwd.as_path()) } else { full.parent() };
        let Some(folder) = own.and_then(|folder| folder.canonicalize().ok()) else { return };
        self.script_folder = folder.to_string_lossy().into();
        self.sys_path = [self.script_folder.to_string()].into();
        self.files.cwd = cwd.to_string_lossy().into();
        let more = more.iter().map(|path| cwd.join(path)).collect::<Vec<_>>();
        self.files.disk = Some(Arc::new(Disk::new([vec![folder, cwd], more].concat())));
    }

    /// Lets a program live and work in a folder that is not on the disk.
    pub fn live_in(&mut self, folder: &str) {
        self.script_folder = folder.into();
        self.sys_path = [folder.to_owned()].into();
        self.files.cwd = folder.into();
    }

    /// Lets a program work in a folder of the disk, which it sees beside what it saw.
    pub fn work_in(&mut self, folder: &Path) {
        let Ok(folder) = folder.canonicalize() else { return };
        let roots = self.files.disk.iter().flat_map(|disk| disk.roots().to_vec()).chain([folder.clone()]).collect();
        self.files.cwd = folder.to_string_lossy().into();
        self.files.disk = Some(Arc::new(Disk::new(roots)));
    }
}

impl Machine {
    pub fn write_stdout(&mut self, text: &str) {
        self.write_bytes(false, text.as_bytes());
    }

    pub fn write_stderr(&mut self, text: &str) {
        self.write_bytes(true, text.as_bytes());
    }

    /// Standard output and error of the program, up to the limit.
    pub fn write_bytes(&mut self, stderr: bool, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        if let Some(tell) = self.host.tell {
            tell(if stderr { Told::Stderr(bytes) } else { Told::Stdout(bytes) });
            return;
        }
        let room = self.host.output_limit.saturating_sub(self.host.written);
        let part = &bytes[..bytes.len().min(room)];
        self.host.written += part.len();
        if stderr {
            self.host.stderr.extend_from_slice(part)
        } else {
            self.host.stdout.extend_from_slice(part)
        }
        self.log(Event::Output { stderr, len: part.len() as u32 });
        if part.len() < bytes.len() {
            let limit = self.host.output_limit >> 20;
            self.halt = Some(Halt::Limit(format!(
                "The program wrote more than {limit} MB; the run was stopped there, and everything up to it can be looked at."
            )));
            self.thread.eval_breaker = true;
        }
    }

    /// Opens a file and notes that it was. `flags` are those of `open`, `now` nanoseconds since 1970; an error is an `errno`.
    pub fn open_file(&mut self, path: &str, flags: i64, now: u64) -> Res<i64> {
        let fd = self.host.files.open(path, flags, now)?;
        let path = self.host.files.path_of(fd)?;
        let writes = flags & (o::WRONLY | o::RDWR) != 0;
        self.log(Event::Opened { path, writes });
        Ok(fd)
    }

    /// Nanoseconds of virtual time since the start.
    pub fn virtual_ns(&self) -> u64 {
        self.steps() * self.host.ns_per_step + self.host.slept_ns
    }

    /// `sys.stdout.flush()`.
    pub fn flush_stdout(&mut self) {
        if let Some(tell) = self.host.tell {
            tell(Told::Flush);
        }
    }

    /// The next line of input without its end; `None` at the end of the input.
    ///
    /// # Errors
    /// The machine halts with [`Halt::Input`] if the line is still to come.
    pub fn read_line(&mut self, prompt: &str) -> R<Option<String>> {
        if let Some(line) = self.host.input.get(self.host.input_used).cloned() {
            self.host.input_used += 1;
            self.log(Event::Input(line.clone()));
            return Ok(Some(line));
        }
        if self.host.input_open {
            self.halt = Some(Halt::Input { prompt: prompt.to_owned() });
            return Err(Raised);
        }
        Ok(self.host.ask.and_then(|ask| ask()))
    }
}
