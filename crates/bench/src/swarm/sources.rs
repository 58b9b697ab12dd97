//! Where connections come from: loopback has many addresses, and each has its own ports.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use mio::net::TcpStream;
use socket2::{Domain, Protocol, Socket, Type};

/// One address has some 28,000 ports to go out from, and a closed one is not free at once.
const ADDRESSES: u32 = 250;
/// Few enough for a port to be found quickly.
const IN_A_ROW: u32 = 500;

/// Goes round the loopback addresses from 127.0.0.2 on.
#[derive(Default)]
pub(super) struct Sources {
    count: u32,
}

impl Sources {
    /// Begins a connection, to a loopback server from one of many addresses: the next one's, or always the same for the
    /// same `from`.
    pub(super) fn connect(&mut self, to: SocketAddr, from: Option<usize>) -> io::Result<TcpStream> {
        let socket = Socket::new(Domain::for_address(to), Type::STREAM, Some(Protocol::TCP))?;
        socket.set_nonblocking(true)?;
        socket.set_tcp_nodelay(true)?;
        if let IpAddr::V4(address) = to.ip()
            && address.is_loopback()
        {
            let count = from.map_or(self.count, |from| u32::try_from(from).unwrap_or(u32::MAX));
            let low = 2 + (count / IN_A_ROW) % ADDRESSES;
            if from.is_none() {
                self.count = self.count.wrapping_add(1);
            }
            let from = Ipv4Addr::from(u32::from(Ipv4Addr::new(127, 0, 0, 0)) + low);
            socket.bind(&SocketAddr::from((from, 0)).into())?;
        }
        match socket.connect(&to.into()) {
            Err(fault) if !under_way(&fault) => return Err(fault),
            _ => {}
        }
        Ok(TcpStream::from_std(socket.into()))
    }
}

fn under_way(fault: &io::Error) -> bool {
    fault.kind() == io::ErrorKind::WouldBlock
        || fault.raw_os_error() == Some(rustix::io::Errno::INPROGRESS.raw_os_error())
}
