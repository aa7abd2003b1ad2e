const enterprise = /^1\.3\.6\.1\.4\.1\.\d+/;

/** What no module defines: the whole branch of a vendor, because one upload names all of it, else just this OID. */
export function undefinedPart(oid: string): string {
  return enterprise.exec(oid)?.[0] ?? oid;
}
