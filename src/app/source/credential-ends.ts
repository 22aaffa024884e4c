import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import type { Home } from "../../config/home.ts";
import { readJsonRecord } from "../../config/json/json-file.ts";
import { writePrivately } from "../../config/json/write-privately.ts";
import type { ProfileInUse } from "../../config/profile.ts";
import type { CredentialEnd } from "../../ports/source/directory.ts";

const end = z.object({ kind: z.enum(["clientSecret", "signingCertificate"]), expires: z.number() });
const content = z.record(
	z.string(),
	z.object({ source: z.string(), hint: z.string().optional(), at: z.number(), ends: z.array(end) }),
);

/** Ends that were read longer ago than this, ms, are read again. */
const freshMs = 24 * 3_600_000;

type SignIn = Pick<ProfileInUse, "profile" | "secrets">;

/** When credentials end that only Graph shows, as they were last read, so that `status` names them without a request. */
export interface CredentialEnds {
	/** Null when they were never read with this sign-in; `isFresh`: less than a day ago. */
	readonly of: (
		signIn: SignIn,
		now: number,
	) => Promise<{ readonly ends: readonly CredentialEnd[]; readonly isFresh: boolean } | null>;
	/** Forgets the ends of certificates that sign SAML tokens, of all profiles: one of them was replaced. They are read again when needed. */
	readonly forgetSigning: () => Promise<void>;
	readonly record: (signIn: SignIn, ends: readonly CredentialEnd[], now: number) => Promise<void>;
}

/** Opens the record of a home. One that cannot be read counts as empty: it is written again by the next run. */
export function openCredentialEnds({ state }: Pick<Home, "state">): CredentialEnds {
	const file = join(state, "credential-ends.json");
	const read = async () => content.safeParse(await readJsonRecord(file)).data ?? {};
	return {
		async of(signIn, now) {
			const { [signIn.profile.name]: known } = await read();
			if (known === undefined) return null;
			const { source, hint } = identityOf(signIn);
			if (known.source !== source) return null;
			// A command without the secret, which a scheduled run has in its environment, shows what the run has read.
			if (hint !== undefined && known.hint !== hint) return null;
			return { ends: known.ends, isFresh: now - known.at >= 0 && now - known.at < freshMs };
		},
		async record(signIn, ends, now) {
			const known = { ...identityOf(signIn), at: now, ends: [...ends] };
			await writePrivately(file, JSON.stringify({ ...(await read()), [signIn.profile.name]: known }));
		},
		async forgetSigning() {
			const known = Object.entries(await read()).map(([name, one]) => {
				const ends = one.ends.filter(({ kind }) => kind !== "signingCertificate");
				return [name, ends.length === one.ends.length ? one : { ...one, at: 0, ends }];
			});
			if (known.length > 0) await writePrivately(file, JSON.stringify(Object.fromEntries(known)));
		},
	};
}

/**
 * Differs once another application or another client secret is used. Of the secret, only its first characters are kept, which Graph shows as
 * its hint: a hash would confirm a guess of the whole. Nothing is kept of a passphrase or a token, on which the ends do not depend.
 *
 * @see https://learn.microsoft.com/graph/api/resources/passwordcredential
 */
function identityOf({ profile: { source }, secrets }: SignIn) {
	const hash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);
	const isClientSecret = source.type === "entra" && source.signIn === "clientSecret";
	return {
		source: hash(JSON.stringify(source)),
		hint: isClientSecret ? secrets.sourceSecret?.slice(0, 3) : undefined,
	};
}
