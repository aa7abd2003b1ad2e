/* Closed-loop SNMP load on one agent of this machine: WINDOW requests are always outstanding, every answer is
 * checked (shape, request-id, error-status) and its variable bindings are counted.
 *
 * usage: load -p PORT [-o get|next|bulk] [-w WINDOW] [-s SECONDS] [-u WARM_UP_SECONDS] [-r MAX_REPETITIONS]
 *             [-c COMMUNITY] [-n AGENTS] [-e] OID...
 *        load -p PORT -f FILE [-w WINDOW] [-s SECONDS] [-u WARM_UP_SECONDS]
 *   -n   ask so many agents in no order, as communities r0000, r0001 ...
 *   -e   the peer is the echo server: an answer is the request itself
 *   -f   send the SNMPv3 messages of FILE in turn, each with its length in two octets before it: their keys and clocks
 *        are for others to know. An answer has the msgID and the security level of its request and is no Report.
 *
 * One JSON object goes to stdout. Only 127.0.0.1 can be reached: a load generator should not be able to leave the
 * machine. Datagrams are received and sent in batches (recvmmsg, sendmmsg) so that this client costs less than the
 * server it measures; the OIDs are asked in turn so that no server gets by on remembering one answer. */
#define _GNU_SOURCE
#include "ber.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_WINDOW = 256, BATCH = 64, MAX_REQUESTS = 1 << 16, MAX_SAMPLES = 1 << 22 };
static const double GIVE_UP_S = 1.0; /* an unanswered request is counted as lost and asked anew */

typedef struct { uint8_t *bytes; size_t size, request_id_at; uint32_t msg_id; } Request;
typedef struct { uint32_t request_id; double sent_at; int outstanding; } Slot;
typedef struct {
    int port, window, max_repetitions, echo, agents;
    uint8_t kind;
    double seconds, warm_up;
    const char *community, *file;
} Options;
typedef struct { long answers, varbinds, exceptions, errors, bad, late, lost, bytes; } Tally;

static Request requests[MAX_REQUESTS];
static int request_count, next_request;
static Slot slots[MAX_WINDOW];
static uint32_t generation = 1;
static Tally tally;
static uint32_t *latency_us;
static size_t samples;
static uint8_t received[BATCH][65536];
static uint8_t level; /* msgFlags of the prepared messages without reportableFlag */

static double now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void prepare(const Options *o, const char *dotted) {
    Writer w;
    writer_open(&w);
    size_t end = w.start, from_end;
    put_octets(&w, (const uint8_t[]){TAG_NULL, 0}, 2);
    put_oid(&w, dotted);
    put_header(&w, TAG_SEQUENCE, end);
    /* any id of four octets will do here: each sending writes its own over it */
    put_message(&w, end, o->kind, 0, o->kind == PDU_BULK ? o->max_repetitions : 0, 0x01000000, o->community, &from_end);
    Request *r = &requests[request_count++];
    r->size = sizeof w.bytes - w.start;
    r->bytes = malloc(r->size);
    if (!r->bytes) exit(2);
    memcpy(r->bytes, w.bytes + w.start, r->size);
    r->request_id_at = r->size - from_end;
}

/* One request for each agent; a step that shares no factor with their number leads past all of them. */
static void prepare_agents(Options o, const char *dotted) {
    enum { STEP = 7919 };
    char community[16];
    o.community = community;
    for (int i = 0; i < o.agents && request_count < MAX_REQUESTS; i++) {
        snprintf(community, sizeof community, "r%04d", (int)((long)i * STEP % o.agents));
        prepare(&o, dotted);
    }
}

/* -1: not an answer at all; otherwise the slot it belongs to (or MAX_WINDOW for one nobody waits for). */
static int judge(const Options *o, const uint8_t *bytes, size_t size) {
    Span all = {bytes, bytes + size}, message, pdu, list, varbind, part;
    uint8_t tag;
    int64_t version, request_id, status, index;
    if (!take(&all, &tag, &message) || tag != TAG_SEQUENCE || all.at != all.end) return -1;
    if (!take_integer(&message, &version) || version != 1) return -1;
    if (!take(&message, &tag, &part) || tag != TAG_OCTETS) return -1;
    if (!take(&message, &tag, &pdu) || tag != (o->echo ? o->kind : PDU_RESPONSE)) return -1;
    if (!take_integer(&pdu, &request_id) || !take_integer(&pdu, &status) || !take_integer(&pdu, &index)) return -1;
    Slot *slot = &slots[request_id & (MAX_WINDOW - 1)];
    if (!slot->outstanding || slot->request_id != (uint32_t)request_id) return MAX_WINDOW;
    if (!take(&pdu, &tag, &list) || tag != TAG_SEQUENCE) return -1;
    if (status && !o->echo) tally.errors++;
    while (list.at < list.end) {
        if (!take(&list, &tag, &varbind) || tag != TAG_SEQUENCE) return -1;
        if (!take(&varbind, &tag, &part) || tag != TAG_OID || !take(&varbind, &tag, &part)) return -1;
        tally.varbinds++;
        if (tag >= 0x80 && tag <= 0x82) tally.exceptions++;
    }
    return (int)(slot - slots);
}

/* msgID and level of an SNMPv3 message, and its payload; 0 where it is none. */
static int open_v3(const uint8_t *bytes, size_t size, int64_t *msg_id, uint8_t *flags, Span *payload) {
    Span all = {bytes, bytes + size}, message, head, part;
    uint8_t tag;
    int64_t number;
    if (!take(&all, &tag, &message) || tag != TAG_SEQUENCE || all.at != all.end) return 0;
    if (!take_integer(&message, &number) || number != 3) return 0;
    if (!take(&message, &tag, &head) || !take_integer(&head, msg_id) || !take_integer(&head, &number)) return 0;
    if (!take(&head, &tag, &part) || part.at == part.end) return 0;
    *flags = *part.at & 3;
    if (!take(&message, &tag, &part)) return 0; /* security parameters: their keys are not known here */
    *payload = message;
    return message.at < message.end;
}

static int judge_v3(const Options *o, const uint8_t *bytes, size_t size) {
    int64_t msg_id;
    uint8_t flags, tag;
    Span payload, scoped, part;
    if (!open_v3(bytes, size, &msg_id, &flags, &payload)) return -1;
    int place = 0;
    while (place < o->window && !(slots[place].outstanding && slots[place].request_id == (uint32_t)msg_id)) place++;
    if (place == o->window) return MAX_WINDOW;
    if (flags != level) tally.errors++; /* a Report comes with less */
    if (flags & 2) return place;
    if (!take(&payload, &tag, &scoped) || !take(&scoped, &tag, &part) || !take(&scoped, &tag, &part)) return -1;
    if (!take(&scoped, &tag, &part)) return -1;
    if (tag != PDU_RESPONSE && flags == level) tally.errors++;
    return place;
}

static void read_prepared(const char *path) {
    FILE *file = fopen(path, "rb");
    uint8_t size[2], bytes[65536];
    if (!file) { perror(path); exit(1); }
    while (request_count < MAX_REQUESTS && fread(size, 1, 2, file) == 2) {
        Request *r = &requests[request_count++];
        int64_t msg_id;
        uint8_t flags;
        Span payload;
        r->size = (size_t)size[0] << 8 | size[1];
        r->bytes = malloc(r->size);
        if (!r->bytes || fread(bytes, 1, r->size, file) != r->size) exit(2);
        memcpy(r->bytes, bytes, r->size);
        if (!open_v3(bytes, r->size, &msg_id, &flags, &payload)) { fputs("not an SNMPv3 message\n", stderr); exit(2); }
        r->msg_id = (uint32_t)msg_id;
        level = flags;
    }
    fclose(file);
}

static void ask(int fd, const int *free_slots, int count) {
    struct mmsghdr headers[BATCH];
    struct iovec vectors[BATCH];
    static uint8_t out[BATCH][2048];
    double now = now_s();
    for (int done = 0; done < count;) {
        int batch = count - done < BATCH ? count - done : BATCH;
        memset(headers, 0, sizeof headers);
        for (int i = 0; i < batch; i++) {
            Slot *slot = &slots[free_slots[done + i]];
            const Request *r = &requests[next_request];
            next_request = (next_request + 1) % request_count;
            /* 0x01...... keeps the id at four octets in minimal form; the low octet names the slot */
            slot->request_id = r->msg_id ? r->msg_id : 0x01000000u | (generation & 0xFFFF) << 8 | (uint32_t)free_slots[done + i];
            generation++;
            slot->sent_at = now;
            slot->outstanding = 1;
            memcpy(out[i], r->bytes, r->size);
            if (!r->msg_id) patch_be(out[i] + r->request_id_at, slot->request_id, 4);
            vectors[i] = (struct iovec){out[i], r->size};
            headers[i].msg_hdr.msg_iov = &vectors[i];
            headers[i].msg_hdr.msg_iovlen = 1;
        }
        int sent = sendmmsg(fd, headers, (unsigned)batch, 0);
        if (sent < 0 && errno != ECONNREFUSED && errno != EINTR) { perror("sendmmsg"); exit(1); }
        done += batch; /* what the kernel refused is found again by give_up */
    }
}

static int give_up(const Options *o, int *free_slots) {
    int count = 0;
    double now = now_s();
    for (int i = 0; i < o->window; i++)
        if (slots[i].outstanding && now - slots[i].sent_at > GIVE_UP_S) {
            tally.lost++;
            free_slots[count++] = i;
        }
    return count;
}

static int drain(int fd, const Options *o, int *free_slots) {
    struct mmsghdr headers[BATCH];
    struct iovec vectors[BATCH];
    memset(headers, 0, sizeof headers);
    for (int i = 0; i < BATCH; i++) {
        vectors[i] = (struct iovec){received[i], sizeof received[i]};
        headers[i].msg_hdr.msg_iov = &vectors[i];
        headers[i].msg_hdr.msg_iovlen = 1;
    }
    int count = recvmmsg(fd, headers, BATCH, MSG_DONTWAIT, NULL), freed = 0;
    double now = now_s();
    for (int i = 0; i < count; i++) {
        int slot = (o->file ? judge_v3 : judge)(o, received[i], headers[i].msg_len);
        if (slot < 0) { tally.bad++; continue; }
        if (slot == MAX_WINDOW) { tally.late++; continue; }
        tally.answers++;
        tally.bytes += headers[i].msg_len;
        if (samples < MAX_SAMPLES) latency_us[samples++] = (uint32_t)((now - slots[slot].sent_at) * 1e6);
        slots[slot].outstanding = 0;
        free_slots[freed++] = slot;
    }
    return freed;
}

static double run(int fd, const Options *o) {
    int free_slots[MAX_WINDOW];
    for (int i = 0; i < o->window; i++) free_slots[i] = i;
    ask(fd, free_slots, o->window);
    double started = now_s(), end = started + o->warm_up + o->seconds, next_check = started + GIVE_UP_S;
    int warming = 1;
    for (double now = started; now < end; now = now_s()) {
        if (warming && now - started >= o->warm_up) {
            memset(&tally, 0, sizeof tally);
            samples = 0;
            started = now;
            end = now + o->seconds;
            warming = 0;
        }
        struct pollfd waiting = {fd, POLLIN, 0};
        poll(&waiting, 1, 100);
        int freed = drain(fd, o, free_slots);
        if (freed) ask(fd, free_slots, freed);
        if (now > next_check) {
            int given_up = give_up(o, free_slots);
            if (given_up) ask(fd, free_slots, given_up);
            next_check = now + GIVE_UP_S / 4;
        }
    }
    return now_s() - started;
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static Options parse(int argc, char **argv) {
    Options o = {.window = 32, .kind = PDU_GET, .seconds = 3, .warm_up = 0.5, .community = "public"};
    for (int c; (c = getopt(argc, argv, "p:o:w:s:u:r:c:f:n:e")) != -1;) {
        if (c == 'p') o.port = atoi(optarg);
        else if (c == 'o') o.kind = *optarg == 'b' ? PDU_BULK : *optarg == 'n' ? PDU_NEXT : PDU_GET;
        else if (c == 'w') o.window = atoi(optarg);
        else if (c == 's') o.seconds = atof(optarg);
        else if (c == 'u') o.warm_up = atof(optarg);
        else if (c == 'r') o.max_repetitions = atoi(optarg);
        else if (c == 'c') o.community = optarg;
        else if (c == 'f') o.file = optarg;
        else if (c == 'n') o.agents = atoi(optarg);
        else if (c == 'e') o.echo = 1;
        else exit(2);
    }
    if (!o.port || o.window < 1 || o.window > MAX_WINDOW || (optind >= argc) == !o.file) { fputs("see load.c for usage\n", stderr); exit(2); }
    return o;
}

int main(int argc, char **argv) {
    Options o = parse(argc, argv);
    for (int i = optind; i < argc && request_count < MAX_REQUESTS; i++) {
        if (o.agents) prepare_agents(o, argv[i]);
        else prepare(&o, argv[i]);
    }
    if (o.file) read_prepared(o.file);
    if (!request_count) { fputs("nothing to ask\n", stderr); return 2; }
    latency_us = malloc(sizeof *latency_us * MAX_SAMPLES);
    int fd = socket(AF_INET, SOCK_DGRAM, 0), room = 4 << 20;
    struct sockaddr_in peer = {.sin_family = AF_INET, .sin_port = htons((uint16_t)o.port)};
    peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (!latency_us || fd < 0 || connect(fd, (struct sockaddr *)&peer, sizeof peer)) { perror("load"); return 1; }
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    double took = run(fd, &o);
    qsort(latency_us, samples, sizeof *latency_us, by_value);
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    printf("{\"seconds\":%.6f,\"answers\":%ld,\"varbinds\":%ld,\"exceptions\":%ld,\"errors\":%ld,\"bad\":%ld,"
           "\"late\":%ld,\"lost\":%ld,\"bytes\":%ld,\"p50_us\":%u,\"p99_us\":%u,\"client_cpu_s\":%.3f}\n",
           took, tally.answers, tally.varbinds, tally.exceptions, tally.errors, tally.bad, tally.late, tally.lost,
           tally.bytes, samples ? latency_us[samples / 2] : 0, samples ? latency_us[samples * 99 / 100] : 0,
           (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
               (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6);
    return 0;
}
