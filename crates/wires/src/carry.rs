//! Carries bytes between a connection and its seat, until one of them has said its last word.

use crate::stream::Stream;
use parlor_server::Pipe;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, ReadBuf, ReadHalf, WriteHalf};
use tokio::time::timeout;

/// Bytes read at once.
const READ_BYTES: usize = 4 * 1024;
/// Bytes that wait to be read by the seat before the client has to wait, too.
pub(crate) const UNREAD_BYTES_MAX: usize = 64 * 1024;
/// How long the other side has to read the last word and to close.
pub(crate) const LINGER: Duration = Duration::from_secs(2);

/// Carries until the end. `patience`: how long the client may read nothing while something waits for it.
pub async fn carry(stream: Stream, pipe: &Pipe, patience: Duration) {
    let (mut from, mut to) = tokio::io::split(stream);
    let said = {
        let reading = async {
            loop {
                match poll_fn(|cx| poll_carry(&mut from, pipe, cx)).await? {
                    None => {
                        pipe.finish();
                        return Ok(());
                    }
                    Some(waiting) if waiting > UNREAD_BYTES_MAX => pipe.taken().await,
                    Some(_) => {}
                }
            }
        };
        let writing = async {
            while let Some(bytes) = pipe.receive().await {
                write(&mut to, &bytes, patience).await?;
            }
            Ok(())
        };
        until_said(reading, writing).await
    };
    if said.is_ok() {
        part(from.unsplit(to)).await;
    }
}

/// Carries what has come to the seat, and says how much waits there now; `None`: that was all. The buffer is there for one
/// call: who waits holds none.
fn poll_carry(
    from: &mut ReadHalf<Stream>,
    pipe: &Pipe,
    cx: &mut Context<'_>,
) -> Poll<io::Result<Option<usize>>> {
    let mut bytes = [0; READ_BYTES];
    let mut read = ReadBuf::new(&mut bytes);
    ready!(Pin::new(from).poll_read(cx, &mut read))?;
    let read = read.filled();
    Poll::Ready(Ok((!read.is_empty()).then(|| pipe.send(read))))
}

/// Runs both until everything is said. The end of reading is not the end: the seat may have more to say.
///
/// # Errors
/// The connection broke, or its client does not read.
pub(crate) async fn until_said(
    reading: impl Future<Output = io::Result<()>>,
    writing: impl Future<Output = io::Result<()>>,
) -> io::Result<()> {
    tokio::pin!(reading, writing);
    tokio::select! {
        read = &mut reading => {
            read?;
            writing.await
        }
        wrote = &mut writing => wrote,
    }
}

async fn write(to: &mut WriteHalf<Stream>, bytes: &[u8], patience: Duration) -> io::Result<()> {
    let mut at = 0;
    while at < bytes.len() {
        match timeout(patience, to.write(&bytes[at..])).await?? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            n => at += n,
        }
    }
    timeout(patience, to.flush()).await?
}

/// Says that nothing more comes, and reads what is still under way so that the last word can be read.
pub(crate) async fn part(mut stream: Stream) {
    let parting = async {
        stream.shutdown().await?;
        let mut bytes = [0; 512];
        while stream.read(&mut bytes).await? > 0 {}
        Ok::<_, io::Error>(())
    };
    // Who does not close in time, or has gone, is let go.
    let _ = timeout(LINGER, parting).await;
}
