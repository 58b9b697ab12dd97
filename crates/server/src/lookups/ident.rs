//! Asking the other machine whose connection it is (RFC 1413).

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const PORT: u16 = 113;
const ANSWER_BYTES_MAX: u64 = 1000;
/// Bytes of a user name that is shown.
const USER_BYTES_MAX: usize = 10;

/// The user whose connection leads from `there` to `here`, if their machine says so.
pub(super) fn user_of(here: SocketAddr, there: SocketAddr, timeout: Duration) -> Option<String> {
    ask(SocketAddr::new(there.ip(), PORT), here, there, timeout)
}

fn ask(at: SocketAddr, here: SocketAddr, there: SocketAddr, timeout: Duration) -> Option<String> {
    let mut stream = TcpStream::connect_timeout(&at, timeout).ok()?;
    stream.set_read_timeout(Some(timeout)).ok()?;
    stream.set_write_timeout(Some(timeout)).ok()?;
    write!(stream, "{} , {}\r\n", there.port(), here.port()).ok()?;
    let mut line = String::new();
    BufReader::new(stream.take(ANSWER_BYTES_MAX)).read_line(&mut line).ok()?;
    parse(&line)
}

/// `ports : USERID : system : user`.
fn parse(line: &str) -> Option<String> {
    let mut parts = line.splitn(4, ':');
    let (_, kind, _, user) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let fits = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let user: String = user.trim().chars().filter(fits).take(USER_BYTES_MAX).collect();
    (kind.trim().eq_ignore_ascii_case("USERID") && !user.is_empty()).then_some(user)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn a_user_is_what_the_other_machine_says() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let asked = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut question = String::new();
            BufReader::new(stream.try_clone().unwrap()).read_line(&mut question).unwrap();
            stream.write_all(b"4001 , 6667 : USERID : UNIX : ann\r\n").unwrap();
            question
        });
        let (here, there) = ("192.0.2.1:6667".parse().unwrap(), "192.0.2.7:4001".parse().unwrap());
        assert_eq!(ask(at, here, there, Duration::from_secs(5)).as_deref(), Some("ann"));
        assert_eq!(asked.join().unwrap(), "4001 , 6667\r\n");
    }

    #[test]
    fn an_answer_that_names_nobody_is_none() {
        for line in ["", "1 , 2 : ERROR : NO-USER\r\n", "1,2:USERID:UNIX:\r\n", "1,2:USERID:UNIX:!@\r\n"] {
            assert_eq!(parse(line), None, "{line:?}");
        }
        assert_eq!(parse("1,2 : userid : OTHER : a!b c@d-e\n").as_deref(), Some("abcd-e"));
    }
}
