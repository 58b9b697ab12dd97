//! Files: whole or not at all, within their bounds, gone with their message.
#![allow(clippy::unwrap_used, reason = "a test says what must be so")]

use parlor_model::{Number, PersonId, RoomId, Time};
use parlor_store::vault::{FileId, NotTaken, Vault, VaultLimits};
use std::path::Path;
use std::sync::Arc;

const LIMITS: VaultLimits = VaultLimits { file_bytes_max: 10, person_bytes_max: 15, total_bytes_max: 20 };
const ANN: PersonId = PersonId(1);
const ROOM: RoomId = RoomId(2);

fn open(folder: &Path) -> Arc<Vault> {
    Arc::new(Vault::open(folder, LIMITS).unwrap())
}

fn id(n: u32) -> FileId {
    FileId::parse(&format!("file-{n:04}")).unwrap()
}

fn put(vault: &Arc<Vault>, n: u32, person: PersonId, bytes: &[u8]) -> Result<(), NotTaken> {
    let mut upload = vault.begin(id(n), person, bytes.len() as u64).unwrap()?;
    for byte in bytes {
        upload.write(&[*byte]).unwrap()?;
    }
    upload.finish("a.txt", "text/plain", Some(ROOM), Time(5)).unwrap();
    Ok(())
}

#[test]
fn a_file_is_there_after_a_restart_and_gone_with_its_message() {
    let folder = tempfile::tempdir().unwrap();
    let vault = open(folder.path());
    put(&vault, 1, ANN, b"hello").unwrap();
    vault.attach(&id(1), Number(7)).unwrap();
    drop(vault);
    let vault = open(folder.path());
    let note = vault.find(&id(1)).unwrap();
    assert_eq!((note.person, note.room, note.number, note.bytes), (ANN, Some(ROOM), Some(Number(7)), 5));
    assert_eq!((&*note.name, &*note.kind, note.at), ("a.txt", "text/plain", Time(5)));
    assert_eq!(std::fs::read(vault.path(&id(1))).unwrap(), b"hello");
    vault.message_deleted(ROOM, Number(8));
    assert!(vault.find(&id(1)).is_some());
    vault.message_deleted(ROOM, Number(7));
    assert!(vault.find(&id(1)).is_none());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    put(&vault, 2, ANN, b"0123456789").unwrap();
}

#[test]
fn bounds_hold_and_what_is_not_taken_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let vault = open(folder.path());
    assert_eq!(put(&vault, 1, ANN, &[0; 11]), Err(NotTaken::TooLarge { bytes_max: 10 }));
    // One that lied about its size is stopped on the way.
    let mut liar = vault.begin(id(2), ANN, 1).unwrap().unwrap();
    liar.write(&[0; 10]).unwrap().unwrap();
    assert_eq!(liar.write(&[0]).unwrap(), Err(NotTaken::TooLarge { bytes_max: 10 }));
    drop(liar);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    put(&vault, 3, ANN, &[0; 10]).unwrap();
    assert_eq!(put(&vault, 4, ANN, &[0; 6]), Err(NotTaken::QuotaUsed { bytes_max: 15 }));
    put(&vault, 5, PersonId(2), &[0; 8]).unwrap();
    assert_eq!(put(&vault, 6, PersonId(3), &[0; 3]), Err(NotTaken::VaultFull));
    vault.remove(&id(3));
    put(&vault, 6, PersonId(3), &[0; 3]).unwrap();
}

#[test]
fn half_a_file_of_a_crash_is_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let vault = open(folder.path());
    let mut upload = vault.begin(id(1), ANN, 5).unwrap().unwrap();
    upload.write(b"hel").unwrap().unwrap();
    std::mem::forget(upload);
    std::fs::write(folder.path().join("file-0009.json"), "not a note").unwrap();
    let vault = open(folder.path());
    assert!(vault.find(&id(1)).is_none());
    assert!(!folder.path().join("file-0001.half").exists());
}

#[test]
fn a_name_leads_nowhere_else() {
    for bad in ["", "short", "../../etc/passwd", "a/bcdefghi", "with space", "dots.dots", &"x".repeat(65)] {
        assert_eq!(FileId::parse(bad), None, "{bad}");
    }
}
