//! `render`: the very same app, drawn to a PNG.

use super::recording::memory;
use super::{Failure, Outcome};
use crate::panes::story::lesson_state::LESSONS;
use crate::picture::{self, Size};
use crate::shell::Shell;
use crate::shell::document;
use crate::shell::layouts::Docks;
use model::ask::command::{Command, FileChange, Layout, ModulesAs, Move, Pane};
use model::ground::settings::Settings;
use std::path::{Path, PathBuf};
use std::time::Duration;

struct Request {
    file: PathBuf,
    out: PathBuf,
    moment: Option<Move>,
    pane: Option<Pane>,
    layout: Layout,
    size: Size,
    dark: bool,
    zoom: f32,
    /// Laid out for a class.
    present: bool,
    /// How often it is run again before.
    again: usize,
    modules: ModulesAs,
    /// A file that is touched before it is run again.
    touch: Option<String>,
    /// A lesson's stop, counted from 1, instead of a file's moment.
    stop: Option<usize>,
}

/// Recording a program for a picture may take this long.
const PATIENCE: Duration = Duration::from_secs(120);

pub fn render(args: &[String]) -> Outcome {
    let (limit, args) = memory(args)?;
    let request = parse(&args)?;
    let ctx = picture::context(request.dark);
    let text = document::read(&request.file)?;
    let name = request.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let settings = Settings { memory: limit >> 20, beside: beside(&request.file), ..Settings::default() };
    let mut shell = Shell::given(&ctx, &name, text, settings);
    shell.document.path = Some(PathBuf::from(&name));
    shell.dark = request.dark;
    shell.only = request.pane;
    shell.zoom = request.zoom;
    shell.layout = request.layout;
    shell.docks = Docks::of(request.layout);
    if !shell.settle(PATIENCE) {
        return Err(Failure::Usage(format!("{} did not come to an end in two minutes", request.file.display())));
    }
    for _ in 0..request.again {
        shell.apply(&ctx, Command::RunAgain);
        shell.settle(PATIENCE);
    }
    if let Some(path) = request.touch {
        shell.apply(&ctx, Command::ChangeFile(FileChange::Touch(path)));
        shell.settle(PATIENCE);
    }
    if let Some(stop) = request.stop {
        let lesson = LESSONS.iter().position(|folder| request.file.ends_with(format!("{}/program.py", folder.name)));
        let lesson = lesson.ok_or("--stop needs the program of a lesson".to_owned())?;
        shell.apply(&ctx, Command::OpenLesson(lesson));
        shell.settle(PATIENCE);
        for _ in 1..stop {
            // A picture of a later stop may pass the questions before it.
            if let Some(Ok(truth)) = shell.lesson.truth.clone() {
                shell.apply(&ctx, Command::Answer(truth));
            }
            shell.apply(&ctx, Command::NextStop);
            shell.settle(PATIENCE);
        }
    } else if let Some(moment) = request.moment {
        shell.apply(&ctx, Command::Move(moment));
        shell.settle(PATIENCE);
        if let Some(notice) = shell.notice.take() {
            return Err(Failure::Usage(notice));
        }
    }
    shell.panes.modules.shown = request.modules;
    if request.present {
        shell.apply(&ctx, Command::Present);
    }
    let picture = picture::take(&ctx, &mut shell, request.size, request.dark)?;
    let png = picture.to_png()?;
    std::fs::write(&request.out, png)
        .map_err(|error| format!("{} could not be written: {error}", request.out.display()))?;
    Ok(0)
}

/// The modules beside a program, so that it finds them in a picture that says nothing of the folder they lie in.
fn beside(file: &Path) -> Vec<(String, String)> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut found: Vec<(String, String)> = Vec::new();
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let other = path.file_name() != file.file_name() && path.extension().is_some_and(|ending| ending == "py");
        if other && let Ok(text) = std::fs::read_to_string(&path) {
            found.push((name, text));
        }
    }
    found.sort();
    found
}

fn parse(args: &[String]) -> Result<Request, Failure> {
    let (mut file, mut out, mut moment, mut pane, mut stop) = (None, None, None, None, None);
    let (mut layout, mut size, mut dark) = (Layout::Run, None, false);
    let (mut zoom, mut present) = (1.0, false);
    let (mut again, mut touch, mut modules) = (0, None, ModulesAs::Imports);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut value = || args.next().cloned().ok_or_else(|| Failure::Usage(format!("{arg} needs a value")));
        match arg.as_str() {
            "-o" => out = Some(PathBuf::from(value()?)),
            "--step" => {
                let text = value()?;
                let step = text.parse().map_err(|_| format!("'{text}' is no step: write a number"))?;
                moment = Some(Move::To(step));
            }
            "--again" => {
                let text = value()?;
                again = text.parse().map_err(|_| format!("'{text}' is no count: write a number"))?;
            }
            "--modules" => {
                let name = value()?;
                modules = ModulesAs::ALL.into_iter().find(|shown| shown.name() == name).ok_or_else(|| {
                    format!("'{name}' is no way to show modules; there are imports, graph and sys.modules")
                })?;
            }
            "--touch" => touch = Some(value()?),
            "--at" => moment = Some(Move::Find(value()?)),
            "--stop" => {
                let text = value()?;
                stop = Some(text.parse().map_err(|_| format!("'{text}' is no stop: write a number"))?);
            }
            "--pane" => {
                let name = value()?;
                pane = Some(Pane::from_name(&name).ok_or_else(|| {
                    let names: Vec<_> = Pane::ALL.iter().map(|pane| pane.title().to_lowercase()).collect();
                    format!("no pane is called '{name}'; there are {}", names.join(", "))
                })?);
            }
            "--layout" => {
                let name = value()?;
                layout = Layout::from_name(&name).ok_or_else(|| {
                    let names: Vec<_> = Layout::ALL.iter().map(|layout| layout.name().to_lowercase()).collect();
                    format!("no layout is called '{name}'; there are {}", names.join(", "))
                })?;
            }
            "--size" => size = Some(Size::parse(&value()?)?),
            "--zoom" => {
                let text = value()?;
                let percent =
                    text.trim_end_matches('%').parse::<f32>().ok().filter(|zoom| (50.0..=400.0).contains(zoom));
                zoom =
                    percent.ok_or_else(|| format!("'{text}' is no zoom: write a percentage from 50 to 400"))? / 100.0;
            }
            "--present" => present = true,
            "--theme" => {
                dark = match value()?.as_str() {
                    "light" => false,
                    "dark" => true,
                    other => {
                        return Err(Failure::Usage(format!("no theme is called '{other}'; there are light and dark")));
                    }
                }
            }
            option if option.starts_with('-') => {
                return Err(Failure::Usage(format!("'{option}' is no option of render")));
            }
            name if file.is_none() => file = Some(PathBuf::from(name)),
            more => return Err(Failure::Usage(format!("one file is enough; '{more}' is one too many"))),
        }
    }
    let (Some(file), Some(out)) = (file, out) else { return Err(Failure::Usage(String::new())) };
    let default = if pane.is_some() { Size { width: 640, height: 480 } } else { Size { width: 1600, height: 1000 } };
    Ok(Request {
        file,
        out,
        moment,
        pane,
        layout,
        size: size.unwrap_or(default),
        dark,
        zoom,
        present,
        again,
        modules,
        touch,
        stop,
    })
}
