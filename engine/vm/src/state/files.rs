//! The files that a program sees: the library, which nobody can change; the learner's folders on disk; and above both what
//! the program wrote itself. Descriptors point into them. Errors are the numbers of `errno`.

use crate::state::channels::{Channels, Ends, Ready};
use crate::state::disk::{Disk, OnDisk};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Error numbers of Linux.
pub mod errno {
    pub const ENOENT: i32 = 2;
    pub const EBADF: i32 = 9;
    pub const EAGAIN: i32 = 11;
    pub const EACCES: i32 = 13;
    pub const EEXIST: i32 = 17;
    pub const ENOTDIR: i32 = 20;
    pub const EISDIR: i32 = 21;
    pub const EINVAL: i32 = 22;
    pub const EMFILE: i32 = 24;
    pub const EFBIG: i32 = 27;
    pub const ENOSPC: i32 = 28;
    pub const ESPIPE: i32 = 29;
    pub const EROFS: i32 = 30;
    pub const EPIPE: i32 = 32;
    pub const EDEADLK: i32 = 35;
    pub const ENOTEMPTY: i32 = 39;

    /// What an error means, as a person would say it.
    pub fn words(number: i32) -> &'static str {
        match number {
            ENOENT => "there is no such file",
            EACCES | EROFS => "nobody may write there",
            ENOTDIR | EISDIR => "a folder is no file",
            ENOTEMPTY => "something is in it",
            ENOSPC | EFBIG => "there is no room for it",
            _ => "the system refuses",
        }
    }
}

/// Flags of `open`, those of Linux.
pub mod o {
    pub const WRONLY: i64 = 1;
    pub const RDWR: i64 = 2;
    pub const CREAT: i64 = 0o100;
    pub const EXCL: i64 = 0o200;
    pub const TRUNC: i64 = 0o1000;
    pub const APPEND: i64 = 0o2000;
    pub const DIRECTORY: i64 = 0o200_000;
    pub const CLOEXEC: i64 = 0o2_000_000;
}

pub type Res<T> = Result<T, i32>;

/// What lies where the interpreter seems to lie.
const INTERPRETER: &[u8] = b"The interpreter is part of Serpentarium.\n";

/// The library, given as functions of paths below its folder.
#[derive(Debug)]
pub struct Library {
    pub folder: &'static str,
    /// Where the interpreter itself seems to lie.
    pub executable: &'static str,
    pub mtime: u32,
    /// Bytes of a file, `None` within for a folder.
    pub stat: fn(&str) -> Option<Option<usize>>,
    pub read: fn(&str) -> Option<Vec<u8>>,
    pub list: fn(&str) -> Option<Vec<String>>,
}

/// What a path is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stat {
    pub folder: bool,
    /// A terminal or pipe: one of the standard streams.
    pub stream: bool,
    /// The end of a pipe.
    pub pipe: bool,
    /// One of a pair of sockets.
    pub socket: bool,
    pub size: u64,
    pub mtime_ns: u64,
    pub inode: u64,
    pub permissions: u32,
}

/// What the program made of a path.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Written {
    Folder { mtime_ns: u64 },
    File { data: Arc<Vec<u8>>, mtime_ns: u64 },
    Gone,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Open {
    path: Arc<str>,
    at: u64,
    reads: bool,
    writes: bool,
    appends: bool,
    /// What was there when it was opened, if it cannot be written.
    data: Option<Arc<Vec<u8>>>,
    /// It is no file, but the end of a pipe, a socket, or what waits for those.
    ends: Option<Ends>,
}

/// What is written here is gone.
const NULL_DEVICE: &str = "/dev/null";
/// The first descriptors are the standard streams.
const STREAMS: usize = 3;
/// Most files open at a time, and most bytes that a program may keep in what it wrote.
const MOST_OPEN: usize = 1024;
const MOST_BYTES: usize = 256 << 20;

#[derive(Clone, Debug)]
pub struct Files {
    pub library: Option<&'static Library>,
    pub disk: Option<Arc<Disk>>,
    /// The current directory.
    pub cwd: Arc<str>,
    written: Arc<BTreeMap<String, Written>>,
    open: Vec<Option<Open>>,
    /// Bytes in `written`.
    kept: usize,
    channels: Channels,
}

impl Default for Files {
    fn default() -> Files {
        let written = BTreeMap::from([
            ("/tmp".to_owned(), Written::Folder { mtime_ns: 0 }),
            ("/usr/local/bin".to_owned(), Written::Folder { mtime_ns: 0 }),
        ]);
        Files {
            library: None,
            disk: None,
            cwd: "/".into(),
            written: Arc::new(written),
            open: vec![None; STREAMS],
            kept: 0,
            channels: Channels::default(),
        }
    }
}

/// As a path that is there without writing to it.
struct Found {
    folder: bool,
    data: Option<Arc<Vec<u8>>>,
    size: usize,
    mtime_ns: u64,
    permissions: u32,
}

fn folder(mtime_ns: u64) -> Found {
    Found { folder: true, data: None, size: 4096, mtime_ns, permissions: 0o755 }
}

fn parent(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) | None => "/",
        Some((head, _)) => head,
    }
}

impl PartialEq for Files {
    fn eq(&self, other: &Files) -> bool {
        self.cwd == other.cwd
            && self.written == other.written
            && self.open == other.open
            && self.channels == other.channels
    }
}

impl Files {
    /// The absolute path that is meant, without `.` and `..`.
    pub fn resolve(&self, path: &str) -> String {
        let mut parts: Vec<&str> = Vec::new();
        let base = if path.starts_with('/') { "" } else { &*self.cwd };
        for part in base.split('/').chain(path.split('/')) {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop();
                }
                part => parts.push(part),
            }
        }
        format!("/{}", parts.join("/"))
    }

    /// What the program wrote, for another run to find: nothing is open.
    pub fn left_behind(&self) -> Files {
        Files { written: self.written.clone(), kept: self.kept, ..Files::default() }
    }

    /// What a run left behind, over the library and the folders of this one.
    pub fn over(self, below: &Files) -> Files {
        Files { library: below.library, disk: below.disk.clone(), cwd: below.cwd.clone(), ..self }
    }

    /// Paths that the program made, changed or took away, in order; `true`: something is there.
    pub fn changed(&self) -> impl Iterator<Item = (&str, bool)> {
        self.written.iter().map(|(path, what)| (path.as_str(), *what != Written::Gone))
    }

    /// The same, as far as it is not so in other files.
    pub fn changed_since<'a>(&'a self, start: &'a Files) -> impl Iterator<Item = (&'a str, bool)> {
        let differs = |(path, what): &(&String, &Written)| start.written.get(*path) != Some(*what);
        let files = |(path, what): (&'a String, &'a Written)| {
            (!matches!(what, Written::Folder { .. })).then_some((path.as_str(), *what != Written::Gone))
        };
        self.written.iter().filter(differs).filter_map(files)
    }

    /// Makes a file hold these bytes; the folder above must be there.
    pub fn write_whole(&mut self, path: &str, bytes: Vec<u8>, now: u64) -> Res<()> {
        let full = self.resolve(path);
        let new = match self.find(&full) {
            Ok(found) if found.folder => return Err(errno::EISDIR),
            found => found.is_err(),
        };
        self.may_change(&full)?;
        self.put(&full, Written::File { data: Arc::new(bytes), mtime_ns: now })?;
        if new { self.changed_around(&full, now) } else { Ok(()) }
    }

    /// The part of a path that lies below the library's folder.
    fn in_library<'p>(&self, path: &'p str) -> Option<(&'static Library, &'p str)> {
        let library = self.library?;
        let rest = path.strip_prefix(library.folder)?;
        if rest.is_empty() { Some((library, "")) } else { Some((library, rest.strip_prefix('/')?)) }
    }

    /// Whether the path leads to something made or kept, that has no entry of its own.
    fn on_the_way(&self, path: &str) -> bool {
        let below = if path == "/" { "/".to_owned() } else { format!("{path}/") };
        let leads = |library: &Library| library.folder.starts_with(&below) || library.executable.starts_with(&below);
        let library = self.library.is_some_and(leads);
        let next = self.written.range(below.clone()..).next();
        library || path == "/" || next.is_some_and(|(key, what)| key.starts_with(&below) && *what != Written::Gone)
    }

    fn find(&self, path: &str) -> Res<Found> {
        if path == NULL_DEVICE {
            return Ok(Found { folder: false, data: Some(Arc::default()), size: 0, mtime_ns: 0, permissions: 0o666 });
        }
        match self.written.get(path) {
            Some(Written::Gone) => return Err(errno::ENOENT),
            Some(Written::Folder { mtime_ns }) => return Ok(folder(*mtime_ns)),
            Some(Written::File { data, mtime_ns }) => {
                let (size, mtime_ns) = (data.len(), *mtime_ns);
                return Ok(Found { folder: false, data: Some(data.clone()), size, mtime_ns, permissions: 0o644 });
            }
            None => {}
        }
        if let Some(library) = self.library.filter(|library| library.executable == path) {
            let data = Arc::new(INTERPRETER.to_vec());
            let (size, mtime_ns) = (data.len(), u64::from(library.mtime) * 1_000_000_000);
            return Ok(Found { folder: false, data: Some(data), size, mtime_ns, permissions: 0o755 });
        }
        if let Some((library, rest)) = self.in_library(path) {
            let mtime_ns = u64::from(library.mtime) * 1_000_000_000;
            return match (library.stat)(rest) {
                Some(None) => Ok(folder(mtime_ns)),
                Some(Some(size)) => Ok(Found { folder: false, data: None, size, mtime_ns, permissions: 0o644 }),
                None => self.not_there(path),
            };
        }
        match self.disk.as_ref().map(|disk| disk.look(path)) {
            Some(OnDisk::Folder { mtime_ns, .. }) => return Ok(folder(mtime_ns)),
            Some(OnDisk::File { size, mtime_ns }) => {
                return Ok(Found { folder: false, data: None, size, mtime_ns, permissions: 0o644 });
            }
            Some(OnDisk::Denied) => return Err(errno::EACCES),
            Some(OnDisk::Nothing) | None => {}
        }
        if self.on_the_way(path) { Ok(folder(0)) } else { self.not_there(path) }
    }

    /// A path through a file is another error than one through nothing.
    fn not_there<T>(&self, path: &str) -> Res<T> {
        let above = parent(path);
        match above != path && self.find(above).is_ok_and(|found| !found.folder) {
            true => Err(errno::ENOTDIR),
            false => Err(errno::ENOENT),
        }
    }

    fn contents(&self, path: &str, found: Found) -> Arc<Vec<u8>> {
        if let Some(data) = found.data {
            return data;
        }
        match (self.in_library(path), &self.disk) {
            (Some((library, rest)), _) => Arc::new((library.read)(rest).unwrap_or_default()),
            (None, Some(disk)) => disk.read(path),
            (None, None) => Arc::default(),
        }
    }

    /// All bytes of a file.
    pub fn read_whole(&self, path: &str) -> Res<Arc<Vec<u8>>> {
        let full = self.resolve(path);
        let found = self.find(&full)?;
        if found.folder { Err(errno::EISDIR) } else { Ok(self.contents(&full, found)) }
    }

    fn inode(path: &str) -> u64 {
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3);
        path.bytes().fold(0xCBF2_9CE4_8422_2325, mix) >> 20
    }

    pub fn stat(&self, path: &str) -> Res<Stat> {
        let full = self.resolve(path);
        let found = self.find(&full)?;
        if path.ends_with('/') && !found.folder {
            return Err(errno::ENOTDIR);
        }
        let Found { folder, size, mtime_ns, permissions, .. } = found;
        let (size, inode) = (size as u64, Files::inode(&full));
        Ok(Stat { folder, stream: false, pipe: false, socket: false, size, mtime_ns, inode, permissions })
    }

    /// Names in a folder, sorted.
    pub fn list(&self, path: &str) -> Res<Vec<String>> {
        let full = self.resolve(path);
        if !self.find(&full)?.folder {
            return Err(errno::ENOTDIR);
        }
        let mut names: BTreeSet<String> = BTreeSet::new();
        if let Some((library, rest)) = self.in_library(&full) {
            names.extend((library.list)(rest).into_iter().flatten());
        } else if let Some(OnDisk::Folder { names: found, .. }) = self.disk.as_ref().map(|disk| disk.look(&full)) {
            names.extend(found.iter().cloned());
        }
        let below = if full == "/" { "/".to_owned() } else { format!("{full}/") };
        if let Some(way) = self.library.and_then(|library| library.folder.strip_prefix(&below)) {
            names.extend(way.split('/').next().map(str::to_owned));
        }
        for (key, what) in self.written.range(below.clone()..).take_while(|(key, _)| key.starts_with(&below)) {
            let (first, more) =
                key[below.len()..].split_once('/').map_or((&key[below.len()..], false), |(f, _)| (f, true));
            if *what != Written::Gone {
                names.insert(first.to_owned());
            } else if !more {
                names.remove(first);
            }
        }
        Ok(names.into_iter().collect())
    }

    fn put(&mut self, path: &str, what: Written) -> Res<()> {
        let size = |what: Option<&Written>| match what {
            Some(Written::File { data, .. }) => data.len(),
            _ => 0,
        };
        let kept = self.kept + size(Some(&what)) - size(self.written.get(path));
        if kept > MOST_BYTES {
            return Err(errno::ENOSPC);
        }
        self.kept = kept;
        Arc::make_mut(&mut self.written).insert(path.to_owned(), what);
        Ok(())
    }

    /// Something was made or removed in the folder of a path: that has changed, too.
    fn changed_around(&mut self, path: &str, now: u64) -> Res<()> {
        self.put(parent(path), Written::Folder { mtime_ns: now })
    }

    /// Whether something may be made or removed under this path: the folder above is there and is not the library's.
    fn may_change(&self, path: &str) -> Res<()> {
        let above = self.find(parent(path))?;
        if !above.folder {
            return Err(errno::ENOTDIR);
        }
        if self.in_library(path).is_some() { Err(errno::EROFS) } else { Ok(()) }
    }

    pub fn open(&mut self, path: &str, flags: i64, now: u64) -> Res<i64> {
        let full = self.resolve(path);
        if full == NULL_DEVICE {
            return self.take_ends(Ends { from: None, to: None, socket: false, null: true, nonblocking: false });
        }
        let writes = flags & (o::WRONLY | o::RDWR) != 0;
        let found = match self.find(&full) {
            Ok(_) if flags & o::CREAT != 0 && flags & o::EXCL != 0 => return Err(errno::EEXIST),
            Ok(found) => {
                if found.folder && writes {
                    return Err(errno::EISDIR);
                }
                if !found.folder && (path.ends_with('/') || flags & o::DIRECTORY != 0) {
                    return Err(errno::ENOTDIR);
                }
                Some(found)
            }
            Err(errno::ENOENT) if flags & o::CREAT != 0 => None,
            Err(error) => return Err(error),
        };
        let mut data = None;
        match found {
            Some(found) if !writes => data = Some(self.contents(&full, found)),
            Some(found) => {
                if self.in_library(&full).is_some() {
                    return Err(errno::EROFS);
                }
                let truncates = flags & o::TRUNC != 0;
                let mtime_ns = if truncates { now } else { found.mtime_ns };
                let old = if truncates { Arc::default() } else { self.contents(&full, found) };
                self.put(&full, Written::File { data: old, mtime_ns })?;
            }
            None => {
                self.may_change(&full)?;
                self.put(&full, Written::File { data: Arc::default(), mtime_ns: now })?;
                self.changed_around(&full, now)?;
            }
        }
        let reads = flags & o::WRONLY == 0;
        let appends = flags & o::APPEND != 0;
        self.take(Open { path: full.into(), at: 0, reads, writes, appends, data, ends: None })
    }

    /// The lowest free descriptor stands for something from now on.
    fn take(&mut self, open: Open) -> Res<i64> {
        let free = (STREAMS..self.open.len()).find(|&i| self.open[i].is_none());
        let fd = match free {
            Some(i) => {
                self.open[i] = Some(open);
                i
            }
            None if self.open.len() >= MOST_OPEN => return Err(errno::EMFILE),
            None => {
                self.open.push(Some(open));
                self.open.len() - 1
            }
        };
        Ok(fd as i64)
    }

    fn opened(&self, fd: i64) -> Res<&Open> {
        usize::try_from(fd).ok().and_then(|fd| self.open.get(fd)?.as_ref()).ok_or(errno::EBADF)
    }

    /// Whether a descriptor is one of the standard streams.
    pub fn is_stream(fd: i64) -> bool {
        (0..STREAMS as i64).contains(&fd)
    }

    pub fn close(&mut self, fd: i64) -> Res<()> {
        if let Some(ends) = self.opened(fd)?.ends {
            self.channels.given_back(ends);
        }
        self.open[fd as usize] = None;
        Ok(())
    }

    fn take_ends(&mut self, ends: Ends) -> Res<i64> {
        let path = if ends.socket { "socket:[0]" } else { "pipe:[0]" };
        let (reads, writes) = (ends.from.is_some(), ends.to.is_some());
        self.take(Open { path: path.into(), at: 0, reads, writes, appends: false, data: None, ends: Some(ends) })
    }

    /// Descriptors of a new pipe, the reading one first, or of a pair of sockets.
    pub fn connect(&mut self, sockets: bool) -> Res<[i64; 2]> {
        if self.open.iter().filter(|open| open.is_some()).count() + 2 > MOST_OPEN {
            return Err(errno::EMFILE);
        }
        let [first, second] = if sockets { self.channels.pair() } else { self.channels.pipe() };
        Ok([self.take_ends(first)?, self.take_ends(second)?])
    }

    /// A descriptor that can do nothing but be closed: what waits for others has one.
    pub fn take_number(&mut self) -> Res<i64> {
        self.take_ends(Ends { from: None, to: None, socket: false, null: false, nonblocking: false })
    }

    /// Another descriptor for the end of a channel.
    pub fn duplicate(&mut self, fd: i64) -> Res<i64> {
        let Some(ends) = self.ends(fd)? else { return Err(errno::EINVAL) };
        let ends = self.channels.taken(ends);
        self.take_ends(ends)
    }

    /// Writes to the disk what the program has written, where its folders are.
    ///
    /// # Errors
    /// A sentence about the first file that could not be written.
    pub fn write_out(&self) -> Result<(), String> {
        let Some(disk) = &self.disk else { return Ok(()) };
        // What is gone goes first, and what was in a folder before the folder.
        let gone = self.written.iter().rev().filter(|(_, what)| **what == Written::Gone);
        let there = self.written.iter().filter(|(_, what)| **what != Written::Gone);
        for (path, what) in gone.chain(there) {
            let done = match what {
                Written::Folder { .. } => disk.make_folder(path),
                Written::File { data, .. } => disk.write(path, data),
                Written::Gone => disk.remove(path),
            };
            done.map_err(|error| format!("{path} could not be written: {error}"))?;
        }
        Ok(())
    }

    /// Takes the ends of a descriptor for a process that is started.
    pub fn lend_ends(&mut self, fd: i64) -> Res<Option<Ends>> {
        Ok(self.ends(fd)?.map(|ends| self.channels.taken(ends)))
    }

    /// A process that had them has ended.
    pub fn give_back(&mut self, ends: Ends) {
        self.channels.given_back(ends);
    }

    /// What a process wrote.
    pub fn push(&mut self, ends: Ends, bytes: &[u8]) {
        self.channels.push(ends, bytes);
    }

    /// All that waits for whom has these ends.
    pub fn take_waiting(&mut self, ends: Ends) -> Vec<u8> {
        self.channels.take_all(ends)
    }

    /// The same files as another process has them, in that folder.
    pub fn of_child(&self, cwd: &str) -> Files {
        let open = vec![None; STREAMS];
        Files { cwd: cwd.into(), open, channels: Channels::default(), ..self.clone() }
    }

    /// What another process has written is written.
    pub fn adopt(&mut self, other: &Files) {
        self.written = other.written.clone();
        self.kept = other.kept;
    }

    /// What a descriptor that is no file can do.
    pub fn ends(&self, fd: i64) -> Res<Option<Ends>> {
        if Files::is_stream(fd) { Ok(None) } else { Ok(self.opened(fd)?.ends) }
    }

    /// Changes what a descriptor can do: it stops to read or write, or to wait.
    pub fn set_ends(&mut self, fd: i64, ends: Ends) -> Res<()> {
        let Some(old) = self.ends(fd)? else { return Err(errno::EINVAL) };
        self.channels.taken(ends);
        self.channels.given_back(old);
        if let Some(Some(open)) = self.open.get_mut(fd as usize) {
            open.ends = Some(ends);
        }
        Ok(())
    }

    /// What can be done with a descriptor without waiting.
    pub fn ready(&self, fd: i64) -> Res<Ready> {
        Ok(match self.ends(fd)? {
            Some(ends) => self.channels.ready(ends),
            None => Ready { read: true, write: true, hung_up: false },
        })
    }

    /// Bytes that wait in a channel, which may stay there.
    pub fn receive(&mut self, fd: i64, n: usize, peek: bool) -> Res<Vec<u8>> {
        match self.ends(fd)? {
            Some(ends) => self.channels.read(ends, n, peek),
            None => Err(errno::EBADF),
        }
    }

    /// What the file behind a descriptor holds now.
    fn held(&self, open: &Open) -> Arc<Vec<u8>> {
        match (&open.data, self.written.get(&*open.path)) {
            (Some(data), _) => data.clone(),
            (None, Some(Written::File { data, .. })) => data.clone(),
            _ => Arc::default(),
        }
    }

    pub fn path_of(&self, fd: i64) -> Res<String> {
        Ok(self.opened(fd)?.path.to_string())
    }

    pub fn fstat(&self, fd: i64) -> Res<Stat> {
        if Files::is_stream(fd) {
            let inode = 3 + fd as u64;
            let (pipe, socket) = (false, false);
            return Ok(Stat {
                folder: false,
                stream: true,
                pipe,
                socket,
                size: 0,
                mtime_ns: 0,
                inode,
                permissions: 0o620,
            });
        }
        if let Some(ends) = self.opened(fd)?.ends {
            let inode = 100 + u64::from(ends.from.or(ends.to).unwrap_or(u32::MAX));
            let (pipe, socket) = (!ends.socket && !ends.null, ends.socket);
            return Ok(Stat {
                folder: false,
                stream: ends.null,
                pipe,
                socket,
                size: 0,
                mtime_ns: 0,
                inode,
                permissions: 0o600,
            });
        }
        let path = self.path_of(fd)?;
        self.stat(&path)
    }

    /// At most `n` bytes from where the descriptor is; empty at the end.
    pub fn read(&mut self, fd: i64, n: usize) -> Res<Vec<u8>> {
        let open = self.opened(fd)?;
        if let Some(ends) = open.ends {
            return self.channels.read(ends, n, false);
        }
        if !open.reads {
            return Err(errno::EBADF);
        }
        if self.find(&open.path).is_ok_and(|found| found.folder) {
            return Err(errno::EISDIR);
        }
        let data = self.held(open);
        let from = (open.at as usize).min(data.len());
        let part = data[from..from + n.min(data.len() - from)].to_vec();
        if let Some(Some(open)) = self.open.get_mut(fd as usize) {
            open.at += part.len() as u64;
        }
        Ok(part)
    }

    pub fn write(&mut self, fd: i64, bytes: &[u8], now: u64) -> Res<usize> {
        let open = self.opened(fd)?.clone();
        if let Some(ends) = open.ends {
            return self.channels.write(ends, bytes);
        }
        if !open.writes {
            return Err(errno::EBADF);
        }
        let mut data = self.held(&open);
        let at = if open.appends { data.len() } else { open.at as usize };
        let end = at + bytes.len();
        if self.kept + end.saturating_sub(data.len()) > MOST_BYTES {
            return Err(errno::ENOSPC);
        }
        // The table lets go of the bytes meanwhile, so that they are changed in place unless a snapshot holds them.
        self.put(&open.path, Written::File { data: Arc::default(), mtime_ns: now })?;
        let changed = Arc::make_mut(&mut data);
        changed.resize(changed.len().max(end), 0);
        changed[at..end].copy_from_slice(bytes);
        self.put(&open.path, Written::File { data, mtime_ns: now })?;
        if let Some(Some(open)) = self.open.get_mut(fd as usize) {
            open.at = end as u64;
        }
        Ok(bytes.len())
    }

    /// Moves a descriptor: from the start, from where it is, from the end.
    pub fn seek(&mut self, fd: i64, offset: i64, whence: i64) -> Res<i64> {
        if Files::is_stream(fd) {
            return Err(errno::ESPIPE);
        }
        let open = self.opened(fd)?;
        if open.ends.is_some() {
            return Err(errno::ESPIPE);
        }
        let base = match whence {
            0 => 0,
            1 => open.at as i64,
            2 => self.held(open).len() as i64,
            _ => return Err(errno::EINVAL),
        };
        let at = base.checked_add(offset).filter(|&at| at >= 0).ok_or(errno::EINVAL)?;
        if let Some(Some(open)) = self.open.get_mut(fd as usize) {
            open.at = at as u64;
        }
        Ok(at)
    }

    pub fn truncate(&mut self, fd: i64, size: u64, now: u64) -> Res<()> {
        let open = self.opened(fd)?.clone();
        if !open.writes || open.ends.is_some() {
            return Err(errno::EINVAL);
        }
        if size > MOST_BYTES as u64 {
            return Err(errno::EFBIG);
        }
        let mut data = self.held(&open);
        Arc::make_mut(&mut data).resize(size as usize, 0);
        self.put(&open.path, Written::File { data, mtime_ns: now })
    }

    pub fn mkdir(&mut self, path: &str, now: u64) -> Res<()> {
        let full = self.resolve(path);
        if self.find(&full).is_ok() {
            return Err(errno::EEXIST);
        }
        self.may_change(&full)?;
        self.put(&full, Written::Folder { mtime_ns: now })?;
        self.changed_around(&full, now)
    }

    pub fn rmdir(&mut self, path: &str, now: u64) -> Res<()> {
        let full = self.resolve(path);
        if !self.find(&full)?.folder {
            return Err(errno::ENOTDIR);
        }
        self.may_change(&full)?;
        if !self.list(&full)?.is_empty() {
            return Err(errno::ENOTEMPTY);
        }
        self.put(&full, Written::Gone)?;
        self.changed_around(&full, now)
    }

    pub fn unlink(&mut self, path: &str, now: u64) -> Res<()> {
        let full = self.resolve(path);
        if self.find(&full)?.folder {
            return Err(errno::EISDIR);
        }
        self.may_change(&full)?;
        self.put(&full, Written::Gone)?;
        self.changed_around(&full, now)
    }

    /// Moves a file or a folder with all that is in it; a file under the new name is replaced.
    pub fn rename(&mut self, from: &str, to: &str, now: u64) -> Res<()> {
        let (from, to) = (self.resolve(from), self.resolve(to));
        let found = self.find(&from)?;
        self.may_change(&from)?;
        self.may_change(&to)?;
        if from == to {
            return Ok(());
        }
        if to.starts_with(&format!("{from}/")) {
            return Err(errno::EINVAL);
        }
        match self.find(&to) {
            Ok(there) if there.folder && !found.folder => return Err(errno::EISDIR),
            Ok(there) if !there.folder && found.folder => return Err(errno::ENOTDIR),
            Ok(there) if there.folder && !self.list(&to)?.is_empty() => return Err(errno::ENOTEMPTY),
            _ => {}
        }
        let mtime_ns = found.mtime_ns;
        if found.folder {
            self.put(&to, Written::Folder { mtime_ns })?;
            for name in self.list(&from)? {
                self.rename(&format!("{from}/{name}"), &format!("{to}/{name}"), now)?;
            }
        } else {
            let data = self.contents(&from, found);
            self.put(&to, Written::File { data, mtime_ns })?;
        }
        self.put(&from, Written::Gone)?;
        self.changed_around(&from, now)?;
        self.changed_around(&to, now)
    }

    /// Sets the time of the last change.
    pub fn touch(&mut self, path: &str, mtime_ns: u64) -> Res<()> {
        let full = self.resolve(path);
        let found = self.find(&full)?;
        self.may_change(&full)?;
        if found.folder {
            return self.put(&full, Written::Folder { mtime_ns });
        }
        let data = self.contents(&full, found);
        self.put(&full, Written::File { data, mtime_ns })
    }

    pub fn chdir(&mut self, path: &str) -> Res<()> {
        let full = self.resolve(path);
        if !self.find(&full)?.folder {
            return Err(errno::ENOTDIR);
        }
        self.cwd = full.into();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read_and_nothing_else_is_there() {
        let mut files = Files::default();
        assert_eq!(files.open("/etc/passwd", 0, 0), Err(errno::ENOENT));
        assert_eq!(files.open("/nowhere/x", o::CREAT | o::RDWR, 0), Err(errno::ENOENT));
        files.mkdir("/tmp/a", 1).expect("made");
        files.chdir("/tmp/a").expect("it is there");
        let fd = files.open("x", o::CREAT | o::RDWR, 2).expect("made");
        assert_eq!(files.write(fd, b"hello", 3), Ok(5));
        assert_eq!(files.seek(fd, 1, 0), Ok(1));
        assert_eq!(files.read(fd, 3), Ok(b"ell".to_vec()));
        assert_eq!(files.list("/tmp"), Ok(vec!["a".to_owned()]));
        assert_eq!(files.rmdir("/tmp/a", 4), Err(errno::ENOTEMPTY));
        files.rename("x", "../../tmp/y", 4).expect("moved");
        assert_eq!(files.stat("/tmp/a/x").err(), Some(errno::ENOENT));
        assert_eq!(files.stat("/tmp/y").map(|s| s.size), Ok(5));
        assert_eq!(files.stat("/tmp/y/z").err(), Some(errno::ENOTDIR));
        assert_eq!(files.resolve("../../../.."), "/");
    }

    #[test]
    fn another_run_finds_what_one_left_behind() {
        let mut first = Files::default();
        first.mkdir("/tmp/a", 1).expect("made");
        first.write_whole("/tmp/a/x", b"1".to_vec(), 2).expect("written");
        let open = first.open("/tmp/a/x", 0, 3).expect("opened");
        let mut second = first.left_behind().over(&Files::default());
        assert_eq!(second.read(open, 1), Err(errno::EBADF));
        assert_eq!(second.read_whole("/tmp/a/x").map(|data| data.to_vec()), Ok(b"1".to_vec()));
        second.unlink("/tmp/a/x", 4).expect("removed");
        let changed: Vec<_> = second.changed().filter(|(path, _)| path.ends_with("/x")).collect();
        assert_eq!(changed, [("/tmp/a/x", false)]);
        assert_eq!(second.write_whole("/tmp/a", Vec::new(), 5), Err(errno::EISDIR));
        assert_eq!(second.write_whole("/nowhere/x", Vec::new(), 5), Err(errno::ENOENT));
    }
}
