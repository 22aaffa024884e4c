import { cloudNamed, cloudNames, graphUrls } from "../setup/cloud.ts";
import { type GivenOptions, spelled, wrong } from "./given-options.ts";
import { expandHome, homeNeeded } from "./paths/expand-home.ts";
import type { Profile, ProfileInUse } from "./profile.ts";
import { connectionOptions } from "./settings/connection.ts";
import type { Option } from "./settings/option.ts";
import {
	namesApplication,
	secretOf,
	signInKinds,
	signInNamed,
	spellSignIn,
} from "./settings/sign-in-kind.ts";

type Source = Profile["source"];
type EntraSource = Extract<Source, { type: "entra" }>;

/** The source: a file, Entra ID, or the saved one. An option that only Entra ID has also selects Entra ID. */
export function sourceFrom(given: GivenOptions, saved: Source | undefined): Source {
	const source = given.value(connectionOptions.source);
	if (source === "entra") return entraFrom(given, saved);
	if (source !== undefined) {
		if (!/\.(?:json|csv)$/i.test(source)) {
			throw wrong(
				connectionOptions.source,
				`must be entra, or the path of a .json or .csv file, not "${source}"`,
			);
		}
		return { type: "file", path: source };
	}
	if (saved?.type === "entra" || entraOnly.some((option) => given.get(option) !== undefined)) {
		return entraFrom(given, saved);
	}
	if (saved === undefined)
		throw wrong(connectionOptions.source, "is needed: entra, or the path of a .json or .csv file");
	return saved;
}

const entraOnly = [
	connectionOptions.tenantId,
	connectionOptions.clientId,
	connectionOptions.application,
	connectionOptions.graphUrl,
	connectionOptions.signIn,
	connectionOptions.certificate,
	connectionOptions.cloud,
];

function entraFrom(given: GivenOptions, saved: Source | undefined): EntraSource {
	const before = saved?.type === "entra" ? saved : undefined;
	const signIn = signInFrom(given) ?? before?.signIn ?? "clientSecret";
	const { application } = connectionOptions;
	// Other sign-ins bring their own tenant and application, so neither is needed here.
	const forSignIn = (name: "tenantId" | "clientId") =>
		given.value(connectionOptions[name]) ??
		before?.[name] ??
		(namesApplication(signIn) ? needed(connectionOptions[name]) : "");
	const graphUrl = graphUrlFrom(given, before?.graphUrl);
	const certificate =
		signIn === "clientCertificate" ? certificateFrom(given, before?.certificate) : undefined;
	return {
		type: "entra",
		tenantId: forSignIn("tenantId"),
		clientId: forSignIn("clientId"),
		application: given.value(application) ?? before?.application ?? needed(application),
		signIn,
		...(certificate === undefined ? {} : { certificate }),
		...(graphUrl === undefined ? {} : { graphUrl }),
	};
}

/** The certificate's place, with the home folder for a leading `~`. */
function certificateFrom(given: GivenOptions, saved: string | undefined): string {
	const { certificate: option } = connectionOptions;
	const place = given.value(option);
	if (place === undefined) return saved ?? needed(option);
	return expandHome(place) ?? throwWrong(option, `${place} ${homeNeeded}`);
}

/** Graph's URL, given or by the name of its cloud; undefined for the global one. A flag overrides a variable. */
function graphUrlFrom(given: GivenOptions, saved: string | undefined): string | undefined {
	const cloud = given.get(connectionOptions.cloud);
	const url = given.get(connectionOptions.graphUrl);
	if (cloud === undefined) return url?.value ?? saved;
	const name = cloudNamed(cloud.value);
	if (name === undefined)
		throw wrong(connectionOptions.cloud, `must be one of ${cloudNames.join(", ")}, not "${cloud.value}"`);
	if (url?.origin === cloud.origin)
		throw wrong(
			connectionOptions.cloud,
			`and ${spelled(connectionOptions.graphUrl)} exclude each other: give one of them`,
		);
	if (url?.origin === "flag") return url.value;
	return name === "global" ? undefined : graphUrls[name];
}

function needed(option: Option): never {
	throw wrong(option, "is needed to read users from Entra");
}

function throwWrong(option: Option, problem: string): never {
	throw wrong(option, problem);
}

/** The kind of sign-in: the one named, otherwise the one of what is given to sign in with; of two, the one given by a flag applies. */
function signInFrom(given: GivenOptions): EntraSource["signIn"] | undefined {
	const { clientSecret, graphToken, certificate, signIn } = connectionOptions;
	const proofs = [
		{ kind: "clientSecret", option: clientSecret, value: given.secret(clientSecret) },
		{ kind: "clientCertificate", option: certificate, value: given.get(certificate) },
		{ kind: "accessToken", option: graphToken, value: given.secret(graphToken) },
	] as const;
	const named = given.value(signIn);
	if (named !== undefined) {
		const kind = signInNamed(named);
		if (kind === undefined)
			throw wrong(signIn, `must be one of ${signInKinds.map(spellSignIn).join(", ")}, not "${named}"`);
		for (const { kind: ofProof, option, value } of proofs)
			if (!proofs.some((proof) => proof.kind === kind) && ofProof !== kind && value?.origin === "flag")
				throw wrong(option, `and --sign-in ${spellSignIn(kind)}, which needs no secret, exclude each other`);
		return kind;
	}
	const present = proofs.filter(({ value }) => value !== undefined);
	const flags = present.filter(({ value }) => value?.origin === "flag");
	const [first, second] = flags.length > 0 ? flags : present;
	if (first !== undefined && second !== undefined)
		throw wrong(second.option, `and ${spelled(first.option)} exclude each other: give one of them`);
	return first?.kind;
}

/** The secret for the source: given, or the saved one when the source is the saved one. Absent in a profile that was saved before it was complete. */
export function sourceSecretFrom(
	given: GivenOptions,
	profile: Profile,
	saved: ProfileInUse | null,
): string | undefined {
	const { source } = profile;
	if (source.type !== "entra") return undefined;
	const used = secretOf(source.signIn);
	if (used === null) return undefined;
	const option = secretOptions[used.name];
	const secret = given.secret(option);
	if (secret !== undefined) return secret.value;
	if (saved === null) return used.needed ? needed(option) : undefined;
	if (saved.secrets.sourceSecret === undefined) return undefined;
	if (sameSignIn(source, saved.profile.source)) return saved.secrets.sourceSecret;
	if (!used.needed) return undefined;
	throw wrong(
		option,
		"is needed: the source differs from the saved profile's, and a saved secret is not sent elsewhere",
	);
}

const secretOptions = {
	"client secret": connectionOptions.clientSecret,
	"access token": connectionOptions.graphToken,
	"certificate passphrase": connectionOptions.certificatePassphrase,
} as const;

function sameSignIn(one: EntraSource, other: Source): boolean {
	return (
		other.type === "entra" &&
		one.tenantId === other.tenantId &&
		one.clientId === other.clientId &&
		one.graphUrl === other.graphUrl &&
		one.signIn === other.signIn &&
		one.certificate === other.certificate
	);
}
