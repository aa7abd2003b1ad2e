"""What pysnmp calls the protocols; its AES-192 and AES-256 without more words extend keys as Reeder has it."""

from __future__ import annotations

from pysnmp.hlapi.v3arch import asyncio as pysnmp

from trishul.protocol.security.protocols import AuthProtocol, PrivProtocol

PYSNMP_AUTHS = {
    AuthProtocol.MD5: pysnmp.USM_AUTH_HMAC96_MD5,
    AuthProtocol.SHA: pysnmp.USM_AUTH_HMAC96_SHA,
    AuthProtocol.SHA224: pysnmp.USM_AUTH_HMAC128_SHA224,
    AuthProtocol.SHA256: pysnmp.USM_AUTH_HMAC192_SHA256,
    AuthProtocol.SHA384: pysnmp.USM_AUTH_HMAC256_SHA384,
    AuthProtocol.SHA512: pysnmp.USM_AUTH_HMAC384_SHA512,
}
PYSNMP_PRIVS = {
    PrivProtocol.DES: pysnmp.USM_PRIV_CBC56_DES,
    PrivProtocol.TRIPLE_DES: pysnmp.USM_PRIV_CBC168_3DES,
    PrivProtocol.AES128: pysnmp.USM_PRIV_CFB128_AES,
    PrivProtocol.AES192: pysnmp.USM_PRIV_CFB192_AES_BLUMENTHAL,
    PrivProtocol.AES256: pysnmp.USM_PRIV_CFB256_AES_BLUMENTHAL,
    PrivProtocol.AES192_REEDER: pysnmp.USM_PRIV_CFB192_AES,
    PrivProtocol.AES256_REEDER: pysnmp.USM_PRIV_CFB256_AES,
}
