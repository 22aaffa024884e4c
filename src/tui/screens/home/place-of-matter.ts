import type { LogEntry } from "../../../ports/log/log-entry.ts";
import type { LogQuery } from "../../../ports/store/log-query.ts";
import type { ScreenId } from "../../context/shell-context.ts";
import type { HomeMatter } from "./home-matter.ts";
import { matterSubject } from "./matter-text.ts";

/** Where a matter happened. */
export type PlaceOfMatter =
	| { readonly type: "entry"; readonly entry: LogEntry }
	/** The newest entry of the log that `of` finds; `missing` says that there is none any more. */
	| {
			readonly type: "newestEntry";
			readonly of: Required<Pick<LogQuery, "sourceId" | "statuses">>;
			readonly missing: string;
	  }
	/** A cycle; null when nothing names it. */
	| { readonly type: "cycle"; readonly id: string | null }
	| { readonly type: "lastCycle" }
	| { readonly type: "screen"; readonly screen: ScreenId };

/** Where a row of Home happened. */
export function placeOfMatter(matter: HomeMatter): PlaceOfMatter {
	switch (matter.kind) {
		case "heldBackUser":
			return { type: "entry", entry: matter.entry };
		case "expires":
			return { type: "screen", screen: "credentials" };
		case "drift":
			return { type: "screen", screen: "accounts" };
		case "missingRole": {
			const [sourceId = ""] = matter.users;
			const missing = "The log no longer has an entry about this role.";
			return { type: "newestEntry", of: { sourceId, statuses: ["failure"] }, missing };
		}
		case "userFails":
		case "changeNotApplied": {
			const missing = `The log no longer has an entry for ${matterSubject(matter)}.`;
			const status = matter.kind === "userFails" ? "failure" : "warning";
			return { type: "newestEntry", of: { sourceId: matter.user.id, statuses: [status] }, missing };
		}
		case "cycleFailed":
		case "paused":
		case "changesHeldBack":
			return { type: "cycle", id: matter.cycleId };
		case "quarantine":
			return { type: "lastCycle" };
	}
}
