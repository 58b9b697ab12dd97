//! What lies over the screen for a while.

use crate::editor::Editor;
use crate::log::Key;
use parlor_api::Message;

/// What lies over the messages.
#[derive(Clone, Debug)]
pub(crate) enum Overlay {
    /// The keys and commands, from this line on.
    Help(usize),
    /// Where to go.
    GoTo(GoTo),
    /// What was found.
    Found(Found),
    /// A reaction for a message.
    React(React),
    /// Whether to delete a message.
    Delete {
        /// Which.
        id: String,
    },
    /// Whether to believe a certificate.
    Trust {
        /// Its SHA-256.
        fingerprint: String,
        /// Why it is not believed.
        why: String,
    },
}

#[derive(Clone, Default, Debug)]
pub(crate) struct GoTo {
    pub(crate) editor: Editor,
    pub(crate) at: usize,
}

#[derive(Clone, Default, Debug)]
pub(crate) struct Found {
    pub(crate) editor: Editor,
    pub(crate) messages: Vec<Message>,
    pub(crate) at: usize,
    /// What was sought; nothing yet.
    pub(crate) sought: Option<String>,
    pub(crate) waits: bool,
    pub(crate) everywhere: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct React {
    pub(crate) id: String,
    pub(crate) editor: Editor,
    pub(crate) at: usize,
}

/// Reactions that are at hand.
pub(crate) const AT_HAND: &[&str] = &["👍", "❤️", "😂", "🎉", "👀", "🙏", "✅", "👎"];

impl React {
    /// What fits what was typed: figures choose among those at hand, letters search by name.
    pub(crate) fn choices(&self) -> Vec<String> {
        let typed = self.editor.text().trim().trim_matches(':').to_lowercase();
        if typed.is_empty() {
            return AT_HAND.iter().map(|emoji| (*emoji).to_owned()).collect();
        }
        let mut choices: Vec<String> =
            crate::complete::emoji(&typed).into_iter().map(|(_, emoji)| emoji).collect();
        choices.truncate(8);
        if !choices.contains(&typed) {
            choices.push(self.editor.text().trim().to_owned());
        }
        choices
    }
}

/// The last thing selected, and what is to become of the next line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) enum Intent {
    /// To say something.
    #[default]
    Say,
    /// To answer a message.
    Reply {
        /// Its id.
        id: String,
        /// Whose it is.
        name: String,
        /// How it begins.
        words: String,
    },
    /// To give one's message other words.
    Edit {
        /// Its id.
        id: String,
        /// Its place.
        key: Key,
    },
}
