#!/bin/sh
# A test in CI: the program must report that interface 3 went down, within 5 seconds.
# Exits with 0 when the trap came; otherwise says what came instead, and why that does not fit.
trishul trap expect 'trap:1.3.6.1.6.3.1.1.5.3 var:1.3.6.1.2.1.2.2.1.1=3' --port 0 --within 2 -- \
    sh -c 'snmptrap -m "" -v2c -c public "$TRAP_ADDRESS" "" 1.3.6.1.6.3.1.1.5.3 1.3.6.1.2.1.2.2.1.1.3 i "${INTERFACE:-3}"'
