/** The ways to sign in to Entra, as a profile stores them. */
export const signInKinds = [
	"clientSecret",
	"accessToken",
	"azureCli",
	"managedIdentity",
	"workloadIdentity",
] as const;

export type SignInKind = (typeof signInKinds)[number];

/** What a sign-in needs from the operator; null: it has all it needs from the machine it runs on. */
export function secretNeededBy(kind: SignInKind): "client secret" | "access token" | null {
	if (kind === "clientSecret") return "client secret";
	return kind === "accessToken" ? "access token" : null;
}

/** A kind as flags and variables spell it: `azure-cli`. */
export function spellSignIn(kind: SignInKind): string {
	return kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The kind of a spelling, in any case: `azure-cli`, `azureCli`. */
export function signInNamed(text: string): SignInKind | undefined {
	const plain = (name: string) => name.toLowerCase().replaceAll("-", "");
	return signInKinds.find((kind) => plain(kind) === plain(text));
}
