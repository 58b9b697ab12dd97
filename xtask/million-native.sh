#!/bin/sh
# A million connections, and a message to 100,000 of them, where a process may open too few files: the clients are many
# processes (crowd.c), and each shard of a Parlor that is changed for it (own-tables.patch) has a table of files of its own.
#
#   xtask/million-native.sh FOLDER                    # 100,000 listeners, 900,000 others, 8 messages
#   xtask/million-native.sh FOLDER 15000 85000 5      # or so many
#
# Two processors, shared by the server and the clients, 9 GB of memory, two minutes and a build. FOLDER has the build and the
# data. Needs git, cargo, cc.
set -eu
[ $# -ge 1 ] || { sed -n 2,9p "$0"; exit 1; }
here=$(dirname "$(realpath "$0")")
mkdir -p "$1"
folder=$(realpath "$1")
listeners=${2:-100000} others=${3:-900000} messages=${4:-8}
each=17500 port=6999
shards=$(((listeners + others) / each + 1))

cc -O2 -o "$folder/crowd" "$here/crowd.c"
rm -rf "$folder/source" "$folder/data"
git clone -q "$here/.." "$folder/source"
cd "$folder/source"
git apply "$here/own-tables.patch"
CARGO_TARGET_DIR="$folder/target" cargo build --release -q -p parlor

export PARLOR_DATA="$folder/data" PARLOR_IRC_PORT=$port PARLOR_LINE_PORT=0 PARLOR_HTTP_ENABLED=false
export PARLOR_CONSOLE=false PARLOR_LOG_LEVEL=warn PARLOR_SHARDS=$shards
export PARLOR_LIMITS_CONNECTIONS=1000000 PARLOR_LIMITS_CONNECTIONS_PER_ADDRESS=0
export PARLOR_LIMITS_IDLE_PING=1h PARLOR_LIMITS_NAME_TIME=1h
"$folder/target/release/parlor" > "$folder/server.log" 2>&1 &
server=$!
trap 'kill $server' EXIT
until grep -q 'closes it' "$folder/server.log"; do
    kill -0 $server
    sleep 0.1
done
timeout 900 "$folder/crowd" $port $server "$listeners" "$others" $each "$messages"
