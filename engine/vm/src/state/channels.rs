//! Pipes and pairs of sockets: bytes that wait in the machine until its own program reads them.

use crate::state::files::{Res, errno};
use std::collections::VecDeque;

/// Bytes on the way from those who may write to those who may read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Channel {
    waiting: VecDeque<u8>,
    readers: u32,
    writers: u32,
}

/// What a descriptor that is no file can do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ends {
    /// The channel that is read, and the one that is written.
    pub from: Option<u32>,
    pub to: Option<u32>,
    pub socket: bool,
    /// It is the device that takes everything and gives nothing.
    pub null: bool,
    /// Whether what cannot be done now is an error instead of waiting.
    pub nonblocking: bool,
}

/// What can be done with a descriptor now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Ready {
    pub read: bool,
    pub write: bool,
    /// Nobody is at the other end.
    pub hung_up: bool,
}

/// Most bytes that wait in a channel.
const ROOM: usize = 1 << 16;

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Channels(Vec<Channel>);

impl Channels {
    /// A new channel without ends; one that nobody has any more is used again.
    fn make(&mut self) -> u32 {
        let free = self.0.iter().position(|c| c.readers == 0 && c.writers == 0);
        let at = free.unwrap_or_else(|| {
            self.0.push(Channel::default());
            self.0.len() - 1
        });
        self.0[at].waiting.clear();
        at as u32
    }

    /// The two ends of a pipe: the one that reads, the one that writes.
    pub fn pipe(&mut self) -> [Ends; 2] {
        let channel = self.make();
        let ends = Ends { from: None, to: None, socket: false, null: false, nonblocking: false };
        let both = [Ends { from: Some(channel), ..ends }, Ends { to: Some(channel), ..ends }];
        both.map(|ends| self.taken(ends))
    }

    /// Two sockets, each of which reads what the other writes.
    pub fn pair(&mut self) -> [Ends; 2] {
        let there = self.make();
        let ends = Ends { from: None, to: Some(there), socket: true, null: false, nonblocking: false };
        self.taken(ends);
        let back = self.make();
        self.taken(Ends { from: Some(back), to: None, ..ends });
        let other = Ends { from: Some(there), to: Some(back), ..ends };
        [Ends { from: Some(back), ..ends }, self.taken(other)]
    }

    /// One more descriptor with these ends.
    pub fn taken(&mut self, ends: Ends) -> Ends {
        if let Some(channel) = self.at(ends.from) {
            channel.readers += 1;
        }
        if let Some(channel) = self.at(ends.to) {
            channel.writers += 1;
        }
        ends
    }

    pub fn given_back(&mut self, ends: Ends) {
        if let Some(channel) = self.at(ends.from) {
            channel.readers = channel.readers.saturating_sub(1);
        }
        if let Some(channel) = self.at(ends.to) {
            channel.writers = channel.writers.saturating_sub(1);
        }
    }

    fn at(&mut self, channel: Option<u32>) -> Option<&mut Channel> {
        self.0.get_mut(channel? as usize)
    }

    /// At most `n` bytes; none once all writers have gone. `EDEADLK`: it would be waited for ever.
    pub fn read(&mut self, ends: Ends, n: usize, peek: bool) -> Res<Vec<u8>> {
        if ends.null {
            return Ok(Vec::new());
        }
        let Some(channel) = self.at(ends.from) else { return Err(errno::EBADF) };
        if channel.waiting.is_empty() && n > 0 {
            return match (channel.writers, ends.nonblocking) {
                (0, _) => Ok(Vec::new()),
                (_, true) => Err(errno::EAGAIN),
                (_, false) => Err(errno::EDEADLK),
            };
        }
        let n = n.min(channel.waiting.len());
        Ok(if peek { channel.waiting.iter().take(n).copied().collect() } else { channel.waiting.drain(..n).collect() })
    }

    /// How many bytes there was room for.
    pub fn write(&mut self, ends: Ends, bytes: &[u8]) -> Res<usize> {
        if ends.null {
            return Ok(bytes.len());
        }
        let Some(channel) = self.at(ends.to) else { return Err(errno::EBADF) };
        if channel.readers == 0 {
            return Err(errno::EPIPE);
        }
        let room = ROOM.saturating_sub(channel.waiting.len());
        if room < bytes.len() && !ends.nonblocking {
            return Err(errno::EDEADLK);
        }
        if room == 0 && !bytes.is_empty() {
            return Err(errno::EAGAIN);
        }
        let n = room.min(bytes.len());
        channel.waiting.extend(&bytes[..n]);
        Ok(n)
    }

    /// Bytes from a process that has run as a whole, however many.
    pub fn push(&mut self, ends: Ends, bytes: &[u8]) {
        if let Some(channel) = self.at(ends.to).filter(|channel| channel.readers > 0) {
            channel.waiting.extend(bytes);
        }
    }

    /// All that waits.
    pub fn take_all(&mut self, ends: Ends) -> Vec<u8> {
        self.at(ends.from).map(|channel| channel.waiting.drain(..).collect()).unwrap_or_default()
    }

    pub fn ready(&self, ends: Ends) -> Ready {
        if ends.null {
            return Ready { read: true, write: true, hung_up: false };
        }
        let at = |channel: Option<u32>| self.0.get(channel? as usize);
        let (from, to) = (at(ends.from), at(ends.to));
        let ended = from.is_some_and(|c| c.writers == 0);
        Ready {
            read: from.is_some_and(|c| !c.waiting.is_empty()) || ended,
            write: to.is_some_and(|c| c.readers == 0 || c.waiting.len() < ROOM),
            hung_up: if from.is_some() { ended } else { to.is_some_and(|c| c.readers == 0) },
        }
    }
}
