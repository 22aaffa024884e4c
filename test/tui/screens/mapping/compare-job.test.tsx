import { describe, expect, it } from "vitest";
import type { JobSchemaDiff } from "../../../../src/app/job-schema/job-schema.ts";
import { createFakeSession, type FakeData } from "../../fake-session.ts";
import { drawConsole, type Size } from "../../render-console.tsx";

const mapping = (target: string) => ({
	...{ target, source: { type: "direct", attribute: "jobTitle" }, apply: "always", flowNull: false },
});
const diff = {
	push: [{ type: "added", target: "title", mapping: mapping("title") }],
	pull: [{ type: "removed", target: "title", mapping: mapping("title") }],
	notes: ["The job provisions all users (SyncAll), and the profile assigned users"],
	version: "v1",
	changedByOthers: ["attributeMappings[userName].defaultValue: null → x"],
} as JobSchemaDiff;

const sizes: readonly Size[] = [
	{ columns: 80, rows: 24 },
	{ columns: 120, rows: 40 },
];

async function open(jobSchema: FakeData["jobSchema"], size: Partial<Size> = {}) {
	const fake = createFakeSession({ jobSchema: { diff: async () => diff, ...jobSchema } });
	const app = await drawConsole(fake, { begin: "mapping", ...size });
	await app.press("c");
	return app;
}

describe("the comparison of profile and Entra's job", () => {
	it.each(sizes)("shows both directions and pushes after a question at $columns×$rows", async (size) => {
		const pushed: string[] = [];
		const push = async () => {
			pushed.push("push");
			return { ...diff, changed: true, changes: diff.push, backup: "/state/schemas/scim.json" };
		};
		const app = await open({ push }, size);
		for (const text of [
			"A push changes in the job:",
			"+ title",
			"A pull changes in the profile:",
			"- title",
			"Changed by another admin: attributeMappings[userName]",
			"The job provisions all users",
			"◉ Change nothing",
		])
			await app.see(text);
		await app.press("j", "enter");
		await app.see("Write the profile's rules into Entra's job?");
		await app.see("the previous schema");
		expect(pushed).toEqual([]);
		await app.press("enter");
		await app.see("Pushed 1 change into Entra's job. The previous schema:");
		expect(pushed).toEqual(["push"]);
	});

	it("pulls after a question", async () => {
		const pull = async () => ({
			saved: true,
			initialCycle: true,
			changes: diff.pull,
			notes: [],
			problems: [],
		});
		const app = await open({ pull });
		await app.see("A pull changes");
		await app.press("j", "j", "enter");
		await app.see("Take the job's rules over into the profile?");
		await app.press("enter");
		await app.see("Pulled 1 change from Entra's job into the profile.");
	});

	it("changes nothing on Enter, and shows why the job cannot be read", async () => {
		const app = await open({ diff: async () => Promise.reject(new Error("The application has no job.")) });
		await app.see("The application has no job.");
		await app.press("escape");
		await app.seeNot("The profile and Entra's job");
		const same = await open({ diff: async () => ({ ...diff, push: [], pull: [] }) });
		await same.see("nothing: it has the same rules");
		await same.press("enter");
		await same.seeNot("The profile and Entra's job");
	});
});
