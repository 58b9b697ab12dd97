//! Colours: as many as the terminal has, and none where none are wanted.

use ratatui_core::style::{Color, Modifier, Style};

/// How many colours there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    /// 24 bits.
    True,
    /// 256.
    Fixed,
    /// The sixteen that every terminal has.
    Sixteen,
    /// None: weight, underlines and reversal only.
    None,
}

/// How things look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Theme {
    pub(crate) depth: Depth,
}

/// Of the 256, those of the colour cube that can be read on black and on white.
const FIXED: &[u8] = &[
    33, 35, 37, 39, 62, 64, 66, 68, 71, 73, 75, 97, 99, 101, 103, 105, 107, 109, 127, 129, 131, 133, 135,
    137, 139, 141, 161, 163, 165, 167, 169, 171, 172, 173, 175, 177, 197, 199, 203, 205, 207, 208, 209,
];
const SIXTEEN: &[Color] = &[
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
];

impl Theme {
    fn fg(self, depth_true: (u8, u8, u8), fixed: u8, sixteen: Color) -> Style {
        match self.depth {
            Depth::True => Style::new().fg(Color::Rgb(depth_true.0, depth_true.1, depth_true.2)),
            Depth::Fixed => Style::new().fg(Color::Indexed(fixed)),
            Depth::Sixteen => Style::new().fg(sixteen),
            Depth::None => Style::new(),
        }
    }

    /// Plain words.
    pub(crate) const fn plain(self) -> Style {
        Style::new()
    }

    /// What need not be looked at.
    pub(crate) fn dim(self) -> Style {
        match self.depth {
            Depth::None => Style::new().add_modifier(Modifier::DIM),
            Depth::Sixteen => Style::new().fg(Color::DarkGray),
            Depth::True | Depth::Fixed => self.fg((128, 128, 140), 245, Color::DarkGray),
        }
    }

    /// Lines between the parts.
    pub(crate) fn line(self) -> Style {
        match self.depth {
            Depth::None => Style::new().add_modifier(Modifier::DIM),
            _ => self.fg((84, 84, 96), 240, Color::DarkGray),
        }
    }

    /// What the eye is to find.
    pub(crate) fn accent(self) -> Style {
        self.fg((86, 156, 214), 75, Color::Cyan).add_modifier(Modifier::BOLD)
    }

    /// New here.
    pub(crate) fn fresh(self) -> Style {
        self.fg((214, 120, 96), 173, Color::Red)
    }

    /// Something for oneself.
    pub(crate) fn mention(self) -> Style {
        self.fg((224, 160, 60), 214, Color::Yellow).add_modifier(Modifier::BOLD)
    }

    /// Something went wrong.
    pub(crate) fn bad(self) -> Style {
        self.fg((226, 98, 98), 167, Color::Red)
    }

    /// All is well.
    pub(crate) fn good(self) -> Style {
        self.fg((106, 168, 108), 71, Color::Green)
    }

    /// A link.
    pub(crate) fn link(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }

    /// What is chosen.
    pub(crate) fn chosen(self) -> Style {
        match self.depth {
            Depth::True => Style::new().bg(Color::Rgb(52, 58, 76)).fg(Color::Rgb(230, 230, 236)),
            Depth::Fixed => Style::new().bg(Color::Indexed(238)).fg(Color::Indexed(255)),
            Depth::Sixteen | Depth::None => Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// The bars above and below.
    pub(crate) fn bar(self) -> Style {
        match self.depth {
            Depth::True => Style::new().bg(Color::Rgb(38, 42, 54)).fg(Color::Rgb(206, 208, 218)),
            Depth::Fixed => Style::new().bg(Color::Indexed(236)).fg(Color::Indexed(252)),
            Depth::Sixteen | Depth::None => Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// A person: always the same colour, whatever the room.
    pub(crate) fn person(self, name: &str) -> Style {
        let hash = hash(&name.to_lowercase());
        let of = |most: usize| usize::try_from(hash % most.max(1) as u64).unwrap_or(0);
        let style = match self.depth {
            Depth::True => {
                let (r, g, b) = from_hue(of(360));
                Style::new().fg(Color::Rgb(r, g, b))
            }
            Depth::Fixed => Style::new().fg(Color::Indexed(FIXED[of(FIXED.len())])),
            Depth::Sixteen => Style::new().fg(SIXTEEN[of(SIXTEEN.len())]),
            Depth::None => Style::new(),
        };
        style.add_modifier(Modifier::BOLD)
    }
}

/// FNV-1a, with its bits stirred once more: names that differ in one letter are to differ in colour.
fn hash(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    hash ^= hash >> 33;
    hash.wrapping_mul(0xff51_afd7_ed55_8ccd) >> 11
}

/// A colour of this hue (degrees) that can be read on black and on white: evenly bright, as the eye has it.
fn from_hue(degrees: usize) -> (u8, u8, u8) {
    // HSL with a lightness that is lower where the eye sees more light: in yellow and green.
    #[expect(clippy::cast_precision_loss, reason = "below 360")]
    let h = degrees as f64 / 60.0;
    let light = match degrees {
        45..=200 => 0.46,
        220..=290 => 0.66,
        _ => 0.60,
    };
    let chroma = (1.0 - (2.0_f64 * light - 1.0).abs()) * 0.62;
    let second = chroma * (1.0 - (h % 2.0 - 1.0).abs());
    let (r, g, b) = match degrees / 60 {
        0 => (chroma, second, 0.0),
        1 => (second, chroma, 0.0),
        2 => (0.0, chroma, second),
        3 => (0.0, second, chroma),
        4 => (second, 0.0, chroma),
        _ => (chroma, 0.0, second),
    };
    let base = light - chroma / 2.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
    let byte = |part: f64| ((part + base) * 255.0).round() as u8;
    (byte(r), byte(g), byte(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn people_differ_and_stay_the_same() {
        let theme = Theme { depth: Depth::True };
        assert_eq!(theme.person("Ann"), theme.person("ann"));
        let names = ["ann", "bob", "carol", "dave", "eve", "user1", "user2", "user3"];
        let colours: HashSet<_> = names.iter().map(|name| format!("{:?}", theme.person(name).fg)).collect();
        assert!(colours.len() >= 7, "{colours:?}");
    }

    #[test]
    fn without_colours_there_are_none() {
        let theme = Theme { depth: Depth::None };
        for style in
            [theme.person("ann"), theme.dim(), theme.bad(), theme.bar(), theme.mention(), theme.chosen()]
        {
            assert_eq!((style.fg, style.bg), (None, None), "{style:?}");
        }
    }
}
