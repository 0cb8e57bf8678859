//! Objects and references: frames on the left, objects to the right, each where it was a step ago.

mod arrows;
mod boxes;
mod foot;
mod overview;
mod scene;

use crate::look::paint;
use crate::look::theme::{self, Palette};
use crate::panes::follow::WATCHED;
use crate::panes::view::{Out, View};
use arrows::Lens;
use boxes::{Boxes, Level};
use egui::{
    Key, Pos2, Rect, Response, RichText, Role, ScrollArea, Sense, TextEdit, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};
use foot::{PLAIN, ZOOMS, Zoom};
use model::ask::command::Command;
use model::ask::selection::Selection;
use model::ground::value::Address;
use model::machine::heap::HeapModel;
use scene::{MARGIN, Scene};

/// A foot stands below the boxes where it costs none of their rows.
const WITH_FOOT: f32 = 206.0;
/// Boxes in sight that can each be pointed at, focused and read aloud; of more, the pointer is looked for.
const EACH: usize = 500;
/// By as much must wheel or fingers magnify for a step.
const NOTCH: f32 = 1.2;

pub struct Heap {
    scene: Scene,
    overview: overview::Overview,
    /// Magnification, one of [`ZOOMS`].
    zoom: usize,
    /// What wheel or fingers have asked for since the last step.
    pinched: f32,
    /// The object under the pointer in the last frame.
    hovered: Option<Address>,
    /// What is looked for, what was found last, and what is to be scrolled to.
    sought: String,
    found: Option<Address>,
    target: Option<Address>,
    /// Where the view was scrolled to in the last frame.
    offset: Vec2,
    /// Where it is to be scrolled to: after a change of magnification, or as the overview asked.
    wanted: Option<Vec2>,
    /// As far as it could be scrolled then: what is set beyond it springs back.
    most: Vec2,
    /// The moment and the size that the view was scrolled for.
    seen: Option<(u64, u64, [i32; 2])>,
    /// The pass in which the pane was drawn last.
    drawn_in: u64,
    /// Passes in which to look again whether the step's objects are in sight.
    watch: u8,
}

impl Default for Heap {
    fn default() -> Heap {
        Heap {
            scene: Scene::default(),
            overview: overview::Overview::default(),
            zoom: PLAIN,
            pinched: 1.0,
            hovered: None,
            sought: String::new(),
            found: None,
            target: None,
            offset: Vec2::ZERO,
            wanted: None,
            most: Vec2::ZERO,
            seen: None,
            drawn_in: 0,
            watch: 0,
        }
    }
}

impl Heap {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let heap = &*view.moment.heap;
        if heap.roots.is_empty() && heap.objects.is_empty() {
            paint::empty(ui, "Objects and the references between them appear here as soon as the program runs.");
            return;
        }
        let whole = ui.max_rect();
        // For a class every row counts.
        let footed = whole.height() > WITH_FOOT && !view.large;
        let split = if footed { whole.bottom() - foot::HEIGHT } else { whole.bottom() };
        let canvas = Rect::from_min_max(whole.min, pos2(whole.right(), split));
        self.scene.update(&view.moment.heap, view.moment.generation, canvas.width());
        self.wheel(ui, canvas);
        ui.scope_builder(UiBuilder::new().max_rect(canvas), |ui| {
            ui.set_clip_rect(canvas.intersect(ui.clip_rect()));
            let mut area = ScrollArea::both().id_salt("heap").auto_shrink(false);
            if let Some(offset) = self.follow(ui, view, heap, canvas.size()) {
                area = area.scroll_offset(offset);
            }
            let output = area.show(ui, |ui| self.canvas(ui, view, palette, heap, out));
            self.offset = output.state.clamped_offset();
            self.most = (output.content_size - output.inner_rect.size()).max(Vec2::ZERO);
            self.beyond(ui, palette, heap, canvas, output.inner);
        });
        if split < whole.bottom() {
            self.foot(ui, palette, heap, Rect::from_min_max(pos2(whole.left(), split), whole.max), out);
        }
    }

    /// What lies out of sight: the overview, and marks at the edges.
    fn beyond(&mut self, ui: &Ui, palette: &Palette, heap: &HeapModel, canvas: Rect, lens: Lens) {
        let marked = self.scene.of_step(heap);
        if let Some(address) = overview::edges(ui, palette, heap, &marked, canvas, lens) {
            self.target = Some(address);
            ui.ctx().request_repaint();
        }
        if let Some(point) = self.overview.ui(ui, palette, &self.scene, canvas, lens) {
            self.wanted = Some(point.to_vec2() * lens.zoom - canvas.size() / 2.0);
            ui.ctx().request_repaint();
        }
    }

    fn foot(&mut self, ui: &mut Ui, palette: &Palette, heap: &HeapModel, area: Rect, out: &mut Out) {
        let (right, asked) = foot::zoom(ui, palette, area.right() - 6.0, area.center().y, self.zoom);
        let room = Vec2::new(area.width(), ui.max_rect().height() - foot::HEIGHT);
        match asked {
            Some(Zoom::In) => self.magnify(self.zoom + 1, room / 2.0),
            Some(Zoom::Out) => self.magnify(self.zoom.saturating_sub(1), room / 2.0),
            Some(Zoom::Plain) => self.magnify(PLAIN, room / 2.0),
            Some(Zoom::Fit) => {
                let fits = |zoom: &f32| self.scene.size.x * zoom <= room.x && self.scene.size.y * zoom <= room.y;
                let zoom = ZOOMS[..=PLAIN].iter().rposition(fits).unwrap_or(0);
                self.magnify(zoom, room / 2.0);
            }
            None => {}
        }
        if asked.is_some() {
            ui.ctx().request_repaint();
        }
        let field = Rect::from_min_max(pos2((right - 170.0).max(area.left()), area.top()), pos2(right, area.bottom()));
        let end = if field.width() > 110.0 {
            self.search(ui, palette, heap, field, out);
            field.left()
        } else {
            right
        };
        foot::legend(ui, palette, area, end);
    }

    /// Another magnification, the point of the canvas that is looked at staying where it is.
    fn magnify(&mut self, zoom: usize, at: Vec2) {
        let zoom = zoom.min(ZOOMS.len() - 1);
        if zoom != self.zoom {
            let change = ZOOMS[zoom] / ZOOMS[self.zoom];
            self.wanted = Some((self.offset + at) * change - at);
            self.zoom = zoom;
        }
    }

    /// Ctrl and the wheel, or two fingers, magnify.
    fn wheel(&mut self, ui: &Ui, canvas: Rect) {
        if !ui.rect_contains_pointer(canvas) {
            return;
        }
        let (change, pointer) = ui.input(|input| (input.zoom_delta(), input.pointer.hover_pos()));
        let at = pointer.map_or(canvas.size() / 2.0, |pointer| pointer - canvas.min);
        // A notch of the wheel is spread over frames: only all of it is a step.
        self.pinched *= change;
        if self.pinched > NOTCH {
            self.magnify(self.zoom + 1, at);
        } else if self.pinched < 1.0 / NOTCH {
            self.magnify(self.zoom.saturating_sub(1), at);
        } else {
            return;
        }
        self.pinched = 1.0;
    }

    /// A field that finds objects by type, value, or a name that leads to them; Enter goes from one to the next.
    fn search(&mut self, ui: &mut Ui, palette: &Palette, heap: &HeapModel, area: Rect, out: &mut Out) {
        let inside = area.shrink2(vec2(8.0, 5.0));
        let hint = RichText::new("Find an object").font(theme::words(theme::SMALL)).color(palette.quiet);
        let edit = TextEdit::singleline(&mut self.sought).font(theme::words(theme::SMALL)).hint_text(hint);
        let response = ui.put(inside, edit.id_salt("find an object").desired_width(inside.width()));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Find an object"));
        let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if !enter || self.sought.trim().is_empty() {
            return;
        }
        let found = heap.matching(&self.sought);
        let after =
            self.found.and_then(|last| found.iter().position(|address| *address == last)).map_or(0, |at| at + 1);
        self.found = found.get(after).or(found.first()).copied();
        self.target = self.found;
        match self.found {
            Some(address) => out.push(Command::Select(Selection::of_object(address))),
            None => self.sought = format!("nothing is '{}'", self.sought.trim()),
        }
        response.request_focus();
    }

    /// Where to scroll to, so that what the step changed can be seen: after a move, a change of size, and when the pane
    /// comes to be shown. What is in sight already stays where it is.
    fn follow(&mut self, ui: &Ui, view: &View, heap: &HeapModel, room: Vec2) -> Option<Vec2> {
        let seen = Some((view.moment.generation, view.moment.step, [room.x as i32, room.y as i32]));
        let pass = ui.ctx().cumulative_pass_nr();
        let shown = std::mem::replace(&mut self.drawn_in, pass) + 1 >= pass;
        if std::mem::replace(&mut self.seen, seen) != seen || !shown {
            self.watch = WATCHED;
        }
        let lens = self.lens(Pos2::ZERO);
        let most = (self.scene.size * lens.zoom - room).max(Vec2::ZERO).max(self.most);
        if let Some(rect) = self.target.take().and_then(|address| self.scene.rect(address)) {
            self.watch = 0;
            return Some((lens.rect(rect).center().to_vec2() - room / 2.0).clamp(Vec2::ZERO, most));
        }
        if let Some(wanted) = self.wanted.take() {
            self.watch = 0;
            return Some(wanted.clamp(Vec2::ZERO, most));
        }
        if self.watch == 0 {
            return None;
        }
        self.watch -= 1;
        ui.ctx().request_repaint();
        let marked = self.scene.of_step(heap);
        let objects: Vec<Rect> = marked.iter().map(|(.., rect)| lens.rect(*rect)).collect();
        let rects = if objects.is_empty() {
            // Nothing changed among the objects: the running frame's names and stack, its stack first.
            let running = heap.roots.last().map(|root| root.frame)?;
            let roots = heap.roots.iter().zip(&self.scene.roots).filter(|(root, _)| root.frame == running);
            roots.map(|(_, rect)| lens.rect(*rect)).rev().collect()
        } else {
            objects
        };
        let first = *rects.first()?;
        let all = rects.iter().fold(first, |all, one| all.union(*one));
        // All of it, if it fits; else what changed first.
        let wanted = if all.width() <= room.x && all.height() <= room.y { all } else { first };
        let axis = |from: f32, to: f32, offset: f32, room: f32| {
            if from >= offset && to <= offset + room {
                offset
            } else if to - from > room || from < offset {
                (from - MARGIN).max(0.0)
            } else {
                (to + MARGIN - room).max(0.0)
            }
        };
        let offset = vec2(
            axis(wanted.left(), wanted.right(), self.offset.x, room.x),
            axis(wanted.top(), wanted.bottom(), self.offset.y, room.y),
        );
        let offset = offset.min(self.most);
        (offset != self.offset || !shown).then_some(offset)
    }

    fn lens(&self, origin: Pos2) -> Lens {
        Lens { zoom: ZOOMS[self.zoom], origin }
    }

    /// Arrows and boxes. Answers how they lie in the window.
    fn canvas(&mut self, ui: &mut Ui, view: &View, palette: &Palette, heap: &HeapModel, out: &mut Out) -> Lens {
        let size = (self.scene.size * ZOOMS[self.zoom]).max(ui.available_size());
        let (area, background) = ui.allocate_exact_size(size, Sense::click());
        let lens = self.lens(area.min);
        let level = Level::of(lens.zoom);
        let boxes = Boxes { view, scene: &self.scene, palette, lens };
        // Arrows lie below the boxes, so they are drawn first.
        let focus = self.hovered.or(view.selection.object);
        arrows::draw(ui, palette, &self.scene, lens, focus);
        for (index, (root, rect)) in heap.roots.iter().zip(&self.scene.roots).enumerate() {
            let rect = lens.rect(*rect);
            if ui.is_rect_visible(rect) {
                boxes.root(ui, root, rect, index, level, out);
            }
        }
        let visible: Vec<usize> = (0..heap.objects.len())
            .filter(|index| self.scene.boxes.get(*index).is_some_and(|rect| ui.is_rect_visible(lens.rect(*rect))))
            .collect();
        if level == Level::Dot || visible.len() > EACH {
            boxes.dots(ui, &self.scene.of_step(heap));
            self.hovered = self.pointed(&background, heap, lens, out);
            return lens;
        }
        if background.clicked() && !view.selection.is_empty() {
            out.push(Command::Select(Selection::default()));
        }
        let mut hovered = None;
        for index in visible {
            let (object, rect) = (&heap.objects[index], lens.rect(self.scene.boxes[index]));
            if boxes.object(ui, index, rect, level, out) {
                hovered = Some(object.address);
            }
        }
        self.hovered = hovered;
        lens
    }

    /// Where boxes are too small or too many to be pointed at one by one: the one under the pointer, with its name.
    fn pointed(&self, background: &Response, heap: &HeapModel, lens: Lens, out: &mut Out) -> Option<Address> {
        let pointer = background.hover_pos();
        let object = pointer.and_then(|pointer| heap.objects.get(self.scene.at(lens.back(pointer))?));
        if background.clicked() {
            let selected = object.map_or(Selection::default(), |object| Selection::of_object(object.address));
            out.push(Command::Select(selected));
        }
        if let Some(object) = object {
            background.show_tooltip_text(format!("{} {}", object.type_name, object.title));
        }
        object.map(|object| object.address)
    }
}
