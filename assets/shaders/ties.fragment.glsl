#version 300 es

precision highp float;
precision highp int;

struct View {
    vec4 camera;
    vec4 screen;
    vec4 shade;
    vec4 line;
    vec4 mark;
    vec4 chosen;
    vec4 paper;
    vec4 text;
    vec4 tips[6];
    vec4 lines[40];
    vec4 shapes[16];
    vec4 corners[128];
};
struct Tie {
    vec2 corner;
    uvec2 ends;
    vec2 form;
    vec4 ink;
    uvec4 traits;
};
struct TiePixel {
    vec4 clip;
    vec2 at;
    vec4 ink;
    vec4 body;
    vec4 tips;
    uint line;
    uint bits;
};
struct Curve {
    vec2 a;
    vec2 b;
    vec2 c;
    vec2 d;
};
const uint ROW = 1024u;
const float TURN = 6.2831855;
const uint LIT = 1u;
const uint CHOSEN = 2u;
const uint LOOP = 4u;
const uint SOLID = 0u;
const uint DOUBLE = 1u;
const uint DOTTED = 2u;
const uint DASHED = 3u;
const uint WEDGE = 4u;
const uint PLAIN = 0u;
const uint ARROW = 1u;
const uint OPEN_ARROW = 2u;
const uint BAR = 3u;
const uint DOT = 4u;
const uint DIAMOND = 5u;

layout(std140) uniform View_block_0Fragment { View _group_0_binding_0_fs; };

smooth in vec2 _vs2fs_location0;
flat in vec4 _vs2fs_location1;
flat in vec4 _vs2fs_location2;
flat in vec4 _vs2fs_location3;
flat in uint _vs2fs_location4;
flat in uint _vs2fs_location5;
layout(location = 0) out vec4 _fs2p_location0;

vec2 on_screen(vec2 place) {
    vec4 _e3 = _group_0_binding_0_fs.camera;
    float _e9 = _group_0_binding_0_fs.camera.z;
    vec4 _e13 = _group_0_binding_0_fs.screen;
    return (((place - _e3.xy) * _e9) + _e13.zw);
}

vec4 clip_of(vec2 at_1) {
    float _e5 = _group_0_binding_0_fs.screen.x;
    float _e15 = _group_0_binding_0_fs.screen.y;
    return vec4((((at_1.x / _e5) * 2.0) - 1.0), (1.0 - ((at_1.y / _e15) * 2.0)), 0.0, 1.0);
}

vec4 nowhere() {
    return vec4(2.0, 2.0, 2.0, 1.0);
}

float cross2_(vec2 a, vec2 b) {
    return ((a.x * b.y) - (a.y * b.x));
}

float inside_of(float distance_) {
    float _e4 = _group_0_binding_0_fs.camera.w;
    return clamp((0.5 - (distance_ / _e4)), 0.0, 1.0);
}

float on_line(float off, float width_1) {
    float soft = _group_0_binding_0_fs.camera.w;
    if ((width_1 <= soft)) {
        return ((max(width_1, 0.0) / soft) * clamp((1.0 - (abs(off) / soft)), 0.0, 1.0));
    }
    return clamp((0.5 + (((width_1 * 0.5) - abs(off)) / soft)), 0.0, 1.0);
}

float between(float at_2, float begin, float end_1) {
    float _e4 = inside_of((begin - at_2));
    float _e6 = inside_of((at_2 - end_1));
    return (_e4 * _e6);
}

vec4 over(vec4 below, vec4 color_1, float share) {
    return ((color_1 * share) + (below * (1.0 - (color_1.w * share))));
}

vec3 linear_from_gamma(vec3 c) {
    vec3 low = (c / vec3(12.92));
    vec3 high = pow(((c + vec3(0.055)) / vec3(1.055)), vec3(2.4));
    return mix(high, low, lessThan(c, vec3(0.04045)));
}

vec4 finished(vec4 color_2) {
    float _e4 = _group_0_binding_0_fs.shade.z;
    if ((_e4 > 0.5)) {
        vec3 _e8 = linear_from_gamma(color_2.xyz);
        return vec4(_e8, color_2.w);
    }
    return color_2;
}

vec2 curve_at(Curve curve_1, float t) {
    float s = (1.0 - t);
    return ((((curve_1.a * ((s * s) * s)) + (curve_1.b * (((3.0 * s) * s) * t))) + (curve_1.c * (((3.0 * s) * t) * t))) + (curve_1.d * ((t * t) * t)));
}

vec2 curve_way(Curve curve_2, float t_1) {
    float s_1 = (1.0 - t_1);
    return ((((curve_2.b - curve_2.a) * ((3.0 * s_1) * s_1)) + ((curve_2.c - curve_2.b) * ((6.0 * s_1) * t_1))) + ((curve_2.d - curve_2.c) * ((3.0 * t_1) * t_1)));
}

float curve_length(Curve curve_3, float begin_1, float to) {
    float middle = ((begin_1 + to) * 0.5);
    float half_2 = ((to - begin_1) * 0.5);
    float near_1 = (half_2 * 0.5384693);
    float far_1 = (half_2 * 0.90617985);
    vec2 _e13 = curve_way(curve_3, middle);
    vec2 _e18 = curve_way(curve_3, (middle - near_1));
    vec2 _e21 = curve_way(curve_3, (middle + near_1));
    vec2 _e28 = curve_way(curve_3, (middle - far_1));
    vec2 _e31 = curve_way(curve_3, (middle + far_1));
    return (half_2 * (((0.5688889 * length(_e13)) + (0.47862867 * (length(_e18) + length(_e21)))) + (0.23692688 * (length(_e28) + length(_e31)))));
}

float reach(uint kind, vec2 way) {
    float found = 0.0;
    uint i = 0u;
    bool local_1 = false;
    vec4 shape = _group_0_binding_0_fs.shapes[kind];
    uint count = uint(shape.y);
    uint first = uint(shape.x);
    found = shape.z;
    bool loop_init = true;
    while(true) {
        if (!loop_init) {
            uint _e48 = i;
            i = (_e48 + 1u);
        }
        loop_init = false;
        uint _e14 = i;
        if ((_e14 < count)) {
        } else {
            break;
        }
        {
            uint _e18 = i;
            vec4 _e21 = _group_0_binding_0_fs.corners[(first + _e18)];
            vec2 here = _e21.xy;
            uint _e25 = i;
            vec4 _e31 = _group_0_binding_0_fs.corners[(first + ((_e25 + 1u) % count))];
            vec2 next = _e31.xy;
            float _e33 = cross2_(here, way);
            if ((_e33 >= 0.0)) {
                float _e38 = cross2_(way, next);
                local_1 = (_e38 > 0.0);
            } else {
                local_1 = false;
            }
            bool _e42 = local_1;
            if (_e42) {
                vec2 edge = (next - here);
                float _e44 = cross2_(here, edge);
                float _e45 = cross2_(way, edge);
                found = (_e44 / _e45);
            }
        }
    }
    float _e50 = found;
    return _e50;
}

bool on_mark(vec2 size, vec2 off_1) {
    bool local_2 = false;
    float far_2 = length(off_1);
    if (!((far_2 <= 0.0))) {
        float _e12 = reach(uint(size.y), (off_1 / vec2(far_2)));
        local_2 = (far_2 <= (_e12 * size.x));
    } else {
        local_2 = true;
    }
    bool _e17 = local_2;
    return _e17;
}

float exit(Curve curve_4, bool from_end, vec2 center, vec2 size_1) {
    float near = 0.0;
    float far = 0.5;
    int i_1 = 0;
    bool loop_init_1 = true;
    while(true) {
        if (!loop_init_1) {
            int _e25 = i_1;
            i_1 = (_e25 + 1);
        }
        loop_init_1 = false;
        int _e10 = i_1;
        if ((_e10 < 12)) {
        } else {
            break;
        }
        {
            float _e13 = near;
            float _e14 = far;
            float middle_1 = ((_e13 + _e14) * 0.5);
            float t_2 = (from_end ? (1.0 - middle_1) : middle_1);
            vec2 _e21 = curve_at(curve_4, t_2);
            bool _e23 = on_mark(size_1, (_e21 - center));
            if (_e23) {
                near = middle_1;
            } else {
                far = middle_1;
            }
        }
    }
    float _e27 = far;
    float _e28 = far;
    return (from_end ? (1.0 - _e28) : _e27);
}

Curve lane_curve(vec2 way_1, vec2 radii, float lane) {
    vec2 unit_1 = vec2(1.0, 0.0);
    float far_3 = length(way_1);
    if ((far_3 > 0.0)) {
        unit_1 = (way_1 / vec2(far_3));
    }
    float _e13 = unit_1.y;
    float _e16 = unit_1.x;
    vec2 side = vec2(-(_e13), _e16);
    float turn_1 = sign(lane);
    vec2 ends = (turn_1 * min(vec2((abs(lane) * 0.6)), (radii * 0.55)));
    float bow = (turn_1 * min(abs(lane), (far_3 * 0.4)));
    vec2 control = ((way_1 * 0.5) + (side * ((2.0 * bow) - ((ends.x + ends.y) * 0.5))));
    vec2 a_1 = (side * ends.x);
    vec2 d = (way_1 + (side * ends.y));
    return Curve(a_1, mix(a_1, control, 0.6666667), mix(d, control, 0.6666667), d);
}

Curve loop_curve(float radius, float turn) {
    float middle_2 = (-0.7853982 + (1.2 * turn));
    vec2 left = (vec2(cos((middle_2 - 0.55)), sin((middle_2 - 0.55))) * radius);
    vec2 right = (vec2(cos((middle_2 + 0.55)), sin((middle_2 + 0.55))) * radius);
    return Curve((left * 0.5), (left * 3.0), (right * 3.0), (right * 0.5));
}

float open_width(float width_2, float scale) {
    return clamp((width_2 * 0.5), 1.2, (3.0 * max(scale, 1.0)));
}

vec2 tip_size(uint tip, float width_3, float scale_1) {
    if ((tip == PLAIN)) {
        return vec2(0.0);
    }
    vec4 rule_1 = _group_0_binding_0_fs.tips[tip];
    float wide = (width_3 / scale_1);
    return (vec2((rule_1.x + (rule_1.y * wide)), (rule_1.z + (rule_1.w * wide))) * scale_1);
}

float tip_room(uint tip_1, float reach_1, float width_4, float scale_2) {
    if ((tip_1 == PLAIN)) {
        return 0.0;
    }
    if ((tip_1 == OPEN_ARROW)) {
        float _e9 = open_width(width_4, scale_2);
        return (_e9 + (width_4 * 0.4));
    }
    if ((tip_1 == BAR)) {
        return reach_1;
    }
    if ((tip_1 == DOT)) {
        return (reach_1 * 0.5);
    }
    return (reach_1 * 0.9);
}

float body_half(uint pattern, float width_5, float scale_3) {
    if ((pattern == DOUBLE)) {
        return (max((width_5 * 0.5), (1.6 * max(scale_3, 0.7))) + (max((width_5 * 0.34), 0.8) * 0.5));
    }
    if ((pattern == DOTTED)) {
        return max(((width_5 * 0.62) + 0.25), 0.7);
    }
    if ((pattern == WEDGE)) {
        return (max(width_5, 1.5) * 1.15);
    }
    return (width_5 * 0.5);
}

float on_tip(uint tip_2, float back, float beside, float reach_2, float half_1, float width_6) {
    bool local_3 = false;
    float v = abs(beside);
    if (!((tip_2 == PLAIN))) {
        local_3 = (reach_2 <= 0.0);
    } else {
        local_3 = true;
    }
    bool _e15 = local_3;
    if (_e15) {
        return 0.0;
    }
    if ((tip_2 == ARROW)) {
        float flank = (((v * reach_2) - (back * half_1)) / length(vec2(reach_2, half_1)));
        float _e27 = inside_of(max(flank, (back - reach_2)));
        return _e27;
    }
    if ((tip_2 == OPEN_ARROW)) {
        float _e33 = _group_0_binding_0_fs.camera.z;
        float _e37 = _group_0_binding_0_fs.line.y;
        float _e39 = open_width(width_6, max(_e33, _e37));
        float point = (_e39 * 0.6);
        vec2 arm = vec2((point - reach_2), -(half_1));
        float size_2 = length(arm);
        vec2 way_2 = (arm / vec2(size_2));
        vec2 off_2 = vec2((back - reach_2), (v - half_1));
        float _e51 = cross2_(way_2, off_2);
        float _e52 = on_line(_e51, _e39);
        float _e55 = inside_of(-(dot(way_2, off_2)));
        return (_e52 * _e55);
    }
    if ((tip_2 == BAR)) {
        float _e64 = on_line((back - reach_2), max((width_6 * 0.6), 1.4));
        float _e66 = inside_of((v - half_1));
        return (_e64 * _e66);
    }
    if ((tip_2 == DOT)) {
        float _e74 = inside_of((length(vec2((back - half_1), v)) - half_1));
        return _e74;
    }
    float middle_3 = (reach_2 * 0.5);
    float off_3 = ((((abs((back - middle_3)) * half_1) + (v * middle_3)) - (middle_3 * half_1)) / length(vec2(middle_3, half_1)));
    float _e87 = inside_of(off_3);
    return _e87;
}

float on_body(TiePixel in_2, vec4 rule, float scale_4) {
    float width_7 = in_2.body.w;
    float rest = (in_2.body.y - in_2.body.x);
    if ((rest <= 0.0)) {
        return 0.0;
    }
    float u = (in_2.at.x - in_2.body.x);
    float v_1 = in_2.at.y;
    uint pattern_1 = uint(rule.x);
    if ((pattern_1 == DOTTED)) {
        float radius_1 = max(((width_7 * 0.62) + 0.25), 0.7);
        float step_ = (rest / max(floor((rest / max((radius_1 * 3.6), 3.0))), 1.0));
        float nearest = ((clamp(floor((u / step_)), 0.0, (roundEven((rest / step_)) - 1.0)) + 0.5) * step_);
        float _e54 = inside_of((length(vec2((u - nearest), v_1)) - radius_1));
        return _e54;
    }
    if ((pattern_1 == WEDGE)) {
        float start_1 = (max(width_7, 1.5) * 1.15);
        float end_2 = max((width_7 * 0.12), 0.5);
        float _e72 = inside_of((abs(v_1) - mix(start_1, end_2, clamp((u / rest), 0.0, 1.0))));
        float _e74 = between(u, 0.0, rest);
        return (_e72 * _e74);
    }
    float _e77 = between(u, 0.0, rest);
    if ((pattern_1 == DOUBLE)) {
        float apart = max((width_7 * 0.5), (1.6 * max(scale_4, 0.7)));
        float _e93 = on_line((abs(v_1) - apart), max((width_7 * 0.34), 0.8));
        return (_e93 * _e77);
    }
    if ((pattern_1 == DASHED)) {
        vec4 dashes = _group_0_binding_0_fs.lines[((2u * in_2.line) + 1u)];
        float base = max(scale_4, 0.4);
        float unit_2 = (base * max((width_7 / (5.0 * base)), 1.0));
        vec4 d_1 = (dashes * unit_2);
        float period = (((d_1.x + d_1.y) + d_1.z) + d_1.w);
        float w = (u - (floor((u / period)) * period));
        float second = (d_1.x + d_1.y);
        float _e131 = between(w, 0.0, d_1.x);
        float _e134 = between(w, second, (second + d_1.z));
        float _e137 = inside_of((period - w));
        float drawn = max(max(_e131, _e134), _e137);
        float _e139 = on_line(v_1, width_7);
        return ((_e139 * _e77) * drawn);
    }
    float _e142 = on_line(v_1, width_7);
    return (_e142 * _e77);
}

void main() {
    TiePixel in_1 = TiePixel(gl_FragCoord, _vs2fs_location0, _vs2fs_location1, _vs2fs_location2, _vs2fs_location3, _vs2fs_location4, _vs2fs_location5);
    vec4 color = vec4(0.0);
    float total_1 = in_1.body.z;
    float width_8 = in_1.body.w;
    float _e8 = between(in_1.at.x, 0.0, total_1);
    float _e15 = _group_0_binding_0_fs.shade.w;
    if ((_e15 > 0.5)) {
        vec4 _e18 = color;
        float _e22 = on_line(in_1.at.y, width_8);
        vec4 _e24 = over(_e18, in_1.ink, (_e22 * _e8));
        color = _e24;
        vec4 _e25 = color;
        vec4 _e26 = finished(_e25);
        _fs2p_location0 = _e26;
        return;
    }
    if (((in_1.bits & CHOSEN) != 0u)) {
        vec4 _e32 = color;
        vec4 _e35 = _group_0_binding_0_fs.text;
        float _e40 = on_line(in_1.at.y, (width_8 + 8.0));
        vec4 _e42 = over(_e32, _e35, (_e40 * _e8));
        color = _e42;
        vec4 _e43 = color;
        vec4 _e46 = _group_0_binding_0_fs.paper;
        float _e51 = on_line(in_1.at.y, (width_8 + 4.0));
        vec4 _e53 = over(_e43, _e46, (_e51 * _e8));
        color = _e53;
    }
    vec4 rule_2 = _group_0_binding_0_fs.lines[(2u * in_1.line)];
    float _e64 = _group_0_binding_0_fs.camera.z;
    float _e68 = _group_0_binding_0_fs.line.y;
    float scale_5 = max(_e64, _e68);
    float _e73 = _group_0_binding_0_fs.line.z;
    if ((_e73 > 0.5)) {
        float _e86 = on_tip(uint(rule_2.y), in_1.at.x, in_1.at.y, in_1.tips.x, in_1.tips.y, width_8);
        vec4 _e87 = color;
        vec4 _e89 = over(_e87, in_1.ink, _e86);
        color = _e89;
        float _e101 = on_tip(uint(rule_2.z), (total_1 - in_1.at.x), in_1.at.y, in_1.tips.z, in_1.tips.w, width_8);
        vec4 _e102 = color;
        vec4 _e104 = over(_e102, in_1.ink, _e101);
        color = _e104;
    }
    vec4 _e105 = color;
    float _e107 = on_body(in_1, rule_2, scale_5);
    vec4 _e108 = over(_e105, in_1.ink, _e107);
    color = _e108;
    vec4 _e109 = color;
    vec4 _e110 = finished(_e109);
    _fs2p_location0 = _e110;
    return;
}

