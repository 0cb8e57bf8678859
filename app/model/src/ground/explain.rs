//! One sentence a step: what it did and why.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Words.
    Plain,
    /// The subject of the sentence: the instruction.
    Strong,
    /// Names and values of the program.
    Code,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub tone: Tone,
    pub text: String,
}

/// What comes next, in the present tense, and what has just happened, in the past.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExplainModel {
    /// What the next step does.
    pub sentence: Vec<Piece>,
    /// What is to be known of it besides, in short parts.
    pub notes: Vec<String>,
    /// The specialised form in which it runs; a beginner does without.
    pub forms: Vec<String>,
    /// What it will change among objects and their counts; shown before it happens only if asked for.
    pub coming: Vec<String>,
    /// What the last step did.
    pub just_now: Vec<Piece>,
    /// Counts and objects that it changed; a beginner does without.
    pub counts: Vec<String>,
}

impl ExplainModel {
    pub fn plain(text: &str) -> Self {
        ExplainModel { sentence: vec![Piece { tone: Tone::Plain, text: text.to_owned() }], ..ExplainModel::default() }
    }

    /// Parses the light mark-up that sentences are written in: `**instruction**` and `` `code` ``.
    pub fn from_markup(markup: &str, notes: Vec<String>) -> Self {
        ExplainModel { sentence: pieces(markup), notes, ..ExplainModel::default() }
    }

    /// What is said of the next step besides its sentence, with what it changes.
    pub fn remarks(&self) -> Vec<&str> {
        self.notes.iter().chain(&self.forms).chain(&self.coming).map(String::as_str).collect()
    }

    /// What has just happened, without mark-up, and what that changed.
    pub fn past(&self) -> String {
        let said: String = self.just_now.iter().map(|piece| piece.text.as_str()).collect();
        let counts = self.counts.join(" · ");
        if counts.is_empty() { said } else { format!("{said} {counts}").trim_start().to_owned() }
    }

    /// The sentence without mark-up, as a screen reader and the command line give it.
    pub fn text(&self) -> String {
        self.sentence.iter().map(|piece| piece.text.as_str()).collect()
    }
}

pub fn pieces(markup: &str) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut rest = markup;
    while !rest.is_empty() {
        let (mark, tone) = match (rest.find("**"), rest.find('`')) {
            (Some(strong), Some(code)) if strong < code => ("**", Tone::Strong),
            (_, Some(_)) => ("`", Tone::Code),
            (Some(_), None) => ("**", Tone::Strong),
            (None, None) => break,
        };
        let start = rest.find(mark).unwrap_or(0);
        let inner = &rest[start + mark.len()..];
        let Some(end) = inner.find(mark) else { break };
        if start > 0 {
            out.push(Piece { tone: Tone::Plain, text: rest[..start].to_owned() });
        }
        out.push(Piece { tone, text: inner[..end].to_owned() });
        rest = &inner[end + mark.len()..];
    }
    if !rest.is_empty() {
        out.push(Piece { tone: Tone::Plain, text: rest.to_owned() });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_parted_and_read_aloud_plain() {
        let model = ExplainModel::from_markup("**LOAD_NAME** pushes `a*b` on the stack.", vec![]);
        assert_eq!(model.sentence.len(), 4);
        assert_eq!(model.sentence[0].tone, Tone::Strong);
        assert_eq!(model.text(), "LOAD_NAME pushes a*b on the stack.");
        assert_eq!(ExplainModel::from_markup("an open ` mark", vec![]).text(), "an open ` mark");
    }
}
