//! The batches by way of OpenGL. The only place with unsafe code: every call of OpenGL is.
//!
//! What all calls need is that the context is current on this thread. It is while the window is made and while the
//! toolkit paints, and nothing here is called at another time.

#![expect(
    unsafe_code,
    reason = "glow hands the calls of OpenGL through, which cannot be checked"
)]

use std::sync::Arc;

use eframe::egui_glow::CallbackFn;
use eframe::glow::{self, HasContext as _};
use egui::mutex::Mutex;
use egui::{PaintCallback, Rect, Shape};

use super::stock::{Blob, MARK, ROW, TIE_FORM, TIE_INK};
use super::view::{SIZE, Target};
use super::{Batch, Kind, List, Part, Room, corners};

/// What is shared between the frames.
pub(super) type Shared = Arc<Mutex<Painted>>;

macro_rules! shader {
    ($name:literal) => {
        include_str!(concat!("../../../../assets/shaders/", $name, ".glsl"))
    };
}

/// Vertex and fragment stage of ties and of marks, made from the WGSL beside them; a test makes them anew.
const TIES: [&str; 2] = [shader!("ties.vertex"), shader!("ties.fragment")];
const MARKS: [&str; 2] = [shader!("marks.vertex"), shader!("marks.fragment")];
/// What the shaders call the view in their two stages, and the pictures.
const VIEWS: [&str; 2] = ["View_block_0Vertex", "View_block_0Fragment"];
const PICTURES: [&str; 2] = ["_group_0_binding_1_vs", "_group_0_binding_2_vs"];
/// Texture units of the pictures; the toolkit uses the first one.
const UNITS: [u32; 2] = [1, 2];
/// Names of drivers that compute on the processor.
const SOFTWARE: [&str; 6] = [
    "llvmpipe",
    "softpipe",
    "swrast",
    "swiftshader",
    "gdi generic",
    "basic render",
];

/// What lies in the memory of the context.
pub(super) struct Painted {
    ties: glow::Program,
    marks: glow::Program,
    array: glow::VertexArray,
    corners: glow::Buffer,
    view: glow::Buffer,
    /// Places and sizes.
    pictures: [Kept<glow::Texture>; 2],
    mark_list: Kept<glow::Buffer>,
    /// Forms and inks of straight ties, then of bent ones.
    tie_lists: [Kept<glow::Buffer>; 4],
}

/// Something on the device with the number of what was written to it.
struct Kept<T> {
    thing: T,
    version: u64,
}

/// Makes what a context needs to draw batches.
///
/// # Errors
/// Says why the context cannot.
pub(super) fn install(gl: &glow::Context) -> Result<(Shared, Kind, Room), String> {
    let version = gl.version();
    let enough = if version.is_embedded { (3, 0) } else { (3, 3) };
    if (version.major, version.minor) < enough {
        return Err(format!("OpenGL {}.{} is too old", version.major, version.minor));
    }
    let head = if version.is_embedded {
        "#version 300 es"
    } else {
        "#version 330 core"
    };
    // SAFETY: the window is being made, so its context is current; the names asked for exist since OpenGL 1.
    let (name, most) = unsafe {
        (
            gl.get_parameter_string(glow::RENDERER).to_lowercase(),
            gl.get_parameter_i32(glow::MAX_TEXTURE_SIZE),
        )
    };
    let kind = if SOFTWARE.iter().any(|driver| name.contains(driver)) {
        Kind::Software
    } else {
        Kind::Hardware
    };
    let rows = usize::try_from(most).unwrap_or_default();
    if rows < ROW {
        return Err("textures are too small".to_owned());
    }
    let painted = Painted::new(gl, head)?;
    let room = Room {
        rows,
        bytes: i32::MAX as u64,
    };
    Ok((Arc::new(Mutex::new(painted)), kind, room))
}

/// What to add to a painter.
pub(super) fn shape(screen: Rect, shared: &Shared, batch: Batch) -> Shape {
    let shared = Arc::clone(shared);
    let callback = CallbackFn::new(move |info, painter| {
        let target = Target {
            pixels: info.screen_size_px,
            pixels_per_point: info.pixels_per_point,
            linear: false,
        };
        if let Err(error) = shared.lock().draw(painter.gl(), &batch, target) {
            batch.failure.tell(&error);
        }
    });
    Shape::Callback(PaintCallback {
        rect: screen,
        callback: Arc::new(callback),
    })
}

/// One shader stage after the other, joined.
fn program(gl: &glow::Context, head: &str, texts: [&str; 2]) -> Result<glow::Program, String> {
    // SAFETY: the context is current (see the top of the file). Shaders and program are made here, and only here is
    // something done with them before the program is handed out whole.
    unsafe {
        let program = gl.create_program()?;
        for (text, stage) in texts
            .into_iter()
            .zip([glow::VERTEX_SHADER, glow::FRAGMENT_SHADER])
        {
            let shader = gl.create_shader(stage)?;
            // The text is for OpenGL ES; but for its first line it is the same for OpenGL.
            let body = text.split_once('\n').map_or("", |(_, body)| body);
            gl.shader_source(shader, &format!("{head}\n{body}"));
            gl.compile_shader(shader);
            if !gl.get_shader_compile_status(shader) {
                return Err(gl.get_shader_info_log(shader));
            }
            gl.attach_shader(program, shader);
            gl.delete_shader(shader);
        }
        gl.link_program(program);
        if !gl.get_program_link_status(program) {
            return Err(gl.get_program_info_log(program));
        }
        gl.use_program(Some(program));
        for name in VIEWS {
            if let Some(block) = gl.get_uniform_block_index(program, name) {
                gl.uniform_block_binding(program, block, 0);
            }
        }
        for (name, unit) in PICTURES.into_iter().zip(UNITS) {
            let place = gl.get_uniform_location(program, name);
            gl.uniform_1_i32(place.as_ref(), unit as i32);
        }
        gl.use_program(None);
        Ok(program)
    }
}

impl Painted {
    fn new(gl: &glow::Context, head: &str) -> Result<Self, String> {
        let ties = program(gl, head, TIES)?;
        let marks = program(gl, head, MARKS)?;
        // SAFETY: the context is current (see the top of the file); the buffers written to have just been made and
        // bound, and the slices are alive during the calls.
        unsafe {
            let list = || gl.create_buffer().map(|thing| Kept { thing, version: 0 });
            let picture = || gl.create_texture().map(|thing| Kept { thing, version: 0 });
            let corners_buffer = gl.create_buffer()?;
            gl.bind_buffer(glow::ARRAY_BUFFER, Some(corners_buffer));
            gl.buffer_data_u8_slice(glow::ARRAY_BUFFER, &corners(), glow::STATIC_DRAW);
            gl.bind_buffer(glow::ARRAY_BUFFER, None);
            let view = gl.create_buffer()?;
            gl.bind_buffer(glow::UNIFORM_BUFFER, Some(view));
            gl.buffer_data_size(glow::UNIFORM_BUFFER, SIZE as i32, glow::DYNAMIC_DRAW);
            gl.bind_buffer(glow::UNIFORM_BUFFER, None);
            Ok(Self {
                ties,
                marks,
                array: gl.create_vertex_array()?,
                corners: corners_buffer,
                view,
                pictures: [picture()?, picture()?],
                mark_list: list()?,
                tie_lists: [list()?, list()?, list()?, list()?],
            })
        }
    }

    /// Brings the context up to date and draws.
    ///
    /// # Errors
    /// Says what the driver refused.
    fn draw(&mut self, gl: &glow::Context, batch: &Batch, target: Target) -> Result<(), String> {
        // SAFETY: the context is current (see the top of the file). Errors of others are not counted as ours.
        unsafe { gl.get_error() };
        self.follow(gl, batch);
        let view = batch.view.bytes(target);
        // SAFETY: the context is current (see the top of the file). Everything that is bound was made in `new`, the
        // records that are drawn lie in the buffers (`draws` counts what `follow` wrote), and the toolkit sets its own
        // state anew after a callback.
        unsafe {
            gl.bind_buffer(glow::UNIFORM_BUFFER, Some(self.view));
            gl.buffer_sub_data_u8_slice(glow::UNIFORM_BUFFER, 0, &view);
            gl.bind_buffer_base(glow::UNIFORM_BUFFER, 0, Some(self.view));
            gl.use_program(Some(match batch.part {
                Part::Ties => self.ties,
                Part::Marks => self.marks,
            }));
            for (kept, unit) in self.pictures.iter().zip(UNITS) {
                gl.active_texture(glow::TEXTURE0 + unit);
                gl.bind_texture(glow::TEXTURE_2D, Some(kept.thing));
            }
            gl.bind_vertex_array(Some(self.array));
            gl.bind_buffer(glow::ARRAY_BUFFER, Some(self.corners));
            gl.enable_vertex_attrib_array(0);
            gl.vertex_attrib_pointer_f32(0, 2, glow::FLOAT, false, 8, 0);
            gl.vertex_attrib_divisor(0, 0);
            for draw in batch.draws() {
                let skipped = draw.records.start as i32;
                let [a, b, c, d] = &self.tie_lists;
                match draw.list {
                    List::Marks => {
                        let size = MARK as i32;
                        let from = skipped * size;
                        gl.bind_buffer(glow::ARRAY_BUFFER, Some(self.mark_list.thing));
                        gl.vertex_attrib_pointer_i32(1, 1, glow::UNSIGNED_INT, size, from);
                        gl.vertex_attrib_pointer_f32(2, 4, glow::UNSIGNED_BYTE, true, size, from + 4);
                        gl.vertex_attrib_pointer_f32(3, 4, glow::UNSIGNED_BYTE, true, size, from + 8);
                        gl.vertex_attrib_pointer_i32(4, 4, glow::UNSIGNED_BYTE, size, from + 12);
                    }
                    List::Straight | List::Bent => {
                        let straight = draw.list == List::Straight;
                        let (forms, inks) = if straight { (a, b) } else { (c, d) };
                        let (form, ink) = (TIE_FORM as i32, TIE_INK as i32);
                        let from = skipped * form;
                        gl.bind_buffer(glow::ARRAY_BUFFER, Some(forms.thing));
                        gl.vertex_attrib_pointer_i32(1, 2, glow::UNSIGNED_INT, form, from);
                        gl.vertex_attrib_pointer_f32(2, 2, glow::FLOAT, false, form, from + 8);
                        let from = skipped * ink;
                        gl.bind_buffer(glow::ARRAY_BUFFER, Some(inks.thing));
                        gl.vertex_attrib_pointer_f32(3, 4, glow::UNSIGNED_BYTE, true, ink, from);
                        gl.vertex_attrib_pointer_i32(4, 4, glow::UNSIGNED_BYTE, ink, from + 4);
                    }
                }
                for place in 1..=4 {
                    gl.enable_vertex_attrib_array(place);
                    gl.vertex_attrib_divisor(place, 1);
                }
                let (first, corners) = (draw.first_corner as i32, draw.corners as i32);
                let count = draw.records.len() as i32;
                gl.draw_arrays_instanced(glow::TRIANGLE_STRIP, first, corners, count);
            }
            gl.bind_vertex_array(None);
            gl.bind_buffer(glow::ARRAY_BUFFER, None);
            gl.bind_buffer(glow::UNIFORM_BUFFER, None);
            for unit in UNITS {
                gl.active_texture(glow::TEXTURE0 + unit);
                gl.bind_texture(glow::TEXTURE_2D, None);
            }
            match gl.get_error() {
                glow::NO_ERROR => Ok(()),
                error => Err(format!("OpenGL error {error:#x}")),
            }
        }
    }

    fn follow(&mut self, gl: &glow::Context, batch: &Batch) {
        let stock = &batch.stock;
        for (kept, blob) in self.pictures.iter_mut().zip([&stock.places, &stock.sizes]) {
            if kept.version != blob.version {
                keep_picture(gl, kept.thing, blob);
                kept.version = blob.version;
            }
        }
        let lists = [
            &stock.straight.forms,
            &stock.straight.inks,
            &stock.bent.forms,
            &stock.bent.inks,
        ];
        let kept = std::iter::once(&mut self.mark_list).chain(&mut self.tie_lists);
        for (kept, blob) in kept.zip(std::iter::once(&stock.marks).chain(lists)) {
            if kept.version != blob.version {
                // SAFETY: the context is current (see the top of the file), the buffer was made in `new`, and the
                // driver copies the bytes before the call returns.
                unsafe {
                    gl.bind_buffer(glow::ARRAY_BUFFER, Some(kept.thing));
                    gl.buffer_data_u8_slice(glow::ARRAY_BUFFER, &blob.bytes, glow::DYNAMIC_DRAW);
                    gl.bind_buffer(glow::ARRAY_BUFFER, None);
                }
                kept.version = blob.version;
            }
        }
    }
}

/// Writes two numbers for each mark to a picture.
fn keep_picture(gl: &glow::Context, picture: glow::Texture, blob: &Blob) {
    let rows = (blob.bytes.len() / (ROW * 8)) as i32;
    // SAFETY: the context is current (see the top of the file), the picture was made in `new`, and the slice holds
    // exactly as many bytes as rows of this format have.
    unsafe {
        gl.active_texture(glow::TEXTURE0 + UNITS[0]);
        gl.bind_texture(glow::TEXTURE_2D, Some(picture));
        // Numbers are fetched as they are, never mixed; without this the picture would count as incomplete.
        for name in [glow::TEXTURE_MIN_FILTER, glow::TEXTURE_MAG_FILTER] {
            gl.tex_parameter_i32(glow::TEXTURE_2D, name, glow::NEAREST as i32);
        }
        gl.tex_parameter_i32(glow::TEXTURE_2D, glow::TEXTURE_MAX_LEVEL, 0);
        gl.tex_image_2d(
            glow::TEXTURE_2D,
            0,
            glow::RG32F as i32,
            ROW as i32,
            rows,
            0,
            glow::RG,
            glow::FLOAT,
            glow::PixelUnpackData::Slice(Some(&blob.bytes)),
        );
        gl.bind_texture(glow::TEXTURE_2D, None);
    }
}

// Elsewhere the toolkit comes without what translates.
#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use eframe::wgpu::naga;
    use naga::back::glsl;
    use naga::valid::{Capabilities, ValidationFlags, Validator};

    const SHADERS: [(&str, &str, naga::ShaderStage, &str); 4] = [
        ("ties", "tie_vertex", naga::ShaderStage::Vertex, super::TIES[0]),
        (
            "ties",
            "tie_fragment",
            naga::ShaderStage::Fragment,
            super::TIES[1],
        ),
        ("marks", "mark_vertex", naga::ShaderStage::Vertex, super::MARKS[0]),
        (
            "marks",
            "mark_fragment",
            naga::ShaderStage::Fragment,
            super::MARKS[1],
        ),
    ];

    /// The shader in the language of OpenGL.
    fn translated(name: &str, entry: &str, stage: naga::ShaderStage) -> String {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/shaders");
        let text: String = ["common", name]
            .map(|part| std::fs::read_to_string(format!("{folder}/{part}.wgsl")).unwrap())
            .concat();
        let module =
            naga::front::wgsl::parse_str(&text).unwrap_or_else(|e| panic!("{}", e.emit_to_string(&text)));
        let info = Validator::new(ValidationFlags::all(), Capabilities::empty())
            .validate(&module)
            .unwrap_or_else(|e| panic!("{e:?}"));
        let options = glsl::Options {
            version: glsl::Version::Embedded {
                version: 300,
                is_webgl: false,
            },
            writer_flags: glsl::WriterFlags::empty(),
            ..glsl::Options::default()
        };
        let pipeline = glsl::PipelineOptions {
            shader_stage: stage,
            entry_point: entry.to_owned(),
            multiview: None,
        };
        let mut out = String::new();
        let policies = naga::proc::BoundsCheckPolicies::default();
        let mut writer = glsl::Writer::new(&mut out, &module, &info, &options, &pipeline, policies).unwrap();
        writer.write().unwrap();
        out
    }

    #[test]
    fn both_renderers_run_the_same_shaders() {
        let update = std::env::var_os("UPDATE_DOCS").is_some();
        for (name, entry, stage, held) in SHADERS {
            let text = translated(name, entry, stage);
            let end = entry.split('_').next_back().unwrap();
            let path = format!("assets/shaders/{name}.{end}.glsl");
            if update {
                std::fs::write(format!("{}/{path}", env!("CARGO_MANIFEST_DIR")), &text).unwrap();
            } else {
                assert!(
                    held == text,
                    "{path} is not what its WGSL says; UPDATE_DOCS=1 writes it anew"
                );
            }
        }
    }
}
