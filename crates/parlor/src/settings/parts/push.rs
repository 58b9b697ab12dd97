//! Pushes to the programs of accounts.

use std::time::Duration;

use crate::settings::kinds::{Contact, Count, Switch, Time};
use crate::settings::part::part;

part! {
    /// Pushes (Web Push): programs of accounts, on phones mostly, are told of messages while they are not connected.
    pub struct PushSettings {
        /// Direct messages and messages that call somebody by name are pushed to programs that asked for it (IRC
        /// `draft/webpush`). This server then connects to push servers that accounts name, of Google, Mozilla and Apple
        /// mostly, which learn its address; what is pushed only the program can read.
        enabled: bool = Switch, "push.enabled", "false", Restart;

        /// Where push servers may write to when something is wrong: `mailto:ops@example.org`, or an `https:` page. Some
        /// want one.
        contact: String = Contact, "push.contact", "", Restart;

        /// Programs of one account that are pushed to.
        subscriptions: usize = Count { unit: "programs", min: 1, max: 100 }, "push.subscriptions", "4", Now;

        /// How long a program is pushed to after it was connected and asked for it.
        expire: Duration = Time { min: Duration::from_secs(3600), max: Duration::from_secs(365 * 86_400) },
            "push.expire", "336h", Now;

        /// How long a message waits before it is pushed: who reads it meanwhile, on any door that says so, is not pushed it.
        delay: Duration = Time { min: Duration::ZERO, max: Duration::from_secs(3600) }, "push.delay", "0s", Now;

        /// How long a push server may take to take a push.
        timeout: Duration = Time { min: Duration::from_millis(100), max: Duration::from_secs(60) },
            "push.timeout", "10s", Restart;

        /// Push servers may stand in a network of one's own (ntfy, NextPush). With this, whoever has an account can have
        /// this server send requests into that network; they see of the answer only whether it was a good one.
        private_addresses: bool = Switch, "push.private_addresses", "false", Restart;
    }
}
