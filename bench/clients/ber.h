/* The little BER (X.690) that the bench's clients need: writing a message once, reading answers many times.
 *
 * Writing goes backwards from the end of a buffer, so that every length is known when its header is written.
 * Reading checks every length against the end of what encloses it and never believes the datagram. */
#ifndef TRISHUL_BENCH_BER_H
#define TRISHUL_BENCH_BER_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TAG_INTEGER = 0x02, TAG_OCTETS = 0x04, TAG_NULL = 0x05, TAG_OID = 0x06, TAG_SEQUENCE = 0x30,
       TAG_GAUGE32 = 0x42, TAG_TIMETICKS = 0x43, TAG_COUNTER64 = 0x46,
       PDU_GET = 0xA0, PDU_NEXT = 0xA1, PDU_RESPONSE = 0xA2, PDU_BULK = 0xA5, PDU_TRAP_V2 = 0xA7 };

/* ---- writing, backwards ------------------------------------------------------------------------------- */

typedef struct { uint8_t bytes[2048]; size_t start; } Writer;

static inline void writer_open(Writer *w) { w->start = sizeof w->bytes; }

static inline void put_octets(Writer *w, const uint8_t *octets, size_t size) {
    if (size > w->start) { fputs("message does not fit the writer\n", stderr); exit(2); }
    w->start -= size;
    memcpy(w->bytes + w->start, octets, size);
}

static inline void put_octet(Writer *w, uint8_t octet) { put_octets(w, &octet, 1); }

/* The header of everything written since `end` (an earlier value of w->start). */
static inline void put_header(Writer *w, uint8_t tag, size_t end) {
    size_t size = end - w->start;
    if (size < 128) {
        put_octet(w, (uint8_t)size);
    } else {
        uint8_t long_form[3] = {0x82, (uint8_t)(size >> 8), (uint8_t)size};
        if (size < 256) { long_form[1] = 0x81; put_octets(w, (uint8_t[]){0x81, (uint8_t)size}, 2); }
        else put_octets(w, long_form, 3);
    }
    put_octet(w, tag);
}

/* Minimal two's complement, as X.690 §8.3.2 asks. Returns the offset of the contents from the END of the buffer. */
static inline size_t put_integer(Writer *w, uint8_t tag, int64_t value) {
    size_t end = w->start;
    for (;;) {
        put_octet(w, (uint8_t)value);
        int sign_is_right = ((value & 0x80) != 0) == (value < 0);
        value >>= 8;
        if ((value == 0 || value == -1) && sign_is_right) break;
    }
    size_t contents_from_end = sizeof w->bytes - w->start;
    put_header(w, tag, end);
    return contents_from_end;
}

/* Contents octets of a dotted OID; returns their number. */
static inline size_t oid_contents(const char *dotted, uint8_t *out, size_t room) {
    uint64_t arcs[128];
    size_t count = 0, size = 0;
    for (const char *p = dotted; *p && count < 128;) {
        if (*p == '.') { p++; continue; }
        char *after;
        arcs[count++] = strtoull(p, &after, 10);
        if (after == p) { fprintf(stderr, "not an OID: %s\n", dotted); exit(2); }
        p = after;
    }
    if (count < 2) { fprintf(stderr, "not an OID: %s\n", dotted); exit(2); }
    arcs[1] += arcs[0] * 40;
    for (size_t i = 1; i < count; i++) {
        uint8_t groups[10];
        int used = 0;
        for (uint64_t rest = arcs[i]; used == 0 || rest; rest >>= 7) groups[used++] = rest & 0x7F;
        if (size + (size_t)used > room) { fputs("OID is too long\n", stderr); exit(2); }
        while (used--) out[size++] = groups[used] | (used ? 0x80 : 0);
    }
    return size;
}

static inline void put_oid(Writer *w, const char *dotted) {
    uint8_t contents[640];
    size_t end = w->start, size = oid_contents(dotted, contents, sizeof contents);
    put_octets(w, contents, size);
    put_header(w, TAG_OID, end);
}

/* The rest of an SNMPv2c message around what is already written since `end`: [varbind list] -> message. */
static inline void put_message(Writer *w, size_t end, uint8_t pdu_kind, int64_t second, int64_t third,
                               int32_t request_id, const char *community, size_t *request_id_from_end) {
    put_header(w, TAG_SEQUENCE, end);
    put_integer(w, TAG_INTEGER, third);
    put_integer(w, TAG_INTEGER, second);
    *request_id_from_end = put_integer(w, TAG_INTEGER, request_id);
    put_header(w, pdu_kind, end);
    size_t before_community = w->start;
    put_octets(w, (const uint8_t *)community, strlen(community));
    put_header(w, TAG_OCTETS, before_community);
    put_integer(w, TAG_INTEGER, 1);
    put_header(w, TAG_SEQUENCE, end);
}

static inline void patch_be(uint8_t *at, uint64_t value, int octets) {
    while (octets--) { at[octets] = (uint8_t)value; value >>= 8; }
}

/* ---- reading ------------------------------------------------------------------------------------------ */

typedef struct { const uint8_t *at, *end; } Span;

/* Takes one TLV off the front of `in`; 0 when there is none that fits. */
static inline int take(Span *in, uint8_t *tag, Span *contents) {
    const uint8_t *p = in->at;
    if (in->end - p < 2) return 0;
    *tag = *p++;
    size_t size = *p++;
    if (size & 0x80) {
        int octets = size & 0x7F;
        if (octets == 0 || octets > 4 || in->end - p < octets) return 0;
        for (size = 0; octets--;) size = size << 8 | *p++;
    }
    if ((size_t)(in->end - p) < size) return 0;
    contents->at = p;
    contents->end = in->at = p + size;
    return 1;
}

static inline int take_integer(Span *in, int64_t *value) {
    uint8_t tag;
    Span contents;
    if (!take(in, &tag, &contents) || tag != TAG_INTEGER) return 0;
    if (contents.at == contents.end || contents.end - contents.at > 8) return 0;
    *value = (int8_t)*contents.at++;
    while (contents.at < contents.end) *value = (int64_t)((uint64_t)*value << 8 | *contents.at++);
    return 1;
}

#endif
