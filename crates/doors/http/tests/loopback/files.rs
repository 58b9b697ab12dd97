//! Files: shared with one line, fetched by who may read the message, gone with it.

use super::stage::{House, field};
use parlor_server::{Vault, VaultLimits};
use std::sync::Arc;

const LIMITS: VaultLimits =
    VaultLimits { file_bytes_max: 1000, person_bytes_max: 1500, total_bytes_max: 1_000_000 };

struct Shared {
    house: House,
    _folder: tempfile::TempDir,
}

fn open(kinds: &[&str], guests: bool) -> Shared {
    let folder = tempfile::tempdir().unwrap();
    let vault = Arc::new(Vault::open(folder.path(), LIMITS).unwrap());
    let house = House::with(
        |_| {},
        |settings| {
            settings.vault = Some(vault);
            settings.file_kinds = kinds.iter().map(ToString::to_string).collect();
            settings.guests_share = guests;
        },
    );
    Shared { house, _folder: folder }
}

/// The path of the address that an answer's second line is.
fn path_of(body: &str) -> String {
    let address = body.lines().nth(1).unwrap();
    address.split_once("//").unwrap().1.split_once('/').map(|(_, path)| format!("/{path}")).unwrap()
}

#[test]
fn a_file_is_shared_with_one_line_and_goes_with_its_message() {
    let mut shared = open(&[], true);
    let house = &mut shared.house;
    let put = house.call("PUT", "/r/ops/files/notes.txt", &["Name: ann", "Host: chat.test"], "some notes");
    assert_eq!(put.status, 201, "{}", put.body);
    assert!(put.body.contains("http://chat.test/r/!"), "{}", put.body);
    let path = path_of(&put.body);
    assert!(house.get("/r/ops").body.contains("notes.txt (10 B) http://chat.test/r/"));
    let got = house.get(&path);
    assert_eq!((got.status, &*got.body), (200, "some notes"));
    assert!(got.head.contains("content-type: text/plain; charset=utf-8"), "{}", got.head);
    assert!(got.head.contains("content-security-policy: default-src 'none'; sandbox"), "{}", got.head);
    assert!(got.head.contains("x-content-type-options: nosniff"), "{}", got.head);
    let part = house.call("GET", &path, &["Range: bytes=5-"], "");
    assert_eq!((part.status, &*part.body), (206, "notes"));
    house.restart();
    assert_eq!(house.get(&path).body, "some notes");
    let id = put.body.lines().next().unwrap().split(' ').nth(1).unwrap();
    let gone = house.call("DELETE", &format!("/api/v1/messages/{id}"), &["Name: ann"], "");
    assert_eq!(gone.status, 200, "{}", gone.body);
    assert_eq!(house.get(&path).outcome(), "404 no_such_file");
}

#[test]
fn who_may_not_read_the_room_may_not_fetch() {
    let shared = open(&[], true);
    let house = &shared.house;
    let ann = house.register("ann");
    assert_eq!(house.call("POST", "/r/ops", &[&ann], "mine").status, 201);
    let closed =
        r#"{"changes":[{"flag":{"flag":"invite_only","on":true}},{"flag":{"flag":"secret","on":true}}]}"#;
    assert_eq!(house.json("PATCH", "/api/v1/rooms/ops", &ann, closed).status, 200);
    let put = house.call("PUT", "/r/ops/files/secret.bin", &[&ann], "\u{1}\0secret");
    let path = path_of(&put.body);
    let mine = house.call("GET", &path, &[&ann], "");
    assert!(mine.head.contains("content-disposition: attachment; filename*=utf-8''secret"), "{}", mine.head);
    let bob = house.register("bob");
    assert_eq!(house.call("GET", &path, &[&bob], "").status, 404);
    assert_eq!(house.get(&path).status, 404);
    let put = house.call("PUT", "/r/ops/files/x.txt", &[&bob], "let me");
    assert_eq!(put.status / 100, 4, "{}", put.body);
    // Under another room's name it is nowhere, either.
    assert_eq!(house.call("POST", "/r/open", &[&bob], "x").status, 201);
    let other = house.call("GET", "/api/v1/rooms/open", &[&bob], "");
    let elsewhere = path.replacen(path.split('/').nth(2).unwrap(), &field(&other.body, "room_id"), 1);
    assert_eq!(house.call("GET", &elsewhere, &[&bob], "").outcome(), "404 no_such_file");
}

#[test]
fn sizes_kinds_and_quotas_hold() {
    let shared = open(&["text/plain"], false);
    let house = &shared.house;
    let ann = house.register("ann");
    let put = |who: &str, body: &str| house.call("PUT", "/r/ops/files/x", &[who], body).outcome();
    assert_eq!(put("Name: bob", "x"), "403 need_account");
    assert_eq!(put(&ann, &"x".repeat(1001)), "413 file_too_large");
    assert_eq!(put(&ann, "%PDF-1.7 and so on"), "415 file_kind");
    assert_eq!(put(&ann, &"x".repeat(1000)), "201");
    assert_eq!(put(&ann, &"x".repeat(501)), "507 quota_used");
    assert_eq!(put(&ann, &"x".repeat(500)), "201");
    let none = House::open();
    assert_eq!(none.call("PUT", "/r/ops/files/x", &["Name: ann"], "x").outcome(), "404 no_files");
}

#[test]
fn a_file_of_no_room_is_for_who_has_its_address() {
    let shared = open(&[], true);
    let house = &shared.house;
    let named = ["Name: ann", "Content-Disposition: attachment; filename=\"cat.txt\""];
    let put = house.call("POST", "/files", &named, "meow");
    assert_eq!(put.status, 201, "{}", put.body);
    let address = put.body.trim();
    assert!(put.head.contains(&format!("location: {}", address.to_lowercase())), "{}", put.head);
    let path = format!("/{}", address.splitn(4, '/').nth(3).unwrap());
    assert!(path.ends_with("/cat.txt"), "{path}");
    assert_eq!(house.get(&path).body, "meow");
    let head = house.call("HEAD", &path, &[], "");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert!(head.head.contains("content-length: 4"), "{}", head.head);
    let options = house.call("OPTIONS", "/files", &[], "");
    assert_eq!(options.status, 204);
    assert!(options.head.contains("accept-post: */*") && options.head.contains("allow: options, post"));
    let few = open(&["image/", "text/plain"], true);
    let options = few.house.call("OPTIONS", "/files", &[], "");
    assert!(options.head.contains("accept-post: image/*, text/plain"), "{}", options.head);
    assert_eq!(House::open().call("OPTIONS", "/files", &[], "").outcome(), "404 no_files");
    assert_eq!(house.get("/files/AAAAAAAAAAAAAAAAAAAAAA/cat.txt").outcome(), "404 no_such_file");
}
