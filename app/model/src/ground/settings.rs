//! What a run is given from outside.

/// What a run is given: it belongs to the recording.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Settings {
    /// `sys.argv` behind the name of the program.
    pub arguments: Vec<String>,
    /// Lines of standard input, before any that is typed in the console.
    pub input: Vec<String>,
    /// Environment variables, `NAME=value`. Nothing in the machine reads them yet: `os` is not built.
    pub environment: Vec<String>,
    /// The working folder. Nothing in the machine reads it yet, either.
    pub folder: String,
    /// Megabytes that objects may take at most.
    pub memory: usize,
}

/// Megabytes that objects may take at most if nothing is said, and the most that can be said: the pools' places are
/// numbered by 32 bits.
pub const MEMORY: usize = 1024;
pub const MOST_MEMORY: usize = 3072;

impl Default for Settings {
    fn default() -> Settings {
        let (arguments, input, environment) = (Vec::new(), Vec::new(), Vec::new());
        Settings { arguments, input, environment, folder: String::new(), memory: MEMORY }
    }
}
