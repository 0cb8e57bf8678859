//! The interface through the accessibility tree, as a screen reader would use it.

mod sample;

use egui::accesskit::Toggled;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use model::command::{Command, Layout};
use serpentarium::shell::Shell;
use serpentarium::theme;

fn harness<'a>() -> Harness<'a, Shell> {
    let shell = Shell::still(sample::run(), sample::moment());
    Harness::builder()
        .with_size([1600.0, 1000.0])
        .with_max_steps(40)
        .with_context_setup(|ctx| theme::install(ctx, false))
        .build_ui_state(|ui, shell: &mut Shell| shell.ui(ui), shell)
}

#[test]
fn a_token_selects_its_node_its_instruction_and_its_object() {
    let mut harness = harness();
    harness.run();
    harness.get_by_label("NAME b on this line").click();
    harness.run();
    let shell = harness.state();
    let span = shell.selection.span.unwrap();
    assert_eq!((span.line, span.col, span.end_col), (9, 0, 1));
    let instruction = shell.selection.instruction.unwrap();
    assert_eq!((instruction.code, instruction.offset), (0, 114));
    assert_eq!(shell.selection.object, Some(0x7f00_0000_5c50));
    for label in ["instruction 114 LOAD_NAME b", "object Node Node #2", "node Name b"] {
        let marked =
            harness.query_all_by_label(label).any(|node| node.accesskit_node().toggled() == Some(Toggled::True));
        assert!(marked, "{label}");
    }
}

#[test]
fn an_instruction_selects_its_place_in_the_source() {
    let mut harness = harness();
    harness.run();
    harness.get_by_label("instruction 116 STORE_ATTR next").click();
    harness.run();
    let span = harness.state().selection.span.unwrap();
    assert_eq!((span.line, span.col, span.end_col), (9, 0, 6));
}

#[test]
fn breakpoints_are_set_by_click_and_by_key() {
    let mut harness = harness();
    harness.run();
    harness.get_by_label("Set a breakpoint on line 10").click();
    harness.run();
    assert!(harness.state().breakpoints.contains(&10));
    harness.key_press(egui::Key::F9);
    harness.run();
    assert!(harness.state().breakpoints.contains(&9));
    harness.get_by_label("Remove the breakpoint of line 10").click();
    harness.run();
    assert!(!harness.state().breakpoints.contains(&10));
}

#[test]
fn the_theme_can_be_switched() {
    let mut harness = harness();
    harness.run();
    harness.get_by_label("Dark").click();
    harness.run();
    assert!(harness.ctx.global_style().visuals.dark_mode);
    harness.get_by_label("Light").click();
    harness.run();
    assert!(!harness.ctx.global_style().visuals.dark_mode);
}

#[test]
fn every_layout_draws_in_a_small_window_too() {
    for layout in Layout::ALL {
        let mut harness = harness();
        harness.set_size(egui::vec2(800.0, 560.0));
        let ctx = harness.ctx.clone();
        harness.state_mut().apply(&ctx, Command::SetLayout(layout));
        harness.run();
        harness.get_by_label("Timeline");
    }
}

#[test]
fn editing_marks_the_document_and_keys_do_not_step_while_typing() {
    let mut harness = harness();
    harness.run();
    harness.get_by_label("Edit the program").click();
    harness.run();
    harness.get_by_label("Program text").type_text("# new\n");
    harness.run();
    assert!(harness.state().document.text.contains("# new"));
    assert!(harness.state().document.edited());
    let breakpoints = harness.state().breakpoints.len();
    harness.key_press(egui::Key::Space);
    harness.run();
    assert!(!harness.state().is_playing());
    assert_eq!(harness.state().breakpoints.len(), breakpoints);
}

#[test]
fn the_sentence_of_the_step_can_be_read_aloud() {
    let mut harness = harness();
    harness.run();
    harness.get_by_label_contains("STORE_ATTR takes the top object");
}

#[test]
fn help_and_palette_open_and_close() {
    let mut harness = harness();
    harness.run();
    harness.get_by_label("The keys").click();
    harness.run();
    harness.get_by_label("Set or remove the breakpoint of this line");
    harness.key_press(egui::Key::Escape);
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::P);
    harness.run();
    harness.get_by_label("Search all commands").type_text("compile");
    harness.run();
    harness.key_press(egui::Key::Enter);
    harness.run();
    assert_eq!(harness.state().layout, Layout::Compile);
}
