//! Programs that come with the app: the welcome program, and examples to open from the menu.

pub struct Program {
    pub file: &'static str,
    pub title: &'static str,
    pub text: &'static str,
}

macro_rules! program {
    ($file:literal, $title:literal) => {
        Program { file: $file, title: $title, text: include_str!(concat!("../../../../assets/programs/", $file)) }
    };
}

pub const WELCOME: &Program = &PROGRAMS[0];

pub const PROGRAMS: [Program; 5] = [
    program!("welcome.py", "Welcome: a recursive function, a list with two names"),
    program!("aliasing.py", "Two names for one list, and a copy"),
    program!("cycle.py", "Two objects that hold each other, and the collector"),
    program!("closure.py", "A counter that remembers: closures"),
    program!("exceptions.py", "Raising, catching, and what finally does"),
];
