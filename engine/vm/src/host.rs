//! The outside world as the machine may see it: text in and out, a clock, seeds. Answers are part of the
//! machine's state or logged, so that a run can be repeated to the byte.

use crate::machine::{Event, Halt, Machine};

/// What a run is given from outside, fixed before it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// Lines for `input()`, in order; `input_used` of them have been read.
    pub input: Vec<String>,
    pub input_used: usize,
    /// Virtual nanoseconds since the start that `time.sleep` has added.
    pub slept_ns: u64,
    /// Virtual nanoseconds that one instruction takes.
    pub ns_per_step: u64,
    /// Wall-clock time at the start, in nanoseconds since 1970.
    pub epoch_ns: u64,
    /// `sys.argv`.
    pub argv: Vec<String>,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    /// Most bytes that a program may write in all.
    pub output_limit: usize,
    /// Most bytes that objects may take in all.
    pub memory_limit: usize,
    pub exit_status: i32,
}

impl Default for Host {
    fn default() -> Self {
        Host {
            input: Vec::new(),
            input_used: 0,
            slept_ns: 0,
            ns_per_step: 20,
            epoch_ns: 1_790_000_000_000_000_000,
            argv: vec![String::new()],
            stdout: Vec::new(),
            stderr: Vec::new(),
            output_limit: 16 << 20,
            memory_limit: 2 << 30,
            exit_status: 0,
        }
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
        let written = self.host.stdout.len() + self.host.stderr.len();
        let room = self.host.output_limit.saturating_sub(written);
        let part = &bytes[..bytes.len().min(room)];
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
            self.eval_breaker = true;
        }
    }

    /// Nanoseconds of virtual time since the start.
    pub fn virtual_ns(&self) -> u64 {
        self.steps() * self.host.ns_per_step + self.host.slept_ns
    }

    /// The next line of input, if there is one.
    pub fn read_line(&mut self) -> Option<String> {
        let line = self.host.input.get(self.host.input_used).cloned()?;
        self.host.input_used += 1;
        Some(line)
    }
}
