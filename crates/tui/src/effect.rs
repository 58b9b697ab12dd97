//! What is to be done.

use parlor_client::Order;

/// Something to be done for the screen.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// For the client.
    Order(Order),
    /// To ring the terminal's bell.
    Bell,
    /// To tell whoever is at another window.
    Notify {
        /// Who, and where.
        title: String,
        /// What.
        body: String,
    },
    /// To put this where it can be pasted from.
    Copy(String),
    /// To listen to the mouse, or not.
    Mouse(bool),
    /// To note something for the next time.
    Remember(Memory),
    /// To draw everything anew.
    Repaint,
    /// To stop for a while, as shells let programs do.
    Suspend,
}

/// What the next start wants to know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Memory {
    /// Who one is here; with an account, its session's token.
    Me {
        /// The nickname, or the account's name.
        name: String,
        /// It is an account.
        account: bool,
    },
    /// An account's session.
    Token(Option<String>),
    /// A certificate to believe.
    Trust(String),
    /// The room one looks at.
    Room(String),
    /// Up to where a room was read.
    Read {
        /// Its id.
        room_id: String,
        /// Everything up to here.
        number: u64,
    },
}
