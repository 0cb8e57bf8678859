//! Where the steps went: calls of the whole run summed up by function, as `cProfile` does it.

use crate::moment::timeline::CallSpan;
use std::collections::HashMap;

/// What the calls of one function cost together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FunctionRow {
    pub name: String,
    pub file: String,
    pub line: u32,
    /// It belongs to the program's own file.
    pub own: bool,
    pub calls: u64,
    /// Calls from within another call of the same function.
    pub recursive: u64,
    /// Steps in its own code.
    pub steps: u64,
    /// Steps until its calls ended, those of what it called included; of a recursion the outermost call counts.
    pub cumulative: u64,
    /// Blocks of memory that its own steps took beyond those that the same step gave back.
    pub blocks: u64,
    pub cumulative_blocks: u64,
    /// Where its first call begins, and its longest.
    pub first: u64,
    pub longest: u64,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProfileModel {
    /// The most own steps first.
    pub rows: Vec<FunctionRow>,
    pub steps: u64,
    pub blocks: u64,
    /// The recording was too long to be read step by step: the figures come from samples.
    pub sampled: bool,
}

/// What a function is called and where it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Function {
    pub name: String,
    pub file: String,
    pub line: u32,
    pub own: bool,
}

/// A call that has not ended while the calls are gone through.
struct Open {
    call: usize,
    /// Steps and blocks of the calls in it.
    inner: u64,
    inner_blocks: u64,
    /// The same function runs outside it.
    again: bool,
}

impl ProfileModel {
    /// Sums up calls in the order in which they begin; `function` names the code objects.
    pub fn of(calls: &[CallSpan], function: impl Fn(u32) -> Function, sampled: bool) -> ProfileModel {
        let mut sums =
            Sums { calls, rows: Vec::new(), of: HashMap::new(), running: HashMap::new(), longest: HashMap::new() };
        let mut open: Vec<Open> = Vec::new();
        for (index, call) in calls.iter().enumerate() {
            while open.last().is_some_and(|last| calls[last.call].end <= call.start) {
                sums.close(&mut open, &function);
            }
            let running = sums.running.entry(call.code).or_default();
            let again = *running > 0;
            *running += 1;
            open.push(Open { call: index, inner: 0, inner_blocks: 0, again });
        }
        while !open.is_empty() {
            sums.close(&mut open, &function);
        }
        let mut rows = sums.rows;
        let steps = rows.iter().map(|row| row.steps).sum();
        let blocks = rows.iter().map(|row| row.blocks).sum();
        rows.sort_by(|a, b| b.steps.cmp(&a.steps).then(a.first.cmp(&b.first)));
        ProfileModel { rows, steps, blocks, sampled }
    }
}

struct Sums<'a> {
    calls: &'a [CallSpan],
    rows: Vec<FunctionRow>,
    /// The row of each code object.
    of: HashMap<u32, usize>,
    /// How many calls of each have not ended.
    running: HashMap<u32, u32>,
    /// Steps of the longest call of each.
    longest: HashMap<u32, u64>,
}

impl Sums<'_> {
    fn close(&mut self, open: &mut Vec<Open>, function: &impl Fn(u32) -> Function) {
        let Some(done) = open.pop() else { return };
        let call = &self.calls[done.call];
        let all = call.end.saturating_sub(call.start);
        let all_blocks = call.blocks + done.inner_blocks;
        let rows = &mut self.rows;
        let at = *self.of.entry(call.code).or_insert_with(|| {
            let Function { name, file, line, own } = function(call.code);
            let (first, longest) = (call.start, call.start);
            rows.push(FunctionRow { name, file, line, own, first, longest, ..FunctionRow::default() });
            rows.len() - 1
        });
        let row = &mut rows[at];
        row.calls += 1;
        row.recursive += u64::from(done.again);
        row.steps += all.saturating_sub(done.inner);
        row.blocks += call.blocks;
        row.first = row.first.min(call.start);
        let longest = self.longest.entry(call.code).or_default();
        if all > *longest {
            (*longest, row.longest) = (all, call.start);
        }
        if !done.again {
            row.cumulative += all;
            row.cumulative_blocks += all_blocks;
        }
        if let Some(running) = self.running.get_mut(&call.code) {
            *running -= 1;
        }
        if let Some(outer) = open.last_mut() {
            outer.inner += all;
            outer.inner_blocks += all_blocks;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(code: u32, start: u64, end: u64, depth: u32, blocks: u64) -> CallSpan {
        CallSpan { start, end, depth, name: String::new(), code, blocks }
    }

    #[test]
    fn a_recursion_counts_once_and_own_steps_leave_out_what_was_called() {
        // A module of 100 steps calls f, which calls itself, and then g.
        let calls = [call(0, 0, 100, 0, 1), call(1, 10, 50, 1, 2), call(1, 20, 40, 2, 3), call(2, 60, 70, 1, 4)];
        let name = |code: u32| Function { name: code.to_string(), ..Function::default() };
        let profile = ProfileModel::of(&calls, name, false);
        let row = |name: &str| profile.rows.iter().find(|row| row.name == name).expect("it ran");
        let (main, f, g) = (row("0"), row("1"), row("2"));
        assert_eq!((main.steps, main.cumulative, main.calls), (50, 100, 1));
        assert_eq!((f.steps, f.cumulative, f.calls, f.recursive, f.longest), (40, 40, 2, 1, 10));
        assert_eq!((g.steps, g.cumulative, g.blocks), (10, 10, 4));
        assert_eq!((main.blocks, main.cumulative_blocks, f.cumulative_blocks), (1, 10, 5));
        assert_eq!((profile.steps, profile.blocks), (100, 10));
        assert_eq!(profile.rows[0].name, "0");
    }
}
