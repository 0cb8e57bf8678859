//! One sentence for each step of the compilation.

use super::line::{Now, Stage, Subject, Table};
use super::{Compilation, pass_words};
use crate::compile::flow::FlowPass;
use crate::ground::explain::{ExplainModel, pieces};
use crate::ground::place::{self, Span};
use crate::ground::value::{Mark, counted};
use compiler::preprocess::RewriteKind;
use compiler::symtable::{Event, Scope, SymbolTable, def};

/// Of a step that comes, or of the one that has just been made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tense {
    Next,
    Past,
}

impl Tense {
    fn of(self, next: &'static str, past: &'static str) -> &'static str {
        if self == Tense::Next { next } else { past }
    }
}

/// What comes next, and what has just happened: a moment of the compilation stands behind its step.
pub fn explain(compilation: &Compilation, now: &Now) -> ExplainModel {
    let (past, _) = said(compilation, &now.subject, Tense::Past);
    let next = compilation.now(now.step + 1);
    let (sentence, mut notes) = match &next {
        Some(next) => said(compilation, &next.subject, Tense::Next),
        None => ("The program is compiled: its first instruction runs next.".to_owned(), Vec::new()),
    };
    if let Some(next) = &next {
        let what = match next.stage {
            Stage::Tokens => "token",
            Stage::Tree => "node",
            Stage::Preprocess => "step of preprocessing",
            Stage::Symbols => "step of the symbol table",
            Stage::Codegen => "instruction",
            Stage::Flow => "pass",
            Stage::Assemble => "step of the assembler",
        };
        let of = next.unit.map_or(String::new(), |unit| format!(", for {}", compilation.unit_name(unit)));
        notes.insert(0, format!("{what} {} of {}{of}", next.index, next.of));
    }
    ExplainModel { just_now: pieces(&past), ..ExplainModel::from_markup(&sentence, notes) }
}

fn said(compilation: &Compilation, subject: &Subject, tense: Tense) -> (String, Vec<String>) {
    match *subject {
        Subject::Token(index) => token(compilation, index, tense),
        Subject::Node(order) => node(compilation, order, tense),
        Subject::Rewrite(at) => rewrite(compilation, at, tense),
        Subject::Symbol(event) => symbol(compilation, event, tense),
        Subject::Emitted { unit, at } => emitted(compilation, unit, at, tense),
        Subject::Pass { unit, pass } => pass_of(compilation, unit, pass, tense),
        Subject::Laid { unit, row } => laid(compilation, unit, row, tense),
        Subject::Table { unit, table } => table_of(compilation, unit, table, tense),
    }
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

fn place_of(span: Span) -> String {
    if place::is_empty(span) {
        return if span.line > 0 { format!("on line {}", span.line) } else { "without a place of its own".to_owned() };
    }
    if span.line == span.end_line {
        format!("at line {}, columns {}–{}", span.line, span.col, span.end_col)
    } else {
        format!("from line {}, column {} to line {}, column {}", span.line, span.col, span.end_line, span.end_col)
    }
}

fn token(compilation: &Compilation, index: usize, tense: Tense) -> (String, Vec<String>) {
    let Some(row) = compilation.parser_tokens().rows.get(index) else { return Default::default() };
    let at = place_of(row.span);
    let sentence = match row.kind {
        "NEWLINE" => {
            let ends = tense.of("ends", "ended");
            format!("The statement {ends}: **NEWLINE** on line {}.", row.span.line)
        }
        "INDENT" => {
            format!(
                "Line {} is indented further than the one before: **INDENT**, a block {}.",
                row.span.line,
                tense.of("begins", "began")
            )
        }
        "DEDENT" => {
            format!("Line {} is indented less: **DEDENT**, a block {}.", row.span.line, tense.of("ends", "ended"))
        }
        "ERRORTOKEN" => format!("The lexer {} go on {at}: **ERRORTOKEN**.", tense.of("cannot", "could not")),
        "ENDMARKER" => format!("The text {} its end: **ENDMARKER**.", tense.of("comes to", "came to")),
        kind => {
            let read = tense.of("reads", "read");
            format!("The lexer {read} **{kind}** {} {at}.", code(&crate::compile::tokens::visible(&row.text)))
        }
    };
    let keyword = row.keyword.then(|| format!("a keyword: the grammar tells it apart, its type is {}", row.kind));
    (sentence, keyword.into_iter().collect())
}

fn node(compilation: &Compilation, order: usize, tense: Tense) -> (String, Vec<String>) {
    let ast = compilation.ast();
    let Some(&index) = ast.completed.get(order) else { return Default::default() };
    let row = &ast.rows[index];
    let detail = if row.detail.is_empty() { String::new() } else { format!(" {}", code(&row.detail)) };
    let at = if place::is_empty(row.span) { String::new() } else { format!(" {}", place_of(row.span)) };
    let parts: Vec<String> = ast
        .children(index)
        .take(4)
        .map(|child| {
            let child = &ast.rows[child];
            let detail = if child.detail.is_empty() { String::new() } else { format!(" {}", code(&child.detail)) };
            format!("{} {}{detail}", child.field, child.kind)
        })
        .collect();
    let count = ast.children(index).count();
    let holds = match (parts.is_empty(), count > 4) {
        (true, _) => "it holds no other node".to_owned(),
        (false, false) => format!("it holds {}", parts.join(", ")),
        (false, true) => format!("it holds {}, and {} more", parts.join(", "), count - 4),
    };
    let waits = row.parent.map(|parent| {
        let kind = ast.rows[parent].kind;
        let article = if kind.starts_with(['A', 'E', 'I', 'O']) { "an" } else { "a" };
        format!("it will be {} of {article} {kind}", row.field)
    });
    (
        format!("The parser {} **{}**{detail}{at}: {holds}.", tense.of("completes", "completed"), row.kind),
        waits.into_iter().collect(),
    )
}

/// Longest piece of source that a sentence quotes, in characters.
const QUOTED: usize = 60;

fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => code(&format!("{}…", &text[..end])),
        None => code(text),
    }
}

fn rewrite(compilation: &Compilation, at: usize, tense: Tense) -> (String, Vec<String>) {
    let Some(made) = compilation.rewrites().get(at) else {
        let sentence = tense.of(
            "**Preprocessing** goes over the whole tree and finds nothing to rewrite.",
            "**Preprocessing** went over the whole tree and found nothing to rewrite.",
        );
        let sentence = sentence.to_owned();
        let looked_for = "it looks for __debug__, for % formats that an f-string can replace, and for negative and complex \
                          numbers in patterns";
        return (sentence, vec![looked_for.to_owned()]);
    };
    let (before, after, place) = (quoted(&made.before), quoted(&made.after), place_of(made.span));
    let kind = made.node;
    let (leaves, turns) = (tense.of("leaves", "left"), tense.of("turns", "turned"));
    let (replaces, makes) = (tense.of("replaces", "replaced"), tense.of("makes", "made"));
    let (sentence, why) = match made.kind {
        RewriteKind::Docstring if made.after.is_empty() => (
            format!("**Preprocessing** {leaves} out the docstring {before} {place}."),
            "with -OO a program keeps no docstrings",
        ),
        RewriteKind::Docstring => (
            format!("**Preprocessing** {leaves} out the docstring {before} {place}; {after} stands in its place."),
            "a body cannot be empty",
        ),
        RewriteKind::Shield => (
            format!("**Preprocessing** {turns} the string {before} {place} into the f-string {after}."),
            "it has come to the front of its body and would be taken for a docstring",
        ),
        RewriteKind::Debug => (
            format!("**Preprocessing** {replaces} the **{kind}** {before} {place} by the constant {after}."),
            "__debug__ is known before the program runs: it is False under -O, else True",
        ),
        RewriteKind::Format => (
            format!("**Preprocessing** {turns} the **{kind}** {before} {place} into the f-string {after}."),
            "so the format is read now and not each time the line runs",
        ),
        RewriteKind::Number => (
            format!("**Preprocessing** {makes} the **{kind}** {before} {place} one constant, {after}."),
            "a pattern holds values, not calculations; elsewhere the passes over the flow graph do this",
        ),
    };
    (sentence, vec![why.to_owned()])
}

fn block_name(table: &SymbolTable, entry: u32) -> String {
    crate::compile::symbols::title(&table.entries[entry as usize])
}

fn symbol(compilation: &Compilation, event: usize, tense: Tense) -> (String, Vec<String>) {
    let Some((table, event)) = compilation.event(event) else { return Default::default() };
    let sentence = match event {
        Event::Enter(entry) => {
            let enters = tense.of("enters", "entered");
            format!("The first walk over the tree {enters} **{}**: a block for names.", block_name(table, *entry))
        }
        Event::Leave(entry) => {
            format!("The first walk {} **{}**.", tense.of("leaves", "left"), block_name(table, *entry))
        }
        Event::Note { entry, name, flag, location } => {
            const USES: [(u32, &str); 7] = [
                (def::PARAM, "is a parameter"),
                (def::GLOBAL, "is declared global"),
                (def::NONLOCAL, "is declared nonlocal"),
                (def::IMPORT, "is bound by an import"),
                (def::TYPE_PARAM, "is a type parameter"),
                (def::LOCAL, "gets a value"),
                (def::USE, "is used"),
            ];
            let what = USES.iter().find(|(bit, _)| flag & bit != 0).map_or("is mentioned", |(_, words)| words);
            let at = if location.line > 0 { format!(" on line {}", location.line) } else { String::new() };
            let notes = tense.of("notes", "noted");
            format!("The first walk {notes}: in {}, **{name}** {what}{at}.", block_name(table, *entry))
        }
        Event::Resolve { entry, name, scope } => {
            let what = match scope {
                Scope::Local => "is local: it lives here",
                Scope::GlobalExplicit => "is global, as declared",
                Scope::GlobalImplicit => {
                    "is bound in no function around: it is looked up among the globals, then the builtins"
                }
                Scope::Free => "is free: it lives in a cell of an enclosing function",
                Scope::Cell => "becomes a cell: an inner function uses it, so it must outlive the frame",
                Scope::Unknown => "is undecided",
            };
            let decides = tense.of("decides", "decided");
            format!("The second walk {decides}: in {}, **{name}** {what}.", block_name(table, *entry))
        }
    };
    (sentence, Vec::new())
}

fn emitted(compilation: &Compilation, unit: usize, at: usize, tense: Tense) -> (String, Vec<String>) {
    let Some(flow) = compilation.flow(unit) else { return Default::default() };
    let (Some(first), Some(&place)) = (flow.passes.first(), flow.emission.get(at)) else { return Default::default() };
    let mut rows = first.blocks.iter().flat_map(|block| block.rows.iter().map(move |row| (block, row)));
    let Some((block, row)) = rows.nth(place) else { return Default::default() };
    let ast = compilation.preprocessed();
    let node = (!place::is_empty(row.span)).then(|| ast.smallest_covering(row.span)).flatten();
    let argument = if row.argument.is_empty() { String::new() } else { format!(" {}", code(&row.argument)) };
    let is = tense.of("is", "was");
    let sentence = match node {
        Some(node) => {
            format!("For {} {}, **{}**{argument} {is} emitted.", ast.rows[node].kind, place_of(row.span), row.name)
        }
        None => format!("**{}**{argument} {is} emitted; it stands for nothing in the text.", row.name),
    };
    (sentence, vec![format!("it goes to block {}", block.name()), what_it_does(row.name)])
}

/// The first sentence about an opcode.
fn what_it_does(name: &str) -> String {
    let words = crate::compile::opcode_words::of(name);
    words.split_once(". ").map_or(words, |(first, _)| first).trim_end_matches('.').replace('`', "")
}

fn pass_of(compilation: &Compilation, unit: usize, index: usize, tense: Tense) -> (String, Vec<String>) {
    let Some(pass) = compilation.flow(unit).and_then(|flow| flow.passes.get(index)) else { return Default::default() };
    let words = pass_words(pass.name);
    let sentence = if index == 0 {
        format!("**{}** {words}: {} here.", pass.name, counted(pass.blocks.len() as u64, "block"))
    } else if tense == Tense::Next {
        format!("**{}** {words}.", pass.name)
    } else {
        format!("**{}** {words}. {}", pass.name, did(pass))
    };
    let lives = pass.blocks.iter().filter(|block| block.mark != Mark::Dying).count() as u64;
    let sizes = format!("{}, {}", counted(lives, "block"), counted(pass.instructions() as u64, "instruction"));
    (sentence, vec![sizes])
}

/// What a pass did, by its first change, and how many more there are.
fn did(pass: &FlowPass) -> String {
    let gone: Vec<String> =
        pass.blocks.iter().filter(|block| block.mark == Mark::Dying).map(|block| block.name()).collect();
    let mut parts = Vec::new();
    if !gone.is_empty() {
        parts.push(format!("{} {} gone", gone.join(", "), if gone.len() == 1 { "is" } else { "are" }));
    }
    let changes: Vec<_> = pass.changes().filter(|(block, _)| block.mark != Mark::Dying).collect();
    if let Some((block, row)) = changes.first() {
        let (now, name) = (code(&row.text()), block.name());
        parts.push(match row.mark {
            Mark::Changed if row.was.ends_with("line") || row.was.starts_with("line ") => {
                format!("{now} in {name} got line {} (before: {})", row.line, row.was)
            }
            Mark::Changed => format!("{} became {now} in {name}", code(&row.was)),
            Mark::Dying => format!("{now} left {name}"),
            _ => format!("{now} is new in {name}"),
        });
        if changes.len() > 1 {
            parts.push(counted(changes.len() as u64 - 1, "more change"));
        }
    }
    if parts.is_empty() { "There was nothing to do here.".to_owned() } else { format!("Here: {}.", parts.join(", ")) }
}

fn laid(compilation: &Compilation, unit: usize, row: usize, tense: Tense) -> (String, Vec<String>) {
    let listing = compilation.listing(unit);
    let (Some(row), Some(code_object)) = (
        listing.and_then(|listing| listing.rows().get(row)),
        compilation.units().get(unit).and_then(|unit| unit.code.as_ref()),
    ) else {
        return Default::default();
    };
    let start = row.offset as usize;
    let bytes: Vec<String> = code_object.code.iter().skip(start).take(2).map(|byte| format!("{byte:02x}")).collect();
    let argument = if row.meaning.is_empty() { String::new() } else { format!(" {}", code(&row.meaning)) };
    let becomes = tense.of("becomes", "became");
    let sentence =
        format!("**{}**{argument} {becomes} the bytes {} at offset {}.", row.name, code(&bytes.join(" ")), row.offset);
    let caches = (row.caches > 0).then(|| {
        format!("{} left free behind it, for what it learns while it runs", counted(u64::from(row.caches) * 2, "byte"))
    });
    (sentence, caches.into_iter().collect())
}

fn table_of(compilation: &Compilation, unit: usize, table: Table, tense: Tense) -> (String, Vec<String>) {
    let found = compilation.units().get(unit);
    let (Some(unit), Some(code_object)) = (found, found.and_then(|unit| unit.code.as_ref())) else {
        return Default::default();
    };
    let bytes = |data: &[u8]| counted(data.len() as u64, "byte");
    match table {
        Table::Lines => (
            format!(
                "The **line table** {} written: it says in {} which instruction comes from which line and columns.",
                tense.of("is", "was"),
                bytes(&code_object.linetable)
            ),
            Vec::new(),
        ),
        Table::Exceptions if code_object.exceptiontable.is_empty() => (
            format!("The **exception table** {} empty: nothing here is handled.", tense.of("stays", "stayed")),
            Vec::new(),
        ),
        Table::Exceptions => (
            format!(
                "The **exception table** {} written: it says in {} which handler an exception goes to; a try costs nothing while none is raised.",
                tense.of("is", "was"),
                bytes(&code_object.exceptiontable)
            ),
            Vec::new(),
        ),
        Table::Code => {
            let around = unit.origin.map(|(around, _)| compilation.unit_name(around as usize));
            let end = match around {
                Some(around) => format!("it becomes a constant of {}", code(around)),
                None => "the program can run".to_owned(),
            };
            let consts = counted(code_object.consts.len() as u64, "constant");
            let depth = format!("its frame needs {}", crate::ground::value::entries(u64::from(code_object.stacksize)));
            let name = if unit.qualname.is_empty() { &unit.name } else { &unit.qualname };
            (
                format!(
                    "The **code object** of {} is whole, with {} and {consts}; {end}.",
                    code(name),
                    bytes(&code_object.code)
                ),
                vec![depth],
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "def f(a, b):\n    def g():\n        return a\n    if a < b:\n        return g\nx = f(1, 2)\n";

    fn sentences(compilation: &Compilation) -> Vec<String> {
        (0..compilation.line().total).map(|step| compilation.moment(step, 1, 0).explain.past()).collect()
    }

    #[test]
    fn every_step_says_what_it_did() {
        let compilation = Compilation::of("a.py", TEXT);
        let all = sentences(&compilation);
        assert!(all.len() > 200, "{}", all.len());
        assert!(all.iter().all(|sentence| sentence.len() > 20 && sentence.ends_with('.')), "{all:#?}");
        for expected in [
            "The lexer read NAME def at line 1, columns 0–3.",
            "Line 2 is indented further than the one before: INDENT, a block began.",
            "The parser completed Compare < at line 4, columns 7–12: it holds left Name a, comparators Name b.",
            "The first walk over the tree entered function g: a block for names.",
            "The first walk noted: in function g, a is used on line 3.",
            "The second walk decided: in function f, a becomes a cell: an inner function uses it, so it must outlive the frame.",
            "For Compare at line 4, columns 7–12, COMPARE_OP < was emitted.",
            "LOAD_GLOBAL",
        ] {
            assert!(
                expected == "LOAD_GLOBAL" || all.iter().any(|sentence| sentence == expected),
                "{expected}\n{all:#?}"
            );
        }
        assert!(all.iter().any(|sentence| sentence.contains("LOAD_FAST a became LOAD_FAST_BORROW a in B")), "{all:#?}");
    }

    #[test]
    fn the_sentence_of_a_moment_is_in_the_present_and_becomes_the_past_of_the_next_one() {
        let compilation = Compilation::of("a.py", TEXT);
        let moments = (0..compilation.line().total).map(|step| compilation.moment(step, 1, 0).explain);
        let all: Vec<_> = moments.collect();
        assert!(all[0].text().starts_with("The lexer reads NAME f"), "{}", all[0].text());
        assert!(all[0].past().starts_with("The lexer read NAME def"), "{}", all[0].past());
        let next: Vec<String> = all.iter().map(|explain| explain.text()).collect();
        assert!(next.iter().all(|text| !text.contains(" was ") || text.contains("it was")), "{next:#?}");
        assert!(next.last().is_some_and(|last| last.contains("its first instruction runs next")));
    }

    #[test]
    fn preprocessing_says_what_became_of_each_node_or_that_there_was_nothing_to_do() {
        let told = |text: &str| {
            let compilation = Compilation::of("a.py", text);
            let of_stage = |line: &&super::super::Segment| line.stage == Stage::Preprocess;
            let segment = compilation.line().segments.iter().find(of_stage).cloned().unwrap();
            let steps = segment.start..segment.start + segment.len;
            steps.map(|step| compilation.moment(step, 1, 0).explain.past()).collect::<Vec<_>>()
        };
        let text = "if __debug__:\n    x = '%s!' % (x,)\nmatch x:\n    case -1: pass\n";
        let expected = [
            "Preprocessing replaced the Name __debug__ at line 1, columns 3–12 by the constant True.",
            "Preprocessing turned the BinOp '%s!' % (x,) at line 2, columns 8–20 into the f-string f'{x!s}!'.",
            "Preprocessing made the UnaryOp -1 at line 4, columns 9–11 one constant, -1.",
        ];
        assert_eq!(told(text), expected);
        assert_eq!(told("x = 1\n"), ["Preprocessing went over the whole tree and found nothing to rewrite."]);
        let compilation = Compilation::of("a.py", text);
        assert!(compilation.ast().rows.iter().all(|row| row.kind != "JoinedStr"));
        assert!(compilation.preprocessed().rows.iter().any(|row| row.kind == "JoinedStr"));
        let all = sentences(&compilation);
        assert!(all.iter().any(|said| said.starts_with("For JoinedStr at line 2, columns 8–20")), "{all:#?}");
    }

    #[test]
    fn tokens_of_a_broken_program_have_moments_too() {
        let compilation = Compilation::of("a.py", "x = (1 +\ny = $\n");
        let all = sentences(&compilation);
        assert_eq!(all[0], "The lexer read NAME x at line 1, columns 0–1.");
        assert!(all.last().unwrap().contains("ERRORTOKEN"), "{all:#?}");
        assert_eq!(sentences(&Compilation::of("a.py", "return 1\n")).len(), 4 + 3);
    }

    #[test]
    fn inner_functions_are_finished_before_the_code_around_them_goes_on() {
        let compilation = Compilation::of("a.py", TEXT);
        let order: Vec<String> = compilation
            .line()
            .segments
            .iter()
            .filter_map(|segment| Some(format!("{} {}", segment.stage.word(), compilation.unit_name(segment.unit?))))
            .collect();
        let expected = [
            "codegen <module>",
            "codegen f",
            "codegen f.<locals>.g",
            "flow f.<locals>.g",
            "assemble f.<locals>.g",
            "codegen f",
            "flow f",
            "assemble f",
            "codegen <module>",
            "flow <module>",
            "assemble <module>",
        ];
        assert_eq!(order, expected);
        let last = compilation.now(compilation.line().total - 1).unwrap();
        assert!(last.units.iter().all(|unit| unit.done));
    }
}
