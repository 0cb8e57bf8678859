//! All built-in types, in the order of their numbers. Their declarations lie in the files of the types.

use crate::native::typedef::TypeDef;

macro_rules! builtin_types {
    ($($id:ident $path:path;)*) => {
        /// Indices of the built-in types in `Machine::types`.
        pub mod ty {
            #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "the variants only number the constants")]
            #[derive(Clone, Copy)]
            enum Number { $($id),* }
            $(pub const $id: u32 = Number::$id as u32;)*
        }
        /// The declarations, by index.
        pub static TYPES: &[&TypeDef] = &[$(&$path),*];
        /// How many they are: types of modules are numbered from there on.
        pub const COUNT: u32 = TYPES.len() as u32;
    };
}

builtin_types! {
    OBJECT crate::objects::object::OBJECT;
    TYPE crate::objects::typeobject::methods::TYPE;
    NONE_TYPE crate::objects::object::singletons::NONE_TYPE;
    ELLIPSIS crate::objects::object::singletons::ELLIPSIS;
    NOT_IMPLEMENTED_TYPE crate::objects::object::singletons::NOT_IMPLEMENTED_TYPE;
    INT crate::objects::longobject::methods::INT;
    BOOL crate::objects::boolobject::BOOL;
    FLOAT crate::objects::floatobject::methods::FLOAT;
    COMPLEX crate::objects::complexobject::COMPLEX;
    STR crate::objects::unicodeobject::methods::STR;
    BYTES crate::objects::bytesobject::BYTES;
    TUPLE crate::objects::tupleobject::TUPLE;
    LIST crate::objects::listobject::methods::LIST;
    DICT crate::objects::dictobject::methods::DICT;
    SET crate::objects::setobject::methods::SET;
    FROZENSET crate::objects::setobject::methods::FROZENSET;
    RANGE crate::objects::rangeobject::RANGE;
    SLICE crate::objects::sliceobject::SLICE;
    FUNCTION crate::objects::funcobject::FUNCTION;
    METHOD crate::objects::classobject::METHOD;
    BUILTIN_FUNCTION crate::objects::methodobject::BUILTIN_FUNCTION;
    METHOD_DESCRIPTOR crate::objects::descrobject::types::METHOD_DESCRIPTOR;
    WRAPPER_DESCRIPTOR crate::objects::descrobject::types::WRAPPER_DESCRIPTOR;
    CLASSMETHOD_DESCRIPTOR crate::objects::descrobject::types::CLASSMETHOD_DESCRIPTOR;
    METHOD_WRAPPER crate::objects::descrobject::types::METHOD_WRAPPER;
    GETSET_DESCRIPTOR crate::objects::descrobject::types::GETSET_DESCRIPTOR;
    MEMBER_DESCRIPTOR crate::objects::descrobject::types::MEMBER_DESCRIPTOR;
    CODE crate::objects::codeobject::methods::CODE;
    MODULE crate::objects::moduleobject::MODULE;
    CELL crate::objects::cellobject::CELL;
    GENERATOR crate::objects::genobject::methods::GENERATOR;
    COROUTINE crate::objects::genobject::coroutine::COROUTINE;
    COROUTINE_WRAPPER crate::objects::genobject::coroutine::COROUTINE_WRAPPER;
    ASYNC_GENERATOR crate::objects::genobject::asyncgen::ASYNC_GENERATOR;
    ASYNC_GENERATOR_ASEND crate::objects::genobject::asyncgen::ASEND;
    ASYNC_GENERATOR_ATHROW crate::objects::genobject::asyncgen::ATHROW;
    ASYNC_GENERATOR_WRAPPED_VALUE crate::objects::genobject::asyncgen::WRAPPED_VALUE;
    ANEXT_AWAITABLE crate::objects::genobject::asyncgen::ANEXT_AWAITABLE;
    TEMPLATE crate::objects::templateobject::TEMPLATE;
    TEMPLATE_ITER crate::objects::templateobject::TEMPLATE_ITER;
    INTERPOLATION crate::objects::interpolationobject::INTERPOLATION;
    TYPE_VAR crate::objects::typevarobject::TYPE_VAR;
    PARAM_SPEC crate::objects::typevarobject::PARAM_SPEC;
    PARAM_SPEC_ARGS crate::objects::typevarobject::PARAM_SPEC_ARGS;
    PARAM_SPEC_KWARGS crate::objects::typevarobject::PARAM_SPEC_KWARGS;
    TYPE_VAR_TUPLE crate::objects::typevarobject::TYPE_VAR_TUPLE;
    TYPE_ALIAS crate::objects::typevarobject::TYPE_ALIAS;
    NO_DEFAULT_TYPE crate::objects::typevarobject::NO_DEFAULT_TYPE;
    CONST_EVALUATOR crate::objects::typevarobject::CONST_EVALUATOR;
    GENERIC crate::objects::typevarobject::GENERIC;
    PROPERTY crate::objects::descrobject::property::PROPERTY;
    STATICMETHOD crate::objects::funcobject::STATICMETHOD;
    CLASSMETHOD crate::objects::funcobject::CLASSMETHOD;
    SUPER crate::objects::typeobject::super_::SUPER;
    TRACEBACK crate::python::traceback::TRACEBACK;
    FRAME crate::objects::frameobject::FRAME;
    FRAME_LOCALS_PROXY crate::objects::frameobject::locals_proxy::FRAME_LOCALS_PROXY;
    ENUMERATE crate::objects::enumobject::ENUMERATE;
    MAP crate::python::bltinmodule::iterators::MAP;
    ZIP crate::python::bltinmodule::iterators::ZIP;
    FILTER crate::python::bltinmodule::iterators::FILTER;
    REVERSED crate::objects::enumobject::REVERSED;
    LIST_REVERSEITERATOR crate::objects::iterobject::types::LIST_REVERSEITERATOR;
    RANGE_ITERATOR crate::objects::iterobject::types::RANGE_ITERATOR;
    LONGRANGE_ITERATOR crate::objects::iterobject::types::LONGRANGE_ITERATOR;
    LIST_ITERATOR crate::objects::iterobject::types::LIST_ITERATOR;
    TUPLE_ITERATOR crate::objects::iterobject::types::TUPLE_ITERATOR;
    STR_ITERATOR crate::objects::iterobject::types::STR_ITERATOR;
    STR_ASCII_ITERATOR crate::objects::iterobject::types::STR_ASCII_ITERATOR;
    BYTES_ITERATOR crate::objects::iterobject::types::BYTES_ITERATOR;
    ITERATOR crate::objects::iterobject::types::ITERATOR;
    DICT_KEYITERATOR crate::objects::iterobject::types::DICT_KEYITERATOR;
    DICT_VALUEITERATOR crate::objects::iterobject::types::DICT_VALUEITERATOR;
    DICT_ITEMITERATOR crate::objects::iterobject::types::DICT_ITEMITERATOR;
    DICT_REVERSEKEYITERATOR crate::objects::iterobject::types::DICT_REVERSEKEYITERATOR;
    DICT_REVERSEVALUEITERATOR crate::objects::iterobject::types::DICT_REVERSEVALUEITERATOR;
    DICT_REVERSEITEMITERATOR crate::objects::iterobject::types::DICT_REVERSEITEMITERATOR;
    SET_ITERATOR crate::objects::iterobject::types::SET_ITERATOR;
    DICT_KEYS crate::objects::dictobject::views::DICT_KEYS;
    DICT_VALUES crate::objects::dictobject::views::DICT_VALUES;
    DICT_ITEMS crate::objects::dictobject::views::DICT_ITEMS;
    CALLABLE_ITERATOR crate::objects::iterobject::types::CALLABLE_ITERATOR;
    MAPPINGPROXY crate::objects::descrobject::mappingproxy::MAPPINGPROXY;
    GENERIC_ALIAS crate::objects::genericaliasobject::GENERIC_ALIAS;
    GENERIC_ALIAS_ITERATOR crate::objects::genericaliasobject::GENERIC_ALIAS_ITERATOR;
    UNION crate::objects::unionobject::UNION;
    BYTEARRAY crate::objects::bytearrayobject::methods::BYTEARRAY;
    BYTEARRAY_ITERATOR crate::objects::iterobject::types::BYTEARRAY_ITERATOR;
    MEMORYVIEW crate::objects::memoryobject::methods::MEMORYVIEW;
    MEMORY_ITERATOR crate::objects::memoryobject::methods::MEMORY_ITERATOR;
    MANAGED_BUFFER crate::objects::memoryobject::methods::MANAGED_BUFFER;
    BUFFER_WRAPPER crate::objects::memoryobject::methods::BUFFER_WRAPPER;
    SIMPLE_NAMESPACE crate::objects::namespaceobject::SIMPLE_NAMESPACE;
    STRUCTSEQ crate::objects::structseq::STRUCTSEQ;
    WEAK_REF crate::objects::weakrefobject::WEAK_REF;
    WEAK_PROXY crate::objects::weakrefobject::proxy::WEAK_PROXY;
    WEAK_CALLABLE_PROXY crate::objects::weakrefobject::proxy::WEAK_CALLABLE_PROXY;
    TEXT_IO crate::python::sysmodule::TEXT_IO;
    BASE_EXCEPTION crate::objects::exceptions::types::BASE_EXCEPTION;
    BASE_EXCEPTION_GROUP crate::objects::exceptions::types::BASE_EXCEPTION_GROUP;
    EXCEPTION_GROUP crate::objects::exceptions::types::EXCEPTION_GROUP;
    EXCEPTION crate::objects::exceptions::types::EXCEPTION;
    ARITHMETIC_ERROR crate::objects::exceptions::types::ARITHMETIC_ERROR;
    FLOATING_POINT_ERROR crate::objects::exceptions::types::FLOATING_POINT_ERROR;
    OVERFLOW_ERROR crate::objects::exceptions::types::OVERFLOW_ERROR;
    ZERO_DIVISION_ERROR crate::objects::exceptions::types::ZERO_DIVISION_ERROR;
    ASSERTION_ERROR crate::objects::exceptions::types::ASSERTION_ERROR;
    ATTRIBUTE_ERROR crate::objects::exceptions::types::ATTRIBUTE_ERROR;
    BUFFER_ERROR crate::objects::exceptions::types::BUFFER_ERROR;
    EOF_ERROR crate::objects::exceptions::types::EOF_ERROR;
    IMPORT_ERROR crate::objects::exceptions::types::IMPORT_ERROR;
    MODULE_NOT_FOUND_ERROR crate::objects::exceptions::types::MODULE_NOT_FOUND_ERROR;
    LOOKUP_ERROR crate::objects::exceptions::types::LOOKUP_ERROR;
    INDEX_ERROR crate::objects::exceptions::types::INDEX_ERROR;
    KEY_ERROR crate::objects::exceptions::types::KEY_ERROR;
    MEMORY_ERROR crate::objects::exceptions::types::MEMORY_ERROR;
    NAME_ERROR crate::objects::exceptions::types::NAME_ERROR;
    UNBOUND_LOCAL_ERROR crate::objects::exceptions::types::UNBOUND_LOCAL_ERROR;
    OS_ERROR crate::objects::exceptions::types::OS_ERROR;
    BLOCKING_IO_ERROR crate::objects::exceptions::types::BLOCKING_IO_ERROR;
    CHILD_PROCESS_ERROR crate::objects::exceptions::types::CHILD_PROCESS_ERROR;
    CONNECTION_ERROR crate::objects::exceptions::types::CONNECTION_ERROR;
    BROKEN_PIPE_ERROR crate::objects::exceptions::types::BROKEN_PIPE_ERROR;
    CONNECTION_ABORTED_ERROR crate::objects::exceptions::types::CONNECTION_ABORTED_ERROR;
    CONNECTION_REFUSED_ERROR crate::objects::exceptions::types::CONNECTION_REFUSED_ERROR;
    CONNECTION_RESET_ERROR crate::objects::exceptions::types::CONNECTION_RESET_ERROR;
    FILE_EXISTS_ERROR crate::objects::exceptions::types::FILE_EXISTS_ERROR;
    FILE_NOT_FOUND_ERROR crate::objects::exceptions::types::FILE_NOT_FOUND_ERROR;
    INTERRUPTED_ERROR crate::objects::exceptions::types::INTERRUPTED_ERROR;
    IS_A_DIRECTORY_ERROR crate::objects::exceptions::types::IS_A_DIRECTORY_ERROR;
    NOT_A_DIRECTORY_ERROR crate::objects::exceptions::types::NOT_A_DIRECTORY_ERROR;
    PERMISSION_ERROR crate::objects::exceptions::types::PERMISSION_ERROR;
    PROCESS_LOOKUP_ERROR crate::objects::exceptions::types::PROCESS_LOOKUP_ERROR;
    TIMEOUT_ERROR crate::objects::exceptions::types::TIMEOUT_ERROR;
    REFERENCE_ERROR crate::objects::exceptions::types::REFERENCE_ERROR;
    RUNTIME_ERROR crate::objects::exceptions::types::RUNTIME_ERROR;
    NOT_IMPLEMENTED_ERROR crate::objects::exceptions::types::NOT_IMPLEMENTED_ERROR;
    PYTHON_FINALIZATION_ERROR crate::objects::exceptions::types::PYTHON_FINALIZATION_ERROR;
    RECURSION_ERROR crate::objects::exceptions::types::RECURSION_ERROR;
    STOP_ASYNC_ITERATION crate::objects::exceptions::types::STOP_ASYNC_ITERATION;
    STOP_ITERATION crate::objects::exceptions::types::STOP_ITERATION;
    SYNTAX_ERROR crate::objects::exceptions::types::SYNTAX_ERROR;
    INDENTATION_ERROR crate::objects::exceptions::types::INDENTATION_ERROR;
    TAB_ERROR crate::objects::exceptions::types::TAB_ERROR;
    INCOMPLETE_INPUT_ERROR crate::objects::exceptions::types::INCOMPLETE_INPUT_ERROR;
    SYSTEM_ERROR crate::objects::exceptions::types::SYSTEM_ERROR;
    TYPE_ERROR crate::objects::exceptions::types::TYPE_ERROR;
    VALUE_ERROR crate::objects::exceptions::types::VALUE_ERROR;
    UNICODE_ERROR crate::objects::exceptions::types::UNICODE_ERROR;
    UNICODE_DECODE_ERROR crate::objects::exceptions::types::UNICODE_DECODE_ERROR;
    UNICODE_ENCODE_ERROR crate::objects::exceptions::types::UNICODE_ENCODE_ERROR;
    UNICODE_TRANSLATE_ERROR crate::objects::exceptions::types::UNICODE_TRANSLATE_ERROR;
    WARNING crate::objects::exceptions::types::WARNING;
    BYTES_WARNING crate::objects::exceptions::types::BYTES_WARNING;
    DEPRECATION_WARNING crate::objects::exceptions::types::DEPRECATION_WARNING;
    ENCODING_WARNING crate::objects::exceptions::types::ENCODING_WARNING;
    FUTURE_WARNING crate::objects::exceptions::types::FUTURE_WARNING;
    IMPORT_WARNING crate::objects::exceptions::types::IMPORT_WARNING;
    PENDING_DEPRECATION_WARNING crate::objects::exceptions::types::PENDING_DEPRECATION_WARNING;
    RESOURCE_WARNING crate::objects::exceptions::types::RESOURCE_WARNING;
    RUNTIME_WARNING crate::objects::exceptions::types::RUNTIME_WARNING;
    SYNTAX_WARNING crate::objects::exceptions::types::SYNTAX_WARNING;
    UNICODE_WARNING crate::objects::exceptions::types::UNICODE_WARNING;
    USER_WARNING crate::objects::exceptions::types::USER_WARNING;
    GENERATOR_EXIT crate::objects::exceptions::types::GENERATOR_EXIT;
    KEYBOARD_INTERRUPT crate::objects::exceptions::types::KEYBOARD_INTERRUPT;
    SYSTEM_EXIT crate::objects::exceptions::types::SYSTEM_EXIT;
}
