//! Moments by what happens there, as a person writes them.

use crate::compile::Stage;
use crate::compile::anchor::CompileAnchor;

/// A place in a run by what happens there, never by step number alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    End,
    Step(u64),
    /// The n-th time the line begins.
    Line {
        line: u32,
        nth: u32,
    },
    /// The n-th call of the function.
    Call {
        name: String,
        nth: u32,
    },
    Return {
        name: String,
        nth: u32,
    },
    /// The n-th time the instruction is about to be executed.
    Opcode {
        name: String,
        nth: u32,
    },
    /// The step that writes the text.
    Output {
        text: String,
        nth: u32,
    },
    Collection {
        nth: u32,
    },
    Exception {
        nth: u32,
    },
    /// Where the search for a module begins, or where its own statements begin to run.
    Import {
        module: String,
        body: bool,
    },
    /// A moment of the compilation.
    Compile(CompileAnchor),
}

impl Anchor {
    /// Of the compilation: `stage codegen in f`, `token 5`, `node BinOp #1`, `rewrite #2`, `pass optimize_load_fast in f`,
    /// `emit BINARY_OP`, `name x #2`, `compile 12`. Of the run: `line 7 #2`, `call f`, `return f #2`, `opcode BINARY_OP`, `output "30"`, `gc collection #1`, `exception`, `import json`, `module json`, `step 61`,
    /// `start`, `end`. A bare number is a step.
    pub fn parse(text: &str) -> Result<Anchor, String> {
        let text = text.trim();
        let (head, nth) = match text.rsplit_once('#') {
            Some((head, number)) if !head.trim_end().ends_with('"') || number.trim().parse::<u32>().is_ok() => {
                let nth: u32 =
                    number.trim().parse().map_err(|_| format!("'#{number}' is not a count, as in 'line 7 #2'"))?;
                if nth == 0 {
                    return Err("counting starts at #1".to_owned());
                }
                (head.trim(), nth)
            }
            _ => (text, 1),
        };
        let (word, rest) = head.split_once(char::is_whitespace).unwrap_or((head, ""));
        let rest = rest.trim();
        let need =
            |what: &str| if rest.is_empty() { Err(format!("'{word}' needs {what}")) } else { Ok(rest.to_owned()) };
        let number = || rest.parse::<u64>().map_err(|_| format!("'{rest}' is not a number, as in '{word} 7'"));
        let (what, unit) = match rest.split_once(" in ") {
            Some((what, unit)) => (what.trim(), Some(unit.trim().to_owned())),
            None => (rest, None),
        };
        match word {
            "compile" => Ok(Anchor::Compile(CompileAnchor::Step(number()?))),
            "token" => Ok(Anchor::Compile(CompileAnchor::Token(number()?))),
            "node" => Ok(Anchor::Compile(CompileAnchor::Node { kind: need("a kind of node")?, nth })),
            "rewrite" => Ok(Anchor::Compile(CompileAnchor::Rewrite { nth })),
            "name" => Ok(Anchor::Compile(CompileAnchor::Name { name: need("a name")?, nth })),
            "stage" => {
                need("a stage")?;
                let stage = Stage::from_word(what).ok_or_else(|| {
                    let words: Vec<_> = Stage::ALL.iter().map(|stage| stage.word()).collect();
                    format!("'{what}' is no stage; there are {}", words.join(", "))
                })?;
                Ok(Anchor::Compile(CompileAnchor::Stage { stage, unit, nth }))
            }
            "pass" => {
                need("the name of a pass")?;
                Ok(Anchor::Compile(CompileAnchor::Pass { name: what.to_owned(), unit, nth }))
            }
            "emit" => {
                need("an instruction's name")?;
                Ok(Anchor::Compile(CompileAnchor::Emit { name: what.to_ascii_uppercase(), unit, nth }))
            }
            "start" => Ok(Anchor::Start),
            "end" => Ok(Anchor::End),
            "step" => Ok(Anchor::Step(number()?)),
            "line" => Ok(Anchor::Line { line: number()?.min(u64::from(u32::MAX)) as u32, nth }),
            "call" => Ok(Anchor::Call { name: need("a function's name")?, nth }),
            "return" => Ok(Anchor::Return { name: need("a function's name")?, nth }),
            "opcode" => Ok(Anchor::Opcode { name: need("an instruction's name")?.to_ascii_uppercase(), nth }),
            "output" => Ok(Anchor::Output { text: need("a text in quotes")?.trim_matches('"').to_owned(), nth }),
            "gc" | "collection" => Ok(Anchor::Collection { nth }),
            "exception" => Ok(Anchor::Exception { nth }),
            "import" | "module" => Ok(Anchor::Import { module: need("a module")?, body: word == "module" }),
            _ if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) => {
                word.parse().map(Anchor::Step).map_err(|_| format!("step {word} is too far"))
            }
            _ => Err(format!(
                "'{text}' is no moment: write 'line 7 #2', 'call f', 'return f', 'opcode BINARY_OP', 'output \"30\"', \
                 'gc collection', 'exception', 'import json', 'module json', 'step 61', 'start' or 'end'; of the compilation 'stage codegen', 'token 5', \
                 'node BinOp', 'rewrite #2', 'pass optimize_load_fast in f', 'emit BINARY_OP', 'name x' or 'compile 12'"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_read_as_they_are_written() {
        assert_eq!(Anchor::parse("line 7 #2"), Ok(Anchor::Line { line: 7, nth: 2 }));
        assert_eq!(Anchor::parse("call fib"), Ok(Anchor::Call { name: "fib".to_owned(), nth: 1 }));
        assert_eq!(Anchor::parse("opcode binary_op #3"), Ok(Anchor::Opcode { name: "BINARY_OP".to_owned(), nth: 3 }));
        assert_eq!(Anchor::parse("output \"30\""), Ok(Anchor::Output { text: "30".to_owned(), nth: 1 }));
        assert_eq!(Anchor::parse("gc collection #1"), Ok(Anchor::Collection { nth: 1 }));
        let module = "json".to_owned();
        assert_eq!(Anchor::parse("module json"), Ok(Anchor::Import { module, body: true }));
        assert_eq!(Anchor::parse("61"), Ok(Anchor::Step(61)));
        let compile = |text: &str| match Anchor::parse(text) {
            Ok(Anchor::Compile(anchor)) => anchor,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(compile("token 5"), CompileAnchor::Token(5));
        assert_eq!(compile("node BinOp #2"), CompileAnchor::Node { kind: "BinOp".to_owned(), nth: 2 });
        let in_f = Some("f".to_owned());
        let stage = CompileAnchor::Stage { stage: Stage::Codegen, unit: in_f.clone(), nth: 1 };
        assert_eq!(compile("stage codegen in f"), stage);
        let pass = CompileAnchor::Pass { name: "optimize_load_fast".to_owned(), unit: in_f, nth: 1 };
        assert_eq!(compile("pass optimize_load_fast in f"), pass);
        assert!(Anchor::parse("stage baking").unwrap_err().contains("no stage"));
        assert!(Anchor::parse("line x").is_err());
        assert!(Anchor::parse("line 4 #0").is_err());
        assert!(Anchor::parse("tomorrow").unwrap_err().contains("is no moment"));
    }
}
