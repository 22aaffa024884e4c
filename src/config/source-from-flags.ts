import type { Profile, ProfileInUse } from "./profile.ts";
import { type Setting, type Typed, wrong } from "./spellings.ts";

type Source = Profile["source"];
type EntraSource = Extract<Source, { type: "entra" }>;

/** Where users come from: a file, Entra, or what is saved. Any setting of Entra alone means Entra too. */
export function sourceFrom(typed: Typed, saved: Source | undefined): Source {
	const source = typed.value("source");
	if (source === "entra") return entraFrom(typed, saved);
	if (source !== undefined) {
		if (!/\.(?:json|csv)$/i.test(source)) {
			throw wrong("source", `takes entra, or the path of a .json or .csv file, not "${source}"`);
		}
		return { type: "file", path: source };
	}
	if (saved?.type === "entra" || entraOnly.some((setting) => typed.get(setting) !== undefined)) {
		return entraFrom(typed, saved);
	}
	if (saved === undefined) throw wrong("source", "is needed: entra, or the path of a .json or .csv file");
	return saved;
}

const entraOnly = ["tenantId", "clientId", "application", "graphUrl"] as const;

function entraFrom(typed: Typed, saved: Source | undefined): EntraSource {
	const before = saved?.type === "entra" ? saved : undefined;
	const signIn = signInFrom(typed) ?? before?.signIn ?? "clientSecret";
	// Who brings a token has signed in already.
	const forSignIn = (setting: "tenantId" | "clientId") =>
		typed.value(setting) ?? before?.[setting] ?? (signIn === "accessToken" ? "" : needed(setting));
	const graphUrl = typed.value("graphUrl") ?? before?.graphUrl;
	return {
		type: "entra",
		tenantId: forSignIn("tenantId"),
		clientId: forSignIn("clientId"),
		application: typed.value("application") ?? before?.application ?? needed("application"),
		signIn,
		...(graphUrl === undefined ? {} : { graphUrl }),
	};
}

function needed(setting: Setting): never {
	throw wrong(setting, "is needed to read users from Entra");
}

/** How a given secret signs in; of two, the one that a flag names. */
function signInFrom(typed: Typed): EntraSource["signIn"] | undefined {
	const secret = typed.secret("clientSecretEnv");
	const token = typed.secret("graphTokenEnv");
	if (secret !== undefined && token !== undefined && secret.origin === token.origin) {
		throw wrong(
			"graphTokenEnv",
			"and --client-secret-env (or SUMO_PROVISION_CLIENT_SECRET) say two things: give one of them",
		);
	}
	if (token !== undefined && (secret === undefined || token.origin === "flag")) return "accessToken";
	return secret === undefined ? undefined : "clientSecret";
}

/** The secret for the source: given, or the saved one when the source is the saved one. Absent in a profile saved half-way. */
export function sourceSecretFrom(
	typed: Typed,
	profile: Profile,
	saved: ProfileInUse | null,
): string | undefined {
	const { source } = profile;
	if (source.type !== "entra") return undefined;
	const setting = source.signIn === "accessToken" ? "graphTokenEnv" : "clientSecretEnv";
	const given = typed.secret(setting);
	if (given !== undefined) return given.value;
	if (saved === null) throw wrong(setting, "is needed to read users from Entra");
	if (saved.secrets.sourceSecret === undefined) return undefined;
	if (sameSignIn(source, saved.profile.source)) return saved.secrets.sourceSecret;
	throw wrong(
		setting,
		"is needed: the source is not the one of the saved profile, and a saved secret is not sent elsewhere",
	);
}

function sameSignIn(one: EntraSource, other: Source): boolean {
	return (
		other.type === "entra" &&
		one.tenantId === other.tenantId &&
		one.clientId === other.clientId &&
		one.graphUrl === other.graphUrl &&
		one.signIn === other.signIn
	);
}
