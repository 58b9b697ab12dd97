//! Questions to the DNS (RFC 1035), over UDP.

use simple_dns::rdata::RData;
use simple_dns::{CLASS, Name, Packet, PacketFlag, QCLASS, QTYPE, Question, TYPE};
use std::fmt::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

const PORT: u16 = 53;
const ANSWER_BYTES_MAX: usize = 4096;
/// Bytes of a host name that is shown.
const NAME_BYTES_MAX: usize = 63;

/// The name of an address that leads back to it; who owns an address may call it what they like otherwise.
pub(super) fn name_of(servers: &[SocketAddr], address: IpAddr, timeout: Duration) -> Option<String> {
    let zone = if address.is_ipv4() { "in-addr.arpa" } else { "ip6.arpa" };
    let names = ask(servers, &reversed(address, zone), TYPE::PTR, timeout)?;
    let kind = if address.is_ipv4() { TYPE::A } else { TYPE::AAAA };
    names.into_iter().find_map(|answer| {
        let Answer::Name(name) = answer else { return None };
        let fit = name.len() <= NAME_BYTES_MAX
            && name.contains('.')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
        let back = || ask(servers, &name, kind, timeout);
        (fit && back()?.contains(&Answer::Address(address))).then_some(name)
    })
}

/// Whether the address is on the list that is this zone (RFC 5782).
pub(super) fn is_listed(servers: &[SocketAddr], address: IpAddr, zone: &str, timeout: Duration) -> bool {
    let answers = ask(servers, &reversed(address, zone), TYPE::A, timeout).unwrap_or_default();
    answers.iter().any(|a| matches!(a, Answer::Address(IpAddr::V4(a)) if a.is_loopback()))
}

/// The address, last part first, before a zone.
fn reversed(address: IpAddr, zone: &str) -> String {
    let mut name = String::new();
    match address {
        IpAddr::V4(a) => {
            for part in a.octets().iter().rev() {
                let _ = write!(name, "{part}.");
            }
        }
        IpAddr::V6(a) => {
            for part in a.octets().iter().rev() {
                let _ = write!(name, "{:x}.{:x}.", part & 15, part >> 4);
            }
        }
    }
    name + zone
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Answer {
    Address(IpAddr),
    Name(String),
}

/// `None`: no server answered in time.
fn ask(servers: &[SocketAddr], name: &str, kind: TYPE, timeout: Duration) -> Option<Vec<Answer>> {
    let own;
    let servers = if servers.is_empty() {
        own = servers_of(&std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default());
        &own
    } else {
        servers
    };
    servers.iter().find_map(|server| ask_one(*server, name, kind, timeout))
}

/// The servers that a `resolv.conf` names.
fn servers_of(text: &str) -> Vec<SocketAddr> {
    let address = |line: &str| line.strip_prefix("nameserver")?.trim().parse().ok();
    text.lines().filter_map(address).map(|ip: IpAddr| SocketAddr::new(ip, PORT)).collect()
}

fn ask_one(server: SocketAddr, name: &str, kind: TYPE, timeout: Duration) -> Option<Vec<Answer>> {
    let mut id = [0; 2];
    getrandom::fill(&mut id).ok()?;
    let id = u16::from_be_bytes(id);
    let mut question = Packet::new_query(id);
    question.set_flags(PacketFlag::RECURSION_DESIRED);
    let name = Name::new(name).ok()?;
    question.questions.push(Question::new(name, QTYPE::TYPE(kind), QCLASS::CLASS(CLASS::IN), false));
    let question = question.build_bytes_vec().ok()?;
    let any: IpAddr =
        if server.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((any, 0)).ok()?;
    // Answers of others never come.
    socket.connect(server).ok()?;
    socket.send(&question).ok()?;
    let end = Instant::now() + timeout;
    let mut buffer = [0; ANSWER_BYTES_MAX];
    loop {
        let left = end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
        socket.set_read_timeout(Some(left)).ok()?;
        let len = socket.recv(&mut buffer).ok()?;
        let Ok(packet) = Packet::parse(buffer.get(..len)?) else { continue };
        if packet.id() == id && packet.has_flags(PacketFlag::RESPONSE) {
            return Some(packet.answers.iter().filter_map(|record| answer(&record.rdata)).collect());
        }
    }
}

fn answer(data: &RData<'_>) -> Option<Answer> {
    match data {
        RData::A(a) => Some(Answer::Address(Ipv4Addr::from(a.address).into())),
        RData::AAAA(a) => Some(Answer::Address(Ipv6Addr::from(a.address).into())),
        RData::PTR(name) => Some(Answer::Name(name.0.to_string().trim_end_matches('.').to_owned())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use simple_dns::ResourceRecord;
    use simple_dns::rdata::{A, PTR};

    /// A server that knows a few names.
    fn server() -> SocketAddr {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let at = socket.local_addr().unwrap();
        std::thread::spawn(move || {
            let mut buffer = [0; 512];
            while let Ok((len, from)) = socket.recv_from(&mut buffer) {
                let question = Packet::parse(&buffer[..len]).unwrap();
                let mut reply = Packet::new_reply(question.id());
                let name = question.questions[0].qname.clone();
                let a = |ip: [u8; 4]| RData::A(A { address: u32::from_be_bytes(ip) });
                let ptr = |text| RData::PTR(PTR(Name::new_unchecked(text)));
                let data = match name.to_string().as_str() {
                    "7.2.0.192.bad.example" => Some(a([127, 0, 0, 2])),
                    "8.2.0.192.bad.example" => Some(a([192, 0, 2, 99])),
                    "7.2.0.192.in-addr.arpa" => Some(ptr("host.example.org")),
                    "8.2.0.192.in-addr.arpa" => Some(ptr("liar.example.org")),
                    "host.example.org" => Some(a([192, 0, 2, 7])),
                    "liar.example.org" => Some(a([192, 0, 2, 1])),
                    _ => None,
                };
                let record = data.map(|data| ResourceRecord::new(name, CLASS::IN, 60, data));
                reply.answers.extend(record);
                socket.send_to(&reply.build_bytes_vec().unwrap(), from).unwrap();
            }
        });
        at
    }

    #[test]
    fn lists_and_names_are_asked_for() {
        let servers = [server()];
        let second = Duration::from_secs(5);
        let listed = |ip: &str| is_listed(&servers, ip.parse().unwrap(), "bad.example", second);
        assert!(listed("192.0.2.7"));
        // An answer that is no loopback address is somebody else's page about a zone that is gone.
        assert!(!listed("192.0.2.8"));
        assert!(!listed("192.0.2.9"));
        let name = |ip: &str| name_of(&servers, ip.parse().unwrap(), second);
        assert_eq!(name("192.0.2.7").as_deref(), Some("host.example.org"));
        assert_eq!(name("192.0.2.8"), None);
        assert_eq!(name("192.0.2.9"), None);
    }

    #[test]
    fn a_server_that_is_silent_is_not_waited_for_longer_than_set() {
        let silent = UdpSocket::bind("127.0.0.1:0").unwrap();
        let servers = [silent.local_addr().unwrap()];
        let listed =
            is_listed(&servers, "192.0.2.7".parse().unwrap(), "bad.example", Duration::from_millis(20));
        assert!(!listed);
    }

    #[test]
    fn addresses_are_written_backwards() {
        assert_eq!(reversed("192.0.2.7".parse().unwrap(), "x"), "7.2.0.192.x");
        let six = reversed("2001:db8::1".parse().unwrap(), "ip6.arpa");
        assert_eq!(six, "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
    }

    #[test]
    fn the_servers_of_the_machine_are_read() {
        let text =
            "# made by hand\nsearch example.org\nnameserver 192.0.2.53\nnameserver ::1\nnameserver x\n";
        assert_eq!(servers_of(text), ["192.0.2.53:53".parse().unwrap(), "[::1]:53".parse().unwrap()]);
    }
}
