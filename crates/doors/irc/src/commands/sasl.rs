//! AUTHENTICATE with PLAIN, before registration or after it (<https://ircv3.net/specs/extensions/sasl-3.1>).

use crate::base64;
use crate::codec::Message;
use crate::codec::numerics::{
    ERR_SASLABORTED, ERR_SASLFAIL, ERR_SASLTOOLONG, RPL_LOGGEDIN, RPL_SASLMECHS, RPL_SASLSUCCESS,
};
use crate::pending::What;
use crate::refusals::{self, About};
use crate::render;
use crate::turn::Turn;
use parlor_model::{AccountName, Folded, Refusal};
use parlor_server::{Answer, Ask, Reply};

/// A response is sent in pieces of this many bytes; a shorter one is the last.
const PIECE_LEN: usize = 400;

/// Room for names and a password of a thousand bytes.
const RESPONSE_LEN_MAX: usize = 6 * PIECE_LEN;

/// `AUTHENTICATE mechanism`, then `AUTHENTICATE response`.
pub(crate) fn authenticate(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let param = msg.params.first().copied().unwrap_or_default();
    let so_far = turn.seat.rare.as_mut().and_then(|rare| rare.sasl.take());
    if param == "*" {
        return turn.numeric(ERR_SASLABORTED, &[], "SASL authentication aborted");
    }
    let Some(mut response) = so_far else {
        if param.eq_ignore_ascii_case("PLAIN") {
            turn.rare().sasl = Some(String::new());
            turn.start().command("AUTHENTICATE").last("+");
            return;
        }
        turn.numeric(RPL_SASLMECHS, &["PLAIN"], "are available SASL mechanisms");
        return fail(turn);
    };
    if param.len() > PIECE_LEN || response.len() + param.len() > RESPONSE_LEN_MAX {
        return turn.numeric(ERR_SASLTOOLONG, &[], "SASL message too long");
    }
    if param != "+" {
        response.push_str(param);
    }
    if param.len() == PIECE_LEN {
        turn.rare().sasl = Some(response);
        return;
    }
    let plain = base64::decode(&response).and_then(|bytes| String::from_utf8(bytes).ok());
    match plain.as_deref().and_then(parse_plain) {
        Some((name, password)) => {
            let token = turn.desk.verify(name, password);
            turn.expect(token, What::SaslPassword, false);
        }
        None => fail(turn),
    }
}

/// `authzid NUL authcid NUL password` (RFC 4616); nobody acts for somebody else here.
fn parse_plain(plain: &str) -> Option<(&str, &str)> {
    let mut parts = plain.split('\0');
    let (acts_for, name, password) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = parts.next().is_none() && !name.is_empty();
    (whole && (acts_for.is_empty() || Folded::of(acts_for) == Folded::of(name))).then_some((name, password))
}

fn fail(turn: &mut Turn<'_, '_>) {
    turn.numeric(ERR_SASLFAIL, &[], "SASL authentication failed");
}

pub(crate) fn password_checked(turn: &mut Turn<'_, '_>, reply: Reply) {
    match reply {
        Reply::Verified(account) => match &mut turn.seat.registering {
            Some(registering) => {
                registering.account = Some(account.clone());
                succeed(turn, &account);
            }
            None => turn.ask_on(Ask::LogIn(account.clone()), What::LogIn(account)),
        },
        Reply::Answer(Answer::Refused(Refusal::WrongPassword)) => fail(turn),
        other => {
            refusals::unanswered(turn, &About { verb: "AUTHENTICATE", target: "*" }, &other);
            fail(turn);
        }
    }
}

/// Somebody who had entered logged in.
pub(crate) fn logged_in(turn: &mut Turn<'_, '_>, account: &AccountName, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Done { .. }) => succeed(turn, account),
        _ => fail(turn),
    }
}

fn succeed(turn: &mut Turn<'_, '_>, account: &AccountName) {
    logged_in_as(turn, account);
    turn.numeric(RPL_SASLSUCCESS, &[], "SASL authentication successful");
}

/// RPL_LOGGEDIN.
pub(crate) fn logged_in_as(turn: &mut Turn<'_, '_>, account: &AccountName) {
    let mask = turn.seat.me.as_ref().map_or_else(|| "*!*@*".to_owned(), |who| render::mask_of(who));
    let words = format!("You are now logged in as {account}");
    turn.numeric(RPL_LOGGEDIN, &[&mask, account.as_str()], &words);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_one_account() {
        assert_eq!(parse_plain("\0ann\0secret"), Some(("ann", "secret")));
        assert_eq!(parse_plain("Ann\0ann\0secret"), Some(("ann", "secret")));
        for bad in ["", "ann", "\0ann", "bob\0ann\0secret", "\0\0secret", "\0ann\0sec\0ret"] {
            assert_eq!(parse_plain(bad), None, "{bad:?}");
        }
    }
}
