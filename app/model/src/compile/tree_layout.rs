//! The syntax tree as a drawing: every node centred over its children, subtrees as close as they can stand, nothing
//! crossing (a tidy tree, after Reingold and Tilford).

use crate::compile::ast::AstModel;

/// A node's place; `x` is the middle of its box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Row of the tree model.
    pub node: usize,
    pub x: f32,
    pub depth: usize,
    pub width: f32,
    /// Position of its parent among the placed nodes.
    pub parent: Option<usize>,
    /// Nodes below it that are not drawn.
    pub more: usize,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct TreeLayout {
    pub nodes: Vec<Placed>,
    pub width: f32,
    pub depth: usize,
    /// Nodes that are not drawn.
    pub hidden: usize,
}

/// Lays out the tree below `root`, at most `limit` nodes, outer ones first. `width` gives the width of a node's box.
pub fn layout(ast: &AstModel, root: usize, limit: usize, gap: f32, width: impl Fn(usize) -> f32) -> TreeLayout {
    if root >= ast.rows.len() {
        return TreeLayout::default();
    }
    // Outer nodes first, so that what is cut off is what lies deepest.
    let mut chosen = vec![root];
    let mut at = 0;
    while at < chosen.len() && chosen.len() < limit {
        let room = limit - chosen.len();
        chosen.extend(ast.children(chosen[at]).take(room));
        at += 1;
    }
    chosen.sort_unstable();
    let mut nodes: Vec<Placed> = Vec::with_capacity(chosen.len());
    let position = |node: usize| chosen.binary_search(&node).ok();
    for &node in &chosen {
        let parent = if node == root { None } else { ast.rows[node].parent.and_then(position) };
        let depth = ast.rows[node].depth - ast.rows[root].depth;
        nodes.push(Placed { node, x: 0.0, depth, width: width(node), parent, more: 0 });
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (index, node) in nodes.iter().enumerate() {
        if let Some(parent) = node.parent {
            children[parent].push(index);
        }
    }
    for index in 0..nodes.len() {
        let all = ast.children(nodes[index].node).count();
        nodes[index].more = all - children[index].len();
    }
    // From the leaves: each subtree has its left and right outline, by depth, around its own root at 0.
    let mut outlines: Vec<Vec<(f32, f32)>> = vec![Vec::new(); nodes.len()];
    let mut shift = vec![0.0f32; nodes.len()];
    for index in (0..nodes.len()).rev() {
        let half = nodes[index].width / 2.0;
        let mut merged: Vec<(f32, f32)> = Vec::new();
        let mut places: Vec<f32> = Vec::new();
        for &child in &children[index] {
            let outline = std::mem::take(&mut outlines[child]);
            let apart = merged.iter().zip(&outline).map(|((_, right), (left, _))| right + gap - left);
            let at = apart.fold(f32::NEG_INFINITY, f32::max);
            let at = if at.is_finite() { at } else { 0.0 };
            for (depth, (left, right)) in outline.into_iter().enumerate() {
                match merged.get_mut(depth) {
                    Some(known) => known.1 = right + at,
                    None => merged.push((left + at, right + at)),
                }
            }
            places.push(at);
        }
        let middle = match (places.first(), places.last()) {
            (Some(first), Some(last)) => (first + last) / 2.0,
            _ => 0.0,
        };
        for (&child, at) in children[index].iter().zip(places) {
            shift[child] = at - middle;
        }
        let mut outline = vec![(-half, half)];
        outline.extend(merged.into_iter().map(|(left, right)| (left - middle, right - middle)));
        outlines[index] = outline;
    }
    for index in 0..nodes.len() {
        let base = nodes[index].parent.map_or(0.0, |parent| nodes[parent].x);
        nodes[index].x = base + shift[index];
    }
    let left = nodes.iter().map(|node| node.x - node.width / 2.0).fold(f32::INFINITY, f32::min);
    nodes.iter_mut().for_each(|node| node.x -= left);
    let right = nodes.iter().map(|node| node.x + node.width / 2.0).fold(0.0, f32::max);
    let depth = nodes.iter().map(|node| node.depth).max().unwrap_or(0);
    let hidden = ast.rows[root].end - root - nodes.len();
    TreeLayout { nodes, width: right, depth, hidden }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ast(text: &str) -> AstModel {
        AstModel::new(&syntax::parse(text.as_bytes(), syntax::Mode::Exec).unwrap().module)
    }

    #[test]
    fn boxes_of_a_layer_do_not_touch_and_parents_stand_over_their_children() {
        let ast =
            ast("def f(a, b=(1, 2), *c):\n    return [a + b * c for c in f(a)(b)], {1: 2, 3: a < b < c}\nx = f(1)\n");
        let drawn = layout(&ast, 0, 1000, 10.0, |node| 20.0 + 6.0 * ast.rows[node].kind.len() as f32);
        assert_eq!((drawn.nodes.len(), drawn.hidden), (ast.rows.len(), 0));
        for depth in 0..=drawn.depth {
            let layer: Vec<_> = drawn.nodes.iter().filter(|node| node.depth == depth).collect();
            for pair in layer.windows(2) {
                let space = pair[1].x - pair[1].width / 2.0 - (pair[0].x + pair[0].width / 2.0);
                assert!(space >= 9.9, "{space} at depth {depth}");
            }
        }
        for (index, node) in drawn.nodes.iter().enumerate() {
            let below: Vec<f32> = drawn.nodes.iter().filter(|n| n.parent == Some(index)).map(|n| n.x).collect();
            if let (Some(first), Some(last)) = (below.first(), below.last()) {
                assert!((node.x - (first + last) / 2.0).abs() < 0.01);
            }
        }
    }

    #[test]
    fn a_large_tree_is_cut_and_says_so() {
        let ast = ast(&"x = f(1, 2)\n".repeat(200));
        let drawn = layout(&ast, 0, 50, 8.0, |_| 40.0);
        assert_eq!(drawn.nodes.len(), 50);
        assert_eq!(drawn.hidden, ast.rows.len() - 50);
        assert!(drawn.nodes[0].more > 0);
        assert_eq!(layout(&ast, 9999, 50, 8.0, |_| 40.0), TreeLayout::default());
    }
}
