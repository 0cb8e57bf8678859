//! Draws egui's triangles on the CPU: the same picture on every machine, without a display or a GPU.
//! Blending is in gamma space with premultiplied alpha, textures are sampled bilinearly, as egui's own painters do.

use egui::epaint::{ClippedPrimitive, ImageData, ImageDelta, Primitive, Vertex};
use egui::{Color32, Rect, TextureId, TexturesDelta};
use std::collections::HashMap;

struct Texture {
    width: usize,
    height: usize,
    pixels: Vec<Color32>,
}

/// Textures and the picture being drawn.
#[derive(Default)]
pub struct Raster {
    textures: HashMap<TextureId, Texture>,
}

/// Premultiplied RGBA, row by row.
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<[u8; 4]>,
}

impl Raster {
    /// Textures that egui set or changed; to be called before painting, for every frame that was run.
    pub fn set_textures(&mut self, delta: &TexturesDelta) {
        let mut ids: Vec<_> = delta.set.keys().copied().collect();
        ids.sort();
        for id in ids {
            for part in &delta.set[&id] {
                self.set_texture(id, part);
            }
        }
    }

    pub fn free_textures(&mut self, delta: &TexturesDelta) {
        for id in &delta.free {
            self.textures.remove(id);
        }
    }

    fn set_texture(&mut self, id: TextureId, delta: &ImageDelta) {
        let ImageData::Color(image) = &delta.image;
        let [width, height] = image.size;
        match delta.pos {
            None => {
                self.textures.insert(id, Texture { width, height, pixels: image.pixels.clone() });
            }
            Some([left, top]) => {
                let Some(texture) = self.textures.get_mut(&id) else { return };
                for (row, source) in image.pixels.chunks_exact(width).enumerate().take(height) {
                    let start = (top + row) * texture.width + left;
                    if let Some(target) = texture.pixels.get_mut(start..start + width) {
                        target.copy_from_slice(source);
                    }
                }
            }
        }
    }

    /// Paints `primitives` over `background`.
    pub fn paint(
        &self,
        primitives: &[ClippedPrimitive],
        size: [usize; 2],
        pixels_per_point: f32,
        background: Color32,
    ) -> Picture {
        let [width, height] = size;
        let mut picture = Picture { width, height, pixels: vec![background.to_array(); width * height] };
        for primitive in primitives {
            let Primitive::Mesh(mesh) = &primitive.primitive else { continue };
            let Some(texture) = self.textures.get(&mesh.texture_id) else { continue };
            let clip = Clip::new(primitive.clip_rect, pixels_per_point, width, height);
            if clip.is_empty() {
                continue;
            }
            for corners in mesh.indices.chunks_exact(3) {
                let corner =
                    |index: usize| Corner::new(&mesh.vertices[corners[index] as usize], pixels_per_point, texture);
                triangle(&mut picture, texture, &clip, [corner(0), corner(1), corner(2)]);
            }
        }
        picture
    }
}

/// Pixels that may be touched, half open.
struct Clip {
    left: i32,
    top: i32,
    right: i32,
    bottom: i32,
}

impl Clip {
    fn new(rect: Rect, scale: f32, width: usize, height: usize) -> Self {
        let at = |value: f32, limit: usize| (value * scale).round().clamp(0.0, limit as f32) as i32;
        Clip {
            left: at(rect.min.x, width),
            top: at(rect.min.y, height),
            right: at(rect.max.x, width),
            bottom: at(rect.max.y, height),
        }
    }

    fn is_empty(&self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }
}

/// A vertex in pixels: place, place in the texture (texels), premultiplied colour.
#[derive(Clone, Copy)]
struct Corner {
    x: f32,
    y: f32,
    values: [f32; 6],
}

impl Corner {
    fn new(vertex: &Vertex, scale: f32, texture: &Texture) -> Self {
        let [r, g, b, a] = vertex.color.to_array().map(f32::from);
        let (u, v) = (vertex.uv.x * texture.width as f32, vertex.uv.y * texture.height as f32);
        Corner { x: vertex.pos.x * scale, y: vertex.pos.y * scale, values: [u, v, r, g, b, a] }
    }
}

fn triangle(picture: &mut Picture, texture: &Texture, clip: &Clip, corners: [Corner; 3]) {
    let [a, b, c] = corners;
    let area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
    if area == 0.0 || !area.is_finite() {
        return;
    }
    let min_y = a.y.min(b.y).min(c.y);
    let max_y = a.y.max(b.y).max(c.y);
    // A pixel belongs to the triangle if its centre lies inside; the half-open rule gives a shared edge to one of two.
    let first = ((min_y - 0.5).ceil() as i32).max(clip.top);
    let last = ((max_y - 0.5).ceil() as i32).min(clip.bottom);
    if first >= last {
        return;
    }
    let flat = a.values == b.values && b.values == c.values;
    let slope = |of: usize| {
        let (va, vb, vc) = (a.values[of], b.values[of], c.values[of]);
        let dx = ((vb - va) * (c.y - a.y) - (vc - va) * (b.y - a.y)) / area;
        let dy = ((vc - va) * (b.x - a.x) - (vb - va) * (c.x - a.x)) / area;
        (dx, dy)
    };
    let slopes: [(f32, f32); 6] = std::array::from_fn(|of| if flat { (0.0, 0.0) } else { slope(of) });
    let constant = flat.then(|| shade(texture, &a.values));
    for y in first..last {
        let centre = y as f32 + 0.5;
        let Some((left, right)) = span(&corners, centre) else { continue };
        let start = ((left - 0.5).ceil() as i32).max(clip.left);
        let end = ((right - 0.5).ceil() as i32).min(clip.right);
        if start >= end {
            continue;
        }
        let row = y as usize * picture.width;
        let pixels = &mut picture.pixels[row + start as usize..row + end as usize];
        if let Some(color) = constant {
            pixels.iter_mut().for_each(|pixel| blend(pixel, color));
            continue;
        }
        let (along, down) = (start as f32 + 0.5 - a.x, centre - a.y);
        let mut values: [f32; 6] = std::array::from_fn(|of| a.values[of] + slopes[of].0 * along + slopes[of].1 * down);
        for pixel in pixels {
            blend(pixel, shade(texture, &values));
            for (value, (dx, _)) in values.iter_mut().zip(&slopes) {
                *value += dx;
            }
        }
    }
}

/// Where the horizontal line at `y` enters and leaves the triangle.
fn span(corners: &[Corner; 3], y: f32) -> Option<(f32, f32)> {
    let mut left = f32::MAX;
    let mut right = f32::MIN;
    for (from, to) in [(0, 1), (1, 2), (2, 0)] {
        let (mut p, mut q) = (corners[from], corners[to]);
        // Always from top to bottom: neighbours that share the edge then compute the very same place.
        if (p.y, p.x) > (q.y, q.x) {
            std::mem::swap(&mut p, &mut q);
        }
        if p.y <= y && y < q.y {
            let x = p.x + (q.x - p.x) * ((y - p.y) / (q.y - p.y));
            left = left.min(x);
            right = right.max(x);
        }
    }
    (left < right).then_some((left, right))
}

/// Vertex colour times texture colour.
fn shade(texture: &Texture, values: &[f32; 6]) -> [f32; 4] {
    let texel = sample(texture, values[0], values[1]);
    std::array::from_fn(|channel| values[channel + 2] * texel[channel] * (1.0 / 255.0))
}

fn sample(texture: &Texture, u: f32, v: f32) -> [f32; 4] {
    let (u, v) = (u - 0.5, v - 0.5);
    let (left, top) = (u.floor(), v.floor());
    let (fu, fv) = (u - left, v - top);
    let texel = |dx: i32, dy: i32| {
        let x = (left as i32 + dx).clamp(0, texture.width as i32 - 1) as usize;
        let y = (top as i32 + dy).clamp(0, texture.height as i32 - 1) as usize;
        texture.pixels[y * texture.width + x].to_array().map(f32::from)
    };
    let (here, right) = (texel(0, 0), texel(1, 0));
    // Glyphs stand on whole pixels: most samples need one texel only.
    if fu < 1e-3 && fv < 1e-3 {
        return here;
    }
    let (below, across) = (texel(0, 1), texel(1, 1));
    std::array::from_fn(|channel| {
        let upper = here[channel] + (right[channel] - here[channel]) * fu;
        let lower = below[channel] + (across[channel] - below[channel]) * fu;
        upper + (lower - upper) * fv
    })
}

fn blend(pixel: &mut [u8; 4], source: [f32; 4]) {
    if source[3] >= 254.5 {
        *pixel = source.map(|value| (value + 0.5).clamp(0.0, 255.0) as u8);
        return;
    }
    let keep = 1.0 - source[3] * (1.0 / 255.0);
    for (target, value) in pixel.iter_mut().zip(source) {
        *target = (f32::from(*target) * keep + value + 0.5).clamp(0.0, 255.0) as u8;
    }
}

impl Picture {
    /// A PNG file's bytes. The picture is opaque: the background was.
    pub fn to_png(&self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Balanced);
        let data: Vec<u8> = self.pixels.iter().flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&data));
        written.map_err(|error| format!("the picture could not be encoded: {error}"))?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::epaint::{ColorImage, Mesh};
    use egui::pos2;

    fn raster() -> Raster {
        let mut raster = Raster::default();
        let image = ColorImage::filled([1, 1], Color32::WHITE);
        raster.set_texture(TextureId::default(), &ImageDelta::full(image, Default::default()));
        raster
    }

    fn draw(mesh: Mesh) -> Picture {
        let clip_rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(8.0, 8.0));
        raster().paint(&[ClippedPrimitive { clip_rect, primitive: Primitive::Mesh(mesh) }], [8, 8], 1.0, Color32::BLACK)
    }

    #[test]
    fn the_two_triangles_of_a_rectangle_share_no_pixel_and_miss_none() {
        let mut mesh = Mesh::default();
        let half = Color32::from_rgba_premultiplied(100, 0, 0, 128);
        mesh.add_colored_rect(Rect::from_min_max(pos2(1.0, 1.0), pos2(7.0, 6.0)), half);
        let picture = draw(mesh);
        for y in 0..8 {
            for x in 0..8 {
                let inside = (1..7).contains(&x) && (1..6).contains(&y);
                assert_eq!(picture.pixels[y * 8 + x][0], if inside { 100 } else { 0 }, "at {x},{y}");
            }
        }
    }

    #[test]
    fn nothing_is_drawn_outside_and_nothing_panics() {
        let mut mesh = Mesh::default();
        mesh.add_colored_rect(Rect::from_min_max(pos2(-1e9, -5.0), pos2(3.0, 1e9)), Color32::WHITE);
        mesh.add_colored_rect(Rect::from_min_max(pos2(f32::NAN, 0.0), pos2(3.0, 3.0)), Color32::WHITE);
        let picture = draw(mesh);
        assert_eq!(picture.pixels[0][0], 255);
        assert_eq!(picture.pixels[7][0], 0);
    }
}
