//! Reads files that may do harm in a process of their own: the same program once more, with limits on memory and time.
//!
//! A failed allocation ends a process and cannot be caught; so a workbook, which is packed and may unpack to anything,
//! is not unpacked where a document is open. The other formats are text that has been loaded already, and their
//! readers take no more than a few times of that. The child gets the bytes through a pipe and sends back how far it
//! is, then the draft or the reason why there is none. Giving up ends it.

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
use crate::files::Fault;

/// Word of the command line that makes this program such a reader.
pub const WORD: &str = "read-apart";

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
    /// The limits for a file of so many bytes.
    pub fn of(program: &Path, bytes: usize) -> Self {
        /// What a process takes in any case, and a small workbook that unpacks to a large one.
        const BASE: u64 = 768 << 20;
        /// Address space is more than memory.
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
    bytes: &[u8],
    name: &str,
    reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    match PROGRAM.get() {
        Some(program) if is_better_apart(bytes, name, reading) => {
            let apart = Apart::of(program, bytes.len());
            read_with(&apart, bytes, name, reading, progress, cancel)
        }
        _ => read::read(bytes, name, reading, progress, cancel),
    }
}

fn is_better_apart(bytes: &[u8], name: &str, reading: &Reading) -> bool {
    let packed = bytes.starts_with(b"PK") || bytes.starts_with(&[0x1f, 0x8b]);
    packed && reading.format.or_else(|| read::guess(bytes, name).format) == Some(Format::Xlsx)
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

/// Reads a file apart, with these limits.
///
/// # Errors
/// As [`read()`].
pub fn read_with(
    apart: &Apart,
    bytes: &[u8],
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
            return read::read(bytes, name, reading, progress, cancel);
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
                .and_then(|()| out.0.write_all(bytes))
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
    let mut bytes = Vec::new();
    input.0.read_to_end(&mut bytes)?;
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
        let read = read::read(&bytes, &name, &reading, &progress, &cancel);
        // The lock, so that no half a word stands before the answer.
        let held = lock();
        done.raise();
        drop(held);
        read
    });
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
                b"From,To\nA,B\n",
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
