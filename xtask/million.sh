#!/bin/sh
# The largest benchmarks in a Linux of their own (user-mode Linux), where the system lets a process open too few files.
#
#   xtask/million.sh build linux-source-7.2.tar.xz FOLDER     # once, 3 minutes: Debian's package linux-source-7.2, or any 7.x
#   cargo build --release -p parlor -p parlor-bench
#   xtask/million.sh run FOLDER audience --peers floor,parlor --only "100000 hear a message, 0 others"
#   xtask/million.sh run FOLDER audience --peers parlor --only "900000 others"    # 5 minutes, 10 GB
#
# What comes after FOLDER is for `cargo xtask bench`. FOLDER has afterwards: result, figures (bench.json), watch (every
# five seconds: files, memory, sockets), kernel. Needs make, gcc, flex, bison, bc and, for the large ones, once as root:
#   sysctl vm.max_map_count=20000000
set -eu
do=$1
case $do in
build) source=$(realpath "$2"); mkdir -p "$3"; folder=$(realpath "$3") ;;
run) folder=$(realpath "$2"); shift 2 ;;
*) sed -n 2,12p "$0"; exit 1 ;;
esac

build() {
    mkdir -p "$folder/source"
    tar -C "$folder/source" --strip-components=1 -xf "$source"
    cd "$folder/source"
    # glibc asks the vDSO which processor a thread is on, and user-mode Linux has no answer since it has several.
    cat >> arch/x86/um/vdso/um_vdso.c <<'END'

long __vdso_getcpu(unsigned *cpu, unsigned *node, void *unused);
long __vdso_getcpu(unsigned *cpu, unsigned *node, void *unused)
{
	long ret;

	asm volatile("syscall" : "=a" (ret)
		     : "0" (__NR_getcpu), "D" (cpu), "S" (node), "d" (unused)
		     : "rcx", "r11", "memory");
	return ret;
}
END
    sed -i 's/^\t\t__vdso_time;/&\n\t\t__vdso_getcpu;/' arch/x86/um/vdso/vdso.lds.S
    make ARCH=um tinyconfig
    for name in SMP 64BIT HOSTFS TMPFS PROC_FS SYSFS NET INET IPV6 UNIX EPOLL EVENTFD SIGNALFD TIMERFD FUTEX AIO \
        FILE_LOCKING SHMEM BINFMT_ELF BINFMT_SCRIPT PRINTK TTY MULTIUSER POSIX_TIMERS HIGH_RES_TIMERS NO_HZ_IDLE \
        ADVISE_SYSCALLS MEMBARRIER INOTIFY_USER SYSVIPC CC_OPTIMIZE_FOR_PERFORMANCE NULL_CHAN STDERR_CONSOLE SYSCTL \
        PROC_SYSCTL RSEQ; do
        scripts/config --enable "$name"
    done
    scripts/config --set-val NR_CPUS 2
    make ARCH=um olddefconfig
    make ARCH=um -j "$(nproc)" linux
    cp linux "$folder/linux"
}

run() {
    here=$(dirname "$(dirname "$(realpath "$0")")")
    # Words with blanks stay whole.
    arguments=$(for word in "$@"; do printf "'%s' " "$word"; done)
    cat > "$folder/init" <<END
#!/bin/sh
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t tmpfs tmp /run
ip link set lo up
echo 3000000 > /proc/sys/fs/nr_open; echo 5000000 > /proc/sys/fs/file-max
echo 1024 65535 > /proc/sys/net/ipv4/ip_local_port_range
echo 4096 > /proc/sys/net/core/somaxconn; echo 8192 > /proc/sys/net/ipv4/tcp_max_syn_backlog
ulimit -Hn 2500000; ulimit -n 2500000
(while sleep 5; do
    date +%T; cat /proc/sys/fs/file-nr /proc/net/sockstat /proc/net/softnet_stat; head -3 /proc/meminfo
    for name in parlor parlor-bench; do cut -d' ' -f2,14,15,24 "/proc/\$(pidof \$name)/stat"; done
    grep ^TcpExt /proc/net/netstat
done > "$folder/watch" 2>&1) &
cd /run
"$here/target/release/parlor-bench" --parlor "$here/target/release/parlor" --out /run/out $arguments > "$folder/result" 2>&1
cp /run/out/bench.json "$folder/figures"
dmesg > "$folder/kernel"
/bin/busybox poweroff -f || poweroff -f -f
END
    chmod +x "$folder/init"
    cd "$folder"
    ./linux mem=17G ncpus=2 seccomp=on thash_entries=4194304 rootfstype=hostfs rootflags=/ rw "init=$folder/init" \
        con=null con0=null,fd:1
    cat result
}

$do "$@"
