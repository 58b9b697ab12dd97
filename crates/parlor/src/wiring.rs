//! From the settings to what each part of the server takes.

use crate::files;
use crate::settings::{BearerSettings, Settings, Sync};
use parlor_http::HttpSettings;
use parlor_model::{AccountName, Limits, NameRules, PushRules, RoomName};
use parlor_server::{
    BearerRules, CloakRules, ConnectionRules, Gateways, HashCost, House, IrcRules, LookupRules, Networks,
    OperatorClasses, PersonFlags, Rate, Rules, Secret, Sts, Vault, VaultLimits,
};
use parlor_store::sqlite::{self, SqliteOptions};
use std::sync::Arc;
use std::time::Duration;

fn ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn bits(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

fn rate(most: Option<usize>, window: Duration) -> Rate {
    Rate { most: most.unwrap_or(0), window_ms: ms(window) }
}

/// The rules of the house, from its settings and its secret.
#[must_use]
pub fn rules(settings: &Settings, secret: &Secret) -> Rules {
    let (limits, people, guard) = (&settings.limits, &settings.people, &settings.guard);
    #[expect(clippy::cast_precision_loss, reason = "a rate of a million lines at most")]
    let (lines_per_second, burst_lines) =
        limits.rate().map_or((0.0, 0.0), |(rate, burst)| (rate as f64, burst as f64));
    Rules {
        settings: crate::settings::shown(settings).into(),
        house: House {
            limits: Limits {
                message_bytes_max: limits.message_bytes,
                topic_bytes_max: limits.topic_bytes,
                reason_bytes_max: limits.reason_bytes,
                kick_bytes_max: limits.kick_bytes,
                away_bytes_max: limits.away_bytes,
                watched_max: limits.watched,
                whowas_max: limits.whowas.unwrap_or(0),
                deletion: settings.rooms.deletion,
                room_members_max: limits.room_members.unwrap_or(0),
                rooms_per_person_max: limits.rooms_per_person,
                founded_rooms_max: limits.founded_rooms,
                list_entries_max: limits.list_entries,
                empty_rooms_stay: settings.rooms.empty_stay,
                metadata_keys_max: limits.metadata_keys,
                metadata_value_bytes_max: limits.metadata_value_bytes,
                guests_may_create: settings.rooms.guests_may_create,
                roleplay: settings.rooms.roleplay,
                past_from: settings.rooms.history_from,
                past_grace_ms: ms(settings.rooms.history_grace),
                past_ms: ms(settings.rooms.history_age),
                ..Limits::default()
            },
            grace_ms: ms(people.guests_grace),
            always_on: people.accounts_always_on,
            multiclient: people.accounts_multiclient,
            auto_away: people.accounts_auto_away,
            nick_equals_account: people.accounts_nick_equals_account,
            guests: people.guests_allowed,
            registration: people.accounts_registration,
            flags: flags(&people.user_modes),
            classes: classes(settings),
            email_required: people.accounts_email_required,
            mail: !settings.mail.relay.is_empty(),
            code_ms: ms(people.accounts_code_time),
            push: settings.push.enabled.then(|| PushRules {
                subscriptions_max: settings.push.subscriptions,
                expire_ms: ms(settings.push.expire),
                delay_ms: ms(settings.push.delay),
            }),
        },
        names: NameRules {
            nick_chars_max: limits.nick_chars,
            room_chars_max: limits.room_name_chars,
            unicode: people.names_unicode,
            reserved: people.names_reserved.as_slice().into(),
        },
        connection: ConnectionRules {
            connections_max: limits.connections,
            connections_per_address_max: limits.connections_per_address.unwrap_or(0),
            network_bits: (bits(guard.network_bits_ipv4), bits(guard.network_bits_ipv6)),
            connecting: rate(guard.connects, guard.connect_window),
            wrong_passwords: rate(guard.wrong_passwords, guard.wrong_password_window),
            registering: rate(guard.registrations, guard.registration_window),
            exempt: guard.exempt.clone(),
            line_bytes_max: limits.line_bytes,
            read_buffer_bytes: limits.read_buffer,
            lines_per_second,
            burst_lines,
            name_ms: ms(limits.name_time),
            idle_ping_ms: ms(limits.idle_ping),
            ping_timeout_ms: ms(limits.ping_timeout),
            queue_bytes_max: limits.queue_bytes,
            stall_ms: ms(limits.stall),
            questions_max: u16::try_from(limits.requests_in_flight).unwrap_or(u16::MAX),
        },
        server_name: settings.house.name.clone(),
        network: settings.house.network.clone(),
        description: settings.house.description.clone(),
        motd: settings.house.motd.clone(),
        lobby: RoomName::trusted(&settings.rooms.lobby),
        lobby_always: settings.rooms.lobby_always,
        password_bytes_min: people.accounts_password_min,
        irc: IrcRules {
            multiline_bytes_max: settings.irc.multiline_bytes,
            multiline_lines_max: settings.irc.multiline_lines,
            playback_items_max: settings.irc.playback,
            tagmsg_kept: settings.irc.tagmsg_kept.clone(),
            tags_denied: settings.irc.tags_denied.clone(),
            targets_max: settings.irc.targets,
            register_before_entering: people.accounts_register_before_entering,
            filehost: filehost(settings),
            icon: settings.irc.icon.clone(),
            admin: settings.house.admin.clone(),
            announcements: people.user_modes.contains('w'),
        },
        scram_iterations: if people.accounts_scram {
            u32::try_from(people.accounts_scram_rounds).unwrap_or(u32::MAX)
        } else {
            0
        },
        hash_cost: HashCost {
            memory_kib: u32::try_from(people.accounts_hash_memory / 1024).unwrap_or(u32::MAX),
            passes: u32::try_from(people.accounts_hash_passes).unwrap_or(u32::MAX),
        },
        password_bytes_max: people.accounts_password_max,
        house_password: Some(&settings.house.password).filter(|p| !p.is_empty()).map(|p| p.as_str().into()),
        lookups: LookupRules {
            host_names: settings.lookups.host_names,
            ident: settings.lookups.ident,
            lists: settings.lookups.dnsbl.clone(),
            listed_with_account: settings.lookups.dnsbl_spares_accounts,
            script: settings.lookups.script.clone(),
            accounts_too: settings.lookups.accounts_too,
            servers: settings.lookups.servers.clone(),
            timeout_ms: ms(settings.lookups.timeout),
        },
        cloak: settings
            .cloak
            .enabled
            .then(|| CloakRules { suffix: settings.cloak.suffix.clone(), accounts: settings.cloak.accounts }),
        secret: secret.clone(),
        history_items_max: limits.history_page,
        search_results_max: limits.search_results,
        metadata_subscriptions_max: limits.metadata_subscriptions,
        altering_events_per_digest: u32::try_from(settings.store.snapshot_every).unwrap_or(u32::MAX),
        bearer: None,
        sts: None,
        gateways: Gateways::default(),
        push_key: None,
    }
}

/// What turned out at the start, and stays.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Where IRC clients are to come back encrypted.
    pub sts_port: Option<u16>,
    /// Our key as push servers know it.
    pub push_key: Option<Arc<str>>,
}

/// The rules of the house with what is not in the settings themselves: a password in a file, a port that was free, a key
/// that was made.
///
/// # Errors
/// A file that cannot be read, in words.
pub fn all_rules(settings: &Settings, secret: &Secret, found: &Found) -> Result<Rules, String> {
    let irc = &settings.irc;
    let sts = found.sts_port.filter(|_| irc.sts).map(|port| Sts {
        port,
        seconds: irc.sts_duration.as_secs(),
        preload: irc.sts_preload,
    });
    let password = match &irc.webirc_password_file {
        None => String::new(),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| {
                format!("irc.webirc_password_file: {} cannot be read: {error}.", path.display())
            })?;
            let password = text.lines().next().unwrap_or_default().trim().to_owned();
            if password.is_empty() {
                return Err(format!("irc.webirc_password_file: there is no password in {}.", path.display()));
            }
            password
        }
    };
    let bearer = bearer(&settings.bearer)?;
    let gateways = Gateways { password, networks: Networks(irc.webirc_from.clone()) };
    let push_key = found.push_key.clone();
    let mut rules = rules(settings, secret);
    rules.connection.connections_max = files::bounded(settings.limits.connections);
    Ok(Rules { sts, gateways, bearer, push_key, ..rules })
}

/// Whose tokens are believed.
fn bearer(settings: &BearerSettings) -> Result<Option<BearerRules>, String> {
    let Some(path) = &settings.key else { return Ok(None) };
    let key = std::fs::read(path)
        .map_err(|error| format!("bearer.key: {} cannot be read: {error}.", path.display()))?;
    let rules = BearerRules::new(settings.algorithm, &key)
        .map_err(|why| format!("bearer.key: {} {why}.", path.display()))?;
    let BearerSettings { issuer, audience, claims, autocreate, .. } = settings.clone();
    Ok(Some(BearerRules { issuer, audience, claims, autocreate, ..rules }))
}

fn flags(letters: &str) -> PersonFlags {
    letters.chars().fold(PersonFlags::NONE, |flags, letter| match letter {
        'R' => flags.and(PersonFlags::ACCOUNTS_ONLY),
        'T' => flags.and(PersonFlags::NO_CTCP),
        'i' => flags.and(PersonFlags::INVISIBLE),
        _ => flags,
    })
}

/// The accounts of server operators, without their classes.
#[must_use]
pub fn operators(settings: &Settings) -> Vec<String> {
    let name = |operator: &String| operator.split(':').next().unwrap_or_default().to_owned();
    settings.people.operators.iter().map(name).collect()
}

fn classes(settings: &Settings) -> OperatorClasses {
    let people = &settings.people;
    let of = |operator: &String| {
        let (name, class) = operator.split_once(':')?;
        let class = people.operator_classes.iter().find(|known| known.name == class)?;
        Some((AccountName::trusted(name), class.duties))
    };
    people.operators.iter().filter_map(of).collect()
}

/// How long the HTTP door waits at the end for clients to read what was written: the house has closed by then.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// The settings of the HTTP door, from those of the server.
#[must_use]
pub fn http(settings: &Settings, vault: Option<Arc<Vault>>) -> HttpSettings {
    let default = HttpSettings::default();
    HttpSettings {
        proxies: settings.http.proxies.clone(),
        handshake_timeout: settings.tls.handshake_timeout,
        // In JSON, a byte of a message may take six.
        body_bytes_max: default.body_bytes_max.max(settings.limits.message_bytes.saturating_mul(6) + 4096),
        stop_timeout: settings.house.stop_timeout.min(LAST_WORDS),
        vault,
        file_kinds: settings.files.kinds.clone(),
        guests_share: settings.files.guests,
        public_url: Some(settings.http.public_url.clone()).filter(|url| !url.is_empty()),
        ..default
    }
}

/// The bounds of shared files, from the settings.
#[must_use]
pub fn vault(settings: &Settings) -> VaultLimits {
    let bytes = |size: usize| u64::try_from(size).unwrap_or(u64::MAX);
    VaultLimits {
        file_bytes_max: bytes(settings.files.size),
        person_bytes_max: bytes(settings.files.quota),
        total_bytes_max: bytes(settings.files.total),
    }
}

/// How the store is opened, from the settings.
#[must_use]
pub fn sqlite(settings: &Settings) -> SqliteOptions {
    let sync = match settings.store.sync {
        Sync::Full => sqlite::Sync::Full,
        Sync::Normal => sqlite::Sync::Normal,
    };
    SqliteOptions { sync, ..SqliteOptions::default() }
}

/// Where IRC clients are told to upload files: at the HTTP door, if it is known how that is reached.
fn filehost(settings: &Settings) -> String {
    let url = settings.http.public_url.trim_end_matches('/');
    let known = settings.http.enabled && settings.files.enabled && !url.is_empty();
    match settings.irc.filehost.as_str() {
        "" if known => format!("{url}/files"),
        set => set.to_owned(),
    }
}
