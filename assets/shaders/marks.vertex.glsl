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
struct Mark {
    vec2 corner;
    uint mark;
    vec4 fill;
    vec4 edge;
    uvec4 traits;
};
struct MarkPixel {
    vec4 clip;
    vec2 at;
    vec4 fill;
    vec4 edge;
    float radius;
    uint kind;
    uint traits;
};
const uint ROW = 1024u;
const float TURN = 6.2831855;
const uint EXTERNAL = 1u;
const uint LIT = 2u;
const uint CHOSEN = 4u;
const uint PINNED = 8u;

layout(std140) uniform View_block_0Vertex { View _group_0_binding_0_vs; };

uniform highp sampler2D _group_0_binding_1_vs;

uniform highp sampler2D _group_0_binding_2_vs;

layout(location = 0) in vec2 _p2vs_location0;
layout(location = 1) in uint _p2vs_location1;
layout(location = 2) in vec4 _p2vs_location2;
layout(location = 3) in vec4 _p2vs_location3;
layout(location = 4) in uvec4 _p2vs_location4;
smooth out vec2 _vs2fs_location0;
flat out vec4 _vs2fs_location1;
flat out vec4 _vs2fs_location2;
flat out float _vs2fs_location3;
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

vec4 clip_of(vec2 at) {
    float _e5 = _group_0_binding_0_vs.screen.x;
    float _e15 = _group_0_binding_0_vs.screen.y;
    return vec4((((at.x / _e5) * 2.0) - 1.0), (1.0 - ((at.y / _e15) * 2.0)), 0.0, 1.0);
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

float on_line(float off, float width) {
    float soft = _group_0_binding_0_vs.camera.w;
    if ((width <= soft)) {
        return ((max(width, 0.0) / soft) * clamp((1.0 - (abs(off) / soft)), 0.0, 1.0));
    }
    return clamp((0.5 + (((width * 0.5) - abs(off)) / soft)), 0.0, 1.0);
}

float between(float at_1, float begin, float end) {
    float _e4 = inside_of((begin - at_1));
    float _e6 = inside_of((at_1 - end));
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

float line_distance(uint first, uint count, uint edge_1, vec2 p) {
    vec4 here = _group_0_binding_0_vs.corners[(first + edge_1)];
    vec4 _e16 = _group_0_binding_0_vs.corners[(first + ((edge_1 + 1u) % count))];
    vec2 next = _e16.xy;
    float _e25 = cross2_(((next - here.xy) / vec2(here.w)), (p - here.xy));
    return -(_e25);
}

vec2 outline_at(uint kind, vec2 p_1) {
    float angle = 0.0;
    float nearest = 1000000000.0;
    uint edge_2 = 0u;
    float share_1 = 0.0;
    float way = 0.0;
    bool within = false;
    uint i = 0u;
    bool local_1 = false;
    bool local_2 = false;
    vec4 shape = _group_0_binding_0_vs.shapes[kind];
    uint count_1 = uint(shape.y);
    if ((count_1 == 0u)) {
        angle = atan(p_1.y, p_1.x);
        float _e14 = angle;
        if ((_e14 < 0.0)) {
            float _e17 = angle;
            angle = (_e17 + TURN);
        }
        float _e23 = angle;
        return vec2((length(p_1) - shape.z), (_e23 * shape.z));
    }
    uint first_1 = uint(shape.x);
    bool loop_init = true;
    while(true) {
        if (!loop_init) {
            uint _e95 = i;
            i = (_e95 + 1u);
        }
        loop_init = false;
        uint _e41 = i;
        if ((_e41 < count_1)) {
        } else {
            break;
        }
        {
            uint _e45 = i;
            vec4 here_1 = _group_0_binding_0_vs.corners[(first_1 + _e45)];
            uint _e51 = i;
            vec4 _e57 = _group_0_binding_0_vs.corners[(first_1 + ((_e51 + 1u) % count_1))];
            vec2 next_1 = _e57.xy;
            vec2 along = ((next_1 - here_1.xy) / vec2(here_1.w));
            vec2 off_1 = (p_1 - here_1.xy);
            float t = clamp(dot(off_1, along), 0.0, here_1.w);
            float distance_1 = length((off_1 - (along * t)));
            float _e73 = nearest;
            if ((distance_1 < _e73)) {
                nearest = distance_1;
                uint _e75 = i;
                edge_2 = _e75;
                share_1 = (t / here_1.w);
                way = (here_1.z + t);
            }
            float _e81 = cross2_(here_1.xy, p_1);
            if ((_e81 >= 0.0)) {
                float _e86 = cross2_(p_1, next_1);
                local_1 = (_e86 > 0.0);
            } else {
                local_1 = false;
            }
            bool _e90 = local_1;
            if (_e90) {
                float _e91 = cross2_(along, off_1);
                within = (_e91 >= 0.0);
            }
        }
    }
    bool _e97 = within;
    float sign_ = (_e97 ? -1.0 : 1.0);
    float _e101 = share_1;
    if (!((_e101 <= 0.0))) {
        float _e107 = share_1;
        local_2 = (_e107 >= 1.0);
    } else {
        local_2 = true;
    }
    bool _e111 = local_2;
    if (_e111) {
        float _e115 = share_1;
        uint step_ = ((_e115 <= 0.0) ? (count_1 - 1u) : 1u);
        uint _e119 = edge_2;
        uint other = ((_e119 + step_) % count_1);
        uint _e122 = edge_2;
        float _e123 = line_distance(first_1, count_1, _e122, p_1);
        float a_2 = (_e123 * sign_);
        float _e125 = line_distance(first_1, count_1, other, p_1);
        float b_2 = (_e125 * sign_);
        float _e128 = nearest;
        nearest = max(max(a_2, b_2), (_e128 * 0.5));
    }
    float _e132 = nearest;
    float _e134 = way;
    return vec2((sign_ * _e132), _e134);
}

float segment_line(vec2 p_2, vec2 a_1, vec2 b_1, float width_1) {
    vec2 along_1 = ((b_1 - a_1) / vec2(length((b_1 - a_1))));
    float t_1 = dot((p_2 - a_1), along_1);
    float _e16 = inside_of(max(-(t_1), (t_1 - length((b_1 - a_1)))));
    float _e18 = cross2_(along_1, (p_2 - a_1));
    float _e19 = on_line(_e18, width_1);
    return (_e19 * _e16);
}

vec4 pinned(vec4 below_1, vec2 p_3, float radius) {
    vec4 color_3 = vec4(0.0);
    vec2 head = (vec2(0.86, -0.86) * (radius + 2.0));
    vec2 foot = (head + vec2(-4.5, 4.5));
    float off_2 = length((p_3 - head));
    vec4 _e17 = _group_0_binding_0_vs.paper;
    float _e19 = segment_line(p_3, head, foot, 3.6);
    vec4 _e20 = over(below_1, _e17, _e19);
    color_3 = _e20;
    vec4 _e22 = color_3;
    vec4 _e25 = _group_0_binding_0_vs.paper;
    float _e28 = inside_of((off_2 - 4.2));
    vec4 _e29 = over(_e22, _e25, _e28);
    color_3 = _e29;
    vec4 _e30 = color_3;
    vec4 _e33 = _group_0_binding_0_vs.text;
    float _e35 = segment_line(p_3, head, foot, 1.6);
    vec4 _e36 = over(_e30, _e33, _e35);
    color_3 = _e36;
    vec4 _e37 = color_3;
    vec4 _e40 = _group_0_binding_0_vs.text;
    float _e43 = inside_of((off_2 - 2.8));
    vec4 _e44 = over(_e37, _e40, _e43);
    return _e44;
}

void main() {
    Mark in_ = Mark(_p2vs_location0, _p2vs_location1, _p2vs_location2, _p2vs_location3, _p2vs_location4);
    float strength = 0.0;
    float extent = 0.0;
    MarkPixel out_ = MarkPixel(vec4(0.0), vec2(0.0), vec4(0.0), vec4(0.0), 0.0, 0u, 0u);
    vec2 _e2 = size_of(in_.mark);
    float _e7 = _group_0_binding_0_vs.camera.z;
    float radius_1 = (_e2.x * _e7);
    uint bits = in_.traits.x;
    bool is_chosen = ((bits & CHOSEN) != 0u);
    strength = (float(in_.traits.w) / 255.0);
    if (((bits & 6u) == 0u)) {
        float _e25 = strength;
        float _e29 = _group_0_binding_0_vs.shade.y;
        strength = (_e25 * _e29);
    }
    float soft_1 = _group_0_binding_0_vs.camera.w;
    float _e38 = _group_0_binding_0_vs.mark.z;
    float _e43 = _group_0_binding_0_vs.chosen.z;
    extent = (max(radius_1, _e38) + _e43);
    float _e49 = _group_0_binding_0_vs.mark.y;
    if ((radius_1 >= _e49)) {
        float _e56 = _group_0_binding_0_vs.mark.x;
        extent = ((radius_1 * 1.45) + (_e56 * 2.0));
        if (is_chosen) {
            float _e60 = extent;
            float _e66 = _group_0_binding_0_vs.mark.x;
            float _e70 = _group_0_binding_0_vs.chosen.x;
            float _e75 = _group_0_binding_0_vs.chosen.y;
            extent = max(_e60, ((radius_1 * 1.45) + (((_e66 + _e70) + _e75) * 1.8)));
            if (((bits & PINNED) != 0u)) {
                float _e85 = extent;
                extent = max(_e85, (((radius_1 + 2.0) * 0.86) + 6.0));
            }
        }
    }
    float _e93 = extent;
    extent = (_e93 + soft_1);
    float _e98 = extent;
    out_.at = (in_.corner * _e98);
    vec2 _e102 = place_of(in_.mark);
    vec2 _e103 = on_screen(_e102);
    vec2 _e105 = out_.at;
    vec4 _e107 = clip_of((_e103 + _e105));
    out_.clip = _e107;
    vec4 _e111 = _group_0_binding_0_vs.paper;
    float _e115 = strength;
    out_.fill = vec4(mix(_e111.xyz, in_.fill.xyz, _e115), 1.0);
    vec4 _e122 = _group_0_binding_0_vs.paper;
    float _e126 = strength;
    out_.edge = vec4(mix(_e122.xyz, in_.edge.xyz, _e126), 1.0);
    out_.radius = radius_1;
    out_.kind = uint(_e2.y);
    out_.traits = bits;
    MarkPixel _e135 = out_;
    gl_Position = _e135.clip;
    _vs2fs_location0 = _e135.at;
    _vs2fs_location1 = _e135.fill;
    _vs2fs_location2 = _e135.edge;
    _vs2fs_location3 = _e135.radius;
    _vs2fs_location4 = _e135.kind;
    _vs2fs_location5 = _e135.traits;
    return;
}

