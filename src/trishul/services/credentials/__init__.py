"""Names for what SNMP asks to be told: communities and users, sealed, and the engines they speak for."""
