//! The built-in types: one row a type, from which their objects are made at start-up. Sizes and flags are
//! those that CPython's `__basicsize__`, `__itemsize__` and `__flags__` say.

use crate::memory::object::Kind;

/// Flags in a row of the table.
pub mod row {
    pub const NO: u8 = 0;
    /// Collected (`Py_TPFLAGS_HAVE_GC`).
    pub const GC: u8 = 1;
    /// May be subclassed.
    pub const BASE: u8 = 2;
    /// Instances have a `__dict__`.
    pub const DICT: u8 = 4;
}

/// One built-in type.
pub struct BuiltinType {
    pub name: &'static str,
    pub base: u32,
    pub kind: Kind,
    pub basicsize: u32,
    pub itemsize: u32,
    pub flags: u8,
}

macro_rules! builtin_types {
    ($($id:ident $name:literal $base:ident $kind:ident $basic:literal $item:literal $($flag:ident)|*;)*) => {
        /// Indices of the built-in types in `Machine::types`.
        pub mod ty {
            #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "the variants only number the constants")]
            #[derive(Clone, Copy)]
            enum Number { $($id),* }
            $(pub const $id: u32 = Number::$id as u32;)*
        }
        pub const BUILTIN_TYPES: &[BuiltinType] = &[
            $(BuiltinType {
                name: $name, base: ty::$base, kind: Kind::$kind, basicsize: $basic, itemsize: $item,
                flags: $(row::$flag)|*,
            }),*
        ];
    };
}

builtin_types! {
    OBJECT "object" OBJECT Instance 16 0 BASE;
    TYPE "type" OBJECT Type 936 40 GC|BASE;
    NONE_TYPE "NoneType" OBJECT None 16 0 NO;
    ELLIPSIS "ellipsis" OBJECT Ellipsis 16 0 NO;
    NOT_IMPLEMENTED_TYPE "NotImplementedType" OBJECT NotImplemented 16 0 NO;
    INT "int" OBJECT Int 24 4 BASE;
    BOOL "bool" INT Bool 24 4 NO;
    FLOAT "float" OBJECT Float 24 0 BASE;
    COMPLEX "complex" OBJECT Complex 32 0 BASE;
    STR "str" OBJECT Str 64 0 BASE;
    BYTES "bytes" OBJECT Bytes 33 1 BASE;
    TUPLE "tuple" OBJECT Tuple 32 8 GC|BASE;
    LIST "list" OBJECT List 40 0 GC|BASE;
    DICT "dict" OBJECT Dict 48 0 GC|BASE;
    SET "set" OBJECT Set 200 0 GC|BASE;
    FROZENSET "frozenset" OBJECT FrozenSet 200 0 GC|BASE;
    RANGE "range" OBJECT Range 48 0 NO;
    SLICE "slice" OBJECT Slice 40 0 GC;
    FUNCTION "function" OBJECT Function 152 0 GC;
    METHOD "method" OBJECT Method 48 0 GC;
    BUILTIN_FUNCTION "builtin_function_or_method" OBJECT BuiltinFunction 56 0 GC;
    METHOD_DESCRIPTOR "method_descriptor" OBJECT MethodDescriptor 56 0 GC;
    WRAPPER_DESCRIPTOR "wrapper_descriptor" OBJECT WrapperDescriptor 56 0 GC;
    CLASSMETHOD_DESCRIPTOR "classmethod_descriptor" OBJECT MethodDescriptor 56 0 GC;
    METHOD_WRAPPER "method-wrapper" OBJECT BuiltinFunction 32 0 GC;
    GETSET_DESCRIPTOR "getset_descriptor" OBJECT GetSet 48 0 GC;
    MEMBER_DESCRIPTOR "member_descriptor" OBJECT Member 48 0 GC;
    CODE "code" OBJECT Code 208 2 NO;
    MODULE "module" OBJECT Module 56 0 GC|BASE;
    CELL "cell" OBJECT Cell 24 0 GC;
    GENERATOR "generator" OBJECT Generator 152 8 GC;
    PROPERTY "property" OBJECT Property 64 0 GC|BASE;
    STATICMETHOD "staticmethod" OBJECT StaticMethod 32 0 GC|BASE;
    CLASSMETHOD "classmethod" OBJECT ClassMethod 32 0 GC|BASE;
    SUPER "super" OBJECT Super 40 0 GC|BASE;
    TRACEBACK "traceback" OBJECT Traceback 40 0 GC;
    FRAME "frame" OBJECT Frame 152 8 GC;
    ENUMERATE "enumerate" OBJECT Enumerate 56 0 GC|BASE;
    MAP "map" OBJECT Map 40 0 GC|BASE;
    ZIP "zip" OBJECT Zip 48 0 GC|BASE;
    FILTER "filter" OBJECT Filter 32 0 GC|BASE;
    REVERSED "reversed" OBJECT Reversed 32 0 GC|BASE;
    LIST_REVERSEITERATOR "list_reverseiterator" OBJECT Reversed 32 0 GC;
    RANGE_ITERATOR "range_iterator" OBJECT RangeIter 40 0 NO;
    LIST_ITERATOR "list_iterator" OBJECT SeqIter 32 0 GC;
    TUPLE_ITERATOR "tuple_iterator" OBJECT SeqIter 32 0 GC;
    STR_ITERATOR "str_iterator" OBJECT SeqIter 32 0 GC;
    STR_ASCII_ITERATOR "str_ascii_iterator" OBJECT SeqIter 32 0 GC;
    BYTES_ITERATOR "bytes_iterator" OBJECT SeqIter 32 0 GC;
    ITERATOR "iterator" OBJECT SeqIter 32 0 GC;
    DICT_KEYITERATOR "dict_keyiterator" OBJECT DictIter 56 0 GC;
    DICT_VALUEITERATOR "dict_valueiterator" OBJECT DictIter 56 0 GC;
    DICT_ITEMITERATOR "dict_itemiterator" OBJECT DictIter 56 0 GC;
    SET_ITERATOR "set_iterator" OBJECT SetIter 48 0 GC;
    DICT_KEYS "dict_keys" OBJECT DictView 24 0 GC;
    DICT_VALUES "dict_values" OBJECT DictView 24 0 GC;
    DICT_ITEMS "dict_items" OBJECT DictView 24 0 GC;
    CALLABLE_ITERATOR "callable_iterator" OBJECT CallIter 32 0 GC;
    MAPPINGPROXY "mappingproxy" OBJECT MappingProxy 24 0 GC;
    GENERIC_ALIAS "types.GenericAlias" OBJECT GenericAlias 64 0 GC|BASE;
    TEXT_IO "_io.TextIOWrapper" OBJECT Instance 176 0 GC;
    BASE_EXCEPTION "BaseException" OBJECT Exception 72 0 GC|BASE|DICT;
    BASE_EXCEPTION_GROUP "BaseExceptionGroup" BASE_EXCEPTION Exception 96 0 GC|BASE|DICT;
    EXCEPTION_GROUP "ExceptionGroup" BASE_EXCEPTION_GROUP Exception 96 0 GC|BASE|DICT;
    EXCEPTION "Exception" BASE_EXCEPTION Exception 72 0 GC|BASE|DICT;
    ARITHMETIC_ERROR "ArithmeticError" EXCEPTION Exception 72 0 GC|BASE|DICT;
    FLOATING_POINT_ERROR "FloatingPointError" ARITHMETIC_ERROR Exception 72 0 GC|BASE|DICT;
    OVERFLOW_ERROR "OverflowError" ARITHMETIC_ERROR Exception 72 0 GC|BASE|DICT;
    ZERO_DIVISION_ERROR "ZeroDivisionError" ARITHMETIC_ERROR Exception 72 0 GC|BASE|DICT;
    ASSERTION_ERROR "AssertionError" EXCEPTION Exception 72 0 GC|BASE|DICT;
    ATTRIBUTE_ERROR "AttributeError" EXCEPTION Exception 88 0 GC|BASE|DICT;
    BUFFER_ERROR "BufferError" EXCEPTION Exception 72 0 GC|BASE|DICT;
    EOF_ERROR "EOFError" EXCEPTION Exception 72 0 GC|BASE|DICT;
    IMPORT_ERROR "ImportError" EXCEPTION Exception 104 0 GC|BASE|DICT;
    MODULE_NOT_FOUND_ERROR "ModuleNotFoundError" IMPORT_ERROR Exception 104 0 GC|BASE|DICT;
    LOOKUP_ERROR "LookupError" EXCEPTION Exception 72 0 GC|BASE|DICT;
    INDEX_ERROR "IndexError" LOOKUP_ERROR Exception 72 0 GC|BASE|DICT;
    KEY_ERROR "KeyError" LOOKUP_ERROR Exception 72 0 GC|BASE|DICT;
    MEMORY_ERROR "MemoryError" EXCEPTION Exception 72 0 GC|BASE|DICT;
    NAME_ERROR "NameError" EXCEPTION Exception 80 0 GC|BASE|DICT;
    UNBOUND_LOCAL_ERROR "UnboundLocalError" NAME_ERROR Exception 80 0 GC|BASE|DICT;
    OS_ERROR "OSError" EXCEPTION Exception 112 0 GC|BASE|DICT;
    BLOCKING_IO_ERROR "BlockingIOError" OS_ERROR Exception 112 0 GC|BASE|DICT;
    CHILD_PROCESS_ERROR "ChildProcessError" OS_ERROR Exception 112 0 GC|BASE|DICT;
    CONNECTION_ERROR "ConnectionError" OS_ERROR Exception 112 0 GC|BASE|DICT;
    BROKEN_PIPE_ERROR "BrokenPipeError" CONNECTION_ERROR Exception 112 0 GC|BASE|DICT;
    CONNECTION_ABORTED_ERROR "ConnectionAbortedError" CONNECTION_ERROR Exception 112 0 GC|BASE|DICT;
    CONNECTION_REFUSED_ERROR "ConnectionRefusedError" CONNECTION_ERROR Exception 112 0 GC|BASE|DICT;
    CONNECTION_RESET_ERROR "ConnectionResetError" CONNECTION_ERROR Exception 112 0 GC|BASE|DICT;
    FILE_EXISTS_ERROR "FileExistsError" OS_ERROR Exception 112 0 GC|BASE|DICT;
    FILE_NOT_FOUND_ERROR "FileNotFoundError" OS_ERROR Exception 112 0 GC|BASE|DICT;
    INTERRUPTED_ERROR "InterruptedError" OS_ERROR Exception 112 0 GC|BASE|DICT;
    IS_A_DIRECTORY_ERROR "IsADirectoryError" OS_ERROR Exception 112 0 GC|BASE|DICT;
    NOT_A_DIRECTORY_ERROR "NotADirectoryError" OS_ERROR Exception 112 0 GC|BASE|DICT;
    PERMISSION_ERROR "PermissionError" OS_ERROR Exception 112 0 GC|BASE|DICT;
    PROCESS_LOOKUP_ERROR "ProcessLookupError" OS_ERROR Exception 112 0 GC|BASE|DICT;
    TIMEOUT_ERROR "TimeoutError" OS_ERROR Exception 112 0 GC|BASE|DICT;
    REFERENCE_ERROR "ReferenceError" EXCEPTION Exception 72 0 GC|BASE|DICT;
    RUNTIME_ERROR "RuntimeError" EXCEPTION Exception 72 0 GC|BASE|DICT;
    NOT_IMPLEMENTED_ERROR "NotImplementedError" RUNTIME_ERROR Exception 72 0 GC|BASE|DICT;
    PYTHON_FINALIZATION_ERROR "PythonFinalizationError" RUNTIME_ERROR Exception 72 0 GC|BASE|DICT;
    RECURSION_ERROR "RecursionError" RUNTIME_ERROR Exception 72 0 GC|BASE|DICT;
    STOP_ASYNC_ITERATION "StopAsyncIteration" EXCEPTION Exception 72 0 GC|BASE|DICT;
    STOP_ITERATION "StopIteration" EXCEPTION Exception 80 0 GC|BASE|DICT;
    SYNTAX_ERROR "SyntaxError" EXCEPTION Exception 144 0 GC|BASE|DICT;
    INDENTATION_ERROR "IndentationError" SYNTAX_ERROR Exception 144 0 GC|BASE|DICT;
    TAB_ERROR "TabError" INDENTATION_ERROR Exception 144 0 GC|BASE|DICT;
    INCOMPLETE_INPUT_ERROR "_IncompleteInputError" SYNTAX_ERROR Exception 144 0 GC|BASE|DICT;
    SYSTEM_ERROR "SystemError" EXCEPTION Exception 72 0 GC|BASE|DICT;
    TYPE_ERROR "TypeError" EXCEPTION Exception 72 0 GC|BASE|DICT;
    VALUE_ERROR "ValueError" EXCEPTION Exception 72 0 GC|BASE|DICT;
    UNICODE_ERROR "UnicodeError" VALUE_ERROR Exception 72 0 GC|BASE|DICT;
    UNICODE_DECODE_ERROR "UnicodeDecodeError" UNICODE_ERROR Exception 112 0 GC|BASE|DICT;
    UNICODE_ENCODE_ERROR "UnicodeEncodeError" UNICODE_ERROR Exception 112 0 GC|BASE|DICT;
    UNICODE_TRANSLATE_ERROR "UnicodeTranslateError" UNICODE_ERROR Exception 112 0 GC|BASE|DICT;
    WARNING "Warning" EXCEPTION Exception 72 0 GC|BASE|DICT;
    BYTES_WARNING "BytesWarning" WARNING Exception 72 0 GC|BASE|DICT;
    DEPRECATION_WARNING "DeprecationWarning" WARNING Exception 72 0 GC|BASE|DICT;
    ENCODING_WARNING "EncodingWarning" WARNING Exception 72 0 GC|BASE|DICT;
    FUTURE_WARNING "FutureWarning" WARNING Exception 72 0 GC|BASE|DICT;
    IMPORT_WARNING "ImportWarning" WARNING Exception 72 0 GC|BASE|DICT;
    PENDING_DEPRECATION_WARNING "PendingDeprecationWarning" WARNING Exception 72 0 GC|BASE|DICT;
    RESOURCE_WARNING "ResourceWarning" WARNING Exception 72 0 GC|BASE|DICT;
    RUNTIME_WARNING "RuntimeWarning" WARNING Exception 72 0 GC|BASE|DICT;
    SYNTAX_WARNING "SyntaxWarning" WARNING Exception 72 0 GC|BASE|DICT;
    UNICODE_WARNING "UnicodeWarning" WARNING Exception 72 0 GC|BASE|DICT;
    USER_WARNING "UserWarning" WARNING Exception 72 0 GC|BASE|DICT;
    GENERATOR_EXIT "GeneratorExit" BASE_EXCEPTION Exception 72 0 GC|BASE|DICT;
    KEYBOARD_INTERRUPT "KeyboardInterrupt" BASE_EXCEPTION Exception 72 0 GC|BASE|DICT;
    SYSTEM_EXIT "SystemExit" BASE_EXCEPTION Exception 80 0 GC|BASE|DICT;
}
