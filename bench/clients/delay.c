/* A link with a round trip: passes datagrams between clients and one server of this machine, each after half of it.
 *
 * usage: delay FRONT_PORT SERVER_PORT ROUND_TRIP_MS      (127.0.0.1 only; ends by signal)
 *
 * Datagrams of one direction are sent in the order in which they came, all of them equally late, so one queue in order
 * of time holds both directions. Each client has a socket of its own towards the server; the oldest is reused when
 * there are too many. A datagram that does not fit the queue is dropped, as on any link. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_CLIENTS = 64, QUEUE = 4096, MAX_DATAGRAM = 65536, BURST = 64 };

typedef struct { int64_t due_ns; int fd; struct sockaddr_in to; ssize_t size; uint8_t *octets; } Datagram;
typedef struct { struct sockaddr_in address; int fd; } Client;

static Datagram queue[QUEUE];
static unsigned first, after_last;
static Client clients[MAX_CLIENTS];
static int client_count, next_reused, front;
static struct sockaddr_in server;
static int64_t delay_ns;

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int open_socket(uint16_t port) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), room = 8 << 20;
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(port)};
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    if (fd < 0 || bind(fd, (struct sockaddr *)&here, sizeof here)) { perror("delay"); exit(1); }
    return fd;
}

static int socket_of(const struct sockaddr_in *address) {
    for (int i = 0; i < client_count; i++)
        if (clients[i].address.sin_port == address->sin_port) return clients[i].fd;
    int place = client_count < MAX_CLIENTS ? client_count++ : next_reused++ % MAX_CLIENTS;
    if (clients[place].fd) close(clients[place].fd);
    clients[place] = (Client){*address, open_socket(0)};
    return clients[place].fd;
}

static void keep(int fd, const struct sockaddr_in *to, const uint8_t *octets, ssize_t size) {
    if (after_last - first == QUEUE) return;
    Datagram *kept = &queue[after_last++ % QUEUE];
    uint8_t *room = realloc(kept->octets, (size_t)size + 1);
    if (!room) exit(2);
    memcpy(room, octets, (size_t)size);
    *kept = (Datagram){now_ns() + delay_ns, fd, *to, size, room};
}

static void receive(int fd, const struct sockaddr_in *client) {
    static uint8_t octets[MAX_DATAGRAM];
    for (int i = 0; i < BURST; i++) {
        struct sockaddr_in from;
        socklen_t from_size = sizeof from;
        ssize_t size = recvfrom(fd, octets, sizeof octets, 0, (struct sockaddr *)&from, &from_size);
        if (size < 0) return;
        if (client) keep(front, client, octets, size);
        else keep(socket_of(&from), &server, octets, size);
    }
}

static void send_due(void) {
    for (int64_t now = now_ns(); first != after_last && queue[first % QUEUE].due_ns <= now; first++) {
        Datagram *d = &queue[first % QUEUE];
        sendto(d->fd, d->octets, (size_t)d->size, 0, (struct sockaddr *)&d->to, sizeof d->to);
    }
}

int main(int argc, char **argv) {
    if (argc != 4) { fputs("usage: delay FRONT_PORT SERVER_PORT ROUND_TRIP_MS\n", stderr); return 2; }
    front = open_socket((uint16_t)atoi(argv[1]));
    server = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[2]))};
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    delay_ns = (int64_t)(atof(argv[3]) * 1e6 / 2);
    puts("ready");
    fflush(stdout);
    for (;;) {
        struct pollfd waiting[1 + MAX_CLIENTS] = {{front, POLLIN, 0}};
        for (int i = 0; i < client_count; i++) waiting[1 + i] = (struct pollfd){clients[i].fd, POLLIN, 0};
        int64_t left = first == after_last ? 1000000000 : queue[first % QUEUE].due_ns - now_ns();
        struct timespec patience = {left > 0 ? left / 1000000000 : 0, left > 0 ? left % 1000000000 : 0};
        int count = client_count;
        if (ppoll(waiting, (nfds_t)(1 + count), &patience, NULL) < 0 && errno != EINTR) { perror("delay"); return 1; }
        send_due();
        for (int i = 0; i < count; i++)
            if (waiting[1 + i].revents) receive(clients[i].fd, &clients[i].address);
        if (waiting[0].revents) receive(front, NULL);
    }
}
