import type { LogStatus, LogStep, NewLogEntry } from "../ports/log/log-entry.ts";
import type { OnDemandStep } from "./on-demand-report.ts";

type Name = OnDemandStep["name"];

/** Entra's steps by their type; its answer has none for the connection. */
const named = [
	["import", "Import user"],
	["scoping", "Determine if user is in scope"],
	["matching", "Match user between source and target"],
	["export", "Perform action"],
] as const satisfies readonly (readonly [LogStep["type"], Name])[];

/** Codes of an error for which Entra could not use the target at all. */
const connectionCodes = /Credential|Unavailable$|WebException|^Unauthorized$/i;

/** The five steps of an entry that Entra made on demand. A step that Entra did not come to is `pending`. */
export function onDemandSteps(entry: NewLogEntry): readonly OnDemandStep[] {
	const { steps } = entry;
	const rest = steps.filter(({ type }) => type === "processing");
	return [
		connectionStep(entry),
		...named.map(([type, name]): OnDemandStep => {
			const found = steps.filter((step) => step.type === type);
			return stepOf(name, type === "export" ? [...rest, ...found] : found);
		}),
	];
}

function stepOf(name: Name, found: readonly LogStep[]): OnDemandStep {
	const summary = found.map(({ description }) => description).filter((text) => text !== "");
	return {
		name,
		status: worst(found.map(({ status }) => status)),
		summary: summary.join(" "),
		details: found.flatMap(({ details = [] }) => details),
	};
}

/** Entra reaches the target to match the user: that shows whether the connection works. */
function connectionStep({ steps, error }: NewLogEntry): OnDemandStep {
	const name = "Test connection";
	if (error !== null && connectionCodes.test(error.code))
		return { name, status: "failure", summary: `${error.code}: ${error.reason}`, details: [] };
	const hasReached = steps.some(
		({ type, status }) => (type === "matching" || type === "export") && status === "success",
	);
	const summary = hasReached ? "Entra reached the target." : "Entra did not come to use the target.";
	return { name, status: hasReached ? "success" : "pending", summary, details: [] };
}

function worst(statuses: readonly LogStatus[]): OnDemandStep["status"] {
	if (statuses.length === 0) return "pending";
	if (statuses.includes("failure")) return "failure";
	if (statuses.includes("unknown")) return "unknown";
	return statuses.includes("skipped") ? "skipped" : "success";
}
