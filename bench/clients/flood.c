/* Paced, numbered SNMPv2c traps to one receiver of this machine, so that loss can be counted exactly.
 *
 * usage: flood -p PORT -r TRAPS_PER_SECOND -n COUNT [-f FIRST_NUMBER] [-c COMMUNITY] [-a HOST] [-s SOURCES]
 *        flood -p PORT -r TRAPS_PER_SECOND -m FILE
 *
 *   -m   send the messages of FILE, each with its length in two octets before it, once and as they are: SNMPv3 traps,
 *        whose keys are not known here
 *   -a   send from 127.0.0.HOST instead of 127.0.0.1; -s as many hosts, from there upwards, which take turns
 *
 * Every trap is a linkDown with two more variable bindings: its number (Gauge32) and the moment of its sending
 * (Counter64: CLOCK_MONOTONIC in nanoseconds plus 2^62). Both keep one encoded size, so they are written over the
 * prepared message. The sender wakes once a millisecond, sends what is due and sleeps again: it must not eat the core
 * that the receiver needs. One JSON object goes to stdout. Only 127.0.0.1 can be reached. */
#define _GNU_SOURCE
#include "ber.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 64, TICK_NS = 1000000, MAX_SOURCES = 200 };
static const uint64_t TIME_BASE = 1ull << 62;   /* eight octets in minimal form, whatever the clock says */
static const uint32_t NUMBER_BASE = 0x01000000; /* four octets in minimal form */

typedef struct { uint8_t bytes[1024]; size_t size, request_id_at, number_at, time_at; } Trap;

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static size_t put_varbind(Writer *w, const char *name, uint8_t tag, int64_t value) {
    size_t end = w->start, from_end = put_integer(w, tag, value);
    put_oid(w, name);
    put_header(w, TAG_SEQUENCE, end);
    return from_end;
}

static Trap prepare(const char *community) {
    Writer w;
    writer_open(&w);
    size_t end = w.start, request_id, number, time;
    time = put_varbind(&w, "1.3.6.1.4.1.8072.9999.9999.2.0", TAG_COUNTER64, (int64_t)TIME_BASE);
    number = put_varbind(&w, "1.3.6.1.4.1.8072.9999.9999.1.0", TAG_GAUGE32, NUMBER_BASE);
    put_varbind(&w, "1.3.6.1.2.1.2.2.1.8.7", TAG_INTEGER, 2);
    put_varbind(&w, "1.3.6.1.2.1.2.2.1.7.7", TAG_INTEGER, 1);
    put_varbind(&w, "1.3.6.1.2.1.2.2.1.1.7", TAG_INTEGER, 7);
    size_t trap_oid = w.start;
    put_oid(&w, "1.3.6.1.6.3.1.1.5.3");
    put_oid(&w, "1.3.6.1.6.3.1.1.4.1.0");
    put_header(&w, TAG_SEQUENCE, trap_oid);
    put_varbind(&w, "1.3.6.1.2.1.1.3.0", TAG_TIMETICKS, 123456);
    put_message(&w, end, PDU_TRAP_V2, 0, 0, (int32_t)NUMBER_BASE, community, &request_id);
    Trap trap = {.size = sizeof w.bytes - w.start};
    if (trap.size > sizeof trap.bytes) { fputs("community is too long\n", stderr); exit(2); }
    memcpy(trap.bytes, w.bytes + w.start, trap.size);
    trap.request_id_at = trap.size - request_id;
    trap.number_at = trap.size - number;
    trap.time_at = trap.size - time;
    return trap;
}

/* Messages made by somebody else: where each lies in `octets`. */
typedef struct { uint8_t *octets; size_t size; uint8_t **messages; long count; } Prepared;

static size_t size_at(const uint8_t *message) { return (size_t)message[0] << 8 | message[1]; }

static Prepared read_prepared(const char *path) {
    Prepared p = {0};
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) { perror(path); exit(1); }
    p.size = (size_t)ftell(file);
    rewind(file);
    p.octets = malloc(p.size);
    p.messages = malloc(p.size / 2 * sizeof *p.messages);
    if (!p.octets || !p.messages || fread(p.octets, 1, p.size, file) != p.size) { perror(path); exit(1); }
    fclose(file);
    for (size_t at = 0; at + 2 <= p.size; at += 2 + size_at(p.octets + at)) p.messages[p.count++] = p.octets + at;
    return p;
}

typedef struct { int fds[MAX_SOURCES], count, next; } Sources;

static int open_source(int host, int port) {
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in own = {.sin_family = AF_INET}, peer = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    own.sin_addr.s_addr = htonl((INADDR_LOOPBACK & ~0xffu) + (uint32_t)host);
    peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *)&own, sizeof own) || connect(fd, (struct sockaddr *)&peer, sizeof peer)) {
        perror("flood");
        exit(1);
    }
    return fd;
}

/* Sends a batch from the next source; returns how many the kernel refused: nobody listens, or no memory. */
static long send_all(Sources *sources, struct mmsghdr *headers, int batch) {
    int fd = sources->fds[sources->next++ % sources->count];
    long refused = 0;
    for (int done = 0; done < batch;) {
        int sent = sendmmsg(fd, headers + done, (unsigned)(batch - done), 0);
        if (sent > 0) { done += sent; continue; }
        if (errno == EINTR) continue;
        refused++;
        done++;
    }
    return refused;
}

static long send_prepared(Sources *sources, const Prepared *p, long first, long count) {
    struct mmsghdr headers[BATCH];
    struct iovec vectors[BATCH];
    long refused = 0;
    while (count > 0) {
        int batch = count < BATCH ? (int)count : BATCH;
        memset(headers, 0, sizeof headers);
        for (int i = 0; i < batch; i++) {
            uint8_t *message = p->messages[first + i];
            vectors[i] = (struct iovec){message + 2, size_at(message)};
            headers[i].msg_hdr.msg_iov = &vectors[i];
            headers[i].msg_hdr.msg_iovlen = 1;
        }
        refused += send_all(sources, headers, batch);
        first += batch;
        count -= batch;
    }
    return refused;
}

/* Sends `count` traps numbered from `number`; returns what was refused. */
static long send_burst(Sources *sources, const Trap *trap, uint32_t number, long count) {
    static uint8_t out[BATCH][1024];
    struct mmsghdr headers[BATCH];
    struct iovec vectors[BATCH];
    long refused = 0;
    while (count > 0) {
        int batch = count < BATCH ? (int)count : BATCH;
        memset(headers, 0, sizeof headers);
        uint64_t sent_at = now_ns();
        for (int i = 0; i < batch; i++) {
            memcpy(out[i], trap->bytes, trap->size);
            patch_be(out[i] + trap->request_id_at, NUMBER_BASE + number + (uint32_t)i, 4);
            patch_be(out[i] + trap->number_at, NUMBER_BASE + number + (uint32_t)i, 4);
            patch_be(out[i] + trap->time_at, TIME_BASE + sent_at, 8);
            vectors[i] = (struct iovec){out[i], trap->size};
            headers[i].msg_hdr.msg_iov = &vectors[i];
            headers[i].msg_hdr.msg_iovlen = 1;
        }
        refused += send_all(sources, headers, batch);
        number += (uint32_t)batch;
        count -= batch;
    }
    return refused;
}

int main(int argc, char **argv) {
    int port = 0, host = 1;
    Sources sources = {.count = 1};
    double rate = 1000;
    long count = 1000, first = 0;
    const char *community = "public", *file = NULL;
    for (int c; (c = getopt(argc, argv, "p:r:n:f:c:m:a:s:")) != -1;) {
        if (c == 'p') port = atoi(optarg);
        else if (c == 'r') rate = atof(optarg);
        else if (c == 'n') count = atol(optarg);
        else if (c == 'f') first = atol(optarg);
        else if (c == 'c') community = optarg;
        else if (c == 'm') file = optarg;
        else if (c == 'a') host = atoi(optarg);
        else if (c == 's') sources.count = atoi(optarg);
        else return 2;
    }
    if (!port || rate <= 0 || sources.count < 1 || sources.count > MAX_SOURCES || host < 1 || host + sources.count > 255) { fputs("see flood.c for usage\n", stderr); return 2; }
    Trap trap = prepare(community);
    Prepared prepared = {0};
    if (file) {
        prepared = read_prepared(file);
        count = prepared.count;
        trap.size = count ? size_at(prepared.messages[0]) : 0;
    }
    for (int i = 0; i < sources.count; i++) sources.fds[i] = open_source(host + i, port);
    uint64_t started = now_ns(), tick = started;
    long sent = 0, refused = 0, largest = 0;
    while (sent < count) {
        long due = (long)((double)(now_ns() - started) * 1e-9 * rate) + 1;
        long burst = (due < count ? due : count) - sent;
        if (burst > 0) {
            refused += file ? send_prepared(&sources, &prepared, sent, burst)
                            : send_burst(&sources, &trap, (uint32_t)(first + sent), burst);
            sent += burst;
            if (burst > largest) largest = burst;
        }
        tick += TICK_NS;
        if (tick < now_ns()) tick = now_ns(); /* overslept: catch up at once, then keep the beat from here */
        struct timespec wake = {(time_t)(tick / 1000000000u), (long)(tick % 1000000000u)};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &wake, NULL);
    }
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    printf("{\"sent\":%ld,\"refused\":%ld,\"seconds\":%.6f,\"largest_burst\":%ld,\"octets\":%zu,\"client_cpu_s\":%.3f}\n",
           sent, refused, (double)(now_ns() - started) * 1e-9, largest, trap.size,
           (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
               (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6);
    return 0;
}
