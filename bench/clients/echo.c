/* Sends every datagram back: one receive and one send per request and no work between them, the roof of this machine
 * for any server that handles one datagram at a time.
 *
 * usage: echo PORT      (127.0.0.1 only; ends by signal) */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int argc, char **argv) {
    if (argc != 2) { fputs("usage: echo PORT\n", stderr); return 2; }
    static unsigned char datagram[65536];
    int fd = socket(AF_INET, SOCK_DGRAM, 0), room = 4 << 20;
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(argv[1]))}, peer;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    if (fd < 0 || bind(fd, (struct sockaddr *)&here, sizeof here)) { perror("echo"); return 1; }
    puts("ready");
    fflush(stdout);
    for (;;) {
        socklen_t size_of_peer = sizeof peer;
        ssize_t size = recvfrom(fd, datagram, sizeof datagram, 0, (struct sockaddr *)&peer, &size_of_peer);
        if (size >= 0) sendto(fd, datagram, (size_t)size, 0, (struct sockaddr *)&peer, size_of_peer);
    }
}
