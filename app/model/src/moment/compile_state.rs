//! What is known at a moment of the compilation, as JSON and as text: what `serpentarium state --at` prints there.

use crate::compile::ast::NodeRow;
use crate::compile::flow::{FlowBlock, FlowPass};
use crate::compile::symbols::Block;
use crate::compile::{Compilation, Now, Subject, UnitNow};
use crate::ground::place::{self, Span};
use crate::ground::value::{Mark, counted, grouped};
use serde_json::{Value as Json, json};
use std::borrow::Cow;
use std::fmt::Write;

/// The keys of a moment in the run, with nothing in those that only a run fills, and `compilation`: `of` steps, the
/// `unit` worked on, `tokens` so far, the number of `nodes` and the `node` that the step is about, `rewrites` of preprocessing so far, `scopes` entered so far
/// and the `scope` it is about, the `block` that the newest instruction goes to, and `units` with what each has so far:
/// `blocks` of instructions while they are emitted and rewritten, `bytecode` as it is laid out.
pub fn json(compilation: &Compilation, now: &Now) -> Json {
    let known = Known::new(compilation, now);
    let tokens: Vec<Json> = known
        .tokens()
        .iter()
        .map(|row| json!({"type": row.kind, "text": row.text, "keyword": row.keyword, "place": span(row.span)}))
        .collect();
    let scopes: Vec<Json> = known
        .scopes
        .iter()
        .map(|block| {
            let names: Vec<Json> = block.rows.iter().map(|row| json!({"name": row.name, "scope": row.words})).collect();
            json!({"title": block.title, "depth": block.depth, "names": names})
        })
        .collect();
    let rewrites: Vec<Json> = known
        .rewrites()
        .iter()
        .map(|made| json!({"before": made.before, "after": made.after, "place": span(made.span)}))
        .collect();
    let units: Vec<Json> = known.units().map(|(unit, state)| known.unit_json(unit, state)).collect();
    json!({
        "step": now.step + 1,
        "stage": now.stage.word(),
        "line": compilation.span(now.step).line,
        "frames": [],
        "namespaces": [],
        "heap": [],
        "interned": null,
        "gc": null,
        "allocator": null,
        "modules": [],
        "threads": [],
        "output": [],
        "compilation": {
            "of": now.total,
            "unit": now.unit.map(|unit| compilation.unit_name(unit)),
            "tokens": tokens,
            "nodes": now.nodes,
            "node": known.node().map(|row| json!({
                "kind": row.kind, "detail": row.detail, "field": row.field, "place": span(row.span),
            })),
            "rewrites": rewrites,
            "scopes": scopes,
            "scope": known.scope().map(|block| block.title.as_str()),
            "block": known.block(),
            "units": units,
        },
    })
}

/// The same for reading.
pub fn text(compilation: &Compilation, now: &Now) -> String {
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = Known::new(compilation, now).write(&mut out);
    out
}

fn span(span: Span) -> Json {
    if span.line == 0 {
        return Json::Null;
    }
    json!({"line": span.line, "column": span.col, "end_line": span.end_line, "end_column": span.end_col})
}

struct Known<'a> {
    compilation: &'a Compilation,
    now: &'a Now,
    scopes: Vec<Block>,
}

impl<'a> Known<'a> {
    fn new(compilation: &'a Compilation, now: &'a Now) -> Known<'a> {
        let mut scopes = if now.events > 0 { compilation.symbols_at(now).blocks } else { Vec::new() };
        scopes.retain(|block| block.entered);
        Known { compilation, now, scopes }
    }

    fn tokens(&self) -> &'a [crate::compile::tokens::TokenRow] {
        let rows = &self.compilation.parser_tokens().rows;
        &rows[..self.now.tokens.min(rows.len())]
    }

    /// The node that has just been completed, or that the newest instruction stands for.
    fn node(&self) -> Option<&'a NodeRow> {
        match self.now.subject {
            Subject::Node(order) => {
                let ast = self.compilation.ast();
                ast.rows.get(*ast.completed.get(order)?)
            }
            Subject::Emitted { .. } => {
                let (ast, span) = (self.compilation.preprocessed(), self.compilation.span(self.now.step));
                let row = (!place::is_empty(span)).then(|| ast.smallest_covering(span)).flatten()?;
                ast.rows.get(row)
            }
            _ => None,
        }
    }

    fn rewrites(&self) -> &'a [compiler::preprocess::Rewrite] {
        let all = self.compilation.rewrites();
        &all[..self.now.rewrites.min(all.len())]
    }

    fn scope(&self) -> Option<&Block> {
        self.scopes.iter().find(|block| block.current)
    }

    /// The block that the newest instruction goes to.
    fn block(&self) -> Option<String> {
        let Subject::Emitted { unit, .. } = self.now.subject else { return None };
        let pass = self.graph(unit, *self.now.units.get(unit)?)?;
        pass.blocks.iter().find(|block| block.mark == Mark::New).map(FlowBlock::name)
    }

    /// Those that have been begun.
    fn units(&self) -> impl Iterator<Item = (usize, UnitNow)> {
        self.now.units.iter().copied().enumerate().filter(|(_, state)| state.emitted > 0)
    }

    /// The unit's flow graph as far as it has come; none any more when bytes are laid out.
    fn graph(&self, unit: usize, state: UnitNow) -> Option<Cow<'a, FlowPass>> {
        if state.laid > 0 {
            return None;
        }
        let flow = self.compilation.flow(unit)?;
        match state.passes.checked_sub(1) {
            Some(pass) => flow.passes.get(pass).map(Cow::Borrowed),
            None => {
                let mut pass = flow.emitted(state.emitted);
                pass.blocks.retain(|block| !block.rows.is_empty());
                Some(Cow::Owned(pass))
            }
        }
    }

    fn laid(&self, unit: usize, state: UnitNow) -> &'a [crate::compile::bytecode::InstructionRow] {
        let rows = self.compilation.listing(unit).map_or(&[][..], |listing| listing.rows());
        &rows[..state.laid.min(rows.len())]
    }

    fn unit_json(&self, unit: usize, state: UnitNow) -> Json {
        let block = |block: &FlowBlock| {
            let living = block.rows.iter().filter(|row| row.mark != Mark::Dying);
            let rows: Vec<Json> = living
                .map(|row| json!({"name": row.name, "argument": row.argument, "line": (row.line > 0).then_some(row.line)}))
                .collect();
            json!({
                "name": block.name(),
                "handler": block.handler,
                "cold": block.cold,
                "depth": block.depth,
                "instructions": rows,
            })
        };
        let blocks: Vec<Json> = self.graph(unit, state).iter().flat_map(|pass| living(pass).map(block)).collect();
        let bytecode: Vec<Json> = self
            .laid(unit, state)
            .iter()
            .map(|row| json!({"offset": row.offset, "name": row.name, "argument": row.argument(), "line": row.line}))
            .collect();
        json!({
            "name": self.compilation.unit_name(unit),
            "emitted": state.emitted,
            "passes": &compiler::flowgraph::PASSES[..state.passes],
            "blocks": blocks,
            "bytecode": bytecode,
            "whole": state.done,
        })
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        let (now, compilation) = (self.now, self.compilation);
        let line = match compilation.span(now.step).line {
            0 => "no line of its own".to_owned(),
            line => format!("line {line}"),
        };
        let (step, total) = (grouped(now.step + 1), grouped(now.total));
        writeln!(out, "compile {step} of {total}, stage {}, {line}; nothing has run yet", now.stage.word())?;
        writeln!(out, "\n{}:", counted(now.tokens as u64, "token"))?;
        for row in self.tokens() {
            writeln!(out, "  {} {} {}", place_of(row.span), row.kind, crate::compile::tokens::visible(&row.text))?;
        }
        if now.nodes > 0 {
            writeln!(out, "\n{}", counted(now.nodes as u64, "node"))?;
        }
        if let Some(row) = self.node() {
            writeln!(out, "  this one: {} {} {}", place_of(row.span), row.kind, row.detail)?;
        }
        if !self.rewrites().is_empty() {
            writeln!(out, "\n{}:", counted(self.rewrites().len() as u64, "rewritten node"))?;
        }
        for made in self.rewrites() {
            let after = if made.after.is_empty() { "nothing" } else { &made.after };
            writeln!(out, "  {} {} -> {after}", place_of(made.span), made.before)?;
        }
        if !self.scopes.is_empty() {
            writeln!(out, "\n{}:", counted(self.scopes.len() as u64, "scope"))?;
        }
        for block in &self.scopes {
            let here = if block.current { "  <- here" } else { "" };
            writeln!(out, "  {}{}{here}", "  ".repeat(block.depth), block.title)?;
            for row in &block.rows {
                writeln!(out, "  {}  {}: {}", "  ".repeat(block.depth), row.name, row.words)?;
            }
        }
        for (unit, state) in self.units() {
            self.write_unit(out, unit, state)?;
        }
        Ok(())
    }

    fn write_unit(&self, out: &mut String, unit: usize, state: UnitNow) -> std::fmt::Result {
        let mut words = format!("{} emitted", counted(state.emitted as u64, "instruction"));
        if let Some(last) = state.passes.checked_sub(1).and_then(|last| compiler::flowgraph::PASSES.get(last)) {
            let _ = write!(words, ", {} of the flow graph done, the last {last}", counted(state.passes as u64, "pass"));
        }
        if state.laid > 0 {
            let _ = write!(words, ", {} laid out", state.laid);
        }
        if state.done {
            words.push_str(", whole");
        }
        writeln!(out, "\ncode of {}: {words}", self.compilation.unit_name(unit))?;
        if let Some(pass) = self.graph(unit, state) {
            for block in living(&pass) {
                writeln!(out, "  {}", block.name())?;
                for row in block.rows.iter().filter(|row| row.mark != Mark::Dying) {
                    writeln!(out, "    {}", row.text())?;
                }
            }
        }
        for row in self.laid(unit, state) {
            writeln!(out, "  {:>4} {}", row.offset, format!("{} {}", row.name, row.argument()).trim_end())?;
        }
        Ok(())
    }
}

fn living(pass: &FlowPass) -> impl Iterator<Item = &FlowBlock> {
    pass.blocks.iter().filter(|block| block.mark != Mark::Dying)
}

fn place_of(span: Span) -> String {
    if span.line == 0 {
        return "-".to_owned();
    }
    format!("{}:{}–{}:{}", span.line, span.col, span.end_line, span.end_col)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::anchor::Anchor;

    const TEXT: &str = "def f(a):\n    return a + 1\nx = f(2)\n";

    fn at(anchor: &str) -> (Json, String) {
        let compilation = Compilation::of("a.py", TEXT);
        let Ok(Anchor::Compile(anchor)) = Anchor::parse(anchor) else { panic!("{anchor}") };
        let now = compilation.now(compilation.find(&anchor).unwrap()).unwrap();
        (json(&compilation, &now), text(&compilation, &now))
    }

    #[test]
    fn each_stage_knows_what_it_has_made_so_far() {
        let (state, said) = at("token 3");
        let known = &state["compilation"];
        assert_eq!((&state["stage"], &state["step"], &state["line"]), (&json!("tokens"), &json!(3), &json!(1)));
        assert_eq!(known["tokens"].as_array().unwrap().len(), 3);
        assert_eq!(known["tokens"][1]["text"], "f");
        assert_eq!((&known["nodes"], &known["scopes"]), (&json!(0), &json!([])));
        assert!(said.contains("1:4–1:5 NAME f\n") && !said.contains("node"), "{said}");

        let (state, _) = at("node BinOp");
        assert_eq!(state["compilation"]["node"]["kind"], "BinOp");
        assert_eq!(state["compilation"]["node"]["place"]["line"], 2);

        let (state, said) = at("name a");
        assert_eq!(state["compilation"]["scope"], "function f");
        assert!(said.contains("function f  <- here\n      a: local, parameter"), "{said}");

        let (state, said) = at("emit BINARY_OP");
        let known = &state["compilation"];
        assert_eq!((&known["unit"], &known["block"]), (&json!("f"), &json!("B1")));
        let f = known["units"].as_array().unwrap().iter().find(|unit| unit["name"] == "f").unwrap();
        let rows = f["blocks"][0]["instructions"].as_array().unwrap();
        assert_eq!(rows.last().unwrap()["name"], "BINARY_OP");
        assert_eq!((&f["whole"], &f["bytecode"]), (&json!(false), &json!([])));
        assert!(said.contains("BINARY_OP +"), "{said}");

        let (state, _) = at("stage assemble in f");
        let unit = &state["compilation"]["units"][1];
        assert_eq!((&unit["blocks"], unit["bytecode"].as_array().unwrap().len()), (&json!([]), 1));
        assert_eq!(unit["passes"].as_array().unwrap().len(), compiler::flowgraph::PASSES.len());
    }

    #[test]
    fn the_keys_are_those_of_a_moment_in_the_run() {
        let run = crate::moment::state::json(&crate::moment::Moment::default(), &crate::machine::Extra::default());
        let (state, _) = at("compile 1");
        let mut keys: Vec<&String> = state.as_object().unwrap().keys().collect();
        keys.retain(|key| *key != "compilation");
        assert_eq!(keys, run.as_object().unwrap().keys().collect::<Vec<_>>());
    }
}
