//! What the program wrote, each piece with the step that wrote it.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Out,
    Err,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Chunk {
    pub stream: Stream,
    pub text: String,
    pub step: u64,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConsoleModel {
    pub chunks: Vec<Chunk>,
    /// Bytes that were written beyond what is kept for showing.
    pub hidden: u64,
}

/// One line of the console: its text, its stream and the step that began it.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub stream: Stream,
    pub text: String,
    pub step: u64,
}

impl ConsoleModel {
    /// The lines written in steps before `now`; what comes later is not told yet.
    pub fn lines_until(&self, now: u64) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        let mut open = false;
        for chunk in self.chunks.iter().filter(|chunk| chunk.step < now) {
            for (index, part) in chunk.text.split('\n').enumerate() {
                if index > 0 {
                    open = false;
                }
                let rest_is_empty = part.is_empty() && (index > 0 || chunk.text.starts_with('\n'));
                match lines.last_mut() {
                    Some(line) if open && line.stream == chunk.stream => line.text.push_str(part),
                    _ if rest_is_empty && index > 0 => continue,
                    _ => {
                        lines.push(Line { stream: chunk.stream, text: part.to_owned(), step: chunk.step });
                        open = true;
                    }
                }
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_join_into_lines_and_later_ones_stay_hidden() {
        let chunk = |text: &str, step| Chunk { stream: Stream::Out, text: text.to_owned(), step };
        let model =
            ConsoleModel { chunks: vec![chunk("a", 1), chunk(" b\n", 2), chunk("\n", 3), chunk("c\nd", 4)], hidden: 0 };
        let texts = |now| model.lines_until(now).into_iter().map(|line| line.text).collect::<Vec<_>>();
        assert_eq!(texts(2), ["a"]);
        assert_eq!(texts(3), ["a b"]);
        assert_eq!(texts(9), ["a b", "", "c", "d"]);
    }
}
