//! The app drawn to a picture, without a window.

pub mod raster;

use crate::look::theme;
use crate::shell::Shell;
use egui::{Context, Pos2, RawInput, Rect, Vec2};
use raster::{Picture, Raster};
use std::time::Duration;

/// How a picture is taken.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub width: usize,
    pub height: usize,
}

impl Size {
    /// `1600x1000`
    pub fn parse(text: &str) -> Result<Size, String> {
        let parts = text.split_once(['x', 'X', '×']).and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
        match parts {
            Some((width, height)) if (100..=8000).contains(&width) && (100..=8000).contains(&height) => {
                Ok(Size { width, height })
            }
            _ => Err(format!("'{text}' is no size: write WIDTHxHEIGHT, such as 1600x1000, each from 100 to 8000")),
        }
    }
}

/// A context as the window has it, with the bundled fonts only.
pub fn context(dark: bool) -> Context {
    let ctx = Context::default();
    theme::install(&ctx, dark);
    ctx
}

/// Runs frames until nothing changes any more, then paints the last one.
pub fn take(ctx: &Context, shell: &mut Shell, size: Size, dark: bool) -> Result<Picture, String> {
    let mut raster = Raster::default();
    let pixels = Vec2::new(size.width as f32, size.height as f32);
    let mut time = 0.0;
    // The second frame knows how large things are, later ones finish colours and scrolling.
    let mut still = 0;
    for _ in 0..2000 {
        let screen = Rect::from_min_size(Pos2::ZERO, pixels / ctx.zoom_factor());
        let input = RawInput { screen_rect: Some(screen), time: Some(time), focused: true, ..RawInput::default() };
        time += 1.0;
        let output = ctx.run_ui(input, |ui| shell.ui(ui));
        raster.set_textures(&output.textures_delta);
        still = if shell.is_settling() { 0 } else { still + 1 };
        let done = still >= 3;
        let picture = done.then(|| {
            let primitives = ctx.tessellate(output.shapes, output.pixels_per_point);
            let background = if dark { theme::DARK } else { theme::LIGHT }.ground;
            raster.paint(&primitives, [size.width, size.height], output.pixels_per_point, background)
        });
        let mut delta = output.textures_delta;
        raster.free_textures(&delta);
        delta.clear();
        if let Some(picture) = picture {
            return Ok(picture);
        }
        shell.settle(Duration::from_secs(60));
    }
    Err("the picture did not come to rest".to_owned())
}
