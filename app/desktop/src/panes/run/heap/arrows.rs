//! The references of the heap as lines: from a row's dot to the box that it refers to, round the boxes between.

use super::scene::{MEASURES, Scene};
use crate::look::paint;
use crate::look::theme::Palette;
use egui::epaint::{Mesh, PathShape};
use egui::{Color32, Pos2, Rect, Shape, Stroke, Ui, Vec2, pos2, vec2};
use model::ground::value::{Address, Mark};
use model::machine::heap::RootKind;

/// What an arrow leaves: by position in the model.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    Root(usize),
    Object(usize),
}

/// A reference: from the dot of a row, in a box with a right edge and a column (none for a frame's), to a box.
pub struct Arrow {
    pub from: Pos2,
    pub edge: f32,
    pub column: Option<usize>,
    pub holder: Holder,
    pub row: usize,
    /// Position of the object that it leads to.
    pub target: u32,
    pub to: Rect,
    pub to_column: usize,
    /// How many arrows end at that side of the box before this one.
    pub nth: usize,
}

impl Arrow {
    /// Whether any of its way can be in sight. A way evades boxes by no more than the highest of them.
    fn may_cross(&self, seen: Rect, highest: f32) -> bool {
        let (left, right) = (self.from.x.min(self.to.left()), self.from.x.max(self.to.right()));
        let (top, bottom) = (self.from.y.min(self.to.top()), self.from.y.max(self.to.bottom()));
        let bounds = Rect::from_min_max(pos2(left - AROUND, top - highest), pos2(right + AROUND, bottom + highest));
        bounds.intersects(seen)
    }
}

/// How far arrows reach beyond the columns that they join.
const AROUND: f32 = 120.0;

/// Finds ways through the columns, in the space between two boxes.
struct Router<'a> {
    scene: &'a Scene,
}

/// Room that a line keeps to the boxes above and below it.
const KEPT: f32 = 6.0;
/// Arrowheads and what leads straight into them.
const LEAD: f32 = 10.0;

impl Router<'_> {
    fn route(&self, arrow: &Arrow) -> Vec<Pos2> {
        let Arrow { from, edge, column, to, to_column, nth, .. } = *arrow;
        // Columns from which an arrow leaves to the right and those through which it goes.
        let start = column.map_or(0, |column| column + 1);
        let ahead = to_column >= start;
        let spread = [0.0, 6.0, -6.0, 10.0, -10.0][nth % 5];
        let y = (to.top() + MEASURES.title_height / 2.0 + spread).clamp(to.top() + 3.0, to.bottom() - 3.0);
        let mut points = vec![from, pos2(edge, from.y)];
        if ahead {
            for through in start..to_column {
                let part = (through + 1 - start) as f32 / (to_column + 1 - start) as f32;
                let free = self.free(through, from.y + (y - from.y) * part);
                let left = self.scene.left(through);
                join(&mut points, pos2(left, free));
                points.push(pos2(left + self.scene.width_of_boxes(), free));
            }
            join(&mut points, pos2(to.left() - LEAD, y));
            points.push(pos2(to.left(), y));
        } else {
            // Back: along the space right of each column, and into the target from its right side.
            let reach = (14.0 + 5.0 * (nth % 4) as f32).min(self.scene.gap() - LEAD);
            let mut at = pos2(edge + reach, from.y);
            bend(&mut points, at);
            for through in (to_column + 1..start).rev() {
                let free = self.free(through, y);
                let left = self.scene.left(through);
                turn(&mut points, at, pos2(at.x, free));
                points.push(pos2(left, free));
                at = pos2(left - self.scene.gap() + reach, free);
                bend(&mut points, at);
            }
            turn(&mut points, at, pos2(at.x, y));
            points.push(pos2(to.right(), y));
        }
        points
    }

    /// The height nearest to the wished one at which a line passes a column without crossing a box.
    fn free(&self, column: usize, wish: f32) -> f32 {
        let Some(boxes) = self.scene.columns.get(column) else { return wish };
        let at = boxes.partition_point(|(top, _)| *top < wish);
        let Some(above) = at.checked_sub(1).and_then(|above| boxes.get(above)) else {
            // Above the first box.
            return boxes.first().map_or(wish, |(top, _)| wish.min(top - KEPT));
        };
        if wish >= above.1 + KEPT && boxes.get(at).is_none_or(|(top, _)| wish <= top - KEPT) {
            return wish;
        }
        let middle = |above: Option<&(f32, f32)>, below: Option<&(f32, f32)>| match (above, below) {
            (Some(above), Some(below)) => (above.1 + below.0) / 2.0,
            (Some(above), None) => above.1 + 2.0 * KEPT,
            (None, Some(below)) => below.0 - KEPT,
            (None, None) => wish,
        };
        let over = middle(at.checked_sub(2).and_then(|over| boxes.get(over)), Some(above));
        let under = middle(Some(above), boxes.get(at));
        if (over - wish).abs() < (under - wish).abs() { over } else { under }
    }
}

/// Pieces into which a bend is cut.
const PIECES: usize = 8;

/// An eased line from the last point to another, level at both ends.
fn join(points: &mut Vec<Pos2>, to: Pos2) {
    let Some(&from) = points.last() else { return };
    if (from.y - to.y).abs() < 0.5 {
        points.push(to);
        return;
    }
    points.extend((1..=PIECES).map(|piece| {
        let t = piece as f32 / PIECES as f32;
        let eased = t * t * (3.0 - 2.0 * t);
        pos2(from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * eased)
    }));
}

fn bend(points: &mut Vec<Pos2>, to: Pos2) {
    points.push(to);
}

/// A rounded way from a corner to one above or below it.
fn turn(points: &mut Vec<Pos2>, corner: Pos2, to: Pos2) {
    let round = 6.0_f32.min((to.y - corner.y).abs() / 2.0);
    points.pop();
    let down = (to.y - corner.y).signum();
    let before = points.last().map_or(corner, |last| *last);
    let side = (corner.x - before.x).signum();
    points.push(corner - vec2(round * side, 0.0));
    points.push(corner + vec2(-0.3 * round * side, 0.3 * round * down));
    points.push(corner + vec2(0.0, round * down));
    points.push(to - vec2(0.0, round * down));
    points.push(to - vec2(0.3 * round, 0.3 * round * down));
    points.push(to - vec2(round, 0.0));
}

/// More arrows than these in sight are drawn as plain lines.
const MANY: usize = 160;

/// Magnification below which of many arrows only those are drawn that matter.
const FAR: f32 = 0.25;

/// How the drawing lies in the window.
#[derive(Clone, Copy)]
pub struct Lens {
    pub zoom: f32,
    pub origin: Pos2,
}

impl Lens {
    pub fn point(&self, point: Pos2) -> Pos2 {
        self.origin + point.to_vec2() * self.zoom
    }

    pub fn rect(&self, rect: Rect) -> Rect {
        Rect::from_min_max(self.point(rect.min), self.point(rect.max))
    }

    pub fn back(&self, point: Pos2) -> Pos2 {
        ((point - self.origin) / self.zoom).to_pos2()
    }
}

/// Draws the arrows in sight. Those of the step and of what is looked at lie above the others.
pub fn draw(ui: &Ui, palette: &Palette, scene: &Scene, lens: Lens, focus: Option<Address>) {
    let clip = ui.clip_rect();
    let seen = Rect::from_min_max(lens.back(clip.min), lens.back(clip.max));
    let links = scene.heap.links();
    let looked_at = focus.and_then(|focus| links.at(focus));
    let near =
        |arrow: &Arrow| looked_at.is_some_and(|at| at == arrow.target as usize || Holder::Object(at) == arrow.holder);
    let written = |arrow: &Arrow| {
        let value = scene.row_of(arrow).and_then(|row| row.value.as_ref());
        value.is_some_and(|value| value.mark != Mark::None)
    };
    let router = Router { scene };
    let highest = scene.highest;
    let in_sight: Vec<&Arrow> = scene.arrows.iter().filter(|arrow| arrow.may_cross(seen, highest)).collect();
    let far = lens.zoom < FAR && in_sight.len() > MANY;
    let mut ways: Vec<(&Arrow, Vec<Pos2>, bool)> = Vec::new();
    for arrow in in_sight {
        let above = written(arrow) || near(arrow);
        // Where boxes are dots, lines between thousands of them would only be a grey ground.
        if above || !far {
            let path = router.route(arrow);
            if Rect::from_points(&path).expand(4.0).intersects(seen) {
                ways.push((arrow, path, above));
            }
        }
    }
    let many = ways.len() > MANY;
    let cycle = |arrow: &Arrow| {
        matches!(arrow.holder, Holder::Object(at) if links.in_cycle(at)) && links.in_cycle(arrow.target as usize)
    };
    let stack = |arrow: &Arrow| match arrow.holder {
        Holder::Root(root) => scene.heap.roots.get(root).is_some_and(|root| root.kind == RootKind::Stack),
        Holder::Object(_) => false,
    };
    let color = |arrow: &Arrow| {
        if looked_at.is_some() {
            palette.faded
        } else if stack(arrow) {
            palette.current
        } else if cycle(arrow) {
            palette.cycle
        } else if many {
            palette.faded
        } else {
            palette.arrow
        }
    };
    let mut mesh = Mesh::default();
    for (arrow, path, _) in ways.iter().filter(|(.., above)| !above) {
        if many {
            line(&mut mesh, path, lens, color(arrow));
        } else {
            stroke(ui, path, lens, Stroke::new(1.1, color(arrow)), false);
        }
    }
    ui.painter().add(Shape::mesh(mesh));
    for (arrow, path, _) in ways.iter().filter(|(.., above)| *above) {
        let written = written(arrow);
        let color = if written { palette.changed } else { palette.current };
        stroke(ui, path, lens, Stroke::new(1.6, color), written);
    }
}

fn stroke(ui: &Ui, path: &[Pos2], lens: Lens, pen: Stroke, dashed: bool) {
    let mut path: Vec<Pos2> = path.iter().map(|point| lens.point(*point)).collect();
    let [.., before, tip] = path[..] else { return };
    let along = (tip - before).normalized();
    let size = lens.zoom.clamp(0.5, 1.0);
    // The line ends inside the head, so that no blunt end sticks out of its tip.
    if let Some(last) = path.last_mut() {
        *last = tip - along * 5.0 * size;
    }
    if dashed {
        ui.painter().extend(Shape::dashed_line(&path, pen, 4.0, 3.0));
    } else {
        ui.painter().add(PathShape::line(path, pen));
    }
    paint::head(ui, tip, along, pen.color);
}

/// A hair's breadth without rounding: thousands of them cost little.
fn line(mesh: &mut Mesh, path: &[Pos2], lens: Lens, color: Color32) {
    const HALF: f32 = 0.4;
    // Zoomed out, a bend is no more than a step.
    let every = if lens.zoom < 0.6 { 4 } else { 1 };
    let mut last: Option<Pos2> = None;
    for (index, point) in path.iter().enumerate() {
        if index % every != 0 && index + 1 != path.len() {
            continue;
        }
        let to = lens.point(*point);
        if let Some(from) = last {
            let along = to - from;
            let side: Vec2 = if along.length() > 0.01 { along.normalized().rot90() * HALF } else { vec2(HALF, 0.0) };
            let first = mesh.vertices.len() as u32;
            for corner in [from + side, to + side, to - side, from - side] {
                mesh.colored_vertex(corner, color);
            }
            mesh.add_triangle(first, first + 1, first + 2);
            mesh.add_triangle(first, first + 2, first + 3);
        }
        last = Some(to);
    }
}
