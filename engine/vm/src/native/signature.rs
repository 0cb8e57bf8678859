//! Text signatures (`__text_signature__`, PEP 436): read at compile time, so that a native's name, its parameters and
//! how it takes them are one line of its declaration.

/// Parameters that a signature may name at most.
pub const MOST: usize = 8;

/// What a signature says. Self is not counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signature {
    /// Bytes of the text that are the name.
    pub name: usize,
    /// Named parameters, in order; where each one's name lies in the text, as start and end.
    pub count: usize,
    pub places: [(u8, u8); MOST],
    /// How many may be given by position, how many of them only so.
    pub positional: usize,
    pub posonly: usize,
    /// Leading parameters without a default.
    pub required: usize,
    /// There is a `*args`, a `**kwargs`.
    pub varargs: bool,
    pub varkw: bool,
}

const fn is_name(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c == b'_'
}

impl Signature {
    /// Reads `name(parameters)`, or a bare name, which has no parameters.
    pub const fn read(text: &str) -> Signature {
        let t = text.as_bytes();
        let mut s = Signature {
            name: 0,
            count: 0,
            places: [(0, 0); MOST],
            positional: 0,
            posonly: 0,
            required: 0,
            varargs: false,
            varkw: false,
        };
        while s.name < t.len() && t[s.name] != b'(' {
            s.name += 1;
        }
        let mut i = s.name + 1;
        let (mut keyword_only, mut optional) = (false, false);
        while i < t.len() && t[i] != b')' {
            match t[i] {
                b' ' | b'\n' | b',' | b']' => i += 1,
                b'[' => {
                    optional = true;
                    i += 1;
                }
                b'/' => {
                    s.posonly = s.count;
                    i += 1;
                }
                b'$' => {
                    while i < t.len() && t[i] != b',' && t[i] != b')' {
                        i += 1;
                    }
                }
                b'*' if t[i + 1] == b'*' => {
                    s.varkw = true;
                    i += 2;
                    while i < t.len() && is_name(t[i]) {
                        i += 1;
                    }
                }
                b'*' => {
                    keyword_only = true;
                    i += 1;
                    while i < t.len() && is_name(t[i]) {
                        s.varargs = true;
                        i += 1;
                    }
                }
                _ => {
                    let from = i;
                    while i < t.len() && is_name(t[i]) {
                        i += 1;
                    }
                    s.places[s.count] = (from as u8, i as u8);
                    let default = i < t.len() && t[i] == b'=';
                    if default {
                        i = skip_default(t, i);
                    }
                    optional = optional || default;
                    if !optional {
                        s.required = s.count + 1;
                    }
                    s.count += 1;
                    if !keyword_only {
                        s.positional = s.count;
                    }
                }
            }
        }
        s
    }
}

/// Position behind a default value: at the comma or bracket that ends it.
const fn skip_default(t: &[u8], mut i: usize) -> usize {
    let (mut depth, mut quoted) = (0, false);
    while i < t.len() {
        match t[i] {
            b'\'' => quoted = !quoted,
            b'(' if !quoted => depth += 1,
            b')' if !quoted && depth > 0 => depth -= 1,
            b',' | b')' | b']' if !quoted && depth == 0 => break,
            _ => {}
        }
        i += 1;
    }
    i
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        let s = Signature::read(text);
        s.places[..s.count].iter().map(|&(a, b)| &text[a as usize..b as usize]).collect()
    }

    #[test]
    fn signatures_say_how_a_native_takes_its_arguments() {
        let s = Signature::read("append($self, object, /)");
        assert_eq!((s.name, s.count, s.positional, s.posonly, s.required), (6, 1, 1, 1, 1));
        let s = Signature::read("sort($self, /, *, key=None, reverse=False)");
        assert_eq!((s.count, s.positional, s.required, s.varargs), (2, 0, 0, false));
        let text = "count($self, sub[, start[, end]], /)";
        let s = Signature::read(text);
        assert_eq!((s.count, s.positional, s.posonly, s.required), (3, 3, 3, 1));
        assert_eq!(names(text), ["sub", "start", "end"]);
        assert_eq!(names("print(*args, sep=' ', end='\\n', file=None, flush=False)"), ["sep", "end", "file", "flush"]);
        let s = Signature::read("center($self, width, fillchar=' ', /)");
        assert_eq!((s.count, s.posonly, s.required), (2, 2, 1));
        let s = Signature::read("tuple(iterable=(), /)");
        assert_eq!((s.count, s.posonly, s.required), (1, 1, 0));
        let s = Signature::read("format($self, /, *args, **kwargs)");
        assert!(s.varargs && s.varkw && s.count == 0);
        assert_eq!(Signature::read("getattr").name, 7);
    }
}
