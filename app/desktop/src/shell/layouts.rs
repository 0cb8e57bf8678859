//! The named arrangements of panes, and how they are kept.

use egui_tiles::{Container, Linear, LinearDir, SimplificationOptions, Tabs, Tile, TileId, Tiles, Tree};
use model::ask::command::{Layout, Pane};
use serde::{Deserialize, Serialize};

/// Panes above and below the sentence of the step.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Docks {
    pub upper: Tree<Pane>,
    pub lower: Tree<Pane>,
}

struct Builder {
    tiles: Tiles<Pane>,
}

impl Builder {
    fn tabs(&mut self, panes: &[Pane]) -> TileId {
        let children = panes.iter().map(|pane| self.tiles.insert_pane(*pane)).collect();
        let id = self.tiles.insert_new(Tile::Container(Container::Tabs(Tabs::new(children))));
        if let Some(Tile::Container(Container::Tabs(tabs))) = self.tiles.get_mut(id) {
            tabs.active = tabs.children.first().copied();
        }
        id
    }

    fn split(&mut self, dir: LinearDir, children: &[(TileId, f32)]) -> TileId {
        let mut linear = Linear::new(dir, children.iter().map(|(id, _)| *id).collect());
        for (id, share) in children {
            linear.shares.set_share(*id, *share);
        }
        self.tiles.insert_new(Tile::Container(Container::Linear(linear)))
    }

    fn columns(&mut self, children: &[(TileId, f32)]) -> TileId {
        self.split(LinearDir::Horizontal, children)
    }

    fn rows(&mut self, children: &[(TileId, f32)]) -> TileId {
        self.split(LinearDir::Vertical, children)
    }
}

fn tree(name: &str, build: impl FnOnce(&mut Builder) -> TileId) -> Tree<Pane> {
    let mut builder = Builder { tiles: Tiles::default() };
    let root = build(&mut builder);
    Tree::new(egui::Id::unique(name), root, builder.tiles)
}

impl Docks {
    /// The arrangement as it is delivered.
    pub fn of(layout: Layout) -> Docks {
        let name = layout.name();
        let upper = tree(&format!("{name} upper"), |b| match layout {
            Layout::Run => {
                let source = b.tabs(&[Pane::Source]);
                let trees = b.tabs(&[Pane::Tree, Pane::Tokens, Pane::Symbols, Pane::Flow]);
                let left = b.rows(&[(source, 0.54), (trees, 0.46)]);
                let code = b.tabs(&[Pane::Bytecode, Pane::Opcode]);
                let frames = b.tabs(&[Pane::Frames, Pane::Namespaces]);
                let middle = b.rows(&[(code, 0.54), (frames, 0.46)]);
                let heap = b.tabs(&[Pane::Heap, Pane::Object]);
                let collector = b.tabs(&[Pane::Collector, Pane::Interned]);
                let right = b.rows(&[(heap, 0.72), (collector, 0.28)]);
                b.columns(&[(left, 0.27), (middle, 0.26), (right, 0.47)])
            }
            Layout::Compile => {
                let source = b.tabs(&[Pane::Source]);
                let tokens = b.tabs(&[Pane::Tokens]);
                let symbols = b.tabs(&[Pane::Symbols]);
                let left = b.rows(&[(source, 0.35), (tokens, 0.31), (symbols, 0.34)]);
                let tree = b.tabs(&[Pane::Tree]);
                let flow = b.tabs(&[Pane::Flow]);
                let code = b.tabs(&[Pane::Bytecode]);
                let opcode = b.tabs(&[Pane::Pyc, Pane::Opcode]);
                let right = b.rows(&[(code, 0.46), (opcode, 0.54)]);
                b.columns(&[(left, 0.21), (tree, 0.2), (flow, 0.34), (right, 0.25)])
            }
            Layout::Memory => {
                let source = b.tabs(&[Pane::Source, Pane::Bytecode]);
                let frames = b.tabs(&[Pane::Frames, Pane::Namespaces]);
                let left = b.rows(&[(source, 0.55), (frames, 0.45)]);
                let heap = b.tabs(&[Pane::Heap]);
                let object = b.tabs(&[Pane::Object]);
                let collector = b.tabs(&[Pane::Collector]);
                let lower = b.columns(&[(collector, 0.62), (object, 0.38)]);
                let right = b.rows(&[(heap, 0.68), (lower, 0.32)]);
                b.columns(&[(left, 0.3), (right, 0.7)])
            }
            Layout::Objects => {
                let source = b.tabs(&[Pane::Source, Pane::Bytecode]);
                let names = b.tabs(&[Pane::Namespaces, Pane::Frames]);
                let left = b.rows(&[(source, 0.5), (names, 0.5)]);
                let heap = b.tabs(&[Pane::Heap]);
                let object = b.tabs(&[Pane::Object]);
                let interned = b.tabs(&[Pane::Interned]);
                let right = b.rows(&[(object, 0.6), (interned, 0.4)]);
                b.columns(&[(left, 0.29), (heap, 0.45), (right, 0.26)])
            }
        });
        let lower = tree(&format!("{name} lower"), |b| {
            let timeline = b.tabs(&[Pane::Timeline]);
            let talk = b.tabs(&[Pane::Console, Pane::Lesson]);
            b.columns(&[(timeline, 0.71), (talk, 0.29)])
        });
        Docks { upper, lower }
    }

    /// Brings a pane to the front; puts it into the lower right corner if it had been closed.
    pub fn show(&mut self, pane: Pane) {
        for tree in [&mut self.upper, &mut self.lower] {
            if let Some(id) = tree.tiles.find_pane(&pane) {
                tree.make_active(|tile, _| tile == id);
                return;
            }
        }
        let new = self.lower.tiles.insert_pane(pane);
        let last = self
            .lower
            .tiles
            .tile_ids()
            .filter(|id| matches!(self.lower.tiles.get(*id), Some(Tile::Container(Container::Tabs(_)))));
        let Some(tabs) = last.max_by_key(|id| id.0) else {
            self.lower = tree("lower", |b| b.tabs(&[pane]));
            return;
        };
        if let Some(Tile::Container(Container::Tabs(tabs))) = self.lower.tiles.get_mut(tabs) {
            tabs.add_child(new);
            tabs.set_active(new);
        }
    }
}

pub fn simplification() -> SimplificationOptions {
    SimplificationOptions { all_panes_must_have_tabs: true, ..SimplificationOptions::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrangements_survive_being_written_down() {
        for layout in Layout::ALL {
            let docks = Docks::of(layout);
            let written = serde_json::to_string(&docks).unwrap();
            assert!(serde_json::from_str::<Docks>(&written).unwrap() == docks, "{}", layout.name());
        }
    }

    #[test]
    fn every_pane_can_be_brought_to_the_front() {
        for layout in Layout::ALL {
            for pane in Pane::ALL.into_iter().filter(|pane| *pane != Pane::Explain) {
                let mut docks = Docks::of(layout);
                docks.show(pane);
                let found = [&docks.upper, &docks.lower].iter().any(|tree| tree.tiles.find_pane(&pane).is_some());
                assert!(found, "{} in {}", pane.title(), layout.name());
            }
        }
    }
}
