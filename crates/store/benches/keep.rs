//! How fast is keeping, beside what the disk itself can do; and how fast are a page of history and a search.
//!
//! `cargo bench -p parlor-store`. The figures are of this machine's disk: only their ratios say something elsewhere.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

#[allow(dead_code)]
#[path = "../tests/suite/story.rs"]
mod story;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use parlor_model::{Event, Number, PersonId, RoomId, Time};
use parlor_store::sqlite::{Sqlite, SqliteOptions, Sync};
use parlor_store::{Batch, History, Place, Reader, SearchQuery, Span, Store};
use std::cell::RefCell;
use std::fs::File;
use std::io::Write;
use std::sync::{Arc, LazyLock};
use std::time::Instant;
use story::{Story, batch};
use tempfile::TempDir;

fn main() {
    divan::main();
}

/// A folder on the disk that is built on: /tmp may be memory.
fn folder() -> TempDir {
    TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

const SIZES: [usize; 4] = [1, 10, 100, 1000];
/// The hundred bytes of a usual message.
const LINE: &str =
    "It is a truth universally acknowledged, that a server in possession of a good log must be in want.";

/// What the disk does alone: append a page and flush it.
#[divan::bench]
fn disk_alone_append_4k_and_fdatasync(bencher: Bencher) {
    let folder = folder();
    let mut file = File::create(folder.path().join("log")).unwrap();
    bencher.counter(ItemsCount::new(1usize)).bench_local(|| {
        file.write_all(&[7; 4096]).unwrap();
        file.sync_data().unwrap();
    });
}

struct Keeping {
    store: Sqlite,
    story: Story,
    /// The room that speaks next.
    room: u64,
    _folder: TempDir,
}

impl Keeping {
    fn new(options: SqliteOptions) -> Self {
        let folder = folder();
        let store = Sqlite::open(folder.path(), options).unwrap();
        Self { store, story: Story::default(), room: 0, _folder: folder }
    }

    /// The next `size` messages, over so many rooms.
    fn next(&mut self, size: usize, rooms: u64) -> Batch {
        let Self { story, room, .. } = self;
        let mut say = |n| {
            *room = (*room + 1) % rooms;
            let event = story.say(1 + *room, n as u64 % 50, LINE);
            // The model need not remember the words.
            story.said.clear();
            event
        };
        batch((0..size).map(&mut say).collect::<Vec<Arc<Event>>>())
    }
}

fn keep(bencher: Bencher, size: usize, rooms: u64, options: SqliteOptions) {
    let keeping = RefCell::new(Keeping::new(options));
    bencher
        .counter(ItemsCount::new(size))
        .with_inputs(|| keeping.borrow_mut().next(size, rooms))
        .bench_local_values(|batch| keeping.borrow_mut().store.keep(&batch).unwrap());
}

#[divan::bench(args = SIZES)]
fn keep_in_one_room(bencher: Bencher, size: usize) {
    keep(bencher, size, 1, SqliteOptions::default());
}

#[divan::bench(args = SIZES)]
fn keep_in_1000_rooms(bencher: Bencher, size: usize) {
    keep(bencher, size, 1000, SqliteOptions::default());
}

#[divan::bench(args = SIZES)]
fn keep_without_flush(bencher: Bencher, size: usize) {
    keep(bencher, size, 1, SqliteOptions { sync: Sync::Normal, ..SqliteOptions::default() });
}

/// A busy server's batches, by how many events the index by room and number may lag behind.
#[divan::bench(args = [0, 1024, 8192, 32768], sample_count = 4000, sample_size = 1)]
fn keep_30_in_1000_rooms(bencher: Bencher, unnumbered_max: usize) {
    keep(bencher, 30, 1000, SqliteOptions { unnumbered_max, sync: Sync::Normal, ..SqliteOptions::default() });
}

/// 200,000 messages in ten rooms, made of a thousand words of which few are frequent; one in ten thousand is rare.
struct Grown {
    folder: TempDir,
    _store: std::sync::Mutex<Sqlite>,
}

static GROWN: LazyLock<Grown> = LazyLock::new(|| {
    let folder = folder();
    let mut store = Sqlite::open(folder.path(), SqliteOptions::default()).unwrap();
    let mut story = Story::default();
    let mut dice = 1u64;
    let mut roll = move |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    let syllables = ["ba", "ke", "lo", "mi", "nu", "pra", "ste", "tri", "ver", "zon", "ch", "el", "or"];
    let vocabulary: Vec<String> = (0..1000)
        .map(|_| (0..1 + roll(3)).map(|_| syllables[roll(13) as usize]).collect::<String>())
        .collect();
    let (mut bytes, started) = (0, Instant::now());
    for _ in 0..200 {
        let mut say = |_| {
            let mut words: Vec<&str> = (0..4 + roll(20))
                .map(|_| vocabulary[(roll(1000) * roll(1000) / 1000) as usize].as_str())
                .collect();
            if roll(10_000) == 0 {
                words.push("quixotic 東京タワー");
            }
            let words = words.join(" ");
            bytes += words.len();
            story.said.clear();
            story.say(1 + roll(10), roll(50), &words)
        };
        store.keep(&batch((0..1000).map(&mut say).collect::<Vec<_>>())).unwrap();
    }
    let kept = started.elapsed();
    let size = |_: ()| std::fs::metadata(folder.path().join("parlor.db")).unwrap().len() / 1024;
    let sqlite =
        |sql: &str| rusqlite::Connection::open(folder.path().join("parlor.db")).unwrap().execute_batch(sql);
    sqlite("PRAGMA wal_checkpoint(PASSIVE)").unwrap();
    let before = size(());
    let started = Instant::now();
    while store.tidy().unwrap() {}
    let tidied = started.elapsed();
    sqlite("PRAGMA wal_checkpoint(PASSIVE)").unwrap();
    println!(
        "200,000 messages, {} KiB of words: kept in {kept:.1?} ({before} KiB), indexed in {tidied:.1?} (+{} KiB)",
        bytes / 1024,
        size(()) - before
    );
    Grown { folder, _store: store.into() }
});

fn reader() -> Box<dyn Reader> {
    assert!(GROWN.folder.path().exists());
    GROWN._store.lock().unwrap().reader().unwrap()
}

#[divan::bench]
fn history_latest_50(bencher: Bencher) {
    page(bencher, Span::Latest);
}

#[divan::bench]
fn history_50_before_the_middle(bencher: Bencher) {
    page(bencher, Span::Before(Place::Number(Number(10_000))));
}

fn page(bencher: Bencher, span: Span) {
    let mut reader = reader();
    let (room, told) = (RoomId(1), Number(u64::MAX));
    let query =
        History { room, reader: PersonId(1), span, limit: 50, told, since: Time(0), messages_only: false };
    bencher.bench_local(|| black_box(reader.history(&query).unwrap()));
}

#[divan::bench(args = ["quixotic", "東京", "ー", "quixotic ver", "stetri", "pra", "z", "nothing like it"])]
fn search_in_ten_rooms(bencher: Bencher, terms: &str) {
    find(bencher, terms, 1..11);
}

#[divan::bench(args = ["quixotic", "stetri", "pra"])]
fn search_in_one_room(bencher: Bencher, terms: &str) {
    find(bencher, terms, 1..2);
}

/// The worst: the words are everywhere but where the asker may read.
#[divan::bench(args = ["a", "el", "pra", "quixotic"])]
fn search_where_nothing_is(bencher: Bencher, terms: &str) {
    find(bencher, terms, 99..100);
}

fn find(bencher: Bencher, terms: &str, rooms: std::ops::Range<u64>) {
    let mut reader = reader();
    let query = SearchQuery {
        terms: terms.split(' ').map(str::to_owned).collect(),
        from: None,
        rooms: rooms.map(|r| (RoomId(r), Number(u64::MAX), Time(0))).collect(),
        reader: PersonId(1),
        before: None,
        after: None,
        limit: 50,
    };
    bencher.bench_local(|| black_box(reader.search(&query).unwrap()));
}
