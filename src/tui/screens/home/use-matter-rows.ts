import { useMemo } from "react";
import type { ProvisioningStatus } from "../../../app/provisioning/provisioning.ts";
import type { Session } from "../../../app/session.ts";
import type { ExpiringCredential } from "../../../app/source/expiring-credentials.ts";
import type { LogEntry } from "../../../ports/log/log-entry.ts";
import { changesHeldBack, type OpenMatter } from "../../../ports/open-matter.ts";
import { useShell } from "../../context/shell-context.ts";
import { useLoad } from "../../hooks/use-load.ts";
import { useSessionValue } from "../../hooks/use-session-value.ts";
import { homeMatters } from "./home-matter.ts";
import { type MatterRow, matterId, matterSubjects } from "./matter-text.ts";
import { solutionOf } from "./solution.ts";

/** The rows of what needs the operator, and the credentials among them that expire soon; undefined until they are read. */
export function useMatterRows(
	session: Session,
	{ openMatters, drift }: ProvisioningStatus,
): { readonly rows: readonly MatterRow[]; readonly expiring: readonly ExpiringCredential[] | undefined } {
	const { place } = useShell();
	const heldBack = useHeldBack(session, openMatters);
	// The check of the sign-in finds out later when a client secret expires.
	const checked = useSessionValue(session, session.permissions.current);
	const expiring = useLoad(checked, () => session.expiring(), { quiet: true }).value;
	const rows = useMemo(() => {
		const all = homeMatters({ openMatters, ...(drift === undefined ? {} : { drift }) }, heldBack, expiring);
		const subjects = matterSubjects(all);
		return all.map(
			(matter, index): MatterRow => ({
				id: matterId(matter),
				matter,
				subject: subjects[index] ?? "",
				solvedBy: solutionOf(place(matter.remedy)).label,
			}),
		);
	}, [openMatters, drift, heldBack, expiring, place]);
	return { rows, expiring };
}

const nothingHeld: readonly LogEntry[] = [];

/** The entries of what is held back, read again when another set of changes is. */
function useHeldBack({ provisioning }: Session, matters: readonly OpenMatter[]): readonly LogEntry[] {
	const hash = changesHeldBack(matters)?.hash ?? null;
	const { value = nothingHeld, of } = useLoad(
		hash,
		async (asked) => (asked === null ? nothingHeld : provisioning.heldBack()),
		{ quiet: true },
	);
	return of === hash ? value : nothingHeld;
}
