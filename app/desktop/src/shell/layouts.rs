//! The named arrangements of panes, how they fit a window, and how they are kept.

use crate::look::theme::GAP;
use crate::panes::story::timeline::STRIP;
use crate::shell::arrange::Node;
use egui::{Vec2, vec2};
use egui_tiles::{SimplificationOptions, Tree};
use model::ask::command::{Layout, Pane};
use serde::{Deserialize, Serialize};

/// What is kept of an arrangement: panes above and below the sentence of the step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    layout: String,
    upper: Option<Node>,
    lower: Option<Node>,
    /// What the lower part wants of the height.
    lower_share: f32,
}

/// The arrangement, and its tiles for the size of the last frame.
#[derive(Clone)]
pub struct Docks {
    layout: Layout,
    upper: Option<Node>,
    lower: Option<Node>,
    lower_share: f32,
    /// Panes that were asked for, the last one first.
    recent: Vec<Pane>,
    /// The lesson is read: it is worth more than anything.
    pub reading: bool,
    /// A timeline that had become a strip was opened.
    pub unfolded: bool,
    pub upper_tiles: Option<Tree<Pane>>,
    pub lower_tiles: Option<Tree<Pane>>,
    fitted: Option<Fitted>,
}

/// What a person can change by hand: where tiles stand, and which tabs are in front.
#[derive(PartialEq)]
pub struct Seen {
    nodes: [Option<Node>; 2],
    fronts: [Vec<Pane>; 2],
}

fn fronts(tree: &Option<Tree<Pane>>) -> Vec<Pane> {
    let active = |tree: &Tree<Pane>| {
        let mut panes: Vec<Pane> =
            tree.active_tiles().iter().filter_map(|id| tree.tiles.get_pane(id)).copied().collect();
        panes.sort_by_key(|pane| pane.title());
        panes
    };
    tree.as_ref().map_or(Vec::new(), active)
}

/// What the tiles were made for.
#[derive(Clone, PartialEq)]
struct Fitted {
    size: Vec2,
    upper: Option<Node>,
    lower: Option<Node>,
    recent: Vec<Pane>,
    reading: bool,
    unfolded: bool,
}

/// How the height under the bars is parted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lower {
    /// Tiles of this height.
    Tiles(f32),
    /// The timeline as a strip; if it was opened, as a pane of this height.
    Strip(Option<f32>),
    /// There is no timeline and nothing else to show.
    Nothing,
}

/// The order in which panes keep a place of their own, by layout.
fn order(layout: Layout) -> [Pane; 21] {
    use Pane::*;
    let first: &[Pane] = match layout {
        Layout::Run => &[Source, Heap, Bytecode, Frames, Tree, Collector, Console],
        Layout::Compile => &[Source, Tree, Bytecode, Flow, Tokens, Symbols, Pyc],
        Layout::Memory => &[Heap, Source, Frames, Collector, Object, Console],
        Layout::Objects => &[Heap, Source, Object, Namespaces, Interned, Console],
        Layout::Import => &[Source, Modules, Files, Frames, Profile, Console],
    };
    let mut all = Pane::ALL;
    all.sort_by_key(|pane| first.iter().position(|known| known == pane).unwrap_or(first.len()));
    all
}

fn tabs(panes: &[Pane]) -> Node {
    Node::Tabs(panes.to_vec())
}

fn delivered(layout: Layout) -> Node {
    use Pane::*;
    let (rows, columns) = (|children: Vec<(Node, f32)>| Node::Rows(children), Node::Columns);
    match layout {
        Layout::Run => columns(vec![
            (rows(vec![(tabs(&[Source]), 0.54), (tabs(&[Tree, Tokens, Symbols, Flow]), 0.46)]), 0.27),
            (rows(vec![(tabs(&[Bytecode, Opcode]), 0.54), (tabs(&[Frames, Namespaces]), 0.46)]), 0.26),
            (
                rows(vec![
                    (tabs(&[Heap, Object]), 0.72),
                    (tabs(&[Collector, Interned, Modules, Files, Profile]), 0.28),
                ]),
                0.47,
            ),
        ]),
        Layout::Compile => columns(vec![
            (rows(vec![(tabs(&[Source]), 0.35), (tabs(&[Tokens]), 0.31), (tabs(&[Symbols]), 0.34)]), 0.21),
            (tabs(&[Tree]), 0.2),
            (tabs(&[Flow]), 0.34),
            (rows(vec![(tabs(&[Bytecode]), 0.46), (tabs(&[Pyc, Opcode]), 0.54)]), 0.25),
        ]),
        Layout::Memory => {
            let lower = columns(vec![(tabs(&[Collector]), 0.62), (tabs(&[Object]), 0.38)]);
            columns(vec![
                (rows(vec![(tabs(&[Source, Bytecode]), 0.55), (tabs(&[Frames, Namespaces]), 0.45)]), 0.3),
                (rows(vec![(tabs(&[Heap]), 0.68), (lower, 0.32)]), 0.7),
            ])
        }
        Layout::Objects => columns(vec![
            (rows(vec![(tabs(&[Source, Bytecode]), 0.5), (tabs(&[Namespaces, Frames]), 0.5)]), 0.29),
            (tabs(&[Heap]), 0.45),
            (rows(vec![(tabs(&[Object]), 0.6), (tabs(&[Interned, Modules]), 0.4)]), 0.26),
        ]),
        Layout::Import => columns(vec![
            (rows(vec![(tabs(&[Source, Bytecode]), 0.55), (tabs(&[Frames, Namespaces]), 0.45)]), 0.32),
            (tabs(&[Modules, Heap]), 0.36),
            (rows(vec![(tabs(&[Files, Pyc]), 0.5), (tabs(&[Profile, Collector]), 0.5)]), 0.33),
        ]),
    }
}

impl Docks {
    /// The arrangement as it is delivered.
    pub fn of(layout: Layout) -> Docks {
        let lower = Node::Columns(vec![(tabs(&[Pane::Timeline]), 0.71), (tabs(&[Pane::Console, Pane::Lesson]), 0.29)]);
        Docks {
            layout,
            upper: Some(delivered(layout)),
            lower: Some(lower),
            lower_share: 0.26,
            recent: Vec::new(),
            reading: false,
            unfolded: false,
            upper_tiles: None,
            lower_tiles: None,
            fitted: None,
        }
    }

    pub fn kept(&self) -> Kept {
        let (upper, lower) = (self.upper.clone(), self.lower.clone());
        Kept { layout: self.layout.name().to_owned(), upper, lower, lower_share: self.lower_share }
    }

    /// What was kept, if it is of a layout that exists.
    pub fn restored(kept: Kept) -> Option<Docks> {
        let layout = Layout::from_name(&kept.layout)?;
        let Kept { upper, lower, lower_share, .. } = kept;
        Some(Docks { upper, lower, lower_share: lower_share.clamp(0.1, 0.6), ..Docks::of(layout) })
    }

    fn order(&self) -> Vec<Pane> {
        let mut order = order(self.layout).to_vec();
        if self.reading {
            order.retain(|pane| *pane != Pane::Lesson);
            order.insert(0, Pane::Lesson);
        }
        order
    }

    /// Brings a pane to the front; puts it into the lower right corner if it had been closed.
    pub fn show(&mut self, pane: Pane) {
        self.recent.retain(|known| *known != pane);
        self.recent.insert(0, pane);
        if pane == Pane::Timeline {
            self.unfolded = true;
        }
        let has = |node: &Option<Node>| node.as_ref().is_some_and(|node| node.panes().contains(&pane));
        if has(&self.upper) || has(&self.lower) {
            return;
        }
        self.lower = Some(match self.lower.take() {
            None => tabs(&[pane]),
            Some(lower) => lower.beside_last(pane),
        });
    }

    /// Makes the tiles for what is left under the bars and above the sentence. A lower part that would take a row from any
    /// pane gives way: the timeline becomes a strip, what stood beside it goes up.
    pub fn fit(&mut self, size: Vec2) -> Lower {
        let timeline = |node: &Node| node.panes().contains(&Pane::Timeline);
        let has_timeline = self.lower.as_ref().is_some_and(timeline) || self.upper.as_ref().is_some_and(timeline);
        let upper_least = self.upper.as_ref().map_or(Vec2::ZERO, Node::least);
        let lower_least = self.lower.as_ref().map_or(Vec2::ZERO, Node::least);
        let share = if self.reading { self.lower_share.max(0.4) } else { self.lower_share };
        let room = size.y - GAP - upper_least.y;
        let fits = self.lower.is_some() && lower_least.y <= room && lower_least.x <= size.x && upper_least.x <= size.x;
        let (upper, lower, part) = match (&self.lower, &self.upper) {
            (Some(_), None) => (None, self.lower.clone(), Lower::Tiles(size.y)),
            (Some(_), Some(_)) if fits => {
                let high = (size.y * share).clamp(lower_least.y, room);
                (self.upper.clone(), self.lower.clone(), Lower::Tiles(high))
            }
            (Some(lower), Some(upper)) => {
                let beside = lower.clone().without(&[Pane::Timeline]).map_or(Vec::new(), |node| node.panes());
                // A lesson is read in the size that it needs.
                let corner = if self.reading { 1.4 } else { 0.35 };
                let upper = if beside.is_empty() { upper.clone() } else { upper.clone().with_corner(&beside, corner) };
                let part = match has_timeline {
                    true => Lower::Strip(self.unfolded.then_some(OPENED.min(size.y * 0.45))),
                    false => Lower::Nothing,
                };
                (Some(upper), None, part)
            }
            (None, _) => (self.upper.clone(), None, Lower::Nothing),
        };
        let high = match part {
            Lower::Tiles(high) => high,
            Lower::Strip(opened) => opened.unwrap_or(STRIP),
            Lower::Nothing => -GAP,
        };
        let above = vec2(size.x, (size.y - GAP - high).max(1.0));
        let wanted = Fitted {
            size: size.round(),
            upper: upper.clone(),
            lower: lower.clone(),
            recent: self.recent.clone(),
            reading: self.reading,
            unfolded: self.unfolded,
        };
        if self.fitted.as_ref() != Some(&wanted) {
            let (order, name) = (self.order(), self.layout.name());
            let make = |node: Option<Node>, part: &str, size: Vec2| {
                let node = node?;
                let mut tree = node.fit(size, &order).tree(&format!("{name} {part}"), &self.recent, &order);
                tree.simplify(&simplification());
                Some(tree)
            };
            (self.upper_tiles, self.lower_tiles) =
                (make(upper, "upper", above), make(lower, "lower", vec2(size.x, high)));
            self.fitted = Some(wanted);
        }
        part
    }

    /// What the tiles are now, to be compared with what they are after they were drawn.
    pub fn seen(&self) -> Seen {
        let trees = [&self.upper_tiles, &self.lower_tiles];
        Seen { nodes: trees.map(|tree| tree.as_ref().and_then(Node::of)), fronts: trees.map(fronts) }
    }

    /// Takes over what a person did to the tiles while they were drawn.
    pub fn adopt(&mut self, before: &Seen) {
        let after = self.seen();
        if after == *before {
            return;
        }
        // The tab that came to the front was asked for last.
        for (now, old) in after.fronts.iter().zip(&before.fronts) {
            for pane in now.iter().filter(|pane| !old.contains(pane)) {
                self.recent.retain(|known| known != pane);
                self.recent.insert(0, *pane);
            }
        }
        if after.nodes != before.nodes {
            (self.upper, self.lower) = match after.nodes {
                [upper, None] if before.nodes[1].is_none() => {
                    // The corner came up with the rest, see `fit`; the timeline stays a strip.
                    let has =
                        |node: &Option<Node>| node.as_ref().is_some_and(|node| node.panes().contains(&Pane::Timeline));
                    let strip = has(&self.lower) && !has(&upper);
                    (upper, strip.then(|| tabs(&[Pane::Timeline])))
                }
                [upper, lower] => (upper, lower),
            };
        }
        self.fitted = None;
    }

    /// The part of the height that a person gave the lower tiles.
    pub fn set_lower(&mut self, share: f32) {
        self.lower_share = share.clamp(0.1, 0.6);
    }
}

/// Height of a timeline that was opened from its strip.
const OPENED: f32 = 176.0;

pub fn simplification() -> SimplificationOptions {
    SimplificationOptions { all_panes_must_have_tabs: true, ..SimplificationOptions::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrangements_survive_being_written_down() {
        for layout in Layout::ALL {
            let kept = Docks::of(layout).kept();
            let written = serde_json::to_string(&kept).unwrap();
            let read: Kept = serde_json::from_str(&written).unwrap();
            assert_eq!(read, kept, "{}", layout.name());
            assert!(Docks::restored(read).is_some_and(|docks| docks.kept() == kept));
        }
    }

    #[test]
    fn every_pane_can_be_brought_to_the_front_at_every_size() {
        for layout in Layout::ALL {
            for size in [vec2(640.0, 300.0), vec2(1280.0, 520.0), vec2(1600.0, 840.0)] {
                for pane in Pane::ALL.into_iter().filter(|pane| !matches!(pane, Pane::Explain | Pane::Timeline)) {
                    let mut docks = Docks::of(layout);
                    docks.show(pane);
                    docks.fit(size);
                    let trees = [&docks.upper_tiles, &docks.lower_tiles];
                    let front = trees
                        .into_iter()
                        .flatten()
                        .any(|tree| tree.active_tiles().iter().any(|id| tree.tiles.get_pane(id) == Some(&pane)));
                    assert!(front, "{} in {} at {size}", pane.title(), layout.name());
                }
            }
        }
    }

    #[test]
    fn the_timeline_gives_way_before_any_pane_loses_a_row() {
        for layout in Layout::ALL {
            let mut docks = Docks::of(layout);
            let least = docks.upper.as_ref().unwrap().least();
            assert!(matches!(docks.fit(least + vec2(400.0, 400.0)), Lower::Tiles(_)));
            assert_eq!(docks.fit(least + vec2(400.0, 60.0)), Lower::Strip(None));
            docks.show(Pane::Timeline);
            assert!(matches!(docks.fit(least + vec2(400.0, 60.0)), Lower::Strip(Some(_))));
        }
    }
}
