import type { ProfileInUse } from "../../config/profile.ts";
import type { EventBus } from "../events/event-bus.ts";
import { type GraphParts, openGraph } from "../tenant/open-graph.ts";
import { type AreaReport, areaTitles, type Permissions } from "./permissions.ts";

export type PermissionsParts = {
	readonly inUse: () => ProfileInUse;
	readonly graph: () => GraphParts;
	readonly events: EventBus;
};

/** Keeps the last check for the screens, until another connection is used. */
export function createPermissionsService({ inUse, graph, events }: PermissionsParts): Permissions {
	let last: readonly AreaReport[] | null = null;
	events.on(["connectionChanged"], () => {
		last = null;
	});
	const isEntra = () => ["entra", "demo"].includes(inUse().profile.source.type);
	return {
		current: () => last,
		async check(signal) {
			if (!isEntra()) return null;
			const { checkPermissions } = await import("../../entra/permissions/check-permissions.ts");
			const client = await openGraph(inUse(), graph());
			try {
				last = await checkPermissions(client, signal);
			} finally {
				client.close();
			}
			await events.publish({ type: "statusChanged" });
			return last;
		},
		refusal(area) {
			const found = last?.find((one) => one.area === area);
			return found?.state === "missing" ? `${areaTitles[area]}: not allowed. ${found.detail}` : undefined;
		},
	};
}
