//! Where what a pane shows differs from CPython: the entries of DIVERGENCES.md that a learner can see, beside the place.

use crate::ask::command::Pane;

/// What a pane shows, in a sentence.
pub fn about(pane: Pane) -> &'static str {
    match pane {
        Pane::Source => "The program's text, with the place of the next step; a double click edits it.",
        Pane::Tree => "The syntax tree that the parser makes of the tokens; what is indented is a part.",
        Pane::Tokens => "The words and signs that the lexer cuts the text into.",
        Pane::Symbols => "Which block uses which name, and where the compiler decides that it lives.",
        Pane::Flow => "The instructions as blocks and jumps, pass by pass of the compiler.",
        Pane::Bytecode => "The instructions of the code object that runs, the next one marked.",
        Pane::Opcode => "What the next instruction does, what it takes from the stack and leaves there.",
        Pane::Pyc => "The bytes of the .pyc file of this program, and what each of them means.",
        Pane::Frames => "The calls that are open, the running one on top, each with its names and its stack.",
        Pane::Namespaces => "Where a name is looked for: local, enclosing, global, built-in.",
        Pane::Heap => "The objects that exist and the references between them; the number is the reference count.",
        Pane::Object => "One object: its type, address, size, count, who holds it and what it holds.",
        Pane::Interned => "Strings and small integers of which there is one object for all.",
        Pane::Modules => {
            "The import that goes on as the path it takes, who imported whom at what cost, and sys.modules."
        }
        Pane::Files => {
            "The files that the program sees, what this run read and wrote, and whether a .pyc file is valid."
        }
        Pane::Profile => "What each function cost in steps and blocks of memory, and every call over time.",
        Pane::Collector => "The containers that the cyclic collector watches, by generation.",
        Pane::Timeline => "Compilation and run as one line of moments; drag along it to move.",
        Pane::Console => "What the program has written up to this moment, and what it reads.",
        Pane::Lesson => "A lesson or an interview: text, questions, and what the run answers.",
        Pane::Explain => "What comes next, and what has just happened.",
    }
}

pub struct Divergence {
    /// The panes that it concerns.
    pub panes: &'static [Pane],
    /// For the reader of the pane.
    pub words: &'static str,
    /// How its entry in DIVERGENCES.md begins.
    pub entry: &'static str,
}

pub const DIVERGENCES: &[Divergence] = &[
    Divergence {
        panes: &[Pane::Heap, Pane::Object],
        words: "Addresses are those of a simulated memory, the same in every run; under CPython they vary.",
        entry: "`id()` is an address in a simulated address space that is the same in every run; CPython's varies.",
    },
    Divergence {
        panes: &[Pane::Heap, Pane::Object, Pane::Interned],
        words: "Constants of the script count one reference fewer than under CPython, whose parser holds one until the end.",
        entry: "Constants of the running script count one reference fewer",
    },
    Divergence {
        panes: &[Pane::Collector],
        words: "Counts begin empty and know this program's objects only; CPython starts with some hundred of its own.",
        entry: "`gc.get_count()`, `gc.get_objects()` and the totals of a full collection know only our interpreter's objects.",
    },
    Divergence {
        panes: &[Pane::Bytecode],
        words: "EXTENDED_ARG is no step of its own; it belongs to the instruction behind it.",
        entry: "A step is an executed instruction; `EXTENDED_ARG` is part of the instruction behind it.",
    },
    Divergence {
        panes: &[Pane::Bytecode, Pane::Opcode],
        words: "Some specialised forms run the general code behind their name; the effect is the same.",
        entry: "Some specialised forms run the general code behind their name",
    },
    Divergence {
        panes: &[Pane::Timeline, Pane::Modules],
        words: "Time is virtual: an instruction takes 20 ns, and sleeping takes no time of yours.",
        entry: "`time` is virtual: an instruction takes 20 ns, `sleep` takes what it is told.",
    },
    Divergence {
        panes: &[Pane::Symbols],
        words: "Free names stand in the order of PYTHONHASHSEED=0; under CPython it varies.",
        entry: "The order of elements of frozenset constants and of free names in the symbol table's text",
    },
    Divergence {
        panes: &[Pane::Frames],
        words: "Built-in code nests at most 180 deep; CPython looks at what is left of its own stack.",
        entry: "Some natives run Python code in a loop inside the loop",
    },
];

/// What is different about a pane, a sentence each.
pub fn of(pane: Pane) -> Vec<&'static str> {
    DIVERGENCES.iter().filter(|each| each.panes.contains(&pane)).map(|each| each.words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_note_in_the_app_has_its_entry_in_the_document() {
        let document = include_str!("../../../../DIVERGENCES.md").split_whitespace().collect::<Vec<_>>().join(" ");
        for each in DIVERGENCES {
            assert!(document.contains(&format!("- {}", each.entry)), "DIVERGENCES.md does not say: {}", each.entry);
            assert!(each.words.ends_with('.') && !each.panes.is_empty(), "{}", each.words);
        }
    }
}
