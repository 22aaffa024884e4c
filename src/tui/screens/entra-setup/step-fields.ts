import type { SetupFieldId, StepId } from "../../../app/guided-setup/entra-setup.ts";

/** One value of a step: its label, and what may be entered. */
export type StepField = { readonly id: SetupFieldId; readonly label: string; readonly hint: string };

const start: StepField = {
	id: "start",
	label: "Start the job",
	hint: "yes: Entra provisions; no: sumo-provision does",
};

/** The values that the form of each step asks for; none for a step that has only values in the file. */
export const stepFields: Readonly<Record<StepId, readonly StepField[]>> = {
	app: [{ id: "appName", label: "Application", hint: "name of the enterprise application" }],
	saml: [],
	"sumo-saml": [],
	roles: [
		{
			id: "roles",
			label: "Roles",
			hint: "all, or User, Analyst, SecurityAnalyst = Security Analyst",
		},
	],
	assignments: [
		{
			id: "assignments",
			label: "Assignments",
			hint: "Group name = Role; ada@contoso.com = Role",
		},
	],
	job: [
		{ id: "mappings", label: "Mappings", hint: "guide, or guide-2025; a list only in the file" },
		{ id: "users", label: "Users in scope", hint: "assigned or all" },
		{ id: "notificationEmail", label: "Notify", hint: "email address for quarantine and held deletions" },
		{ id: "deletionThreshold", label: "Hold deletions", hint: "maximum per cycle, such as 500" },
	],
	start: [
		start,
		{ id: "firstUser", label: "First user", hint: "user principal name; empty: an assigned user; none" },
	],
};

/** The step of the guide that a row belongs to, and what it covers. */
export const stepTitles: Readonly<Record<StepId, string>> = {
	app: "1 Application in Entra",
	saml: "2 Single sign-on in Entra",
	"sumo-saml": "2 Single sign-on in Sumo Logic",
	roles: "3 App roles",
	assignments: "3 Users and groups",
	job: "4 Provisioning job",
	start: "5 Start, and first user",
};
