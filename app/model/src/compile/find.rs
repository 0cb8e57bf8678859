//! From what is asked for to the step of the compilation where it is.

use super::Compilation;
use super::line::{Stage, Subject};
use crate::compile::anchor::CompileAnchor;
use compiler::symtable::Event;

impl Compilation {
    /// What a step is about: the type of a token, a node, an instruction, a pass, a name.
    pub fn subject_name(&self, step: u64) -> Option<String> {
        Some(match self.line().subject(step, self.units())? {
            Subject::Token(index) => self.parser_tokens().rows.get(index)?.kind.to_owned(),
            Subject::Node(order) => self.ast().rows[*self.ast().completed.get(order)?].kind.to_owned(),
            Subject::Rewrite(at) => self.rewrites().get(at).map_or("nothing", |made| made.node).to_owned(),
            Subject::Symbol(event) => match self.event(event)?.1 {
                Event::Note { name, .. } | Event::Resolve { name, .. } => name.to_string(),
                Event::Enter(_) => "enter".to_owned(),
                Event::Leave(_) => "leave".to_owned(),
            },
            Subject::Emitted { unit, at } => opcode_name(self.units().get(unit)?.emitted(at)?.op)?.to_owned(),
            Subject::Pass { pass, .. } => compiler::flowgraph::PASSES.get(pass).copied()?.to_owned(),
            Subject::Laid { unit, row } => self.listing(unit)?.rows().get(row)?.name.to_owned(),
            Subject::Table { .. } => return None,
        })
    }

    /// The step that an anchor means. The error is a sentence.
    pub fn find(&self, anchor: &CompileAnchor) -> Result<u64, String> {
        let total = self.line().total;
        if total == 0 {
            return Err("The program could not be compiled, so its compilation has no moments.".to_owned());
        }
        match anchor {
            CompileAnchor::Step(step) if (1..=total).contains(step) => Ok(step - 1),
            CompileAnchor::Step(_) => Err(format!("The compilation has {total} steps, counted from 1.")),
            CompileAnchor::Token(nth) => {
                let count = self.line().counts[Stage::Tokens as usize];
                if (1..=count).contains(nth) {
                    Ok(nth - 1)
                } else {
                    Err(format!("The parser sees {count} tokens, counted from 1."))
                }
            }
            CompileAnchor::Stage { stage, unit, nth } => {
                let segments = self.line().segments.iter().filter(|segment| segment.stage == *stage);
                let meant = segments.filter(|segment| self.is_unit(segment.unit, unit.as_deref()));
                let found = meant.map(|segment| segment.start);
                nth_of(found, *nth, &format!("beginning of the stage {}", stage.word()))
            }
            CompileAnchor::Node { kind, nth } => {
                self.nth_step(Stage::Tree, None, *nth, &format!("node {kind}"), |name| name.eq_ignore_ascii_case(kind))
            }
            CompileAnchor::Pass { name, unit, nth } => {
                self.nth_step(Stage::Flow, unit.as_deref(), *nth, &format!("pass {name}"), |pass| pass == name)
            }
            CompileAnchor::Emit { name, unit, nth } => {
                self.nth_step(Stage::Codegen, unit.as_deref(), *nth, &format!("{name} emitted"), |opcode| {
                    opcode == name
                })
            }
            CompileAnchor::Rewrite { nth } => {
                let count = self.rewrites().len() as u64;
                let first = self.line().segments.iter().find(|segment| segment.stage == Stage::Preprocess);
                let first = first.map_or(0, |segment| segment.start);
                nth_of((0..count).map(|at| first + at), *nth, "node that preprocessing rewrites")
            }
            CompileAnchor::Name { name, nth } => {
                let events = self.outline().and_then(|stages| stages.symtable.events.as_deref()).unwrap_or(&[]);
                let first = self.line().segments.iter().find(|segment| segment.stage == Stage::Symbols);
                let first = first.map_or(0, |segment| segment.start);
                let decided = events
                    .iter()
                    .enumerate()
                    .filter(|(_, event)| matches!(event, Event::Resolve { name: decided, .. } if **decided == **name));
                nth_of(decided.map(|(index, _)| first + index as u64), *nth, &format!("decision about {name}"))
            }
        }
    }

    fn is_unit(&self, unit: Option<usize>, wanted: Option<&str>) -> bool {
        wanted.is_none_or(|wanted| {
            unit.is_some_and(|unit| {
                let name = self.unit_name(unit);
                name == wanted || name.rsplit('.').next() == Some(wanted)
            })
        })
    }

    fn nth_step(
        &self,
        stage: Stage,
        unit: Option<&str>,
        nth: u32,
        what: &str,
        meant: impl Fn(&str) -> bool,
    ) -> Result<u64, String> {
        let segments = self.line().segments.iter().filter(|segment| segment.stage == stage);
        let steps = segments
            .filter(|segment| self.is_unit(segment.unit, unit))
            .flat_map(|segment| segment.start..segment.start + segment.len);
        nth_of(steps.filter(|step| self.subject_name(*step).is_some_and(|name| meant(&name))), nth, what)
    }
}

fn opcode_name(op: u16) -> Option<&'static str> {
    compiler::opcode::info(op).map(|info| info.name)
}

fn nth_of(mut found: impl Iterator<Item = u64>, nth: u32, what: &str) -> Result<u64, String> {
    let mut seen = 0;
    loop {
        match found.next() {
            Some(step) if seen + 1 == nth => return Ok(step),
            Some(_) => seen += 1,
            None if seen == 0 => return Err(format!("In this compilation there is no {what}.")),
            None => return Err(format!("In this compilation there are only {seen} of: {what}.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::anchor::Anchor;

    #[test]
    fn moments_are_found_by_what_happens_there() {
        let compilation = Compilation::of("a.py", "def f(a):\n    return a + 1\nx = f(2) + 3\n");
        let sentence = |text: &str| {
            let Ok(Anchor::Compile(anchor)) = Anchor::parse(text) else { panic!("{text}") };
            compilation.find(&anchor).map(|step| compilation.moment(step, 1, 0).explain.past())
        };
        let starts = |text: &str, expected: &str| {
            let found = sentence(text).unwrap();
            assert!(found.starts_with(expected), "{text}: {found}");
        };
        starts("token 2", "The lexer read NAME f ");
        starts("node BinOp #2", "The parser completed BinOp + at line 3");
        starts("stage symbols", "The first walk over the tree entered module");
        starts("stage codegen in f", "RESUME 0 was emitted");
        starts("emit BINARY_OP", "For BinOp at line 2");
        starts("pass optimize_load_fast in f", "optimize_load_fast finds the local variables");
        starts("name a", "The second walk decided: in function f, a is local");
        assert_eq!(sentence("emit BINARY_ADD").unwrap_err(), "In this compilation there is no BINARY_ADD emitted.");
        assert!(sentence("token 99").is_err());
    }
}
