import type { KeyringContent } from "../../../app/keyring/keyring.ts";

/** What an entry holds, in words; never its content. */
export function contentLines(name: string, content: KeyringContent): readonly string[] {
	switch (content.kind) {
		case "secret":
			return [`keyring:${name} holds a secret.`];
		case "encrypted-certificate":
			return [
				`keyring:${name} holds an encrypted certificate. Set SUMO_PROVISION_CERTIFICATE_PASSPHRASE to check it.`,
			];
		case "certificate":
			return [
				`keyring:${name} holds a certificate with the thumbprint ${content.thumbprint}, valid until ${content.expires.slice(0, 10)}.`,
			];
	}
}
