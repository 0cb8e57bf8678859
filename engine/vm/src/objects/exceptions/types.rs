//! The classes of exceptions (`Objects/exceptions.c`): one row a class.

use crate::memory::object::Kind;
use crate::native::typedef::{Native, Slot, TypeDef, tpflags};
use crate::objects::exceptions::{group, methods, os_error, syntax_error, unicode};
use crate::objects::typeobject::ty;

/// A class that adds nothing but its name; what it inherits is enough.
const NOTHING: &[Native] = &[];
/// Most classes have a `__new__` of their own, which is the parent's.
const NEW: &[Native] = methods::NEW;

macro_rules! exceptions {
    ($($id:ident $name:literal $base:ident $size:literal $rows:expr, [$($slot:ident)*] $doc:literal;)*) => {
        $(pub static $id: TypeDef = TypeDef {
            name: $name,
            base: ty::$base,
            kind: Kind::Exception,
            basicsize: $size,
            flags: tpflags::EXCEPTION,
            dictoffset: 16,
            doc: $doc,
            slots: &[$(Slot::$slot),*],
            natives: $rows,
            ..TypeDef::PLAIN
        };)*
    };
}

exceptions! {
    BASE_EXCEPTION "BaseException" OBJECT 72 methods::BASE_EXCEPTION, [Repr Str Init] "What all exceptions are derived from.";
    BASE_EXCEPTION_GROUP "BaseExceptionGroup" BASE_EXCEPTION 96 group::BASE_EXCEPTION_GROUP, [Repr Str Init] "Several exceptions at once, of any kind.";
    EXCEPTION "Exception" BASE_EXCEPTION 72 NEW, [] "What exceptions are derived from that do not end the program by intent.";
    ARITHMETIC_ERROR "ArithmeticError" EXCEPTION 72 NEW, [] "A computation went wrong.";
    FLOATING_POINT_ERROR "FloatingPointError" ARITHMETIC_ERROR 72 NEW, [] "A floating-point operation failed.";
    OVERFLOW_ERROR "OverflowError" ARITHMETIC_ERROR 72 NEW, [] "A result is too large.";
    ZERO_DIVISION_ERROR "ZeroDivisionError" ARITHMETIC_ERROR 72 NEW, [] "A division by zero.";
    ASSERTION_ERROR "AssertionError" EXCEPTION 72 NEW, [] "An assert statement failed.";
    ATTRIBUTE_ERROR "AttributeError" EXCEPTION 88 methods::ATTRIBUTE_ERROR, [Init] "There is no such attribute.";
    BUFFER_ERROR "BufferError" EXCEPTION 72 NEW, [] "Something went wrong with a buffer.";
    EOF_ERROR "EOFError" EXCEPTION 72 NEW, [] "There is nothing left to read.";
    IMPORT_ERROR "ImportError" EXCEPTION 104 methods::IMPORT_ERROR, [Str Init] "A module or a name in it could not be imported.";
    MODULE_NOT_FOUND_ERROR "ModuleNotFoundError" IMPORT_ERROR 104 NOTHING, [] "There is no such module.";
    LOOKUP_ERROR "LookupError" EXCEPTION 72 NEW, [] "There is nothing at that index or key.";
    INDEX_ERROR "IndexError" LOOKUP_ERROR 72 NEW, [] "The index is out of range.";
    KEY_ERROR "KeyError" LOOKUP_ERROR 72 NOTHING, [Str] "There is no such key.";
    MEMORY_ERROR "MemoryError" EXCEPTION 72 NEW, [] "There is not enough memory.";
    NAME_ERROR "NameError" EXCEPTION 80 methods::NAME_ERROR, [Init] "There is no such name.";
    UNBOUND_LOCAL_ERROR "UnboundLocalError" NAME_ERROR 80 NOTHING, [] "A local name is used before it has a value.";
    OS_ERROR "OSError" EXCEPTION 112 os_error::OS_ERROR, [Str Init] "The system could not do it.";
    BLOCKING_IO_ERROR "BlockingIOError" OS_ERROR 112 NOTHING, [] "It would have to wait.";
    CHILD_PROCESS_ERROR "ChildProcessError" OS_ERROR 112 NOTHING, [] "Something went wrong with a child process.";
    CONNECTION_ERROR "ConnectionError" OS_ERROR 112 NOTHING, [] "Something went wrong with a connection.";
    BROKEN_PIPE_ERROR "BrokenPipeError" CONNECTION_ERROR 112 NOTHING, [] "The other end is closed.";
    CONNECTION_ABORTED_ERROR "ConnectionAbortedError" CONNECTION_ERROR 112 NOTHING, [] "The other side gave up the connection.";
    CONNECTION_REFUSED_ERROR "ConnectionRefusedError" CONNECTION_ERROR 112 NOTHING, [] "The other side did not want the connection.";
    CONNECTION_RESET_ERROR "ConnectionResetError" CONNECTION_ERROR 112 NOTHING, [] "The other side ended the connection.";
    FILE_EXISTS_ERROR "FileExistsError" OS_ERROR 112 NOTHING, [] "The file is already there.";
    FILE_NOT_FOUND_ERROR "FileNotFoundError" OS_ERROR 112 NOTHING, [] "There is no such file.";
    INTERRUPTED_ERROR "InterruptedError" OS_ERROR 112 NOTHING, [] "A signal came in between.";
    IS_A_DIRECTORY_ERROR "IsADirectoryError" OS_ERROR 112 NOTHING, [] "It is a folder.";
    NOT_A_DIRECTORY_ERROR "NotADirectoryError" OS_ERROR 112 NOTHING, [] "It is not a folder.";
    PERMISSION_ERROR "PermissionError" OS_ERROR 112 NOTHING, [] "It is not allowed.";
    PROCESS_LOOKUP_ERROR "ProcessLookupError" OS_ERROR 112 NOTHING, [] "There is no such process.";
    TIMEOUT_ERROR "TimeoutError" OS_ERROR 112 NOTHING, [] "It took too long.";
    REFERENCE_ERROR "ReferenceError" EXCEPTION 72 NEW, [] "The object behind a weak reference is gone.";
    RUNTIME_ERROR "RuntimeError" EXCEPTION 72 NEW, [] "Something went wrong that no other class names.";
    NOT_IMPLEMENTED_ERROR "NotImplementedError" RUNTIME_ERROR 72 NEW, [] "The method has to be written by a subclass.";
    PYTHON_FINALIZATION_ERROR "PythonFinalizationError" RUNTIME_ERROR 72 NEW, [] "The interpreter is ending.";
    RECURSION_ERROR "RecursionError" RUNTIME_ERROR 72 NEW, [] "Calls went too deep.";
    STOP_ASYNC_ITERATION "StopAsyncIteration" EXCEPTION 72 NEW, [] "An asynchronous iterator has no more items.";
    STOP_ITERATION "StopIteration" EXCEPTION 80 methods::STOP_ITERATION, [Init] "An iterator has no more items.";
    SYNTAX_ERROR "SyntaxError" EXCEPTION 144 syntax_error::SYNTAX_ERROR, [Str Init] "The source text is not Python.";
    INDENTATION_ERROR "IndentationError" SYNTAX_ERROR 144 NOTHING, [] "The indentation is wrong.";
    TAB_ERROR "TabError" INDENTATION_ERROR 144 NOTHING, [] "Tabs and blanks are mixed.";
    INCOMPLETE_INPUT_ERROR "_IncompleteInputError" SYNTAX_ERROR 144 NOTHING, [] "The source text is not finished.";
    SYSTEM_ERROR "SystemError" EXCEPTION 72 NEW, [] "The interpreter went wrong inside.";
    TYPE_ERROR "TypeError" EXCEPTION 72 NEW, [] "An object has the wrong type.";
    VALUE_ERROR "ValueError" EXCEPTION 72 NEW, [] "An object has the right type but a wrong value.";
    UNICODE_ERROR "UnicodeError" VALUE_ERROR 72 NEW, [] "Text could not be encoded or decoded.";
    UNICODE_DECODE_ERROR "UnicodeDecodeError" UNICODE_ERROR 112 unicode::ERROR, [Str Init] "Bytes could not be decoded.";
    UNICODE_ENCODE_ERROR "UnicodeEncodeError" UNICODE_ERROR 112 unicode::ERROR, [Str Init] "Text could not be encoded.";
    UNICODE_TRANSLATE_ERROR "UnicodeTranslateError" UNICODE_ERROR 112 unicode::ERROR, [Str Init] "Text could not be translated.";
    WARNING "Warning" EXCEPTION 72 NEW, [] "What all warnings are derived from.";
    BYTES_WARNING "BytesWarning" WARNING 72 NEW, [] "Something dubious about bytes.";
    DEPRECATION_WARNING "DeprecationWarning" WARNING 72 NEW, [] "For programmers: something will go away.";
    ENCODING_WARNING "EncodingWarning" WARNING 72 NEW, [] "An encoding was not named.";
    FUTURE_WARNING "FutureWarning" WARNING 72 NEW, [] "For users: something will change.";
    IMPORT_WARNING "ImportWarning" WARNING 72 NEW, [] "Something dubious about an import.";
    PENDING_DEPRECATION_WARNING "PendingDeprecationWarning" WARNING 72 NEW, [] "Something will go away some time.";
    RESOURCE_WARNING "ResourceWarning" WARNING 72 NEW, [] "A resource was not closed.";
    RUNTIME_WARNING "RuntimeWarning" WARNING 72 NEW, [] "Something dubious happens at run time.";
    SYNTAX_WARNING "SyntaxWarning" WARNING 72 NEW, [] "Something dubious in the source text.";
    UNICODE_WARNING "UnicodeWarning" WARNING 72 NEW, [] "Something dubious about Unicode.";
    USER_WARNING "UserWarning" WARNING 72 NEW, [] "A warning by the program.";
    GENERATOR_EXIT "GeneratorExit" BASE_EXCEPTION 72 NEW, [] "A generator is closed.";
    KEYBOARD_INTERRUPT "KeyboardInterrupt" BASE_EXCEPTION 72 NEW, [] "The user interrupts the program.";
    SYSTEM_EXIT "SystemExit" BASE_EXCEPTION 80 methods::SYSTEM_EXIT, [Init] "The program ends itself.";
}

/// `ExceptionGroup`: in CPython it is made by calling `type`.
pub static EXCEPTION_GROUP: TypeDef = TypeDef {
    name: "ExceptionGroup",
    weaklistoffset: -32,
    base: ty::BASE_EXCEPTION_GROUP,
    also: Some(ty::EXCEPTION),
    kind: Kind::Exception,
    basicsize: 96,
    flags: tpflags::READY
        | tpflags::HEAPTYPE
        | tpflags::MANAGED_WEAKREF
        | tpflags::BASETYPE
        | tpflags::HAVE_GC
        | tpflags::BASE_EXC_SUBCLASS,
    ..TypeDef::PLAIN
};
