import { expect, it } from "vitest";
import { person } from "../fake-directory.ts";
import { refusal } from "../fake-target.ts";
import { setUp } from "../setup.ts";

it.each([
	["invalid", 400, "update", "disable", "deactivate"],
	["conflict", 409, "update", "disable", "deactivate"],
	["invalid", 400, "delete", "delete", "delete"],
] as const)(
	"a removal that the target refuses as %s (%i) is not blamed on a value of the user: %s",
	async (code, status, call, hardDelete, verb) => {
		const { engine, directory, target, entries, store } = await setUp({ settings: { hardDelete } });
		for (const name of ["Ada", "Bob", "Cid"]) directory.put(person(name), "User");
		await engine.run();
		target.fate = (made) => {
			if (made === call) throw refusal(code, status, "The last administrator must stay");
		};
		directory.remove("source-ada");
		expect(await engine.run()).toMatchObject({ failed: 1 });
		const error = (await entries()).at(-1)?.error;
		expect(error?.reason).toBe(
			`The target does not ${verb} the account of Ada Example (ada@example.com). The target answered: The last administrator must stay`,
		);
		expect(error?.recommendedAction).toContain(`why the target does not ${verb} the account`);
		expect(error?.remedy).toEqual({ type: "retry-failed-users" });
		expect(await store.escrow()).toHaveLength(1);
	},
);
