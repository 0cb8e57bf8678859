//! `_md5 _sha1 _sha2 _sha3 _blake2`: hashes, computed by crates. An object keeps what it was given, and hashes it when it is asked.

use crate::fill::{field, put, put_ints, put_types, set_field};
use crate::types::ty as own;
use sha3::digest::{Digest, ExtendableOutput, Update, XofReader};
use vm::memory::object::{Kind, Obj, R};
use vm::native::args::{Args, none};
use vm::native::typedef::{ModuleDef, Native, TypeDef, concat, def, function, getset, new, tpflags};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// What an object has been given, and of BLAKE2 its parameters.
const DATA: u32 = 0;
const PARAMETERS: u32 = 1;

/// One function: its class, name, bytes of the answer (0: as many as are asked for) and of a block.
type Row = (u32, &'static str, usize, usize, fn(&[u8], usize) -> Vec<u8>);

fn of<D: Digest>(data: &[u8], _: usize) -> Vec<u8> {
    D::digest(data).to_vec()
}

fn shake<D: Default + Update + ExtendableOutput>(data: &[u8], n: usize) -> Vec<u8> {
    let mut hash = D::default();
    hash.update(data);
    let mut out = vec![0; n];
    hash.finalize_xof().read(&mut out);
    out
}

static ROWS: [Row; 14] = [
    (own::MD5, "md5", 16, 64, of::<md5::Md5>),
    (own::SHA1, "sha1", 20, 64, of::<sha1::Sha1>),
    (own::SHA224, "sha224", 28, 64, of::<sha2::Sha224>),
    (own::SHA256, "sha256", 32, 64, of::<sha2::Sha256>),
    (own::SHA384, "sha384", 48, 128, of::<sha2::Sha384>),
    (own::SHA512, "sha512", 64, 128, of::<sha2::Sha512>),
    (own::SHA3_224, "sha3_224", 28, 144, of::<sha3::Sha3_224>),
    (own::SHA3_256, "sha3_256", 32, 136, of::<sha3::Sha3_256>),
    (own::SHA3_384, "sha3_384", 48, 104, of::<sha3::Sha3_384>),
    (own::SHA3_512, "sha3_512", 64, 72, of::<sha3::Sha3_512>),
    (own::SHAKE_128, "shake_128", 0, 168, shake::<shake::Shake128>),
    (own::SHAKE_256, "shake_256", 0, 136, shake::<shake::Shake256>),
    (own::BLAKE2B, "blake2b", 64, 128, |_, _| Vec::new()),
    (own::BLAKE2S, "blake2s", 32, 64, |_, _| Vec::new()),
];

/// The function of an object: subclasses have their base's.
fn row(m: &Machine, o: Obj) -> &'static Row {
    ROWS.iter().find(|row| m.isinstance_of(o, row.0)).unwrap_or(&ROWS[0])
}

/// The bytes of a buffer; text is refused (`GET_BUFFER_VIEW_OR_ERROUT`).
fn bytes_of(m: &mut Machine, o: Obj) -> R<Vec<u8>> {
    if m.kind(o) == Kind::Str {
        return Err(m.raise(ty::TYPE_ERROR, "Strings must be encoded before hashing"));
    }
    if !m.has_buffer(o) {
        return Err(m.raise(ty::TYPE_ERROR, "object supporting the buffer API required"));
    }
    m.all_bytes(o)
}

/// The first argument of a constructor: `data`, or `string` by its old name.
fn given(m: &mut Machine, data: Obj, string: Obj) -> R<Vec<u8>> {
    match (data.is_null(), string.is_null()) {
        (false, false) => {
            let text = "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for \
                        removal in a future version.";
            Err(m.raise(ty::TYPE_ERROR, text))
        }
        (false, true) => bytes_of(m, data),
        (true, false) => bytes_of(m, string),
        (true, true) => Ok(Vec::new()),
    }
}

fn made(m: &mut Machine, class: u32, data: &[u8]) -> R {
    let o = m.new_instance(class);
    let data = m.new_bytearray(data);
    set_field(m, o.get(), DATA, data);
    Ok(o)
}

fn data_of(m: &Machine, o: Obj) -> Vec<u8> {
    m.bytes_value(field(m, o, DATA)).to_vec()
}

fn computed(m: &mut Machine, o: Obj, n: usize) -> Vec<u8> {
    let (data, row) = (data_of(m, o), row(m, o));
    match row.0 {
        own::BLAKE2B | own::BLAKE2S => blake2(m, o, row.0 == own::BLAKE2B, &data),
        _ => (row.4)(&data, n),
    }
}

/// How many bytes a shake is asked for.
fn length(m: &mut Machine, a: Args) -> R<usize> {
    let n = m.index_i64(a.get(m, 1))?;
    match n {
        0.. if n < 1 << 29 => Ok(n as usize),
        0.. => Err(m.raise(ty::VALUE_ERROR, "length is too large")),
        _ => Err(m.raise(ty::VALUE_ERROR, "Cannot convert negative int")),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

const COPY: Native = def("copy($self, /)", "A copy.", |m, a| {
    let o = a.get(m, 0);
    let (class, data) = (m.ty(o), data_of(m, o));
    let copy = made(m, class, &data)?;
    let parameters = field(m, o, PARAMETERS);
    if !parameters.is_null() {
        let parameters = m.new_ref(parameters);
        set_field(m, copy.get(), PARAMETERS, parameters);
    }
    Ok(copy)
});
const DIGEST: Native = def("digest($self, /)", "The hash, as bytes.", |m, a| {
    let bytes = computed(m, a.get(m, 0), 0);
    Ok(m.new_bytes(&bytes))
});
const HEXDIGEST: Native = def("hexdigest($self, /)", "The hash, as hexadecimal text.", |m, a| {
    let bytes = computed(m, a.get(m, 0), 0);
    Ok(m.new_str(&hex(&bytes)))
});
const fn update(text: &'static str) -> Native {
    def(text, "Take more bytes in.", |m, a| {
        let (o, more) = (a.get(m, 0), a.get(m, 1));
        let more = bytes_of(m, more)?;
        let more = m.new_bytes(&more);
        let more = m.keep(more);
        m.bytearray_extend_with(field(m, o, DATA), more)?;
        none()
    })
}
const BLOCK_SIZE: Native = getset("block_size", "Bytes of a block.", |m, a| {
    let n = row(m, a.get(m, 0)).3;
    Ok(m.new_int(n as i64))
});
const NAME: Native = getset("name", "What the function is called.", |m, a| {
    let name = row(m, a.get(m, 0)).1;
    Ok(m.new_str(name))
});
const DIGEST_SIZE: Native = getset("digest_size", "Bytes of the hash.", |m, a| {
    let o = a.get(m, 0);
    let n = if field(m, o, PARAMETERS).is_null() { row(m, o).2 } else { parameter(m, o, 0) as usize };
    Ok(m.new_int(n as i64))
});

const MADE_BY_FUNCTION: [Native; 7] =
    [COPY.tuple(), DIGEST, HEXDIGEST, update("update($self, obj, /)"), BLOCK_SIZE, NAME, DIGEST_SIZE];

const PLAIN: TypeDef = TypeDef {
    module: "_sha2",
    basicsize: 32,
    fields: 2,
    flags: tpflags::DISALLOW_INSTANTIATION | tpflags::IMMUTABLE | tpflags::HEAPTYPE | tpflags::READY | tpflags::HAVE_GC,
    natives: &MADE_BY_FUNCTION,
    asked: true,
    ..TypeDef::PLAIN
};

pub static MD5: TypeDef = TypeDef { name: "MD5Type", module: "_md5", ..PLAIN };
pub static SHA1: TypeDef = TypeDef { name: "SHA1Type", module: "_sha1", basicsize: 40, ..PLAIN };
pub static SHA224: TypeDef = TypeDef { name: "SHA224Type", ..PLAIN };
pub static SHA256: TypeDef = TypeDef { name: "SHA256Type", ..PLAIN };
pub static SHA384: TypeDef = TypeDef { name: "SHA384Type", ..PLAIN };
pub static SHA512: TypeDef = TypeDef { name: "SHA512Type", ..PLAIN };

const SHA3_NEW: [Native; 1] = [new("sha3_224(data=b'', /, *, usedforsecurity=True, string=None)", |m, a| {
    let class = m.slot(a.get(m, 0)).a;
    let data = given(m, a.opt(m, 1), a.opt(m, 3))?;
    made(m, class, &data)
})];
const SHA3_SIZES: [Native; 3] = [
    getset("_capacity_bits", "Bits that the input does not touch.", |m, a| {
        let block = row(m, a.get(m, 0)).3;
        Ok(m.new_int(1600 - 8 * block as i64))
    }),
    getset("_rate_bits", "Bits of a block.", |m, a| {
        let block = row(m, a.get(m, 0)).3;
        Ok(m.new_int(8 * block as i64))
    }),
    getset("_suffix", "What ends the input.", |m, a| {
        let suffix = if row(m, a.get(m, 0)).2 == 0 { 0x1F } else { 0x06 };
        Ok(m.new_bytes(&[suffix]))
    }),
];
const SHA3_METHODS: [Native; 7] =
    [COPY, DIGEST, HEXDIGEST, update("update($self, data, /)"), BLOCK_SIZE, NAME, DIGEST_SIZE];
const SHAKE_METHODS: [Native; 7] = [
    COPY,
    def("digest($self, /, length)", "So many bytes of the hash.", |m, a| {
        let n = length(m, a)?;
        let bytes = computed(m, a.get(m, 0), n);
        Ok(m.new_bytes(&bytes))
    }),
    def("hexdigest($self, /, length)", "So many bytes of the hash, as hexadecimal text.", |m, a| {
        let n = length(m, a)?;
        let bytes = computed(m, a.get(m, 0), n);
        Ok(m.new_str(&hex(&bytes)))
    }),
    update("update($self, data, /)"),
    BLOCK_SIZE,
    NAME,
    DIGEST_SIZE,
];
const SHA3_ROWS: [Native; 11] = concat(&concat::<8>(&SHA3_NEW, &SHA3_METHODS), &SHA3_SIZES);
const SHAKE_ROWS: [Native; 11] = concat(&concat::<8>(&SHA3_NEW, &SHAKE_METHODS), &SHA3_SIZES);

const SHA3: TypeDef = TypeDef {
    module: "_sha3",
    flags: tpflags::IMMUTABLE | tpflags::HEAPTYPE | tpflags::READY | tpflags::HAVE_GC,
    natives: &SHA3_ROWS,
    ..PLAIN
};
pub static SHA3_224: TypeDef = TypeDef { name: "sha3_224", ..SHA3 };
pub static SHA3_256: TypeDef = TypeDef { name: "sha3_256", ..SHA3 };
pub static SHA3_384: TypeDef = TypeDef { name: "sha3_384", ..SHA3 };
pub static SHA3_512: TypeDef = TypeDef { name: "sha3_512", ..SHA3 };
pub static SHAKE_128: TypeDef = TypeDef { name: "shake_128", natives: &SHAKE_ROWS, ..SHA3 };
pub static SHAKE_256: TypeDef = TypeDef { name: "shake_256", natives: &SHAKE_ROWS, ..SHA3 };

/// Parameters of BLAKE2, kept as a tuple in this order: digest size, fan-out, depth, leaf size, node offset, node depth, inner size,
/// whether it is the last node; then key, salt and person.
const NUMBERS: usize = 8;

fn parameter(m: &Machine, o: Obj, i: u32) -> u64 {
    let value = m.tuple_item(field(m, o, PARAMETERS), i);
    m.int_clamped(value).max(0) as u64
}

fn blake2(m: &Machine, o: Obj, big: bool, data: &[u8]) -> Vec<u8> {
    let n = |i: u32| parameter(m, o, i);
    let text = |i: u32| m.bytes_value(m.tuple_item(field(m, o, PARAMETERS), i)).to_vec();
    let [key, salt, person] = [0, 1, 2].map(|i| text(NUMBERS as u32 + i));
    macro_rules! hashed {
        ($crate_name:ident) => {{
            let mut params = $crate_name::Params::new();
            params.hash_length(n(0) as usize).key(&key).salt(&salt).personal(&person).fanout(n(1) as u8);
            params.max_depth(n(2) as u8).max_leaf_length(n(3) as u32).node_offset(n(4)).node_depth(n(5) as u8);
            params.inner_hash_length(n(6) as usize).last_node(n(7) != 0);
            params.hash(data).as_bytes().to_vec()
        }};
    }
    if big { hashed!(blake2b_simd) } else { hashed!(blake2s_simd) }
}

const BLAKE2_NAMES: [&str; 14] = [
    "data",
    "digest_size",
    "key",
    "salt",
    "person",
    "fanout",
    "depth",
    "leaf_size",
    "node_offset",
    "node_depth",
    "inner_size",
    "last_node",
    "usedforsecurity",
    "string",
];

fn new_blake2(m: &mut Machine, a: Args) -> R {
    let class = m.slot(a.get(m, 0)).a;
    let big = m.is_subtype(class, own::BLAKE2B);
    let (most, salted, offset) = if big { (64, 16, u64::MAX) } else { (32, 8, (1 << 48) - 1) };
    let name = if big { "blake2b" } else { "blake2s" };
    if a.n > 2 {
        let text = format!("{name}() takes at most 1 positional argument ({} given)", a.n - 1);
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    for (key, _) in a.keywords(m) {
        if !BLAKE2_NAMES.iter().any(|name| m.str_is(key, name)) {
            let names: Vec<String> = BLAKE2_NAMES.iter().map(|name| (*name).to_owned()).collect();
            return Err(m.unexpected_keyword(name, &m.str_text(key), &names));
        }
    }
    let named = |m: &Machine, i: usize| match i {
        1 if a.n > 1 => a.get(m, 1),
        i => a.keyword(m, BLAKE2_NAMES[i - 1]),
    };
    let data = given(m, named(m, 1), named(m, 14))?;
    let number = |m: &mut Machine, i: usize, default: i64| {
        let value = named(m, i);
        if value.is_null() { Ok(default) } else { m.index_i64(value) }
    };
    let size = number(m, 2, most)?;
    let (fanout, depth, leaf) = (number(m, 6, 1)?, number(m, 7, 1)?, number(m, 8, 0)?);
    let (node, node_depth, inner) = (number(m, 9, 0)?, number(m, 10, 0)?, number(m, 11, 0)?);
    let last = named(m, 12);
    let last = !last.is_null() && m.truthy(last)?;
    let mut texts = Vec::new();
    for (i, name, most) in [(3, "key", most), (4, "salt", salted), (5, "person", salted)] {
        let value = named(m, i);
        let bytes = if value.is_null() { Vec::new() } else { m.all_bytes(value)? };
        if bytes.len() as i64 > most {
            return Err(m.raise(ty::VALUE_ERROR, &format!("maximum {name} length is {most} bytes")));
        }
        texts.push(bytes);
    }
    let wrong = if !(1..=most).contains(&size) {
        format!(
            "digest_size for {} must be between 1 and {most} bytes, here it is {size}",
            if big { "Blake2b" } else { "Blake2s" }
        )
    } else if !(0..=255).contains(&fanout) {
        "fanout must be between 0 and 255".to_owned()
    } else if !(1..=255).contains(&depth) {
        "depth must be between 1 and 255".to_owned()
    } else if !(0..=i64::from(u32::MAX)).contains(&leaf) {
        "leaf_size is too large".to_owned()
    } else if node < 0 || node as u64 > offset {
        "node_offset is too large".to_owned()
    } else if !(0..=255).contains(&node_depth) {
        "node_depth must be between 0 and 255".to_owned()
    } else if !(0..=most).contains(&inner) {
        format!("inner_size must be between 0 and is {most}")
    } else {
        String::new()
    };
    if !wrong.is_empty() {
        return Err(m.raise(ty::VALUE_ERROR, &wrong));
    }
    let numbers = [size, fanout, depth, leaf, node, node_depth, inner, i64::from(last)];
    let mut parameters: Vec<_> = numbers.into_iter().map(|n| m.new_int(n)).collect();
    parameters.extend(texts.iter().map(|text| m.new_bytes(text)));
    let o = made(m, class, &data)?;
    let parameters = m.new_tuple(parameters);
    set_field(m, o.get(), PARAMETERS, parameters);
    Ok(o)
}

const BLAKE2_ROWS: [Native; 8] = [
    new("blake2b(data=b'', /, *, digest_size=64)", new_blake2).own(),
    COPY,
    DIGEST,
    HEXDIGEST,
    update("update($self, data, /)"),
    NAME,
    BLOCK_SIZE,
    DIGEST_SIZE,
];
const BLAKE2: TypeDef = TypeDef { module: "_blake2", natives: &BLAKE2_ROWS, ..SHA3 };
pub static BLAKE2B: TypeDef = TypeDef { name: "blake2b", ..BLAKE2 };
pub static BLAKE2S: TypeDef = TypeDef { name: "blake2s", ..BLAKE2 };

macro_rules! maker {
    ($name:literal $class:ident) => {
        function(concat!($name, "($module, /, data=b'', *, usedforsecurity=True, string=None)"), "A hash.", |m, a| {
            let data = given(m, a.opt(m, 0), a.opt(m, 2))?;
            made(m, own::$class, &data)
        })
    };
}

/// Below this size CPython does not let other threads run.
const GIL: &[(&str, i64)] = &[("_GIL_MINSIZE", 2048)];

pub static MD5_MODULE: ModuleDef = ModuleDef {
    name: "_md5",
    doc: "MD5.",
    functions: &[maker!("md5" MD5)],
    fill: |m, dict| {
        put_types(m, dict, &[own::MD5]);
        put_ints(m, dict, GIL);
    },
};
pub static SHA1_MODULE: ModuleDef = ModuleDef {
    name: "_sha1",
    doc: "SHA-1.",
    functions: &[maker!("sha1" SHA1)],
    fill: |m, dict| {
        put_types(m, dict, &[own::SHA1]);
        put_ints(m, dict, GIL);
    },
};
pub static SHA2_MODULE: ModuleDef = ModuleDef {
    name: "_sha2",
    doc: "SHA-2.",
    functions: &[maker!("sha256" SHA256), maker!("sha224" SHA224), maker!("sha512" SHA512), maker!("sha384" SHA384)],
    fill: |m, dict| {
        put_types(m, dict, &[own::SHA224, own::SHA256, own::SHA384, own::SHA512]);
        put_ints(m, dict, GIL);
    },
};
pub static SHA3_MODULE: ModuleDef = ModuleDef {
    name: "_sha3",
    doc: "SHA-3.",
    functions: &[],
    fill: |m, dict| {
        let types = [own::SHA3_224, own::SHA3_256, own::SHA3_384, own::SHA3_512, own::SHAKE_128, own::SHAKE_256];
        put_types(m, dict, &types);
        let text = m.new_str("RustCrypto");
        put(m, dict, "implementation", text);
        put_ints(m, dict, GIL);
    },
};
pub static BLAKE2_MODULE: ModuleDef = ModuleDef {
    name: "_blake2",
    doc: "BLAKE2.",
    functions: &[],
    fill: |m, dict| {
        put_ints(m, dict, GIL);
        put_types(m, dict, &[own::BLAKE2B, own::BLAKE2S]);
        for (class, letter, salt, most) in [(own::BLAKE2B, 'B', 16, 64), (own::BLAKE2S, 'S', 8, 32)] {
            let own_dict = m.types[class as usize].dict;
            let sizes = [("SALT_SIZE", salt), ("PERSON_SIZE", salt), ("MAX_KEY_SIZE", most), ("MAX_DIGEST_SIZE", most)];
            put_ints(m, own_dict, &sizes);
            for (name, value) in sizes {
                let value = m.new_int(value);
                put(m, dict, &format!("BLAKE2{letter}_{name}"), value);
            }
            m.type_modified(class);
        }
    },
};
