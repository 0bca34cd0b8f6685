//! The picture of a link's preview: the title on paper, in our own font, as a PNG.

use crate::problem::model::Difficulty;
use ab_glyph::{Font, FontRef, GlyphId, PxScale, ScaleFont, point};

/// Width in pixels, as those who preview links advise (<https://ogp.me>, 1.91 to 1).
pub const WIDTH: u32 = 1_200;
/// Height in pixels.
pub const HEIGHT: u32 = 630;

/// Archivo at its weight 800 (SIL Open Font License, `public/fonts/OFL.txt`): the letters of `public/fonts`.
static FONT: &[u8] = include_bytes!("archivo-800.ttf");

const PAPER: Colour = [0xf2, 0xf2, 0xed];
const INK: Colour = [0x11, 0x11, 0x10];
const ACCENT: Colour = [0xff, 0xdd, 0x00];

const MARGIN: u32 = 60;
const BORDER: u32 = 8;
const SHADOW: u32 = 16;
/// Sizes of the title, in pixels: the largest that fits is taken.
const TITLE_SIZES: [f32; 4] = [104.0, 84.0, 68.0, 56.0];
const TITLE_LINES: usize = 3;
const SMALL: f32 = 40.0;
/// Where text begins, and how wide it may be.
const LEFT: f32 = 110.0;
const ROOM: f32 = 980.0;
/// How high the title may be.
const TITLE_ROOM: f32 = 290.0;

type Colour = [u8; 3];

/// What a picture says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// The problem's title.
    pub title: String,
    /// The name of its site; empty without one.
    pub site: String,
    /// How hard it is.
    pub difficulty: Difficulty,
}

/// Draws it. Without the font it is paper with a border.
pub fn draw(face: &Face) -> Vec<u8> {
    let mut canvas = Canvas::new();
    let right = WIDTH - MARGIN;
    let bottom = HEIGHT - MARGIN;
    canvas.fill(
        (
            MARGIN + SHADOW,
            MARGIN + SHADOW,
            right + SHADOW,
            bottom + SHADOW,
        ),
        INK,
    );
    canvas.fill((MARGIN, MARGIN, right, bottom), INK);
    canvas.fill(
        (
            MARGIN + BORDER,
            MARGIN + BORDER,
            right - BORDER,
            bottom - BORDER,
        ),
        PAPER,
    );
    canvas.fill(
        (MARGIN + BORDER, MARGIN + BORDER, right - BORDER, 180),
        ACCENT,
    );
    canvas.fill((MARGIN + BORDER, 180, right - BORDER, 180 + BORDER), INK);
    if let Ok(font) = FontRef::try_from_slice(FONT) {
        write(&mut canvas, &font, face);
    }
    canvas.png()
}

fn write(canvas: &mut Canvas, font: &FontRef<'_>, face: &Face) {
    canvas.text(font, "GitGud", 60.0, (LEFT, 148.0));
    let difficulty = face.difficulty.label();
    let below = if face.site.is_empty() {
        difficulty.to_owned()
    } else {
        format!("{difficulty} · {}", face.site)
    };
    let below = fitted(font, &below, SMALL, ROOM);
    canvas.text(font, &below, SMALL, (LEFT, 525.0));
    let Some(title) = writable(font, &face.title) else {
        return;
    };
    let lines_of = |size: f32| lines(font, &title, size, ROOM);
    let size = TITLE_SIZES
        .into_iter()
        .find(|size| {
            let lines = lines_of(*size).len();
            let height = size * u8::try_from(lines).map_or(f32::INFINITY, f32::from);
            height <= TITLE_ROOM && lines <= TITLE_LINES
        })
        .unwrap_or(TITLE_SIZES[3]);
    let mut lines = lines_of(size);
    if lines.len() > TITLE_LINES {
        lines.truncate(TITLE_LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
            *last = fitted(font, last, size, ROOM);
        }
    }
    for (line, number) in lines.iter().zip(0_u8..) {
        let line = fitted(font, line, size, ROOM);
        canvas.text(
            font,
            &line,
            size,
            (LEFT, 205.0 + size * f32::from(number + 1)),
        );
    }
}

/// A text without what the font has no letters for; none when that leaves too little of it.
fn writable(font: &FontRef<'_>, text: &str) -> Option<String> {
    let there = |letter: &char| letter.is_whitespace() || font.glyph_id(*letter) != GlyphId(0);
    let kept: String = text.chars().filter(there).collect();
    (kept.chars().count() * 4 >= text.chars().count() * 3).then_some(kept)
}

/// How wide a text is, in pixels.
fn width(font: &FontRef<'_>, text: &str, size: f32) -> f32 {
    let scaled = font.as_scaled(PxScale::from(size));
    text.chars()
        .map(|letter| scaled.h_advance(font.glyph_id(letter)))
        .sum()
}

/// A text broken between words.
fn lines(font: &FontRef<'_>, text: &str, size: f32, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(font, &[line, " ", word].concat(), size) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A line, cut where it does not fit.
fn fitted(font: &FontRef<'_>, line: &str, size: f32, room: f32) -> String {
    if width(font, line, size) <= room {
        return line.to_owned();
    }
    let mut cut: String = line.trim_end_matches('…').to_owned();
    while !cut.is_empty() && width(font, &[&cut, "…"].concat(), size) > room {
        cut.pop();
    }
    [cut.trim_end(), "…"].concat()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what fits"
)]
fn shade(mixed: f32) -> u8 {
    mixed.round().clamp(0.0, 255.0) as u8
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what fits; the bounds of a glyph are whole pixels"
)]
fn pixel(at: f32) -> u32 {
    at.clamp(0.0, 10_000.0) as u32
}

struct Canvas(Vec<u8>);

impl Canvas {
    fn new() -> Self {
        Self(ACCENT.repeat((WIDTH * HEIGHT) as usize))
    }

    /// Fills from the left and the top to before the right and the bottom.
    fn fill(&mut self, (left, top, right, bottom): (u32, u32, u32, u32), colour: Colour) {
        for y in top..bottom {
            for x in left..right {
                self.blend((x, y), colour, 1.0);
            }
        }
    }

    fn blend(&mut self, (x, y): (u32, u32), colour: Colour, share: f32) {
        if x >= WIDTH || y >= HEIGHT {
            return;
        }
        let start = ((y * WIDTH + x) * 3) as usize;
        for (place, of) in self.0[start..start + 3].iter_mut().zip(colour) {
            let mixed = f32::from(*place) * (1.0 - share) + f32::from(of) * share;
            *place = shade(mixed);
        }
    }

    fn text(&mut self, font: &FontRef<'_>, text: &str, size: f32, (left, base): (f32, f32)) {
        let scaled = font.as_scaled(PxScale::from(size));
        let mut at = left;
        for letter in text.chars() {
            let glyph = font
                .glyph_id(letter)
                .with_scale_and_position(size, point(at, base));
            at += scaled.h_advance(glyph.id);
            if let Some(outline) = font.outline_glyph(glyph) {
                let bounds = outline.px_bounds();
                outline.draw(|x, y, share| {
                    let place = (x + pixel(bounds.min.x), y + pixel(bounds.min.y));
                    self.blend(place, INK, share.min(1.0));
                });
            }
        }
    }

    fn png(&self) -> Vec<u8> {
        let mut png = Vec::new();
        let mut encoder = png::Encoder::new(&mut png, WIDTH, HEIGHT);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        // Into memory: nothing there can fail that is not seen in the tests.
        let written = encoder
            .write_header()
            .and_then(|mut writer| writer.write_image_data(&self.0));
        if let Err(error) = written {
            tracing::error!(error.cause = %error, "the picture of a shared problem could not be written");
        }
        png
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn font() -> FontRef<'static> {
        FontRef::try_from_slice(FONT).unwrap()
    }

    #[test]
    fn a_title_is_broken_between_words_and_a_long_word_is_cut() {
        let font = font();
        let lines = lines(&font, "Longest Substring Without Repeating", 104.0, ROOM);
        assert_eq!(lines, ["Longest Substring", "Without Repeating"]);
        let long = "x".repeat(300);
        let cut = fitted(&font, &long, SMALL, ROOM);
        assert!(cut.ends_with('…') && width(&font, &cut, SMALL) <= ROOM);
        assert_eq!(fitted(&font, "short", SMALL, ROOM), "short");
    }

    #[test]
    fn what_the_font_cannot_write_is_left_out() {
        let font = font();
        assert_eq!(writable(&font, "Two Sum 🎉").as_deref(), Some("Two Sum "));
        assert_eq!(writable(&font, "两数之和"), None);
    }

    #[test]
    fn whatever_the_title_there_is_a_picture_of_the_same_size() {
        let face = |title: &str| Face {
            title: title.to_owned(),
            site: "LeetCode".to_owned(),
            difficulty: Difficulty::Hard,
        };
        for title in ["Two Sum", "", "两数之和", &"Wörter und mehr ".repeat(20)] {
            let png = draw(&face(title));
            let reader = png::Decoder::new(std::io::Cursor::new(&png))
                .read_info()
                .unwrap();
            let info = reader.info();
            assert_eq!((info.width, info.height), (WIDTH, HEIGHT), "{title}");
            assert!(png.len() < 100_000, "{}", png.len());
        }
        assert_ne!(draw(&face("Two Sum")), draw(&face("Three Sum")));
    }
}
