//! What the program wrote, each piece with the step that wrote it.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Out,
    Err,
    /// What the program was given to read.
    In,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Chunk {
    pub stream: Stream,
    pub text: String,
    pub step: u64,
}

/// What was written up to a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Output {
    /// The newest pieces, oldest first.
    pub chunks: Vec<Chunk>,
    /// Bytes written before them that are not kept for showing.
    pub earlier: u64,
}

/// What the console knows of the whole run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConsoleModel {
    /// The step that writes first.
    pub first: Option<u64>,
    /// Lines of input that the program was given.
    pub answers: Vec<String>,
    /// The program waits for a line, and asked with these words.
    pub prompt: Option<String>,
}

/// One line of the console: its text, its stream and the step that began it.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub stream: Stream,
    pub text: String,
    pub step: u64,
}

impl Output {
    pub fn lines(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        let mut open = false;
        for chunk in &self.chunks {
            for (index, part) in chunk.text.split('\n').enumerate() {
                if index > 0 {
                    open = false;
                }
                let rest_is_empty = part.is_empty() && (index > 0 || chunk.text.starts_with('\n'));
                match lines.last_mut() {
                    // What is typed stands behind the question, as in a terminal.
                    Some(line) if open && (line.stream == chunk.stream || chunk.stream == Stream::In) => {
                        line.text.push_str(part);
                    }
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
    fn pieces_join_into_lines() {
        let chunk = |text: &str, step| Chunk { stream: Stream::Out, text: text.to_owned(), step };
        let chunks = [chunk("a", 1), chunk(" b\n", 2), chunk("\n", 3), chunk("c\nd", 4)];
        let texts = |n: usize| {
            let output = Output { chunks: chunks[..n].to_vec(), earlier: 0 };
            output.lines().into_iter().map(|line| line.text).collect::<Vec<_>>()
        };
        let typed = Chunk { stream: Stream::In, ..chunk("x\n", 5) };
        let asked = Output { chunks: vec![chunk("Name? ", 4), typed, chunk("Hi", 6)], earlier: 0 };
        assert_eq!(asked.lines().into_iter().map(|line| line.text).collect::<Vec<_>>(), ["Name? x", "Hi"]);
        assert_eq!(texts(1), ["a"]);
        assert_eq!(texts(2), ["a b"]);
        assert_eq!(texts(4), ["a b", "", "c", "d"]);
    }
}
