//! The telnet bytes inside a line client's stream: taken out, answered where an answer is owed.
//!
//! Sources: RFC 854 (commands, the network virtual terminal), RFC 855 (subnegotiation), RFC 860 (timing mark),
//! RFC 1143 (no negotiation loops), RFC 1184 (EOF, SUSP, ABORT).

/// "Interpret as command": the byte that starts every telnet command. It never occurs in UTF-8.
pub(super) const IAC: u8 = 255;
const DONT: u8 = 254;
const DO: u8 = 253;
const WONT: u8 = 252;
const WILL: u8 = 251;
const SB: u8 = 250;
const EL: u8 = 248;
const EC: u8 = 247;
const AYT: u8 = 246;
const IP: u8 = 244;
const BRK: u8 = 243;
const SE: u8 = 240;
const ABORT: u8 = 238;
const EOF: u8 = 236;

const TIMING_MARK: u8 = 6;

/// A subnegotiation longer than this is given up: it was no telnet, or nothing we could want.
pub(super) const SUB_BYTES_MAX: u16 = 512;
/// Answers nobody has taken yet stay below this; what would go over it is not answered.
pub(super) const REPLY_BYTES_MAX: usize = 2048;

const HERE: &[u8] = b"\r\n[Parlor is here]\r\n";

/// What one byte meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Part of a command; nothing for the line.
    Swallowed,
    /// An ordinary byte of the line.
    Data(u8),
    /// The IAC before this byte began no command: a raw 0xFF belongs to the line, and this byte, not taken, after it.
    NotTelnet,
    /// Erase the character before (EC).
    EraseCharacter,
    /// Erase the half-typed line (EL).
    EraseLine,
    /// The person interrupts: IP, BRK or ABORT (Ctrl-C in most clients).
    Interrupt,
    /// The person will send no more (EOF; Ctrl-D).
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Data,
    Command,
    Option(u8),
    Sub(u16),
    SubCommand(u16),
}

/// One client's telnet state. Commands may be cut anywhere; every option is refused, each once.
///
/// A client counts as telnet only after a command that a raw client could hardly send by accident: WONT and DONT
/// do not make one (a UTF-16 byte order mark, FF FE, looks like DONT), nor does a doubled or a stray 0xFF.
#[derive(Debug, Default)]
pub(super) struct Telnet {
    state: State,
    seen: bool,
    replies: Vec<u8>,
    /// Options already refused: 256 bits for WILL, 256 for DO. Only telnet clients pay for it.
    refused: Option<Box<[u64; 8]>>,
}

impl Telnet {
    /// Whether the client has shown that it speaks telnet.
    pub(super) fn seen(&self) -> bool {
        self.seen
    }

    /// Whether a command is half read, so that the next byte must come here.
    pub(super) fn half_read(&self) -> bool {
        self.state != State::Data
    }

    /// Gives up a half-read command, and says whether there was one.
    pub(super) fn give_up(&mut self) -> bool {
        std::mem::take(&mut self.state) != State::Data
    }

    /// What must be sent to the client; empty for everyone who is not telnet.
    pub(super) fn take_replies(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.replies)
    }

    /// Bytes of heap held.
    pub(super) fn held_bytes(&self) -> usize {
        self.replies.capacity() + self.refused.as_ref().map_or(0, |bits| size_of_val(&**bits))
    }

    /// Takes one byte: an IAC, or any byte while a command is half read.
    pub(super) fn take(&mut self, byte: u8) -> Meaning {
        match self.state {
            State::Data if byte == IAC => self.go(State::Command),
            State::Data => Meaning::Data(byte),
            State::Command => self.command(byte),
            State::Option(verb) => {
                self.answer(verb, byte);
                self.go(State::Data)
            }
            State::Sub(count) => self.inside(count, byte == IAC),
            State::SubCommand(_) if byte == SE => {
                self.seen = true;
                self.go(State::Data)
            }
            // A doubled IAC is a byte of the subnegotiation; anything else is a mistake we read over.
            State::SubCommand(count) => self.inside(count, false),
        }
    }

    fn go(&mut self, state: State) -> Meaning {
        self.state = state;
        Meaning::Swallowed
    }

    fn inside(&mut self, count: u16, command: bool) -> Meaning {
        if count >= SUB_BYTES_MAX {
            // The swallowed bytes may have been text. An invalid byte in the line has it refused with words
            // instead of said with a hole in it.
            self.state = State::Data;
            return Meaning::Data(IAC);
        }
        self.go(if command { State::SubCommand(count + 1) } else { State::Sub(count + 1) })
    }

    fn command(&mut self, byte: u8) -> Meaning {
        self.state = State::Data;
        match byte {
            IAC => return Meaning::Data(IAC),
            SB => return self.go(State::Sub(0)),
            WILL | WONT | DO | DONT => return self.go(State::Option(byte)),
            0..EOF => return Meaning::NotTelnet,
            _ => self.seen = true,
        }
        match byte {
            AYT => {
                self.reply(HERE);
                Meaning::Swallowed
            }
            EC => Meaning::EraseCharacter,
            EL => Meaning::EraseLine,
            IP | BRK | ABORT => Meaning::Interrupt,
            EOF => Meaning::End,
            // NOP, GA, DM, AO, SUSP, EOR and a stray SE ask for nothing that a chat could give.
            _ => Meaning::Swallowed,
        }
    }

    fn answer(&mut self, verb: u8, option: u8) {
        let (no, half) = match verb {
            WILL => (DONT, 0),
            DO => (WONT, 4),
            // A refusal confirms what already is, and is never answered: that alone rules out loops (RFC 1143).
            _ => return,
        };
        self.seen = true;
        let bits = self.refused.get_or_insert_default();
        let (word, bit) = (half + usize::from(option >> 6), 1_u64 << (option & 63));
        let again = bits[word] & bit != 0;
        bits[word] |= bit;
        // A timing mark is a question, not a state: after Ctrl-C a telnet client shows nothing until each is answered.
        if !again || (verb == DO && option == TIMING_MARK) {
            self.reply(&[IAC, no, option]);
        }
    }

    fn reply(&mut self, bytes: &[u8]) {
        if self.replies.len() + bytes.len() <= REPLY_BYTES_MAX {
            self.replies.extend_from_slice(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(telnet: &mut Telnet, bytes: &[u8]) -> Vec<Meaning> {
        bytes.iter().map(|&byte| telnet.take(byte)).filter(|m| *m != Meaning::Swallowed).collect()
    }

    #[test]
    fn every_option_is_refused_once_in_each_direction() {
        for option in 0..=255 {
            let mut telnet = Telnet::default();
            for _ in 0..3 {
                assert_eq!(run(&mut telnet, &[IAC, WILL, option]), []);
            }
            assert_eq!(telnet.take_replies(), [IAC, DONT, option]);
            run(&mut telnet, &[IAC, DO, option, IAC, WONT, option, IAC, DONT, option]);
            assert_eq!(telnet.take_replies(), [IAC, WONT, option]);
            assert!(telnet.seen());
        }
    }

    #[test]
    fn a_timing_mark_is_answered_every_time() {
        let mut telnet = Telnet::default();
        run(&mut telnet, &[IAC, DO, TIMING_MARK, IAC, DO, TIMING_MARK]);
        assert_eq!(telnet.take_replies(), [IAC, WONT, TIMING_MARK, IAC, WONT, TIMING_MARK]);
    }

    #[test]
    fn commands_mean_what_rfc_854_says() {
        for (byte, meaning) in [
            (EC, Meaning::EraseCharacter),
            (EL, Meaning::EraseLine),
            (IP, Meaning::Interrupt),
            (BRK, Meaning::Interrupt),
            (ABORT, Meaning::Interrupt),
            (EOF, Meaning::End),
            (IAC, Meaning::Data(IAC)),
            (b'a', Meaning::NotTelnet),
            (b'\n', Meaning::NotTelnet),
        ] {
            assert_eq!(run(&mut Telnet::default(), &[IAC, byte]), [meaning], "IAC {byte}");
        }
    }

    #[test]
    fn a_byte_order_mark_or_stray_ff_makes_no_telnet_client() {
        let mut telnet = Telnet::default();
        run(&mut telnet, &[IAC, DONT, b'h', IAC, IAC, IAC, b'x']);
        assert!(!telnet.seen());
        assert_eq!(telnet.held_bytes(), 0);
    }

    #[test]
    fn a_subnegotiation_is_swallowed_and_given_up_when_it_never_ends() {
        let mut telnet = Telnet::default();
        assert_eq!(run(&mut telnet, &[IAC, SB, 31, 0, 80, IAC, IAC, 10, IAC, SE]), []);
        assert!(telnet.seen() && !telnet.half_read());

        let mut raw = Telnet::default();
        let mut bytes = vec![IAC, SB];
        bytes.resize(2 + usize::from(SUB_BYTES_MAX) + 1, b'x');
        assert_eq!(run(&mut raw, &bytes), [Meaning::Data(IAC)]);
        assert!(!raw.seen() && !raw.half_read());
    }

    #[test]
    fn untaken_answers_stay_bounded() {
        let mut telnet = Telnet::default();
        for _ in 0..10_000 {
            run(&mut telnet, &[IAC, AYT, IAC, DO, TIMING_MARK]);
        }
        let replies = telnet.take_replies();
        assert!(replies.starts_with(HERE) && replies.len() <= REPLY_BYTES_MAX);
    }
}
