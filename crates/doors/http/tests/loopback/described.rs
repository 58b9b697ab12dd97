//! The description of the API is true: real answers of every call are what it says.

use super::socket::Client;
use super::stage::{Answer, House, field, pushing};
use parlor_server::Rules;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Makes calls, and holds each against the description.
struct Reader<'a> {
    house: &'a House,
    description: Value,
    /// Calls that were answered well.
    seen: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn of(house: &'a House) -> Self {
        let description = serde_json::from_str(&house.get("/api/openapi.json").body).unwrap();
        Self { house, description, seen: BTreeSet::new() }
    }

    /// What is wrong with a value, by a schema of the description.
    fn faults(&self, schema: &Value, value: &Value) -> Vec<String> {
        let mut whole = json!({ "components": self.description["components"] });
        for (key, value) in schema.as_object().unwrap() {
            whole[key] = value.clone();
        }
        let validator = jsonschema::validator_for(&whole).unwrap();
        validator.iter_errors(value).map(|error| format!("{error} at {}", error.instance_path())).collect()
    }

    /// A call of what `of` describes (`PUT /api/v1/rooms/{room}/topic`), with these in place of what is in braces.
    #[track_caller]
    fn call(&mut self, of: &str, parts: &[&str], who: &str, body: &str, status: u16) -> Answer {
        let (method, template) = of.split_once(' ').unwrap();
        let mut path = String::new();
        let mut parts = parts.iter();
        for (i, piece) in template.split(['{', '}']).enumerate() {
            path += if i % 2 == 0 { piece } else { parts.next().unwrap() };
        }
        // What is left over is the query.
        path.extend(parts.copied());
        let operation = &self.description["paths"][template][method.to_lowercase()];
        assert!(operation.is_object(), "{of} is not described");
        let asked = &operation["requestBody"]["content"]["application/json"]["schema"];
        if status < 300 && asked.is_object() {
            let faults = self.faults(asked, &serde_json::from_str(body).unwrap());
            assert!(faults.is_empty(), "{of} takes {body}, which is not described: {faults:#?}");
        }
        let answer = self.house.json(method, &path, who, body);
        assert_eq!(answer.status, status, "{of}: {}", answer.body);
        let class = format!("{}XX", status / 100);
        let responses = &operation["responses"];
        let response = responses.get(status.to_string()).or_else(|| responses.get(class));
        let response = response.unwrap_or_else(|| panic!("{of} answers {status}, which is not described"));
        match response["content"].as_object() {
            Some(content) => {
                let (kind, media) = content.iter().next().unwrap();
                assert!(answer.head.contains(&format!("content-type: {kind}")), "{of}: {}", answer.head);
                let value = serde_json::from_str(&answer.body).unwrap();
                let faults = self.faults(&media["schema"], &value);
                assert!(faults.is_empty(), "{of} answers {}: {faults:#?}", answer.body);
            }
            None => assert_eq!(answer.body, "", "{of}"),
        }
        if status < 300 {
            self.seen.insert(of.to_owned());
        }
        answer
    }

    /// Calls that are described and were not answered well yet.
    fn unseen(&self) -> Vec<String> {
        let paths = self.description["paths"].as_object().unwrap();
        let all = paths.iter().flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        });
        all.filter(|call| !self.seen.contains(call)).collect()
    }
}

const PASSWORD: &str = r#"{"name":"ann","password":"correct horse"}"#;
const NOBODY: &str = "X: y";
const MESSAGES: &str = "POST /api/v1/rooms/{room}/messages";

#[test]
fn every_call_answers_what_is_described() {
    let mail = |rules: &mut Rules| {
        pushing(rules);
        rules.house.mail = true;
    };
    let mut house = House::with(mail, |_| {});
    let root = house.operator("root");
    let mut reader = Reader::of(&house);
    accounts(&mut reader, &house);
    let session = reader.call("POST /api/v1/sessions", &[], NOBODY, PASSWORD, 201);
    let ann = format!("Authorization: Bearer {}", field(&session.body, "token"));
    rooms(&mut reader, &ann);
    messages(&mut reader, &ann);
    people(&mut reader, &ann);
    keys(&mut reader, &ann);
    ruling(&mut reader, &house, &root, &ann);
    pushes(&mut reader, &ann);
    let password = r#"{"old":"correct horse","new":"battery staple"}"#;
    reader.call("PUT /api/v1/me/password", &[], &ann, password, 204);
    reader.call("DELETE /api/v1/sessions/current", &[], &ann, "", 204);
    reader.call("GET /api/v1/me", &[], &ann, "", 401);
    let again = PASSWORD.replace("correct horse", "battery staple");
    let session = reader.call("POST /api/v1/sessions", &[], NOBODY, &again, 201);
    let ann = format!("Authorization: Bearer {}", field(&session.body, "token"));
    reader.call("POST /api/v1/me/delete", &[], &ann, r#"{"password":"battery staple"}"#, 204);
    assert_eq!(reader.unseen(), Vec::<String>::new(), "calls that this test does not make");
}

fn accounts(reader: &mut Reader<'_>, house: &House) {
    let zoe = r#"{"name":"zoe","password":"correct horse","email":"zoe@example.org"}"#;
    reader.call("POST /api/v1/accounts", &[], NOBODY, zoe, 201);
    let confirm = "POST /api/v1/accounts/{name}/confirm";
    reader.call(confirm, &["zoe"], NOBODY, r#"{"code":"nonsense"}"#, 403);
    let code = format!(r#"{{"code":"{}"}}"#, house.letter());
    reader.call(confirm, &["zoe"], NOBODY, &code, 200);
    reader.call("POST /api/v1/accounts", &[], NOBODY, PASSWORD, 201);
    reader.call("POST /api/v1/accounts", &[], NOBODY, PASSWORD, 409);
    reader.call("POST /api/v1/accounts", &[], NOBODY, "{}", 400);
    reader.call("POST /api/v1/sessions", &[], NOBODY, r#"{"name":"ann","password":"wrong"}"#, 401);
}

fn rooms(reader: &mut Reader<'_>, ann: &str) {
    let join = "PUT /api/v1/rooms/{room}/members/me";
    reader.call(join, &["ops"], ann, r#"{"key":"later"}"#, 200);
    reader.call(join, &["ops"], "Name: bob", "{}", 200);
    reader.call(join, &["no%20room"], ann, "{}", 422);
    reader.call("PUT /api/v1/rooms/{room}/topic", &["ops"], ann, r#"{"text":"all about ops"}"#, 200);
    let changes = r#"{"changes":[
        {"flag":{"flag":"moderated","on":false}},
        {"role":{"role":"voice","on":true,"person":"bob"}}
    ]}"#;
    reader.call("PATCH /api/v1/rooms/{room}", &["ops"], ann, changes, 200);
    for who in [ann, "Name: bob", NOBODY] {
        reader.call("GET /api/v1/rooms", &[], who, "", 200);
        reader.call("GET /api/v1/rooms/{room}", &["ops"], who, "", 200);
        reader.call("GET /api/v1/rooms/{room}/members", &["ops"], who, "", 200);
        reader.call("GET /api/v1/house", &[], who, "", 200);
    }
    reader.call("GET /api/v1/rooms/{room}", &["nowhere"], ann, "", 404);
    reader.call("PUT /api/v1/rooms/{room}/read", &["ops"], ann, r#"{"number":3}"#, 204);
    reader.call("PUT /api/v1/rooms/{room}/read", &["ops"], ann, r#"{"number":-3}"#, 400);
    reader.call("GET /api/v1/rooms/{room}/read", &["ops"], ann, "", 200);
    reader.call("GET /api/v1/rooms/{room}/read", &["nowhere"], ann, "", 404);
    reader.call("GET /api/v1/read", &[], ann, "", 200);
    reader.call("DELETE /api/v1/rooms/{room}/members/me", &["ops", "?reason=lunch"], "Name: bob", "", 200);
}

fn messages(reader: &mut Reader<'_>, ann: &str) {
    let said = reader.call(MESSAGES, &["ops"], ann, r#"{"text":"hello"}"#, 201);
    let id = field(&said.body, "message_id");
    let reply = format!(r#"{{"text":"waves","manner":"action","reply_to":"{id}"}}"#);
    reader.call(MESSAGES, &["ops"], ann, &reply, 201);
    reader.call(MESSAGES, &["@bob"], ann, r#"{"text":"psst"}"#, 201);
    reader.call(MESSAGES, &["ops"], ann, r#"{"txt":"hello"}"#, 400);
    reader.call(MESSAGES, &["ops"], NOBODY, r#"{"text":"hello"}"#, 401);
    reader.call("GET /api/v1/conversations", &[], ann, "", 200);
    reader.call("PATCH /api/v1/messages/{message}", &[&id], ann, r#"{"text":"hello!"}"#, 200);
    let reaction = "PUT /api/v1/messages/{message}/reactions/{reaction}";
    reader.call(reaction, &[&id, "%E2%9D%A4"], ann, "", 200);
    reader.call("GET /api/v1/messages/{message}", &[&id], ann, "", 200);
    let history = "GET /api/v1/rooms/{room}/messages";
    for query in ["", "?limit=2", "?after=2&limit=3", "?before=2099-01-31", &format!("?around={id}")] {
        reader.call(history, &["ops", query], ann, "", 200);
    }
    reader.call(history, &["ops", "?limit=many"], ann, "", 400);
    reader.call("GET /api/v1/search", &["?text=waves"], ann, "", 200);
    let no_reaction = "DELETE /api/v1/messages/{message}/reactions/{reaction}";
    reader.call(no_reaction, &[&id, "%E2%9D%A4"], ann, "", 200);
    reader.call("DELETE /api/v1/messages/{message}", &[&id, "?reason=typo"], ann, "", 200);
    reader.call("GET /api/v1/messages/{message}", &[&id], ann, "", 200);
    reader.call("GET /api/v1/messages/{message}", &["2-999"], ann, "", 404);
}

fn keys(reader: &mut Reader<'_>, ann: &str) {
    reader.call("POST /api/v1/bots", &[], ann, r#"{"name":"helper"}"#, 201);
    let token = r#"{"account":"helper","scopes":["read"],"label":"x","seconds":60}"#;
    let made = reader.call("POST /api/v1/tokens", &[], ann, token, 201);
    let id: u64 = serde_json::from_str::<Value>(&made.body).unwrap()["id"].as_u64().unwrap();
    reader.call("POST /api/v1/tokens", &[], ann, r#"{"scopes":["all"]}"#, 400);
    reader.call("POST /api/v1/rooms/{room}/hooks", &["ops"], ann, r#"{"bot":"ci"}"#, 201);
    reader.call("GET /api/v1/rooms/{room}/hooks", &["ops"], ann, "", 200);
    let room = reader.call("GET /api/v1/rooms/{room}", &["ops"], ann, "", 200);
    let invitation = format!(r#"{{"room_id":"{}","uses":2}}"#, field(&room.body, "room_id"));
    let invited = reader.call("POST /api/v1/invitations", &[], ann, &invitation, 201);
    let code = format!(r#"{{"code":"{}"}}"#, field(&invited.body, "secret"));
    reader.call("POST /api/v1/invitations/use", &[], "Name: eve", &code, 200);
    let invitation: u64 = serde_json::from_str::<Value>(&invited.body).unwrap()["id"].as_u64().unwrap();
    reader.call("GET /api/v1/tokens", &[], ann, "", 200);
    reader.call("DELETE /api/v1/invitations/{id}", &[&invitation.to_string()], ann, "", 204);
    reader.call("DELETE /api/v1/tokens/{id}", &[&id.to_string()], ann, "", 204);
    reader.call("DELETE /api/v1/tokens/{id}", &["999"], ann, "", 409);
    reader.call("DELETE /api/v1/bots/{name}", &["helper"], ann, "", 204);
    reader.call("DELETE /api/v1/bots/{name}", &["helper"], ann, "", 404);
}

fn ruling(reader: &mut Reader<'_>, house: &House, root: &str, ann: &str) {
    for look in ["settings", "defcon", "bans", "purges", "accounts"] {
        reader.call(&format!("GET /api/v1/{look}"), &[], root, "", 200);
        reader.call(&format!("GET /api/v1/{look}"), &[], ann, "", 403);
        reader.call(&format!("GET /api/v1/{look}"), &[], NOBODY, "", 401);
    }
    reader.call("POST /api/v1/settings/reload", &[], root, "", 200);
    reader.call("POST /api/v1/settings/reload", &[], ann, "", 403);
    reader.call("POST /api/v1/announcements", &[], root, r#"{"text":"tea is ready"}"#, 204);
    reader.call("POST /api/v1/announcements", &[], root, r#"{"text":""}"#, 422);
    reader.call("PUT /api/v1/defcon", &[], root, r#"{"level":4}"#, 200);
    reader.call("PUT /api/v1/defcon", &[], root, r#"{"level":9}"#, 422);
    reader.call("PUT /api/v1/defcon", &[], root, r#"{"level":5}"#, 200);
    let ban = r#"{"mask":"192.0.2.0/24","reason":"noise","seconds":60,"spares_accounts":true}"#;
    reader.call("POST /api/v1/bans", &[], root, ban, 204);
    reader.call("POST /api/v1/bans", &[], root, r#"{"mask":"a b"}"#, 422);
    reader.call("GET /api/v1/bans", &[], root, "", 200);
    reader.call("DELETE /api/v1/bans/{mask}", &["192.0.2.0%2F24"], root, "", 204);
    reader.call("DELETE /api/v1/bans/{mask}", &["192.0.2.0%2F24"], root, "", 409);
    reader.call("POST /api/v1/purges", &[], root, r#"{"room":"den","reason":"no"}"#, 204);
    reader.call("GET /api/v1/purges", &[], root, "", 200);
    reader.call("DELETE /api/v1/purges/{room}", &["den"], root, "", 204);
    house.register("erin");
    reader.call("GET /api/v1/accounts", &["?mask=e*&limit=5"], root, "", 200);
    for who in [root, ann, "Name: bob"] {
        reader.call("GET /api/v1/accounts/{name}", &["ann"], who, "", 200);
    }
    reader.call("GET /api/v1/accounts/{name}", &["nobody"], root, "", 404);
    let password = r#"{"password":"battery staple"}"#;
    reader.call("PUT /api/v1/accounts/{name}/password", &["erin"], root, password, 204);
    reader.call("PUT /api/v1/accounts/{name}/password", &["erin"], ann, password, 403);
    reader.call("PUT /api/v1/accounts/{name}/password", &["root"], root, password, 400);
    reader.call("PUT /api/v1/accounts/{name}/operator", &["erin"], root, r#"{"operator":true}"#, 204);
    reader.call("PUT /api/v1/accounts/{name}/operator", &["erin"], root, r#"{"operator":false}"#, 204);
    reader.call("PUT /api/v1/accounts/{name}/suspension", &["erin"], root, r#"{"seconds":60}"#, 204);
    reader.call("DELETE /api/v1/accounts/{name}/suspension", &["erin"], root, "", 204);
    reader.call("DELETE /api/v1/accounts/{name}", &["erin"], ann, "", 403);
    reader.call("DELETE /api/v1/accounts/{name}", &["erin"], root, "", 204);
    reader.call("GET /api/v1/me/sessions", &[], ann, "", 200);
    reader.call("DELETE /api/v1/me/sessions/{id}", &["1"], ann, "", 409);
    reader.call("DELETE /api/v1/me/sessions/{id}", &["x"], ann, "", 404);
    let mut streams: Vec<_> = (0..3).map(|_| Client::open_as(house, ann)).collect();
    streams.iter_mut().for_each(|stream| drop(stream.hear()));
    let sessions = reader.call("GET /api/v1/people/{name}/sessions", &["ann"], root, "", 200);
    let ids: Vec<Value> = serde_json::from_str(&sessions.body).unwrap();
    let ids: Vec<_> = ids.iter().map(|s| s["id"].as_str().unwrap()).collect();
    reader.call("DELETE /api/v1/me/sessions/{id}", &[ids[0]], ann, "", 204);
    reader.call("DELETE /api/v1/people/{name}/sessions/{id}", &["ann", ids[1]], root, "", 204);
    reader.call("DELETE /api/v1/people/{name}/sessions", &["ann"], root, "", 204);
    let _bob = Client::open(house, "?name=bobby").hear();
    reader.call("POST /api/v1/people/{name}/kill", &["nobody"], root, "{}", 404);
    let mut bob = Client::open(house, "?name=robert");
    bob.hear();
    reader.call("POST /api/v1/people/{name}/kill", &["robert"], root, r#"{"reason":"spam"}"#, 204);
}

fn people(reader: &mut Reader<'_>, ann: &str) {
    reader.call("GET /api/v1/me", &[], ann, "", 200);
    reader.call("PUT /api/v1/me/away", &[], ann, r#"{"text":"lunch"}"#, 204);
    reader.call("GET /api/v1/people", &["?mask=a*&limit=5"], ann, "", 200);
    for name in ["ann", "bob"] {
        reader.call("GET /api/v1/people/{name}", &[name], ann, "", 200);
    }
    reader.call("GET /api/v1/people/{name}", &["nobody"], ann, "", 404);
    for ask in [
        json!({"house": {}}),
        json!({"rooms": {}}),
        json!({"positions": {}}),
        json!({"say": {"room": "#ops", "text": "by hand"}}),
        json!({"history": {"room": "#ops"}}),
    ] {
        reader.call("POST /api/v1/ask", &[], ann, &ask.to_string(), 200);
    }
    reader.call("POST /api/v1/ask", &[], ann, r#"{"enter":{}}"#, 400);
}

fn pushes(reader: &mut Reader<'_>, ann: &str) {
    let to = r#"{"endpoint":"https://push.example/a","keys":{
        "p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth":"BTBZMqHH6r4Tts7J_aSIgg"
    }}"#;
    reader.call("POST /api/v1/me/pushes", &[], ann, to, 201);
    reader.call("POST /api/v1/me/pushes", &[], ann, &to.replace("https", "http"), 422);
    reader.call("GET /api/v1/me/pushes", &[], ann, "", 200);
    reader.call("DELETE /api/v1/me/pushes", &["?endpoint=https://push.example/a"], ann, "", 204);
    reader.call("DELETE /api/v1/me/pushes", &[], ann, "", 400);
}
