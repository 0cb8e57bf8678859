//! The cyclic collector: generations, their counters and thresholds.

use crate::ground::value::{Address, Mark};

#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub address: Address,
    pub label: String,
    pub mark: Mark,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Generation {
    /// What `gc.get_count()` says of this generation.
    pub count: u64,
    /// What `gc.get_threshold()` says of it; 0 switches automatic collection off.
    pub threshold: u64,
    /// How many objects are on its list.
    pub objects: u64,
    /// The youngest of them, as many as are worth drawing.
    pub members: Vec<Member>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct GcModel {
    pub generations: Vec<Generation>,
    pub enabled: bool,
    pub collections: u64,
    /// What the last collection did, in a sentence.
    pub last: Option<String>,
}

impl GcModel {
    /// When the next automatic collection comes.
    pub fn outlook(&self) -> String {
        let Some(young) = self.generations.first() else { return String::new() };
        if !self.enabled {
            return "Automatic collection is off: only gc.collect() collects.".to_owned();
        }
        if young.threshold == 0 {
            return "The threshold of generation 0 is 0: nothing is collected automatically.".to_owned();
        }
        let left = (young.threshold + 1).saturating_sub(young.count);
        format!(
            "Next automatic collection: after {} more than frees, of generation 0 or older.",
            crate::ground::value::counted(left, "container allocation")
        )
    }
}
