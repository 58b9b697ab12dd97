//! A proxy that cuts connections wherever it likes.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A proxy before a server. Its threads end with the connections and with the test.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    server: SocketAddr,
    cuts: AtomicU64,
    cuts_max: u64,
    dice: AtomicU64,
}

impl Shared {
    /// SplitMix64.
    fn throw(&self, most: u64) -> u64 {
        let mut z = self.dice.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % most
    }
}

impl Proxy {
    /// Cuts connections `cuts` times, and then no more.
    pub(crate) fn before(server: SocketAddr, cuts: u64, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared =
            Arc::new(Shared { server, cuts: AtomicU64::new(0), cuts_max: cuts, dice: AtomicU64::new(seed) });
        let sharing = Arc::clone(&shared);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(sharing.server) else { continue };
                for (from, to) in [(&client, &server), (&server, &client)] {
                    let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    let shared = Arc::clone(&sharing);
                    std::thread::spawn(move || carry(&shared, from, to));
                }
            }
        });
        Self { address, shared }
    }

    pub(crate) fn cuts(&self) -> u64 {
        self.shared.cuts.load(Ordering::Relaxed)
    }
}

/// Carries bytes one way, up to where the dice say.
fn carry(shared: &Shared, mut from: TcpStream, mut to: TcpStream) {
    // Mostly after it has come in, now and then while it does.
    let most = if shared.throw(4) == 0 { 600 } else { 12_000 };
    let mut left = usize::try_from(shared.throw(most)).unwrap();
    let mut buffer = [0; 4096];
    while let Ok(n @ 1..) = from.read(&mut buffer) {
        let cuts = shared.cuts.load(Ordering::Relaxed) < shared.cuts_max;
        let pass = if cuts { n.min(left) } else { n };
        if to.write_all(&buffer[..pass]).is_err() {
            break;
        }
        if cuts && pass == left {
            shared.cuts.fetch_add(1, Ordering::Relaxed);
            break;
        }
        left = left.saturating_sub(pass);
    }
    // Either may be gone already.
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
