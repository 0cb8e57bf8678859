//! Draws the panes in their tiles: tab bars with a title, a remark at the right, one quiet line around each.

use crate::look::icons;
use crate::look::paint;
use crate::look::paint::icon_button;
use crate::look::theme::{self, Palette};
use crate::panes::story::lesson_state::LessonState;
use crate::panes::view::{Out, View};
use crate::panes::{self, Panes};
use crate::shell::draw::at_hand;
use crate::shell::layouts::{Docks, simplification};
use egui::{
    CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Style, Ui, Visuals, WidgetInfo, WidgetText, pos2,
    vec2,
};
use egui_tiles::{Behavior, Container, ResizeState, TabState, Tabs, Tile, TileId, Tiles, Tree, UiResponse};
use model::ask::command::{Command, Pane};

struct Drawing<'a> {
    panes: &'a mut Panes,
    view: &'a View<'a>,
    lesson: &'a mut LessonState,
    out: &'a mut Out,
    /// Tabs without room of the bar that is being drawn: its end is drawn before its tabs.
    folded: Vec<TileId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Half {
    Upper,
    Lower,
}

pub fn ui(
    ui: &mut Ui,
    docks: &mut Docks,
    half: Half,
    panes: &mut Panes,
    view: &View,
    lesson: &mut LessonState,
    out: &mut Out,
) {
    let tree = match half {
        Half::Upper => &mut docks.upper_tiles,
        Half::Lower => &mut docks.lower_tiles,
    };
    let Some(tree) = tree else { return };
    grounds(ui, tree);
    let mut drawing = Drawing { panes, view, lesson, out, folded: Vec::new() };
    tree.ui(&mut drawing, ui);
    frames(ui, tree, view.pointed);
}

/// What a pane keeps (where it was scrolled to) is kept by its name, so that it survives a new arrangement.
pub fn pane_id(pane: Pane) -> egui::Id {
    egui::Id::unique(("pane", pane.title()))
}

/// The rounded grounds of the tiles, from where they stood in the last frame.
fn grounds(ui: &Ui, tree: &Tree<Pane>) {
    let palette = Palette::of(ui.visuals());
    let mut any = false;
    for id in tree.active_tiles() {
        if let (Some(Tile::Container(Container::Tabs(_))), Some(rect)) = (tree.tiles.get(id), tree.tiles.rect(id)) {
            ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), palette.pane);
            any = true;
        }
    }
    if !any {
        ui.ctx().request_discard("tiles have no place yet");
    }
}

/// Room that a tab's title needs.
fn tab_width(ui: &Ui, tiles: &Tiles<Pane>, id: TileId) -> f32 {
    match tiles.get(id) {
        Some(Tile::Pane(pane)) => paint::width(ui, pane.title(), theme::strong(theme::BODY)) + 24.0,
        _ => 60.0,
    }
}

/// Room at the right end of a bar for a button, and for that of the tabs which have no room.
const BUTTON: f32 = 52.0;
const MORE: f32 = 48.0;

/// Tabs for which a bar of this width has no room: they are in a menu at its end, so that none scrolls away.
fn folded(ui: &Ui, tiles: &Tiles<Pane>, tabs: &Tabs, width: f32) -> Vec<TileId> {
    let source = tabs.active.is_some_and(|id| matches!(tiles.get(id), Some(Tile::Pane(Pane::Source))));
    let room = width - if source { BUTTON } else { 20.0 };
    let all: f32 = tabs.children.iter().map(|id| tab_width(ui, tiles, *id)).sum();
    if all <= room {
        return Vec::new();
    }
    let mut left = room - MORE - tabs.active.map_or(0.0, |id| tab_width(ui, tiles, id));
    let mut out = Vec::new();
    for id in tabs.children.iter().filter(|id| Some(**id) != tabs.active) {
        let wide = tab_width(ui, tiles, *id);
        if out.is_empty() && wide <= left {
            left -= wide;
        } else {
            out.push(*id);
        }
    }
    out
}

impl Drawing<'_> {
    /// The menu of the tabs for which there is no room.
    fn more(&mut self, ui: &mut Ui, tiles: &Tiles<Pane>) {
        let sign = egui::RichText::new(icons::EXPAND_MORE).font(theme::icon(18.0));
        let button = egui::Button::new(sign).frame(false);
        let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
            for id in &self.folded {
                if let Some(Tile::Pane(pane)) = tiles.get(*id)
                    && ui.button(pane.title()).clicked()
                {
                    self.out.push(Command::ShowPane(*pane));
                    ui.close();
                }
            }
        });
        let words = format!("{} more panes", self.folded.len());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
        response.on_hover_text(words);
    }
}

impl Behavior<Pane> for Drawing<'_> {
    fn pane_ui(&mut self, ui: &mut Ui, _tile: TileId, pane: &mut Pane) -> UiResponse {
        let inside = ui.max_rect().shrink2(vec2(1.0, 1.0));
        ui.set_clip_rect(inside.intersect(ui.clip_rect()));
        let builder = egui::UiBuilder::new().max_rect(inside).scope_id(pane_id(*pane));
        at_hand(self.panes, ui, *pane, inside);
        ui.scope_builder(builder, |ui| self.panes.ui(*pane, ui, self.view, self.lesson, self.out));
        UiResponse::None
    }

    fn tab_title_for_pane(&mut self, pane: &Pane) -> WidgetText {
        pane.title().into()
    }

    fn tab_ui(
        &mut self,
        tiles: &mut Tiles<Pane>,
        ui: &mut Ui,
        id: egui::Id,
        tile: TileId,
        state: &TabState,
    ) -> Response {
        let palette = Palette::of(ui.visuals());
        let title = match tiles.get(tile) {
            Some(Tile::Pane(pane)) => pane.title(),
            _ => "Group",
        };
        if self.folded.contains(&tile) {
            let (_, rect) = ui.allocate_space(vec2(0.0, ui.available_height()));
            return ui.interact(rect, id, Sense::hover());
        }
        let font = if state.active { theme::strong(theme::BODY) } else { theme::words(theme::BODY) };
        // Room for the bold form, so that tabs stand still when another one becomes active.
        let wide = paint::width(ui, title, theme::strong(theme::BODY));
        let (_, rect) = ui.allocate_space(vec2(wide + 24.0, ui.available_height()));
        let response = ui.interact(rect, id, Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, state.active, title));
        if ui.is_rect_visible(rect) && !state.is_being_dragged {
            let color = if state.active || response.hovered() { palette.ink } else { palette.quiet };
            paint::text(ui, pos2(rect.left() + 12.0, rect.center().y), wide + 4.0, title, font, color);
            if state.active {
                let bar = Rect::from_min_max(
                    pos2(rect.left() + 10.0, rect.bottom() - 2.0),
                    pos2(rect.right() - 10.0, rect.bottom()),
                );
                ui.painter().rect_filled(bar, 0.0, palette.current);
            }
        }
        self.on_tab_button(tiles, tile, response)
    }

    fn is_tab_closable(&self, _tiles: &Tiles<Pane>, _tile: TileId) -> bool {
        true
    }

    fn on_tab_button(&mut self, tiles: &mut Tiles<Pane>, tile: TileId, response: Response) -> Response {
        if response.middle_clicked() {
            tiles.remove(tile);
        } else if response.double_clicked()
            && let Some(Tile::Pane(pane)) = tiles.get(tile)
        {
            self.out.push(Command::Alone(Some(*pane)));
        }
        response
    }

    fn top_bar_right_ui(&mut self, tiles: &Tiles<Pane>, ui: &mut Ui, _tile: TileId, tabs: &Tabs, _scroll: &mut f32) {
        let Some(Tile::Pane(pane)) = tabs.active.and_then(|id| tiles.get(id)) else { return };
        let note = panes::note(*pane, self.view, self.lesson);
        if *pane == Pane::Source {
            ui.add_space(4.0);
            let editing = self.panes.source.editing;
            let (sign, words) =
                if editing { (icons::CHECK, "Finish editing") } else { (icons::EDIT, "Edit the program") };
            if icon_button(ui, sign, words, None).clicked() {
                self.panes.source.toggle_editing();
            }
        } else {
            ui.add_space(12.0);
        }
        self.folded = folded(ui, tiles, tabs, ui.max_rect().width());
        if !self.folded.is_empty() {
            self.more(ui, tiles);
        }
        // The tabs go before the remark.
        let needed = tabs.children.iter().map(|id| tab_width(ui, tiles, *id)).sum::<f32>()
            + paint::width(ui, &note, theme::words(theme::SMALL))
            + 12.0;
        let differences = model::ask::divergence::of(*pane);
        if ui.available_width() > needed + 30.0 {
            // First what it shows, then where that differs.
            let mut spoken = model::ask::divergence::about(*pane).to_owned();
            if !differences.is_empty() {
                spoken += &format!(" {} differs from CPython: {}", pane.title(), differences.join(" "));
            }
            icon_button(ui, icons::INFO, &spoken, None);
        }
        if !note.is_empty() && ui.available_width() > needed {
            let palette = Palette::of(ui.visuals());
            let text = egui::RichText::new(note).font(theme::words(theme::SMALL)).color(palette.quiet);
            ui.add(egui::Label::new(text).truncate());
        }
    }

    fn tab_bar_height(&self, _style: &Style) -> f32 {
        theme::TAB_BAR
    }

    fn gap_width(&self, _style: &Style) -> f32 {
        theme::GAP
    }

    fn min_size(&self) -> f32 {
        120.0
    }

    fn simplification_options(&self) -> egui_tiles::SimplificationOptions {
        simplification()
    }

    fn tab_bar_color(&self, _visuals: &Visuals) -> egui::Color32 {
        egui::Color32::TRANSPARENT
    }

    fn tab_bar_hline_stroke(&self, visuals: &Visuals) -> Stroke {
        Palette::of(visuals).hairline()
    }

    fn resize_stroke(&self, style: &Style, state: ResizeState) -> Stroke {
        match state {
            ResizeState::Idle => Stroke::NONE,
            ResizeState::Hovering => Stroke::new(2.0, Palette::of(&style.visuals).line),
            ResizeState::Dragging => Stroke::new(2.0, Palette::of(&style.visuals).current),
        }
    }
}

/// The line around each tile, over its contents; around what a lesson speaks of it is of the colour of what is current.
fn frames(ui: &Ui, tree: &Tree<Pane>, pointed: &[Pane]) {
    let palette = Palette::of(ui.visuals());
    for id in tree.active_tiles() {
        if let (Some(Tile::Container(Container::Tabs(_))), Some(rect)) = (tree.tiles.get(id), tree.tiles.rect(id)) {
            ui.painter().hline(rect.x_range().shrink(1.0), rect.top() + theme::TAB_BAR - 0.5, palette.hairline());
            let front = match tree.tiles.get(id) {
                Some(Tile::Container(Container::Tabs(tabs))) => tabs.active.and_then(|tab| tree.tiles.get_pane(&tab)),
                _ => None,
            };
            let meant = front.is_some_and(|pane| pointed.contains(pane));
            let line = if meant { Stroke::new(1.5, palette.current) } else { palette.hairline() };
            ui.painter().rect_stroke(rect, CornerRadius::same(theme::RADIUS), line, StrokeKind::Inside);
        }
    }
}
