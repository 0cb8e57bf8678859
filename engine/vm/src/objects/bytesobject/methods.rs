//! The methods that bytes and bytearray share (`Objects/bytes_methods.c`, `Objects/stringlib`).

use super::shape::Side;
use super::{case, is_space, search, shape, split};
use crate::memory::object::Kind;
use crate::native::args::boolean;
use crate::native::typedef::{Native, def, static_def};

/// Their rows. What they give is of the kind of their self.
pub(crate) const SHARED: &[Native] = &[
    def(
        "capitalize($self, /)",
        "A copy with its first letter in upper and the others in lower case.",
        case::capitalize,
    ),
    def("center($self, width, fillchar=b' ', /)", "A copy filled up on both sides to that width.", |m, a| {
        shape::pad(m, a, Side::Both, "center")
    }),
    def("count($self, sub[, start[, end]], /)", "How often the bytes occur without overlap.", search::count).asking(),
    def("decode($self, /, encoding='utf-8', errors='strict')", "The text that the bytes stand for.", |m, a| {
        let (encoding, errors) = (a.opt(m, 1), a.opt(m, 2));
        m.want("decode", "argument 'encoding'", encoding, Kind::Str, "str")?;
        m.want("decode", "argument 'errors'", errors, Kind::Str, "str")?;
        let bytes = m.bytes_value(a.get(m, 0)).to_vec();
        m.decode_bytes(&bytes, encoding, errors)
    })
    .asking(),
    def(
        "endswith($self, suffix[, start[, end]], /)",
        "Whether it ends with the bytes, or with one of a tuple.",
        |m, a| search::affix(m, a, true, "endswith"),
    ),
    def("expandtabs($self, /, tabsize=8)", "A copy with blanks for tabs.", shape::expandtabs),
    def("find($self, sub[, start[, end]], /)", "Position of the first occurrence, or -1.", |m, a| {
        search::find(m, a, false)
    })
    .asking(),
    def("hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)", "The bytes in hexadecimal.", |m, a| {
        let bytes = m.bytes_value(a.get(m, 0)).to_vec();
        let (sep, group) = (a.opt(m, 1), a.opt(m, 2));
        shape::hex(m, &bytes, sep, group)
    }),
    def(
        "index($self, sub[, start[, end]], /)",
        "Position of the first occurrence; ValueError if there is none.",
        |m, a| search::index(m, a, false),
    )
    .asking(),
    def("isalnum($self, /)", "Whether all bytes are letters or digits, and there is one.", |m, a| {
        case::all(m, a, u8::is_ascii_alphanumeric)
    }),
    def("isalpha($self, /)", "Whether all bytes are letters, and there is one.", |m, a| {
        case::all(m, a, u8::is_ascii_alphabetic)
    }),
    def("isdigit($self, /)", "Whether all bytes are digits, and there is one.", |m, a| {
        case::all(m, a, u8::is_ascii_digit)
    }),
    def("isspace($self, /)", "Whether all bytes are white space, and there is one.", |m, a| {
        case::all(m, a, |b| is_space(*b))
    }),
    def("isascii($self, /)", "Whether all bytes are below 128.", |m, a| boolean(m.bytes_value(a.get(m, 0)).is_ascii())),
    def("islower($self, /)", "Whether all letters are lower case, and there is one.", |m, a| {
        case::all_cased(m, a, u8::is_ascii_lowercase, u8::is_ascii_uppercase)
    }),
    def("istitle($self, /)", "Whether each word begins in upper case.", case::istitle),
    def("isupper($self, /)", "Whether all letters are upper case, and there is one.", |m, a| {
        case::all_cased(m, a, u8::is_ascii_uppercase, u8::is_ascii_lowercase)
    }),
    def("join($self, iterable_of_bytes, /)", "The bytes of the iterable with these between them.", split::join),
    def("ljust($self, width, fillchar=b' ', /)", "A copy filled up on the right to that width.", |m, a| {
        shape::pad(m, a, Side::Right, "ljust")
    }),
    def("lower($self, /)", "A copy in lower case.", case::lower),
    def("lstrip($self, bytes=None, /)", "A copy without leading white space, or those bytes.", |m, a| {
        shape::strip(m, a, true, false)
    }),
    def("partition($self, sep, /)", "What is before the separator, the separator, what is behind it.", |m, a| {
        search::partition(m, a, false)
    }),
    def("removeprefix($self, prefix, /)", "A copy without the bytes at its start.", |m, a| {
        search::trim_affix(m, a, false)
    }),
    def("removesuffix($self, suffix, /)", "A copy without the bytes at its end.", |m, a| {
        search::trim_affix(m, a, true)
    }),
    def(
        "replace($self, old, new, count=-1, /)",
        "A copy in which old is replaced by new, at most count times.",
        search::replace,
    ),
    def("rfind($self, sub[, start[, end]], /)", "Position of the last occurrence, or -1.", |m, a| {
        search::find(m, a, true)
    })
    .asking(),
    def(
        "rindex($self, sub[, start[, end]], /)",
        "Position of the last occurrence; ValueError if there is none.",
        |m, a| search::index(m, a, true),
    )
    .asking(),
    def("rjust($self, width, fillchar=b' ', /)", "A copy filled up on the left to that width.", |m, a| {
        shape::pad(m, a, Side::Left, "rjust")
    }),
    def("rpartition($self, sep, /)", "As partition, but at the last separator.", |m, a| search::partition(m, a, true)),
    def("rsplit($self, /, sep=None, maxsplit=-1)", "As split, but counting from the end.", |m, a| {
        split::split(m, a, true)
    })
    .asking(),
    def("rstrip($self, bytes=None, /)", "A copy without trailing white space, or those bytes.", |m, a| {
        shape::strip(m, a, false, true)
    }),
    def(
        "split($self, /, sep=None, maxsplit=-1)",
        "The parts between separators; between white space by default.",
        |m, a| split::split(m, a, false),
    )
    .asking(),
    def("splitlines($self, /, keepends=False)", "The lines.", split::splitlines).asking(),
    def(
        "startswith($self, prefix[, start[, end]], /)",
        "Whether it begins with the bytes, or with one of a tuple.",
        |m, a| search::affix(m, a, false, "startswith"),
    ),
    def("strip($self, bytes=None, /)", "A copy without white space, or those bytes, at both ends.", |m, a| {
        shape::strip(m, a, true, true)
    }),
    def("swapcase($self, /)", "A copy with upper and lower case exchanged.", case::swapcase),
    def("title($self, /)", "A copy in which each word begins in upper case.", case::title),
    def(
        "translate($self, table, /, delete=b'')",
        "A copy without the bytes to be deleted, the others replaced as the table says.",
        shape::translate,
    ),
    def("upper($self, /)", "A copy in upper case.", case::upper),
    def("zfill($self, width, /)", "A copy filled up with zeros on the left.", shape::zfill),
    static_def("maketrans(frm, to, /)", "A table for translate.", shape::maketrans).hidden(),
];
