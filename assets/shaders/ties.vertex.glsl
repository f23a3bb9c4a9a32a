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

layout(std140) uniform View_block_0Vertex { View _group_0_binding_0_vs; };

uniform highp sampler2D _group_0_binding_1_vs;

uniform highp sampler2D _group_0_binding_2_vs;

layout(location = 0) in vec2 _p2vs_location0;
layout(location = 1) in uvec2 _p2vs_location1;
layout(location = 2) in vec2 _p2vs_location2;
layout(location = 3) in vec4 _p2vs_location3;
layout(location = 4) in uvec4 _p2vs_location4;
smooth out vec2 _vs2fs_location0;
flat out vec4 _vs2fs_location1;
flat out vec4 _vs2fs_location2;
flat out vec4 _vs2fs_location3;
flat out uint _vs2fs_location4;
flat out uint _vs2fs_location5;

vec2 place_of(uint mark) {
    vec4 _e10 = texelFetch(_group_0_binding_1_vs, ivec2(int((mark % ROW)), int((mark / ROW))), 0);
    return _e10.xy;
}

vec2 size_of(uint mark_1) {
    vec4 _e10 = texelFetch(_group_0_binding_2_vs, ivec2(int((mark_1 % ROW)), int((mark_1 / ROW))), 0);
    return _e10.xy;
}

vec2 on_screen(vec2 place) {
    vec4 _e3 = _group_0_binding_0_vs.camera;
    float _e9 = _group_0_binding_0_vs.camera.z;
    vec4 _e13 = _group_0_binding_0_vs.screen;
    return (((place - _e3.xy) * _e9) + _e13.zw);
}

vec4 clip_of(vec2 at_1) {
    float _e5 = _group_0_binding_0_vs.screen.x;
    float _e15 = _group_0_binding_0_vs.screen.y;
    return vec4((((at_1.x / _e5) * 2.0) - 1.0), (1.0 - ((at_1.y / _e15) * 2.0)), 0.0, 1.0);
}

vec4 nowhere() {
    return vec4(2.0, 2.0, 2.0, 1.0);
}

float cross2_(vec2 a, vec2 b) {
    return ((a.x * b.y) - (a.y * b.x));
}

float inside_of(float distance_) {
    float _e4 = _group_0_binding_0_vs.camera.w;
    return clamp((0.5 - (distance_ / _e4)), 0.0, 1.0);
}

float on_line(float off, float width_1) {
    float soft = _group_0_binding_0_vs.camera.w;
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
    float _e4 = _group_0_binding_0_vs.shade.z;
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
    vec4 shape = _group_0_binding_0_vs.shapes[kind];
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
            vec4 _e21 = _group_0_binding_0_vs.corners[(first + _e18)];
            vec2 here = _e21.xy;
            uint _e25 = i;
            vec4 _e31 = _group_0_binding_0_vs.corners[(first + ((_e25 + 1u) % count))];
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
    vec4 rule_1 = _group_0_binding_0_vs.tips[tip];
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
        float _e33 = _group_0_binding_0_vs.camera.z;
        float _e37 = _group_0_binding_0_vs.line.y;
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
        vec4 dashes = _group_0_binding_0_vs.lines[((2u * in_2.line) + 1u)];
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
    Tie in_ = Tie(_p2vs_location0, _p2vs_location1, _p2vs_location2, _p2vs_location3, _p2vs_location4);
    TiePixel out_ = TiePixel(vec4(0.0), vec2(0.0), vec4(0.0), vec4(0.0), vec4(0.0), 0u, 0u);
    vec2 at = vec2(0.0);
    vec2 unit = vec2(1.0, 0.0);
    float gone = 0.0;
    float total = 0.0;
    bool local = false;
    Curve curve = Curve(vec2(0.0), vec2(0.0), vec2(0.0), vec2(0.0));
    float width = 0.0;
    float strength = 0.0;
    float half_ = 0.0;
    vec2 start = vec2(0.0);
    vec2 end = vec2(0.0);
    vec2 room = vec2(0.0);
    vec2 _e3 = place_of(in_.ends.x);
    vec2 _e6 = place_of(in_.ends.y);
    vec2 way_3 = (_e6 - _e3);
    vec2 _e10 = size_of(in_.ends.x);
    vec2 _e13 = size_of(in_.ends.y);
    float zoom = _group_0_binding_0_vs.camera.z;
    float soft_1 = _group_0_binding_0_vs.camera.w;
    bool is_loop = ((in_.traits.y & LOOP) != 0u);
    bool is_chosen = ((in_.traits.y & CHOSEN) != 0u);
    float _e37 = _group_0_binding_0_vs.shade.w;
    bool is_plain = (_e37 > 0.5);
    float lane_1 = in_.form.x;
    vec4 _e44 = nowhere();
    out_.clip = _e44;
    if (is_plain) {
        if (is_loop) {
            TiePixel _e56 = out_;
            gl_Position = _e56.clip;
            _vs2fs_location0 = _e56.at;
            _vs2fs_location1 = _e56.ink;
            _vs2fs_location2 = _e56.body;
            _vs2fs_location3 = _e56.tips;
            _vs2fs_location4 = _e56.line;
            _vs2fs_location5 = _e56.bits;
            return;
        }
        total = (length(way_3) * zoom);
        float _e59 = total;
        gone = (_e59 * in_.corner.x);
        at = (way_3 * in_.corner.x);
        unit = (way_3 / vec2(max(length(way_3), 1e-6)));
    } else {
        if (!(is_loop)) {
            local = (lane_1 != 0.0);
        } else {
            local = true;
        }
        bool _e77 = local;
        if (_e77) {
            if (is_loop) {
                Curve _e92 = loop_curve(_e10.x, float(in_.traits.z));
                curve = _e92;
            } else {
                Curve _e96 = lane_curve(way_3, vec2(_e10.x, _e13.x), lane_1);
                curve = _e96;
            }
            Curve _e97 = curve;
            float _e101 = exit(_e97, false, vec2(0.0), _e10);
            Curve _e102 = curve;
            float _e104 = exit(_e102, true, way_3, _e13);
            if (((_e104 - _e101) <= 0.001)) {
                TiePixel _e108 = out_;
                gl_Position = _e108.clip;
                _vs2fs_location0 = _e108.at;
                _vs2fs_location1 = _e108.ink;
                _vs2fs_location2 = _e108.body;
                _vs2fs_location3 = _e108.tips;
                _vs2fs_location4 = _e108.line;
                _vs2fs_location5 = _e108.bits;
                return;
            }
            float t_3 = mix(_e101, _e104, in_.corner.x);
            Curve _e112 = curve;
            float _e113 = curve_length(_e112, _e101, _e104);
            total = (_e113 * zoom);
            Curve _e115 = curve;
            float _e116 = curve_length(_e115, _e101, t_3);
            gone = (_e116 * zoom);
            Curve _e118 = curve;
            vec2 _e119 = curve_at(_e118, t_3);
            at = _e119;
            Curve _e120 = curve;
            vec2 _e121 = curve_way(_e120, t_3);
            unit = (_e121 / vec2(max(length(_e121), 1e-6)));
        } else {
            float far_4 = length(way_3);
            if ((far_4 <= 0.0)) {
                TiePixel _e130 = out_;
                gl_Position = _e130.clip;
                _vs2fs_location0 = _e130.at;
                _vs2fs_location1 = _e130.ink;
                _vs2fs_location2 = _e130.body;
                _vs2fs_location3 = _e130.tips;
                _vs2fs_location4 = _e130.line;
                _vs2fs_location5 = _e130.bits;
                return;
            }
            unit = (way_3 / vec2(far_4));
            vec2 _e135 = unit;
            float _e136 = reach(uint(_e10.y), _e135);
            float start_2 = min(((_e136 * _e10.x) / far_4), 0.5);
            vec2 _e144 = unit;
            float _e146 = reach(uint(_e13.y), -(_e144));
            float end_3 = max((1.0 - ((_e146 * _e13.x) / far_4)), 0.5);
            if (((end_3 - start_2) <= 0.001)) {
                TiePixel _e157 = out_;
                gl_Position = _e157.clip;
                _vs2fs_location0 = _e157.at;
                _vs2fs_location1 = _e157.ink;
                _vs2fs_location2 = _e157.body;
                _vs2fs_location3 = _e157.tips;
                _vs2fs_location4 = _e157.line;
                _vs2fs_location5 = _e157.bits;
                return;
            }
            total = (((end_3 - start_2) * far_4) * zoom);
            float _e161 = total;
            gone = (_e161 * in_.corner.x);
            at = (way_3 * mix(start_2, end_3, in_.corner.x));
        }
    }
    float _e175 = _group_0_binding_0_vs.line.x;
    width = max((in_.form.y * zoom), _e175);
    float _e181 = _group_0_binding_0_vs.line.y;
    float scale_5 = max(zoom, _e181);
    uint line = uint(in_.traits.x);
    vec4 rule_2 = _group_0_binding_0_vs.lines[(2u * line)];
    strength = (float(in_.traits.w) / 255.0);
    if (((in_.traits.y & 3u) == 0u)) {
        float _e204 = strength;
        float _e208 = _group_0_binding_0_vs.shade.x;
        strength = (_e204 * _e208);
    }
    vec4 _e212 = _group_0_binding_0_vs.paper;
    float _e216 = strength;
    vec3 ink = mix(_e212.xyz, in_.ink.xyz, _e216);
    if (is_plain) {
        float _e220 = width;
        width = clamp((_e220 * 0.5), 0.5, 1.5);
        out_.ink = vec4((ink * 0.5), 0.5);
        if (is_chosen) {
            float _e234 = _group_0_binding_0_vs.chosen.w;
            width = _e234;
            vec4 _e238 = _group_0_binding_0_vs.text;
            out_.ink = _e238;
        }
        out_.tips = vec4(0.0);
        float _e243 = total;
        float _e244 = total;
        float _e245 = width;
        out_.body = vec4(0.0, _e243, _e244, _e245);
        float _e248 = width;
        half_ = (_e248 * 0.5);
    } else {
        float _e251 = total;
        if ((_e251 < 0.5)) {
            TiePixel _e254 = out_;
            gl_Position = _e254.clip;
            _vs2fs_location0 = _e254.at;
            _vs2fs_location1 = _e254.ink;
            _vs2fs_location2 = _e254.body;
            _vs2fs_location3 = _e254.tips;
            _vs2fs_location4 = _e254.line;
            _vs2fs_location5 = _e254.bits;
            return;
        }
        out_.ink = vec4(ink, 1.0);
        float _e260 = width;
        float _e261 = body_half(uint(rule_2.x), _e260, scale_5);
        half_ = _e261;
        float _e274 = _group_0_binding_0_vs.line.z;
        if ((_e274 > 0.5)) {
            float _e279 = width;
            vec2 _e280 = tip_size(uint(rule_2.y), _e279, scale_5);
            start = _e280;
            float _e283 = width;
            vec2 _e284 = tip_size(uint(rule_2.z), _e283, scale_5);
            end = _e284;
            float _e286 = start.x;
            float _e288 = end.x;
            float wanted = (_e286 + _e288);
            float _e290 = total;
            if ((wanted > (_e290 * 0.7))) {
                vec2 _e294 = start;
                float _e295 = total;
                start = (_e294 * ((_e295 * 0.7) / wanted));
                vec2 _e300 = end;
                float _e301 = total;
                end = (_e300 * ((_e301 * 0.7) / wanted));
            }
            float _e309 = start.x;
            float _e310 = width;
            float _e311 = tip_room(uint(rule_2.y), _e309, _e310, scale_5);
            float _e315 = end.x;
            float _e316 = width;
            float _e317 = tip_room(uint(rule_2.z), _e315, _e316, scale_5);
            room = vec2(_e311, _e317);
            float _e319 = half_;
            float _e321 = start.y;
            float _e323 = end.y;
            float _e325 = width;
            float _e326 = open_width(_e325, scale_5);
            half_ = max(_e319, (max(_e321, _e323) + _e326));
        }
        if (is_chosen) {
            float _e329 = half_;
            float _e330 = width;
            half_ = max(_e329, ((_e330 * 0.5) + 4.0));
        }
        vec2 _e337 = start;
        vec2 _e338 = end;
        out_.tips = vec4(_e337, _e338);
        float _e342 = room.x;
        float _e343 = total;
        float _e345 = room.y;
        float _e347 = total;
        float _e348 = width;
        out_.body = vec4(_e342, (_e343 - _e345), _e347, _e348);
    }
    float _e350 = half_;
    half_ = (_e350 + soft_1);
    float beyond = ((in_.corner.x <= 0.0) ? -(soft_1) : ((in_.corner.x >= 1.0) ? soft_1 : 0.0));
    float _e365 = unit.y;
    float _e368 = unit.x;
    float _e373 = half_;
    vec2 side_1 = ((vec2(-(_e365), _e368) * in_.corner.y) * _e373);
    float _e376 = gone;
    float _e380 = half_;
    out_.at = vec2((_e376 + beyond), (in_.corner.y * _e380));
    vec2 _e384 = at;
    vec2 _e386 = on_screen((_e3 + _e384));
    vec2 _e387 = unit;
    vec4 _e391 = clip_of(((_e386 + (_e387 * beyond)) + side_1));
    out_.clip = _e391;
    out_.line = line;
    out_.bits = in_.traits.y;
    TiePixel _e396 = out_;
    gl_Position = _e396.clip;
    _vs2fs_location0 = _e396.at;
    _vs2fs_location1 = _e396.ink;
    _vs2fs_location2 = _e396.body;
    _vs2fs_location3 = _e396.tips;
    _vs2fs_location4 = _e396.line;
    _vs2fs_location5 = _e396.bits;
    return;
}

