//! The sentences of a moment: what the next instruction does with what lies on the stack now, and what the last one did.

use crate::compile::bytecode::InstructionRow;
use crate::ground::explain::{ExplainModel, Piece, pieces};
use crate::ground::value::{Value, counted};
use crate::machine::glimpse::Glimpse;
use crate::machine::namespaces::ScopeKind;
use crate::moment::imports::Import;
use crate::moment::outcomes::{self, Outcome};
use crate::moment::reasons::{Made, Origin};
use crate::moment::timeline::EventKind;
use crate::moment::{Ending, Moment, Run, reasons};
use compiler::opcode;
use std::collections::HashSet;
use std::sync::LazyLock;
use timeline::Effects;
use vm::memory::object::Obj;
use vm::state::interpreter::Event;

/// The values around a step.
struct Step<'a> {
    row: &'a InstructionRow,
    now: &'a Glimpse<'a>,
    after: Option<&'a Glimpse<'a>>,
    /// The same frame behind the step, if it still is the running one.
    same: Option<&'a Glimpse<'a>>,
    /// The frame that the step entered.
    entered: Option<&'a Glimpse<'a>>,
    raised: Option<&'a str>,
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

fn written(moment: &Glimpse, slot: Option<Option<Obj>>) -> String {
    match slot {
        Some(Some(object)) => moment.text(object),
        Some(None) => "NULL".to_owned(),
        None => "nothing".to_owned(),
    }
}

impl Step<'_> {
    fn value(&self, n: usize) -> Option<Value> {
        Some(self.now.value(self.now.slot(n)??))
    }

    /// The n-th entry from the top, 1 being the top.
    fn entry(&self, n: usize) -> String {
        written(self.now, self.now.slot(n))
    }

    /// What the step pushed. Where a `self` or NULL for a call lies on top of it, it is the one below.
    fn pushed(&self) -> Option<String> {
        let below = usize::from(self.row.meaning.contains("NULL") || self.row.name == "LOAD_SPECIAL");
        let same = self.same?;
        Some(same.text(same.slot(1 + below)??))
    }

    fn result(&self) -> String {
        match (self.pushed(), self.row.name) {
            (_, "LOAD_SMALL_INT") => code(&self.arg().to_string()),
            (Some(text), _) => code(&text),
            (None, "LOAD_CONST") => code(&self.row.meaning),
            (None, "LOAD_FAST_AND_CLEAR") => "NULL, as it stands for nothing".to_owned(),
            (None, _) => "the result".to_owned(),
        }
    }

    /// A variable that is shared with inner functions lies in a cell, which is handed on as it is.
    fn pushes_cell(&self) -> bool {
        let pushed = || Some(self.same?.value(self.same?.slot(1)??).type_name == "cell");
        pushed().unwrap_or(false)
    }

    /// The first name in the argument's meaning: `append` of `append + NULL|self`.
    fn name(&self) -> &str {
        self.row.meaning.split([' ', ',']).next().unwrap_or("")
    }

    fn arg(&self) -> usize {
        self.row.arg.unwrap_or(0) as usize
    }

    fn outcome(&self) -> Outcome {
        let next = self.same.and_then(Glimpse::offset);
        if self.raised.is_some() {
            Outcome::Raises
        } else if self.entered.is_some() {
            Outcome::Enters
        } else if next.is_some_and(|next| jumps_to(self.row, next)) {
            Outcome::Jumps
        } else {
            Outcome::Goes
        }
    }

    /// `LOAD_ATTR` finds methods in a way of its own.
    fn key(&self) -> &'static str {
        match self.row.name {
            "LOAD_ATTR" if self.row.meaning.contains("NULL|self") => "LOAD_ATTR method",
            "RESUME" if self.arg() & 3 != 0 => "RESUME again",
            "STORE_FAST" if self.now.slot(1).flatten().is_none() => "STORE_FAST NULL",
            "LOAD_FAST" | "LOAD_FAST_BORROW" if self.pushes_cell() => "LOAD_FAST cell",
            "STORE_SUBSCR" if self.value(1).is_some_and(|value| value.type_name == "slice") => "STORE_SUBSCR slice",
            name => name,
        }
    }

    fn words(&self) -> Option<String> {
        let wanted = self.outcome();
        if let Some(words) = self.freeing().filter(|_| wanted == Outcome::Enters) {
            return Some(words);
        }
        let others = [Outcome::Goes, Outcome::Jumps, Outcome::Raises];
        let found = std::iter::once(wanted).chain(others).find_map(|one| outcomes::sentence(self.key(), one));
        found.map(|template| self.filled(template))
    }

    /// An instruction that is done, but has freed an object whose finalizer is Python code.
    fn freeing(&self) -> Option<String> {
        self.entered.filter(|frame| frame.name().ends_with("__del__"))?;
        let (goes, enters) =
            (outcomes::sentence(self.key(), Outcome::Goes)?, outcomes::sentence(self.key(), Outcome::Enters));
        if goes.contains("{=}") || enters.is_some_and(|words| words.contains("free")) {
            return None;
        }
        let done = self.filled(goes.trim_end_matches('.'));
        Some(format!("{done}, which frees an object with a finalizer: a frame for {} begins.", self.part("f")))
    }

    fn filled(&self, template: &str) -> String {
        let mut out = String::with_capacity(template.len() + 40);
        let mut rest = template;
        while let Some((before, behind)) = rest.split_once('{') {
            let Some((key, left)) = behind.split_once('}') else { break };
            out.push_str(before);
            out.push_str(&self.part(key));
            rest = left;
        }
        out + rest
    }

    /// What stands for a placeholder, see `outcomes`.
    fn part(&self, key: &str) -> String {
        let frame = |frame: Option<&Glimpse>| frame.map_or("Python code".to_owned(), |frame| code(&frame.name()));
        match key {
            "1" | "2" | "3" | "4" => code(&self.entry(usize::from(key.as_bytes()[0] - b'0'))),
            "=" => self.result(),
            "n" => code(self.name()),
            "m" if self.row.meaning.is_empty() => code(&self.arg().to_string()),
            "m" => code(&self.row.meaning),
            "v" | "w" => code(self.row.meaning.split(", ").nth(usize::from(key == "w")).unwrap_or("")),
            "an" => match self.value(1) {
                Some(value) if value.type_name == "tuple" => format!("one of {}", code(&value.text)),
                value => reasons::article(&value.map_or("class".to_owned(), |value| value.text)),
            },
            "f" => frame(self.entered),
            "here" => frame(Some(self.now)),
            "e" => {
                let own = || Some(self.value(1)?.type_name);
                self.raised.map(str::to_owned).or_else(own).map_or("an exception".to_owned(), |name| code(&name))
            }
            "expr" => self.expression(),
            "to" => self.target(),
            "fn" => code(&self.entry(self.arguments() + 2)),
            "with" => self.with(),
            "by" => self.carried_out(),
            "way" => self.way(),
            "found" => self.found().to_owned(),
            "why" => self.identity(),
            "truth" => reasons::truth(self.value(1).as_ref(), self.truth()),
            "built" => self.built(),
            "kept" => self.kept().map_or("its object".to_owned(), |value| code(&value.text)),
            "lost" => match self.kept() {
                Some(value) if value.immortal => format!("{} is immortal, so nothing is counted", code(&value.text)),
                Some(value) => format!("{} loses one reference", code(&value.text)),
                None => "its object loses one reference".to_owned(),
            },
            "unit" => self.unpacked(),
            "deep" => code(&self.entry(self.arg().max(1))),
            "two" => match self.same.filter(|frame| frame.height() >= 2) {
                Some(frame) => {
                    let entry = |n| code(&written(frame, frame.slot(n)));
                    format!("{} and {}", entry(2), entry(1))
                }
                None => "two objects".to_owned(),
            },
            other => code(other),
        }
    }

    /// The operation with its operands, as one would write it.
    fn expression(&self) -> String {
        let (left, right) = (self.entry(2), self.entry(1));
        let operator = self.row.meaning.trim_start_matches("bool(").trim_end_matches(')');
        let not = self.arg() & 1 == 1;
        match self.row.name {
            "BINARY_OP" if operator.contains("[]") => code(&format!("{left}[{right}]")),
            "IS_OP" if not => format!("{} and {} are two different objects", code(&left), code(&right)),
            "IS_OP" => format!("{} and {} are one and the same object", code(&left), code(&right)),
            "CONTAINS_OP" if not => format!("{} is not in {}", code(&left), code(&right)),
            "CONTAINS_OP" => format!("{} is in {}", code(&left), code(&right)),
            _ => code(&format!("{left} {operator} {right}")),
        }
    }

    fn target(&self) -> String {
        match self.row.target.and_then(|target| self.now.row_at(target)) {
            Some(row) if row.line > 0 => format!("line {}", row.line),
            _ => self.row.target.map_or("another place".to_owned(), |target| format!("offset {target}")),
        }
    }

    /// Entries of the stack above the callable and its self.
    fn arguments(&self) -> usize {
        match self.row.name {
            "CALL_FUNCTION_EX" => 2,
            "CALL_KW" => self.arg() + 1,
            _ => self.arg(),
        }
    }

    fn with(&self) -> String {
        if self.row.name == "CALL_KW" {
            return self.with_names();
        }
        let over = 0;
        match self.arg() {
            0 => "no argument".to_owned(),
            1 => format!("the argument {}", code(&self.entry(1 + over))),
            many if many <= 3 => {
                let all: Vec<String> = (1..=many).rev().map(|n| code(&self.entry(n + over))).collect();
                format!("the arguments {} and {}", all[..many - 1].join(", "), all[many - 1])
            }
            many => format!("{many} arguments"),
        }
    }

    /// The arguments of a call in which some have names: the names lie on top, in a tuple.
    fn with_names(&self) -> String {
        let names = self.now.slot(1).flatten().map_or(Vec::new(), |names| self.now.texts_of(names));
        let count = self.arg();
        if count > 3 {
            return format!("{count} arguments, {} of them by keyword", names.len());
        }
        let all: Vec<String> = (1..=count)
            .rev()
            .map(|n| {
                let value = self.entry(n + 1);
                match names.len().checked_sub(n).and_then(|at| names.get(at)) {
                    Some(name) => code(&format!("{name}={value}")),
                    None => code(&value),
                }
            })
            .collect();
        match all.as_slice() {
            [] => "no argument".to_owned(),
            [one] => format!("the argument {one}"),
            [first @ .., last] => format!("the arguments {} and {last}", first.join(", ")),
        }
    }

    /// How a call that enters Python code goes on.
    fn carried_out(&self) -> String {
        let name = self.part("f");
        let entered = self.entered.map_or(String::new(), Glimpse::name);
        let last = entered.rsplit('.').next().unwrap_or("");
        let called = self.value(self.arguments() + 2).map_or(String::new(), |value| value.type_name);
        match called.as_str() {
            "function" | "method" => format!("a frame for {name} begins."),
            "type" if last == "__init__" => {
                format!("the object is made, and a frame for {name} begins, which fills it.")
            }
            "type"
                if self.row.name == "CALL"
                    && last == self.entry(self.arguments() + 2).rsplit('.').next().unwrap_or("") =>
            {
                format!("a frame for {name} begins.")
            }
            "builtin_function_or_method" | "method_descriptor" | "type" => format!(
                "it is built-in code that runs Python code in turn. A frame for {name} begins, and the result comes when \
                 the built-in code is done."
            ),
            _ => format!("Python code carries it out, in a frame for {name}."),
        }
    }

    /// Where an exception goes.
    fn way(&self) -> String {
        match self.after {
            None => "nothing catches it".to_owned(),
            Some(after) if after.depth() == 0 => "nothing catches it".to_owned(),
            Some(after) if after.depth() < self.now.depth() => format!("it leaves {}", code(&self.now.name())),
            // A handler begins with instructions of no line: the first line behind them is its own.
            Some(after) => match after.rows().iter().map(|row| row.line).find(|line| *line > 0) {
                Some(line) => format!("the handler on line {line} takes it"),
                None => "a handler takes it".to_owned(),
            },
        }
    }

    fn found(&self) -> &'static str {
        match self.now.found() {
            Some(ScopeKind::Local) => "among the locals",
            Some(ScopeKind::Enclosing) => "in the enclosing function",
            Some(ScopeKind::Global) => "among the globals",
            Some(ScopeKind::Builtin) => "among the builtins",
            None => "in a namespace",
        }
    }

    /// Whether the top of the stack counts as true, from what the step answered or where it went.
    fn truth(&self) -> Option<bool> {
        match self.row.name {
            "TO_BOOL" => self.pushed().map(|text| text == "True"),
            "POP_JUMP_IF_TRUE" => Some(self.outcome() == Outcome::Jumps),
            "POP_JUMP_IF_FALSE" => Some(self.outcome() != Outcome::Jumps),
            _ => None,
        }
    }

    fn built(&self) -> String {
        match (self.arg(), self.row.name) {
            (0, _) => "takes nothing".to_owned(),
            (1, "BUILD_MAP") => {
                format!("takes the key {} with its value {}", code(&self.entry(2)), code(&self.entry(1)))
            }
            (pairs, "BUILD_MAP") => {
                format!("takes {}", counted(pairs as u64, "key").replace("keys", "keys with their values"))
            }
            (1, _) => format!("takes {} off the stack", code(&self.entry(1))),
            (many, _) if many <= 3 => {
                let all: Vec<String> = (1..=many).rev().map(|n| code(&self.entry(n))).collect();
                format!("takes {} and {} off the stack", all[..many - 1].join(", "), all[many - 1])
            }
            (many, _) => format!("takes {many} objects off the stack"),
        }
    }

    /// What the name of the step stands for before it.
    fn kept(&self) -> Option<Value> {
        self.now.named(self.name())
    }

    fn identity(&self) -> String {
        let (a, b) = (self.now.slot(2).flatten(), self.now.slot(1).flatten());
        let made = |object: Option<Obj>| {
            let known = self.now.made.iter().find(|(made, _)| Some(*made) == object)?;
            Some(known.1.map_or(Made::Before, Made::In))
        };
        let origin = Origin {
            interned: b.is_some_and(|object| self.now.is_interned(object)),
            constant: b.is_some_and(|object| self.now.is_constant(object)),
            made: (made(a), made(b)),
            far: self.now.step > reasons::LOOKED_UP,
        };
        reasons::identity(self.value(2).as_ref(), self.value(1).as_ref(), &origin)
    }

    fn unpacked(&self) -> String {
        let (count, rest) = match self.row.name {
            "UNPACK_EX" => ((self.arg() & 0xff) + (self.arg() >> 8), " and a list of the rest"),
            _ => (self.arg(), ""),
        };
        match self.same.filter(|_| rest.is_empty() && (1..=4).contains(&count)) {
            Some(frame) if frame.height() >= count => {
                let all: Vec<String> = (1..=count).map(|n| code(&written(frame, frame.slot(n)))).collect();
                all.join(", ")
            }
            _ => format!("{}{rest}", counted(count as u64, "object")),
        }
    }
}

/// Whether an instruction's jump leads there. A loop that is over goes on behind the `END_FOR` to which its jump is written.
fn jumps_to(row: &InstructionRow, next: u32) -> bool {
    let over = u32::from(row.name == "FOR_ITER") * 2;
    row.target.is_some_and(|target| next == target || next == target + over)
}

/// The exception that a step ended with instead of doing its work: what built-in code caught itself does not count.
fn raised<'a>(row: &InstructionRow, now: &Glimpse, after: Option<&Glimpse>, effects: &'a Effects) -> Option<&'a str> {
    let name = effects.events.iter().rev().find_map(|event| match event {
        Event::Raised(name) => Some(name.as_str()),
        _ => None,
    })?;
    let after = after?;
    if ["RAISE_VARARGS", "RERAISE"].contains(&row.name) {
        return Some(name);
    }
    let left = after.depth() < now.depth();
    let width = 2 + 2 * u32::from(row.caches);
    let on = now.offset().map(|offset| offset + width);
    let by_jump = after.offset().is_some_and(|next| jumps_to(row, next));
    let jumped = after.depth() == now.depth() && after.offset() != on && !by_jump;
    (left && row.name != "RETURN_VALUE" && row.name != "YIELD_VALUE" || jumped).then_some(name)
}

/// What comes next: the step from `now` to `after`; `after` is missing at the end of a run.
pub fn explain(run: &Run, now: &Glimpse, after: Option<&Glimpse>, effects: &Effects) -> ExplainModel {
    let Some(row) = now.rows().first() else { return ending(run) };
    if now.step >= now.total && now.total > 0 {
        let why = run.ending.sentence().unwrap_or_default();
        return ExplainModel::from_markup(&format!("**{}** comes next. {why}", row.name), Vec::new());
    }
    if let Some(name) = run.ending.refused().filter(|_| now.step + 1 == now.total) {
        let words = format!(
            "**{}** is not carried out, and the run stops here: {} is not supported yet.",
            row.name,
            code(name)
        );
        return ExplainModel::from_markup(&words, Vec::new());
    }
    let depth = now.depth();
    let same = after.filter(|after| after.depth() == depth && after.is_named_as(now));
    let step = Step {
        row,
        now,
        after,
        same,
        entered: after.filter(|after| after.depth() > depth),
        raised: raised(row, now, after, effects),
    };
    let words = step.words().unwrap_or_else(|| {
        let words = crate::compile::opcode_words::of(row.name);
        let mut letters = words.chars();
        letters.next().map_or(String::new(), |first| first.to_lowercase().collect::<String>() + letters.as_str())
    });
    let mut notes = notes(run, now, after);
    if after.is_some_and(|after| after.depth() == 0) {
        notes.insert(0, last_words(&run.ending).to_owned());
    }
    if let Some((line, file)) = now.elsewhere() {
        notes.insert(0, format!("In {file}, line {line}."));
    }
    let coming = after.map_or(Vec::new(), |after| counts(now, after, effects, TENSES[1]));
    let forms = forms(now, row);
    ExplainModel { forms, coming, ..ExplainModel::from_markup(&format!("**{}** {words}", row.name), notes) }
}

/// Before the first step nothing has happened.
pub fn beginning() -> Vec<Piece> {
    pieces("The program was compiled; nothing of it has run.")
}

/// What has just happened where code of other files was stepped over: how many steps that took, and what was imported.
pub fn stepped_over(before: &Moment, steps: u64, imports: &[&Import]) -> (Vec<Piece>, Vec<String>) {
    let steps = counted(steps, "step");
    let line = before.line;
    let outer: Vec<&str> =
        imports.iter().filter(|one| one.importer == "__main__").map(|import| import.name.as_str()).collect();
    let words = match (outer.as_slice(), imports.len()) {
        ([], _) => format!("Line {line} ran code of other files: {steps}."),
        ([name], 1) => format!("{} was imported, {}: {steps}.", code(name), imports[0].how.sentence()),
        (names, all) => {
            let named: Vec<String> = names.iter().map(|name| code(name)).collect();
            let more = match all - names.len() {
                0 => String::new(),
                more => format!(
                    ", and {} for {}",
                    counted(more as u64, "module"),
                    if names.len() == 1 { "it" } else { "them" }
                ),
            };
            let were = if names.len() == 1 { "was" } else { "were" };
            format!("{} {were} imported{more}: {steps}.", named.join(" and "))
        }
    };
    (pieces(&words), Vec::new())
}

/// What has just happened: the step from `before` to `now`, in the past tense, and what it changed among objects.
pub fn just_now(run: &Run, before: &Glimpse, now: &Glimpse, effects: &Effects) -> (Vec<Piece>, Vec<String>) {
    let Some(row) = before.rows().first() else { return Default::default() };
    let mut said = Vec::new();
    if let Some(name) = raised(row, before, Some(now), effects) {
        said.push(format!("{} was raised", code(name)));
    }
    let (depth, was) = (now.depth(), before.depth());
    if depth > was {
        said.push(format!("a frame for {} began", code(&now.name())));
    } else if depth == 0 {
        said.push(format!("the frame of {} ended, and with it the program", code(&before.name())));
    } else if depth < was {
        said.push(format!("the frame of {} ended", code(&before.name())));
        if let Some(Some(value)) = now.slot(1).filter(|_| row.name == "RETURN_VALUE") {
            said.push(format!("{} was handed to its caller", code(&now.text(value))));
        }
    } else if now.is_named_as(before) {
        match deed(row, before) {
            Some(deed) if said.is_empty() => said.push(deed),
            _ => within(before, now, &mut said),
        }
    }
    for chunk in &now.written {
        said.push(format!("{} was written", code(&format!("{:?}", chunk.text))));
    }
    for event in collections(run, before.step) {
        said.push(event.to_owned());
    }
    if said.is_empty() {
        let moved = now.line > 0 && now.line != before.line && depth == was;
        said.push(if moved { format!("the way led to line {}", now.line) } else { "nothing changed".to_owned() });
    }
    let changed = counts(before, now, effects, TENSES[0]);
    (pieces(&format!("**{}**: {}.", row.name, said.join(", "))), changed)
}

/// What an instruction did that leaves nothing behind on the stack: told by what lay there before.
fn deed(row: &InstructionRow, old: &Glimpse) -> Option<String> {
    let entry = |n: usize| code(&written(old, old.slot(n)));
    let name = code(row.meaning.split([' ', ',']).next().unwrap_or(""));
    Some(match row.name {
        "STORE_ATTR" => format!("the attribute {name} of {} was set to {}", entry(1), entry(2)),
        "DELETE_ATTR" => format!("the attribute {name} of {} was taken away", entry(1)),
        "STORE_SUBSCR" => format!("the item {} of {} was set to {}", entry(1), entry(2), entry(3)),
        "DELETE_SUBSCR" => format!("the item {} was taken out of {}", entry(1), entry(2)),
        "LIST_APPEND" | "SET_ADD" => format!("{} was put to the others", entry(1)),
        "MAP_ADD" => format!("the key {} was put in with the value {}", entry(2), entry(1)),
        "STORE_DEREF" => format!("{} was put into the cell of {name}", entry(1)),
        _ => return None,
    })
}

/// What a step did inside one frame.
fn within(old: &Glimpse, now: &Glimpse, said: &mut Vec<String>) {
    let both = old.height().min(now.height());
    let same = |n: &usize| old.entry(*n) == now.entry(*n);
    let kept = (0..both).take_while(same).count();
    let told = |moment: &Glimpse| -> Vec<String> {
        (kept..moment.height()).filter_map(|n| Some(code(&moment.text(moment.entry(n)??)))).collect()
    };
    let (pushed, taken) = (told(now), told(old));
    let (old, now) = (old.names(), now.names());
    match (pushed.as_slice(), taken.as_slice()) {
        ([one], _) => said.push(format!("{one} was pushed")),
        ([_, _, ..], _) if pushed.len() <= 3 => said.push(format!("{} were pushed", pushed.join(" and "))),
        ([_, ..], _) => said.push(format!("{} objects were pushed", pushed.len())),
        ([], [one]) => said.push(format!("{one} was taken off the stack")),
        ([], []) => {}
        ([], many) => said.push(format!("{} objects were taken off the stack", many.len())),
    }
    for binding in &now {
        let before = old.iter().find(|other| other.name == binding.name).and_then(|other| other.value.as_ref());
        match &binding.value {
            Some(value) if before.is_none_or(|before| before.address != value.address) => {
                said.push(format!("{} now stands for {}", code(&binding.name), code(&value.text)));
            }
            None if before.is_some() => said.push(format!("{} stands for nothing any more", code(&binding.name))),
            _ => {}
        }
    }
    for gone in old.iter().filter(|old| !now.iter().any(|binding| binding.name == old.name)) {
        said.push(format!("the name {} is gone", code(&gone.name)));
    }
}

/// What the last step of a program means.
fn last_words(ending: &Ending) -> &'static str {
    match ending {
        Ending::Raised { .. } => {
            "nothing catches the exception: the program ends here with its traceback, and the interpreter shuts down"
        }
        _ => "the program ends with this step; then the interpreter shuts down and frees what remains",
    }
}

/// Behind the last step there is no instruction to explain.
pub fn ending(run: &Run) -> ExplainModel {
    match &run.ending {
        Ending::Finished { .. } | Ending::Raised { .. } => ExplainModel::from_markup(
            "The program has ended and the interpreter has shut down: it dropped the module's names, and every object \
             that nothing else held was freed.",
            run.ending.sentence().into_iter().collect(),
        ),
        other => ExplainModel::plain(&other.sentence().unwrap_or_default()),
    }
}

/// Collections that a step started.
fn collections(run: &Run, step: u64) -> impl Iterator<Item = &str> {
    let events = &run.timeline.events;
    let of_step =
        events[events.partition_point(|event| event.step < step)..].iter().take_while(move |event| event.step == step);
    of_step.filter(|event| matches!(event.kind, EventKind::Collection { .. })).map(|event| event.text.as_str())
}

/// What else the step does that anybody should know: output, collections.
fn notes(run: &Run, now: &Glimpse, after: Option<&Glimpse>) -> Vec<String> {
    let chunks = after.map_or(&[][..], |after| &after.written);
    let mut notes: Vec<String> = chunks.iter().map(|chunk| format!("writes {:?}", chunk.text)).collect();
    notes.extend(collections(run, now.step).map(str::to_owned));
    notes
}

/// The specialised form in which the next step runs.
fn forms(now: &Glimpse, row: &InstructionRow) -> Vec<String> {
    if let Some(form) = now.form.filter(|_| row.name != "RESUME") {
        vec![format!("specialised as {form}")]
    } else if row.caches > 0 && can_specialise(row.name) {
        vec!["not specialised yet".to_owned()]
    } else {
        Vec::new()
    }
}

fn can_specialise(name: &str) -> bool {
    static FAMILIES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let forms = opcode::TABLE.iter().filter(|form| form.op != form.deopt);
        forms.filter_map(|form| Some(opcode::info(form.deopt)?.name)).collect()
    });
    FAMILIES.contains(name)
}

/// Changes told in the notes at most.
const TOLD: usize = 4;

/// How a change of a count, a death and a birth are told: of the last step, and of the next one.
const TENSES: [[&str; 4]; 2] =
    [["rose", "dropped", "was freed", "is new"], ["will rise", "will drop", "will be freed", "will be new"]];

/// The changes that are told, of objects that are drawn: counts and deaths in the order of the moment before, then births.
fn counts(now: &Glimpse, after: &Glimpse, effects: &Effects, words: [&str; 4]) -> Vec<String> {
    let [rises, drops, freed, new] = words;
    let mut notes = Vec::new();
    let changed = || effects.counts.iter().filter(|change| change.is_seen()).map(|change| change.obj);
    let before = now.drawn(changed().chain(effects.freed.iter().copied()), effects.collecting);
    // What the step touched is reached from somewhere, unless the collector was at work; what it let go of may have
    // become unreachable by that.
    let told: HashSet<Obj> = before.iter().copied().collect();
    let later = || changed().filter(|object| told.contains(object)).chain(effects.allocated.iter().copied());
    let mut still = after.drawn(later(), effects.collecting);
    if !effects.collecting {
        let drawn: HashSet<Obj> = still.iter().copied().collect();
        let missing = later().filter(|object| after.is_box(*object) && !drawn.contains(object)).collect();
        if after.has_lost(missing) {
            still = after.drawn(later(), true);
        }
    }
    let drawn: HashSet<Obj> = still.iter().copied().collect();
    for object in before {
        if effects.freed.binary_search(&object).is_ok() {
            notes.push(format!("{} {freed}", now.title(object)));
        } else if let Ok(at) = effects.counts.binary_search_by_key(&object, |change| change.obj)
            && drawn.contains(&object)
        {
            let (from, to) = (effects.counts[at].before, effects.counts[at].after);
            let way = if to > from { rises } else { drops };
            notes.push(format!("{} {way} from {from} to {}", now.title(object), counted(u64::from(to), "reference")));
        }
        if notes.len() >= TOLD {
            return notes;
        }
    }
    let born = still.into_iter().filter(|object| effects.allocated.binary_search(object).is_ok());
    notes.extend(born.take(TOLD - notes.len()).map(|object| format!("{} {new}", after.title(object))));
    notes
}
