import { createSecureContext, getCACertificates, type SecureContext } from "node:tls";
import { isDeepStrictEqual } from "node:util";

/**
 * The certificate authorities that connections trust: Node's own and NODE_EXTRA_CA_CERTS, those in `ca`, and where
 * asked for the operating system's.
 *
 * @param ca certificates in PEM
 * @returns undefined when Node's defaults are all
 * @throws Error when `ca` holds no certificate
 */
export function trustedAuthorities(ca: string | undefined, withSystem: boolean): SecureContext | undefined {
	const given = ca === undefined ? [] : certificatesIn(ca);
	const system = withSystem ? getCACertificates("system") : [];
	if (given.length + system.length === 0) return undefined;
	return contextOf([...getCACertificates("default"), ...system, ...given]);
}

/** The context made last: OpenSSL takes 20 ms to read all authorities, and connectors of one profile trust the same. */
let last: { readonly authorities: readonly string[]; readonly context: SecureContext } | undefined;

function contextOf(authorities: readonly string[]): SecureContext {
	if (last === undefined || !isDeepStrictEqual(last.authorities, authorities))
		last = { authorities, context: createSecureContext({ ca: [...authorities] }) };
	return last.context;
}

/** The certificates of a PEM file, each by itself. Throws when there is none. */
export function certificatesIn(pem: string): readonly string[] {
	const found = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g);
	if (found === null)
		throw new Error(
			"The CA file holds no certificate: it must have the PEM form, -----BEGIN CERTIFICATE-----.",
		);
	return found;
}
