//! Where the blocks of a flow graph stand and which way its edges go: beside the blocks, never behind them.
//!
//! Blocks stand in two columns, so any two of them share one of three channels: left of the columns, between them, right
//! of them. An edge leaves its block at the row that jumps, goes along a lane of the channel and enters its target from the
//! same channel. Edges of a kind to one target share their lane and its arrowhead.

use crate::compile::flow::{Edge, EdgeKind, FlowPass};
use std::collections::{HashMap, HashSet};

/// Sizes in points.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Of a block.
    pub width: f32,
    pub title: f32,
    pub row: f32,
    /// Between blocks of a column.
    pub gap: f32,
    /// Between two lanes.
    pub lane: f32,
    /// Between a block and the nearest lane.
    pub margin: f32,
    /// Least width of the channel between the columns.
    pub channel: f32,
}

pub type Point = (f32, f32);

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
}

impl Place {
    pub fn right(&self) -> f32 {
        self.left + self.width
    }

    pub fn bottom(&self) -> f32 {
        self.top + self.height
    }
}

/// The way of an edge: horizontal and vertical pieces. One that joins a lane that another one follows to the end has no
/// arrowhead of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    pub kind: EdgeKind,
    /// Position among the pass's edges.
    pub edge: usize,
    pub points: Vec<Point>,
    pub head: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlowLayout {
    pub blocks: Vec<Place>,
    pub routes: Vec<Route>,
    pub width: f32,
    pub height: f32,
}

/// A lane: the edges of one kind that go to one block along one channel.
struct Trunk {
    /// 0 left of the columns, 1 between, 2 right.
    channel: usize,
    kind: EdgeKind,
    to: usize,
    /// Edges with the height at which each leaves its block.
    edges: Vec<(usize, f32)>,
    /// The height at which it enters its target.
    entry: f32,
    x: f32,
}

impl Trunk {
    fn range(&self) -> (f32, f32) {
        self.edges.iter().fold((self.entry, self.entry), |(low, high), (_, y)| (low.min(*y), high.max(*y)))
    }
}

impl FlowLayout {
    pub fn new(pass: &FlowPass, sizes: &Sizes) -> FlowLayout {
        let tops = tops(pass, sizes);
        let place = |index: usize, left: f32| {
            let block = &pass.blocks[index];
            Place { left, top: tops[index], width: sizes.width, height: height(block.rows.len(), sizes) }
        };
        let mut blocks: Vec<Place> = (0..pass.blocks.len()).map(|index| place(index, 0.0)).collect();
        let straight = straight(pass);
        let mut trunks = trunks(pass, &blocks, &straight, sizes);
        let lanes: [usize; 3] = std::array::from_fn(|channel| assign(pass, &mut trunks, channel));
        // Lanes are counted until it is known how wide the channels are.
        let room = |channel: usize, least: f32| match lanes[channel] {
            0 => least,
            count => (2.0 * sizes.margin + (count - 1) as f32 * sizes.lane).max(least),
        };
        let (left, middle, right) = (room(0, sizes.margin), room(1, sizes.channel), room(2, sizes.margin));
        let columns = [left, left + sizes.width + middle];
        for (place, block) in blocks.iter_mut().zip(&pass.blocks) {
            place.left = columns[block.column.min(1)];
        }
        for trunk in &mut trunks {
            let lane = trunk.x;
            trunk.x = match trunk.channel {
                0 => columns[0] - sizes.margin - lane * sizes.lane,
                1 => columns[0] + sizes.width + sizes.margin + lane * sizes.lane,
                _ => columns[1] + sizes.width + sizes.margin + lane * sizes.lane,
            };
        }
        let mut routes: Vec<Route> = straight.iter().map(|&index| down(pass, &blocks, index)).collect();
        routes.sort_by_key(|route| route.edge);
        routes.extend(trunks.iter().flat_map(|trunk| along(pass, &blocks, trunk)));
        let two = pass.blocks.iter().any(|block| block.column > 0);
        let used = if two || lanes[1] > 0 || lanes[2] > 0 { columns[1] } else { columns[0] };
        let height = blocks.iter().map(Place::bottom).fold(0.0, f32::max);
        let width = if two { columns[1] + sizes.width + right } else { used.max(columns[0] + sizes.width) + middle };
        FlowLayout { blocks, routes, width, height }
    }
}

fn height(rows: usize, sizes: &Sizes) -> f32 {
    sizes.title + sizes.row * rows.max(1) as f32 + 4.0
}

/// Below all that lead to it, and below what stands in the same column already.
fn tops(pass: &FlowPass, sizes: &Sizes) -> Vec<f32> {
    let columns = pass.blocks.iter().map(|block| block.column + 1).max().unwrap_or(1);
    let mut next = vec![0.0f32; columns];
    let mut tops = vec![0.0f32; pass.blocks.len()];
    let mut wanted = vec![0.0f32; pass.blocks.len()];
    let mut leaving: Vec<Vec<&Edge>> = vec![Vec::new(); pass.blocks.len()];
    for edge in pass.edges.iter().filter(|edge| edge.from < edge.to) {
        leaving[edge.from].push(edge);
    }
    for (index, block) in pass.blocks.iter().enumerate() {
        tops[index] = wanted[index].max(next[block.column]);
        let below = tops[index] + height(block.rows.len(), sizes) + sizes.gap;
        next[block.column] = below;
        for edge in &leaving[index] {
            // A handler begins level with what can raise.
            let from = if edge.kind == EdgeKind::Exception { tops[index] } else { below };
            wanted[edge.to] = wanted[edge.to].max(from);
        }
    }
    tops
}

/// Edges that fall to the block right below.
fn straight(pass: &FlowPass) -> HashSet<usize> {
    // Blocks come in the order in which they stand in their column.
    let mut below = vec![usize::MAX; pass.blocks.len()];
    let mut last: HashMap<usize, usize> = HashMap::new();
    for (index, block) in pass.blocks.iter().enumerate() {
        if let Some(above) = last.insert(block.column, index) {
            below[above] = index;
        }
    }
    let falls = pass.edges.iter().enumerate();
    falls
        .filter(|(_, edge)| edge.kind == EdgeKind::Fall && below[edge.from] == edge.to)
        .map(|(index, _)| index)
        .collect()
}

fn down(pass: &FlowPass, blocks: &[Place], index: usize) -> Route {
    let edge = &pass.edges[index];
    let (from, to) = (&blocks[edge.from], &blocks[edge.to]);
    let x = from.left + from.width / 2.0;
    Route { kind: edge.kind, edge: index, points: vec![(x, from.bottom()), (x, to.top)], head: true }
}

/// Onwards right of the blocks, back to earlier ones left of them, over to the other column between the two.
fn channel(pass: &FlowPass, edge: &Edge) -> usize {
    let (from, to) = (pass.blocks[edge.from].column.min(1), pass.blocks[edge.to].column.min(1));
    match (from, to) {
        (from, to) if from != to => 1,
        (column, _) if edge.from < edge.to => column + 1,
        (column, _) => column,
    }
}

fn trunks(pass: &FlowPass, blocks: &[Place], straight: &HashSet<usize>, sizes: &Sizes) -> Vec<Trunk> {
    let mut trunks: Vec<Trunk> = Vec::new();
    let mut known: HashMap<(usize, EdgeKind, usize), usize> = HashMap::new();
    for (index, edge) in pass.edges.iter().enumerate().filter(|(index, _)| !straight.contains(index)) {
        let (channel, kind, to) = (channel(pass, edge), edge.kind, edge.to);
        let at = *known.entry((channel, kind, to)).or_insert(trunks.len());
        if at == trunks.len() {
            trunks.push(Trunk { channel, kind, to, edges: Vec::new(), entry: 0.0, x: 0.0 });
        }
        trunks[at].edges.push((index, 0.0));
    }
    // No two of a channel turn at the same height: their ends would run into each other.
    let mut taken: [Vec<f32>; 3] = Default::default();
    let mut free = |channel: usize, wanted: f32, place: &Place| {
        let shifts = [0.0, 4.0, -4.0, 8.0, -8.0, 12.0, -12.0];
        let inside = |y: &f32| (place.top + 4.0..=place.bottom() - 3.0).contains(y);
        let apart = |y: &f32| taken[channel].iter().all(|other| (other - y).abs() >= 3.5);
        let y = shifts.iter().map(|shift| wanted + shift).find(|y| inside(y) && apart(y)).unwrap_or(wanted);
        taken[channel].push(y);
        y
    };
    for trunk in &mut trunks {
        let place = &blocks[trunk.to];
        trunk.entry = free(trunk.channel, place.top + 11.0, place);
    }
    for trunk in &mut trunks {
        for (index, y) in &mut trunk.edges {
            let edge = &pass.edges[*index];
            let place = &blocks[edge.from];
            let row = place.top + sizes.title + sizes.row * (edge.row as f32 + 0.5);
            *y = free(trunk.channel, row.min(place.bottom() - 8.0), place);
        }
    }
    trunks
}

/// Gives each trunk of a channel its lane, short ones next to the blocks; how many lanes there are.
fn assign(pass: &FlowPass, trunks: &mut [Trunk], channel: usize) -> usize {
    let mut order: Vec<usize> = (0..trunks.len()).filter(|index| trunks[*index].channel == channel).collect();
    let length = |trunk: &Trunk| trunk.range().1 - trunk.range().0;
    order.sort_by(|a, b| length(&trunks[*a]).total_cmp(&length(&trunks[*b])));
    // Between the columns some belong to the right one alone: they are counted from there.
    let of_right = |trunk: &Trunk| {
        let right = |block: usize| pass.blocks[block].column > 0;
        channel == 1 && right(trunk.to) && trunk.edges.iter().all(|(edge, _)| right(pass.edges[*edge].from))
    };
    let mut sides: [Vec<Vec<(f32, f32)>>; 2] = Default::default();
    let mut chosen: Vec<(usize, usize, usize)> = Vec::new();
    for index in order {
        let (low, high) = trunks[index].range();
        let side = usize::from(of_right(&trunks[index]));
        let lanes = &mut sides[side];
        let free = |lane: &Vec<(f32, f32)>| lane.iter().all(|(from, to)| high + 6.0 < *from || *to + 6.0 < low);
        let lane = lanes.iter().position(free).unwrap_or(lanes.len());
        if lane == lanes.len() {
            lanes.push(Vec::new());
        }
        lanes[lane].push((low, high));
        chosen.push((index, side, lane));
    }
    let count = sides[0].len() + sides[1].len();
    for (index, side, lane) in chosen {
        trunks[index].x = if side == 0 { lane } else { count - 1 - lane } as f32;
    }
    count
}

/// The ways along a trunk: from its two ends all the way, from between only up to it.
fn along(pass: &FlowPass, blocks: &[Place], trunk: &Trunk) -> Vec<Route> {
    let side = |block: usize| {
        let place = &blocks[block];
        if trunk.x < place.left { place.left } else { place.right() }
    };
    let (low, high) = trunk.range();
    let mut ended = [false; 2];
    let mut routes = Vec::new();
    for &(edge, y) in &trunk.edges {
        let start = (side(pass.edges[edge].from), y);
        let end = usize::from(y > trunk.entry);
        let outermost = (y == low || y == high) && !std::mem::replace(&mut ended[end], true);
        let mut points = vec![start, (trunk.x, y)];
        if outermost {
            points.extend([(trunk.x, trunk.entry), (side(trunk.to), trunk.entry)]);
        }
        routes.push(Route { kind: trunk.kind, edge, points, head: outermost });
    }
    routes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::Compilation;

    const SIZES: Sizes =
        Sizes { width: 188.0, title: 22.0, row: 17.0, gap: 24.0, lane: 8.0, margin: 16.0, channel: 80.0 };

    const LARGE: &str = "def f(xs, ys):\n    for x in xs:\n        for y in ys:\n            try:\n                match x, y:\n\
                         \x20                   case 0, _:\n                        continue\n                    case [a, b], {'k': c} if a:\n\
                         \x20                       break\n                    case str() | bytes(), z:\n                        print(z)\n\
                         \x20           except (TypeError, ValueError) as error:\n                print(error)\n            finally:\n\
                         \x20               ys = [i for i in ys if i or x]\n        else:\n            with x as w:\n                return w\n\
                         \x20   while xs and ys:\n        xs = xs and ys or None\n";

    fn layouts() -> Vec<(String, FlowPass, FlowLayout)> {
        let text =
            format!("{LARGE}def g(n):\n    while n:\n        n -= 1\n        if n == 3:\n            continue\n");
        let compilation = Compilation::of("a.py", &text);
        let mut all = Vec::new();
        for unit in 0..compilation.units().len() {
            for pass in &compilation.flow(unit).unwrap().passes {
                let layout = FlowLayout::new(pass, &SIZES);
                all.push((format!("{} {}", compilation.unit_name(unit), pass.name), pass.clone(), layout));
            }
        }
        all
    }

    #[test]
    fn no_edge_runs_behind_a_block_and_each_leads_from_its_block_to_its_target() {
        let all = layouts();
        assert!(all.iter().any(|(_, pass, _)| pass.blocks.len() > 40));
        for (name, pass, layout) in &all {
            let mut drawn: Vec<usize> = layout.routes.iter().map(|route| route.edge).collect();
            drawn.sort_unstable();
            assert_eq!(drawn, (0..pass.edges.len()).collect::<Vec<_>>(), "{name}");
            for route in &layout.routes {
                for pair in route.points.windows(2) {
                    let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
                    assert!(x1 == x2 || y1 == y2, "{name}: {route:?}");
                    let behind = |place: &&Place| {
                        x1.min(x2) < place.right()
                            && x1.max(x2) > place.left
                            && y1.min(y2) < place.bottom()
                            && y1.max(y2) > place.top
                    };
                    assert_eq!(layout.blocks.iter().find(behind), None, "{name}: {route:?}");
                    assert!(x1.min(x2) >= 0.0 && x1.max(x2) <= layout.width, "{name}: {route:?} of {}", layout.width);
                }
                let touches = |place: &Place, (x, y): Point| {
                    let beside = (x == place.left || x == place.right()) && (place.top..=place.bottom()).contains(&y);
                    beside || ((y == place.top || y == place.bottom()) && (place.left..=place.right()).contains(&x))
                };
                let edge = &pass.edges[route.edge];
                assert!(touches(&layout.blocks[edge.from], route.points[0]), "{name}: {route:?}");
                assert!(!route.head || touches(&layout.blocks[edge.to], *route.points.last().unwrap()), "{name}");
            }
        }
    }

    #[test]
    fn edges_to_different_targets_do_not_share_a_lane() {
        for (name, pass, layout) in &layouts() {
            let mut upright: Vec<(f32, f32, f32, usize, EdgeKind)> = Vec::new();
            for route in layout.routes.iter().filter(|route| route.points.len() == 4) {
                let ((x, y1), (_, y2)) = (route.points[1], route.points[2]);
                let (to, kind) = (pass.edges[route.edge].to, route.kind);
                for (other, low, high, target, sort) in &upright {
                    let apart = *other != x || y1.max(y2) < *low || *high < y1.min(y2);
                    assert!(apart || (*target, *sort) == (to, kind), "{name}: {route:?}");
                }
                upright.push((x, y1.min(y2), y1.max(y2), to, kind));
            }
            // One that joins a lane finds somebody on it who goes to the same target.
            for route in layout.routes.iter().filter(|route| !route.head) {
                let (x, y) = *route.points.last().unwrap();
                let meets = |(lane, low, high, to, kind): &(f32, f32, f32, usize, EdgeKind)| {
                    *lane == x && (*low..=*high).contains(&y) && (*to, *kind) == (pass.edges[route.edge].to, route.kind)
                };
                assert!(upright.iter().any(meets), "{name}: {route:?}");
            }
        }
    }
}
