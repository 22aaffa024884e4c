import { expect, it } from "vitest";
import { createFakeSession } from "../fake-session.ts";
import { drawConsole } from "../render-console.tsx";

it("asks for the name of a production target before a message says that a cycle runs", async () => {
	const fake = createFakeSession({ profile: { production: true } });
	const app = await drawConsole(fake, { begin: "home" });
	await app.press("p", "enter");
	await app.see("Production: Run a cycle?");
	expect(app.frame()).not.toContain("Running a cycle.");
	await app.press("escape");
	await app.see("Canceled. Nothing was written.");
	expect(fake.calls).not.toContain("runNow");
});
