//! A core over real connections, in a thread of its own.

use crate::core::{Core, In, Out, Settings};
use crate::link::{self, Socket};
use crate::tls::Tls;
use crate::{Address, Failure, News, Order, login};
use futures_util::future::BoxFuture;
use futures_util::stream::SplitStream;
use futures_util::{FutureExt, SinkExt, StreamExt};
use parlor_api::{Ask, Frame};
use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::{Bytes, Message};

/// Which server, and what is believed of it.
#[derive(Clone, Debug)]
pub struct Target {
    /// Where it is.
    pub address: Address,
    /// SHA-256 of certificates that are believed although nobody vouches for them, in hexadecimal digits.
    pub trusted: Vec<String>,
}

/// A client that runs until it has left, or is dropped.
pub struct Client {
    orders: Option<mpsc::Sender<Order>>,
    thread: Option<JoinHandle<()>>,
}

/// Orders that wait to be taken; a person types fewer.
const ORDERS_MAX: usize = 1024;
/// Who has not been heard for so long is asked whether they are there,
const QUIET: Duration = Duration::from_secs(20);
/// and has so long to answer.
const DEAD: Duration = Duration::from_secs(20);
/// A frame that is larger would have the server close the connection.
const FRAME_BYTES_MAX: usize = 256 * 1024;

impl Client {
    /// Starts a client; it does nothing before its first [`Order::Enter`]. `news` is called from its own thread, and
    /// when it blocks, no more is read from the server meanwhile. Its clock counts from `began`.
    ///
    /// # Errors
    /// When the machine gives no thread, or TLS cannot be set up.
    pub fn start(
        target: Target,
        settings: Settings,
        began: Instant,
        news: impl FnMut(News) + Send + 'static,
    ) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        let tls = Arc::new(Tls::new(target.trusted)?);
        let (orders, wanted) = mpsc::channel(ORDERS_MAX);
        let running = Running {
            core: Core::new(settings),
            address: Arc::new(target.address),
            tls,
            news: Box::new(news),
            began,
            link: None,
            connecting: None,
            logging_in: None,
            left: false,
        };
        let thread = std::thread::Builder::new().name("client".into()).spawn(move || {
            runtime.block_on(running.run(wanted));
        })?;
        Ok(Self { orders: Some(orders), thread: Some(thread) })
    }

    /// Orders something without waiting. `false`: too much waits already, or it has ended.
    pub fn order(&self, order: Order) -> bool {
        self.orders.as_ref().is_some_and(|orders| orders.try_send(order).is_ok())
    }

    /// Orders something, and waits until it is taken. `false`: it has ended.
    pub fn order_patiently(&self, order: Order) -> bool {
        self.orders.as_ref().is_some_and(|orders| orders.blocking_send(order).is_ok())
    }

    /// Waits for its end, once it was ordered to leave. Without that it breaks off.
    pub fn wait(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            // A panic of that thread has been printed by then.
            let _ = thread.join();
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.end();
    }
}

struct Link {
    from: SplitStream<Socket>,
    to: mpsc::UnboundedSender<Message>,
    heard: Instant,
    asked: bool,
}

struct Running {
    core: Core,
    address: Arc<Address>,
    tls: Arc<Tls>,
    news: Box<dyn FnMut(News) + Send>,
    began: Instant,
    link: Option<Link>,
    connecting: Option<BoxFuture<'static, Result<Socket, Failure>>>,
    logging_in: Option<BoxFuture<'static, Result<String, Failure>>>,
    left: bool,
}

/// What woke it.
enum Woken {
    Order(Option<Order>),
    Connected(Result<Socket, Failure>),
    LoggedIn(Result<String, Failure>),
    Message(Option<Result<Message, ()>>),
    Time,
}

async fn or_never<T>(future: &mut Option<BoxFuture<'static, T>>) -> T {
    match future {
        Some(running) => {
            let done = running.await;
            *future = None;
            done
        }
        None => std::future::pending().await,
    }
}

impl Running {
    async fn run(mut self, mut wanted: mpsc::Receiver<Order>) {
        while !self.left {
            let wake = self.wake_at();
            let woken = tokio::select! {
                order = wanted.recv() => Woken::Order(order),
                done = or_never(&mut self.connecting) => Woken::Connected(done),
                done = or_never(&mut self.logging_in) => Woken::LoggedIn(done),
                message = next(&mut self.link) => Woken::Message(message),
                () = tokio::time::sleep_until(wake.into()) => Woken::Time,
            };
            match woken {
                Woken::Order(Some(order)) => self.handle(In::Order(order)),
                // Nobody wants anything any more.
                Woken::Order(None) => return,
                Woken::Connected(Ok(socket)) => {
                    self.link = Some(Link::over(socket));
                    self.handle(In::Opened);
                }
                Woken::Connected(Err(failure)) => self.handle(In::Failed(failure)),
                Woken::LoggedIn(Ok(token)) => self.handle(In::LoggedIn { token }),
                Woken::LoggedIn(Err(failure)) => self.handle(In::Failed(failure)),
                Woken::Message(message) => self.message(message),
                Woken::Time => {
                    self.watch();
                    self.handle(In::Time);
                }
            }
        }
        if let Some(link) = self.link.take() {
            link.goodbye().await;
        }
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn wake_at(&self) -> Instant {
        let core = self.core.wakes_at_ms().map(|ms| self.began + Duration::from_millis(ms));
        let link = self.link.as_ref().map(|link| link.heard + if link.asked { QUIET + DEAD } else { QUIET });
        let far = Instant::now() + Duration::from_secs(3600);
        [core, link].into_iter().flatten().min().unwrap_or(far)
    }

    /// Asks who is quiet whether they are there, and gives up who does not answer.
    fn watch(&mut self) {
        let Some(link) = &mut self.link else { return };
        let quiet = link.heard.elapsed();
        if quiet >= QUIET + DEAD {
            self.link = None;
            self.handle(In::Closed("The server does not answer any more.".into()));
        } else if quiet >= QUIET && !link.asked {
            link.asked = true;
            // A writer that is gone is noticed by the reader.
            let _ = link.to.send(Message::Ping(Bytes::new()));
        }
    }

    fn message(&mut self, message: Option<Result<Message, ()>>) {
        if let Some(link) = &mut self.link {
            link.heard = Instant::now();
            link.asked = false;
        }
        match message {
            Some(Ok(Message::Text(text))) => {
                // A newer server may say things that this client does not know; none of them is a message.
                if let Ok(frame) = serde_json::from_str::<Frame>(text.as_str()) {
                    self.handle(In::Frame(Box::new(frame)));
                }
            }
            Some(Ok(Message::Close(_))) | Some(Err(())) | None => {
                self.link = None;
                self.handle(In::Closed("The connection broke.".into()));
            }
            Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
        }
    }

    fn handle(&mut self, input: In) {
        let now_ms = self.now_ms();
        for out in self.core.handle(input, now_ms) {
            match out {
                Out::Tell(news) => {
                    self.left |= news == News::Left;
                    (self.news)(news);
                }
                Out::Write { id, ask } => self.write(id, &ask),
                Out::Connect { token, after } => {
                    self.link = None;
                    let (address, tls) = (Arc::clone(&self.address), Arc::clone(&self.tls));
                    let connecting =
                        async move { link::socket(&address, &tls, token.as_deref(), &after).await };
                    self.connecting = Some(connecting.boxed());
                }
                Out::LogIn(who) => {
                    let (address, tls) = (Arc::clone(&self.address), Arc::clone(&self.tls));
                    self.logging_in = Some(async move { login::log_in(&address, &tls, &who).await }.boxed());
                }
                Out::Disconnect => {
                    // Where one has left, the last words are still to be written.
                    if !self.left {
                        self.connecting = None;
                        if let Some(link) = self.link.take() {
                            drop(link.to);
                        }
                    }
                }
                Out::Trust(fingerprint) => self.tls.trust(&fingerprint),
            }
        }
    }

    fn write(&mut self, id: u64, ask: &Ask) {
        let frame = frame(id, ask);
        if frame.len() > FRAME_BYTES_MAX {
            let words = "That is far too long for one message. Nothing of it was sent.";
            let problem = parlor_api::Problem::new(413, "frame_too_long", words);
            let answer = parlor_api::Answered { re: Some(id), answer: parlor_api::Answer::Refused(problem) };
            return self.handle(In::Frame(Box::new(Frame::Answered(answer))));
        }
        if let Some(link) = &self.link {
            // A writer that is gone is noticed by the reader.
            let _ = link.to.send(Message::text(frame));
        }
    }
}

/// `{"id":7,"say":{…}}`
fn frame(id: u64, ask: &Ask) -> String {
    // Every shape is plain data: it is always an object with one field.
    let ask = serde_json::to_string(ask).unwrap_or_default();
    format!("{{\"id\":{id},{}", ask.get(1..).unwrap_or("}"))
}

async fn next(link: &mut Option<Link>) -> Option<Result<Message, ()>> {
    match link {
        Some(link) => Some(link.from.next().await?.map_err(|_| ())),
        None => std::future::pending().await,
    }
}

impl Link {
    /// Its writing has a task of its own: who waits to write must go on reading, or both sides would wait for ever. It
    /// ends with the link.
    fn over(socket: Socket) -> Self {
        let (mut sink, from) = socket.split();
        let (to, mut waiting) = mpsc::unbounded_channel::<Message>();
        tokio::spawn(async move {
            while let Some(message) = waiting.recv().await {
                if sink.feed(message).await.is_err() || (waiting.is_empty() && sink.flush().await.is_err()) {
                    return;
                }
            }
            // Who is gone needs no goodbye.
            let _ = sink.close().await;
        });
        Self { from, to, heard: Instant::now(), asked: false }
    }

    /// Writes what waits, closes, and waits a moment for the other side to do so.
    async fn goodbye(mut self) {
        drop(self.to);
        let rest = async { while let Some(Ok(_)) = self.from.next().await {} };
        let _ = tokio::time::timeout(Duration::from_millis(500), rest).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parlor_api::{Nothing, Say};

    #[test]
    fn frames_are_what_the_server_reads() {
        let say = Say {
            room: "#ops".into(),
            text: "hi".into(),
            key: None,
            manner: Default::default(),
            reply_to: None,
            to_role: Default::default(),
        };
        for ask in [Ask::Say(say), Ask::Fence(Nothing {})] {
            assert_eq!(parlor_api::parse(frame(7, &ask).as_bytes()), Ok((7, ask)));
        }
    }
}
