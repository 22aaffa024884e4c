import { expect, it } from "vitest";
import { setupJsonSchema } from "../../src/setup/json-schema.ts";

it("ships as docs/setup.schema.json (update it with vitest -u)", async () => {
	const schema: unknown = JSON.parse(setupJsonSchema());
	expect(schema).toMatchObject({
		required: ["version"],
		properties: { roles: {}, assignments: {}, job: {} },
	});
	await expect(setupJsonSchema()).toMatchFileSnapshot("../../docs/setup.schema.json");
});
