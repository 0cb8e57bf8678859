//! The sentences of a moment: what the next instruction does with what lies on the stack now, and what the last one did.

use crate::compile::bytecode::{CodeListing, InstructionRow};
use crate::ground::explain::{ExplainModel, Piece, pieces};
use crate::ground::value::{Address, Value, counted};
use crate::machine::frames::{FrameModel, Slot};
use crate::machine::heap::Object;
use crate::machine::namespaces::ScopeKind;
use crate::moment::marks::Births;
use crate::moment::outcomes::{self, Outcome};
use crate::moment::timeline::EventKind;
use crate::moment::{Ending, Moment, Run, reasons};
use compiler::opcode;
use std::collections::HashMap;

/// The values around a step.
struct Step<'a> {
    run: &'a Run,
    row: &'a InstructionRow,
    moment: &'a Moment,
    now: &'a FrameModel,
    after: Option<&'a Moment>,
    /// The same frame behind the step, if it still is the running one.
    same: Option<&'a FrameModel>,
    /// The frame that the step entered.
    entered: Option<&'a FrameModel>,
    raised: Option<&'a str>,
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

fn written(slot: Option<&Slot>) -> String {
    match slot {
        Some(Some(value)) => value.text.clone(),
        Some(None) => "NULL".to_owned(),
        None => "nothing".to_owned(),
    }
}

impl Step<'_> {
    fn slot(&self, n: usize) -> Option<&Slot> {
        self.now.stack.len().checked_sub(n).and_then(|index| self.now.stack.get(index))
    }

    fn value(&self, n: usize) -> Option<&Value> {
        self.slot(n).and_then(Option::as_ref)
    }

    /// The n-th entry from the top, 1 being the top.
    fn entry(&self, n: usize) -> String {
        written(self.slot(n))
    }

    /// What the step pushed. Where a `self` or NULL for a call lies on top of it, it is the one below.
    fn pushed(&self) -> Option<&Value> {
        let below = usize::from(self.row.meaning.contains("NULL") || self.row.name == "LOAD_SPECIAL");
        self.same.and_then(|frame| frame.stack.iter().rev().nth(below)).and_then(Option::as_ref)
    }

    fn result(&self) -> String {
        match (self.pushed(), self.row.name) {
            (_, "LOAD_SMALL_INT") => code(&self.arg().to_string()),
            (Some(value), _) => code(&value.text),
            (None, "LOAD_CONST") => code(&self.row.meaning),
            (None, "LOAD_FAST_AND_CLEAR") => "NULL, as it stands for nothing".to_owned(),
            (None, _) => "the result".to_owned(),
        }
    }

    /// The first name in the argument's meaning: `append` of `append + NULL|self`.
    fn name(&self) -> &str {
        self.row.meaning.split([' ', ',']).next().unwrap_or("")
    }

    fn arg(&self) -> usize {
        self.row.arg.unwrap_or(0) as usize
    }

    fn outcome(&self) -> Outcome {
        let next = self.after.and_then(|after| after.bytecode.offset).filter(|_| self.same.is_some());
        if self.raised.is_some() {
            Outcome::Raises
        } else if self.entered.is_some() {
            Outcome::Enters
        } else if next.is_some() && next == self.row.target {
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
            "STORE_FAST" if self.value(1).is_none() => "STORE_FAST NULL",
            name => name,
        }
    }

    fn words(&self) -> Option<String> {
        let wanted = self.outcome();
        let others = [Outcome::Goes, Outcome::Jumps, Outcome::Raises];
        let found = std::iter::once(wanted).chain(others).find_map(|one| outcomes::sentence(self.key(), one));
        found.map(|template| self.filled(template))
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
        let frame = |frame: Option<&FrameModel>| frame.map_or("Python code".to_owned(), |frame| code(&frame.name));
        match key {
            "1" | "2" | "3" | "4" => code(&self.entry(usize::from(key.as_bytes()[0] - b'0'))),
            "=" => self.result(),
            "n" => code(self.name()),
            "m" if self.row.meaning.is_empty() => code(&self.arg().to_string()),
            "m" => code(&self.row.meaning),
            "f" => frame(self.entered),
            "here" => frame(Some(self.now)),
            "e" => {
                let own = self.value(1).map(|value| value.type_name.as_str());
                self.raised.or(own).map_or("an exception".to_owned(), code)
            }
            "expr" => self.expression(),
            "to" => self.target(),
            "fn" => code(&self.entry(self.arguments() + 2)),
            "with" => self.with(),
            "by" => self.carried_out(),
            "way" => self.way(),
            "found" => self.found().to_owned(),
            "why" => reasons::identity(self.moment, self.value(2), self.value(1)),
            "truth" => reasons::truth(self.value(1), self.truth()),
            "built" => self.built(),
            "kept" => self.kept().map_or("its object".to_owned(), |value| code(&value.text)),
            "lost" => match self.kept() {
                Some(value) if value.immortal => format!("{} is immortal, so nothing is counted", code(&value.text)),
                Some(value) => format!("{} loses one reference", code(&value.text)),
                None => "its object loses one reference".to_owned(),
            },
            "unit" => self.unpacked(),
            "deep" => code(&self.entry(self.arg().max(1))),
            "two" => match self.same.map(|frame| frame.stack.as_slice()) {
                Some([.., a, b]) => format!("{} and {}", code(&written(Some(a))), code(&written(Some(b)))),
                _ => "two objects".to_owned(),
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
        let listing = self.run.codes.get(self.moment.bytecode.code);
        let row = listing.and_then(|listing| Some(&listing.rows()[listing.row_at(self.row.target?)?]));
        match row {
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
        let over = usize::from(self.row.name == "CALL_KW");
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

    /// How a call that enters Python code goes on.
    fn carried_out(&self) -> String {
        let name = self.part("f");
        let last = self.entered.and_then(|frame| frame.name.rsplit('.').next()).unwrap_or("");
        let called = self.value(self.arguments() + 2).map_or("", |value| value.type_name.as_str());
        match called {
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
            Some(after) if after.frames.frames.is_empty() => "nothing catches it".to_owned(),
            Some(after) if after.frames.depth < self.moment.frames.depth => {
                format!("it leaves {}", code(&self.now.name))
            }
            Some(after) => match self.handler_line(after) {
                Some(line) => format!("the handler on line {line} takes it"),
                None => "a handler takes it".to_owned(),
            },
        }
    }

    /// A handler begins with instructions of no line: the first line behind them is its own.
    fn handler_line(&self, after: &Moment) -> Option<u32> {
        let listing = self.run.codes.get(after.bytecode.code)?;
        let at = listing.row_at(after.bytecode.offset?)?;
        listing.rows()[at..].iter().map(|row| row.line).find(|line| *line > 0)
    }

    fn found(&self) -> &'static str {
        match self.moment.namespaces.lookup.as_ref().and_then(|(_, kind)| *kind) {
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
            "TO_BOOL" => self.pushed().map(|value| value.text == "True"),
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
            (1, _) => format!("takes {}", code(&self.entry(1))),
            (many, _) if many <= 3 => {
                let all: Vec<String> = (1..=many).rev().map(|n| code(&self.entry(n))).collect();
                format!("takes {} and {}", all[..many - 1].join(", "), all[many - 1])
            }
            (many, _) => format!("takes {many} objects"),
        }
    }

    /// What the name of the step stands for before it.
    fn kept(&self) -> Option<&Value> {
        let own = self.now.names.iter().find(|binding| binding.name == self.name());
        own.and_then(|binding| binding.value.as_ref()).or_else(|| {
            let scopes = self.moment.namespaces.scopes.iter().flat_map(|scope| &scope.bindings);
            scopes.filter(|binding| binding.name == self.name()).find_map(|binding| binding.value.as_ref())
        })
    }

    fn unpacked(&self) -> String {
        let (count, rest) = match self.row.name {
            "UNPACK_EX" => ((self.arg() & 0xff) + (self.arg() >> 8), " and a list of the rest"),
            _ => (self.arg(), ""),
        };
        match self.same.filter(|_| rest.is_empty() && (1..=4).contains(&count)) {
            Some(frame) if frame.stack.len() >= count => {
                let all: Vec<String> =
                    frame.stack.iter().rev().take(count).map(|slot| code(&written(Some(slot)))).collect();
                all.join(", ")
            }
            _ => format!("{}{rest}", counted(count as u64, "object")),
        }
    }
}

/// The exception that a step ended with instead of doing its work: what built-in code caught itself does not count.
fn raised<'a>(row: &InstructionRow, now: &Moment, after: Option<&Moment>, births: &'a Births) -> Option<&'a str> {
    let name = births.raised.as_deref()?;
    let after = after?;
    if ["RAISE_VARARGS", "RERAISE"].contains(&row.name) {
        return Some(name);
    }
    let left = after.frames.depth < now.frames.depth;
    let width = 2 + 2 * u32::from(row.caches);
    let on = now.bytecode.offset.map(|offset| offset + width);
    let jumped =
        after.frames.depth == now.frames.depth && after.bytecode.offset != on && after.bytecode.offset != row.target;
    (left && row.name != "RETURN_VALUE" && row.name != "YIELD_VALUE" || jumped).then_some(name)
}

/// What comes next: the step from `now` to `after`; `after` is missing at the end of a run.
pub fn explain(run: &Run, now: &Moment, after: Option<&Moment>, births: &Births) -> ExplainModel {
    let Some(row) = next_row(&run.codes, now) else { return ending(run) };
    if now.step >= now.total && now.total > 0 {
        let why = run.ending.sentence().unwrap_or_default();
        return ExplainModel::from_markup(&format!("**{}** comes next. {why}", row.name), Vec::new());
    }
    let Some(frame) = now.frames.top() else { return ExplainModel::default() };
    let depth = now.frames.depth;
    let same = after.filter(|after| after.frames.depth == depth).and_then(|after| after.frames.top());
    let step = Step {
        run,
        row,
        moment: now,
        now: frame,
        after,
        same: same.filter(|other| other.name == frame.name),
        entered: after.filter(|after| after.frames.depth > depth).and_then(|after| after.frames.top()),
        raised: raised(row, now, after, births),
    };
    let words = step.words().unwrap_or_else(|| {
        let words = crate::compile::opcode_words::of(row.name);
        let mut letters = words.chars();
        letters.next().map_or(String::new(), |first| first.to_lowercase().collect::<String>() + letters.as_str())
    });
    let mut notes = notes(run, now, after);
    if after.is_some_and(|after| after.frames.frames.is_empty()) {
        notes.insert(0, last_words(&run.ending).to_owned());
    }
    let mut coming = Vec::new();
    if let Some(after) = after {
        counts(now, after, births, TENSES[1], &mut coming);
    }
    let forms = forms(now, row);
    ExplainModel { forms, coming, ..ExplainModel::from_markup(&format!("**{}** {words}", row.name), notes) }
}

/// What has just happened: the step from `before` to `now`, in the past tense, and what it changed among objects.
pub fn just_now(run: &Run, before: Option<&Moment>, now: &Moment, births: &Births) -> (Vec<Piece>, Vec<String>) {
    let Some(before) = before else {
        return (pieces("The program was compiled; nothing of it has run."), Vec::new());
    };
    let Some(row) = next_row(&run.codes, before) else { return Default::default() };
    let mut said = Vec::new();
    if let Some(name) = raised(row, before, Some(now), births) {
        said.push(format!("{} was raised", code(name)));
    }
    let (depth, was) = (now.frames.depth, before.frames.depth);
    match (before.frames.top(), now.frames.top()) {
        (_, Some(frame)) if depth > was => said.push(format!("a frame for {} began", code(&frame.name))),
        (Some(ended), Some(frame)) if depth < was => {
            said.push(format!("the frame of {} ended", code(&ended.name)));
            if let Some(Some(value)) = frame.stack.last().filter(|_| row.name == "RETURN_VALUE") {
                said.push(format!("{} was handed to its caller", code(&value.text)));
            }
        }
        (Some(old), Some(frame)) if old.name == frame.name => match deed(row, old) {
            Some(deed) if said.is_empty() => said.push(deed),
            _ => within(old, frame, &mut said),
        },
        (Some(ended), None) => said.push(format!("the frame of {} ended, and with it the program", code(&ended.name))),
        _ => {}
    }
    for chunk in now.output.chunks.iter().filter(|chunk| chunk.step == before.step).take(2) {
        said.push(format!("{} was written", code(&format!("{:?}", chunk.text))));
    }
    for event in collections(run, before.step) {
        said.push(event.to_owned());
    }
    if said.is_empty() {
        let moved = now.line > 0 && now.line != before.line && depth == was;
        said.push(if moved { format!("the way led to line {}", now.line) } else { "nothing changed".to_owned() });
    }
    let mut changed = Vec::new();
    counts(before, now, births, TENSES[0], &mut changed);
    (pieces(&format!("**{}**: {}.", row.name, said.join(", "))), changed)
}

/// What an instruction did that leaves nothing behind on the stack: told by what lay there before.
fn deed(row: &InstructionRow, old: &FrameModel) -> Option<String> {
    let entry = |n: usize| {
        let at = old.stack.len().checked_sub(n).and_then(|index| old.stack.get(index));
        code(&written(at))
    };
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
fn within(old: &FrameModel, now: &FrameModel, said: &mut Vec<String>) {
    let same = |a: &Slot, b: &Slot| a.as_ref().map(|value| value.address) == b.as_ref().map(|value| value.address);
    let kept = old.stack.iter().zip(&now.stack).take_while(|(a, b)| same(a, b)).count();
    let pushed: Vec<String> = now.stack[kept..].iter().flatten().map(|value| code(&value.text)).collect();
    let taken: Vec<String> = old.stack[kept..].iter().flatten().map(|value| code(&value.text)).collect();
    match (pushed.as_slice(), taken.as_slice()) {
        ([one], _) => said.push(format!("{one} was pushed")),
        ([_, _, ..], _) if pushed.len() <= 3 => said.push(format!("{} were pushed", pushed.join(" and "))),
        ([_, ..], _) => said.push(format!("{} objects were pushed", pushed.len())),
        ([], [one]) => said.push(format!("{one} was taken off the stack")),
        ([], []) => {}
        ([], many) => said.push(format!("{} objects were taken off the stack", many.len())),
    }
    for binding in &now.names {
        let before = old.names.iter().find(|other| other.name == binding.name).and_then(|other| other.value.as_ref());
        match &binding.value {
            Some(value) if before.is_none_or(|before| before.address != value.address) => {
                said.push(format!("{} now stands for {}", code(&binding.name), code(&value.text)));
            }
            None if before.is_some() => said.push(format!("{} stands for nothing any more", code(&binding.name))),
            _ => {}
        }
    }
    for gone in old.names.iter().filter(|old| !now.names.iter().any(|binding| binding.name == old.name)) {
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
fn ending(run: &Run) -> ExplainModel {
    match &run.ending {
        Ending::Finished { .. } | Ending::Raised { .. } => ExplainModel::from_markup(
            "The program has ended and the interpreter has shut down: it dropped the module's names, and every object \
             that nothing else held was freed.",
            run.ending.sentence().into_iter().collect(),
        ),
        other => ExplainModel::plain(&other.sentence().unwrap_or_default()),
    }
}

pub fn next_row<'a>(codes: &'a [CodeListing], now: &Moment) -> Option<&'a InstructionRow> {
    let listing = codes.get(now.bytecode.code)?;
    let offset = now.bytecode.offset?;
    // Code that is not the program's own is running above the listing's frame.
    listing.row_at(offset).map(|index| &listing.rows()[index])
}

/// Collections that a step started.
fn collections(run: &Run, step: u64) -> impl Iterator<Item = &str> {
    let of_step = run.timeline.events.iter().filter(move |event| event.step == step);
    of_step.filter(|event| matches!(event.kind, EventKind::Collection { .. })).map(|event| event.text.as_str())
}

/// What else the step does that anybody should know: output, collections.
fn notes(run: &Run, now: &Moment, after: Option<&Moment>) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(after) = after {
        for chunk in after.output.chunks.iter().filter(|chunk| chunk.step == now.step).take(2) {
            notes.push(format!("writes {:?}", chunk.text));
        }
    }
    notes.extend(collections(run, now.step).map(str::to_owned));
    notes
}

/// The specialised form in which the next step runs.
fn forms(now: &Moment, row: &InstructionRow) -> Vec<String> {
    let form = now.bytecode.specialised.iter().find(|form| Some(form.offset) == now.bytecode.offset);
    if let Some(form) = form.filter(|_| row.name != "RESUME") {
        vec![format!("runs in its specialised form {}", form.name)]
    } else if row.caches > 0 && can_specialise(row.name) {
        vec!["not specialised yet".to_owned()]
    } else {
        Vec::new()
    }
}

fn can_specialise(name: &str) -> bool {
    let op = opcode::by_name(name).map(|info| info.op);
    opcode::TABLE.iter().any(|form| Some(form.deopt) == op && Some(form.op) != op)
}

/// Changes told in the notes at most.
const TOLD: usize = 4;

/// How a change of a count, a death and a birth are told: of the last step, and of the next one.
const TENSES: [[&str; 4]; 2] =
    [["rose", "dropped", "was freed", "is new"], ["will rise", "will drop", "will be freed", "will be new"]];

fn counts(now: &Moment, after: &Moment, births: &Births, words: [&str; 4], notes: &mut Vec<String>) {
    let [rises, drops, freed, new] = words;
    let name = |object: &Object| format!("{} {}", object.title, Value::short_address(object.address));
    let later: HashMap<Address, &Object> = after.heap.objects.iter().map(|object| (object.address, object)).collect();
    let mut told = 0;
    for object in &now.heap.objects {
        if told >= TOLD {
            return;
        }
        match later.get(&object.address) {
            Some(other) if other.refcount != object.refcount && !births.freed.contains(&object.address) => {
                if let (Some(from), Some(to)) = (object.refcount, other.refcount) {
                    let way = if to > from { rises } else { drops };
                    notes.push(format!("{} {way} from {from} to {}", name(object), counted(to, "reference")));
                    told += 1;
                }
            }
            _ if births.freed.contains(&object.address) => {
                notes.push(format!("{} {freed}", name(object)));
                told += 1;
            }
            _ => {}
        }
    }
    for object in after.heap.objects.iter().filter(|object| births.made.contains(&object.address)) {
        if told >= TOLD {
            return;
        }
        notes.push(format!("{} {new}", name(object)));
        told += 1;
    }
}
