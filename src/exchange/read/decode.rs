//! From bytes to text: gzip, byte-order marks, encodings. Nothing is lost silently: what cannot be read is counted.

use std::borrow::Cow;
use std::io::Read as _;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use flate2::read::MultiGzDecoder;

use crate::base::cancel::Cancel;
use crate::files::{Fault, LARGEST};

/// So much comes out of a compressed file however small it is, bytes.
const ALWAYS_UNPACKED: usize = 64 << 20;
/// Beyond that no more comes out than so many times what went in. Text of networks shrinks to a tenth or twentieth.
const MOST_RATIO: usize = 100;
/// So much is unpacked between two questions whether it is still wanted.
const PIECE: usize = 1 << 20;
/// So much is looked at to guess an encoding, from the first character on that tells anything.
const LOOKED_AT: usize = 1 << 20;

/// Encodings to choose from when the guess is wrong, the most frequent first; labels of the Encoding Standard.
pub const ENCODINGS: [&str; 21] = [
    "UTF-8",
    "gb18030",
    "GBK",
    "Big5",
    "UTF-16LE",
    "UTF-16BE",
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "ISO-8859-2",
    "ISO-8859-15",
    "Shift_JIS",
    "EUC-JP",
    "EUC-KR",
    "KOI8-R",
    "macintosh",
];

/// Text out of bytes.
#[derive(Debug)]
pub(super) struct Decoded<'b> {
    /// Without a byte-order mark.
    pub(super) text: Cow<'b, str>,
    /// Name of its encoding in the Encoding Standard.
    pub(super) encoding: &'static str,
    /// How many characters could not be read and were replaced.
    pub(super) replaced: usize,
    /// Line of the first of them.
    pub(super) first_replaced: usize,
}

/// The bytes are compressed with gzip.
pub(super) fn is_compressed(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// What was compressed with gzip.
pub(super) fn unpacked(bytes: &[u8], cancel: &Cancel) -> Result<Vec<u8>, Fault> {
    let most = ALWAYS_UNPACKED.max(bytes.len().saturating_mul(MOST_RATIO));
    let most = most.min(usize::try_from(LARGEST).unwrap_or(usize::MAX));
    let mut from = MultiGzDecoder::new(bytes);
    let mut out = Vec::new();
    loop {
        given_up(cancel)?;
        let before = out.len();
        let piece = from.by_ref().take(PIECE as u64).read_to_end(&mut out);
        if out.len() > most {
            return Err(Fault::whole(format!(
                "The compressed file would unpack to more than {} MiB, which no network of its size does",
                most >> 20
            )));
        }
        match piece {
            Ok(_) if out.len() == before => return Ok(out),
            Ok(_) => {}
            Err(cause) => {
                return Err(Fault::whole(format!(
                    "The compressed file is damaged after {} bytes of content: {cause}",
                    out.len()
                )));
            }
        }
    }
}

/// The fault that tells that nobody wants the result any more.
pub(super) fn given_up(cancel: &Cancel) -> Result<(), Fault> {
    cancel.check().map_err(|_| Fault::whole("Reading was given up"))
}

/// The label of an encoding, as the Encoding Standard has it; `None` for a name that it does not know.
pub fn encoding_of(label: &str) -> Option<&'static str> {
    Encoding::for_label(label.trim().as_bytes()).map(Encoding::name)
}

/// The text in some bytes. What is `told` is obeyed; else a byte-order mark counts, then the XML declaration if the
/// bytes agree, then strict UTF-8, then UTF-16 by its zeros, then a guess from the frequency of characters.
pub(super) fn to_text<'b>(bytes: &'b [u8], told: Option<&str>) -> Result<Decoded<'b>, Fault> {
    if bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
        return Err(Fault::whole(
            "The text is UTF-32, which is not read; save it as UTF-8",
        ));
    }
    let marked = Encoding::for_bom(bytes);
    let body = marked.map_or(bytes, |(_, length)| &bytes[length..]);
    let chosen = match told {
        Some(label) => Encoding::for_label(label.as_bytes())
            .ok_or_else(|| Fault::whole(format!("There is no encoding “{label}”")))?,
        None => match marked {
            Some((encoding, _)) => encoding,
            None => {
                if let Ok(text) = std::str::from_utf8(bytes)
                    && (!text.contains('\0') || by_zeros(bytes, false).is_none())
                {
                    return Ok(Decoded {
                        text: Cow::Borrowed(text),
                        encoding: UTF_8.name(),
                        replaced: 0,
                        first_replaced: 0,
                    });
                }
                guessed(bytes)
            }
        },
    };
    let (text, broken) = chosen.decode_without_bom_handling(body);
    let (mut replaced, mut first_replaced) = (0, 0);
    if broken {
        for (number, line) in text.split('\n').enumerate() {
            let here = line.matches('\u{fffd}').count();
            if here > 0 && replaced == 0 {
                first_replaced = number + 1;
            }
            replaced += here;
        }
    }
    Ok(Decoded {
        text,
        encoding: chosen.name(),
        replaced,
        first_replaced,
    })
}

/// The encoding of bytes that are not UTF-8 and have no mark.
fn guessed(bytes: &[u8]) -> &'static Encoding {
    if let Some(declared) = declared(bytes)
        && declared
            .decode_without_bom_handling_and_without_replacement(bytes)
            .is_some()
    {
        return declared;
    }
    if let Some(wide) = by_zeros(bytes, true) {
        return wide;
    }
    // What comes before the first letter that is not plain says nothing about an encoding.
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let start = bytes[..first]
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |at| at + 1);
    let end = bytes.len().min(start + LOOKED_AT);
    // Mostly UTF-8 with a few broken bytes is still UTF-8, read with replacements: any other reading would garble
    // every name to save one.
    if mostly_utf8(&bytes[start..end]) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[start..end], end == bytes.len());
    // Without a country: it would make the detector call Big5, Korean and Latin text GBK.
    detector.guess(None, Utf8Detection::Deny)
}

/// More than nine of ten characters beyond ASCII are well-formed UTF-8.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // The cut at the end of what is looked at may go through a character.
    good > 9 * bad.saturating_sub(1) && good > 2
}

/// The encoding that an XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(400)];
    let declaration = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = declaration.windows(2).position(|two| two == b"?>")?;
    let text = std::str::from_utf8(&declaration[..end]).ok()?;
    let (_, rest) = text.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let label = rest[1..].split(quote).next()?;
    // A declaration that can be read byte by byte cannot be in UTF-16.
    Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}

/// UTF-16 without a mark, told by where the zeros of plain letters and line ends are: nearly all at the first or nearly
/// all at the second byte of a pair. Text that is no UTF-8 (`foreign`) may have as few as line ends have.
fn by_zeros(bytes: &[u8], foreign: bool) -> Option<&'static Encoding> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let mut zeros = [0_usize; 2];
    for pair in head.chunks_exact(2) {
        zeros[0] += usize::from(pair[0] == 0);
        zeros[1] += usize::from(pair[1] == 0);
    }
    let units = head.len() / 2;
    let least = if foreign { units / 100 } else { units * 2 / 5 };
    let [first, second] = zeros;
    let little = second > least && second > 20 * first;
    let big = first > least && first > 20 * second;
    let encoding = match (little, big) {
        (true, false) => UTF_16LE,
        (false, true) => UTF_16BE,
        _ => return None,
    };
    let (_, broken) = encoding.decode_without_bom_handling(bytes);
    (!broken).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn zipped(bytes: &[u8]) -> Vec<u8> {
        let mut zip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        zip.write_all(bytes).unwrap();
        zip.finish().unwrap()
    }

    const CHINESE: &str = "企业名称,类型,员工\n顺德家电有限公司,制造商,320\n佛山模具厂,供应商,45\n华南理工大学,大学,6000\n广东省轻工业协会,协会,12\n";
    const GERMAN: &str = "Name;Art;Stärke\nMüller Gerätebau;Zulieferer;0,5\nBäckerei Groß;Händler;0,25\nStraßenbau Köln;Dienstleister;1\n";

    #[test]
    fn every_encoding_of_the_design_comes_back_as_it_was() {
        let big5 = "名稱,類型\n臺灣積體電路製造公司,製造商\n工業技術研究院,研究機構\n國立清華大學,大學\n";
        let japanese = "名前,種類\nトヨタ自動車株式会社,メーカー\n東京大学,大学\nデンソーの工場,部品\n";
        let korean = "이름,종류\n삼성전자 주식회사,제조업체\n서울대학교,대학\n현대모비스,부품업체\n";
        for (label, text) in [
            ("utf-8", CHINESE),
            ("gb18030", CHINESE),
            ("utf-16le", CHINESE),
            ("utf-16le", GERMAN),
            ("utf-16be", GERMAN),
            ("windows-1252", GERMAN),
            ("big5", big5),
            ("shift_jis", japanese),
            ("euc-kr", korean),
        ] {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            let bytes: Vec<u8> = match label {
                "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
                _ => encoding.encode(text).0.into_owned(),
            };
            let decoded = to_text(&bytes, None).unwrap();
            assert_eq!(decoded.text, text, "{label} read as {}", decoded.encoding);
            assert_eq!(decoded.replaced, 0);
            let told = to_text(&bytes, Some(label)).unwrap();
            assert_eq!(told.text, text);
        }
    }

    #[test]
    fn marks_are_taken_off_and_obeyed() {
        let utf8 = to_text("\u{feff}Source".as_bytes(), None).unwrap();
        assert_eq!((&*utf8.text, utf8.encoding), ("Source", "UTF-8"));
        let mut wide = vec![0xff, 0xfe];
        wide.extend("源,目标".encode_utf16().flat_map(u16::to_le_bytes));
        let decoded = to_text(&wide, None).unwrap();
        assert_eq!((&*decoded.text, decoded.encoding), ("源,目标", "UTF-16LE"));
        assert!(to_text(&[0xff, 0xfe, 0, 0, 65, 0, 0, 0], None).is_err());
    }

    #[test]
    fn a_declaration_counts_only_when_it_is_right() {
        let of = |label: &str, name: &[u8]| {
            let mut bytes = format!("<?xml version=\"1.0\" encoding='{label}'?><a>").into_bytes();
            bytes.extend(name);
            bytes.extend(b"</a>");
            bytes
        };
        let latin = of("ISO-8859-2", b"\xb3\xf3d\xbc");
        let decoded = to_text(&latin, None).unwrap();
        assert!(decoded.text.contains("łódź"), "{}", decoded.text);
        let wrong = of("ISO-8859-1", "Łódź".as_bytes());
        assert_eq!(to_text(&wrong, None).unwrap().encoding, "UTF-8");
        let wrong = of("UTF-16", "Zürich".as_bytes());
        assert_eq!(to_text(&wrong, None).unwrap().encoding, "UTF-8");
    }

    #[test]
    fn what_cannot_be_read_is_counted_with_its_line() {
        let mut bytes = "Zürich,Köln,Łódź,顺德,Genève,Århus,Málaga,Ærø,Ñuble\nDatang,"
            .as_bytes()
            .to_vec();
        bytes.push(0xff);
        bytes.extend(b"\n");
        let decoded = to_text(&bytes, None).unwrap();
        assert_eq!(
            (decoded.encoding, decoded.replaced, decoded.first_replaced),
            ("UTF-8", 1, 2)
        );
        assert!(decoded.text.starts_with("Zürich"));
        let gbk = to_text(b"a,\xff\xff\nb", Some("gbk")).unwrap();
        assert!(gbk.replaced > 0);
        assert!(to_text(b"a", Some("klingon")).is_err());
    }

    #[test]
    fn a_stray_zero_does_not_make_wide_text() {
        let decoded = to_text(b"a,b\0\nc,dd\n", None).unwrap();
        assert_eq!(decoded.text, "a,b\0\nc,dd\n");
    }

    #[test]
    fn gzip_is_unpacked_but_no_bomb() {
        let text = CHINESE.repeat(50);
        assert_eq!(
            unpacked(&zipped(text.as_bytes()), &Cancel::new()).unwrap(),
            text.as_bytes()
        );
        let mut two = zipped(b"a,b\n");
        two.extend(zipped(b"c,d\n"));
        assert_eq!(unpacked(&two, &Cancel::new()).unwrap(), b"a,b\nc,d\n");
        let bomb = zipped(&vec![b'a'; 80 << 20]);
        let fault = unpacked(&bomb, &Cancel::new()).unwrap_err().to_string();
        assert!(fault.contains("64 MiB"), "{fault}");
        let cut = &zipped(text.as_bytes())[..60];
        let fault = unpacked(cut, &Cancel::new()).unwrap_err().to_string();
        assert!(fault.contains("damaged"), "{fault}");
    }

    #[test]
    fn every_encoding_to_choose_from_is_one() {
        for label in ENCODINGS {
            assert_eq!(encoding_of(label), Some(label));
        }
        assert_eq!(encoding_of(" latin1 "), Some("windows-1252"));
        assert_eq!(encoding_of("klingon"), None);
    }
}
