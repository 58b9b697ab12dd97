//! Which process of this machine listens at an address.

use std::fs;
use std::net::{IpAddr, SocketAddr};

/// `0A` in `/proc/net/tcp`: the socket waits for connections.
const LISTENS: &str = "0A";

/// The process that listens there, if it is one of this machine that we may look at (Linux's `/proc`).
#[must_use]
pub fn process_at(address: SocketAddr) -> Option<u32> {
    if !is_here(address.ip()) {
        return None;
    }
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"].map(|path| fs::read_to_string(path).unwrap_or_default());
    let sockets: Vec<String> = tables.iter().flat_map(|table| listening(table, address.port())).collect();
    let processes = fs::read_dir("/proc").ok()?.flatten();
    let mut ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    ids.find(|pid| has_open(*pid, &sockets))
}

/// Only what is certainly this machine; figures of another process would be worse than none.
fn is_here(ip: IpAddr) -> bool {
    ip.to_canonical().is_loopback()
}

/// What `/proc/PID/fd` calls the sockets that wait for connections at a port.
fn listening(table: &str, port: u16) -> Vec<String> {
    let port = format!(":{port:04X}");
    let mut found = Vec::new();
    for line in table.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        if let (Some(local), Some(&LISTENS), Some(inode)) = (fields.get(1), fields.get(3), fields.get(9))
            && local.ends_with(&port)
        {
            found.push(format!("socket:[{inode}]"));
        }
    }
    found
}

fn has_open(pid: u32, sockets: &[String]) -> bool {
    let Ok(files) = fs::read_dir(format!("/proc/{pid}/fd")) else { return false };
    files.flatten().any(|file| {
        fs::read_link(file.path())
            .is_ok_and(|to| sockets.iter().any(|socket| to.as_os_str() == socket.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn a_socket_of_our_own_is_found() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        assert_eq!(process_at(listener.local_addr().unwrap()), Some(std::process::id()));
    }

    #[test]
    fn another_machine_is_not_looked_for_here() {
        assert_eq!(process_at("192.0.2.1:80".parse().unwrap()), None);
    }

    #[test]
    fn only_sockets_that_wait_at_the_port_count() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt uid timeout inode\n   \
                     0: 0100007F:1A0B 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 41 1\n   \
                     1: 0100007F:1A0B 0100007F:9999 01 00000000:00000000 00:00000000 00000000 0 0 42 1\n   \
                     2: 0100007F:1A0C 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 43 1\n";
        assert_eq!(listening(table, 0x1a0b), ["socket:[41]"]);
    }
}
