//! The letters that come with the program, so that a map is written the same on every machine.

/// Inter, regular (SIL Open Font License 1.1).
pub static REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");
/// Inter, half bold.
pub static STRONG: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");

/// Families to write with, as in CSS: what comes with the program, then what has Chinese letters on usual machines.
pub const FAMILIES: &str = "Inter, 'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', \
                            'Source Han Sans SC', 'Hiragino Sans GB', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
