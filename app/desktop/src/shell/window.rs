//! The window: eframe around the shell, and what is kept between starts.

use crate::look::theme;
use crate::shell::Shell;
use crate::shell::draft::Draft;
use crate::shell::layouts::{self, Docks};
use egui::{Ui, ViewportBuilder};
use model::ask::command::{Granularity, Layout};
use model::ask::detail::Detail;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::Instant;

const KEPT: &str = "serpentarium";

/// What is kept between starts.
#[derive(Serialize, Deserialize)]
struct Kept {
    dark: bool,
    zoom: f32,
    layout: String,
    granularity: String,
    #[serde(default)]
    detail: String,
    /// The hints of the first start were shown.
    #[serde(default)]
    hinted: bool,
    #[serde(default)]
    panes: Option<layouts::Kept>,
}

struct Window {
    shell: Shell,
    /// As it was set last.
    title: String,
    /// When the program was started.
    begun: Instant,
}

impl eframe::App for Window {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        // A measure for the start: when the second frame begins, the first has been shown.
        if std::env::var_os("SERPENTARIUM_FIRST_FRAME").is_some()
            && ui.ctx().cumulative_frame_nr() == 1
            && ui.ctx().current_pass_index() == 0
        {
            println!("first frame after {:.0} ms", self.begun.elapsed().as_secs_f64() * 1e3);
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
        }
        self.shell.ui(ui);
        let title = format!("{} – Serpentarium", self.shell.document.short_name());
        // Not every display says what a window is called, and each command draws another frame.
        if self.title != title {
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        let shell = &self.shell;
        let kept = Kept {
            dark: shell.dark,
            zoom: shell.zoom,
            layout: shell.layout.name().to_owned(),
            granularity: shell.granularity.name().to_owned(),
            detail: shell.detail.name().to_owned(),
            hinted: true,
            panes: Some(shell.docks.kept()),
        };
        if let Ok(text) = serde_json::to_string(&kept) {
            storage.set_string(KEPT, text);
        }
    }
}

/// Opens the window and stays until it is closed.
pub fn open(file: Option<&Path>) -> Result<(), String> {
    let options = eframe::NativeOptions {
        viewport: ViewportBuilder::default()
            .with_inner_size([1600.0, 1000.0])
            .with_min_inner_size([720.0, 480.0])
            .with_app_id(KEPT),
        ..eframe::NativeOptions::default()
    };
    // A fault of ours is told in the window; where in our sources it happened helps nobody who reads it there.
    std::panic::set_hook(Box::new(|_| {}));
    let begun = Instant::now();
    let file = file.map(Path::to_owned);
    let result = eframe::run_native(
        "Serpentarium",
        options,
        Box::new(move |creation| {
            let ctx = &creation.egui_ctx;
            theme::install(ctx, false);
            let mut shell = Shell::start(ctx, file.as_deref());
            shell.hints = true;
            shell.drafts = eframe::storage_dir(KEPT);
            shell.offered =
                shell.drafts.as_deref().and_then(Draft::read).filter(|draft| draft.text != shell.document.text);
            if let Some(kept) = creation.storage.and_then(|storage| storage.get_string(KEPT)) {
                restore(ctx, &mut shell, &kept);
            }
            Ok(Box::new(Window { shell, title: String::new(), begun }))
        }),
    );
    // What the libraries say names their own insides.
    result.map_err(|_| {
        let shown = ["WAYLAND_DISPLAY", "DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
        let why = match shown {
            true => "the display does not answer, or its graphics driver has no OpenGL",
            false => "there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set",
        };
        format!(
            "the window could not be opened: {why}. Without a display, use the subcommands: 'serpentarium render', \
             'serpentarium run', 'serpentarium help'"
        )
    })
}

/// What was kept by an older version and no longer fits is left aside.
fn restore(ctx: &egui::Context, shell: &mut Shell, text: &str) {
    let Ok(kept) = serde_json::from_str::<Kept>(text) else { return };
    shell.hints = !kept.hinted;
    shell.dark = kept.dark;
    theme::set_dark(ctx, kept.dark);
    shell.set_zoom(ctx, kept.zoom);
    if let Some(layout) = Layout::from_name(&kept.layout) {
        shell.layout = layout;
        shell.docks = kept.panes.and_then(Docks::restored).unwrap_or_else(|| Docks::of(layout));
    }
    if let Some(detail) = Detail::ALL.into_iter().find(|each| each.name() == kept.detail) {
        shell.detail = detail;
    }
    if let Some(granularity) = Granularity::ALL.into_iter().find(|each| each.name() == kept.granularity) {
        shell.granularity = granularity;
    }
}
