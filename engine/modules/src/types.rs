//! The types of the modules, in the order of their numbers, which follow those of the built-in types.

use vm::native::typedef::TypeDef;

macro_rules! module_types {
    ($($id:ident $path:path;)*) => {
        /// Indices of these types in `Machine::types`.
        pub mod ty {
            #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "the variants only number the constants")]
            #[derive(Clone, Copy)]
            enum Number { $($id),* }
            $(pub const $id: u32 = vm::objects::types::COUNT + Number::$id as u32;)*
        }
        /// The declarations, by index.
        pub static TYPES: &[&TypeDef] = &[$(&$path),*];
    };
}

module_types! {
    ABC_DATA crate::abcmodule::ABC_DATA;
    IO_BASE crate::iomodule::base::IO_BASE;
    RAW_IO_BASE crate::iomodule::base::RAW_IO_BASE;
    BUFFERED_IO_BASE crate::iomodule::base::BUFFERED_IO_BASE;
    TEXT_IO_BASE crate::iomodule::base::TEXT_IO_BASE;
    BYTES_IO crate::iomodule::bytesio::BYTES_IO;
    STRING_IO crate::iomodule::bytesio::STRING_IO;
    BUFFERED_READER crate::iomodule::buffered::BUFFERED_READER;
    BUFFERED_WRITER crate::iomodule::buffered::BUFFERED_WRITER;
    BUFFERED_RANDOM crate::iomodule::buffered::BUFFERED_RANDOM;
    BUFFERED_RW_PAIR crate::iomodule::buffered::BUFFERED_RW_PAIR;
    TEXT_WRAPPER crate::iomodule::textio::TEXT_WRAPPER;
    NEWLINE_DECODER crate::iomodule::textio::NEWLINE_DECODER;
    PATTERN crate::sremodule::PATTERN_TYPE;
    MATCH crate::sremodule::MATCH_TYPE;
    SCANNER crate::sremodule::SCANNER_TYPE;
    TEMPLATE crate::sremodule::TEMPLATE_TYPE;
    FILE_IO crate::iomodule::fileio::FILE_IO;
    DIR_ENTRY crate::posixmodule::DIR_ENTRY;
    SCANDIR_ITERATOR crate::posixmodule::SCANDIR_ITERATOR;
    LOCK crate::threadmodule::LOCK;
    RLOCK crate::threadmodule::RLOCK;
    LOCAL crate::threadmodule::LOCAL;
    THREAD_HANDLE crate::threadmodule::THREAD_HANDLE;
    CONTEXT_VAR crate::contextvarsmodule::CONTEXT_VAR;
    CONTEXT crate::contextvarsmodule::CONTEXT;
    MISSING crate::contextvarsmodule::MISSING;
    CONTEXT_TOKEN crate::contextvarsmodule::CONTEXT_TOKEN;
    COUNT crate::itertoolsmodule::endless::COUNT;
    REPEAT crate::itertoolsmodule::endless::REPEAT;
    CYCLE crate::itertoolsmodule::endless::CYCLE;
    CHAIN crate::itertoolsmodule::tests::CHAIN;
    ISLICE crate::itertoolsmodule::tests::ISLICE;
    TAKEWHILE crate::itertoolsmodule::tests::TAKEWHILE;
    DROPWHILE crate::itertoolsmodule::tests::DROPWHILE;
    FILTERFALSE crate::itertoolsmodule::tests::FILTERFALSE;
    STARMAP crate::itertoolsmodule::tests::STARMAP;
    ACCUMULATE crate::itertoolsmodule::tests::ACCUMULATE;
    COMPRESS crate::itertoolsmodule::tests::COMPRESS;
    PAIRWISE crate::itertoolsmodule::groups::PAIRWISE;
    ZIP_LONGEST crate::itertoolsmodule::groups::ZIP_LONGEST;
    BATCHED crate::itertoolsmodule::groups::BATCHED;
    GROUPBY crate::itertoolsmodule::groups::GROUPBY;
    GROUPER crate::itertoolsmodule::groups::GROUPER;
    TEE crate::itertoolsmodule::groups::TEE;
    PRODUCT crate::itertoolsmodule::orders::PRODUCT;
    PERMUTATIONS crate::itertoolsmodule::orders::PERMUTATIONS;
    COMBINATIONS crate::itertoolsmodule::orders::COMBINATIONS;
    COMBINATIONS_WITH_REPLACEMENT crate::itertoolsmodule::orders::COMBINATIONS_WITH_REPLACEMENT;
}
