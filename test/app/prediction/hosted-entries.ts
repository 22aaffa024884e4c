import type { HostedLogEntry } from "../../../src/ports/hosted-service.ts";
import type { EntraControl } from "../../../src/simulator/entra/control.ts";

type Entry = ReturnType<EntraControl["provisioningLog"]>[number];

const actions = {
	create: "Create",
	update: "Update",
	delete: "Delete",
	stagedDelete: "StagedDelete",
	disable: "Disable",
	other: "Other",
} as const;

/** Entries for users of the simulated job as the client of Graph's log returns them, without its 5 requests per 10 s. */
export function hostedEntries(entries: readonly Entry[]): readonly HostedLogEntry[] {
	return entries
		.filter(({ source }) => source.type === "User")
		.map((entry) => {
			const { id, cycleId, changeId, began, ended, action, status, source, target, steps, modified, error } =
				entry;
			return {
				id,
				cycleId,
				changeId,
				time: ended,
				action: actions[action],
				status,
				durationMs: ended - began,
				initiatedBy: "system",
				skipReason: status === "skipped" ? (error?.code ?? "Skipped") : null,
				source: { id: source.id, displayName: source.displayName, userName: source.userPrincipalName },
				target: target.id === "" ? null : { id: target.id, displayName: "", userName: "" },
				steps: steps.map(({ type, status: stepStatus, description, details, scoping }) => ({
					type: type === "referenceResolution" ? "processing" : type,
					status: stepStatus,
					description,
					details: [
						...Object.entries(details).map(([name, value]) => ({ name, value })),
						...(scoping === undefined
							? []
							: [
									{ name: "Active in the source system", value: scoping.isActive ? "True" : "False" },
									{ name: "Assigned to the application", value: scoping.isAssigned ? "True" : "False" },
									{ name: "Scoping filter evaluation passed", value: scoping.passes ? "True" : "False" },
								]),
					],
				})),
				modifiedProperties: modified,
				error:
					status === "failure"
						? {
								code: error?.code ?? "Unknown",
								category: "NonServiceFailure",
								reason: error?.reason ?? "",
								recommendedAction: "",
								remedy: { type: "none" },
							}
						: null,
			};
		});
}
