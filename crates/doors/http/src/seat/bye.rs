//! The last word, as a frame.

use parlor_api::Bye;
use parlor_server::{Closing, Farewell};

pub(super) fn of(why: &Farewell) -> Bye {
    let code = match why {
        Farewell::NoName => "no_name",
        Farewell::Silent { .. } => "silent",
        Farewell::NotReading => "not_reading",
        Farewell::Stopping => "stopping",
        Farewell::Closed(Closing::Killed { .. }) => "killed",
        Farewell::Closed(Closing::Banned { .. }) => "banned",
        Farewell::Closed(Closing::AccountEnded) => "account_ended",
        Farewell::Closed(Closing::LoggedOut) => "logged_out",
    };
    let mut words = why.words().as_str().to_owned();
    // Others are not told why, but who it means is.
    if let Farewell::Closed(Closing::Banned { reason }) = why
        && !reason.is_empty()
    {
        words = format!("{words}: {reason}");
    }
    Bye { code: code.into(), why: words }
}
