import { expect, it } from "vitest";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { setUp } from "../setup.ts";

/** A second home with the same source creates Ada's account right before this one does; `created`: what the target says of when. */
async function overtaken(created: (now: number) => string) {
	const setup = await setUp();
	const { directory, target, clock, engine, entries } = setup;
	directory.put(person("Ada"), "User");
	target.fate = (call, when, about) => {
		if (call !== "create" || when !== "before") return;
		target.seed(about, { meta: { created: created(clock.now()) } });
		throw refusal("conflict", 409, "exists");
	};
	const summary = await engine.run();
	return { summary, entries: await entries(), target };
}

it("an account that another home created at the same time is not claimed as created by this one", async () => {
	const { summary, entries, target } = await overtaken((now) => new Date(now).toISOString());
	expect(summary).toMatchObject({ outcome: "completed", failed: 0 });
	expect(target.accounts.size).toBe(1);
	const last = entries.at(-1)?.steps.at(-1)?.description;
	expect(last).toContain("The target answered that the account exists already.");
	expect(last).toContain("or by another client");
	expect(JSON.stringify(entries)).not.toContain("The account was created.");
});

it("an account that is older than the creation is linked, and no creation is logged", async () => {
	const { summary, entries } = await overtaken((now) => new Date(now - 60_000).toISOString());
	expect(summary).toMatchObject({ created: 0, failed: 0 });
	expect(entries.map(({ action }) => action)).not.toContain("Create");
});
