//! The instruction table of CPython 3.14: one row an opcode, in the order of its number. Disassembler, code
//! generation, stack depth, the evaluation loop and the opcode pages of the app all read it here.
//! Source: `Python/bytecodes.c` by way of `opcode_ids.h` and `pycore_opcode_metadata.h`.

/// How many entries an instruction takes from or leaves on the evaluation stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Fixed(u8),
    /// This many more than the argument (may be negative).
    Arg(i8),
    /// This many, one more if the argument is odd.
    LowBit(u8),
    /// Twice the argument.
    TwiceArg,
    /// One, and as many as both bytes of the argument say (`UNPACK_EX`).
    UnpackEx,
}

impl Effect {
    pub const fn count(self, oparg: u32) -> i32 {
        let arg = oparg as i32;
        match self {
            Effect::Fixed(n) => n as i32,
            Effect::Arg(n) => n as i32 + arg,
            Effect::LowBit(n) => n as i32 + (arg & 1),
            Effect::TwiceArg => 2 * arg,
            Effect::UnpackEx => 1 + (arg & 0xFF) + (arg >> 8),
        }
    }
}

/// Properties of an opcode, as bits.
pub mod has {
    pub const ARG: u16 = 1;
    pub const CONST: u16 = 2;
    pub const NAME: u16 = 4;
    pub const JUMP: u16 = 8;
    pub const FREE: u16 = 16;
    pub const LOCAL: u16 = 32;
    pub const EVAL_BREAK: u16 = 64;
    pub const DEOPT: u16 = 128;
    pub const ERROR: u16 = 256;
    pub const ESCAPES: u16 = 512;
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct OpcodeInfo {
    pub op: u16,
    pub name: &'static str,
    /// Inline cache units (two bytes each) behind the instruction.
    pub caches: u8,
    pub popped: Effect,
    pub pushed: Effect,
    /// Bits of [`has`].
    pub flags: u16,
    /// The opcode itself, or for a specialised form the family it came from.
    pub deopt: u16,
}

pub const CACHE: u16 = 0;
pub const BINARY_SLICE: u16 = 1;
pub const BUILD_TEMPLATE: u16 = 2;
pub const BINARY_OP_INPLACE_ADD_UNICODE: u16 = 3;
pub const CALL_FUNCTION_EX: u16 = 4;
pub const CHECK_EG_MATCH: u16 = 5;
pub const CHECK_EXC_MATCH: u16 = 6;
pub const CLEANUP_THROW: u16 = 7;
pub const DELETE_SUBSCR: u16 = 8;
pub const END_FOR: u16 = 9;
pub const END_SEND: u16 = 10;
pub const EXIT_INIT_CHECK: u16 = 11;
pub const FORMAT_SIMPLE: u16 = 12;
pub const FORMAT_WITH_SPEC: u16 = 13;
pub const GET_AITER: u16 = 14;
pub const GET_ANEXT: u16 = 15;
pub const GET_ITER: u16 = 16;
pub const RESERVED: u16 = 17;
pub const GET_LEN: u16 = 18;
pub const GET_YIELD_FROM_ITER: u16 = 19;
pub const INTERPRETER_EXIT: u16 = 20;
pub const LOAD_BUILD_CLASS: u16 = 21;
pub const LOAD_LOCALS: u16 = 22;
pub const MAKE_FUNCTION: u16 = 23;
pub const MATCH_KEYS: u16 = 24;
pub const MATCH_MAPPING: u16 = 25;
pub const MATCH_SEQUENCE: u16 = 26;
pub const NOP: u16 = 27;
pub const NOT_TAKEN: u16 = 28;
pub const POP_EXCEPT: u16 = 29;
pub const POP_ITER: u16 = 30;
pub const POP_TOP: u16 = 31;
pub const PUSH_EXC_INFO: u16 = 32;
pub const PUSH_NULL: u16 = 33;
pub const RETURN_GENERATOR: u16 = 34;
pub const RETURN_VALUE: u16 = 35;
pub const SETUP_ANNOTATIONS: u16 = 36;
pub const STORE_SLICE: u16 = 37;
pub const STORE_SUBSCR: u16 = 38;
pub const TO_BOOL: u16 = 39;
pub const UNARY_INVERT: u16 = 40;
pub const UNARY_NEGATIVE: u16 = 41;
pub const UNARY_NOT: u16 = 42;
pub const WITH_EXCEPT_START: u16 = 43;
pub const BINARY_OP: u16 = 44;
pub const BUILD_INTERPOLATION: u16 = 45;
pub const BUILD_LIST: u16 = 46;
pub const BUILD_MAP: u16 = 47;
pub const BUILD_SET: u16 = 48;
pub const BUILD_SLICE: u16 = 49;
pub const BUILD_STRING: u16 = 50;
pub const BUILD_TUPLE: u16 = 51;
pub const CALL: u16 = 52;
pub const CALL_INTRINSIC_1: u16 = 53;
pub const CALL_INTRINSIC_2: u16 = 54;
pub const CALL_KW: u16 = 55;
pub const COMPARE_OP: u16 = 56;
pub const CONTAINS_OP: u16 = 57;
pub const CONVERT_VALUE: u16 = 58;
pub const COPY: u16 = 59;
pub const COPY_FREE_VARS: u16 = 60;
pub const DELETE_ATTR: u16 = 61;
pub const DELETE_DEREF: u16 = 62;
pub const DELETE_FAST: u16 = 63;
pub const DELETE_GLOBAL: u16 = 64;
pub const DELETE_NAME: u16 = 65;
pub const DICT_MERGE: u16 = 66;
pub const DICT_UPDATE: u16 = 67;
pub const END_ASYNC_FOR: u16 = 68;
pub const EXTENDED_ARG: u16 = 69;
pub const FOR_ITER: u16 = 70;
pub const GET_AWAITABLE: u16 = 71;
pub const IMPORT_FROM: u16 = 72;
pub const IMPORT_NAME: u16 = 73;
pub const IS_OP: u16 = 74;
pub const JUMP_BACKWARD: u16 = 75;
pub const JUMP_BACKWARD_NO_INTERRUPT: u16 = 76;
pub const JUMP_FORWARD: u16 = 77;
pub const LIST_APPEND: u16 = 78;
pub const LIST_EXTEND: u16 = 79;
pub const LOAD_ATTR: u16 = 80;
pub const LOAD_COMMON_CONSTANT: u16 = 81;
pub const LOAD_CONST: u16 = 82;
pub const LOAD_DEREF: u16 = 83;
pub const LOAD_FAST: u16 = 84;
pub const LOAD_FAST_AND_CLEAR: u16 = 85;
pub const LOAD_FAST_BORROW: u16 = 86;
pub const LOAD_FAST_BORROW_LOAD_FAST_BORROW: u16 = 87;
pub const LOAD_FAST_CHECK: u16 = 88;
pub const LOAD_FAST_LOAD_FAST: u16 = 89;
pub const LOAD_FROM_DICT_OR_DEREF: u16 = 90;
pub const LOAD_FROM_DICT_OR_GLOBALS: u16 = 91;
pub const LOAD_GLOBAL: u16 = 92;
pub const LOAD_NAME: u16 = 93;
pub const LOAD_SMALL_INT: u16 = 94;
pub const LOAD_SPECIAL: u16 = 95;
pub const LOAD_SUPER_ATTR: u16 = 96;
pub const MAKE_CELL: u16 = 97;
pub const MAP_ADD: u16 = 98;
pub const MATCH_CLASS: u16 = 99;
pub const POP_JUMP_IF_FALSE: u16 = 100;
pub const POP_JUMP_IF_NONE: u16 = 101;
pub const POP_JUMP_IF_NOT_NONE: u16 = 102;
pub const POP_JUMP_IF_TRUE: u16 = 103;
pub const RAISE_VARARGS: u16 = 104;
pub const RERAISE: u16 = 105;
pub const SEND: u16 = 106;
pub const SET_ADD: u16 = 107;
pub const SET_FUNCTION_ATTRIBUTE: u16 = 108;
pub const SET_UPDATE: u16 = 109;
pub const STORE_ATTR: u16 = 110;
pub const STORE_DEREF: u16 = 111;
pub const STORE_FAST: u16 = 112;
pub const STORE_FAST_LOAD_FAST: u16 = 113;
pub const STORE_FAST_STORE_FAST: u16 = 114;
pub const STORE_GLOBAL: u16 = 115;
pub const STORE_NAME: u16 = 116;
pub const SWAP: u16 = 117;
pub const UNPACK_EX: u16 = 118;
pub const UNPACK_SEQUENCE: u16 = 119;
pub const YIELD_VALUE: u16 = 120;
pub const RESUME: u16 = 128;
pub const BINARY_OP_ADD_FLOAT: u16 = 129;
pub const BINARY_OP_ADD_INT: u16 = 130;
pub const BINARY_OP_ADD_UNICODE: u16 = 131;
pub const BINARY_OP_EXTEND: u16 = 132;
pub const BINARY_OP_MULTIPLY_FLOAT: u16 = 133;
pub const BINARY_OP_MULTIPLY_INT: u16 = 134;
pub const BINARY_OP_SUBSCR_DICT: u16 = 135;
pub const BINARY_OP_SUBSCR_GETITEM: u16 = 136;
pub const BINARY_OP_SUBSCR_LIST_INT: u16 = 137;
pub const BINARY_OP_SUBSCR_LIST_SLICE: u16 = 138;
pub const BINARY_OP_SUBSCR_STR_INT: u16 = 139;
pub const BINARY_OP_SUBSCR_TUPLE_INT: u16 = 140;
pub const BINARY_OP_SUBTRACT_FLOAT: u16 = 141;
pub const BINARY_OP_SUBTRACT_INT: u16 = 142;
pub const CALL_ALLOC_AND_ENTER_INIT: u16 = 143;
pub const CALL_BOUND_METHOD_EXACT_ARGS: u16 = 144;
pub const CALL_BOUND_METHOD_GENERAL: u16 = 145;
pub const CALL_BUILTIN_CLASS: u16 = 146;
pub const CALL_BUILTIN_FAST: u16 = 147;
pub const CALL_BUILTIN_FAST_WITH_KEYWORDS: u16 = 148;
pub const CALL_BUILTIN_O: u16 = 149;
pub const CALL_ISINSTANCE: u16 = 150;
pub const CALL_KW_BOUND_METHOD: u16 = 151;
pub const CALL_KW_NON_PY: u16 = 152;
pub const CALL_KW_PY: u16 = 153;
pub const CALL_LEN: u16 = 154;
pub const CALL_LIST_APPEND: u16 = 155;
pub const CALL_METHOD_DESCRIPTOR_FAST: u16 = 156;
pub const CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS: u16 = 157;
pub const CALL_METHOD_DESCRIPTOR_NOARGS: u16 = 158;
pub const CALL_METHOD_DESCRIPTOR_O: u16 = 159;
pub const CALL_NON_PY_GENERAL: u16 = 160;
pub const CALL_PY_EXACT_ARGS: u16 = 161;
pub const CALL_PY_GENERAL: u16 = 162;
pub const CALL_STR_1: u16 = 163;
pub const CALL_TUPLE_1: u16 = 164;
pub const CALL_TYPE_1: u16 = 165;
pub const COMPARE_OP_FLOAT: u16 = 166;
pub const COMPARE_OP_INT: u16 = 167;
pub const COMPARE_OP_STR: u16 = 168;
pub const CONTAINS_OP_DICT: u16 = 169;
pub const CONTAINS_OP_SET: u16 = 170;
pub const FOR_ITER_GEN: u16 = 171;
pub const FOR_ITER_LIST: u16 = 172;
pub const FOR_ITER_RANGE: u16 = 173;
pub const FOR_ITER_TUPLE: u16 = 174;
pub const JUMP_BACKWARD_JIT: u16 = 175;
pub const JUMP_BACKWARD_NO_JIT: u16 = 176;
pub const LOAD_ATTR_CLASS: u16 = 177;
pub const LOAD_ATTR_CLASS_WITH_METACLASS_CHECK: u16 = 178;
pub const LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN: u16 = 179;
pub const LOAD_ATTR_INSTANCE_VALUE: u16 = 180;
pub const LOAD_ATTR_METHOD_LAZY_DICT: u16 = 181;
pub const LOAD_ATTR_METHOD_NO_DICT: u16 = 182;
pub const LOAD_ATTR_METHOD_WITH_VALUES: u16 = 183;
pub const LOAD_ATTR_MODULE: u16 = 184;
pub const LOAD_ATTR_NONDESCRIPTOR_NO_DICT: u16 = 185;
pub const LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES: u16 = 186;
pub const LOAD_ATTR_PROPERTY: u16 = 187;
pub const LOAD_ATTR_SLOT: u16 = 188;
pub const LOAD_ATTR_WITH_HINT: u16 = 189;
pub const LOAD_CONST_IMMORTAL: u16 = 190;
pub const LOAD_CONST_MORTAL: u16 = 191;
pub const LOAD_GLOBAL_BUILTIN: u16 = 192;
pub const LOAD_GLOBAL_MODULE: u16 = 193;
pub const LOAD_SUPER_ATTR_ATTR: u16 = 194;
pub const LOAD_SUPER_ATTR_METHOD: u16 = 195;
pub const RESUME_CHECK: u16 = 196;
pub const SEND_GEN: u16 = 197;
pub const STORE_ATTR_INSTANCE_VALUE: u16 = 198;
pub const STORE_ATTR_SLOT: u16 = 199;
pub const STORE_ATTR_WITH_HINT: u16 = 200;
pub const STORE_SUBSCR_DICT: u16 = 201;
pub const STORE_SUBSCR_LIST_INT: u16 = 202;
pub const TO_BOOL_ALWAYS_TRUE: u16 = 203;
pub const TO_BOOL_BOOL: u16 = 204;
pub const TO_BOOL_INT: u16 = 205;
pub const TO_BOOL_LIST: u16 = 206;
pub const TO_BOOL_NONE: u16 = 207;
pub const TO_BOOL_STR: u16 = 208;
pub const UNPACK_SEQUENCE_LIST: u16 = 209;
pub const UNPACK_SEQUENCE_TUPLE: u16 = 210;
pub const UNPACK_SEQUENCE_TWO_TUPLE: u16 = 211;
pub const INSTRUMENTED_END_FOR: u16 = 234;
pub const INSTRUMENTED_POP_ITER: u16 = 235;
pub const INSTRUMENTED_END_SEND: u16 = 236;
pub const INSTRUMENTED_FOR_ITER: u16 = 237;
pub const INSTRUMENTED_INSTRUCTION: u16 = 238;
pub const INSTRUMENTED_JUMP_FORWARD: u16 = 239;
pub const INSTRUMENTED_NOT_TAKEN: u16 = 240;
pub const INSTRUMENTED_POP_JUMP_IF_TRUE: u16 = 241;
pub const INSTRUMENTED_POP_JUMP_IF_FALSE: u16 = 242;
pub const INSTRUMENTED_POP_JUMP_IF_NONE: u16 = 243;
pub const INSTRUMENTED_POP_JUMP_IF_NOT_NONE: u16 = 244;
pub const INSTRUMENTED_RESUME: u16 = 245;
pub const INSTRUMENTED_RETURN_VALUE: u16 = 246;
pub const INSTRUMENTED_YIELD_VALUE: u16 = 247;
pub const INSTRUMENTED_END_ASYNC_FOR: u16 = 248;
pub const INSTRUMENTED_LOAD_SUPER_ATTR: u16 = 249;
pub const INSTRUMENTED_CALL: u16 = 250;
pub const INSTRUMENTED_CALL_KW: u16 = 251;
pub const INSTRUMENTED_CALL_FUNCTION_EX: u16 = 252;
pub const INSTRUMENTED_JUMP_BACKWARD: u16 = 253;
pub const INSTRUMENTED_LINE: u16 = 254;
pub const ENTER_EXECUTOR: u16 = 255;
pub const ANNOTATIONS_PLACEHOLDER: u16 = 256;
pub const JUMP: u16 = 257;
pub const JUMP_IF_FALSE: u16 = 258;
pub const JUMP_IF_TRUE: u16 = 259;
pub const JUMP_NO_INTERRUPT: u16 = 260;
pub const LOAD_CLOSURE: u16 = 261;
pub const POP_BLOCK: u16 = 262;
pub const SETUP_CLEANUP: u16 = 263;
pub const SETUP_FINALLY: u16 = 264;
pub const SETUP_WITH: u16 = 265;
pub const STORE_FAST_MAYBE_NULL: u16 = 266;

use Effect::{Arg, Fixed, LowBit, TwiceArg, UnpackEx};

/// One row: opcode, caches, popped, pushed, bits of [`has`], family.
macro_rules! row {
    ($op:ident, $caches:literal, $popped:expr, $pushed:expr, [$($flag:ident)*], $deopt:ident) => {
        OpcodeInfo {
            op: $op,
            name: stringify!($op),
            caches: $caches,
            popped: $popped,
            pushed: $pushed,
            flags: 0 $(| has::$flag)*,
            deopt: $deopt,
        }
    };
}

/// Every opcode and pseudo-instruction, by ascending number.
pub const TABLE: [OpcodeInfo; 238] = [
    row!(CACHE, 0, Fixed(0), Fixed(0), [], CACHE),
    row!(BINARY_SLICE, 0, Fixed(3), Fixed(1), [ERROR ESCAPES], BINARY_SLICE),
    row!(BUILD_TEMPLATE, 0, Fixed(2), Fixed(1), [ERROR ESCAPES], BUILD_TEMPLATE),
    row!(BINARY_OP_INPLACE_ADD_UNICODE, 5, Fixed(2), Fixed(0), [LOCAL DEOPT ERROR ESCAPES], BINARY_OP),
    row!(CALL_FUNCTION_EX, 0, Fixed(4), Fixed(1), [EVAL_BREAK ERROR ESCAPES], CALL_FUNCTION_EX),
    row!(CHECK_EG_MATCH, 0, Fixed(2), Fixed(2), [ERROR ESCAPES], CHECK_EG_MATCH),
    row!(CHECK_EXC_MATCH, 0, Fixed(2), Fixed(2), [ERROR ESCAPES], CHECK_EXC_MATCH),
    row!(CLEANUP_THROW, 0, Fixed(3), Fixed(2), [ERROR ESCAPES], CLEANUP_THROW),
    row!(DELETE_SUBSCR, 0, Fixed(2), Fixed(0), [ERROR ESCAPES], DELETE_SUBSCR),
    row!(END_FOR, 0, Fixed(1), Fixed(0), [ESCAPES], END_FOR),
    row!(END_SEND, 0, Fixed(2), Fixed(1), [ESCAPES], END_SEND),
    row!(EXIT_INIT_CHECK, 0, Fixed(1), Fixed(0), [ERROR ESCAPES], EXIT_INIT_CHECK),
    row!(FORMAT_SIMPLE, 0, Fixed(1), Fixed(1), [ERROR ESCAPES], FORMAT_SIMPLE),
    row!(FORMAT_WITH_SPEC, 0, Fixed(2), Fixed(1), [ERROR ESCAPES], FORMAT_WITH_SPEC),
    row!(GET_AITER, 0, Fixed(1), Fixed(1), [ERROR ESCAPES], GET_AITER),
    row!(GET_ANEXT, 0, Fixed(1), Fixed(2), [ERROR ESCAPES], GET_ANEXT),
    row!(GET_ITER, 0, Fixed(1), Fixed(1), [ERROR ESCAPES], GET_ITER),
    row!(RESERVED, 0, Fixed(0), Fixed(0), [], RESERVED),
    row!(GET_LEN, 0, Fixed(1), Fixed(2), [ERROR ESCAPES], GET_LEN),
    row!(GET_YIELD_FROM_ITER, 0, Fixed(1), Fixed(1), [ERROR ESCAPES], GET_YIELD_FROM_ITER),
    row!(INTERPRETER_EXIT, 0, Fixed(1), Fixed(0), [ESCAPES], INTERPRETER_EXIT),
    row!(LOAD_BUILD_CLASS, 0, Fixed(0), Fixed(1), [ERROR ESCAPES], LOAD_BUILD_CLASS),
    row!(LOAD_LOCALS, 0, Fixed(0), Fixed(1), [ERROR ESCAPES], LOAD_LOCALS),
    row!(MAKE_FUNCTION, 0, Fixed(1), Fixed(1), [ERROR ESCAPES], MAKE_FUNCTION),
    row!(MATCH_KEYS, 0, Fixed(2), Fixed(3), [ERROR ESCAPES], MATCH_KEYS),
    row!(MATCH_MAPPING, 0, Fixed(1), Fixed(2), [], MATCH_MAPPING),
    row!(MATCH_SEQUENCE, 0, Fixed(1), Fixed(2), [], MATCH_SEQUENCE),
    row!(NOP, 0, Fixed(0), Fixed(0), [], NOP),
    row!(NOT_TAKEN, 0, Fixed(0), Fixed(0), [], NOT_TAKEN),
    row!(POP_EXCEPT, 0, Fixed(1), Fixed(0), [ESCAPES], POP_EXCEPT),
    row!(POP_ITER, 0, Fixed(1), Fixed(0), [ESCAPES], POP_ITER),
    row!(POP_TOP, 0, Fixed(1), Fixed(0), [ESCAPES], POP_TOP),
    row!(PUSH_EXC_INFO, 0, Fixed(1), Fixed(2), [], PUSH_EXC_INFO),
    row!(PUSH_NULL, 0, Fixed(0), Fixed(1), [], PUSH_NULL),
    row!(RETURN_GENERATOR, 0, Fixed(0), Fixed(1), [ERROR ESCAPES], RETURN_GENERATOR),
    row!(RETURN_VALUE, 0, Fixed(1), Fixed(1), [ESCAPES], RETURN_VALUE),
    row!(SETUP_ANNOTATIONS, 0, Fixed(0), Fixed(0), [ERROR ESCAPES], SETUP_ANNOTATIONS),
    row!(STORE_SLICE, 0, Fixed(4), Fixed(0), [ERROR ESCAPES], STORE_SLICE),
    row!(STORE_SUBSCR, 1, Fixed(3), Fixed(0), [ERROR ESCAPES], STORE_SUBSCR),
    row!(TO_BOOL, 3, Fixed(1), Fixed(1), [ERROR ESCAPES], TO_BOOL),
    row!(UNARY_INVERT, 0, Fixed(1), Fixed(1), [ERROR ESCAPES], UNARY_INVERT),
    row!(UNARY_NEGATIVE, 0, Fixed(1), Fixed(1), [ERROR ESCAPES], UNARY_NEGATIVE),
    row!(UNARY_NOT, 0, Fixed(1), Fixed(1), [], UNARY_NOT),
    row!(WITH_EXCEPT_START, 0, Fixed(5), Fixed(6), [ERROR ESCAPES], WITH_EXCEPT_START),
    row!(BINARY_OP, 5, Fixed(2), Fixed(1), [ARG ERROR ESCAPES], BINARY_OP),
    row!(BUILD_INTERPOLATION, 0, LowBit(2), Fixed(1), [ARG ERROR ESCAPES], BUILD_INTERPOLATION),
    row!(BUILD_LIST, 0, Arg(0), Fixed(1), [ARG ERROR ESCAPES], BUILD_LIST),
    row!(BUILD_MAP, 0, TwiceArg, Fixed(1), [ARG ERROR ESCAPES], BUILD_MAP),
    row!(BUILD_SET, 0, Arg(0), Fixed(1), [ARG ERROR ESCAPES], BUILD_SET),
    row!(BUILD_SLICE, 0, Arg(0), Fixed(1), [ARG ERROR], BUILD_SLICE),
    row!(BUILD_STRING, 0, Arg(0), Fixed(1), [ARG ERROR], BUILD_STRING),
    row!(BUILD_TUPLE, 0, Arg(0), Fixed(1), [ARG ERROR], BUILD_TUPLE),
    row!(CALL, 3, Arg(2), Fixed(1), [ARG EVAL_BREAK ERROR ESCAPES], CALL),
    row!(CALL_INTRINSIC_1, 0, Fixed(1), Fixed(1), [ARG ERROR ESCAPES], CALL_INTRINSIC_1),
    row!(CALL_INTRINSIC_2, 0, Fixed(2), Fixed(1), [ARG ERROR ESCAPES], CALL_INTRINSIC_2),
    row!(CALL_KW, 3, Arg(3), Fixed(1), [ARG ERROR ESCAPES], CALL_KW),
    row!(COMPARE_OP, 1, Fixed(2), Fixed(1), [ARG ERROR ESCAPES], COMPARE_OP),
    row!(CONTAINS_OP, 1, Fixed(2), Fixed(1), [ARG ERROR ESCAPES], CONTAINS_OP),
    row!(CONVERT_VALUE, 0, Fixed(1), Fixed(1), [ARG ERROR ESCAPES], CONVERT_VALUE),
    row!(COPY, 0, Arg(0), Arg(1), [ARG], COPY),
    row!(COPY_FREE_VARS, 0, Fixed(0), Fixed(0), [ARG], COPY_FREE_VARS),
    row!(DELETE_ATTR, 0, Fixed(1), Fixed(0), [ARG NAME ERROR ESCAPES], DELETE_ATTR),
    row!(DELETE_DEREF, 0, Fixed(0), Fixed(0), [ARG FREE ERROR ESCAPES], DELETE_DEREF),
    row!(DELETE_FAST, 0, Fixed(0), Fixed(0), [ARG LOCAL ERROR ESCAPES], DELETE_FAST),
    row!(DELETE_GLOBAL, 0, Fixed(0), Fixed(0), [ARG NAME ERROR ESCAPES], DELETE_GLOBAL),
    row!(DELETE_NAME, 0, Fixed(0), Fixed(0), [ARG NAME ERROR ESCAPES], DELETE_NAME),
    row!(DICT_MERGE, 0, Arg(4), Arg(3), [ARG ERROR ESCAPES], DICT_MERGE),
    row!(DICT_UPDATE, 0, Arg(1), Arg(0), [ARG ERROR ESCAPES], DICT_UPDATE),
    row!(END_ASYNC_FOR, 0, Fixed(2), Fixed(0), [ARG JUMP ERROR ESCAPES], END_ASYNC_FOR),
    row!(EXTENDED_ARG, 0, Fixed(0), Fixed(0), [ARG], EXTENDED_ARG),
    row!(FOR_ITER, 1, Fixed(1), Fixed(2), [ARG JUMP ERROR ESCAPES], FOR_ITER),
    row!(GET_AWAITABLE, 0, Fixed(1), Fixed(1), [ARG ERROR ESCAPES], GET_AWAITABLE),
    row!(IMPORT_FROM, 0, Fixed(1), Fixed(2), [ARG NAME ERROR ESCAPES], IMPORT_FROM),
    row!(IMPORT_NAME, 0, Fixed(2), Fixed(1), [ARG NAME ERROR ESCAPES], IMPORT_NAME),
    row!(IS_OP, 0, Fixed(2), Fixed(1), [ARG], IS_OP),
    row!(JUMP_BACKWARD, 1, Fixed(0), Fixed(0), [ARG JUMP EVAL_BREAK ERROR ESCAPES], JUMP_BACKWARD),
    row!(JUMP_BACKWARD_NO_INTERRUPT, 0, Fixed(0), Fixed(0), [ARG JUMP], JUMP_BACKWARD_NO_INTERRUPT),
    row!(JUMP_FORWARD, 0, Fixed(0), Fixed(0), [ARG JUMP], JUMP_FORWARD),
    row!(LIST_APPEND, 0, Arg(1), Arg(0), [ARG ERROR], LIST_APPEND),
    row!(LIST_EXTEND, 0, Arg(1), Arg(0), [ARG ERROR ESCAPES], LIST_EXTEND),
    row!(LOAD_ATTR, 9, Fixed(1), LowBit(1), [ARG NAME ERROR ESCAPES], LOAD_ATTR),
    row!(LOAD_COMMON_CONSTANT, 0, Fixed(0), Fixed(1), [ARG], LOAD_COMMON_CONSTANT),
    row!(LOAD_CONST, 0, Fixed(0), Fixed(1), [ARG CONST], LOAD_CONST),
    row!(LOAD_DEREF, 0, Fixed(0), Fixed(1), [ARG LOCAL ERROR ESCAPES], LOAD_DEREF),
    row!(LOAD_FAST, 0, Fixed(0), Fixed(1), [ARG LOCAL], LOAD_FAST),
    row!(LOAD_FAST_AND_CLEAR, 0, Fixed(0), Fixed(1), [ARG LOCAL], LOAD_FAST_AND_CLEAR),
    row!(LOAD_FAST_BORROW, 0, Fixed(0), Fixed(1), [ARG LOCAL], LOAD_FAST_BORROW),
    row!(LOAD_FAST_BORROW_LOAD_FAST_BORROW, 0, Fixed(0), Fixed(2), [ARG LOCAL], LOAD_FAST_BORROW_LOAD_FAST_BORROW),
    row!(LOAD_FAST_CHECK, 0, Fixed(0), Fixed(1), [ARG LOCAL ERROR ESCAPES], LOAD_FAST_CHECK),
    row!(LOAD_FAST_LOAD_FAST, 0, Fixed(0), Fixed(2), [ARG LOCAL], LOAD_FAST_LOAD_FAST),
    row!(LOAD_FROM_DICT_OR_DEREF, 0, Fixed(1), Fixed(1), [ARG FREE ERROR ESCAPES], LOAD_FROM_DICT_OR_DEREF),
    row!(LOAD_FROM_DICT_OR_GLOBALS, 0, Fixed(1), Fixed(1), [ARG NAME ERROR ESCAPES], LOAD_FROM_DICT_OR_GLOBALS),
    row!(LOAD_GLOBAL, 4, Fixed(0), LowBit(1), [ARG NAME ERROR ESCAPES], LOAD_GLOBAL),
    row!(LOAD_NAME, 0, Fixed(0), Fixed(1), [ARG NAME ERROR ESCAPES], LOAD_NAME),
    row!(LOAD_SMALL_INT, 0, Fixed(0), Fixed(1), [ARG], LOAD_SMALL_INT),
    row!(LOAD_SPECIAL, 0, Fixed(1), Fixed(2), [ARG ERROR ESCAPES], LOAD_SPECIAL),
    row!(LOAD_SUPER_ATTR, 1, Fixed(3), LowBit(1), [ARG NAME ERROR ESCAPES], LOAD_SUPER_ATTR),
    row!(MAKE_CELL, 0, Fixed(0), Fixed(0), [ARG FREE ERROR ESCAPES], MAKE_CELL),
    row!(MAP_ADD, 0, Arg(2), Arg(0), [ARG ERROR ESCAPES], MAP_ADD),
    row!(MATCH_CLASS, 0, Fixed(3), Fixed(1), [ARG ERROR ESCAPES], MATCH_CLASS),
    row!(POP_JUMP_IF_FALSE, 1, Fixed(1), Fixed(0), [ARG JUMP], POP_JUMP_IF_FALSE),
    row!(POP_JUMP_IF_NONE, 1, Fixed(1), Fixed(0), [ARG JUMP], POP_JUMP_IF_NONE),
    row!(POP_JUMP_IF_NOT_NONE, 1, Fixed(1), Fixed(0), [ARG JUMP], POP_JUMP_IF_NOT_NONE),
    row!(POP_JUMP_IF_TRUE, 1, Fixed(1), Fixed(0), [ARG JUMP], POP_JUMP_IF_TRUE),
    row!(RAISE_VARARGS, 0, Arg(0), Fixed(0), [ARG ERROR ESCAPES], RAISE_VARARGS),
    row!(RERAISE, 0, Arg(1), Arg(0), [ARG ERROR ESCAPES], RERAISE),
    row!(SEND, 1, Fixed(2), Fixed(2), [ARG JUMP ERROR ESCAPES], SEND),
    row!(SET_ADD, 0, Arg(1), Arg(0), [ARG ERROR ESCAPES], SET_ADD),
    row!(SET_FUNCTION_ATTRIBUTE, 0, Fixed(2), Fixed(1), [ARG ERROR ESCAPES], SET_FUNCTION_ATTRIBUTE),
    row!(SET_UPDATE, 0, Arg(1), Arg(0), [ARG ERROR ESCAPES], SET_UPDATE),
    row!(STORE_ATTR, 4, Fixed(2), Fixed(0), [ARG NAME ERROR ESCAPES], STORE_ATTR),
    row!(STORE_DEREF, 0, Fixed(1), Fixed(0), [ARG FREE ESCAPES], STORE_DEREF),
    row!(STORE_FAST, 0, Fixed(1), Fixed(0), [ARG LOCAL ESCAPES], STORE_FAST),
    row!(STORE_FAST_LOAD_FAST, 0, Fixed(1), Fixed(1), [ARG LOCAL ESCAPES], STORE_FAST_LOAD_FAST),
    row!(STORE_FAST_STORE_FAST, 0, Fixed(2), Fixed(0), [ARG LOCAL ESCAPES], STORE_FAST_STORE_FAST),
    row!(STORE_GLOBAL, 0, Fixed(1), Fixed(0), [ARG NAME ERROR ESCAPES], STORE_GLOBAL),
    row!(STORE_NAME, 0, Fixed(1), Fixed(0), [ARG NAME ERROR ESCAPES], STORE_NAME),
    row!(SWAP, 0, Arg(0), Arg(0), [ARG], SWAP),
    row!(UNPACK_EX, 0, Fixed(1), UnpackEx, [ARG ERROR ESCAPES], UNPACK_EX),
    row!(UNPACK_SEQUENCE, 1, Fixed(1), Arg(0), [ARG ERROR ESCAPES], UNPACK_SEQUENCE),
    row!(YIELD_VALUE, 0, Fixed(1), Fixed(1), [ARG ESCAPES], YIELD_VALUE),
    row!(RESUME, 0, Fixed(0), Fixed(0), [ARG EVAL_BREAK ERROR ESCAPES], RESUME),
    row!(BINARY_OP_ADD_FLOAT, 5, Fixed(2), Fixed(1), [ERROR], BINARY_OP),
    row!(BINARY_OP_ADD_INT, 5, Fixed(2), Fixed(1), [ERROR ESCAPES], BINARY_OP),
    row!(BINARY_OP_ADD_UNICODE, 5, Fixed(2), Fixed(1), [ERROR], BINARY_OP),
    row!(BINARY_OP_EXTEND, 5, Fixed(2), Fixed(1), [DEOPT ERROR ESCAPES], BINARY_OP),
    row!(BINARY_OP_MULTIPLY_FLOAT, 5, Fixed(2), Fixed(1), [ERROR], BINARY_OP),
    row!(BINARY_OP_MULTIPLY_INT, 5, Fixed(2), Fixed(1), [ERROR ESCAPES], BINARY_OP),
    row!(BINARY_OP_SUBSCR_DICT, 5, Fixed(2), Fixed(1), [ERROR ESCAPES], BINARY_OP),
    row!(BINARY_OP_SUBSCR_GETITEM, 5, Fixed(2), Fixed(0), [DEOPT], BINARY_OP),
    row!(BINARY_OP_SUBSCR_LIST_INT, 5, Fixed(2), Fixed(1), [DEOPT ESCAPES], BINARY_OP),
    row!(BINARY_OP_SUBSCR_LIST_SLICE, 5, Fixed(2), Fixed(1), [ERROR ESCAPES], BINARY_OP),
    row!(BINARY_OP_SUBSCR_STR_INT, 5, Fixed(2), Fixed(1), [DEOPT ESCAPES], BINARY_OP),
    row!(BINARY_OP_SUBSCR_TUPLE_INT, 5, Fixed(2), Fixed(1), [DEOPT], BINARY_OP),
    row!(BINARY_OP_SUBTRACT_FLOAT, 5, Fixed(2), Fixed(1), [ERROR], BINARY_OP),
    row!(BINARY_OP_SUBTRACT_INT, 5, Fixed(2), Fixed(1), [ERROR ESCAPES], BINARY_OP),
    row!(CALL_ALLOC_AND_ENTER_INIT, 3, Arg(2), Fixed(0), [ARG DEOPT ERROR ESCAPES], CALL),
    row!(CALL_BOUND_METHOD_EXACT_ARGS, 3, Arg(2), Fixed(0), [ARG DEOPT ESCAPES], CALL),
    row!(CALL_BOUND_METHOD_GENERAL, 3, Arg(2), Fixed(0), [ARG DEOPT ERROR ESCAPES], CALL),
    row!(CALL_BUILTIN_CLASS, 3, Arg(2), Fixed(1), [ARG EVAL_BREAK DEOPT ERROR ESCAPES], CALL),
    row!(CALL_BUILTIN_FAST, 3, Arg(2), Fixed(1), [ARG EVAL_BREAK DEOPT ERROR ESCAPES], CALL),
    row!(CALL_BUILTIN_FAST_WITH_KEYWORDS, 3, Arg(2), Fixed(1), [ARG EVAL_BREAK DEOPT ERROR ESCAPES], CALL),
    row!(CALL_BUILTIN_O, 3, Arg(2), Fixed(1), [ARG EVAL_BREAK ERROR ESCAPES], CALL),
    row!(CALL_ISINSTANCE, 3, Arg(2), Fixed(1), [ARG DEOPT ERROR ESCAPES], CALL),
    row!(CALL_KW_BOUND_METHOD, 3, Arg(3), Fixed(0), [ARG DEOPT ERROR ESCAPES], CALL_KW),
    row!(CALL_KW_NON_PY, 3, Arg(3), Fixed(1), [ARG EVAL_BREAK ERROR ESCAPES], CALL_KW),
    row!(CALL_KW_PY, 3, Arg(3), Fixed(0), [ARG DEOPT ERROR ESCAPES], CALL_KW),
    row!(CALL_LEN, 3, Fixed(3), Fixed(1), [DEOPT ERROR ESCAPES], CALL),
    row!(CALL_LIST_APPEND, 3, Fixed(3), Fixed(0), [ARG DEOPT ERROR ESCAPES], CALL),
    row!(CALL_METHOD_DESCRIPTOR_FAST, 3, Arg(2), Fixed(1), [ARG EVAL_BREAK ERROR ESCAPES], CALL),
    row!(CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS, 3, Arg(2), Fixed(1), [ARG EVAL_BREAK ERROR ESCAPES], CALL),
    row!(CALL_METHOD_DESCRIPTOR_NOARGS, 3, Arg(2), Fixed(1), [ARG EVAL_BREAK ERROR ESCAPES], CALL),
    row!(CALL_METHOD_DESCRIPTOR_O, 3, Arg(2), Fixed(1), [ARG EVAL_BREAK ERROR ESCAPES], CALL),
    row!(CALL_NON_PY_GENERAL, 3, Arg(2), Fixed(1), [ARG EVAL_BREAK ERROR ESCAPES], CALL),
    row!(CALL_PY_EXACT_ARGS, 3, Arg(2), Fixed(0), [ARG DEOPT], CALL),
    row!(CALL_PY_GENERAL, 3, Arg(2), Fixed(0), [ARG DEOPT ERROR ESCAPES], CALL),
    row!(CALL_STR_1, 3, Fixed(3), Fixed(1), [ARG EVAL_BREAK DEOPT ERROR ESCAPES], CALL),
    row!(CALL_TUPLE_1, 3, Fixed(3), Fixed(1), [ARG EVAL_BREAK DEOPT ERROR ESCAPES], CALL),
    row!(CALL_TYPE_1, 3, Fixed(3), Fixed(1), [ARG DEOPT ESCAPES], CALL),
    row!(COMPARE_OP_FLOAT, 1, Fixed(2), Fixed(1), [ARG], COMPARE_OP),
    row!(COMPARE_OP_INT, 1, Fixed(2), Fixed(1), [ARG DEOPT], COMPARE_OP),
    row!(COMPARE_OP_STR, 1, Fixed(2), Fixed(1), [ARG], COMPARE_OP),
    row!(CONTAINS_OP_DICT, 1, Fixed(2), Fixed(1), [ARG ERROR ESCAPES], CONTAINS_OP),
    row!(CONTAINS_OP_SET, 1, Fixed(2), Fixed(1), [ARG DEOPT ERROR ESCAPES], CONTAINS_OP),
    row!(FOR_ITER_GEN, 1, Fixed(1), Fixed(1), [ARG DEOPT], FOR_ITER),
    row!(FOR_ITER_LIST, 1, Fixed(1), Fixed(2), [ARG JUMP DEOPT ESCAPES], FOR_ITER),
    row!(FOR_ITER_RANGE, 1, Fixed(1), Fixed(2), [ARG JUMP ERROR], FOR_ITER),
    row!(FOR_ITER_TUPLE, 1, Fixed(1), Fixed(2), [ARG JUMP ESCAPES], FOR_ITER),
    row!(JUMP_BACKWARD_JIT, 1, Fixed(0), Fixed(0), [ARG JUMP EVAL_BREAK ERROR ESCAPES], JUMP_BACKWARD),
    row!(JUMP_BACKWARD_NO_JIT, 1, Fixed(0), Fixed(0), [ARG JUMP EVAL_BREAK ERROR ESCAPES], JUMP_BACKWARD),
    row!(LOAD_ATTR_CLASS, 9, Fixed(1), LowBit(1), [ARG], LOAD_ATTR),
    row!(LOAD_ATTR_CLASS_WITH_METACLASS_CHECK, 9, Fixed(1), LowBit(1), [ARG], LOAD_ATTR),
    row!(LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN, 9, Fixed(1), Fixed(1), [ARG NAME DEOPT], LOAD_ATTR),
    row!(LOAD_ATTR_INSTANCE_VALUE, 9, Fixed(1), LowBit(1), [ARG DEOPT ESCAPES], LOAD_ATTR),
    row!(LOAD_ATTR_METHOD_LAZY_DICT, 9, Fixed(1), Fixed(2), [ARG DEOPT], LOAD_ATTR),
    row!(LOAD_ATTR_METHOD_NO_DICT, 9, Fixed(1), Fixed(2), [ARG], LOAD_ATTR),
    row!(LOAD_ATTR_METHOD_WITH_VALUES, 9, Fixed(1), Fixed(2), [ARG DEOPT], LOAD_ATTR),
    row!(LOAD_ATTR_MODULE, 9, Fixed(1), LowBit(1), [ARG DEOPT ESCAPES], LOAD_ATTR),
    row!(LOAD_ATTR_NONDESCRIPTOR_NO_DICT, 9, Fixed(1), Fixed(1), [ARG ESCAPES], LOAD_ATTR),
    row!(LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES, 9, Fixed(1), Fixed(1), [ARG DEOPT ESCAPES], LOAD_ATTR),
    row!(LOAD_ATTR_PROPERTY, 9, Fixed(1), Fixed(0), [ARG DEOPT], LOAD_ATTR),
    row!(LOAD_ATTR_SLOT, 9, Fixed(1), LowBit(1), [ARG DEOPT], LOAD_ATTR),
    row!(LOAD_ATTR_WITH_HINT, 9, Fixed(1), LowBit(1), [ARG NAME DEOPT ESCAPES], LOAD_ATTR),
    row!(LOAD_CONST_IMMORTAL, 0, Fixed(0), Fixed(1), [ARG CONST], LOAD_CONST),
    row!(LOAD_CONST_MORTAL, 0, Fixed(0), Fixed(1), [ARG CONST], LOAD_CONST),
    row!(LOAD_GLOBAL_BUILTIN, 4, Fixed(0), LowBit(1), [ARG DEOPT], LOAD_GLOBAL),
    row!(LOAD_GLOBAL_MODULE, 4, Fixed(0), LowBit(1), [ARG DEOPT], LOAD_GLOBAL),
    row!(LOAD_SUPER_ATTR_ATTR, 1, Fixed(3), Fixed(1), [ARG NAME DEOPT ERROR ESCAPES], LOAD_SUPER_ATTR),
    row!(LOAD_SUPER_ATTR_METHOD, 1, Fixed(3), Fixed(2), [ARG NAME DEOPT ERROR ESCAPES], LOAD_SUPER_ATTR),
    row!(RESUME_CHECK, 0, Fixed(0), Fixed(0), [DEOPT], RESUME),
    row!(SEND_GEN, 1, Fixed(2), Fixed(1), [ARG DEOPT], SEND),
    row!(STORE_ATTR_INSTANCE_VALUE, 4, Fixed(2), Fixed(0), [ESCAPES], STORE_ATTR),
    row!(STORE_ATTR_SLOT, 4, Fixed(2), Fixed(0), [DEOPT ESCAPES], STORE_ATTR),
    row!(STORE_ATTR_WITH_HINT, 4, Fixed(2), Fixed(0), [ARG NAME DEOPT ESCAPES], STORE_ATTR),
    row!(STORE_SUBSCR_DICT, 1, Fixed(3), Fixed(0), [ERROR ESCAPES], STORE_SUBSCR),
    row!(STORE_SUBSCR_LIST_INT, 1, Fixed(3), Fixed(0), [DEOPT ESCAPES], STORE_SUBSCR),
    row!(TO_BOOL_ALWAYS_TRUE, 3, Fixed(1), Fixed(1), [ESCAPES], TO_BOOL),
    row!(TO_BOOL_BOOL, 3, Fixed(1), Fixed(1), [], TO_BOOL),
    row!(TO_BOOL_INT, 3, Fixed(1), Fixed(1), [ESCAPES], TO_BOOL),
    row!(TO_BOOL_LIST, 3, Fixed(1), Fixed(1), [], TO_BOOL),
    row!(TO_BOOL_NONE, 3, Fixed(1), Fixed(1), [], TO_BOOL),
    row!(TO_BOOL_STR, 3, Fixed(1), Fixed(1), [ESCAPES], TO_BOOL),
    row!(UNPACK_SEQUENCE_LIST, 1, Fixed(1), Arg(0), [ARG DEOPT], UNPACK_SEQUENCE),
    row!(UNPACK_SEQUENCE_TUPLE, 1, Fixed(1), Arg(0), [ARG DEOPT], UNPACK_SEQUENCE),
    row!(UNPACK_SEQUENCE_TWO_TUPLE, 1, Fixed(1), Fixed(2), [ARG DEOPT ESCAPES], UNPACK_SEQUENCE),
    row!(INSTRUMENTED_END_FOR, 0, Fixed(2), Fixed(1), [ERROR ESCAPES], INSTRUMENTED_END_FOR),
    row!(INSTRUMENTED_POP_ITER, 0, Fixed(1), Fixed(0), [ESCAPES], INSTRUMENTED_POP_ITER),
    row!(INSTRUMENTED_END_SEND, 0, Fixed(2), Fixed(1), [ERROR ESCAPES], INSTRUMENTED_END_SEND),
    row!(INSTRUMENTED_FOR_ITER, 0, Fixed(1), Fixed(2), [ARG JUMP ERROR ESCAPES], INSTRUMENTED_FOR_ITER),
    row!(INSTRUMENTED_INSTRUCTION, 0, Fixed(0), Fixed(0), [ERROR ESCAPES], INSTRUMENTED_INSTRUCTION),
    row!(INSTRUMENTED_JUMP_FORWARD, 0, Fixed(0), Fixed(0), [ARG], INSTRUMENTED_JUMP_FORWARD),
    row!(INSTRUMENTED_NOT_TAKEN, 0, Fixed(0), Fixed(0), [], INSTRUMENTED_NOT_TAKEN),
    row!(INSTRUMENTED_POP_JUMP_IF_TRUE, 0, Fixed(1), Fixed(0), [ARG], INSTRUMENTED_POP_JUMP_IF_TRUE),
    row!(INSTRUMENTED_POP_JUMP_IF_FALSE, 0, Fixed(1), Fixed(0), [ARG], INSTRUMENTED_POP_JUMP_IF_FALSE),
    row!(INSTRUMENTED_POP_JUMP_IF_NONE, 0, Fixed(1), Fixed(0), [ARG ESCAPES], INSTRUMENTED_POP_JUMP_IF_NONE),
    row!(INSTRUMENTED_POP_JUMP_IF_NOT_NONE, 0, Fixed(1), Fixed(0), [ARG ESCAPES], INSTRUMENTED_POP_JUMP_IF_NOT_NONE),
    row!(INSTRUMENTED_RESUME, 0, Fixed(0), Fixed(0), [ARG EVAL_BREAK ERROR ESCAPES], INSTRUMENTED_RESUME),
    row!(INSTRUMENTED_RETURN_VALUE, 0, Fixed(1), Fixed(1), [ERROR ESCAPES], INSTRUMENTED_RETURN_VALUE),
    row!(INSTRUMENTED_YIELD_VALUE, 0, Fixed(1), Fixed(1), [ARG ERROR ESCAPES], INSTRUMENTED_YIELD_VALUE),
    row!(INSTRUMENTED_END_ASYNC_FOR, 0, Fixed(2), Fixed(0), [ARG JUMP ERROR ESCAPES], INSTRUMENTED_END_ASYNC_FOR),
    row!(INSTRUMENTED_LOAD_SUPER_ATTR, 0, Fixed(3), LowBit(1), [ARG NAME ERROR ESCAPES], INSTRUMENTED_LOAD_SUPER_ATTR),
    row!(INSTRUMENTED_CALL, 0, Arg(2), Fixed(1), [ARG EVAL_BREAK ERROR ESCAPES], INSTRUMENTED_CALL),
    row!(INSTRUMENTED_CALL_KW, 0, Arg(3), Fixed(1), [ARG ERROR ESCAPES], INSTRUMENTED_CALL_KW),
    row!(INSTRUMENTED_CALL_FUNCTION_EX, 0, Fixed(4), Fixed(1), [EVAL_BREAK ERROR ESCAPES], INSTRUMENTED_CALL_FUNCTION_EX),
    row!(INSTRUMENTED_JUMP_BACKWARD, 0, Fixed(0), Fixed(0), [ARG EVAL_BREAK ERROR ESCAPES], INSTRUMENTED_JUMP_BACKWARD),
    row!(INSTRUMENTED_LINE, 0, Fixed(0), Fixed(0), [ESCAPES], INSTRUMENTED_LINE),
    row!(ENTER_EXECUTOR, 0, Fixed(0), Fixed(0), [ARG], ENTER_EXECUTOR),
    row!(ANNOTATIONS_PLACEHOLDER, 0, Fixed(0), Fixed(0), [], ANNOTATIONS_PLACEHOLDER),
    row!(JUMP, 0, Fixed(0), Fixed(0), [ARG JUMP EVAL_BREAK ERROR ESCAPES], JUMP),
    row!(JUMP_IF_FALSE, 0, Fixed(1), Fixed(1), [ARG JUMP ERROR ESCAPES], JUMP_IF_FALSE),
    row!(JUMP_IF_TRUE, 0, Fixed(1), Fixed(1), [ARG JUMP ERROR ESCAPES], JUMP_IF_TRUE),
    row!(JUMP_NO_INTERRUPT, 0, Fixed(0), Fixed(0), [ARG JUMP], JUMP_NO_INTERRUPT),
    row!(LOAD_CLOSURE, 0, Fixed(0), Fixed(1), [ARG LOCAL], LOAD_CLOSURE),
    row!(POP_BLOCK, 0, Fixed(0), Fixed(0), [], POP_BLOCK),
    row!(SETUP_CLEANUP, 0, Fixed(0), Fixed(2), [ARG], SETUP_CLEANUP),
    row!(SETUP_FINALLY, 0, Fixed(0), Fixed(1), [ARG], SETUP_FINALLY),
    row!(SETUP_WITH, 0, Fixed(0), Fixed(1), [ARG], SETUP_WITH),
    row!(STORE_FAST_MAYBE_NULL, 0, Fixed(1), Fixed(0), [ARG LOCAL ESCAPES], STORE_FAST_MAYBE_NULL),
];

/// Position of an opcode's row in [`TABLE`]; 255 where there is none.
const ROW: [u8; 512] = {
    let mut rows = [255; 512];
    let mut i = 0;
    while i < TABLE.len() {
        rows[TABLE[i].op as usize] = i as u8;
        i += 1;
    }
    rows
};

const CACHES: [u8; 512] = {
    let mut caches = [0; 512];
    let mut i = 0;
    while i < TABLE.len() {
        caches[TABLE[i].op as usize] = TABLE[i].caches;
        i += 1;
    }
    caches
};

/// Code units that the inline caches of an opcode take.
pub fn caches(op: u16) -> u32 {
    CACHES.get(usize::from(op)).map_or(0, |&caches| u32::from(caches))
}

/// The row of an opcode, or `None` for a number that CPython 3.14 does not use.
pub fn info(op: u16) -> Option<&'static OpcodeInfo> {
    ROW.get(usize::from(op)).and_then(|&row| TABLE.get(usize::from(row)))
}

/// The opcode of that name.
pub fn by_name(name: &str) -> Option<&'static OpcodeInfo> {
    TABLE.iter().find(|row| row.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_number_and_by_name() {
        for row in &TABLE {
            assert_eq!(info(row.op).map(|found| found.name), Some(row.name));
            assert_eq!(by_name(row.name).map(|found| found.op), Some(row.op));
        }
        assert_eq!(info(BINARY_OP).map(|row| row.caches), Some(5));
        assert_eq!(info(BINARY_OP_ADD_INT).map(|row| row.deopt), Some(BINARY_OP));
    }
}
