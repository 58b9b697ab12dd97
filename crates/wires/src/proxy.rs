//! The PROXY protocol, versions 1 and 2 (<https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt>): a proxy says in
//! front of a connection's bytes for whom it comes.

use crate::stream::Stream;
use ppp::{v1, v2};
use std::io;
use std::net::{IpAddr, SocketAddr};
use tokio::io::AsyncReadExt;

/// What a proxy says of a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Said {
    /// For whom it comes. `None`: for the proxy itself, which looks whether somebody is here.
    pub(crate) from: Option<SocketAddr>,
    /// The client speaks TLS with the proxy.
    pub(crate) secure: bool,
}

const V1_BEGINS: &[u8] = b"PROXY ";
const V2_BEGINS: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";
/// The longest line of version 1.
const V1_BYTES_MAX: usize = 107;
const V2_FIXED_BYTES: usize = 16;
/// Addresses and whatever else a proxy likes to tell.
const V2_BYTES_MAX: usize = 4096;

/// Reads what the proxy says, and nothing of what comes after.
///
/// `None`: these bytes begin in another way; they are given back to the stream.
///
/// # Errors
/// When a header begins and is none, or the stream ends in it.
pub(crate) async fn read(stream: &mut Stream) -> io::Result<Option<Said>> {
    let mut head = Vec::new();
    loop {
        let begins = |with: &[u8]| with.iter().zip(&head).all(|(a, b)| a == b);
        let (one, two) = (begins(V1_BEGINS), begins(V2_BEGINS));
        if !one && !two {
            stream.put_back(head);
            return Ok(None);
        }
        let wanted = if two && head.len() >= V2_FIXED_BYTES {
            v2_bytes(&head)
        } else if two && !head.is_empty() {
            V2_FIXED_BYTES
        } else {
            head.len() + 1
        };
        if head.len() == wanted {
            return said_v2(&head).map(Some);
        }
        if one && head.ends_with(b"\n") {
            return said_v1(&head).map(Some);
        }
        if wanted > if two { V2_BYTES_MAX } else { V1_BYTES_MAX } {
            return Err(broken("is too long"));
        }
        let from = head.len();
        head.resize(wanted, 0);
        match stream.read(&mut head[from..]).await? {
            0 => {
                head.truncate(from);
                if head.is_empty() {
                    return Ok(None);
                }
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            n => head.truncate(from + n),
        }
    }
}

/// How long a header of version 2 is, by its fixed part.
fn v2_bytes(head: &[u8]) -> usize {
    let high = usize::from(head.get(14).copied().unwrap_or_default());
    let low = usize::from(head.get(15).copied().unwrap_or_default());
    V2_FIXED_BYTES + (high << 8 | low)
}

fn said_v1(head: &[u8]) -> io::Result<Said> {
    let header = v1::Header::try_from(head).map_err(|why| broken(&why.to_string()))?;
    let from = match header.addresses {
        v1::Addresses::Unknown => None,
        v1::Addresses::Tcp4(all) => Some((IpAddr::V4(all.source_address), all.source_port).into()),
        v1::Addresses::Tcp6(all) => Some((IpAddr::V6(all.source_address), all.source_port).into()),
    };
    Ok(Said { from, secure: false })
}

/// The bit of `PP2_TYPE_SSL` that says that the client connected over TLS.
const CLIENT_SSL: u8 = 1;

fn said_v2(head: &[u8]) -> io::Result<Said> {
    let header = v2::Header::try_from(head).map_err(|why| broken(&why.to_string()))?;
    let from = match (header.command, header.addresses) {
        (v2::Command::Local, _) => None,
        (v2::Command::Proxy, v2::Addresses::IPv4(all)) => {
            Some((IpAddr::V4(all.source_address), all.source_port).into())
        }
        (v2::Command::Proxy, v2::Addresses::IPv6(all)) => {
            Some((IpAddr::V6(all.source_address), all.source_port).into())
        }
        (v2::Command::Proxy, v2::Addresses::Unspecified | v2::Addresses::Unix(_)) => None,
    };
    let secure = header.tlvs().flatten().any(|tlv| {
        tlv.kind == u8::from(v2::Type::SSL) && tlv.value.first().is_some_and(|bits| bits & CLIENT_SSL != 0)
    });
    Ok(Said { from, secure })
}

fn broken(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the PROXY header {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt;
    use tokio::net::UnixStream;

    /// What is read of these bytes, written in pieces of `piece`, and what is left for who reads on.
    fn read_of(bytes: &[u8], piece: usize) -> (io::Result<Option<Said>>, Vec<u8>) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (mut to, from) = UnixStream::pair().unwrap();
            let mut from = Stream::from(from);
            let writing = async {
                for piece in bytes.chunks(piece) {
                    // The reader may have seen enough.
                    let _ = to.write_all(piece).await;
                    tokio::task::yield_now().await;
                }
                drop(to);
            };
            let reading = async {
                let said = read(&mut from).await;
                let mut rest = Vec::new();
                from.read_to_end(&mut rest).await.unwrap();
                (said, rest)
            };
            tokio::join!(writing, reading).1
        })
    }

    fn said(bytes: &[u8]) -> Said {
        let with_more = [bytes, b"NICK ann\r\n"].concat();
        let all: Vec<_> = [1, 2, 7, 4096].map(|piece| read_of(&with_more, piece)).into();
        for (said, rest) in &all {
            assert_eq!(said.as_ref().unwrap(), all[0].0.as_ref().unwrap());
            assert_eq!(rest, b"NICK ann\r\n");
        }
        all[0].0.as_ref().unwrap().unwrap()
    }

    #[test]
    fn version_1() {
        let from = said(b"PROXY TCP4 192.0.2.7 192.0.2.1 56324 6667\r\n").from;
        assert_eq!(from, Some("192.0.2.7:56324".parse().unwrap()));
        let from = said(b"PROXY TCP6 2001:db8::7 2001:db8::1 56324 6667\r\n").from;
        assert_eq!(from, Some("[2001:db8::7]:56324".parse().unwrap()));
        assert_eq!(said(b"PROXY UNKNOWN\r\n").from, None);
    }

    fn v2(command: u8, family: u8, payload: &[u8]) -> Vec<u8> {
        let length = u16::try_from(payload.len()).unwrap().to_be_bytes();
        [V2_BEGINS, &[0x20 | command, family], &length, payload].concat()
    }

    #[test]
    fn version_2() {
        let four = [192, 0, 2, 7, 192, 0, 2, 1, 0xdc, 0x04, 0x1a, 0x0b];
        let heard = said(&v2(1, 0x11, &four));
        assert_eq!(heard, Said { from: Some("192.0.2.7:56324".parse().unwrap()), secure: false });
        let mut six = Vec::new();
        six.extend("2001:db8::7".parse::<std::net::Ipv6Addr>().unwrap().octets());
        six.extend("2001:db8::1".parse::<std::net::Ipv6Addr>().unwrap().octets());
        six.extend([0xdc, 0x04, 0x1a, 0x0b]);
        assert_eq!(said(&v2(1, 0x21, &six)).from, Some("[2001:db8::7]:56324".parse().unwrap()));
        assert_eq!(said(&v2(0, 0x00, b"")).from, None);
        let ssl = [&four[..], &[0x20, 0, 5, CLIENT_SSL, 0, 0, 0, 0]].concat();
        assert!(said(&v2(1, 0x11, &ssl)).secure);
    }

    #[test]
    fn other_bytes_stay_whole() {
        for bytes in
            [&b"NICK ann\r\n"[..], b"PRIVMSG #a :b\r\n", b"\r\n\r\nNICK x\r\n", b"\x16\x03\x01", b"P"]
        {
            for piece in [1, 3, 100] {
                let (said, rest) = read_of(bytes, piece);
                match said {
                    Ok(None) => assert_eq!(rest, bytes),
                    // It ended where a header could still have begun.
                    Err(error) => assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof),
                    Ok(Some(said)) => panic!("{said:?}"),
                }
            }
        }
        assert_eq!(read_of(b"PRIVMSG", 1).1, b"PRIVMSG");
    }

    #[test]
    fn broken_headers_are_errors() {
        let endless = [&b"PROXY TCP4 "[..], &[b'1'; 200]].concat();
        for bytes in [&b"PROXY TCP4 x y z\r\n"[..], &endless, &v2(1, 0x11, &[1, 2]), b"PROXY TCP4 192.0"] {
            assert!(read_of(bytes, 5).0.is_err(), "{bytes:?}");
        }
    }
}
