// Ties: one band for each, in which every pixel knows how far along the tie it is and how far beside it.

struct Tie {
    // Share of the way, and which side of the line.
    @location(0) corner: vec2<f32>,
    // The two marks.
    @location(1) ends: vec2<u32>,
    // Lane and width, map units.
    @location(2) form: vec2<f32>,
    @location(3) ink: vec4<f32>,
    // Line, what it is (see the bits below), turn of a loop, strength from 0 to 255.
    @location(4) traits: vec4<u32>,
}

const LIT: u32 = 1u;
const CHOSEN: u32 = 2u;
const LOOP: u32 = 4u;

const SOLID: u32 = 0u;
const DOUBLE: u32 = 1u;
const DOTTED: u32 = 2u;
const DASHED: u32 = 3u;
const WEDGE: u32 = 4u;

const PLAIN: u32 = 0u;
const ARROW: u32 = 1u;
const OPEN_ARROW: u32 = 2u;
const BAR: u32 = 3u;
const DOT: u32 = 4u;
const DIAMOND: u32 = 5u;

struct TiePixel {
    @builtin(position) clip: vec4<f32>,
    // Along the tie from its start, and beside it.
    @location(0) at: vec2<f32>,
    @location(1) @interpolate(flat) ink: vec4<f32>,
    // Where the line itself begins and ends, where the tie ends, width.
    @location(2) @interpolate(flat) body: vec4<f32>,
    // Reach and half width of the tip at the first end, then at the second.
    @location(3) @interpolate(flat) tips: vec4<f32>,
    @location(4) @interpolate(flat) line: u32,
    @location(5) @interpolate(flat) bits: u32,
}

// A cubic curve relative to the middle of the first mark.
struct Curve {
    a: vec2<f32>,
    b: vec2<f32>,
    c: vec2<f32>,
    d: vec2<f32>,
}

fn curve_at(curve: Curve, t: f32) -> vec2<f32> {
    let s = 1.0 - t;
    return curve.a * (s * s * s) + curve.b * (3.0 * s * s * t) + curve.c * (3.0 * s * t * t) + curve.d * (t * t * t);
}

fn curve_way(curve: Curve, t: f32) -> vec2<f32> {
    let s = 1.0 - t;
    return (curve.b - curve.a) * (3.0 * s * s) + (curve.c - curve.b) * (6.0 * s * t) + (curve.d - curve.c) * (3.0 * t * t);
}

// Length of a part, by Gauss's rule with five places.
fn curve_length(curve: Curve, begin: f32, to: f32) -> f32 {
    let middle = (begin + to) * 0.5;
    let half = (to - begin) * 0.5;
    let near = half * 0.53846931;
    let far = half * 0.90617985;
    return half * (0.56888889 * length(curve_way(curve, middle))
        + 0.47862867 * (length(curve_way(curve, middle - near)) + length(curve_way(curve, middle + near)))
        + 0.23692689 * (length(curve_way(curve, middle - far)) + length(curve_way(curve, middle + far))));
}

// How far the outline of a mark of radius 1 is from its middle, in a direction.
fn reach(kind: u32, way: vec2<f32>) -> f32 {
    let shape = view.shapes[kind];
    let count = u32(shape.y);
    let first = u32(shape.x);
    var found = shape.z;
    for (var i = 0u; i < count; i++) {
        let here = view.corners[first + i].xy;
        let next = view.corners[first + (i + 1u) % count].xy;
        if cross2(here, way) >= 0.0 && cross2(way, next) > 0.0 {
            let edge = next - here;
            found = cross2(here, edge) / cross2(way, edge);
        }
    }
    return found;
}

fn on_mark(size: vec2<f32>, off: vec2<f32>) -> bool {
    let far = length(off);
    return far <= 0.0 || far <= reach(u32(size.y), off / far) * size.x;
}

// The place at which a walk from one end leaves the mark there.
fn exit(curve: Curve, from_end: bool, center: vec2<f32>, size: vec2<f32>) -> f32 {
    var near = 0.0;
    var far = 0.5;
    for (var i = 0; i < 12; i++) {
        let middle = (near + far) * 0.5;
        let t = select(middle, 1.0 - middle, from_end);
        if on_mark(size, curve_at(curve, t) - center) {
            near = middle;
        } else {
            far = middle;
        }
    }
    return select(far, 1.0 - far, from_end);
}

// A curve that bows to one side; its ends spread a little too.
fn lane_curve(way: vec2<f32>, radii: vec2<f32>, lane: f32) -> Curve {
    let far = length(way);
    var unit = vec2<f32>(1.0, 0.0);
    if far > 0.0 {
        unit = way / far;
    }
    let side = vec2<f32>(-unit.y, unit.x);
    let turn = sign(lane);
    let ends = turn * min(vec2<f32>(abs(lane) * 0.6), radii * 0.55);
    let bow = turn * min(abs(lane), far * 0.4);
    let control = way * 0.5 + side * (2.0 * bow - (ends.x + ends.y) * 0.5);
    let a = side * ends.x;
    let d = way + side * ends.y;
    return Curve(a, mix(a, control, 2.0 / 3.0), mix(d, control, 2.0 / 3.0), d);
}

// A small loop at the upper right of a mark; further ones go round clockwise.
fn loop_curve(radius: f32, turn: f32) -> Curve {
    let middle = -TURN / 8.0 + 1.2 * turn;
    let left = vec2<f32>(cos(middle - 0.55), sin(middle - 0.55)) * radius;
    let right = vec2<f32>(cos(middle + 0.55), sin(middle + 0.55)) * radius;
    return Curve(left * 0.5, left * 3.0, right * 3.0, right * 0.5);
}

fn open_width(width: f32, scale: f32) -> f32 {
    return clamp(width * 0.5, 1.2, 3.0 * max(scale, 1.0));
}

// Length and half width of a tip.
fn tip_size(tip: u32, width: f32, scale: f32) -> vec2<f32> {
    if tip == PLAIN {
        return vec2<f32>(0.0);
    }
    let rule = view.tips[tip];
    let wide = width / scale;
    return vec2<f32>(rule.x + rule.y * wide, rule.z + rule.w * wide) * scale;
}

// How much of the line a tip replaces.
fn tip_room(tip: u32, reach: f32, width: f32, scale: f32) -> f32 {
    if tip == PLAIN {
        return 0.0;
    }
    if tip == OPEN_ARROW {
        return open_width(width, scale) + width * 0.4;
    }
    if tip == BAR {
        return reach;
    }
    if tip == DOT {
        return reach * 0.5;
    }
    return reach * 0.9;
}

// How far the line reaches to each side.
fn body_half(pattern: u32, width: f32, scale: f32) -> f32 {
    if pattern == DOUBLE {
        return max(width * 0.5, 1.6 * max(scale, 0.7)) + max(width * 0.34, 0.8) * 0.5;
    }
    if pattern == DOTTED {
        return max(width * 0.62 + 0.25, 0.7);
    }
    if pattern == WEDGE {
        return max(width, 1.5) * 1.15;
    }
    return width * 0.5;
}

@vertex
fn tie_vertex(in: Tie) -> TiePixel {
    let begin = place_of(in.ends.x);
    let way = place_of(in.ends.y) - begin;
    let first = size_of(in.ends.x);
    let second = size_of(in.ends.y);
    let zoom = view.camera.z;
    let soft = view.camera.w;
    let is_loop = (in.traits.y & LOOP) != 0u;
    let is_chosen = (in.traits.y & CHOSEN) != 0u;
    let is_plain = view.shade.w > 0.5;
    let lane = in.form.x;

    var out: TiePixel;
    out.clip = nowhere();

    // Where the tie is at this corner, which way it runs there, how far that is along it, and how long it is.
    var at = vec2<f32>(0.0);
    var unit = vec2<f32>(1.0, 0.0);
    var gone = 0.0;
    var total = 0.0;
    if is_plain {
        // From center to center: the marks lie over the ends.
        if is_loop {
            return out;
        }
        total = length(way) * zoom;
        gone = total * in.corner.x;
        at = way * in.corner.x;
        unit = way / max(length(way), 1e-6);
    } else if is_loop || lane != 0.0 {
        var curve = Curve(vec2<f32>(0.0), vec2<f32>(0.0), vec2<f32>(0.0), vec2<f32>(0.0));
        if is_loop {
            curve = loop_curve(first.x, f32(in.traits.z));
        } else {
            curve = lane_curve(way, vec2<f32>(first.x, second.x), lane);
        }
        let start = exit(curve, false, vec2<f32>(0.0), first);
        let end = exit(curve, true, way, second);
        if end - start <= 1e-3 {
            return out;
        }
        let t = mix(start, end, in.corner.x);
        total = curve_length(curve, start, end) * zoom;
        gone = curve_length(curve, start, t) * zoom;
        at = curve_at(curve, t);
        let tangent = curve_way(curve, t);
        unit = tangent / max(length(tangent), 1e-6);
    } else {
        let far = length(way);
        if far <= 0.0 {
            return out;
        }
        unit = way / far;
        let start = min(reach(u32(first.y), unit) * first.x / far, 0.5);
        let end = max(1.0 - reach(u32(second.y), -unit) * second.x / far, 0.5);
        if end - start <= 1e-3 {
            return out;
        }
        total = (end - start) * far * zoom;
        gone = total * in.corner.x;
        at = way * mix(start, end, in.corner.x);
    }

    var width = max(in.form.y * zoom, view.line.x);
    let scale = max(zoom, view.line.y);
    let line = u32(in.traits.x);
    let rule = view.lines[2u * line];
    var strength = f32(in.traits.w) / 255.0;
    if (in.traits.y & (LIT | CHOSEN)) == 0u {
        strength *= view.shade.x;
    }
    let ink = mix(view.paper.rgb, in.ink.rgb, strength);
    var half = 0.0;
    if is_plain {
        // Translucent, so that where many ties run together is seen as darker.
        width = clamp(width * 0.5, 0.5, 1.5);
        out.ink = vec4<f32>(ink * 0.5, 0.5);
        if is_chosen {
            width = view.chosen.w;
            out.ink = view.text;
        }
        out.tips = vec4<f32>(0.0);
        out.body = vec4<f32>(0.0, total, total, width);
        half = width * 0.5;
    } else {
        if total < 0.5 {
            return out;
        }
        out.ink = vec4<f32>(ink, 1.0);
        half = body_half(u32(rule.x), width, scale);
        var start = vec2<f32>(0.0);
        var end = vec2<f32>(0.0);
        var room = vec2<f32>(0.0);
        if view.line.z > 0.5 {
            start = tip_size(u32(rule.y), width, scale);
            end = tip_size(u32(rule.z), width, scale);
            let wanted = start.x + end.x;
            // On a short line tips shrink rather than eat it up.
            if wanted > total * 0.7 {
                start *= total * 0.7 / wanted;
                end *= total * 0.7 / wanted;
            }
            room = vec2<f32>(
                tip_room(u32(rule.y), start.x, width, scale),
                tip_room(u32(rule.z), end.x, width, scale),
            );
            half = max(half, max(start.y, end.y) + open_width(width, scale));
        }
        if is_chosen {
            half = max(half, width * 0.5 + 4.0);
        }
        out.tips = vec4<f32>(start, end);
        out.body = vec4<f32>(room.x, total - room.y, total, width);
    }
    half += soft;
    // Soft ends reach a little beyond the line.
    let beyond = select(select(0.0, soft, in.corner.x >= 1.0), -soft, in.corner.x <= 0.0);
    let side = vec2<f32>(-unit.y, unit.x) * in.corner.y * half;
    out.at = vec2<f32>(gone + beyond, in.corner.y * half);
    out.clip = clip_of(on_screen(begin + at) + unit * beyond + side);
    out.line = line;
    out.bits = in.traits.y;
    return out;
}

// Share of a pixel on a tip; `back` is the way back from its point, `beside` the distance from the line.
fn on_tip(tip: u32, back: f32, beside: f32, reach: f32, half: f32, width: f32) -> f32 {
    let v = abs(beside);
    if tip == PLAIN || reach <= 0.0 {
        return 0.0;
    }
    if tip == ARROW {
        let flank = (v * reach - back * half) / length(vec2<f32>(reach, half));
        return inside_of(max(flank, back - reach));
    }
    if tip == OPEN_ARROW {
        let wide = open_width(width, max(view.camera.z, view.line.y));
        let point = wide * 0.6;
        let arm = vec2<f32>(point - reach, -half);
        let size = length(arm);
        let way = arm / size;
        let off = vec2<f32>(back - reach, v - half);
        return on_line(cross2(way, off), wide) * inside_of(-dot(way, off));
    }
    if tip == BAR {
        return on_line(back - reach, max(width * 0.6, 1.4)) * inside_of(v - half);
    }
    if tip == DOT {
        return inside_of(length(vec2<f32>(back - half, v)) - half);
    }
    let middle = reach * 0.5;
    let off = (abs(back - middle) * half + v * middle - middle * half) / length(vec2<f32>(middle, half));
    return inside_of(off);
}

fn on_body(in: TiePixel, rule: vec4<f32>, scale: f32) -> f32 {
    let width = in.body.w;
    let rest = in.body.y - in.body.x;
    if rest <= 0.0 {
        return 0.0;
    }
    let u = in.at.x - in.body.x;
    let v = in.at.y;
    let pattern = u32(rule.x);
    if pattern == DOTTED {
        let radius = max(width * 0.62 + 0.25, 0.7);
        let step = rest / max(floor(rest / max(radius * 3.6, 3.0)), 1.0);
        let nearest = (clamp(floor(u / step), 0.0, round(rest / step) - 1.0) + 0.5) * step;
        return inside_of(length(vec2<f32>(u - nearest, v)) - radius);
    }
    if pattern == WEDGE {
        let start = max(width, 1.5) * 1.15;
        let end = max(width * 0.12, 0.5);
        return inside_of(abs(v) - mix(start, end, clamp(u / rest, 0.0, 1.0))) * between(u, 0.0, rest);
    }
    let ends = between(u, 0.0, rest);
    if pattern == DOUBLE {
        let apart = max(width * 0.5, 1.6 * max(scale, 0.7));
        return on_line(abs(v) - apart, max(width * 0.34, 0.8)) * ends;
    }
    if pattern == DASHED {
        let dashes = view.lines[2u * in.line + 1u];
        let base = max(scale, 0.4);
        // Wide lines need longer gaps, or the dashes run together.
        let unit = base * max(width / (5.0 * base), 1.0);
        let d = dashes * unit;
        let period = d.x + d.y + d.z + d.w;
        let w = u - floor(u / period) * period;
        let second = d.x + d.y;
        let drawn = max(
            max(between(w, 0.0, d.x), between(w, second, second + d.z)),
            inside_of(period - w),
        );
        return on_line(v, width) * ends * drawn;
    }
    return on_line(v, width) * ends;
}

@fragment
fn tie_fragment(in: TiePixel) -> @location(0) vec4<f32> {
    let total = in.body.z;
    let width = in.body.w;
    let whole = between(in.at.x, 0.0, total);
    var color = vec4<f32>(0.0);
    if view.shade.w > 0.5 {
        color = over(color, in.ink, on_line(in.at.y, width) * whole);
        return finished(color);
    }
    if (in.bits & CHOSEN) != 0u {
        // A line in the text's color with a gap around the tie: chosen, whatever its color is.
        color = over(color, view.text, on_line(in.at.y, width + 8.0) * whole);
        color = over(color, view.paper, on_line(in.at.y, width + 4.0) * whole);
    }
    let rule = view.lines[2u * in.line];
    let scale = max(view.camera.z, view.line.y);
    if view.line.z > 0.5 {
        let start = on_tip(u32(rule.y), in.at.x, in.at.y, in.tips.x, in.tips.y, width);
        color = over(color, in.ink, start);
        let end = on_tip(u32(rule.z), total - in.at.x, in.at.y, in.tips.z, in.tips.w, width);
        color = over(color, in.ink, end);
    }
    color = over(color, in.ink, on_body(in, rule, scale));
    return finished(color);
}
