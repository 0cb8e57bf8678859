//! The table of native activations: one row each, its code where the native lies.

use crate::eval::activation::{self, Row};
use crate::eval::ask;
use crate::eval::monitoring;
use crate::eval::replay;
use crate::eval::slot_steps;
use crate::eval::tracing;
use crate::objects::abstract_::steps as sequence;
use crate::objects::dictobject::steps as dicts;
use crate::objects::enumobject::steps as iterators;
use crate::objects::genobject::async_steps as awaited;
use crate::objects::genobject::coroutine as coroutines;
use crate::objects::genobject::steps as generators;
use crate::objects::listobject::sorting;
use crate::objects::object::steps as shown;
use crate::objects::typeobject::steps as classes;
use crate::python::bltinmodule::folds;
use crate::python::import;
use crate::python::pylifecycle;
use crate::python::pythonrun;
use crate::state::interpreter::Machine;

macro_rules! activations {
    (@leave) => { None };
    (@leave $leave:path) => { Some($leave) };
    ($($what:ident $name:literal $step:path $(, $leave:path)?;)*) => {
        /// What a native activation does.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum What {
            $($what,)*
            /// A row of the table that the modules gave.
            Module(u16),
        }

        #[derive(Clone, Copy)]
        enum Number {
            $($what,)*
        }

        impl What {
            fn number(self) -> usize {
                match self {
                    $(What::$what => Number::$what as usize,)*
                    What::Module(_) => 0,
                }
            }
        }

        static ROWS: &[Row] = &[$(Row { name: $name, step: $step, leave: activations!(@leave $($leave)?) },)*];
    };
}

activations! {
    GetAttr "getattr" slot_steps::get_attr;
    Truth "bool" slot_steps::truth;
    Len "len" slot_steps::len;
    Compare "comparison" slot_steps::compare;
    Binary "operator" slot_steps::binary;
    Text "text" slot_steps::text;
    Format "format" slot_steps::format;
    Construct "call of a class" slot_steps::construct;
    CompareSequences "comparison of sequences" sequence::compare_sequences;
    Contains "in" sequence::find;
    IterContains "in" sequence::iter_contains;
    Extend "extend" sequence::extend;
    SetUpdate "update" sequence::set_update;
    Unpack "unpacking" sequence::unpack;
    MapNext "map" iterators::map_next;
    FilterNext "filter" iterators::filter_next;
    ZipNext "zip" iterators::zip_next;
    EnumerateNext "enumerate" iterators::enumerate_next;
    Reversed "reversed" iterators::reversed;
    ReversedNext "reversed" iterators::reversed_next;
    SequenceNext "iterator" iterators::sequence_next;
    CallIterNext "callable_iterator" iterators::call_iter_next;
    Next "next" generators::next;
    GeneratorSend "send" generators::send;
    GeneratorThrow "throw" generators::throw;
    GeneratorDelegate "yield from" generators::delegate;
    GeneratorClose "close" generators::close;
    GetAnext "__anext__" coroutines::get_anext;
    Awaited "await" awaited::awaited;
    AsyncIter "aiter" awaited::async_iter;
    FirstIter "firstiter" awaited::first_iter;
    AnextAwaitable "anext" awaited::anext;
    Ask "question" ask::ask;
    Sum "sum" folds::sum;
    AnyAll "any" folds::any_all;
    MinMax "min" folds::min_max;
    Gather "gathering" folds::gather;
    AskNative "question" replay::ask_again;
    AskOperation "question" replay::ask_again;
    Sort "sorted" sorting::sort, sorting::leave;
    DictUpdate "update" dicts::update;
    DictMerge "|=" dicts::update_in_place;
    FromKeys "fromkeys" dicts::from_keys;
    SetSlice "assignment to a slice" sequence::set_slice;
    Index "index" sequence::find;
    TupleIndex "index" sequence::find;
    Count "count" sequence::find;
    Remove "remove" sequence::find;
    ContainerRepr "repr" shown::container_repr, shown::leave_repr;
    Print "print" shown::print;
    BuildClass "__build_class__" classes::build_class;
    ClassMade "type.__new__" classes::class_made;
    Collect "gc.collect" slot_steps::collect;
    CallLast "call" activation::call_last;
    Import "import" import::import;
    ImportFrom "from import" import::import_from;
    Run "exec" pythonrun::run;
    Unwound "unwinding" pylifecycle::unwound;
    Trace "trace function" tracing::trace, tracing::leave;
    Monitor "monitoring tool" monitoring::tell, monitoring::leave;
    Finish "the end" pylifecycle::finish;
}

impl Machine {
    /// What a native activation is called, and its code.
    pub fn activation_row(&self, what: What) -> &'static Row {
        match what {
            What::Module(i) => &self.module_activations[usize::from(i)],
            what => &ROWS[what.number()],
        }
    }
}
