import { RemediableError } from "../../ports/errors/remediable-error.ts";
import { counted } from "../../text/counted.ts";

const maxListed = 10;

/** Another admin has changed the job's schema since it was last shown here. Nothing was written. No changes: Entra says so, and shows none. */
export class SchemaChangedError extends RemediableError {
	override readonly name = "SchemaChangedError";
	readonly code = "schema-changed";
	/** The places that differ, one line each. */
	readonly changes: readonly string[];

	constructor(changes: readonly string[]) {
		super(
			changes.length === 0
				? "Entra refuses to replace the job's schema because it has been changed since it was read, but shows no difference. Nothing was written: compare, then try again."
				: `The job's schema has been changed since it was last shown here, and nothing was written:${listed(changes)}`,
			{ type: "compare-job-mapping" },
		);
		this.changes = changes;
	}
}

/** Another admin saved the job's schema while it was written, so that one of the two writes replaced the other. */
export class SchemaRacedError extends RemediableError {
	override readonly name = "SchemaRacedError";
	readonly code = "schema-raced";
	/** What was written and is not there, one line each; empty when all of it is there. */
	readonly changes: readonly string[];

	/** @param otherSaves saves by others in the meantime; null when Entra does not count them */
	constructor(changes: readonly string[], otherSaves: number | null) {
		super(racedMessage(changes, otherSaves), { type: "compare-job-mapping" });
		this.changes = changes;
	}
}

function racedMessage(changes: readonly string[], otherSaves: number | null): string {
	const begun = "The job's schema was written, but another admin saved it at the same time";
	if (changes.length > 0)
		return `${begun}. What was written is no longer all there (written → present):${listed(changes)}\n`;
	return `${begun}: Entra counts ${counted(otherSaves ?? 0, "other save")} since it was read. What was written here is in place; what the other admin changed may be lost, and Entra does not show it.`;
}

/** The place within the mapping of users, which is the only one that is provisioned; another place as it is. */
function withoutRule(change: string): string {
	return change.replace(/^synchronizationRules\[[^\]]*\]\.objectMappings\[(?![^\]]*Group)[^\]]*\]\./i, "");
}

function listed(changes: readonly string[]): string {
	const lines = changes.slice(0, maxListed).map((one) => `\n  ${withoutRule(one)}`);
	const more = changes.length > maxListed ? `\n  and ${changes.length - maxListed} more` : "";
	return `${lines.join("")}${more}\n`;
}
