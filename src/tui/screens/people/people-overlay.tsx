import type { PeopleFile, Person, PersonResult } from "../../../app/people/people.ts";
import type { Session } from "../../../app/session.ts";
import type { LogEntry } from "../../../ports/log/log-entry.ts";
import type { AppRole } from "../../../source/app-role.ts";
import type { Detail } from "../../components/detail/detail-pane.tsx";
import { ConfirmDialog } from "../../components/dialog/confirm-dialog.tsx";
import { EntryDialog } from "../../entry/entry-dialog.tsx";
import { UserLogDialog } from "../../entry/user-log-dialog.tsx";
import { targetLabel } from "../../text/target-label.ts";
import { usersAndGroups } from "../../text/users-and-groups.ts";
import { WhyDialog } from "../../why/why-dialog.tsx";
import { AssignDialog } from "./change/assign-dialog.tsx";
import { resultDetails } from "./change/change-results.ts";
import { rewriteLines } from "./change/file-text.ts";
import { type Unassignment, unassignLines } from "./change/unassignment.ts";
import { peopleDialogCommands } from "./people-commands.ts";
import { PeopleDialog } from "./people-dialog.tsx";
import { ProvisionQuestion } from "./run/provision-question.tsx";
import { type PaneView, paneCommands } from "./run/run-commands.ts";

/** What is on top of the list. A user who may not have been read yet is named by the ID. */
export type Over =
	| { readonly type: "details"; readonly person: Person | string | null }
	/** The outcome of each of several users. */
	| { readonly type: "batch"; readonly person: Person | null }
	| { readonly type: "provision"; readonly users: readonly Person[]; readonly start: () => unknown }
	| { readonly type: "entry"; readonly entry: LogEntry }
	| { readonly type: "why"; readonly person: Person }
	| { readonly type: "history"; readonly person: Person }
	| { readonly type: "assign"; readonly chosen: readonly Person[] }
	| { readonly type: "unassign"; readonly change: Unassignment }
	| { readonly type: "results"; readonly title: string; readonly results: readonly PersonResult[] };

export type PeopleOverlayProps = {
	readonly session: Session;
	readonly over: Over;
	readonly size: { readonly width: number; readonly height: number };
	/** The source as a file; null for Entra ID. */
	readonly file: PeopleFile | null;
	/** The user or group as it is now; undefined while it is not read. */
	readonly find: (person: Person | string) => Person | undefined;
	readonly details: (person: Person) => readonly Detail[];
	readonly batch: readonly Detail[];
	readonly paneView: (people: readonly Person[]) => PaneView;
	readonly chosen: () => readonly Person[];
	readonly onAssign: (chosen: readonly Person[], role: AppRole) => unknown;
	readonly onUnassign: (change: Unassignment) => unknown;
	readonly onClose: () => void;
};

/** The dialogs of users and groups. */
export function PeopleOverlay({
	session,
	over,
	size,
	file,
	find,
	details,
	batch,
	paneView,
	chosen,
	onAssign,
	onUnassign,
	onClose,
}: PeopleOverlayProps) {
	switch (over.type) {
		case "details": {
			const person = over.person === null ? undefined : find(over.person);
			const id = typeof over.person === "string" ? over.person : "";
			return (
				<PeopleDialog
					title={
						person === undefined ? id : [person.displayName, person.userName].filter(Boolean).join(" · ")
					}
					details={person === undefined ? [{ text: "Reading the user…", tone: "dim" }] : details(person)}
					commands={paneCommands}
					view={paneView(person === undefined ? [] : [person])}
					{...size}
				/>
			);
		}
		case "batch":
			return (
				<PeopleDialog
					title="On demand"
					details={batch}
					commands={paneCommands}
					view={paneView(chosen())}
					{...size}
				/>
			);
		case "provision":
			return (
				<ProvisionQuestion
					users={over.users}
					target={targetLabel(session.profile())}
					isHosted={session.provisioning.mode() === "hosted"}
					onConfirm={over.start}
					onCancel={onClose}
				/>
			);
		case "entry":
			return <EntryDialog entry={over.entry} {...size} onClose={onClose} />;
		case "why":
			return (
				<WhyDialog
					why={session.why}
					userId={over.person.id}
					name={over.person.displayName}
					{...size}
					onClose={onClose}
				/>
			);
		case "history":
			return (
				<UserLogDialog
					session={session}
					userId={over.person.id}
					name={over.person.displayName}
					{...size}
					onClose={onClose}
				/>
			);
		case "assign":
			return (
				<AssignDialog
					people={session.people}
					chosen={over.chosen}
					notes={rewriteLines(file)}
					onAssign={(role) => onAssign(over.chosen, role)}
					onClose={onClose}
				/>
			);
		case "unassign":
			return (
				<ConfirmDialog
					title={`Unassign ${usersAndGroups(over.change.direct)}`}
					lines={[...unassignLines(over.change), ...rewriteLines(file)]}
					{...(over.change.direct.length > 1 ? { typed: String(over.change.direct.length) } : {})}
					verb="Unassign"
					writes="unassign"
					danger
					onConfirm={() => onUnassign(over.change)}
					onCancel={onClose}
				/>
			);
		case "results":
			return (
				<PeopleDialog
					title={`${over.title}: results`}
					tone="caution"
					details={resultDetails(over.results)}
					commands={peopleDialogCommands}
					view={{ close: onClose }}
					{...size}
				/>
			);
	}
}
