//! What the whole run imported: who asked for what, what it cost, and how each module came to be there.

/// How a module came to be there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum How {
    /// Made by the interpreter: it is compiled into it.
    Builtin,
    /// Its code is frozen into the interpreter, and was executed.
    Frozen,
    /// Its code came from a valid `.pyc` file, and was executed.
    Pyc,
    /// Its source was compiled, and executed.
    Compiled,
    /// A folder without `__init__.py`: nothing was executed.
    Namespace,
    /// A loader that is none of importlib's five.
    Other,
    /// It raised, or was not found.
    #[default]
    Failed,
}

impl How {
    pub fn words(self) -> &'static str {
        match self {
            How::Builtin => "built in",
            How::Frozen => "frozen",
            How::Pyc => ".pyc",
            How::Compiled => "compiled",
            How::Namespace => "namespace",
            How::Other => "other loader",
            How::Failed => "failed",
        }
    }

    /// As a person would say it.
    pub fn sentence(self) -> &'static str {
        match self {
            How::Builtin => "compiled into the interpreter",
            How::Frozen => "executed from code that is frozen into the interpreter",
            How::Pyc => "executed from its .pyc file, without compiling",
            How::Compiled => "compiled from its source and executed",
            How::Namespace => "a folder without __init__.py: nothing is executed",
            How::Other => "brought by another loader",
            How::Failed => "not brought about: the import raised",
        }
    }
}

/// An import that was more than a look into `sys.modules`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    pub name: String,
    /// Whose code asked for it.
    pub importer: String,
    pub how: How,
    /// From the first step of `_find_and_load` to the step behind its last.
    pub start: u64,
    pub end: u64,
    /// The step at which the module's own body begins.
    pub body: Option<u64>,
    /// Steps without those of the imports in it.
    pub own: u64,
    /// Nanoseconds of virtual time, those of the imports in it included.
    pub ns: u64,
    /// How many imports it lies in.
    pub depth: u32,
    /// `__file__` or what stands for it.
    pub origin: String,
}

/// That one module's code asked for another.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub from: String,
    pub to: String,
    /// When first.
    pub step: u64,
    /// How often it was answered from `sys.modules` at once.
    pub cached: u32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportsModel {
    /// In the order in which they begin.
    pub imports: Vec<Import>,
    pub links: Vec<Link>,
    /// The whole recording has been read for them.
    pub whole: bool,
}

impl ImportsModel {
    /// The import of a module that went on or had ended at a step.
    pub fn of(&self, name: &str, step: u64) -> Option<&Import> {
        self.imports.iter().rev().find(|import| import.name == name && import.start <= step)
    }

    /// How often a module was taken from `sys.modules`, in the whole run.
    pub fn cached(&self, name: &str) -> u32 {
        self.links.iter().filter(|link| link.to == name).map(|link| link.cached).sum()
    }
}

/// The name that an import statement means: with dots in front, it is looked for from the package of the module that asks.
pub fn absolute(asked: &str, module: &str, is_package: bool) -> String {
    let name = asked.trim_start_matches('.');
    let dots = asked.len() - name.len();
    if dots == 0 {
        return name.to_owned();
    }
    let up = dots - usize::from(is_package);
    let mut package = module;
    for _ in 0..up {
        package = package.rsplit_once('.').map_or("", |(outer, _)| outer);
    }
    match (package.is_empty(), name.is_empty()) {
        (true, _) => name.to_owned(),
        (false, true) => package.to_owned(),
        (false, false) => format!("{package}.{name}"),
    }
}

/// The module that a file is: `folder` is that of the library, `main` the program's own file.
pub fn module_of(file: &str, main: &str, folder: &str) -> String {
    if file == main {
        return "__main__".to_owned();
    }
    if let Some(name) = file.strip_prefix("<frozen ").and_then(|rest| rest.strip_suffix('>')) {
        return name.to_owned();
    }
    let below = file.strip_prefix(folder).map(|rest| rest.trim_start_matches('/'));
    let path = below.unwrap_or_else(|| file.rsplit('/').next().unwrap_or(file));
    let path = path.strip_suffix(".py").unwrap_or(path);
    let path = path.strip_suffix("/__init__").unwrap_or(path);
    path.replace('/', ".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_names_are_looked_for_from_the_package() {
        assert_eq!(absolute("json", "a.b", false), "json");
        assert_eq!(absolute(".c", "a.b", false), "a.c");
        assert_eq!(absolute(".c", "a.b", true), "a.b.c");
        assert_eq!(absolute("..c", "a.b", true), "a.c");
        assert_eq!(absolute(".", "a.b", false), "a");
    }

    #[test]
    fn files_are_modules() {
        let of = |file| module_of(file, "/home/x/main.py", "/lib");
        assert_eq!(of("/home/x/main.py"), "__main__");
        assert_eq!(of("/lib/json/__init__.py"), "json");
        assert_eq!(of("/lib/json/decoder.py"), "json.decoder");
        assert_eq!(of("<frozen importlib._bootstrap>"), "importlib._bootstrap");
        assert_eq!(of("/home/x/helper.py"), "helper");
    }
}
