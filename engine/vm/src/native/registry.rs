//! Every native function of the machine, in tables: one table an owner. A native's index is its table's number
//! and its row, so that machine state holds no pointer.

use crate::native::args::Native;
use crate::objects::typeobject::ty;

/// Whose natives a table holds, and as what they appear there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Owner {
    /// Functions of a built-in module.
    Module(&'static str),
    /// `method_descriptor`s in a type's dict.
    Methods(u32),
    /// `classmethod_descriptor`s.
    ClassMethods(u32),
    /// `__new__` and other static functions of a type.
    Static(u32),
    /// `getset_descriptor`s; a row named `x=` is the setter of `x`.
    GetSets(u32),
    /// Slot wrappers, each for the types in its list.
    Wrappers(&'static [u32]),
}

pub struct Table {
    pub owner: Owner,
    pub natives: &'static [Native],
}

const NUMBERS: &[u32] = &[ty::INT, ty::FLOAT, ty::COMPLEX, ty::BOOL];
const SEQUENCES: &[u32] = &[ty::STR, ty::BYTES, ty::TUPLE, ty::LIST];
const SETS: &[u32] = &[ty::SET, ty::FROZENSET];
/// Types that order their values.
const ORDERED: &[u32] = &[
    ty::INT,
    ty::FLOAT,
    ty::STR,
    ty::BYTES,
    ty::TUPLE,
    ty::LIST,
    ty::SET,
    ty::FROZENSET,
    ty::DICT,
    ty::RANGE,
    ty::COMPLEX,
    ty::SLICE,
];
const HASHED: &[u32] = &[ty::INT, ty::FLOAT, ty::COMPLEX, ty::STR, ty::BYTES, ty::TUPLE, ty::FROZENSET, ty::RANGE];
const SIZED: &[u32] = &[
    ty::STR,
    ty::BYTES,
    ty::TUPLE,
    ty::LIST,
    ty::DICT,
    ty::SET,
    ty::FROZENSET,
    ty::RANGE,
    ty::DICT_KEYS,
    ty::DICT_VALUES,
    ty::DICT_ITEMS,
    ty::MAPPINGPROXY,
];
const SUBSCRIPTED: &[u32] = &[ty::STR, ty::BYTES, ty::TUPLE, ty::LIST, ty::DICT, ty::RANGE, ty::MAPPINGPROXY];
const ITERATORS: &[u32] = &[
    ty::RANGE_ITERATOR,
    ty::LIST_ITERATOR,
    ty::TUPLE_ITERATOR,
    ty::STR_ITERATOR,
    ty::STR_ASCII_ITERATOR,
    ty::BYTES_ITERATOR,
    ty::ITERATOR,
    ty::DICT_KEYITERATOR,
    ty::DICT_VALUEITERATOR,
    ty::DICT_ITEMITERATOR,
    ty::SET_ITERATOR,
    ty::CALLABLE_ITERATOR,
    ty::GENERATOR,
    ty::ENUMERATE,
    ty::MAP,
    ty::ZIP,
    ty::FILTER,
    ty::REVERSED,
    ty::LIST_REVERSEITERATOR,
];
const REPRS: &[u32] = &[
    ty::OBJECT,
    ty::TYPE,
    ty::NONE_TYPE,
    ty::INT,
    ty::BOOL,
    ty::FLOAT,
    ty::COMPLEX,
    ty::STR,
    ty::BYTES,
    ty::TUPLE,
    ty::LIST,
    ty::DICT,
    ty::SET,
    ty::FROZENSET,
    ty::RANGE,
    ty::SLICE,
    ty::FUNCTION,
    ty::METHOD,
    ty::MODULE,
    ty::BASE_EXCEPTION,
    ty::PROPERTY,
    ty::CODE,
];

/// All of them. New tables go to the end: indices are part of recorded runs.
pub static TABLES: &[Table] = &[
    Table { owner: Owner::Module("builtins"), natives: crate::python::bltinmodule::FUNCTIONS },
    Table { owner: Owner::Wrappers(REPRS), natives: crate::native::slotdefs::REPR },
    Table { owner: Owner::Wrappers(&[ty::OBJECT]), natives: crate::objects::object::OBJECT },
    Table { owner: Owner::Wrappers(NUMBERS), natives: crate::native::slotdefs::NUMBER },
    Table { owner: Owner::Wrappers(SEQUENCES), natives: crate::native::slotdefs::SEQUENCE },
    Table { owner: Owner::Wrappers(SETS), natives: crate::native::slotdefs::SET_ALGEBRA },
    Table { owner: Owner::Wrappers(ORDERED), natives: crate::native::slotdefs::COMPARISON },
    Table { owner: Owner::Wrappers(HASHED), natives: crate::native::slotdefs::HASH },
    Table { owner: Owner::Wrappers(SIZED), natives: crate::native::slotdefs::SIZED },
    Table { owner: Owner::Wrappers(SUBSCRIPTED), natives: crate::native::slotdefs::SUBSCRIPT },
    Table { owner: Owner::Wrappers(&[ty::LIST, ty::DICT]), natives: crate::native::slotdefs::ITEM_ASSIGNMENT },
    Table { owner: Owner::Wrappers(ITERATORS), natives: crate::native::slotdefs::ITERATOR },
    Table { owner: Owner::Wrappers(&[ty::STR]), natives: crate::objects::unicodeobject::type_::STR_EXTRA },
    Table { owner: Owner::Wrappers(&[ty::INT, ty::BOOL]), natives: crate::objects::longobject::methods::INT_EXTRA },
    Table { owner: Owner::Wrappers(&[ty::FLOAT]), natives: crate::objects::floatobject::methods::FLOAT_EXTRA },
    Table { owner: Owner::Wrappers(&[ty::BASE_EXCEPTION]), natives: crate::objects::exceptions::methods::EXCEPTION },
    Table { owner: Owner::Wrappers(&[ty::DICT]), natives: crate::objects::dictobject::methods::DICT_EXTRA },
    Table { owner: Owner::Wrappers(&[ty::LIST]), natives: crate::objects::listobject::methods::LIST_EXTRA },
    Table { owner: Owner::Wrappers(&[ty::SET]), natives: crate::objects::setobject::methods::SET_EXTRA },
    Table { owner: Owner::Wrappers(&[ty::TYPE]), natives: crate::objects::typeobject::methods::TYPE },
    Table {
        owner: Owner::Wrappers(&[ty::FUNCTION, ty::METHOD, ty::BUILTIN_FUNCTION]),
        natives: crate::objects::methodobject::CALLABLE,
    },
    Table { owner: Owner::Static(ty::OBJECT), natives: crate::objects::object::OBJECT_NEW },
    Table { owner: Owner::Static(ty::TYPE), natives: crate::objects::typeobject::methods::TYPE_NEW },
    Table { owner: Owner::Static(ty::INT), natives: crate::objects::longobject::methods::INT_NEW },
    Table { owner: Owner::Static(ty::BOOL), natives: crate::objects::boolobject::BOOL_NEW },
    Table { owner: Owner::Static(ty::FLOAT), natives: crate::objects::floatobject::methods::FLOAT_NEW },
    Table { owner: Owner::Static(ty::COMPLEX), natives: crate::objects::complexobject::COMPLEX_NEW },
    Table { owner: Owner::Static(ty::STR), natives: crate::objects::unicodeobject::type_::STR_NEW },
    Table { owner: Owner::Static(ty::BYTES), natives: crate::objects::bytesobject::BYTES_NEW },
    Table { owner: Owner::Static(ty::TUPLE), natives: crate::objects::tupleobject::TUPLE_NEW },
    Table { owner: Owner::Static(ty::LIST), natives: crate::objects::listobject::methods::LIST_NEW },
    Table { owner: Owner::Static(ty::DICT), natives: crate::objects::dictobject::methods::DICT_NEW },
    Table { owner: Owner::Static(ty::SET), natives: crate::objects::setobject::methods::SET_NEW },
    Table { owner: Owner::Static(ty::FROZENSET), natives: crate::objects::setobject::methods::FROZENSET_NEW },
    Table { owner: Owner::Static(ty::RANGE), natives: crate::objects::rangeobject::RANGE_NEW },
    Table { owner: Owner::Static(ty::SLICE), natives: crate::objects::sliceobject::SLICE_NEW },
    Table { owner: Owner::Static(ty::BASE_EXCEPTION), natives: crate::objects::exceptions::methods::EXCEPTION_NEW },
    Table { owner: Owner::Static(ty::PROPERTY), natives: crate::objects::descrobject::property::PROPERTY_NEW },
    Table { owner: Owner::Static(ty::STATICMETHOD), natives: crate::objects::funcobject::STATICMETHOD_NEW },
    Table { owner: Owner::Static(ty::CLASSMETHOD), natives: crate::objects::funcobject::CLASSMETHOD_NEW },
    Table { owner: Owner::Static(ty::SUPER), natives: crate::objects::typeobject::super_::SUPER_NEW },
    Table { owner: Owner::Static(ty::ENUMERATE), natives: crate::objects::enumobject::ENUMERATE_NEW },
    Table { owner: Owner::Static(ty::ZIP), natives: crate::python::bltinmodule::iterators::ZIP_NEW },
    Table { owner: Owner::Static(ty::MAP), natives: crate::python::bltinmodule::iterators::MAP_NEW },
    Table { owner: Owner::Static(ty::FILTER), natives: crate::python::bltinmodule::iterators::FILTER_NEW },
    Table { owner: Owner::Static(ty::REVERSED), natives: crate::objects::enumobject::REVERSED_NEW },
    Table { owner: Owner::Methods(ty::OBJECT), natives: crate::objects::object::OBJECT_METHODS },
    Table { owner: Owner::ClassMethods(ty::OBJECT), natives: crate::objects::object::OBJECT_CLASSMETHODS },
    Table { owner: Owner::GetSets(ty::OBJECT), natives: crate::objects::object::OBJECT_GETSETS },
    Table { owner: Owner::GetSets(ty::TYPE), natives: crate::objects::typeobject::methods::TYPE_GETSETS },
    Table { owner: Owner::Methods(ty::TYPE), natives: crate::objects::typeobject::methods::TYPE_METHODS },
    Table { owner: Owner::GetSets(ty::FUNCTION), natives: crate::objects::funcobject::FUNCTION_GETSETS },
    Table { owner: Owner::GetSets(ty::METHOD), natives: crate::objects::classobject::METHOD_GETSETS },
    Table { owner: Owner::GetSets(ty::BUILTIN_FUNCTION), natives: crate::objects::methodobject::BUILTIN_GETSETS },
    Table { owner: Owner::GetSets(ty::CODE), natives: crate::objects::codeobject::methods::CODE_GETSETS },
    Table { owner: Owner::GetSets(ty::GENERATOR), natives: crate::objects::genobject::methods::GENERATOR_GETSETS },
    Table { owner: Owner::Methods(ty::GENERATOR), natives: crate::objects::genobject::methods::GENERATOR_METHODS },
    Table {
        owner: Owner::GetSets(ty::BASE_EXCEPTION),
        natives: crate::objects::exceptions::methods::EXCEPTION_GETSETS,
    },
    Table {
        owner: Owner::Methods(ty::BASE_EXCEPTION),
        natives: crate::objects::exceptions::methods::EXCEPTION_METHODS,
    },
    Table {
        owner: Owner::GetSets(ty::STOP_ITERATION),
        natives: crate::objects::exceptions::methods::STOP_ITERATION_GETSETS,
    },
    Table { owner: Owner::GetSets(ty::SYSTEM_EXIT), natives: crate::objects::exceptions::methods::SYSTEM_EXIT_GETSETS },
    Table { owner: Owner::GetSets(ty::NAME_ERROR), natives: crate::objects::exceptions::methods::NAME_ERROR_GETSETS },
    Table {
        owner: Owner::GetSets(ty::ATTRIBUTE_ERROR),
        natives: crate::objects::exceptions::methods::ATTRIBUTE_ERROR_GETSETS,
    },
    Table { owner: Owner::GetSets(ty::PROPERTY), natives: crate::objects::descrobject::property::PROPERTY_GETSETS },
    Table { owner: Owner::Methods(ty::PROPERTY), natives: crate::objects::descrobject::property::PROPERTY_METHODS },
    Table { owner: Owner::GetSets(ty::TRACEBACK), natives: crate::python::traceback::TRACEBACK_GETSETS },
    Table { owner: Owner::GetSets(ty::FRAME), natives: crate::objects::frameobject::FRAME_GETSETS },
    Table { owner: Owner::GetSets(ty::CELL), natives: crate::objects::cellobject::CELL_GETSETS },
    Table { owner: Owner::Methods(ty::TEXT_IO), natives: crate::python::sysmodule::TEXT_IO_METHODS },
    Table { owner: Owner::Methods(ty::INT), natives: crate::objects::longobject::methods::INT_METHODS },
    Table { owner: Owner::GetSets(ty::INT), natives: crate::objects::longobject::methods::INT_GETSETS },
    Table { owner: Owner::Methods(ty::FLOAT), natives: crate::objects::floatobject::methods::FLOAT_METHODS },
    Table { owner: Owner::GetSets(ty::FLOAT), natives: crate::objects::floatobject::methods::FLOAT_GETSETS },
    Table { owner: Owner::GetSets(ty::COMPLEX), natives: crate::objects::complexobject::COMPLEX_GETSETS },
    Table { owner: Owner::Methods(ty::COMPLEX), natives: crate::objects::complexobject::COMPLEX_METHODS },
    Table { owner: Owner::Methods(ty::STR), natives: crate::objects::unicodeobject::methods::METHODS },
    Table { owner: Owner::Static(ty::STR), natives: crate::objects::unicodeobject::methods::STATIC },
    Table { owner: Owner::Methods(ty::BYTES), natives: crate::objects::unicodeobject::codecs::BYTES_METHODS },
    Table { owner: Owner::Methods(ty::LIST), natives: crate::objects::listobject::methods::LIST_METHODS },
    Table { owner: Owner::Methods(ty::TUPLE), natives: crate::objects::tupleobject::TUPLE_METHODS },
    Table { owner: Owner::Methods(ty::RANGE), natives: crate::objects::rangeobject::RANGE_METHODS },
    Table { owner: Owner::GetSets(ty::RANGE), natives: crate::objects::rangeobject::RANGE_GETSETS },
    Table { owner: Owner::GetSets(ty::SLICE), natives: crate::objects::sliceobject::SLICE_GETSETS },
    Table { owner: Owner::Methods(ty::SLICE), natives: crate::objects::sliceobject::SLICE_METHODS },
    Table { owner: Owner::Methods(ty::DICT), natives: crate::objects::dictobject::methods::DICT_METHODS },
    Table { owner: Owner::ClassMethods(ty::DICT), natives: crate::objects::dictobject::methods::DICT_CLASSMETHODS },
    Table {
        owner: Owner::Methods(ty::MAPPINGPROXY),
        natives: crate::objects::descrobject::mappingproxy::PROXY_METHODS,
    },
    Table { owner: Owner::Methods(ty::SET), natives: crate::objects::setobject::methods::SET_METHODS },
    Table { owner: Owner::Methods(ty::SET), natives: crate::objects::setobject::methods::SET_READ_METHODS },
    Table { owner: Owner::Methods(ty::FROZENSET), natives: crate::objects::setobject::methods::SET_READ_METHODS },
    Table { owner: Owner::Module("sys"), natives: crate::python::sysmodule::FUNCTIONS },
    Table { owner: Owner::Module("math"), natives: crate::modules::mathmodule::FUNCTIONS },
    Table { owner: Owner::Module("time"), natives: crate::modules::timemodule::FUNCTIONS },
    Table { owner: Owner::Module("gc"), natives: crate::modules::gcmodule::FUNCTIONS },
    Table { owner: Owner::Module("dis"), natives: crate::modules::dismodule::FUNCTIONS },
];

/// Index of a getter of a type, by name; 0 if there is none.
pub fn find(owner: &str, name: &str) -> u32 {
    let wanted =
        crate::native::typedef::BUILTIN_TYPES.iter().position(|t| t.name == owner).map_or(u32::MAX, |i| i as u32);
    for (t, table) in TABLES.iter().enumerate() {
        if table.owner != Owner::GetSets(wanted) {
            continue;
        }
        if let Some(row) = table.natives.iter().position(|n| n.name == name) {
            return (t as u32) << 16 | row as u32;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_owner_has_two_natives_of_one_name() {
        for table in TABLES {
            for (i, native) in table.natives.iter().enumerate() {
                assert!(
                    table.natives[..i].iter().all(|other| other.name != native.name),
                    "{:?} has {} twice",
                    table.owner,
                    native.name
                );
            }
        }
        assert_ne!(find("object", "__dict__"), 0);
    }
}
