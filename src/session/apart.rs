//! Reads files that may do harm in a process of their own: the same program once more, with limits on memory and time.
//!
//! A failed allocation ends a process and cannot be caught; so what is large, or packed and may unpack to anything, is
//! not read where a document is open. The child is told where the file is, or gets bytes that stand in no file through
//! a pipe, and sends back how far it is, then the draft or the reason why there is none. Giving up ends it. A large
//! file is never in the memory of the process that asked for it.

use std::io::{self, BufReader, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::Draft;
use crate::exchange::format::Format;
use crate::exchange::read;
use crate::exchange::reading::Reading;
use crate::exchange::wire::{In, Out};
use crate::files::{self, Fault};

/// Word of the command line that makes this program such a reader.
pub const WORD: &str = "read-apart";

/// Files and texts from this size on are read apart, bytes. Below it a reader takes less time than a second process,
/// and less memory than anybody misses.
pub const LARGE: usize = 8 << 20;

/// So much of a large file is looked at here, bytes.
const HEAD: u64 = 1 << 20;

/// What there is to read.
#[derive(Clone, Debug)]
pub enum Content {
    /// Bytes that are here.
    Bytes(Vec<u8>),
    /// A large file, which only the process that reads it loads.
    File {
        /// Where it is.
        path: PathBuf,
        /// Its first bytes, up to the end of a character.
        head: Vec<u8>,
    },
}

impl Content {
    /// The content of a file; a large one stays where it is, if there is a process to read it in.
    ///
    /// # Errors
    /// When it cannot be read, or is too large to be.
    pub fn of(path: &Path) -> Result<Self, Fault> {
        let size = files::size_of(path);
        if PROGRAM.get().is_none() || size < LARGE as u64 || size > files::LARGEST || path.to_str().is_none()
        {
            return files::read_bytes(path).map(Self::Bytes);
        }
        let mut head = files::read_start(path, HEAD)?;
        if let Err(error) = std::str::from_utf8(&head)
            && error.error_len().is_none()
        {
            head.truncate(error.valid_up_to());
        }
        Ok(Self::File {
            path: path.to_owned(),
            head,
        })
    }

    /// What can be looked at without loading a large file: its beginning, or all.
    pub fn head(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::File { head, .. } => head,
        }
    }

    /// Bytes in all, or none where the file is gone.
    fn len(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::File { path, .. } => files::size_of(path) as usize,
        }
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// How a file is read apart.
#[derive(Clone, Debug)]
pub struct Apart {
    /// The program that reads; it understands [`WORD`].
    pub program: PathBuf,
    /// Address space that it may take, in bytes; a system may not know such a limit.
    pub memory: u64,
    /// After so long it is ended.
    pub time: Duration,
}

/// The program itself, once it has said that it can read apart.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// From now on this program is started again for what is better read apart. Tests, which are other programs, do not.
pub fn allow() {
    if let Ok(program) = std::env::current_exe() {
        PROGRAM.get_or_init(|| program);
    }
}

impl Apart {
    /// The limits for so many bytes: 768 MiB, which is what a process takes in any case and a small workbook that
    /// unpacks to a large one, and ten times the bytes; two minutes, and two seconds for each MiB.
    pub fn of(program: &Path, bytes: usize) -> Self {
        const BASE: u64 = 768 << 20;
        const TIMES: u64 = 10;
        Self {
            program: program.to_owned(),
            memory: BASE + TIMES * bytes as u64,
            time: Duration::from_secs(120 + (bytes as u64 >> 19)),
        }
    }
}

/// Reads a file as [`read::read`] does, apart if that is better.
///
/// # Errors
/// As [`read::read`]; also when the reader needed more than it may have.
pub fn read(
    content: &Content,
    name: &str,
    reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    match PROGRAM.get() {
        Some(program) if is_better_apart(content, name, reading) => {
            let apart = Apart::of(program, unpacked(content));
            read_with(&apart, content, name, reading, progress, cancel)
        }
        _ => read_here(content, name, reading, progress, cancel),
    }
}

fn read_here(
    content: &Content,
    name: &str,
    reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    match content {
        Content::Bytes(bytes) => read::read(bytes, name, reading, progress, cancel),
        Content::File { path, .. } => read::read(&files::read_bytes(path)?, name, reading, progress, cancel),
    }
}

const GZIP: [u8; 2] = [0x1f, 0x8b];

fn is_better_apart(content: &Content, name: &str, reading: &Reading) -> bool {
    let bytes = match content {
        Content::Bytes(bytes) if bytes.len() < LARGE => bytes,
        Content::Bytes(_) | Content::File { .. } => return true,
    };
    // What a gzip of this size holds may be large, whatever it says.
    let packed = bytes.starts_with(b"PK") || bytes.starts_with(&GZIP);
    packed
        && (bytes.starts_with(&GZIP) && bytes.len() >= LARGE / 32
            || reading.format.or_else(|| read::guess(bytes, name).format) == Some(Format::Xlsx))
}

/// Bytes that a limit of memory is counted from: those of the text in a compressed file, as far as its end tells and as
/// it is believed.
fn unpacked(content: &Content) -> usize {
    /// Text of networks shrinks to a tenth or twentieth.
    const MOST_RATIO: usize = 20;
    let size = content.len();
    if !content.head().starts_with(&GZIP) {
        return size;
    }
    let end = match content {
        Content::Bytes(bytes) => bytes.last_chunk().copied(),
        Content::File { path, .. } => files::read_end(path, 4).ok().and_then(|end| end.try_into().ok()),
    };
    let told = end.map_or(0, u32::from_le_bytes) as usize;
    size + told.min(MOST_RATIO * size)
}

/// What the child says.
enum Word {
    Progress(f64),
    Done(Box<Draft>),
    Fault(String),
    /// It says nothing more.
    Silence,
}

const PROGRESS: u8 = b'p';
const DRAFT: u8 = b'd';
const FAULT: u8 = b'f';

/// How the child gets what it reads.
const BY_PATH: u8 = b'n';
const BY_PIPE: u8 = b'b';

/// Reads a file apart, with these limits.
///
/// # Errors
/// As [`read()`].
pub fn read_with(
    apart: &Apart,
    content: &Content,
    name: &str,
    reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    let mut child = match start(&apart.program) {
        Ok(child) => child,
        Err(error) => {
            // Better here than not at all; the caps of the reader hold here as well.
            log::warn!("no process to read apart in: {error}");
            return read_here(content, name, reading, progress, cancel);
        }
    };
    let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        end(&mut child);
        return Err(Fault::whole("The process that reads the file has no pipes"));
    };
    let until = Instant::now() + apart.time;
    let (tell, told) = channel();
    let outcome = std::thread::scope(|scope| {
        let feed = move || {
            // A child that ends early closes its end; it says why on the other pipe.
            let mut out = Out(BufWriter::new(stdin));
            let fed = out
                .number(apart.memory)
                .and_then(|()| out.number(apart.time.as_secs()))
                .and_then(|()| out.text(name))
                .and_then(|()| out.reading(reading))
                .and_then(|()| match content {
                    Content::Bytes(bytes) => {
                        out.0.write_all(&[BY_PIPE]).and_then(|()| out.0.write_all(bytes))
                    }
                    Content::File { path, .. } => {
                        out.0.write_all(&[BY_PATH])?;
                        out.text(&absolute(path))
                    }
                })
                .and_then(|()| out.0.flush());
            if let Err(error) = fed {
                log::debug!("not all of the file was taken: {error}");
            }
        };
        let listen = move || listen(BufReader::with_capacity(1 << 16, stdout), &tell);
        let threads = [
            std::thread::Builder::new()
                .name("feed reader".to_owned())
                .spawn_scoped(scope, feed),
            std::thread::Builder::new()
                .name("hear reader".to_owned())
                .spawn_scoped(scope, listen),
        ];
        if let Some(error) = threads.into_iter().find_map(Result::err) {
            end(&mut child);
            return Err(Fault::whole(format!("The file cannot be read apart: {error}")));
        }
        loop {
            if cancel.check().is_err() {
                end(&mut child);
                return Err(Fault::whole("Reading was given up"));
            }
            if Instant::now() > until {
                end(&mut child);
                return Err(too_long(apart.time));
            }
            match told.recv_timeout(Duration::from_millis(30)) {
                Ok(Word::Progress(share)) => progress.set((share.clamp(0.0, 1.0) * 1e6) as usize, 1_000_000),
                Ok(Word::Done(draft)) => {
                    end(&mut child);
                    return Ok(*draft);
                }
                Ok(Word::Fault(what)) => {
                    end(&mut child);
                    return Err(Fault::whole(what));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Ok(Word::Silence) | Err(RecvTimeoutError::Disconnected) => {
                    return Err(why(ended(&mut child), apart));
                }
            }
        }
    });
    progress.set(1, 1);
    outcome
}

/// The path as it is for a process that may have been started elsewhere.
fn absolute(path: &Path) -> String {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    whole.to_string_lossy().into_owned()
}

fn start(program: &Path) -> io::Result<Child> {
    let mut command = Command::new(program);
    command
        .arg(WORD)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt as _;
        /// No console window comes up.
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;
        command.creation_flags(CREATE_NO_WINDOW);
    }
    command.spawn()
}

/// Ends the child and takes its place in the list of processes away.
fn end(child: &mut Child) {
    if let Err(error) = child.kill().and_then(|()| child.wait()) {
        log::debug!("the reader had ended already: {error}");
    }
}

/// How a child ended that has closed its pipe; one that lives on all the same is ended.
fn ended(child: &mut Child) -> Option<ExitStatus> {
    for _ in 0..100 {
        match child.try_wait() {
            Ok(None) => std::thread::sleep(Duration::from_millis(20)),
            Ok(ended) => return ended,
            Err(_) => return None,
        }
    }
    end(child);
    None
}

fn listen(pipe: impl io::Read, tell: &Sender<Word>) {
    let mut input = In(pipe);
    loop {
        let mut sort = [0];
        let word = input.0.read_exact(&mut sort).and_then(|()| match sort[0] {
            PROGRESS => {
                let mut share = [0; 8];
                input.0.read_exact(&mut share)?;
                Ok(Word::Progress(f64::from_le_bytes(share)))
            }
            DRAFT => Ok(Word::Done(Box::new(input.draft()?))),
            FAULT => Ok(Word::Fault(input.text()?)),
            _ => Err(io::ErrorKind::InvalidData.into()),
        });
        let word = word.unwrap_or(Word::Silence);
        let last = !matches!(word, Word::Progress(_));
        // Nobody listens any more once it was given up.
        if tell.send(word).is_err() || last {
            return;
        }
    }
}

fn too_long(time: Duration) -> Fault {
    Fault::whole(format!(
        "Reading this file takes longer than {} seconds, and was given up",
        time.as_secs()
    ))
}

/// Why the child has ended without an answer.
fn why(ended: Option<ExitStatus>, apart: &Apart) -> Fault {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        /// Raised by the program itself, after an allocation that failed.
        const SIGABRT: i32 = 6;
        /// The limit on computing time.
        const SIGXCPU: i32 = 24;
        match ended.and_then(|ended| ended.signal()) {
            Some(SIGABRT) => {
                return Fault::whole(format!(
                    "Reading this file needs more than {} MiB of memory, and was given up",
                    apart.memory >> 20
                ));
            }
            Some(SIGXCPU) => return too_long(apart.time),
            _ => {}
        }
    }
    let code = ended.and_then(|ended| ended.code());
    Fault::whole(match code {
        Some(101) => "The reader of this format fails at this file, which is a mistake of Milieu".to_owned(),
        _ => format!(
            "The process that reads the file ended without an answer; it may take {} MiB of memory",
            apart.memory >> 20
        ),
    })
}

/// Sets the limits of this process, where the system knows such.
#[cfg(unix)]
fn limit(memory: u64, seconds: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in [
        (Resource::As, memory),
        (Resource::Cpu, seconds),
        // What it leaves when it fails is of no use to anybody.
        (Resource::Core, 0),
    ] {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        if let Err(error) = setrlimit(resource, limit) {
            log::warn!("no limit for reading: {error}");
        }
    }
}

#[cfg(not(unix))]
fn limit(_memory: u64, _seconds: u64) {}

/// The other side: reads what comes in, and answers.
///
/// # Errors
/// When the pipes break.
pub fn serve(input: impl io::Read, output: impl Write + Send) -> io::Result<()> {
    let mut input = In(BufReader::new(input));
    let (memory, seconds) = (input.number()?, input.number()?);
    limit(memory, seconds);
    let (name, reading) = (input.text()?, input.reading()?);
    let mut how = [0];
    input.0.read_exact(&mut how)?;
    let content = match how[0] {
        BY_PATH => Content::File {
            path: input.text()?.into(),
            head: Vec::new(),
        },
        _ => {
            let mut bytes = Vec::new();
            input.0.read_to_end(&mut bytes)?;
            Content::Bytes(bytes)
        }
    };
    let (progress, cancel, done) = (Progress::new(), Cancel::new(), Cancel::new());
    let output = Mutex::new(BufWriter::with_capacity(1 << 16, output));
    let lock = || output.lock().unwrap_or_else(PoisonError::into_inner);
    let read = std::thread::scope(|scope| {
        let tell = || {
            while done.check().is_ok() {
                std::thread::sleep(Duration::from_millis(50));
                let share = progress.share().to_le_bytes();
                let mut out = lock();
                if done.check().is_ok()
                    && out
                        .write_all(&[PROGRESS])
                        .and_then(|()| out.write_all(&share))
                        .and_then(|()| out.flush())
                        .is_err()
                {
                    // Nobody listens: whoever asked is gone.
                    cancel.raise();
                    return;
                }
            }
        };
        if let Err(error) = std::thread::Builder::new()
            .name("tell progress".to_owned())
            .spawn_scoped(scope, tell)
        {
            log::debug!("no progress is told: {error}");
        }
        let read = read_here(&content, &name, &reading, &progress, &cancel);
        // The lock, so that no half a word stands before the answer.
        let held = lock();
        done.raise();
        drop(held);
        read
    });
    drop(content);
    let mut held = lock();
    let mut out = Out(&mut *held);
    match &read {
        Ok(draft) => {
            out.0.write_all(&[DRAFT])?;
            out.draft(draft)?;
        }
        Err(fault) => {
            out.0.write_all(&[FAULT])?;
            out.text(&fault.to_string())?;
        }
    }
    out.0.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_served_is_what_is_read() {
        for (bytes, wrong) in [("From,To\nA,B\n", false), ("", true)] {
            let mut asked = Vec::new();
            let mut out = Out(&mut asked);
            out.number(1 << 40).unwrap();
            out.number(1 << 20).unwrap();
            out.text("a.csv").unwrap();
            out.reading(&Reading::of(Format::Table)).unwrap();
            asked.push(BY_PIPE);
            asked.extend(bytes.as_bytes());
            let mut answer = Vec::new();
            serve(&*asked, &mut answer).unwrap();
            let (tell, told) = channel();
            listen(&*answer, &tell);
            drop(tell);
            match told.iter().last().unwrap() {
                Word::Done(draft) => assert!(!wrong && draft.ties.len() == 1),
                Word::Fault(what) => assert!(wrong && what.contains("nothing"), "{what}"),
                Word::Progress(_) | Word::Silence => panic!("no answer"),
            }
        }
    }

    #[test]
    fn a_program_that_does_not_answer_is_no_harm() {
        let read = |program: &str| {
            let apart = Apart::of(Path::new(program), 0);
            let reading = Reading::of(Format::Table);
            read_with(
                &apart,
                &b"From,To\nA,B\n".to_vec().into(),
                "a.csv",
                &reading,
                &Progress::new(),
                &Cancel::new(),
            )
        };
        assert!(read("/bin/true").is_err());
        assert!(read("/bin/echo").is_err());
        // Nothing there: it is read here.
        assert_eq!(read("/nowhere/milieu").unwrap().ties.len(), 1);
    }
}
