//! AUTHENTICATE, before registration or after it, also when logged in
//! (<https://ircv3.net/specs/extensions/sasl-3.1>, <https://ircv3.net/specs/extensions/sasl-3.2>).

use crate::codec::Message;
use crate::codec::numerics::{
    ERR_SASLABORTED, ERR_SASLFAIL, ERR_SASLTOOLONG, RPL_LOGGEDIN, RPL_SASLMECHS, RPL_SASLSUCCESS,
};
use crate::pending::What;
use crate::refusals::{self, About};
use crate::render;
use crate::turn::Turn;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use parlor_model::{AccountName, Folded, Refusal};
use parlor_server::{Answer, Ask, Reply, Rules, ScramExchange};

/// Responses and challenges are sent in pieces of this many bytes; a shorter one is the last.
const PIECE_LEN: usize = 400;

/// Base 64 of a response at most: nearly 6 KiB of names, password or token.
const RESPONSE_LEN_MAX: usize = 20 * PIECE_LEN;

/// How somebody may log in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mechanism {
    /// RFC 4616.
    Plain,
    /// RFC 7677.
    ScramSha256,
    /// RFC 4422, appendix A: the certificate of the connection.
    External,
    /// RFC 7628: a token of the issuer that the house trusts.
    OauthBearer,
    /// The same, as IRC has it (<https://github.com/ircv3/ircv3-specifications/pull/545>).
    Ircv3Bearer,
}

impl Mechanism {
    const ALL: [Self; 5] =
        [Self::Plain, Self::ScramSha256, Self::External, Self::OauthBearer, Self::Ircv3Bearer];

    const fn name(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::ScramSha256 => "SCRAM-SHA-256",
            Self::External => "EXTERNAL",
            Self::OauthBearer => "OAUTHBEARER",
            Self::Ircv3Bearer => "IRCV3BEARER",
        }
    }

    fn is_offered(self, turn: &Turn<'_, '_>, rules: &Rules) -> bool {
        match self {
            Self::Plain => true,
            Self::ScramSha256 => rules.scram_iterations > 0,
            Self::External => turn.desk.arrival().certificate.is_some(),
            Self::OauthBearer | Self::Ircv3Bearer => rules.bearer.is_some(),
        }
    }
}

/// What this connection may log in with: the value of the capability.
pub(crate) fn mechanisms(turn: &Turn<'_, '_>, rules: &Rules) -> String {
    let offered: Vec<&str> =
        Mechanism::ALL.iter().filter(|m| m.is_offered(turn, rules)).map(|m| m.name()).collect();
    offered.join(",")
}

/// An exchange under way.
#[derive(Debug)]
pub(crate) struct Exchange {
    mechanism: Mechanism,
    step: Step,
    /// The part of a response that has come.
    response: String,
}

#[derive(Debug)]
enum Step {
    /// Nothing was sent yet.
    First,
    /// The challenge of SCRAM is with the client.
    Challenged(Box<ScramExchange>),
    /// The client has proven itself, and is looking at our proof.
    Proven(AccountName),
    /// The client is looking at why its token is not believed (RFC 7628 §3.2.3).
    Unbelieved,
}

/// `AUTHENTICATE mechanism`, then `AUTHENTICATE response`.
pub(crate) fn authenticate(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let param = msg.params.first().copied().unwrap_or_default();
    let under_way = turn.seat.rare.as_mut().and_then(|rare| rare.sasl.take());
    if param == "*" {
        return aborted(turn);
    }
    let Some(mut exchange) = under_way else { return begin(turn, param) };
    if param.len() > PIECE_LEN || exchange.response.len() + param.len() > RESPONSE_LEN_MAX {
        return turn.numeric(ERR_SASLTOOLONG, &[], "SASL message too long");
    }
    if param != "+" {
        exchange.response.push_str(param);
    }
    if param.len() == PIECE_LEN {
        turn.rare().sasl = Some(exchange);
        return;
    }
    let response = std::mem::take(&mut exchange.response);
    match BASE64.decode(&response).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
        Some(response) => respond(turn, exchange, &response),
        None => fail(turn),
    }
}

fn begin(turn: &mut Turn<'_, '_>, name: &str) {
    let wanted = Mechanism::ALL.into_iter().find(|m| m.name().eq_ignore_ascii_case(name));
    match wanted.filter(|mechanism| mechanism.is_offered(turn, turn.desk.rules())) {
        Some(mechanism) => {
            turn.rare().sasl = Some(Exchange { mechanism, step: Step::First, response: String::new() });
            challenge(turn, "");
        }
        None => {
            let offered = mechanisms(turn, turn.desk.rules());
            turn.numeric(RPL_SASLMECHS, &[&offered], "are available SASL mechanisms");
            fail(turn);
        }
    }
}

/// A whole response has come.
fn respond(turn: &mut Turn<'_, '_>, exchange: Exchange, response: &str) {
    let Exchange { mechanism, step, .. } = exchange;
    match step {
        Step::First => {
            let token = match mechanism {
                Mechanism::Plain => match parse_plain(response) {
                    Some((name, password)) => turn.desk.verify(name, password),
                    None => return fail(turn),
                },
                Mechanism::ScramSha256 => turn.desk.scram(response),
                Mechanism::External => turn.desk.verify_certificate(response),
                Mechanism::OauthBearer => {
                    return match parse_oauth(response) {
                        Some((acts_for, brought)) => {
                            let token = turn.desk.verify_bearer(brought, acts_for);
                            turn.expect(token, What::OauthProof, false);
                        }
                        None => unbelieved(turn),
                    };
                }
                Mechanism::Ircv3Bearer => match parse_bearer(response) {
                    Some((acts_for, brought)) => turn.desk.verify_bearer(brought, acts_for),
                    None => return fail(turn),
                },
            };
            turn.expect(token, What::SaslProof, false);
        }
        Step::Challenged(scram) => match scram.finish(response) {
            Some(_) if let Some(why) = scram.barred() => {
                checked(turn, Reply::Answer(Answer::Refused(why.clone())));
            }
            Some((account, proof)) => {
                let step = Step::Proven(account);
                turn.rare().sasl = Some(Exchange { mechanism, step, response: String::new() });
                challenge(turn, &proof);
            }
            None => {
                turn.desk.guessed_wrong();
                fail(turn);
            }
        },
        Step::Proven(account) if response.is_empty() => proven(turn, account),
        Step::Proven(_) | Step::Unbelieved => fail(turn),
    }
}

/// Something for the client to answer, in pieces.
fn challenge(turn: &mut Turn<'_, '_>, text: &str) {
    let encoded = BASE64.encode(text);
    let mut rest = encoded.as_str();
    while rest.len() >= PIECE_LEN {
        let (piece, more) = rest.split_at(PIECE_LEN);
        turn.start().command("AUTHENTICATE").last(piece);
        rest = more;
    }
    turn.start().command("AUTHENTICATE").last(if rest.is_empty() { "+" } else { rest });
}

/// `authzid NUL authcid NUL password` (RFC 4616); nobody acts for somebody else here.
fn parse_plain(plain: &str) -> Option<(&str, &str)> {
    let mut parts = plain.split('\0');
    let (acts_for, name, password) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = parts.next().is_none() && !name.is_empty();
    (whole && (acts_for.is_empty() || Folded::of(acts_for) == Folded::of(name))).then_some((name, password))
}

/// `n,a=authzid,` and then, each before a `%x01`, pairs of which one is `auth=Bearer token` (RFC 7628 §3.1): for whom, and the
/// token. Where the client thinks that it has connected to is its own affair.
fn parse_oauth(response: &str) -> Option<(&str, &str)> {
    let mut parts = response.splitn(3, ',');
    let (binding, acts_for, pairs) = (parts.next()?, parts.next()?, parts.next()?);
    if !matches!(binding, "n" | "y") {
        return None;
    }
    let acts_for = if acts_for.is_empty() { "" } else { acts_for.strip_prefix("a=")? };
    let auth = pairs.strip_prefix('\x01')?.split('\x01').find_map(|pair| pair.strip_prefix("auth="))?;
    let (scheme, token) = auth.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then_some((acts_for, token.trim_start()))
}

/// `authzid NUL type NUL token`: for whom, and the token.
fn parse_bearer(response: &str) -> Option<(&str, &str)> {
    let mut parts = response.split('\0');
    let (acts_for, kind, token) = (parts.next()?, parts.next()?, parts.next()?);
    let known = kind.eq_ignore_ascii_case("jwt") || kind.eq_ignore_ascii_case("oauth2");
    (known && parts.next().is_none()).then_some((acts_for, token))
}

/// Who brought a token that is not believed is told so in its own terms first.
fn unbelieved(turn: &mut Turn<'_, '_>) {
    turn.rare().sasl =
        Some(Exchange { mechanism: Mechanism::OauthBearer, step: Step::Unbelieved, response: String::new() });
    challenge(turn, r#"{"status":"invalid_token","schemes":"bearer"}"#);
}

/// The house has looked at a token.
pub(crate) fn oauth_checked(turn: &mut Turn<'_, '_>, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Refused(Refusal::WrongPassword)) => unbelieved(turn),
        other => checked(turn, other),
    }
}

fn fail(turn: &mut Turn<'_, '_>) {
    turn.numeric(ERR_SASLFAIL, &[], "SASL authentication failed");
}

fn suspended(turn: &mut Turn<'_, '_>, reason: &str) {
    let why = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
    turn.numeric(ERR_SASLFAIL, &[], &format!("SASL authentication failed: the account is suspended{why}"));
}

fn aborted(turn: &mut Turn<'_, '_>) {
    turn.numeric(ERR_SASLABORTED, &[], "SASL authentication aborted");
}

/// Who ends the negotiation in the middle of an exchange goes on without it.
pub(crate) fn abort(turn: &mut Turn<'_, '_>) {
    if turn.seat.rare.as_mut().is_some_and(|rare| rare.sasl.take().is_some()) {
        aborted(turn);
    }
}

/// The house has looked at what was sent.
pub(crate) fn checked(turn: &mut Turn<'_, '_>, reply: Reply) {
    match reply {
        Reply::Verified(account) => proven(turn, account),
        Reply::Challenge(scram) => {
            let text = scram.challenge().to_owned();
            let (mechanism, step) = (Mechanism::ScramSha256, Step::Challenged(scram));
            turn.rare().sasl = Some(Exchange { mechanism, step, response: String::new() });
            challenge(turn, &text);
        }
        Reply::Answer(Answer::Refused(Refusal::WrongPassword)) => fail(turn),
        Reply::Answer(Answer::Refused(Refusal::BannedFromHouse { reason })) => suspended(turn, &reason),
        other => {
            refusals::unanswered(turn, &About { verb: "AUTHENTICATE", target: "*" }, &other);
            fail(turn);
        }
    }
}

fn proven(turn: &mut Turn<'_, '_>, account: AccountName) {
    match &mut turn.seat.registering {
        Some(registering) => {
            registering.account = Some(account.clone());
            succeed(turn, &account);
        }
        None => turn.ask_on(Ask::LogIn(account.clone()), What::LogIn(account)),
    }
}

/// Others hear of a login before it is answered; who logged in hears RPL_LOGGEDIN first all the same.
pub(crate) fn known_by_now(turn: &mut Turn<'_, '_>, account: &AccountName) {
    let Some(label) = turn.seat.pending.logging_in() else { return };
    logged_in_as(&mut Turn::new(turn.seat, turn.desk, label), account);
    turn.rare().logged_in = true;
}

/// Somebody who had entered logged in.
pub(crate) fn logged_in(turn: &mut Turn<'_, '_>, account: &AccountName, reply: Reply) {
    let told = turn.seat.rare.as_mut().is_some_and(|rare| std::mem::take(&mut rare.logged_in));
    match reply {
        Reply::Answer(Answer::Done { .. }) if told => succeeded(turn),
        Reply::Answer(Answer::Done { .. }) => succeed(turn, account),
        Reply::Answer(Answer::Refused(Refusal::BannedFromHouse { reason })) => suspended(turn, &reason),
        _ => fail(turn),
    }
}

fn succeed(turn: &mut Turn<'_, '_>, account: &AccountName) {
    logged_in_as(turn, account);
    succeeded(turn);
}

fn succeeded(turn: &mut Turn<'_, '_>) {
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
    fn tokens_are_taken_out_of_what_is_around_them() {
        let whole = "n,a=ann,\x01host=h\x01port=6697\x01auth=bearer  a.b.c\x01\x01";
        assert_eq!(parse_oauth(whole), Some(("ann", "a.b.c")));
        assert_eq!(parse_oauth("n,,\x01auth=Bearer a.b.c\x01\x01"), Some(("", "a.b.c")));
        for bad in ["", "n,,", "p=x,,\x01auth=Bearer a\x01\x01", "n,ann,\x01auth=Bearer a\x01\x01"] {
            assert_eq!(parse_oauth(bad), None, "{bad:?}");
        }
        for bad in ["n,,\x01auth=Basic a\x01\x01", "n,,auth=Bearer a\x01\x01", "n,,\x01host=h\x01\x01"] {
            assert_eq!(parse_oauth(bad), None, "{bad:?}");
        }
        assert_eq!(parse_bearer("ann\0jwt\0a.b.c"), Some(("ann", "a.b.c")));
        assert_eq!(parse_bearer("\0OAUTH2\0a.b.c"), Some(("", "a.b.c")));
        for bad in ["", "jwt\0a.b.c", "\0saml\0a.b.c", "\0jwt\0a\0b"] {
            assert_eq!(parse_bearer(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn plain_names_one_account() {
        assert_eq!(parse_plain("\0ann\0secret"), Some(("ann", "secret")));
        assert_eq!(parse_plain("Ann\0ann\0secret"), Some(("ann", "secret")));
        for bad in ["", "ann", "\0ann", "bob\0ann\0secret", "\0\0secret", "\0ann\0sec\0ret"] {
            assert_eq!(parse_plain(bad), None, "{bad:?}");
        }
    }
}
