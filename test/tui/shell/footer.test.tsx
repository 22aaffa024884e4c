import { describe, expect, it } from "vitest";
import type { OpenMatter } from "../../../src/ports/open-matter.ts";
import { footerHints } from "../../../src/tui/shell/footer.tsx";
import { account, at, discovered, entry, linkedAccount, person } from "../fake-data.ts";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

const paused: OpenMatter = {
	...{ kind: "paused", cycleId: "c", since: at, attempts: 1, nextAttempt: null },
	...{ reason: "The target is down.", recommendedAction: "Wait.", remedy: { type: "wait" } },
};

const data = {
	people: [person(0)],
	entries: [entry(0)],
	accounts: [account("1", "ada@example.com")],
	discovered: [linkedAccount(0), discovered(1)],
	status: { openMatters: [paused] },
};

describe("the footer", () => {
	it.each([
		...(["home", "people", "on-demand", "plan", "provisioning", "accounts"] as const),
		...(["deactivated", "credentials", "entra-setup", "settings"] as const),
	])("of %s begins with what Enter does", async (begin) => {
		const app = await drawConsole(createFakeSession(data), { begin });
		await app.until(() => expect(app.lines().at(-1)).toMatch(/^Enter \w+/u));
	});

	it("begins with it also where another part of the screen comes first", () => {
		const hints = footerHints(
			[
				{ id: "a", keys: ["ctrl+o"], title: "Preview the next user", hint: "next" },
				{ id: "b", keys: ["enter"], means: "edit", title: "Edit the mapping", hint: "edit" },
			],
			80,
		);
		expect(hints.map(({ label, hint }) => [label, hint])).toEqual([
			["Enter", "edit"],
			["Ctrl+O", "next"],
		]);
	});
});
