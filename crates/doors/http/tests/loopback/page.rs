//! The page for browsers.

use super::stage::House;

const BROWSER: &str = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

#[test]
fn a_browser_gets_a_page_and_everybody_else_text() {
    let house = House::open();
    house.call("POST", "/r/ops", &["Name: ann"], "build is green");
    for path in ["/", "/r/ops", "/r/not-there"] {
        let page = house.call("GET", path, &[BROWSER], "");
        assert_eq!(page.status, 200);
        assert!(page.head.contains("content-type: text/html; charset=utf-8"), "{}", page.head);
        assert!(
            page.head.contains("vary: accept") && page.head.contains("default-src 'self'"),
            "{}",
            page.head
        );
        assert!(!page.body.contains("build is green") && !page.body.contains(" style="), "{}", page.body);
        // Whatever it loads is there.
        for file in page.body.split('"').filter(|part| part.starts_with("/page/")) {
            let loaded = house.get(file);
            assert_eq!(loaded.status, 200, "{file}");
            for other in loaded.body.split('"').filter_map(|part| part.strip_prefix("./")) {
                let other = house.get(&format!("/page/{other}"));
                assert_eq!(other.status, 200, "{file}");
                assert!(other.head.contains("content-type: text/javascript"), "{}", other.head);
            }
        }
    }
    let text = house.call("GET", "/", &["Host: chat.example.org", "Accept: */*"], "");
    assert!(text.body.contains("curl chat.example.org/r/lobby"), "{}", text.body);
    for who in [&["Accept: */*"][..], &[]] {
        assert!(house.call("GET", "/r/ops", who, "").body.ends_with("ann: build is green\n"));
    }
    assert!(house.call("GET", "/r/ops?plain", &[BROWSER], "").body.ends_with("ann: build is green\n"));
}
