//! The floor: about the least a chat server can do, to compare real ones with.
//!
//! One thread, one loop. It reads what came, notes for each room what is to be told there, and at the end of the turn
//! writes to each listener with one call. It speaks as much IRC as the workloads need, and knows no rights, no
//! limits, no history and no errors.

mod house;
mod seat;

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result};
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use socket2::{Domain, Protocol, Socket, Type};

use house::House;

const DOOR: Token = Token(usize::MAX);
const BACKLOG: i32 = 4096;
const READ_BYTES: usize = 64 * 1024;
const EVENTS: usize = 4096;

/// Serves until the process is ended, or nobody has come for an hour.
pub fn serve(address: SocketAddr) -> Result<()> {
    let mut door = listen(address).context("listen")?;
    let mut poll = Poll::new().context("make a poll")?;
    poll.registry().register(&mut door, DOOR, Interest::READABLE).context("watch the door")?;
    let mut events = Events::with_capacity(EVENTS);
    let mut buffer = vec![0; READ_BYTES];
    let mut house = House::default();
    loop {
        match poll.poll(&mut events, Some(Duration::from_secs(3600))) {
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => continue,
            other => other.context("wait")?,
        }
        if events.is_empty() {
            return Ok(());
        }
        for event in &events {
            match event.token() {
                DOOR => accept(&door, &poll, &mut house)?,
                Token(seat) => {
                    if event.is_readable() || event.is_read_closed() || event.is_error() {
                        house.listen(seat, &mut buffer);
                    }
                    if event.is_writable() {
                        house.can_write(seat);
                    }
                }
            }
        }
        house.tell();
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(TcpListener::from_std(socket.into()))
}

fn accept(door: &TcpListener, poll: &Poll, house: &mut House) -> Result<()> {
    loop {
        let mut stream: TcpStream = match door.accept() {
            Ok((stream, _)) => stream,
            Err(fault) if fault.kind() == io::ErrorKind::WouldBlock => return Ok(()),
            // Who left before being let in, or no more files: the others go on.
            Err(_) => return Ok(()),
        };
        let _ = stream.set_nodelay(true);
        let interest = Interest::READABLE | Interest::WRITABLE;
        poll.registry().register(&mut stream, Token(house.next()), interest).context("watch a seat")?;
        house.enter(stream);
    }
}
