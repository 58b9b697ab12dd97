//! Wires: how bytes of the network come to a seat, whatever they are wrapped in.
//!
//! A listener stands on an address or on a path of the file system. What arrives there may say by the PROXY protocol for
//! whom it comes, may speak TLS, and may speak WebSocket. What is inside of all that goes through a
//! [pipe](parlor_server::Pipe) to a seat of the listener's door; the door learns of it what an
//! [`Arrival`](parlor_server::Arrival) says and no more. A door that has its own way to serve a connection (HTTP) takes
//! [`Arrived`] streams instead.

pub mod acme;
mod arrive;
mod carry;
mod lines;
mod listen;
mod proxy;
pub mod push;
mod serve;
mod stream;
pub mod tls;
mod websocket;

pub use arrive::{Approach, Arrived, Bound, Listening, Porch, Proxy, Waiting};
pub use carry::carry;
pub use lines::{Lines, line_of};
pub use listen::{Place, bind_unix};
pub use serve::{Entrance, Wires, WiresHandle};
pub use stream::Stream;
pub use websocket::{Origins, SUBPROTOCOLS};
