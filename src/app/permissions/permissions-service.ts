import type { ProfileInUse } from "../../config/profile.ts";
import type { GraphClient } from "../../entra/graph/graph-client.ts";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { CredentialEnds } from "../source/credential-ends.ts";
import { type SignInExpiry, signInExpiry } from "../source/sign-in-expiry.ts";
import { type GraphParts, openGraph } from "../tenant/open-graph.ts";
import { type AreaId, type AreaReport, areaTitles, type Permissions } from "./permissions.ts";

export type PermissionsParts = {
	readonly inUse: () => ProfileInUse;
	readonly graph: () => GraphParts;
	/** Ends of credentials, as they were last read. */
	readonly ends: CredentialEnds;
	readonly events: EventBus;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

type Checked = { readonly reports: readonly AreaReport[] | null; readonly expiry: SignInExpiry | null };

const unchecked: Checked = { reports: null, expiry: null };

/** What the sign-in in use may do. Keeps the last check for the screens, until another connection is used. */
export class PermissionsService implements Permissions {
	readonly #parts: PermissionsParts;
	#checked = unchecked;
	/** Counts the connections that were used. */
	#connection = 0;

	constructor(parts: PermissionsParts) {
		this.#parts = parts;
		parts.events.on(["connectionChanged"], () => {
			this.#connection++;
			this.#checked = unchecked;
		});
	}

	readonly current = (): readonly AreaReport[] | null => this.#checked.reports;

	readonly expiry = (): SignInExpiry | null => this.#checked.expiry;

	readonly check = async (signal?: AbortSignal): Promise<readonly AreaReport[] | null> => {
		const { inUse, graph, events, now } = this.#parts;
		if (!["entra", "demo"].includes(inUse().profile.source.type)) return null;
		const { checkPermissions } = await import("../../entra/permissions/check-permissions.ts");
		const connection = this.#connection;
		const client = await openGraph(inUse(), graph());
		const checked = async (): Promise<Checked> => {
			const reports = await checkPermissions(client, signal);
			const expiry = await signInExpiry(inUse(), client, now(), signal);
			await this.#recordEnds(client, expiry, signal);
			return { reports, expiry };
		};
		const found = await checked().finally(() => client.close());
		// Another sign-in may have been chosen meanwhile.
		if (connection !== this.#connection) return found.reports;
		this.#checked = found;
		await events.publish({ type: "statusChanged" });
		return found.reports;
	};

	/** Keeps what was read for the console and `status`, with the end of the certificate that signs SAML tokens. */
	async #recordEnds(client: GraphClient, expiry: SignInExpiry | null, signal?: AbortSignal): Promise<void> {
		const { inUse, ends, now } = this.#parts;
		const { source } = inUse().profile;
		if (source.type !== "entra") return;
		const [{ findApplication }, { readCredentialEnds }] = await Promise.all([
			import("../../entra/application.ts"),
			import("../../entra/permissions/credential-ends.ts"),
		]);
		try {
			const id = await findApplication(client, source.application, signal);
			// The end of the secret is known already.
			const secret =
				expiry?.kind === "clientSecret" ? [{ kind: "clientSecret" as const, expires: expiry.expires }] : [];
			const others = await readCredentialEnds(client, undefined, id, signal);
			await ends.record(inUse(), [...secret, ...others], now());
		} catch (error) {
			// The application is not there yet, or may not be read: the check of its area reports that.
			if (!(error instanceof DirectoryError)) throw error;
		}
	}

	readonly refusal = (area: AreaId): string | undefined => {
		const found = this.#checked.reports?.find((one) => one.area === area);
		return found?.state === "missing" ? `${areaTitles[area]}: not allowed. ${found.detail}` : undefined;
	};
}
