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
    FILE_IO crate::iomodule::fileio::FILE_IO;
    DIR_ENTRY crate::posixmodule::DIR_ENTRY;
    SCANDIR_ITERATOR crate::posixmodule::SCANDIR_ITERATOR;
    LOCK crate::threadmodule::LOCK;
    RLOCK crate::threadmodule::RLOCK;
    LOCAL crate::threadmodule::LOCAL;
    THREAD_HANDLE crate::threadmodule::THREAD_HANDLE;
    MD5 crate::hashmodules::MD5;
    SHA1 crate::hashmodules::SHA1;
    SHA224 crate::hashmodules::SHA224;
    SHA256 crate::hashmodules::SHA256;
    SHA384 crate::hashmodules::SHA384;
    SHA512 crate::hashmodules::SHA512;
    SHA3_224 crate::hashmodules::SHA3_224;
    SHA3_256 crate::hashmodules::SHA3_256;
    SHA3_384 crate::hashmodules::SHA3_384;
    SHA3_512 crate::hashmodules::SHA3_512;
    SHAKE_128 crate::hashmodules::SHAKE_128;
    SHAKE_256 crate::hashmodules::SHAKE_256;
    BLAKE2B crate::hashmodules::BLAKE2B;
    BLAKE2S crate::hashmodules::BLAKE2S;
    RANDOM crate::randommodule::RANDOM;
    DEQUE crate::collectionsmodule::DEQUE;
    DEQUE_ITERATOR crate::collectionsmodule::DEQUE_ITERATOR;
    DEQUE_REVERSE_ITERATOR crate::collectionsmodule::DEQUE_REVERSE_ITERATOR;
    DEFAULTDICT crate::collectionsmodule::DEFAULTDICT;
    AST crate::astmodule::AST;
    TOKENIZER_ITER crate::tokenizemodule::TOKENIZER_ITER;
    CONTEXT_VAR crate::contextvarsmodule::CONTEXT_VAR;
    CONTEXT crate::contextvarsmodule::CONTEXT;
    MISSING crate::contextvarsmodule::MISSING;
    CONTEXT_TOKEN crate::contextvarsmodule::CONTEXT_TOKEN;
    PATTERN crate::sremodule::patterns::TYPE;
    MATCH crate::sremodule::matches::TYPE;
    SRE_SCANNER crate::sremodule::scanner::TYPE;
    TEMPLATE crate::sremodule::TEMPLATE;
    STRUCT crate::structmodule::STRUCT;
    STRUCT_ERROR crate::structmodule::ERROR;
    UNPACK_ITERATOR crate::structmodule::UNPACK_ITERATOR;
    BINASCII_ERROR crate::binasciimodule::ERROR;
    BINASCII_INCOMPLETE crate::binasciimodule::INCOMPLETE;
    ARRAY crate::arraymodule::types::ARRAY;
    ARRAY_ITERATOR crate::arraymodule::types::ARRAY_ITERATOR;
    UCD crate::unicodedata::UCD;
    ITEMGETTER crate::operatormodule::ITEMGETTER;
    ATTRGETTER crate::operatormodule::ATTRGETTER;
    METHODCALLER crate::operatormodule::METHODCALLER;
    JSON_SCANNER crate::jsonmodule::SCANNER;
    JSON_ENCODER crate::jsonmodule::ENCODER;
    CSV_DIALECT crate::csvmodule::DIALECT;
    CSV_READER crate::csvmodule::READER;
    CSV_WRITER crate::csvmodule::WRITER;
    CSV_ERROR crate::csvmodule::ERROR;
    SYMTABLE_ENTRY crate::symtablemodule::ENTRY;
    ZLIB_COMPRESS crate::zlibmodule::COMPRESS;
    ZLIB_DECOMPRESS crate::zlibmodule::DECOMPRESS;
    ZLIB_DECOMPRESSOR crate::zlibmodule::DECOMPRESSOR;
    ZLIB_ERROR crate::zlibmodule::ERROR;
    CMP_KEY crate::functoolsmodule::CMP_KEY;
    PLACEHOLDER crate::functoolsmodule::PLACEHOLDER;
    PARTIAL crate::functoolsmodule::PARTIAL;
    LRU_CACHE crate::functoolsmodule::LRU_CACHE;
    POLL crate::selectmodule::POLL;
    EPOLL crate::selectmodule::EPOLL;
    SOCKET crate::socketmodule::socket::SOCKET;
    HERROR crate::socketmodule::HERROR;
    GAIERROR crate::socketmodule::GAIERROR;
    LOCALE_ERROR crate::localemodule::ERROR;
    INSTRUCTION_SEQUENCE crate::testcapi::INSTRUCTION_SEQUENCE;
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
