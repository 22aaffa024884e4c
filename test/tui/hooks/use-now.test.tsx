import { expect, it, onTestFinished, vi } from "vitest";
import type { OpenMatter } from "../../../src/ports/open-matter.ts";
import { at } from "../fake-data.ts";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

const minute = 60_000;

it("draws again how long ago something was, without a key", async () => {
	vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
	onTestFinished(() => {
		vi.useRealTimers();
	});
	const user = { id: "P1", displayName: "Fay Wray", userName: "fay@example.com" };
	const matter: OpenMatter = {
		...{ kind: "userFails", code: "RoleNotFound", user, since: at - 10_000, attempts: 1 },
		...{
			nextAttempt: at + 60 * minute,
			reason: "Fay Wray has no role.",
			recommendedAction: "Create the role.",
		},
		remedy: { type: "none" },
	};
	let now = at;
	const fake = createFakeSession({ status: { openMatters: [matter] } });
	const app = await drawConsole(fake, { begin: "home", now: () => now });
	await app.see("(10 s ago)");
	now += 2 * minute;
	vi.advanceTimersByTime(minute);
	await app.see("(2 min ago)");
	expect(app.frame()).toContain("in 58 min");
});
