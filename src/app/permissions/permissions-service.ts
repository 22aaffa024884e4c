import type { ProfileInUse } from "../../config/profile.ts";
import type { EventBus } from "../events/event-bus.ts";
import { type SignInExpiry, signInExpiry } from "../source/sign-in-expiry.ts";
import { type GraphParts, openGraph } from "../tenant/open-graph.ts";
import { type AreaReport, areaTitles, type Permissions } from "./permissions.ts";

export type PermissionsParts = {
	readonly inUse: () => ProfileInUse;
	readonly graph: () => GraphParts;
	readonly events: EventBus;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

/** Keeps the last check for the screens, until another connection is used. */
export function createPermissionsService({ inUse, graph, events, now }: PermissionsParts): Permissions {
	let last: readonly AreaReport[] | null = null;
	let expiry: SignInExpiry | null = null;
	let connection = 0;
	events.on(["connectionChanged"], () => {
		connection++;
		last = null;
		expiry = null;
	});
	const isEntra = () => ["entra", "demo"].includes(inUse().profile.source.type);
	return {
		current: () => last,
		expiry: () => expiry,
		async check(signal) {
			if (!isEntra()) return null;
			const { checkPermissions } = await import("../../entra/permissions/check-permissions.ts");
			const checked = connection;
			const client = await openGraph(inUse(), graph());
			let reports: readonly AreaReport[];
			let ends: SignInExpiry | null;
			try {
				reports = await checkPermissions(client, signal);
				ends = await signInExpiry(inUse(), client, now(), signal);
			} finally {
				client.close();
			}
			// Another sign-in may have been chosen meanwhile.
			if (checked !== connection) return reports;
			last = reports;
			expiry = ends;
			await events.publish({ type: "statusChanged" });
			return reports;
		},
		refusal(area) {
			const found = last?.find((one) => one.area === area);
			return found?.state === "missing" ? `${areaTitles[area]}: not allowed. ${found.detail}` : undefined;
		},
	};
}
