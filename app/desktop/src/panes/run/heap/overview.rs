//! Of a heap that is larger than its pane: the whole of it in a corner, and at the edges what the step did out of sight.

use super::arrows::Lens;
use super::scene::Scene;
use crate::look::paint;
use crate::look::theme::{self, Palette};
use egui::epaint::Mesh;
use egui::{
    Align2, Color32, CornerRadius, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use model::ground::value::{Address, Mark, counted};
use model::machine::heap::HeapModel;
use std::sync::Arc;

/// Size of the overview at most.
const MOST: Vec2 = vec2(168.0, 116.0);
const LEAST: Vec2 = vec2(64.0, 40.0);
/// Objects from which on there is an overview.
const LARGE: usize = 30;
/// Points of the overview that one patch of it covers.
const PATCH: f32 = 2.0;

#[derive(Default)]
pub struct Overview {
    /// Of which drawing, in which place and colours it was made.
    made: Option<(u64, [i32; 2], bool)>,
    mesh: Arc<Mesh>,
}

impl Overview {
    /// Draws it where it is needed. Answers the point of the drawing that was asked for, if one was.
    pub fn ui(&mut self, ui: &Ui, palette: &Palette, scene: &Scene, canvas: Rect, lens: Lens) -> Option<Pos2> {
        let whole = scene.size * lens.zoom;
        let larger = whole.x > canvas.width() * 1.2 || whole.y > canvas.height() * 1.2;
        let room = canvas.width() > 2.0 * MOST.x && canvas.height() > 1.6 * MOST.y;
        if !larger || !room || scene.boxes.len() < LARGE {
            return None;
        }
        let fit = (MOST.x / scene.size.x).min(MOST.y / scene.size.y);
        // A tall or a wide heap is drawn out, so that it can be hit.
        let size = (scene.size * fit).max(LEAST);
        let scale = size / scene.size;
        let area = Align2::RIGHT_BOTTOM.align_size_within_rect(size, canvas.shrink(12.0));
        let frame = area.expand(4.0);
        let round = CornerRadius::same(theme::RADIUS);
        ui.painter().rect(frame, round, palette.pane, palette.hairline(), StrokeKind::Inside);
        let key = (scene.version, [area.left() as i32, area.top() as i32], palette.dark);
        if self.made != Some(key) {
            self.made = Some(key);
            self.mesh = Arc::new(patches(scene, area, scale, palette.faded));
        }
        ui.painter().add(Shape::Mesh(Arc::clone(&self.mesh)));
        let seen = Rect::from_min_max(lens.back(canvas.min), lens.back(canvas.max));
        let at = |point: Pos2| area.min + point.to_vec2() * scale;
        let window = Rect::from_min_max(at(seen.min), at(seen.max)).intersect(frame);
        ui.painter().rect_stroke(window, 1.0, Stroke::new(1.5, palette.current), StrokeKind::Inside);
        let response = ui.interact(frame, ui.scope_id().with("overview"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Overview of the heap: click to go there"));
        paint::focused(ui, &response, "Overview of the heap");
        let asked = response.clicked() || response.dragged();
        let pointer = response.interact_pointer_pos().filter(|_| asked)?;
        let point = (pointer - area.min) / scale;
        Some(point.to_pos2())
    }
}

/// The boxes as patches of ground, each drawn once however many boxes share it.
fn patches(scene: &Scene, area: Rect, scale: Vec2, color: Color32) -> Mesh {
    let (wide, high) = ((area.width() / PATCH).ceil() as usize + 1, (area.height() / PATCH).ceil() as usize + 1);
    let mut covered = vec![false; wide * high];
    let index = |value: f32, scale: f32, most: usize| ((value * scale / PATCH).max(0.0) as usize).min(most - 1);
    for rect in &scene.boxes {
        if !rect.is_positive() {
            continue;
        }
        let (left, right) = (index(rect.left(), scale.x, wide), index(rect.right(), scale.x, wide));
        for y in index(rect.top(), scale.y, high)..=index(rect.bottom(), scale.y, high) {
            covered[y * wide + left..=y * wide + right].fill(true);
        }
    }
    let mut mesh = Mesh::default();
    for y in 0..high {
        let mut x = 0;
        while x < wide {
            let run = covered[y * wide + x..(y + 1) * wide].iter().take_while(|patch| **patch).count();
            if run > 0 {
                let at = area.min + vec2(x as f32, y as f32) * PATCH;
                let patch = Rect::from_min_size(at, vec2(run as f32 * PATCH, PATCH));
                mesh.add_colored_rect(patch.intersect(area), color);
            }
            x += run.max(1);
        }
    }
    mesh
}

/// Where a canvas's edge a mark stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    Top,
    Bottom,
}

/// What the step did to objects out of sight, at the edge beyond which they lie. Answers the one that was asked for.
pub fn edges(
    ui: &Ui,
    palette: &Palette,
    heap: &HeapModel,
    marked: &[(Address, Mark, Rect)],
    canvas: Rect,
    lens: Lens,
) -> Option<Address> {
    let mut asked = None;
    for side in [Side::Left, Side::Right, Side::Top, Side::Bottom] {
        let beyond: Vec<&(Address, Mark, Rect)> =
            marked.iter().filter(|(.., rect)| out_of_sight(lens.rect(*rect), canvas) == Some(side)).collect();
        let Some((address, mark, rect)) = beyond.first() else { continue };
        let name = heap.object(*address).map_or("object", |object| object.title.as_str());
        let words = match *mark {
            Mark::New => "new",
            Mark::Dying => "freed",
            Mark::Changed | Mark::None => "changed",
        };
        let text = match beyond.len() {
            1 => format!("{name} {words}"),
            count => format!("{} of this step", counted(count as u64, "object")),
        };
        let galley = paint::width(ui, &text, theme::words(11.0)).min(140.0);
        let size = vec2(galley + 38.0, 20.0);
        let centre = lens.rect(*rect).center();
        let inside = canvas.shrink(4.0);
        let half = size / 2.0;
        let x = centre.x.clamp(inside.left() + half.x, (inside.right() - half.x).max(inside.left() + half.x));
        let y = centre.y.clamp(inside.top() + half.y, (inside.bottom() - half.y).max(inside.top() + half.y));
        let at = match side {
            Side::Left => pos2(inside.left() + half.x, y),
            Side::Right => pos2(inside.right() - half.x, y),
            Side::Top => pos2(x, inside.top() + half.y),
            Side::Bottom => pos2(x, inside.bottom() - half.y),
        };
        let chip = Rect::from_center_size(at, size);
        let label = format!("out of sight: {text}");
        let response = paint::hot(ui, chip, ("edge", side as u8), &label, false);
        let pen = Stroke::new(1.0, palette.mark(*mark));
        ui.painter().rect(chip, CornerRadius::same(10), palette.pane, pen, StrokeKind::Inside);
        let (towards, tip, mark_at, text_at) = match side {
            Side::Left => (vec2(-1.0, 0.0), 10.0, 20.0, 28.0),
            Side::Right => (vec2(1.0, 0.0), size.x - 6.0, 10.0, 18.0),
            Side::Top => (vec2(0.0, -1.0), 12.0, 24.0, 32.0),
            Side::Bottom => (vec2(0.0, 1.0), 12.0, 24.0, 32.0),
        };
        let point = pos2(chip.left() + tip, at.y) + if towards.x == 0.0 { towards * 4.0 } else { Vec2::ZERO };
        let point = if side == Side::Left { point - vec2(4.0, 0.0) } else { point };
        paint::head(ui, point, towards, palette.mark(*mark));
        paint::mark(ui, pos2(chip.left() + mark_at, at.y), *mark, palette);
        let room = size.x - 38.0 + 2.0;
        paint::text(ui, pos2(chip.left() + text_at, at.y), room, &text, theme::words(11.0), palette.ink);
        if response.clicked() {
            asked = Some(*address);
        }
    }
    asked
}

fn out_of_sight(rect: Rect, canvas: Rect) -> Option<Side> {
    if rect.intersects(canvas) {
        return None;
    }
    let beyond = [
        (canvas.left() - rect.right(), Side::Left),
        (rect.left() - canvas.right(), Side::Right),
        (canvas.top() - rect.bottom(), Side::Top),
        (rect.top() - canvas.bottom(), Side::Bottom),
    ];
    beyond.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, side)| side)
}
