//! What a run is given from outside.

/// What a run is given: it belongs to the recording.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Settings {
    /// `sys.argv` behind the name of the program.
    pub arguments: Vec<String>,
    /// Lines of standard input, before any that is typed in the console.
    pub input: Vec<String>,
    /// Environment variables beside those that every program has, `NAME=value`.
    pub environment: Vec<String>,
    /// The folder of the disk that the program works in; that of its file, if empty.
    pub folder: String,
    /// Files beside a program that is in no file itself: their names and texts.
    pub beside: Vec<(String, String)>,
    /// Megabytes that objects may take at most.
    pub memory: usize,
}

/// Megabytes that objects may take at most if nothing is said, and the most that can be said: the pools' places are
/// numbered by 32 bits.
pub const MEMORY: usize = 1024;
pub const MOST_MEMORY: usize = 3072;

impl Default for Settings {
    fn default() -> Settings {
        let (arguments, input, environment, beside) = Default::default();
        Settings { arguments, input, environment, folder: String::new(), beside, memory: MEMORY }
    }
}
