// Marks: one square for each, in which every pixel knows its distance from the outline.

struct Mark {
    @location(0) corner: vec2<f32>,
    @location(1) mark: u32,
    @location(2) fill: vec4<f32>,
    @location(3) edge: vec4<f32>,
    // What it is (see the bits below), and at the end its strength, 0 to 255.
    @location(4) traits: vec4<u32>,
}

const EXTERNAL: u32 = 1u;
const LIT: u32 = 2u;
const CHOSEN: u32 = 4u;
const PINNED: u32 = 8u;

struct MarkPixel {
    @builtin(position) clip: vec4<f32>,
    // Relative to the center.
    @location(0) at: vec2<f32>,
    @location(1) @interpolate(flat) fill: vec4<f32>,
    @location(2) @interpolate(flat) edge: vec4<f32>,
    @location(3) @interpolate(flat) radius: f32,
    @location(4) @interpolate(flat) kind: u32,
    @location(5) @interpolate(flat) traits: u32,
}

@vertex
fn mark_vertex(in: Mark) -> MarkPixel {
    let size = size_of(in.mark);
    let radius = size.x * view.camera.z;
    let bits = in.traits.x;
    let is_chosen = (bits & CHOSEN) != 0u;
    var strength = f32(in.traits.w) / 255.0;
    if (bits & (LIT | CHOSEN)) == 0u {
        strength *= view.shade.y;
    }
    let soft = view.camera.w;
    var extent = max(radius, view.mark.z) + view.chosen.z;
    if radius >= view.mark.y {
        extent = radius * 1.45 + view.mark.x * 2.0;
        if is_chosen {
            extent = max(extent, radius * 1.45 + (view.mark.x + view.chosen.x + view.chosen.y) * 1.8);
            if (bits & PINNED) != 0u {
                extent = max(extent, (radius + 2.0) * 0.86 + 6.0);
            }
        }
    }
    extent += soft;
    var out: MarkPixel;
    out.at = in.corner * extent;
    out.clip = clip_of(on_screen(place_of(in.mark)) + out.at);
    out.fill = vec4<f32>(mix(view.paper.rgb, in.fill.rgb, strength), 1.0);
    out.edge = vec4<f32>(mix(view.paper.rgb, in.edge.rgb, strength), 1.0);
    out.radius = radius;
    out.kind = u32(size.y);
    out.traits = bits;
    return out;
}

// Distance from the outline of a mark of radius 1, negative inside, and the way along it to the nearest place.
// Beyond a corner the distance is that from the nearer edge's line, so that lines around the mark have corners too.
fn outline_at(kind: u32, p: vec2<f32>) -> vec2<f32> {
    let shape = view.shapes[kind];
    let count = u32(shape.y);
    if count == 0u {
        var angle = atan2(p.y, p.x);
        if angle < 0.0 {
            angle += TURN;
        }
        return vec2<f32>(length(p) - shape.z, angle * shape.z);
    }
    let first = u32(shape.x);
    var nearest = 1e9;
    var edge = 0u;
    var share = 0.0;
    var way = 0.0;
    var within = false;
    for (var i = 0u; i < count; i++) {
        let here = view.corners[first + i];
        let next = view.corners[first + (i + 1u) % count].xy;
        let along = (next - here.xy) / here.w;
        let off = p - here.xy;
        let t = clamp(dot(off, along), 0.0, here.w);
        let distance = length(off - along * t);
        if distance < nearest {
            nearest = distance;
            edge = i;
            share = t / here.w;
            way = here.z + t;
        }
        // Seen whole from the middle, an outline has one edge in each direction.
        if cross2(here.xy, p) >= 0.0 && cross2(p, next) > 0.0 {
            within = cross2(along, off) >= 0.0;
        }
    }
    let sign = select(1.0, -1.0, within);
    if share <= 0.0 || share >= 1.0 {
        let step = select(1u, count - 1u, share <= 0.0);
        let other = (edge + step) % count;
        let a = line_distance(first, count, edge, p) * sign;
        let b = line_distance(first, count, other, p) * sign;
        nearest = max(max(a, b), nearest * 0.5);
    }
    return vec2<f32>(sign * nearest, way);
}

fn line_distance(first: u32, count: u32, edge: u32, p: vec2<f32>) -> f32 {
    let here = view.corners[first + edge];
    let next = view.corners[first + (edge + 1u) % count].xy;
    return -cross2((next - here.xy) / here.w, p - here.xy);
}

fn segment_line(p: vec2<f32>, a: vec2<f32>, b: vec2<f32>, width: f32) -> f32 {
    let along = (b - a) / length(b - a);
    let t = dot(p - a, along);
    let end = inside_of(max(-t, t - length(b - a)));
    return on_line(cross2(along, p - a), width) * end;
}

// A dot with a stem at the upper right of a mark that is held in place.
fn pinned(below: vec4<f32>, p: vec2<f32>, radius: f32) -> vec4<f32> {
    let head = vec2<f32>(0.86, -0.86) * (radius + 2.0);
    let foot = head + vec2<f32>(-4.5, 4.5);
    let off = length(p - head);
    var color = over(below, view.paper, segment_line(p, head, foot, 3.6));
    color = over(color, view.paper, inside_of(off - 4.2));
    color = over(color, view.text, segment_line(p, head, foot, 1.6));
    return over(color, view.text, inside_of(off - 2.8));
}

@fragment
fn mark_fragment(in: MarkPixel) -> @location(0) vec4<f32> {
    let is_chosen = (in.traits & CHOSEN) != 0u;
    var color = vec4<f32>(0.0);
    if in.radius < view.mark.y {
        let off = length(in.at) - max(in.radius, view.mark.z);
        let half = select(view.mark.w, view.chosen.z, is_chosen) * 0.5;
        var edge = in.edge;
        if is_chosen {
            edge = view.text;
        }
        color = over(color, edge, inside_of(off - half));
        color = over(color, in.fill, inside_of(off + half));
        return finished(color);
    }
    let near = outline_at(in.kind, in.at / in.radius);
    let off = near.x * in.radius;
    let width = view.mark.x;
    color = over(color, in.fill, inside_of(off));
    let hole = view.shapes[in.kind].w;
    if hole > 0.0 {
        let rim = length(in.at) - hole * in.radius;
        color = over(color, view.paper, inside_of(rim));
        color = over(color, in.edge, on_line(rim, width));
    }
    var drawn = on_line(off, width);
    if (in.traits & EXTERNAL) != 0u {
        let unit = clamp(in.radius / 18.0, 0.45, 2.0);
        let dash = 4.5 * unit;
        let place = near.y * in.radius;
        let turn = place - floor(place / (7.5 * unit)) * 7.5 * unit;
        // The soft end of a dash reaches into the gap on both of its sides.
        drawn *= max(between(turn, 0.0, dash), inside_of(7.5 * unit - turn));
    }
    color = over(color, in.edge, drawn);
    if is_chosen {
        let ring = width * 0.5 + view.chosen.x + view.chosen.y * 0.5;
        color = over(color, view.text, on_line(off - ring, view.chosen.y));
        if (in.traits & PINNED) != 0u && view.line.w > 0.5 {
            color = pinned(color, in.at, in.radius);
        }
    }
    return finished(color);
}
