import { expect } from "vitest";
import type { Setup } from "../setup.ts";
import { planned, previewed, ran } from "./agreement.ts";

export const address = (name: string) => ({
	emails: [{ value: `${name}@example.com`, type: "work", primary: true }],
});

/** Plan, on demand and run say the same of each user, and send nothing for those who fail. */
export async function expectFates(world: Setup, fates: Readonly<Record<string, string>>): Promise<void> {
	expect(await planned(world)).toEqual(fates);
	expect(await previewed(world, Object.keys(fates))).toEqual(fates);
	world.target.calls.length = 0;
	expect(await ran(world)).toEqual(fates);
	const writes = world.target.calls.filter((call) => /^(create|update)/.test(call));
	expect(writes).toHaveLength(
		Object.values(fates).filter((fate) => /^(create|update|enable)$/.test(fate)).length,
	);
}

export async function errorOf({ engine }: Setup, sourceId: string) {
	const { actions } = await engine.plan();
	const action = actions.find(({ source }) => source?.id === sourceId);
	return action?.type === "fail" ? action.error : null;
}
