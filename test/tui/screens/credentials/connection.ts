import type {
	Connection,
	ConnectionDraft,
	ConnectionReport,
} from "../../../../src/app/connection/connection.ts";
import { createFakeSession } from "../../fake-session.ts";
import { type Drawn, drawConsole, type Size } from "../../render-console.tsx";

export const token = Buffer.from(`suABCDEFGHIJKL:${"k".repeat(64)}`).toString("base64");

const authorized = (appName: string): ConnectionReport => ({
	ok: true,
	message: `Testing connection to ${appName}\nThe supplied credentials are authorized to enable provisioning`,
	advice: "",
});

export const entra = {
	type: "entra",
	tenantId: "contoso.onmicrosoft.com",
	clientId: "client-1",
	application: "Sumo Logic",
	signIn: "clientSecret",
} as const satisfies ConnectionDraft["source"];

/** A connection that keeps what is saved, and records what it was asked. */
export function fakeConnection(first: Partial<ConnectionDraft> = {}, change: Partial<Connection> = {}) {
	let saved: ConnectionDraft = {
		appName: "Sumo Logic",
		target: { deployment: "us2" },
		source: { type: "demo" },
		accessId: "suABCDEFGHIJKL",
		...first,
	};
	const saves: ConnectionDraft[] = [];
	const tests: ConnectionDraft[] = [];
	const connection: Partial<Connection> = {
		current: () => saved,
		secretsSaved: () => ({ accessKey: true, sourceSecret: false }),
		tenantUrl: ({ target }) =>
			target.deployment === "custom"
				? (target.scimUrl ?? "")
				: `https://api.${target.deployment}.sumologic.com/api/v1/scim`,
		revealToken: async () => token,
		check: ({ accessId = "", appName }) => [
			...(appName === ""
				? [{ field: "appName", severity: "error", message: "The application needs a name." } as const]
				: []),
			...(accessId.startsWith("su")
				? []
				: [
						{ field: "accessId", severity: "warning", message: "Access IDs usually begin with su." } as const,
					]),
		],
		async test(draft) {
			tests.push(draft);
			return authorized(draft.appName);
		},
		testSource: async () => ({ ok: true, message: "Demo tenant: 12 assigned", advice: "", assigned: 12 }),
		async save(draft) {
			saves.push(draft);
			const { accessKey: _key, sourceSecret: _secret, ...rest } = draft;
			saved = rest;
		},
		...change,
	};
	return { connection, saves, tests };
}

export async function open(
	fake: ReturnType<typeof fakeConnection> = fakeConnection(),
	size: Partial<Size> = {},
): Promise<Drawn & typeof fake> {
	const session = createFakeSession({ connection: fake.connection });
	const app = await drawConsole(session, { begin: "credentials", ...size });
	await app.see("Target and source");
	return { ...app, ...fake };
}

export const down = (times: number) => Array.from({ length: times }, () => "down");
