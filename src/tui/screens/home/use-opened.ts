import { useState } from "react";
import type { Session } from "../../../app/session.ts";
import type { LogEntry } from "../../../ports/log/log-entry.ts";
import type { Cycle } from "../../../ports/store/cycle.ts";
import { useShell } from "../../context/shell-context.ts";
import type { CountTable } from "./count-table.tsx";
import type { HomeMatter } from "./home-matter.ts";
import { placeOfMatter } from "./place-of-matter.ts";

/** What is open over Home. */
export type Opened =
	| { readonly type: "entry"; readonly entry: LogEntry }
	| {
			readonly type: "cycle";
			readonly cycle: Cycle;
			readonly failures: readonly LogEntry[];
			readonly counts: CountTable;
	  }
	| { readonly type: "why"; readonly user: ExplainedUser };

export type ExplainedUser = { readonly id: string; readonly displayName: string };

/** Failed entries shown in a cycle. */
const shownFailures = 50;

/** Opens over Home where a row happened, or goes to its screen. */
export function useOpened({ provisioning }: Session, recentCycles: readonly Cycle[]) {
	const { go, toast } = useShell();
	const [opened, setOpened] = useState<Opened | null>(null);

	const openCycle = async (cycle: Cycle | undefined) => {
		if (cycle === undefined) {
			go("provisioning");
			return;
		}
		const [failures, { countTable }] = await Promise.all([
			provisioning.log({
				order: "ascending",
				limit: shownFailures,
				cycleId: cycle.id,
				statuses: ["failure"],
			}),
			// What draws tables would make the first frame late.
			import("./count-table.tsx"),
		]);
		setOpened({ type: "cycle", cycle, failures, counts: countTable(cycle) });
	};

	const openMatter = async (matter: HomeMatter) => {
		const place = placeOfMatter(matter);
		if (place.type === "screen") go(place.screen);
		else if (place.type === "entry") setOpened(place);
		else if (place.type === "newestEntry") {
			const [entry] = await provisioning.log({ order: "descending", limit: 1, ...place.of });
			if (entry === undefined) toast.note(place.missing);
			else setOpened({ type: "entry", entry });
		} else if (place.type === "cycle") await openCycle(recentCycles.find(({ id }) => id === place.id));
		else await openCycle(recentCycles[0]);
	};

	const explain = (user: ExplainedUser) => setOpened({ type: "why", user });
	return { opened, openCycle, openMatter, explain, close: () => setOpened(null) };
}
