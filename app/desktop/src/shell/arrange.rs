//! An arrangement of panes, and how it is made to fit a window: splits are shared out so that every shown pane has room for
//! six rows; what has no room becomes a tab of its neighbour. What a person arranged is kept and fitted anew at each size.

use crate::look::theme::{GAP, TAB_BAR};
use crate::panes::least;
use egui::{Id, Vec2, vec2};
use egui_tiles::{Container, Linear, LinearDir, Tabs, Tile, TileId, Tiles, Tree};
use model::ask::command::Pane;
use serde::{Deserialize, Serialize};

/// Panes behind one another, or nodes side by side (columns) or one below the other (rows), each with its share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Node {
    Tabs(Vec<Pane>),
    Columns(Vec<(Node, f32)>),
    Rows(Vec<(Node, f32)>),
}

/// Which pane of several is worth more: the one that comes first.
pub type Order = [Pane];

fn rank(order: &Order, pane: Pane) -> usize {
    order.iter().position(|known| *known == pane).unwrap_or(order.len())
}

fn along(dir: LinearDir, size: Vec2) -> f32 {
    if dir == LinearDir::Horizontal { size.x } else { size.y }
}

impl Node {
    pub fn panes(&self) -> Vec<Pane> {
        match self {
            Node::Tabs(panes) => panes.clone(),
            Node::Columns(children) | Node::Rows(children) => {
                children.iter().flat_map(|(child, _)| child.panes()).collect()
            }
        }
    }

    fn best(&self, order: &Order) -> usize {
        self.panes().into_iter().map(|pane| rank(order, pane)).min().unwrap_or(usize::MAX)
    }

    fn split(dir: LinearDir, children: Vec<(Node, f32)>) -> Node {
        if dir == LinearDir::Horizontal { Node::Columns(children) } else { Node::Rows(children) }
    }

    /// What it takes, as it is, to show six rows of every pane.
    pub fn least(&self) -> Vec2 {
        let gaps = |count: usize| GAP * count.saturating_sub(1) as f32;
        match self {
            Node::Tabs(panes) => {
                let inside = panes.iter().map(|pane| least(*pane)).fold(Vec2::ZERO, Vec2::max);
                inside + vec2(2.0, TAB_BAR + 2.0)
            }
            Node::Columns(children) => {
                let all = children.iter().map(|(child, _)| child.least());
                all.fold(vec2(gaps(children.len()), 0.0), |sum, one| vec2(sum.x + one.x, sum.y.max(one.y)))
            }
            Node::Rows(children) => {
                let all = children.iter().map(|(child, _)| child.least());
                all.fold(vec2(0.0, gaps(children.len())), |sum, one| vec2(sum.x.max(one.x), sum.y + one.y))
            }
        }
    }

    /// What it takes if all of it becomes tabs of one another.
    fn least_folded(&self) -> Vec2 {
        Node::Tabs(self.panes()).least()
    }

    /// The arrangement for a size. `order` says which panes are worth a place of their own longest.
    pub fn fit(self, size: Vec2, order: &Order) -> Node {
        let (dir, mut children) = match self {
            Node::Tabs(panes) => return Node::Tabs(panes),
            Node::Columns(children) => (LinearDir::Horizontal, children),
            Node::Rows(children) => (LinearDir::Vertical, children),
        };
        let room = |count: usize| along(dir, size) - GAP * count.saturating_sub(1) as f32;
        while children.len() > 1 {
            let needed: f32 = children.iter().map(|(child, _)| along(dir, child.least_folded())).sum();
            if needed <= room(children.len()) {
                break;
            }
            let Some(last) = (0..children.len()).max_by_key(|at| children[*at].0.best(order)) else { break };
            let (folded, share) = children.remove(last);
            let neighbour = last.saturating_sub(1);
            let (node, other) = &mut children[neighbour];
            let mut panes = node.panes();
            if last == 0 {
                panes.splice(0..0, folded.panes())
            } else {
                panes.splice(panes.len().., folded.panes())
            };
            *node = Node::Tabs(panes);
            *other += share;
        }
        if children.len() == 1
            && let Some((only, _)) = children.pop()
        {
            return only.fit(size, order);
        }
        let room = room(children.len());
        let as_is: Vec<f32> = children.iter().map(|(child, _)| along(dir, child.least())).collect();
        let floors = if as_is.iter().sum::<f32>() <= room {
            as_is
        } else {
            children.iter().map(|(child, _)| along(dir, child.least_folded())).collect()
        };
        let shares: Vec<f32> = children.iter().map(|(_, share)| *share).collect();
        let sizes = share_out(&shares, &floors, room);
        let fitted = children.into_iter().zip(sizes).map(|((child, _), long)| {
            let inner = if dir == LinearDir::Horizontal { vec2(long, size.y) } else { vec2(size.x, long) };
            (child.fit(inner, order), long)
        });
        Node::split(dir, fitted.collect())
    }

    /// The same panes in the same places, whatever their shares.
    pub fn is_like(&self, other: &Node) -> bool {
        let alike = |a: &[(Node, f32)], b: &[(Node, f32)]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0.is_like(&b.0))
        };
        match (self, other) {
            (Node::Tabs(a), Node::Tabs(b)) => a == b,
            (Node::Columns(a), Node::Columns(b)) | (Node::Rows(a), Node::Rows(b)) => alike(a, b),
            _ => false,
        }
    }

    /// Without a pane; `None` if nothing is left.
    pub fn without(self, gone: &[Pane]) -> Option<Node> {
        let dir = if matches!(self, Node::Rows(_)) { LinearDir::Vertical } else { LinearDir::Horizontal };
        match self {
            Node::Tabs(mut panes) => {
                panes.retain(|pane| !gone.contains(pane));
                (!panes.is_empty()).then_some(Node::Tabs(panes))
            }
            Node::Columns(children) | Node::Rows(children) => {
                let left: Vec<(Node, f32)> =
                    children.into_iter().filter_map(|(child, share)| Some((child.without(gone)?, share))).collect();
                (!left.is_empty()).then(|| Node::split(dir, left))
            }
        }
    }

    /// With a pane behind the last ones.
    pub fn beside_last(self, pane: Pane) -> Node {
        let last = |mut children: Vec<(Node, f32)>| {
            if let Some((node, share)) = children.pop() {
                children.push((node.beside_last(pane), share));
            }
            children
        };
        match self {
            Node::Tabs(mut panes) => {
                panes.push(pane);
                Node::Tabs(panes)
            }
            Node::Columns(children) => Node::Columns(last(children)),
            Node::Rows(children) => Node::Rows(last(children)),
        }
    }

    /// With tabs of their own below the last column.
    pub fn with_corner(self, panes: &[Pane], share: f32) -> Node {
        let corner = (Node::Tabs(panes.to_vec()), share);
        match self {
            Node::Columns(mut children) if children.len() > 1 => {
                if let Some((last, wide)) = children.pop() {
                    children.push((last.with_corner(panes, share), wide));
                }
                Node::Columns(children)
            }
            Node::Rows(mut children) => {
                children.push(corner);
                Node::Rows(children)
            }
            other => Node::Rows(vec![(other, 0.65), corner]),
        }
    }

    /// What a person made of the tiles; `None` if nothing is left of them.
    pub fn of(tree: &Tree<Pane>) -> Option<Node> {
        fn node(tiles: &Tiles<Pane>, id: TileId) -> Option<Node> {
            match tiles.get(id)? {
                Tile::Pane(pane) => Some(Node::Tabs(vec![*pane])),
                Tile::Container(Container::Linear(linear)) => {
                    let child = |id: &TileId| Some((node(tiles, *id)?, linear.shares[*id]));
                    let children: Vec<_> = linear.children.iter().filter_map(child).collect();
                    (!children.is_empty()).then(|| Node::split(linear.dir, children))
                }
                Tile::Container(other) => {
                    let panes: Vec<Pane> =
                        other.children().filter_map(|id| node(tiles, *id)).flat_map(|child| child.panes()).collect();
                    (!panes.is_empty()).then_some(Node::Tabs(panes))
                }
            }
        }
        node(&tree.tiles, tree.root()?)
    }

    /// The tiles of it. Of panes behind one another the one in front is the one that was asked for last, else the one that
    /// is worth most.
    pub fn tree(&self, name: &str, recent: &[Pane], order: &Order) -> Tree<Pane> {
        let mut tiles = Tiles::default();
        // A pane's number is its own, so that what it keeps by it (where it was scrolled to) survives a new fit.
        for pane in self.panes() {
            tiles.insert(tile(pane), Tile::Pane(pane));
        }
        let root = self.insert(&mut tiles, recent, order);
        Tree::new(Id::unique(name), root, tiles)
    }

    fn insert(&self, tiles: &mut Tiles<Pane>, recent: &[Pane], order: &Order) -> TileId {
        let (dir, children) = match self {
            Node::Tabs(panes) => {
                let mut tabs = Tabs::new(panes.iter().map(|pane| tile(*pane)).collect());
                let asked = recent.iter().find(|pane| panes.contains(pane)).copied();
                let front = asked.or_else(|| panes.iter().copied().min_by_key(|pane| rank(order, *pane)));
                tabs.active = front.map(tile);
                return tiles.insert_new(Tile::Container(Container::Tabs(tabs)));
            }
            Node::Columns(children) => (LinearDir::Horizontal, children),
            Node::Rows(children) => (LinearDir::Vertical, children),
        };
        let ids: Vec<TileId> = children.iter().map(|(child, _)| child.insert(tiles, recent, order)).collect();
        let mut linear = Linear::new(dir, ids.clone());
        for (id, (_, share)) in ids.into_iter().zip(children) {
            linear.shares.set_share(id, *share);
        }
        tiles.insert_new(Tile::Container(Container::Linear(linear)))
    }
}

fn tile(pane: Pane) -> TileId {
    TileId::from_u64(1 + Pane::ALL.iter().position(|known| *known == pane).unwrap_or(0) as u64)
}

/// `room` in parts that keep to the shares as far as nobody gets less than its floor.
fn share_out(shares: &[f32], floors: &[f32], room: f32) -> Vec<f32> {
    let mut sizes = vec![0.0; shares.len()];
    let mut fixed = vec![false; shares.len()];
    loop {
        let left = room - (0..shares.len()).filter(|at| fixed[*at]).map(|at| sizes[at]).sum::<f32>();
        let all: f32 = (0..shares.len()).filter(|at| !fixed[*at]).map(|at| shares[at]).sum();
        let mut again = false;
        for at in 0..shares.len() {
            if fixed[at] {
                continue;
            }
            sizes[at] = left * shares[at] / all.max(f32::EPSILON);
            if sizes[at] < floors[at] {
                sizes[at] = floors[at];
                fixed[at] = true;
                again = true;
            }
        }
        if !again {
            return sizes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORDER: [Pane; 4] = [Pane::Source, Pane::Heap, Pane::Frames, Pane::Bytecode];

    fn sample() -> Node {
        let tabs = |pane| Node::Tabs(vec![pane]);
        let left = Node::Rows(vec![(tabs(Pane::Source), 0.6), (tabs(Pane::Frames), 0.4)]);
        let right = Node::Rows(vec![(tabs(Pane::Heap), 0.7), (tabs(Pane::Bytecode), 0.3)]);
        Node::Columns(vec![(left, 0.4), (right, 0.6)])
    }

    fn room_for_all(node: &Node, size: Vec2) -> bool {
        match node {
            Node::Tabs(_) => node.least().x <= size.x + 0.5 && node.least().y <= size.y + 0.5,
            Node::Columns(children) => children.iter().all(|(child, wide)| room_for_all(child, vec2(*wide, size.y))),
            Node::Rows(children) => children.iter().all(|(child, high)| room_for_all(child, vec2(size.x, *high))),
        }
    }

    #[test]
    fn every_shown_pane_has_its_rows_at_every_size_or_is_a_tab() {
        for width in (360..3840).step_by(97) {
            for height in (280..2100).step_by(61) {
                let size = vec2(width as f32, height as f32);
                let fitted = sample().fit(size, &ORDER);
                assert!(room_for_all(&fitted, size), "{size}: {fitted:?}");
                let mut panes = fitted.panes();
                panes.sort_by_key(|pane| rank(&ORDER, *pane));
                assert_eq!(panes, ORDER, "{size}");
            }
        }
    }

    #[test]
    fn what_fits_keeps_its_shares() {
        let fitted = sample().fit(vec2(2000.0, 1500.0), &ORDER);
        assert!(fitted.is_like(&sample()));
        let Node::Columns(columns) = &fitted else { panic!("{fitted:?}") };
        assert!((columns[0].1 / columns[1].1 - 0.4 / 0.6).abs() < 0.01);
    }

    #[test]
    fn tiles_say_what_they_were_made_from() {
        let tree = sample().tree("sample", &[], &ORDER);
        assert!(Node::of(&tree).is_some_and(|node| node == sample()));
        let alone = sample().without(&[Pane::Source, Pane::Frames, Pane::Bytecode]);
        assert!(alone.is_some_and(|node| node.panes() == [Pane::Heap]));
    }
}
