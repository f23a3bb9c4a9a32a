//! The batches by way of wgpu.

use std::future::Future as _;
use std::task::{Context, Poll, Waker};

use eframe::egui_wgpu::{Callback, CallbackResources, CallbackTrait, RenderState, ScreenDescriptor};
use eframe::wgpu;
use egui::{Rect, Shape};

use super::stock::{Blob, MARK, ROW, TIE_FORM, TIE_INK};
use super::view::{SIZE, Target};
use super::{Batch, Kind, List, Part, Room, corners};

const TIES: &str = concat!(
    include_str!("../../../../assets/shaders/common.wgsl"),
    include_str!("../../../../assets/shaders/ties.wgsl")
);
const MARKS: &str = concat!(
    include_str!("../../../../assets/shaders/common.wgsl"),
    include_str!("../../../../assets/shaders/marks.wgsl")
);

/// What lies on the device.
struct Painted {
    ties: wgpu::RenderPipeline,
    marks: wgpu::RenderPipeline,
    layout: wgpu::BindGroupLayout,
    corners: wgpu::Buffer,
    view: wgpu::Buffer,
    linear: bool,
    places: Option<Kept<wgpu::Texture>>,
    sizes: Option<Kept<wgpu::Texture>>,
    group: Option<wgpu::BindGroup>,
    mark_list: Option<Kept<wgpu::Buffer>>,
    /// Forms and inks of straight ties, then of bent ones.
    tie_lists: [Option<Kept<wgpu::Buffer>>; 4],
}

/// Something on the device with the number of what was written to it.
struct Kept<T> {
    thing: T,
    version: u64,
}

/// Makes what a device needs to draw batches.
///
/// # Errors
/// Says why the device cannot.
pub(super) fn install(state: &RenderState) -> Result<(Kind, Room), String> {
    let device = &state.device;
    let scope = device.push_error_scope(wgpu::ErrorFilter::Validation);
    let painted = Painted::new(device, &state.queue, state.target_format);
    let error = std::pin::pin!(scope.pop());
    // Desktop systems answer at once.
    if let Poll::Ready(Some(error)) = error.poll(&mut Context::from_waker(Waker::noop())) {
        return Err(error.to_string());
    }
    state.renderer.write().callback_resources.insert(painted);
    let kind = match state.adapter.get_info().device_type {
        wgpu::DeviceType::Cpu => Kind::Software,
        _ => Kind::Hardware,
    };
    let limits = device.limits();
    let room = Room {
        rows: limits.max_texture_dimension_2d as usize,
        bytes: limits.max_buffer_size,
    };
    if (limits.max_texture_dimension_2d as usize) < ROW {
        return Err("textures are too small".to_owned());
    }
    Ok((kind, room))
}

/// What to add to a painter.
pub(super) fn shape(screen: Rect, batch: Batch) -> Shape {
    Shape::Callback(Callback::new_paint_callback(screen, batch))
}

fn buffer(device: &wgpu::Device, label: &str, size: u64, usage: wgpu::BufferUsages) -> wgpu::Buffer {
    device.create_buffer(&wgpu::BufferDescriptor {
        label: Some(label),
        size,
        usage: usage | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    })
}

impl Painted {
    fn new(device: &wgpu::Device, queue: &wgpu::Queue, format: wgpu::TextureFormat) -> Self {
        let texture = |binding| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::VERTEX,
            ty: wgpu::BindingType::Texture {
                sample_type: wgpu::TextureSampleType::Float { filterable: false },
                view_dimension: wgpu::TextureViewDimension::D2,
                multisampled: false,
            },
            count: None,
        };
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("map"),
            entries: &[
                wgpu::BindGroupLayoutEntry {
                    binding: 0,
                    visibility: wgpu::ShaderStages::VERTEX_FRAGMENT,
                    ty: wgpu::BindingType::Buffer {
                        ty: wgpu::BufferBindingType::Uniform,
                        has_dynamic_offset: false,
                        min_binding_size: None,
                    },
                    count: None,
                },
                texture(1),
                texture(2),
            ],
        });
        let corner = wgpu::VertexBufferLayout {
            array_stride: 8,
            step_mode: wgpu::VertexStepMode::Vertex,
            attributes: &wgpu::vertex_attr_array![0 => Float32x2],
        };
        let mark = wgpu::VertexBufferLayout {
            array_stride: MARK as u64,
            step_mode: wgpu::VertexStepMode::Instance,
            attributes: &wgpu::vertex_attr_array![1 => Uint32, 2 => Unorm8x4, 3 => Unorm8x4, 4 => Uint8x4],
        };
        let form = wgpu::VertexBufferLayout {
            array_stride: TIE_FORM as u64,
            step_mode: wgpu::VertexStepMode::Instance,
            attributes: &wgpu::vertex_attr_array![1 => Uint32x2, 2 => Float32x2],
        };
        let ink = wgpu::VertexBufferLayout {
            array_stride: TIE_INK as u64,
            step_mode: wgpu::VertexStepMode::Instance,
            attributes: &wgpu::vertex_attr_array![3 => Unorm8x4, 4 => Uint8x4],
        };
        let pipeline = |name: &str, text: &str, buffers: &[Option<wgpu::VertexBufferLayout<'_>>]| {
            pipeline(device, &layout, format, name, text, buffers)
        };
        let ties = pipeline("tie", TIES, &[Some(corner.clone()), Some(form), Some(ink)]);
        let marks = pipeline("mark", MARKS, &[Some(corner), Some(mark)]);
        let bytes = corners();
        let corners = buffer(device, "corners", bytes.len() as u64, wgpu::BufferUsages::VERTEX);
        queue.write_buffer(&corners, 0, &bytes);
        Self {
            ties,
            marks,
            layout,
            corners,
            view: buffer(device, "view", SIZE as u64, wgpu::BufferUsages::UNIFORM),
            linear: format.is_srgb(),
            places: None,
            sizes: None,
            group: None,
            mark_list: None,
            tie_lists: [None, None, None, None],
        }
    }

    /// Brings the device up to date.
    fn follow(&mut self, batch: &Batch, device: &wgpu::Device, queue: &wgpu::Queue) {
        let stock = &batch.stock;
        let another = [
            keep_picture(&mut self.places, &stock.places, device, queue),
            keep_picture(&mut self.sizes, &stock.sizes, device, queue),
        ];
        if (self.group.is_none() || another.contains(&true))
            && let (Some(places), Some(sizes)) = (&self.places, &self.sizes)
        {
            let pictures = [places, sizes].map(|kept| kept.thing.create_view(&Default::default()));
            self.group = Some(device.create_bind_group(&wgpu::BindGroupDescriptor {
                label: Some("map"),
                layout: &self.layout,
                entries: &[
                    wgpu::BindGroupEntry {
                        binding: 0,
                        resource: self.view.as_entire_binding(),
                    },
                    wgpu::BindGroupEntry {
                        binding: 1,
                        resource: wgpu::BindingResource::TextureView(&pictures[0]),
                    },
                    wgpu::BindGroupEntry {
                        binding: 2,
                        resource: wgpu::BindingResource::TextureView(&pictures[1]),
                    },
                ],
            }));
        }
        keep_list(&mut self.mark_list, &stock.marks, device, queue);
        let lists = [
            &stock.straight.forms,
            &stock.straight.inks,
            &stock.bent.forms,
            &stock.bent.inks,
        ];
        for (kept, blob) in self.tie_lists.iter_mut().zip(lists) {
            keep_list(kept, blob, device, queue);
        }
    }

    fn draw(&self, batch: &Batch, pass: &mut wgpu::RenderPass<'static>) {
        let Some(group) = &self.group else { return };
        pass.set_bind_group(0, group, &[]);
        pass.set_pipeline(match batch.part {
            Part::Ties => &self.ties,
            Part::Marks => &self.marks,
        });
        pass.set_vertex_buffer(0, self.corners.slice(..));
        for draw in batch.draws() {
            let [a, b, c, d] = &self.tie_lists;
            let records = match draw.list {
                List::Marks => vec![(&self.mark_list, MARK)],
                List::Straight => vec![(a, TIE_FORM), (b, TIE_INK)],
                List::Bent => vec![(c, TIE_FORM), (d, TIE_INK)],
            };
            for (slot, (list, size)) in records.into_iter().enumerate() {
                let Some(list) = list else { return };
                let from = (draw.records.start * size) as u64;
                pass.set_vertex_buffer(slot as u32 + 1, list.thing.slice(from..));
            }
            let corners = draw.first_corner..draw.first_corner + draw.corners;
            pass.draw(corners, 0..draw.records.len() as u32);
        }
    }
}

fn pipeline(
    device: &wgpu::Device,
    layout: &wgpu::BindGroupLayout,
    format: wgpu::TextureFormat,
    name: &str,
    text: &str,
    buffers: &[Option<wgpu::VertexBufferLayout<'_>>],
) -> wgpu::RenderPipeline {
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some(name),
        source: wgpu::ShaderSource::Wgsl(text.into()),
    });
    let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some(name),
        bind_group_layouts: &[Some(layout)],
        immediate_size: 0,
    });
    let blend = wgpu::BlendState {
        color: wgpu::BlendComponent {
            src_factor: wgpu::BlendFactor::One,
            dst_factor: wgpu::BlendFactor::OneMinusSrcAlpha,
            operation: wgpu::BlendOperation::Add,
        },
        alpha: wgpu::BlendComponent {
            src_factor: wgpu::BlendFactor::OneMinusDstAlpha,
            dst_factor: wgpu::BlendFactor::One,
            operation: wgpu::BlendOperation::Add,
        },
    };
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some(name),
        layout: Some(&layout),
        vertex: wgpu::VertexState {
            module: &module,
            entry_point: Some(&format!("{name}_vertex")),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            buffers,
        },
        primitive: wgpu::PrimitiveState {
            topology: wgpu::PrimitiveTopology::TriangleStrip,
            ..wgpu::PrimitiveState::default()
        },
        depth_stencil: None,
        multisample: wgpu::MultisampleState::default(),
        fragment: Some(wgpu::FragmentState {
            module: &module,
            entry_point: Some(&format!("{name}_fragment")),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            targets: &[Some(wgpu::ColorTargetState {
                format,
                blend: Some(blend),
                write_mask: wgpu::ColorWrites::ALL,
            })],
        }),
        multiview_mask: None,
        cache: None,
    })
}

/// Writes two numbers for each mark to a picture; whether it is another one now.
fn keep_picture(
    kept: &mut Option<Kept<wgpu::Texture>>,
    blob: &Blob,
    device: &wgpu::Device,
    queue: &wgpu::Queue,
) -> bool {
    if kept.as_ref().is_some_and(|kept| kept.version == blob.version) {
        return false;
    }
    let size = wgpu::Extent3d {
        width: ROW as u32,
        height: (blob.bytes.len() / (ROW * 8)) as u32,
        depth_or_array_layers: 1,
    };
    let fits = kept.as_ref().is_some_and(|kept| kept.thing.size() == size);
    if !fits {
        let thing = device.create_texture(&wgpu::TextureDescriptor {
            label: Some("of marks"),
            size,
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: wgpu::TextureFormat::Rg32Float,
            usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
            view_formats: &[],
        });
        *kept = Some(Kept { thing, version: 0 });
    }
    if let Some(kept) = kept {
        let layout = wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(ROW as u32 * 8),
            rows_per_image: None,
        };
        queue.write_texture(kept.thing.as_image_copy(), &blob.bytes, layout, size);
        kept.version = blob.version;
    }
    !fits
}

fn keep_list(kept: &mut Option<Kept<wgpu::Buffer>>, blob: &Blob, device: &wgpu::Device, queue: &wgpu::Queue) {
    if kept.as_ref().is_some_and(|kept| kept.version == blob.version) {
        return;
    }
    let size = blob.bytes.len() as u64;
    if kept.as_ref().is_none_or(|kept| kept.thing.size() < size) {
        // Some air, so that not every new tie needs another buffer.
        let room = (size + size / 4)
            .next_multiple_of(4)
            .max(64)
            .min(device.limits().max_buffer_size);
        let thing = buffer(device, "records", room, wgpu::BufferUsages::VERTEX);
        *kept = Some(Kept { thing, version: 0 });
    }
    if let Some(kept) = kept {
        queue.write_buffer(&kept.thing, 0, &blob.bytes);
        kept.version = blob.version;
    }
}

impl CallbackTrait for Batch {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        if let Some(painted) = resources.get_mut::<Painted>() {
            painted.follow(self, device, queue);
            let target = Target {
                pixels: screen.size_in_pixels,
                pixels_per_point: screen.pixels_per_point,
                linear: painted.linear,
            };
            queue.write_buffer(&painted.view, 0, &self.view.bytes(target));
        } else {
            self.failure.tell("the device is another one");
        }
        Vec::new()
    }

    fn paint(
        &self,
        _info: egui::PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        resources: &CallbackResources,
    ) {
        if let Some(painted) = resources.get::<Painted>() {
            painted.draw(self, pass);
        }
    }
}
