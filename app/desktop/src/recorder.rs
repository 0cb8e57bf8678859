//! Compiles a program, records its run, and answers with models of moments. Lives on the worker's thread.

use model::command::Move;
use model::flow::FlowModel;
use model::lesson::Query;
use model::listing;
use model::moment::{Ending, Moment, Run};
use model::reading;
use model::source::SourceModel;
use model::symbols::SymbolsModel;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

#[derive(Default)]
pub struct Recorder {
    run: Run,
    generation: u64,
    step: u64,
}

impl Recorder {
    /// Starts over with a program; says whether there is anything to record.
    pub fn load(&mut self, filename: &str, source: &str) -> bool {
        self.generation += 1;
        self.step = 0;
        let mut run = Run { generation: self.generation, source: SourceModel::new(filename, source), ..Run::default() };
        match compiler::compile_stages(source.as_bytes(), filename, compiler::Mode::Exec, compiler::Options::default())
        {
            Ok(stages) => {
                run.tokens = reading::tokens(&stages.parsed);
                run.ast = reading::ast(&stages.parsed);
                run.symbols = SymbolsModel::new(&stages.symtable);
                run.flow = FlowModel::new(&stages.units);
                run.codes = listing::listings(&stages.code).into_iter().map(|(_, listing)| listing).collect();
            }
            Err(error) => {
                let problem = reading::problem(&error, &run.source);
                run.ending = Ending::Refused { message: format!("{}: {}", problem.kind, problem.message) };
                run.source.problem = Some(problem);
            }
        }
        self.run = run;
        false
    }

    pub fn record(&mut self, _steps: u64, _cancel: &AtomicBool) -> bool {
        false
    }

    pub fn run(&self) -> Arc<Run> {
        Arc::new(self.run.clone())
    }

    pub fn go(&mut self, to: &Move, _breakpoints: &BTreeSet<u32>) -> Result<(), String> {
        let _ = to;
        Ok(())
    }

    pub fn answer(&mut self, query: &Query) -> Result<String, String> {
        let now = self.moment();
        query.answer(&self.run, &now, &now, &now)
    }

    pub fn moment(&mut self) -> Moment {
        Moment { generation: self.generation, step: self.step, total: self.run.timeline.total, ..Moment::default() }
    }
}
