"""The User-based Security Model of SNMPv3 on bytes alone (RFC 3414, RFC 3826, RFC 7860).

Time, salts and seeds come in as arguments. `usm` puts the parts together; `ciphers` is the one door to the
`cryptography` package and is loaded only for users that encrypt.
"""
