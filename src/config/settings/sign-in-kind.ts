/** The ways to sign in to Entra, as a profile stores them. */
export const signInKinds = [
	"clientSecret",
	"accessToken",
	"azureCli",
	"managedIdentity",
	"workloadIdentity",
	"clientCertificate",
	"deviceCode",
] as const;

export type SignInKind = (typeof signInKinds)[number];

/** The secret that a sign-in uses; `needed` unless it works without, as a certificate without a passphrase does. */
export type SignInSecret = {
	readonly name: "client secret" | "access token" | "certificate passphrase";
	readonly needed: boolean;
};

const secrets: Readonly<Partial<Record<SignInKind, SignInSecret>>> = {
	clientSecret: { name: "client secret", needed: true },
	clientCertificate: { name: "certificate passphrase", needed: false },
	accessToken: { name: "access token", needed: true },
};

/** The secret that a kind of sign-in uses; null for none. */
export function secretOf(kind: SignInKind): SignInSecret | null {
	return secrets[kind] ?? null;
}

/** Whether a kind signs in as an app registration that the operator names; the others bring tenant and application along. */
export function namesApplication(kind: SignInKind): boolean {
	return kind === "clientSecret" || kind === "clientCertificate" || kind === "deviceCode";
}

/** A kind as flags and variables spell it: `azure-cli`. */
export function spellSignIn(kind: SignInKind): string {
	return kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The kind of a spelling, in any case: `azure-cli`, `azureCli`; `certificate` for `client-certificate`. */
export function signInNamed(text: string): SignInKind | undefined {
	const plain = (name: string) => name.toLowerCase().replaceAll("-", "");
	const named = plain(text) === "certificate" ? "clientcertificate" : plain(text);
	return signInKinds.find((kind) => plain(kind) === named);
}
