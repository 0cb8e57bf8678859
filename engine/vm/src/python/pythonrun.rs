//! `compile`, `exec` and `eval`: source text and code objects run by a program (`Python/bltinmodule.c`,
//! `Python/pythonrun.c`). What they run is a frame like any other.

use crate::eval::activation::{Answer, Step};
use crate::eval::activations::What;
use crate::eval::frame::OnReturn;
use crate::memory::object::{Kind, Obj, Owned, R, Raised, StackRef};
use crate::native::args::Args;
use crate::native::static_strings::{self, fixed};
pub use crate::native::typedef::Trees;
use crate::native::typedef::{Native, function};
use crate::objects::exceptions::field;
use crate::objects::funcobject;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use compiler::code::flags;
use compiler::{ErrorKind, Mode, Options};

pub(crate) const COMPILE: Native = function(
    "compile($module, /, source, filename, mode, flags=0,\n        dont_inherit=False, optimize=-1, *, _feature_version=-1)",
    "Compile source text to a code object.",
    compile,
);

pub(crate) const EVAL: Native =
    function("eval($module, source, /, globals=None, locals=None)", "Compute an expression.", eval);

pub(crate) const EXEC: Native =
    function("exec($module, source, /, globals=None, locals=None, *, closure=None)", "Execute source text.", exec);

/// Bits of `compile`'s flags: those of future statements, one that means nothing any more, and what asks for trees.
mod cf {
    pub const FUTURE: i64 = 0x1FE_0000;
    pub const NESTED: i64 = 0x10;
    pub const DONT_IMPLY_DEDENT: i64 = 0x200;
    pub const ONLY_AST: i64 = 0x400;
    pub const TYPE_COMMENTS: i64 = 0x1000;
    pub const TOP_LEVEL_AWAIT: i64 = 0x2000;
    pub const INCOMPLETE_INPUT: i64 = 0x4000;
    pub const OPTIMIZED_AST: i64 = 0x8000;
    pub const KNOWN: i64 = FUTURE
        | NESTED
        | DONT_IMPLY_DEDENT
        | ONLY_AST
        | TYPE_COMMENTS
        | TOP_LEVEL_AWAIT
        | INCOMPLETE_INPUT
        | OPTIMIZED_AST;
}

/// Who met an error: the parser and the compiler give the place among the arguments, the symbol table adds it later.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FoundBy {
    Parser,
    SymbolTable,
    Compiler,
}

/// How messages of the lexer begin; it quotes a line without its end.
const WORDS_OF_LEXER: [&str; 12] = [
    "unterminated ",
    "leading zeros",
    "invalid decimal",
    "invalid hexadecimal",
    "invalid octal",
    "invalid binary",
    "invalid digit",
    "invalid character",
    "invalid non-printable",
    "unmatched",
    "closing parenthesis",
    "f-string: expecting",
];

fn or_null(o: Obj) -> Obj {
    if Machine::is_none(o) { Obj::NULL } else { o }
}

fn compile(m: &mut Machine, a: Args) -> R {
    let [source, filename, mode, given, inherit, optimize] = [0, 1, 2, 3, 4, 5].map(|i| a.opt(m, i));
    let name = match m.kind(filename) {
        Kind::Str => m.str_text(filename),
        Kind::Bytes => String::from_utf8_lossy(m.bytes_value(filename)).into_owned(),
        _ if !m.lookup_special(filename, static_strings::DUNDER_FSPATH).is_null() => {
            return Err(m.not_supported("compile() with a path object"));
        }
        _ => {
            let got = m.type_name(filename);
            let text = format!("expected str, bytes or os.PathLike object, not {got}");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
    };
    m.want("compile", "argument 'mode'", mode, Kind::Str, "str")?;
    let bits = if given.is_null() { 0 } else { m.index_i64(given)? };
    let inherits = inherit.is_null() || !m.truthy(inherit)?;
    let optimize = if optimize.is_null() { -1 } else { m.index_i64(optimize)? };
    if bits & !cf::KNOWN != 0 {
        return Err(m.raise(ty::VALUE_ERROR, "compile(): unrecognised flags"));
    }
    if !(-1..=2).contains(&optimize) {
        return Err(m.raise(ty::VALUE_ERROR, "compile(): invalid optimize value"));
    }
    let tree = bits & cf::ONLY_AST != 0;
    let how = match m.str_text(mode).as_str() {
        "exec" => Mode::Exec,
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        "func_type" if tree => return Err(m.not_supported("compile() of a function's type")),
        "func_type" => {
            return Err(m.raise(ty::VALUE_ERROR, "compile() mode 'func_type' requires flag PyCF_ONLY_AST"));
        }
        _ if tree => {
            return Err(m.raise(ty::VALUE_ERROR, "compile() mode must be 'exec', 'eval', 'single' or 'func_type'"));
        }
        _ => return Err(m.raise(ty::VALUE_ERROR, "compile() mode must be 'exec', 'eval' or 'single'")),
    };
    let optimized = bits & cf::OPTIMIZED_AST != 0;
    let mut future = (bits & (cf::FUTURE | cf::TOP_LEVEL_AWAIT)) as u32;
    if inherits {
        future |= m.inherited_flags();
    }
    let options = Options { optimize: optimize.max(0) as u8, future };
    if (m.trees.is_tree)(m, source) {
        if tree && !optimized {
            return Ok(m.new_ref(source));
        }
        let module = (m.trees.read)(m, source, how)?;
        if tree {
            return Err(m.not_supported("compile() of a tree to an optimised tree"));
        }
        return m.compile_tree(module, &name, how, options);
    }
    let text = m.source_bytes(source, "compile", "string, bytes or AST")?;
    if tree {
        let type_comments = bits & cf::TYPE_COMMENTS != 0;
        return m.parse_source(&text, &name, how, options, type_comments, optimized);
    }
    m.compile_source(&text, &name, how, options)
}

fn eval(m: &mut Machine, a: Args) -> R {
    let (source, globals, locals) = (a.get(m, 0), or_null(a.opt(m, 1)), or_null(a.opt(m, 2)));
    if !locals.is_null() && !m.is_mapping(locals) {
        return Err(m.raise(ty::TYPE_ERROR, "locals must be a mapping"));
    }
    if !globals.is_null() && m.kind(globals) != Kind::Dict {
        let text = if m.is_mapping(globals) {
            "globals must be a real dict; try eval(expr, {}, mapping)"
        } else {
            "globals must be a dict"
        };
        return Err(m.raise(ty::TYPE_ERROR, text));
    }
    let [globals, locals] = m.namespaces(globals, locals);
    m.ensure_builtins(globals);
    let code = if m.kind(source) == Kind::Code {
        if m.free_names(source) > 0 {
            let text = "code object passed to eval() may not contain free variables";
            return Err(m.raise(ty::TYPE_ERROR, text));
        }
        m.new_ref(source)
    } else {
        let text = m.source_bytes(source, "eval", "string, bytes or code")?;
        let skipped = text.iter().take_while(|&&byte| matches!(byte, b' ' | b'\t')).count();
        let future = m.inherited_flags();
        m.compile_source(&text[skipped..], "<string>", Mode::Eval, Options { optimize: 0, future })?
    };
    m.go_on_running(code, globals, locals, Obj::NULL, true)
}

fn exec(m: &mut Machine, a: Args) -> R {
    let (source, globals, locals) = (a.get(m, 0), or_null(a.opt(m, 1)), or_null(a.opt(m, 2)));
    let closure = or_null(a.opt(m, 3));
    if !globals.is_null() && m.kind(globals) != Kind::Dict {
        let got = m.type_name(globals);
        return Err(m.raise(ty::TYPE_ERROR, &format!("exec() globals must be a dict, not {got}")));
    }
    if !locals.is_null() && !m.is_mapping(locals) {
        let got = m.type_name(locals);
        return Err(m.raise(ty::TYPE_ERROR, &format!("locals must be a mapping or None, not {got}")));
    }
    let [globals, locals] = m.namespaces(globals, locals);
    m.ensure_builtins(globals);
    let code = if m.kind(source) == Kind::Code {
        m.check_closure(source, closure)?;
        m.new_ref(source)
    } else {
        if !closure.is_null() {
            return Err(m.raise(ty::TYPE_ERROR, "closure can only be used when source is a code object"));
        }
        let text = m.source_bytes(source, "exec", "string, bytes or code")?;
        let future = m.inherited_flags();
        m.compile_source(&text, "<string>", Mode::Exec, Options { optimize: 0, future })?
    };
    m.go_on_running(code, globals, locals, closure, false)
}

/// Locals: the function that the code was made, the namespace or NULL; `a` is 1 where the value is wanted.
pub(crate) fn run(m: &mut Machine, answer: Answer) -> R<Step> {
    if matches!(answer, Answer::Begin) {
        let (function, namespace) = (m.held(0), m.held(1));
        let at = m.thread.sp;
        m.check_stack(at, 8)?;
        m.incref(function);
        if !namespace.is_null() {
            m.incref(namespace);
        }
        m.thread.stack[at as usize] = StackRef::owned(function);
        m.thread.stack[at as usize + 1] = StackRef::NULL;
        m.thread.sp = at + 2;
        if let Err(Raised) = m.push_function_frame(at, at + 2, 0, Obj::NULL, namespace, OnReturn::Native) {
            m.xdecref(namespace);
            m.clear_stack_to(at);
            return Err(Raised);
        }
        return Ok(Step::Called);
    }
    let value = m.value_of(answer)?;
    if m.native_now().a == 1 {
        return Ok(Step::Done(value));
    }
    m.drop_ref(value);
    Ok(Step::Done(Owned::steal(fixed::NONE)))
}

impl Machine {
    fn go_on_running(&mut self, code: Owned, globals: Obj, locals: Obj, closure: Obj, wanted: bool) -> R {
        let optimized = self.codes[self.slot(code.get()).a as usize].meta().flags & flags::OPTIMIZED != 0;
        let function = self.new_function(code, globals);
        if !closure.is_null() {
            self.incref(closure);
            self.set_func_field(function.get(), funcobject::field::CLOSURE, closure);
        }
        let namespace = if optimized { StackRef::NULL } else { StackRef::owned(self.new_ref(locals).into_edge()) };
        self.go_on_with(What::Run, &[StackRef::owned(function.into_edge()), namespace], u64::from(wanted))
    }

    /// What has `mp_subscript` (`PyMapping_Check`).
    pub(crate) fn is_mapping(&mut self, o: Obj) -> bool {
        self.kind(o) != Kind::Type && !self.lookup_special(o, static_strings::DUNDER_GETITEM).is_null()
    }

    /// Globals and locals that were given, or those of the code that runs; kept by the native.
    fn namespaces(&mut self, globals: Obj, locals: Obj) -> [Obj; 2] {
        if !globals.is_null() {
            return [globals, if locals.is_null() { globals } else { locals }];
        }
        let globals = self.python_frame().map_or(self.builtins, |frame| frame.globals);
        if !locals.is_null() {
            return [globals, locals];
        }
        let locals = self.locals_dict();
        [globals, self.keep(locals)]
    }

    /// Globals without `__builtins__` get those of the code that runs (`_PyEval_EnsureBuiltins`).
    fn ensure_builtins(&mut self, globals: Obj) {
        if self.dict_get_str(globals, static_strings::DUNDER_BUILTINS).is_null() {
            let builtins = self.python_frame().map_or(self.builtins, |frame| frame.builtins);
            let builtins = self.new_ref(builtins);
            self.dict_set_str(globals, static_strings::DUNDER_BUILTINS, builtins);
        }
    }

    /// The future statements in force where the running code was compiled (`PyEval_MergeCompilerFlags`).
    fn inherited_flags(&self) -> u32 {
        self.python_frame().map_or(0, |frame| self.codes[frame.code as usize].meta().flags) & cf::FUTURE as u32
    }

    pub(crate) fn free_names(&self, code: Obj) -> u32 {
        let kinds = &self.codes[self.slot(code).a as usize].meta().localspluskinds;
        kinds.iter().filter(|&&kind| kind & compiler::code::fast::FREE != 0).count() as u32
    }

    fn check_closure(&mut self, code: Obj, closure: Obj) -> R<()> {
        let free = self.free_names(code);
        let text = if free == 0 && !closure.is_null() {
            "cannot use a closure with this code object".to_owned()
        } else if free > 0
            && (closure.is_null()
                || self.ty(closure) != ty::TUPLE
                || self.tuple_len(closure) != free
                || self.seq_items(closure).iter().any(|&cell| self.kind(cell) != Kind::Cell))
        {
            format!("code object requires a closure of exactly length {free}")
        } else {
            return Ok(());
        };
        Err(self.raise(ty::TYPE_ERROR, &text))
    }

    /// The bytes of source text (`_Py_SourceAsString`).
    fn source_bytes(&mut self, source: Obj, function: &str, what: &str) -> R<Vec<u8>> {
        let bytes = match self.kind(source) {
            Kind::Str => {
                let encoded = self.encode_str(source, Obj::NULL, Obj::NULL)?;
                let bytes = self.bytes_value(encoded.get()).to_vec();
                self.drop_ref(encoded);
                bytes
            }
            Kind::Bytes | Kind::ByteArray => self.bytes_value(source).to_vec(),
            _ => {
                return Err(self.raise(ty::TYPE_ERROR, &format!("{function}() arg 1 must be a {what} object")));
            }
        };
        if bytes.contains(&0) {
            return Err(self.raise(ty::SYNTAX_ERROR, "source code string cannot contain null bytes"));
        }
        Ok(if self.kind(source) == Kind::Str { without_cookie(bytes) } else { bytes })
    }

    /// The symbol table of source text, in a mode as `compile` names it.
    pub fn symbol_table(&mut self, source: Obj, file: &str, mode: Obj) -> R<compiler::symtable::SymbolTable> {
        let source = self.source_bytes(source, "symtable", "string or bytes")?;
        self.want("symtable", "argument 3", mode, Kind::Str, "str")?;
        let mode = match self.str_text(mode).as_str() {
            "exec" => Mode::Exec,
            "eval" => Mode::Eval,
            "single" => Mode::Single,
            _ => return Err(self.raise(ty::VALUE_ERROR, "symtable() arg 3 must be 'exec' or 'eval' or 'single'")),
        };
        compiler::symbol_table(&source, mode).map_err(|error| {
            let typo = syntax::parse(&source, mode).is_err();
            let found = if typo { FoundBy::Parser } else { FoundBy::SymbolTable };
            self.raise_syntax_error(&error, file, found, mode)
        })
    }

    /// Compiles and loads source text; what is wrong with it is raised, what is dubious warned of.
    fn compile_source(&mut self, source: &[u8], file: &str, mode: Mode, options: Options) -> R {
        // A program's last line ends as all others do.
        let ended = (mode == Mode::Exec && !source.ends_with(b"\n")).then(|| [source, b"\n"].concat());
        let source = ended.as_deref().unwrap_or(source);
        let typo = syntax::parse(source, mode).err();
        match compiler::compile_with_warnings(source, file, mode, options) {
            Ok((code, warnings)) => {
                self.warn_of_all(warnings, file, mode)?;
                Ok(self.load_code(&code))
            }
            Err(error) => {
                let found = if typo.is_some() {
                    FoundBy::Parser
                } else if compiler::symbol_table(source, mode).is_err_and(|other| other.message == error.message) {
                    FoundBy::SymbolTable
                } else {
                    FoundBy::Compiler
                };
                Err(self.raise_syntax_error(&error, file, found, mode))
            }
        }
    }

    /// Warns of what is dubious in source text; where the filters make an exception of that, it is an error in the source.
    fn warn_of_all(&mut self, warnings: Vec<compiler::Warning>, file: &str, mode: Mode) -> R<()> {
        for warning in warnings {
            let done = self.warn_of_syntax(&warning.message, file, warning.location.line as u32);
            if done.is_err() && self.raised_is(ty::SYNTAX_WARNING) {
                self.clear_raised();
                let text = warning.message.replace(" Such sequences will not work in the future.", "");
                let error = compiler::SyntaxError::at(warning.location, text);
                return Err(self.raise_syntax_error(&error, file, FoundBy::Compiler, mode));
            }
            done?;
        }
        Ok(())
    }

    /// The tree of source text as objects; `optimized`: as preprocessing leaves it.
    fn parse_source(
        &mut self,
        source: &[u8],
        file: &str,
        mode: Mode,
        options: Options,
        type_comments: bool,
        optimized: bool,
    ) -> R {
        let ended = (mode == Mode::Exec && !source.ends_with(b"\n")).then(|| [source, b"\n"].concat());
        let source = ended.as_deref().unwrap_or(source);
        let parsed = syntax::parse_with(source, mode, syntax::Options { type_comments, from_string: true });
        let parsed = match parsed {
            Ok(parsed) => parsed,
            Err(_) => {
                return match compiler::compile(source, file, mode, options) {
                    Err(error) => Err(self.raise_syntax_error(&error, file, FoundBy::Parser, mode)),
                    // Only type comments can be wrong where all else is right.
                    Ok(_) => Err(self.raise(ty::SYNTAX_ERROR, "invalid syntax")),
                };
            }
        };
        self.warn_of_all(parsed.warnings.iter().map(compiler::Warning::from).collect(), file, mode)?;
        if !optimized {
            return (self.trees.make)(self, &parsed.module);
        }
        match compiler::preprocessed(&parsed, options, usize::MAX, |module| module.clone()) {
            Ok(module) => (self.trees.make)(self, &module),
            Err(error) => Err(self.raise_syntax_error(&error, file, FoundBy::Compiler, mode)),
        }
    }

    /// Compiles and loads a tree that a program made.
    fn compile_tree(&mut self, module: syntax::ast::Mod, file: &str, mode: Mode, options: Options) -> R {
        match compiler::compile_module(module, file, options) {
            Ok((code, warnings)) => {
                self.warn_of_all(warnings, file, mode)?;
                Ok(self.load_code(&code))
            }
            Err(error) => Err(self.raise_syntax_error(&error, file, FoundBy::Compiler, mode)),
        }
    }

    /// Raises what the compiler reports. The parser knows the line's text; the compiler would look into a file of that name.
    fn raise_syntax_error(&mut self, error: &compiler::SyntaxError, file: &str, found: FoundBy, mode: Mode) -> Raised {
        let class = match error.kind {
            ErrorKind::Syntax => ty::SYNTAX_ERROR,
            ErrorKind::Indentation => ty::INDENTATION_ERROR,
            ErrorKind::Tab => ty::TAB_ERROR,
            ErrorKind::Recursion => ty::RECURSION_ERROR,
            ErrorKind::Memory => ty::MEMORY_ERROR,
            ErrorKind::Value => ty::VALUE_ERROR,
            ErrorKind::System => ty::SYSTEM_ERROR,
            ErrorKind::UnicodeEncode => return self.not_supported("an error of a codec in source text"),
        };
        if !self.is_subtype(class, ty::SYNTAX_ERROR) {
            return self.raise(class, &error.message);
        }
        let known = self.sources.iter().any(|(name, _)| **name == *file);
        let text = match &error.text {
            Some(text) if found == FoundBy::Parser => {
                let whole = mode != Mode::Eval
                    && error.lineno > 0
                    && error.end_lineno <= error.lineno
                    && !WORDS_OF_LEXER.iter().any(|words| error.message.starts_with(words));
                Some(if whole { format!("{text}\n") } else { text.clone() })
            }
            Some(text) if known => Some(format!("{text}\n")),
            _ => None,
        };
        let number = |m: &mut Machine, n: i32| m.new_int(i64::from(n));
        // At the end of source that is no file, the place is behind its last line.
        let at_end = error.offset == 0 && error.end_offset == -1 && found == FoundBy::Parser;
        let offset = match &text {
            Some(text) if at_end && text.ends_with('\n') => text.chars().count() as i32,
            _ => error.offset,
        };
        let place = vec![
            self.new_str(file),
            number(self, error.lineno),
            number(self, offset),
            text.map_or(Owned::steal(fixed::NONE), |text| self.new_str(&text)),
            number(self, error.end_lineno),
            number(self, error.end_offset),
        ];
        let place = self.new_tuple(place);
        let message = self.new_str(&error.message);
        let exc = self.alloc_exception(class);
        let args = [message.get(), place.get()];
        let shown = if found == FoundBy::SymbolTable { &args[..1] } else { &args[..] };
        let tuple = self.tuple_from_borrowed(shown).into_edge();
        self.set_exc_field(exc.get(), field::ARGS, tuple);
        let fields = self.syntax_error_fields(exc.get(), &args);
        self.drop_ref(message);
        self.drop_ref(place);
        match fields {
            Ok(()) => self.raise_exception(exc),
            Err(raised) => {
                self.drop_ref(exc);
                raised
            }
        }
    }
}

/// Text is in no encoding: a declaration of one says nothing (`PyCF_IGNORE_COOKIE`). It is kept in place, as a comment
/// of the same length that declares none.
fn without_cookie(mut text: Vec<u8>) -> Vec<u8> {
    let mut start = 0;
    for _ in 0..2 {
        let end = text[start..].iter().position(|&b| b == b'\n').map_or(text.len(), |n| start + n);
        let line = &text[start..end];
        let blank = line.iter().take_while(|b| b" \t\x0c".contains(b)).count();
        if line.get(blank) == Some(&b'#') {
            let declares = line.windows(7).position(|w| w == b"coding:" || w == b"coding=");
            if let Some(at) = declares {
                text[start + at + 6] = b' ';
            }
        } else if blank < line.len() {
            break;
        }
        start = (end + 1).min(text.len());
    }
    text
}
