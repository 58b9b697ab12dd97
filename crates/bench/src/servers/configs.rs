//! What each server is told: no limit that is meant for strangers, nothing on the disk but Parlor's store, no DNS.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::Server;
use super::running::Plan;

/// The arguments, variables and files with which `server` serves on loopback at `port`.
pub(super) fn command(
    server: Server,
    program: &Path,
    port: u16,
    folder: &Path,
    plan: &Plan,
) -> Result<Command> {
    let mut command = Command::new(program);
    command.current_dir(folder);
    // What the caller has set for a Parlor of its own is not for this one.
    let callers = std::env::vars_os().map(|(name, _)| name);
    callers.filter(|name| name.to_string_lossy().starts_with("PARLOR_")).for_each(|name| {
        command.env_remove(name);
    });
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("write {}", path.display())).map(|()| path)
    };
    match server {
        Server::Floor => {
            command.args(["floor", &format!("127.0.0.1:{port}")]);
        }
        Server::Parlor | Server::ParlorLine | Server::ParlorStream => {
            parlor(&mut command, server, port, folder, plan);
        }
        Server::Inspircd => {
            let path = write("inspircd.conf", inspircd(port, folder, plan))?;
            command.args(["--nofork", "--runasroot", "--nolog", "--config"]).arg(path);
        }
        Server::Ngircd => {
            let path = write("ngircd.conf", ngircd(port))?;
            command.args(["--nodaemon", "--config"]).arg(path);
        }
        Server::Redis => {
            let path = write("redis.conf", redis(port, folder, plan))?;
            command.arg(path);
        }
        Server::Nats => {
            let path = write("nats.conf", nats(port, plan))?;
            command.arg("--config").arg(path);
        }
    }
    Ok(command)
}

fn parlor(command: &mut Command, server: Server, port: u16, folder: &Path, plan: &Plan) {
    // The one that is measured is at the port; the others are anywhere, or not at all.
    let at = |door| if server == door { port.to_string() } else { "0".to_owned() };
    let settings = [
        ("DATA", folder.join("data").to_string_lossy().into_owned()),
        ("IRC_PORT", at(Server::Parlor)),
        ("LINE_PORT", at(Server::ParlorLine)),
        ("HTTP_PORT", at(Server::ParlorStream)),
        ("HTTP_ENABLED", (server == Server::ParlorStream).to_string()),
        ("LINE_HISTORY", "0".into()),
        ("CONSOLE", "false".into()),
        ("LOG_LEVEL", "warn".into()),
        ("LIMITS_CONNECTIONS", plan.connections_max().min(1_000_000).to_string()),
        ("LIMITS_CONNECTIONS_PER_ADDRESS", "0".into()),
        ("LIMITS_ROOMS_PER_PERSON", "10000".into()),
        ("LIMITS_MESSAGES_PER_SECOND", "0".into()),
        ("LIMITS_BURST", "0".into()),
        ("LIMITS_IDLE_PING", "1h".into()),
        ("LIMITS_NAME_TIME", "1h".into()),
    ];
    command.envs(settings.map(|(name, value)| (format!("PARLOR_{name}"), value)));
    command.envs(plan.parlor_settings.iter().map(|(name, value)| (format!("PARLOR_{name}"), value)));
}

fn inspircd(port: u16, folder: &Path, plan: &Plan) -> String {
    let folder = folder.display();
    let most = plan.connections_max();
    format!(
        "<server name=\"irc.local\" description=\"bench\" network=\"bench\">\n\
         <admin name=\"bench\" nick=\"bench\" email=\"bench@localhost\">\n\
         <bind address=\"127.0.0.1\" port=\"{port}\" type=\"clients\">\n\
         <power diepass=\"x7\" restartpass=\"x7\">\n\
         <connect name=\"all\" allow=\"*\" maxchans=\"1000\" timeout=\"60\" pingfreq=\"3600\" hardsendq=\"4194304\" \
         softsendq=\"4194304\" recvq=\"1048576\" threshold=\"1000000\" commandrate=\"1000000000\" fakelag=\"no\" \
         localmax=\"{most}\" globalmax=\"{most}\" limit=\"{most}\" resolvehostnames=\"no\" useident=\"no\">\n\
         <cidr ipv4clone=\"32\" ipv6clone=\"128\">\n\
         <performance netbuffersize=\"65534\" somaxconn=\"4096\" softlimit=\"{most}\" clonesonconnect=\"no\" \
         quietbursts=\"yes\">\n\
         <path configdir=\"{folder}\" datadir=\"{folder}\" logdir=\"{folder}\" runtimedir=\"{folder}\">\n\
         <pid file=\"{folder}/inspircd.pid\">\n\
         <files motd=\"\">\n\
         <options defaultmodes=\"nt\">\n"
    )
}

fn ngircd(port: u16) -> String {
    // The penalty is what slows down who sends much.
    format!(
        "[Global]\nName = irc.local\nInfo = bench\nAdminInfo1 = bench\nListen = 127.0.0.1\nPorts = {port}\n\
         MotdPhrase = bench\nServerUID = nobody\nServerGID = nogroup\n\
         [Limits]\nMaxConnections = 0\nMaxConnectionsIP = 0\nMaxJoins = 0\nMaxPenaltyTime = 0\nPingTimeout = 3600\n\
         PongTimeout = 60\n\
         [Options]\nDNS = no\nIdent = no\nPAM = no\nChrootDir = \n"
    )
}

fn redis(port: u16, folder: &Path, plan: &Plan) -> String {
    format!(
        "bind 127.0.0.1\nprotected-mode no\nport {port}\ndaemonize no\nsave \"\"\nappendonly no\ndir {}\nmaxclients {}\n\
         client-output-buffer-limit pubsub 64mb 64mb 60\ntcp-backlog 4096\nloglevel warning\n",
        folder.display(),
        plan.connections_max()
    )
}

fn nats(port: u16, plan: &Plan) -> String {
    format!(
        "listen: \"127.0.0.1:{port}\"\nmax_connections: {}\nping_interval: \"1h\"\n",
        plan.connections_max()
    )
}
