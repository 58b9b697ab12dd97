/* A million IRC clients out of many processes, for where one may open too few files: million-native.sh calls it.
 *
 *   crowd PORT SERVER-PID LISTENERS OTHERS PER-PROCESS MESSAGES
 *
 * The first LISTENERS join #bench0, whose members are hidden from each other, all others rooms of 50. One process comes in
 * after the other. Then messages are said in #bench0, each when all have heard the last one; every listener counts them.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS_MAX = 19900, LINE_MAX_BYTES = 600, AT_ONCE = 100, MESSAGE_BYTES = 100, STUCK_S = 60 };

/* What all processes know of each other. */
static struct {
    _Atomic long long joined, heard, wrong, closed, said_ns, last_ns;
    _Atomic int hidden, to_say;
} *all;

static int port, listeners;

struct client {
    int socket, heard, half; /* `half`: bytes of a line that has not come whole */
    char introduced, joined, line[LINE_MAX_BYTES];
};

static void must(int done, const char *what) {
    if (!done) {
        perror(what);
        exit(1);
    }
}

static long long now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void say(struct client *c, const char *text) {
    must(write(c->socket, text, strlen(text)) == (ssize_t)strlen(text), "write");
}

/* Loopback has many addresses, and each has 28,000 ports to go out from. */
static void come(int epoll, struct client *c, int id, int index) {
    int one = 1;
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002 + id / 500 % 250)};
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(0x7f000001)};
    struct epoll_event want = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.u32 = index};
    c->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    must(c->socket >= 0, "socket");
    setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(c->socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    must(!bind(c->socket, (void *)&from, sizeof from), "bind");
    must(!connect(c->socket, (void *)&to, sizeof to) || errno == EINPROGRESS, "connect");
    must(!epoll_ctl(epoll, EPOLL_CTL_ADD, c->socket, &want), "epoll_ctl");
}

static void introduce(struct client *c, int id) {
    char text[160];
    int room = id < listeners ? 0 : 1 + (id - listeners) / 50;
    snprintf(text, sizeof text, "NICK b%d\r\nUSER b 0 * :b\r\nJOIN #bench%d\r\n", id, room);
    c->introduced = 1;
    say(c, text);
}

/* One line of the server: answers whether it is a message. */
static int hear(struct client *c, int id, char *line) {
    char *verb = strchr(line, ' ');
    verb = verb ? verb + 1 : line;
    if (!strncmp(verb, "PRIVMSG #bench0 :N", 18)) {
        all->wrong += atoi(verb + 18) != c->heard++;
        return 1;
    }
    if (!c->joined && !strncmp(verb, "366 ", 4)) {
        c->joined = 1;
        all->joined++;
        if (!id)
            say(c, "MODE #bench0 +u\r\n");
    } else if (!id && !strncmp(verb, "MODE #bench0 +u", 15)) {
        all->hidden = 1;
    } else if (!strncmp(line, "PING ", 5)) {
        line[1] = 'O';
        say(c, line);
        say(c, "\n");
    } else if (!strncmp(line, "ERROR", 5)) {
        fprintf(stderr, "%d: %s\n", id, line);
    }
    return 0;
}

/* Everything that there is to read; answers how many messages. */
static int take(struct client *c, int id) {
    static char bytes[1 << 18];
    int heard = 0;
    for (;;) {
        memcpy(bytes, c->line, c->half);
        ssize_t came = read(c->socket, bytes + c->half, sizeof bytes - LINE_MAX_BYTES);
        if (came < 0 && errno == EAGAIN)
            return heard;
        if (came <= 0) {
            all->closed++;
            close(c->socket);
            return heard;
        }
        char *at = bytes, *end = bytes + c->half + came, *stop;
        for (; (stop = memchr(at, '\n', end - at)); at = stop + 1) {
            *stop = 0;
            heard += hear(c, id, at);
        }
        c->half = end - at;
        must(c->half <= LINE_MAX_BYTES, "a line is too long");
        memcpy(c->line, at, c->half);
    }
}

static void client_process(int first, int count) {
    int epoll = epoll_create1(0), begun = 0, said = 0;
    long long joined_before = all->joined;
    struct client *clients = calloc(count, sizeof *clients);
    struct epoll_event events[1024];
    must(clients != NULL, "calloc");
    for (;;) {
        /* The very first one hides the members of its room before anyone else is let in. */
        int may = first || all->hidden ? count : 1;
        for (; begun < may && begun - (all->joined - joined_before) < AT_ONCE; begun++)
            come(epoll, &clients[begun], first + begun, begun);
        if (!first && said < all->to_say) {
            char text[MESSAGE_BYTES + 32];
            int n = snprintf(text, sizeof text, "PRIVMSG #bench0 :N%d ", said++);
            memset(text + n, 'x', MESSAGE_BYTES - 3);
            strcpy(text + n + MESSAGE_BYTES - 3, "\r\n");
            all->said_ns = now_ns();
            say(&clients[0], text);
        }
        int heard = 0, n = epoll_wait(epoll, events, 1024, first ? 1000 : 1);
        for (int i = 0; i < n; i++) {
            int index = events[i].data.u32;
            struct client *c = &clients[index];
            if (!c->introduced && events[i].events & EPOLLOUT)
                introduce(c, first + index);
            if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
                heard += take(c, first + index);
        }
        if (heard) {
            all->last_ns = now_ns();
            all->heard += heard;
        }
    }
}

/* Bytes of the server's resident memory, and its seconds of processor time. */
static long long memory(int pid) {
    char text[200];
    long long kib = 0;
    snprintf(text, sizeof text, "/proc/%d/status", pid);
    FILE *file = fopen(text, "r");
    must(file != NULL, "the server's /proc");
    while (fgets(text, sizeof text, file))
        sscanf(text, "VmRSS: %lld", &kib);
    fclose(file);
    return kib * 1024;
}

static double processor(int pid) {
    char text[1000];
    long long user = 0, system = 0;
    snprintf(text, sizeof text, "/proc/%d/stat", pid);
    FILE *file = fopen(text, "r");
    must(file && fgets(text, sizeof text, file), "the server's /proc");
    fclose(file);
    sscanf(strrchr(text, ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lld %lld", &user, &system);
    return (double)(user + system) / sysconf(_SC_CLK_TCK);
}

/* Waits until a count is there. */
static int reached(_Atomic long long *count, long long wanted) {
    long long before = *count, moved = now_ns();
    while (*count < wanted) {
        usleep(500);
        if (*count != before) {
            before = *count;
            moved = now_ns();
        }
        if (now_ns() - moved > STUCK_S * 1000000000LL) {
            printf("stuck at %lld of %lld\n", before, wanted);
            return 0;
        }
    }
    return 1;
}

int main(int argc, char **argv) {
    if (argc != 7)
        return 2;
    int pid = atoi(argv[2]), total = atoi(argv[4]), each = atoi(argv[5]), messages = atoi(argv[6]);
    port = atoi(argv[1]);
    listeners = atoi(argv[3]);
    total += listeners;
    if (each < 1 || each > CLIENTS_MAX || total < 2 || total > 1000000)
        return 2;
    all = mmap(NULL, sizeof *all, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    must(all != MAP_FAILED, "mmap");
    setvbuf(stdout, NULL, _IOLBF, 0);
    signal(SIGPIPE, SIG_IGN);
    setpgid(0, 0);
    long long before = memory(pid), begun = now_ns();
    int good = 1;
    for (int first = 0; good && first < total; first += each) {
        int count = total - first < each ? total - first : each;
        int child = fork();
        must(child >= 0, "fork");
        if (!child)
            client_process(first, count);
        good = reached(&all->joined, first + count);
        printf("%lld are in after %.1f s, the server took %.1f s\n", (long long)all->joined, (now_ns() - begun) / 1e9,
               processor(pid));
    }
    sleep(3);
    printf("%.0f bytes each, %.1f MB in all\n", (double)(memory(pid) - before) / total, memory(pid) / 1e6);
    for (int n = 0; good && n < messages; n++) {
        double spent = processor(pid);
        all->to_say = n + 1;
        good = reached(&all->heard, (n + 1LL) * (listeners - 1));
        printf("message %d: the last heard it after %.0f ms, the server took %.2f s\n", n,
               (all->last_ns - all->said_ns) / 1e6, processor(pid) - spent);
        usleep(300000);
    }
    printf("lost %lld, doubled or out of order %lld, connections closed %lld\n",
           (long long)messages * (listeners - 1) - all->heard, (long long)all->wrong, (long long)all->closed);
    signal(SIGTERM, SIG_IGN);
    kill(0, SIGTERM);
    return !good;
}
