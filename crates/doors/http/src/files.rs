//! What is done with the bytes of files: received within bounds and in time, looked at, sent.

use crate::problems::Refused;
use crate::reception::{DOOR, Reception};
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::StreamExt;
use parlor_api::Problem;
use parlor_model::{PersonId, RoomId, Time};
use parlor_server::{Fault, FileId, FileNote, NotTaken, Vault};
use std::io::SeekFrom;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio::task::block_in_place;

/// Bytes that are looked at to tell what a file is.
const LOOKED_AT: usize = 4096;
/// Bytes of a file's name.
const NAME_BYTES_MAX: usize = 120;
/// Bytes that are read from the disk at once.
const PIECE: usize = 64 * 1024;

/// A file that comes in.
pub(crate) struct Coming<'a> {
    pub(crate) vault: &'a Arc<Vault>,
    pub(crate) reception: &'a Reception,
    pub(crate) person: PersonId,
}

impl Coming<'_> {
    /// Takes the body of a request as a file.
    pub(crate) async fn receive(
        self,
        request: Request,
        name: &str,
        room: Option<RoomId>,
    ) -> Result<Arc<FileNote>, Refused> {
        let length = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok());
        let hint = length.and_then(|l| l.parse().ok()).unwrap_or(0);
        let id = new_id()?;
        let mut upload = block_in_place(|| self.vault.begin(id, self.person, hint))
            .map_err(|fault| failed(&fault))?
            .map_err(refused)?;
        let mut body = request.into_body().into_data_stream();
        let mut first = Vec::new();
        loop {
            let piece = tokio::time::timeout(self.reception.settings.read_timeout, body.next()).await;
            let piece =
                piece.map_err(|_| Problem::new(408, "too_slow", "The file did not arrive in time."))?;
            let Some(piece) = piece else { break };
            let piece: Bytes = piece.map_err(|_| Problem::bad_request("the file broke off"))?;
            let wanted = LOOKED_AT.saturating_sub(first.len()).min(piece.len());
            first.extend_from_slice(&piece[..wanted]);
            block_in_place(|| upload.write(&piece)).map_err(|fault| failed(&fault))?.map_err(refused)?;
        }
        let kind = kind_of(&first);
        let kinds = &self.reception.settings.file_kinds;
        if !kinds.is_empty() && !kinds.iter().any(|allowed| kind.starts_with(allowed.as_str())) {
            let words = format!("Files of this kind ({kind}) are not taken here.");
            return Err(Problem::new(415, "file_kind", &words).into());
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let at = Time(u64::try_from(now.as_millis()).unwrap_or(u64::MAX));
        let name = safe_name(name);
        block_in_place(|| upload.finish(&name, &kind, room, at)).map_err(|fault| failed(&fault))
    }
}

fn new_id() -> Result<FileId, Refused> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(|error| {
        tracing::error!(%error, "the machine gives no random numbers");
        Problem::fault()
    })?;
    Ok(FileId::parse(&URL_SAFE_NO_PAD.encode(bits)).ok_or_else(Problem::fault)?)
}

fn failed(fault: &Fault) -> Refused {
    tracing::error!(%fault, door = DOOR, "a file was not kept");
    Problem::fault().into()
}

/// Words for a file that is not taken.
pub(crate) fn refused(why: NotTaken) -> Refused {
    let kb = |bytes: u64| bytes / 1000;
    let (status, code, words) = match why {
        NotTaken::TooLarge { bytes_max } => {
            (413, "file_too_large", format!("A file has {} kB at most.", kb(bytes_max)))
        }
        NotTaken::QuotaUsed { bytes_max } => (
            507,
            "quota_used",
            format!("You may have {} kB of files here. Delete some first.", kb(bytes_max)),
        ),
        NotTaken::VaultFull => (507, "vault_full", "There is no room for more files here.".to_owned()),
    };
    Problem::new(status, code, &words).into()
}

/// The last part of a name, without what a terminal or a file system would trip over.
pub(crate) fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let odd = |c: char| c.is_control() || c.is_whitespace() || "\"<>|:*?%#&".contains(c);
    let mut safe: String = last.chars().map(|c| if odd(c) { '_' } else { c }).collect();
    while safe.len() > NAME_BYTES_MAX {
        safe.pop();
    }
    if safe.trim_matches('.').is_empty() { "file".to_owned() } else { safe }
}

/// What a file is, by its first bytes: never a page or a script, whatever it says of itself.
pub(crate) fn kind_of(first: &[u8]) -> String {
    let active = ["text/", "application/xml", "image/svg+xml", "application/javascript"];
    if let Some(kind) = infer::get(first).map(|kind| kind.mime_type())
        && !active.iter().any(|a| kind.starts_with(a))
    {
        return kind.to_owned();
    }
    let cut = first.len() == LOOKED_AT;
    let text = match std::str::from_utf8(first) {
        Ok(_) => true,
        Err(error) => cut && error.error_len().is_none(),
    };
    let plain = text && !first.contains(&0);
    if plain { "text/plain; charset=utf-8".to_owned() } else { "application/octet-stream".to_owned() }
}

/// What a browser may show in place.
pub(crate) fn shown_inline(kind: &str) -> bool {
    ["image/", "audio/", "video/", "text/plain"].iter().any(|shown| kind.starts_with(shown))
}

/// The part that is asked for, as its first byte and length (RFC 9110 §14.2, one range). `Err`: there is no such part.
pub(crate) fn part(headers: &HeaderMap, bytes: u64) -> Option<Result<(u64, u64), ()>> {
    let range = headers.get(header::RANGE)?.to_str().ok()?.strip_prefix("bytes=")?;
    if range.contains(',') {
        return None;
    }
    let (from, to) = range.split_once('-')?;
    let last = bytes.checked_sub(1);
    let asked = match (from.parse::<u64>(), to.parse::<u64>()) {
        (Ok(from), Ok(to)) if from <= to => Some((from, to)),
        (Ok(from), Err(_)) if to.is_empty() => Some((from, u64::MAX)),
        (Err(_), Ok(suffix)) if from.is_empty() && suffix > 0 => {
            Some((bytes.saturating_sub(suffix), u64::MAX))
        }
        _ => return None,
    };
    Some(
        asked
            .zip(last)
            .filter(|((from, _), last)| from <= last)
            .map_or(Err(()), |((from, to), last)| Ok((from, to.min(last) - from + 1))),
    )
}

/// The bytes of a file from a place on, as they are read.
pub(crate) fn body(file: tokio::fs::File, from: SeekFrom, length: u64) -> Body {
    let read = futures_util::stream::unfold(Some((file, Some(from), length)), async |state| {
        let (mut file, from, left) = state?;
        if left == 0 {
            return None;
        }
        let mut piece = vec![0; usize::try_from(left).unwrap_or(PIECE).min(PIECE)];
        let read = async {
            if let Some(from) = from {
                file.seek(from).await?;
            }
            file.read(&mut piece).await
        };
        match read.await {
            Ok(0) => Some((Err(std::io::ErrorKind::UnexpectedEof.into()), None)),
            Ok(n) => {
                piece.truncate(n);
                Some((Ok(Bytes::from(piece)), Some((file, None, left - n as u64))))
            }
            Err(error) => Some((Err(error), None)),
        }
    });
    Body::from_stream(read)
}

/// How this house is reached, as who asks has reached it.
pub(crate) struct Addresses {
    base: String,
}

impl Addresses {
    pub(crate) fn of(headers: &HeaderMap, reception: &Reception) -> Self {
        let base = reception.settings.public_url.clone().unwrap_or_else(|| {
            let scheme = if reception.settings.secure_cookies { "https" } else { "http" };
            let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or("localhost");
            format!("{scheme}://{host}")
        });
        Self { base: base.trim_end_matches('/').to_owned() }
    }

    pub(crate) fn of_file(&self, room_id: &str, note: &FileNote) -> String {
        format!("{}/r/{room_id}/files/{}/{}", self.base, note.id.as_str(), encoded(&note.name))
    }

    pub(crate) fn of_hosted(&self, note: &FileNote) -> String {
        format!("{}/files/{}/{}", self.base, note.id.as_str(), encoded(&note.name))
    }
}

fn encoded(name: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');
    percent_encoding::utf8_percent_encode(name, KEPT).to_string()
}

#[cfg(test)]
mod tests {
    use super::part;
    use axum::http::{HeaderMap, header};

    #[test]
    fn one_part_may_be_asked_for() {
        let ask = |range: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, range.parse().unwrap());
            part(&headers, 10)
        };
        assert_eq!(ask("bytes=0-3"), Some(Ok((0, 4))));
        assert_eq!(ask("bytes=8-"), Some(Ok((8, 2))));
        assert_eq!(ask("bytes=-3"), Some(Ok((7, 3))));
        assert_eq!(ask("bytes=4-99"), Some(Ok((4, 6))));
        assert_eq!(ask("bytes=10-"), Some(Err(())));
        assert_eq!(ask("bytes=3-1"), None);
        assert_eq!(ask("bytes=0-1,4-5"), None);
        assert_eq!(part(&HeaderMap::new(), 10), None);
    }
}
