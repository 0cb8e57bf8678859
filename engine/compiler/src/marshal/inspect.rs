//! The tree of a marshalled object with the place of every part, for a view of the bytes.

use super::{MAX_DEPTH, code as t};

/// One object in the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Of its type code.
    pub offset: usize,
    /// Bytes up to its end, parts included.
    pub length: usize,
    /// What it is to the object around it: `co_code`, `[0]`, …
    pub role: String,
    /// Type code without the flag.
    pub code: u8,
    /// Its number in the list of references, if it enters that.
    pub reference: Option<usize>,
    pub value: String,
    pub children: Vec<Node>,
}

/// Reads as far as the data goes and makes sense. The second part is the offset at which it stopped.
pub fn inspect(data: &[u8]) -> (Option<Node>, usize) {
    let mut inspector = Inspector { data, at: 0, references: 0 };
    let node = inspector.object(String::new(), 0);
    (node, inspector.at)
}

struct Inspector<'d> {
    data: &'d [u8],
    at: usize,
    references: usize,
}

/// Fields of a code object in the order of the data; numbers are written without a type code.
const CODE_FIELDS: [(&str, bool); 16] = [
    ("co_argcount", true),
    ("co_posonlyargcount", true),
    ("co_kwonlyargcount", true),
    ("co_stacksize", true),
    ("co_flags", true),
    ("co_code", false),
    ("co_consts", false),
    ("co_names", false),
    ("co_localsplusnames", false),
    ("co_localspluskinds", false),
    ("co_filename", false),
    ("co_name", false),
    ("co_qualname", false),
    ("co_firstlineno", true),
    ("co_linetable", false),
    ("co_exceptiontable", false),
];

/// The code of a node that stands for a bare number.
pub const NUMBER: u8 = b'#';

impl Inspector<'_> {
    fn take(&mut self, count: usize) -> Option<&[u8]> {
        let bytes = self.data.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(bytes)
    }

    fn long(&mut self) -> Option<i32> {
        let bytes = self.take(4)?;
        Some(i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    fn size(&mut self) -> Option<usize> {
        usize::try_from(self.long()?).ok()
    }

    fn object(&mut self, role: String, depth: u32) -> Option<Node> {
        if depth > MAX_DEPTH {
            return None;
        }
        let offset = self.at;
        let byte = *self.take(1)?.first()?;
        let code = byte & !t::FLAG_REF;
        let reference = (byte & t::FLAG_REF != 0).then_some(self.references);
        self.references += usize::from(reference.is_some());
        let mut node = Node { offset, length: 0, role, code, reference, value: String::new(), children: Vec::new() };
        self.content(&mut node, depth)?;
        node.length = self.at - offset;
        Some(node)
    }

    fn text(&mut self, size: usize) -> Option<String> {
        Some(format!("{:?}", String::from_utf8_lossy(self.take(size)?)))
    }

    fn content(&mut self, node: &mut Node, depth: u32) -> Option<()> {
        node.value = match node.code {
            t::NULL => "NULL".to_owned(),
            t::NONE => "None".to_owned(),
            t::FALSE => "False".to_owned(),
            t::TRUE => "True".to_owned(),
            t::STOPITER => "StopIteration".to_owned(),
            t::ELLIPSIS => "Ellipsis".to_owned(),
            t::INT => self.long()?.to_string(),
            t::REF => format!("reference {}", self.long()?),
            t::INT64 => {
                self.take(8)?;
                "64-bit int".to_owned()
            }
            t::LONG => {
                let digits = self.long()?.unsigned_abs() as usize;
                self.take(digits.checked_mul(2)?)?;
                format!("int of {digits} 15-bit digits")
            }
            t::BINARY_FLOAT => self.floats(1)?,
            t::BINARY_COMPLEX => self.floats(2)?,
            t::STRING => {
                let size = self.size()?;
                self.take(size)?;
                format!("{size} bytes")
            }
            t::UNICODE | t::INTERNED | t::ASCII | t::ASCII_INTERNED => {
                let size = self.size()?;
                self.text(size)?
            }
            t::SHORT_ASCII | t::SHORT_ASCII_INTERNED => {
                let size = usize::from(*self.take(1)?.first()?);
                self.text(size)?
            }
            t::SMALL_TUPLE => {
                let size = usize::from(*self.take(1)?.first()?);
                self.items(node, size, depth)?
            }
            t::TUPLE | t::LIST | t::SET | t::FROZENSET => {
                let size = self.size()?;
                self.items(node, size, depth)?
            }
            t::SLICE => self.items(node, 3, depth)?,
            t::CODE => {
                for (name, number) in CODE_FIELDS {
                    let child = if number { self.number(name)? } else { self.object(name.to_owned(), depth + 1)? };
                    node.children.push(child);
                }
                node.children.iter().find(|child| child.role == "co_qualname").map(|c| c.value.clone())?
            }
            _ => return None,
        };
        Some(())
    }

    fn number(&mut self, name: &str) -> Option<Node> {
        let offset = self.at;
        let value = self.long()?;
        Some(Node {
            offset,
            length: 4,
            role: name.to_owned(),
            code: NUMBER,
            reference: None,
            value: value.to_string(),
            children: Vec::new(),
        })
    }

    fn floats(&mut self, count: usize) -> Option<String> {
        let mut texts = Vec::new();
        for _ in 0..count {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(self.take(8)?);
            texts.push(crate::repr::float_repr(f64::from_le_bytes(bytes)));
        }
        Some(texts.join(" + ") + if count == 2 { "j" } else { "" })
    }

    fn items(&mut self, node: &mut Node, size: usize, depth: u32) -> Option<String> {
        for index in 0..size {
            let child = self.object(format!("[{index}]"), depth + 1)?;
            node.children.push(child);
        }
        Some(format!("{size} items"))
    }
}
