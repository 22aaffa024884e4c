import type { SetupFile } from "./setup-file.ts";

/** What a form asks about a setup, as text. All else is edited in the file. */
export const setupFieldIds = [
	"appName",
	"roles",
	"assignments",
	"mappings",
	"users",
	"notificationEmail",
	"deletionThreshold",
	"start",
	"firstUser",
] as const;
export type SetupFieldId = (typeof setupFieldIds)[number];
export type SetupValues = Readonly<Record<SetupFieldId, string>>;

/** The values of a file as a form shows them. Assignments may be the name of a CSV file. A list of mappings is shown as `file`. */
export function setupValuesOf({ app, roles, assignments, mappings, scope, job }: SetupFile): SetupValues {
	return {
		appName: app.name,
		roles:
			roles === "all"
				? "all"
				: roles
						.map((role) =>
							"sumoRole" in role && role.sumoRole !== undefined
								? `${role.value} = ${role.sumoRole}`
								: role.value,
						)
						.join(", "),
		assignments:
			typeof assignments === "string"
				? assignments
				: assignments
						.map(
							(one) =>
								`${"user" in one ? one.user : one.group}${one.role === undefined ? "" : ` = ${one.role}`}`,
						)
						.join("; "),
		mappings: typeof mappings === "string" ? mappings : "file",
		users: scope.users,
		...jobValuesOf(job),
	};
}

function jobValuesOf(
	job: SetupFile["job"],
): Pick<SetupValues, "notificationEmail" | "deletionThreshold" | "start" | "firstUser"> {
	if (job === false) return { notificationEmail: "", deletionThreshold: "", start: "no", firstUser: "none" };
	const { notificationEmail, deletionThreshold, start, firstUser } = job;
	return {
		notificationEmail: notificationEmail ?? "",
		deletionThreshold: deletionThreshold === undefined ? "" : String(deletionThreshold),
		start: start ? "yes" : "no",
		firstUser: firstUser === false ? "none" : (firstUser ?? ""),
	};
}

/** A value of a setup file at its path; undefined: the file does not say. */
export type SetupEntry = { readonly path: readonly string[]; readonly value: unknown };

/** What a changed field means in the file. A text that means nothing is passed on, for the file's own check to refuse. */
export function setupEntryOf(id: SetupFieldId, text: string): SetupEntry {
	const given = text.trim();
	const orAbsent = given === "" ? undefined : given;
	switch (id) {
		case "appName":
			return { path: ["app", "name"], value: given };
		case "roles":
			return {
				path: ["roles"],
				value: given === "" || given === "all" ? "all" : split(given, ",").map(roleOf),
			};
		case "assignments":
			return {
				path: ["assignments"],
				value: /^[^;=]+\.(csv|tsv|txt)$/i.test(given) ? given : split(given, ";").map(assignmentOf),
			};
		case "mappings":
			return { path: ["mappings"], value: orAbsent };
		case "users":
			return { path: ["scope", "users"], value: orAbsent };
		case "notificationEmail":
			return { path: ["job", "notificationEmail"], value: orAbsent };
		case "deletionThreshold":
			return {
				path: ["job", "deletionThreshold"],
				value: /^\d+$/.test(given) ? Number(given) : orAbsent,
			};
		case "start":
			return { path: ["job", "start"], value: { yes: true, no: false }[given.toLowerCase()] ?? given };
		case "firstUser":
			return { path: ["job", "firstUser"], value: given === "none" ? false : orAbsent };
	}
}

function split(text: string, separator: string): readonly string[] {
	return text
		.split(separator)
		.map((part) => part.trim())
		.filter((part) => part !== "");
}

/** `SecurityAnalyst = Security Analyst`: the value of the app role, and the role in Sumo Logic. */
function roleOf(text: string): unknown {
	const [value = "", sumoRole] = split(text, "=");
	return sumoRole === undefined ? value : { value, sumoRole };
}

/** `ada@contoso.com = Analyst`, `Sumo Readers = User`: with an `@` a user, otherwise a group. */
function assignmentOf(text: string): unknown {
	const [name = "", role] = split(text, "=");
	const principal = name.includes("@") ? { user: name } : { group: name };
	return role === undefined ? principal : { ...principal, role };
}
