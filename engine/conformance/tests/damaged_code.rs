//! Marshalled code that was damaged: none may panic, hang or leave counts that are not true, whether it is refused or
//! runs. DAMAGED says how many (1 500), SEED where they begin.

mod random;

use compiler::code::{CodeObject, Const};
use compiler::marshal::{self, Value};
use compiler::{Mode, Options, opcode, verify};
use random::Random;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use vm::state::host::Host;

/// Instructions after which a program is stopped.
const STEPS: u64 = 5_000;

fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "py") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn programs() -> Vec<Arc<CodeObject>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("programs");
    let source = |path: PathBuf| std::fs::read(path).expect("a program");
    let compiled = |source: Vec<u8>| compiler::compile(&source, "m.py", Mode::Exec, Options::default()).ok();
    files(&folder).into_iter().map(source).filter_map(compiled).collect()
}

/// The code object and all inside it.
fn all(code: &Arc<CodeObject>) -> Vec<Arc<CodeObject>> {
    let mut found = vec![code.clone()];
    let mut at = 0;
    while at < found.len() {
        let code = found[at].clone();
        found.extend(
            code.consts.iter().filter_map(|c| if let Const::Code(code) = c { Some(code.clone()) } else { None }),
        );
        at += 1;
    }
    found
}

#[test]
fn what_the_compiler_makes_is_not_refused() {
    let library = files(Path::new(rustpython_pylib::LIB_PATH));
    let sources = library.into_iter().map(|path| std::fs::read(path).expect("a file of the library"));
    let compiled = sources.filter_map(|s| compiler::compile(&s, "m.py", Mode::Exec, Options::default()).ok());
    let (mut count, mut refused) = (0, Vec::new());
    for code in compiled.chain(programs()).flat_map(|code| all(&code)) {
        count += 1;
        if let Err(why) = verify::verify(&code) {
            let name = compiler::repr::str_repr(&code.qualname);
            refused.push(format!("{name}, line {}: {why}", code.firstlineno));
        }
    }
    println!("{count} code objects");
    assert!(refused.is_empty(), "{} of {count}:\n{}", refused.len(), refused[..refused.len().min(40)].join("\n"));
}

/// One code object inside with some of its bytes or numbers changed.
fn damage(code: &Arc<CodeObject>, random: &mut Random, here: &mut usize) -> Arc<CodeObject> {
    let mut new = CodeObject::clone(code);
    if *here == 0 {
        *here = usize::MAX;
        change(&mut new, random);
        return Arc::new(new);
    }
    *here -= 1;
    for constant in &mut new.consts {
        if let Const::Code(inner) = constant
            && *here != usize::MAX
        {
            *inner = damage(inner, random, here);
        }
    }
    Arc::new(new)
}

fn change(code: &mut CodeObject, random: &mut Random) {
    let any = |bytes: &mut Vec<u8>, random: &mut Random| {
        if !bytes.is_empty() {
            let at = random.below(bytes.len());
            bytes[at] = random.below(256) as u8;
        }
    };
    for _ in 0..1 + random.below(2) {
        let unit = random.below((code.code.len() / 2).max(1)) * 2;
        match random.below(12) {
            0..4 if unit < code.code.len() => {
                let row = &opcode::TABLE[random.below(115)];
                code.code[unit] = row.op as u8;
            }
            4..8 if unit < code.code.len() => {
                let limit = random.pick(&[8, 8, 256]);
                code.code[unit + 1] = random.below(limit) as u8;
            }
            8 => any(&mut code.exceptiontable, random),
            9 => any(&mut code.linetable, random),
            10 => match random.below(6) {
                0 => code.flags ^= 1 << random.below(12),
                1 => code.stacksize = random.below(6) as u32,
                2 => code.argcount = random.below(4) as u32,
                3 => code.kwonlyargcount = random.below(3) as u32,
                4 => any(&mut code.localspluskinds, random),
                _ => code.posonlyargcount = random.below(3) as u32,
            },
            _ => {
                let at = random.below(code.consts.len().max(1));
                if at < code.consts.len() {
                    code.consts[at] = code.consts[random.below(code.consts.len())].clone();
                }
            }
        }
    }
}

/// The bytes of a damaged program.
fn damaged(programs: &[Arc<CodeObject>], seed: u64) -> Vec<u8> {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let code = &programs[random.below(programs.len())];
    if random.below(4) != 0 {
        let mut here = random.below(all(code).len());
        return marshal::dumps_code(&damage(code, &mut random, &mut here));
    }
    let mut bytes = marshal::dumps_code(code);
    for _ in 0..1 + random.below(4) {
        let at = random.below(bytes.len());
        bytes[at] = random.below(256) as u8;
    }
    if random.below(4) == 0 {
        bytes.truncate(random.below(bytes.len()));
    }
    bytes
}

/// Whether the code ran, and what is wrong with the machine.
fn run(bytes: &[u8]) -> (bool, Option<String>) {
    let Ok(Value::Const(Const::Code(code))) = marshal::loads_checked(bytes) else { return (false, None) };
    let mut machine = modules::machine(Host::default());
    machine.start(&code, "");
    machine.run_to(machine.steps() + STEPS);
    // Paused inside a native, the machine is whole at the moment before.
    let machine = machine.moment.take().map_or(machine, |moment| *moment);
    (true, machine.audit().first().map(|fault| format!("{fault:?}")))
}

#[test]
fn damaged_code_breaks_nothing() {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default);
    let (count, first): (u64, u64) = (number("DAMAGED", 1_500), number("SEED", 1));
    let programs = programs();
    let work = move || {
        let (mut ran, mut faults) = (0, Vec::new());
        for seed in first..first + count {
            let found = catch_unwind(AssertUnwindSafe(|| run(&damaged(&programs, seed))));
            let (runs, fault) = found.unwrap_or_else(|panic| {
                let text = panic.downcast_ref::<String>().cloned();
                (true, text.or(panic.downcast_ref::<&str>().map(|t| (*t).to_owned())).or(Some("a panic".into())))
            });
            ran += u64::from(runs);
            faults.extend(fault.map(|fault| format!("seed {seed}: {fault}")));
        }
        (ran, faults)
    };
    let thread = std::thread::Builder::new().stack_size(16 << 20).spawn(work).expect("a thread");
    let (ran, faults) = thread.join().expect("panics were caught");
    println!("{ran} of {count} damaged programs ran");
    assert!(faults.is_empty(), "{} of {count}:\n{}", faults.len(), faults.join("\n"));
}
