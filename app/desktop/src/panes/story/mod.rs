//! What tells the run: the sentence, the line of moments, the lesson.

pub mod explain;
pub mod lesson;
pub mod lesson_state;
pub mod timeline;
