import type { Directory } from "../../ports/source/directory.ts";
import type { AppRole } from "../../source/app-role.ts";
import { type Entitlement, entitle } from "../../source/entitlement.ts";
import type { Group } from "../../source/group.ts";
import { isEnabled, nameOf, principalNameOf, type SourceUser } from "../../source/source-user.ts";
import { cleanText } from "../../text/clean-text.ts";
import { errorMessage } from "../../text/error-message.ts";
import { createCachedValue } from "../cache/cached-value.ts";
import { waitFor } from "../cache/wait-for.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { People, Person, PersonResult } from "./people.ts";

const shown = ["displayName", "userPrincipalName", "mail", "accountEnabled", "userType"];

export type PeopleParts = {
	readonly directory: () => Promise<Directory>;
	readonly events: EventBus;
	/** False while assigning is known to be refused; default: it may be allowed. */
	readonly writable?: () => boolean;
};

/** The users and groups of the source, with who is assigned and how. Read once, and again on `refresh` and after a change. */
export function createPeopleService({ directory, events, writable = () => true }: PeopleParts): People {
	const people = createCachedValue(async () => readPeople(await directory()));
	events.on(["cycleEnded", "connectionChanged", "sourceChanged"], people.invalidate);

	const list: People["list"] = ({ refresh = false, signal } = {}) => {
		if (refresh) people.invalidate();
		return waitFor(people.get(), signal);
	};

	const forEach = async (
		ids: readonly string[],
		act: (source: Directory, person: Person) => Promise<void>,
	) => {
		const source = await directory();
		const byId = new Map((await list()).map((person) => [person.id, person]));
		const results: PersonResult[] = [];
		for (const id of ids) {
			const person = byId.get(id);
			const displayName = person?.displayName ?? id;
			try {
				if (person === undefined) throw new Error(`${id} is no longer in the directory. Refresh the list.`);
				await act(source, person);
				results.push({ id, displayName, error: null });
			} catch (error) {
				results.push({ id, displayName, error: errorMessage(error) });
			}
		}
		await events.publish({ type: "sourceChanged" });
		return results;
	};

	return {
		writable,
		list,
		roles: async (): Promise<readonly AppRole[]> => (await (await directory()).assignments()).roles,
		groups: async (): Promise<readonly Group[]> => (await directory()).groups(),
		assign: (ids, roleId) => forEach(ids, (source, { id, type }) => source.assign({ id, type }, roleId)),
		unassign: (ids) => forEach(ids, unassignDirectly),
		async file() {
			const source = await directory();
			if (source.file === undefined) return null;
			const { path, rewrites } = source.file;
			return { path, problems: (await source.problems?.()) ?? [], rewrites: await rewrites() };
		},
		async undo() {
			const { file, label } = await directory();
			if (file === undefined) throw new Error(`${label} is not a file, so no change can be undone.`);
			const undone = await file.undo();
			await events.publish({ type: "sourceChanged" });
			return undone;
		},
	};
}

async function unassignDirectly(source: Directory, person: Person): Promise<void> {
	const direct = person.assigned.filter(({ via }) => via === null);
	const groups = [...new Set(person.assigned.flatMap(({ via }) => via ?? []))];
	if (direct.length === 0 && groups.length > 0) {
		throw new Error(
			`${person.displayName} is assigned through ${groups.join(", ")}. Unassign the group instead.`,
		);
	}
	if (direct.length === 0) throw new Error(`${person.displayName} is not assigned.`);
	for (const { assignmentId } of direct) await source.unassign(assignmentId);
}

async function readPeople(source: Directory): Promise<readonly Person[]> {
	const [state, groups, read] = await Promise.all([
		source.assignments(),
		source.groups(),
		source.read(null, shown),
	]);
	const entitlements = entitle(state.assignments, state.roles, (group) => state.members.get(group) ?? []);
	const people: Person[] = [];
	for await (const page of read.users) {
		for (const user of page) people.push(personOf(user, entitlements.get(user.id) ?? []));
	}
	const names = new Map(state.roles.map(({ id, displayName }) => [id, displayName]));
	for (const group of groups) {
		const assigned = state.assignments
			.filter(({ principalId }) => principalId === group.id)
			.map(({ id, appRoleId }) => ({
				assignmentId: id,
				role: cleanText(names.get(appRoleId) ?? "Default Access"),
				via: null,
			}));
		people.push({
			id: group.id,
			type: "Group",
			displayName: cleanText(group.displayName),
			userName: "",
			mail: "",
			enabled: true,
			guest: false,
			assigned,
		});
	}
	const order = new Intl.Collator(undefined, { sensitivity: "base" });
	return people.sort((a, b) => order.compare(a.displayName, b.displayName));
}

function personOf(user: SourceUser, entitlements: readonly Entitlement[]): Person {
	const { mail, userType } = user.attributes;
	return {
		id: user.id,
		type: "User",
		displayName: cleanText(nameOf(user)),
		userName: cleanText(principalNameOf(user)),
		mail: typeof mail === "string" ? cleanText(mail) : "",
		enabled: isEnabled(user),
		guest: userType === "Guest",
		assigned: entitlements.map(({ role, assignmentId, via }) => ({
			assignmentId,
			role: cleanText(role.displayName),
			via: via.type === "group" ? cleanText(via.displayName) : null,
		})),
	};
}
