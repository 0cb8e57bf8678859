//! Who imported whom, as a graph: each module in the column behind the one that asked for it first, lines for every import,
//! broken ones where `sys.modules` had the answer.

use crate::look::paint;
use crate::look::theme::{self, Palette};
use crate::panes::view::{Out, View};
use egui::{CornerRadius, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};
use model::ask::command::{Command, Move};
use model::ground::value::{counted, grouped};
use model::moment::imports::{How, Import, ImportsModel};
use std::collections::HashMap;

const WIDE: f32 = 148.0;
const HIGH: f32 = 34.0;
const GAP: Vec2 = vec2(64.0, 8.0);
/// Beside the boxes.
const EDGE: f32 = 12.0;

#[derive(Default)]
pub struct ModuleGraph {
    pointed: Option<String>,
}

struct Node<'a> {
    name: String,
    column: usize,
    row: f32,
    import: Option<&'a Import>,
}

/// Places of the modules: a column for each step of the way from the program, in the order of their imports.
fn place(model: &ImportsModel) -> Vec<Node<'_>> {
    let mut nodes: Vec<Node> = vec![Node { name: "__main__".to_owned(), column: 0, row: 0.0, import: None }];
    let mut known: HashMap<String, usize> = HashMap::from([("__main__".to_owned(), 0)]);
    let mut filled: Vec<f32> = vec![1.0];
    for import in &model.imports {
        if known.contains_key(&import.name) {
            continue;
        }
        let asker = known.get(&import.importer).copied().unwrap_or(0);
        let column = nodes[asker].column + 1;
        if filled.len() <= column {
            filled.push(0.0);
        }
        // Never above the one that asked, so that lines lead down and to the right.
        let row = filled[column].max(nodes[asker].row);
        filled[column] = row + 1.0;
        known.insert(import.name.clone(), nodes.len());
        nodes.push(Node { name: import.name.clone(), column, row, import: Some(import) });
    }
    nodes
}

impl ModuleGraph {
    pub fn ui(&mut self, ui: &mut Ui, view: &View, out: &mut Out) {
        let palette = Palette::of(ui.visuals());
        let model = &view.run.imports;
        if model.imports.is_empty() {
            paint::empty(ui, "Modules that the program imports appear here, each behind the one that asked for it.");
            return;
        }
        let nodes = place(model);
        let columns = nodes.iter().map(|node| node.column).max().unwrap_or(0) as f32 + 1.0;
        let rows = nodes.iter().map(|node| node.row).fold(0.0, f32::max) + 1.0;
        let size = vec2(columns * (WIDE + GAP.x) - GAP.x, rows * (HIGH + GAP.y) - GAP.y) + Vec2::splat(2.0 * EDGE);
        ScrollArea::both().id_salt("module graph").auto_shrink(false).show(ui, |ui| {
            let (area, _) = ui.allocate_exact_size(size.max(ui.available_size()), Sense::hover());
            let rect_of = |node: &Node| {
                let at = vec2(node.column as f32 * (WIDE + GAP.x), node.row * (HIGH + GAP.y));
                Rect::from_min_size(area.min + Vec2::splat(EDGE) + at, vec2(WIDE, HIGH))
            };
            let places: HashMap<&str, Rect> = nodes.iter().map(|node| (node.name.as_str(), rect_of(node))).collect();
            let step = view.moment.step;
            for link in &model.links {
                let (Some(from), Some(to)) = (places.get(link.from.as_str()), places.get(link.to.as_str())) else {
                    continue;
                };
                let near = self.pointed.as_ref().is_some_and(|name| *name == link.from || *name == link.to);
                let first = nodes
                    .iter()
                    .any(|node| node.name == link.to && node.import.is_some_and(|import| import.importer == link.from));
                let color = if near { palette.current } else { palette.faded };
                // What came later than this moment is not drawn.
                if link.step > step || (!first && !near) || from == to {
                    continue;
                }
                let (start, end) = (from.right_center(), to.left_center());
                let bend = vec2((end.x - start.x).abs().max(60.0) * 0.45, 0.0);
                let points = [start, start + bend, end - bend, end];
                paint::arrow(ui, points, Stroke::new(if near { 1.5 } else { 1.0 }, color), !first);
            }
            let mut pointed = None;
            for node in &nodes {
                if node.import.is_none_or(|import| import.start <= step)
                    && self.node(ui, view, palette, node, rect_of(node), out)
                {
                    pointed = Some(node.name.clone());
                }
            }
            self.pointed = pointed;
        });
    }

    /// Draws a module; says whether the pointer or the focus is on it.
    fn node(&self, ui: &Ui, view: &View, palette: &Palette, node: &Node, rect: Rect, out: &mut Out) -> bool {
        let step = view.moment.step;
        let open = node.import.is_some_and(|import| step < import.end);
        let steps = |import: &Import| counted(import.end - import.start, "step");
        let (words, label) = match node.import {
            Some(_) if open => ("being imported".to_owned(), format!("module {}, being imported", node.name)),
            Some(import) => (
                format!("{} · {}", import.how.words(), grouped(import.end - import.start)),
                format!("module {}, {}, {}", node.name, import.how.sentence(), steps(import)),
            ),
            None => ("the program".to_owned(), "module __main__, the program".to_owned()),
        };
        let response = paint::hot(ui, rect, ("module", &node.name), &label, open);
        if !ui.is_rect_visible(rect) {
            return response.hovered() || response.has_focus();
        }
        let line = match node.import {
            _ if open => Stroke::new(1.5, palette.current),
            Some(import) if import.how == How::Failed => Stroke::new(1.0, palette.dying),
            _ if response.hovered() => Stroke::new(1.0, palette.current),
            _ => palette.hairline(),
        };
        let fill = if open { palette.current_tint } else { palette.pane };
        ui.painter().rect(rect, CornerRadius::same(theme::RADIUS), fill, line, StrokeKind::Inside);
        let left = rect.left() + 8.0;
        let room = rect.width() - 16.0;
        paint::text(ui, pos2(left, rect.top() + 11.0), room, &node.name, theme::code(theme::SMALL), palette.ink);
        paint::text(ui, pos2(left, rect.top() + 25.0), room, &words, theme::words(11.0), palette.quiet);
        if response.clicked()
            && let Some(import) = node.import
        {
            out.push(Command::Move(Move::To(import.body.unwrap_or(import.start))));
        }
        response.hovered() || response.has_focus()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_stands_behind_the_one_that_asked_for_it_first() {
        let import =
            |name: &str, importer: &str| Import { name: name.into(), importer: importer.into(), ..Import::default() };
        let imports = vec![
            import("a", "__main__"),
            import("b", "a"),
            import("c", "a"),
            import("d", "__main__"),
            import("e", "d"),
        ];
        let model = ImportsModel { imports, ..ImportsModel::default() };
        let nodes = place(&model);
        let at = |name: &str| nodes.iter().find(|node| node.name == name).map(|node| (node.column, node.row));
        assert_eq!(at("a"), Some((1, 0.0)));
        assert_eq!((at("b"), at("c")), (Some((2, 0.0)), Some((2, 1.0))));
        assert_eq!((at("d"), at("e")), (Some((1, 1.0)), Some((2, 2.0))));
    }
}
