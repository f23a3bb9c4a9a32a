// What ties and marks share: the view, where marks are, and their outlines.
//
// Lengths in the map's units are turned into points on the screen in the vertex stage; everything a fragment knows is
// in points. Soft edges are as wide as `view.camera.w`, which is one pixel.

struct View {
    // Middle of the view relative to the origin of the places, points per map unit, width of a soft edge.
    camera: vec4<f32>,
    // Size of the screen, then the place of the map's middle on it.
    screen: vec4<f32>,
    // Strength of ties and of marks that are not lit; 1 if the target is linear; 1 if ties are plain lines.
    shade: vec4<f32>,
    // Least width of a line, least scale of patterns and tips, 1 if lines have tips, 1 if pins are shown.
    line: vec4<f32>,
    // Width of an outline, radius below which a mark is a dot, least radius of a dot, width of a dot's outline.
    mark: vec4<f32>,
    // Of what is chosen: air around a mark, width of its ring, width of a dot's outline, width of a plain tie.
    chosen: vec4<f32>,
    paper: vec4<f32>,
    text: vec4<f32>,
    // Of each tip: length of one on a line without width, growth by width; the same of its half width.
    tips: array<vec4<f32>, 6>,
    // Of each line: pattern, tip at the first end, tip at the second end; then dashes and gaps in turn.
    lines: array<vec4<f32>, 40>,
    // Of each kind: first corner, number of corners (none for a circle), radius of the circle, radius of the hole.
    shapes: array<vec4<f32>, 16>,
    // Corner, way along the outline up to it, length of the edge that begins there.
    corners: array<vec4<f32>, 128>,
}

@group(0) @binding(0) var<uniform> view: View;
// Place of each mark relative to an origin near the view.
@group(0) @binding(1) var places: texture_2d<f32>;
// Radius and kind of each mark.
@group(0) @binding(2) var sizes: texture_2d<f32>;

const ROW: u32 = 1024u;
const TURN: f32 = 6.2831853;

fn place_of(mark: u32) -> vec2<f32> {
    return textureLoad(places, vec2<i32>(i32(mark % ROW), i32(mark / ROW)), 0).xy;
}

fn size_of(mark: u32) -> vec2<f32> {
    return textureLoad(sizes, vec2<i32>(i32(mark % ROW), i32(mark / ROW)), 0).xy;
}

fn on_screen(place: vec2<f32>) -> vec2<f32> {
    return (place - view.camera.xy) * view.camera.z + view.screen.zw;
}

fn clip_of(at: vec2<f32>) -> vec4<f32> {
    return vec4<f32>(at.x / view.screen.x * 2.0 - 1.0, 1.0 - at.y / view.screen.y * 2.0, 0.0, 1.0);
}

fn nowhere() -> vec4<f32> {
    return vec4<f32>(2.0, 2.0, 2.0, 1.0);
}

fn cross2(a: vec2<f32>, b: vec2<f32>) -> f32 {
    return a.x * b.y - a.y * b.x;
}

// Share of a pixel inside, for a distance from the edge that is negative inside.
fn inside_of(distance: f32) -> f32 {
    return clamp(0.5 - distance / view.camera.w, 0.0, 1.0);
}

// Share of a pixel on a line of this width, at a distance from its middle. What is thinner than a pixel is fainter.
fn on_line(off: f32, width: f32) -> f32 {
    let soft = view.camera.w;
    if width <= soft {
        return max(width, 0.0) / soft * clamp(1.0 - abs(off) / soft, 0.0, 1.0);
    }
    return clamp(0.5 + (width * 0.5 - abs(off)) / soft, 0.0, 1.0);
}

// Share of a pixel between two places along a line.
fn between(at: f32, begin: f32, end: f32) -> f32 {
    return inside_of(begin - at) * inside_of(at - end);
}

// Puts a color over what is there; both premultiplied.
fn over(below: vec4<f32>, color: vec4<f32>, share: f32) -> vec4<f32> {
    return color * share + below * (1.0 - color.a * share);
}

fn linear_from_gamma(c: vec3<f32>) -> vec3<f32> {
    let low = c / 12.92;
    let high = pow((c + 0.055) / 1.055, vec3<f32>(2.4));
    return select(high, low, c < vec3<f32>(0.04045));
}

fn finished(color: vec4<f32>) -> vec4<f32> {
    if view.shade.z > 0.5 {
        return vec4<f32>(linear_from_gamma(color.rgb), color.a);
    }
    return color;
}
