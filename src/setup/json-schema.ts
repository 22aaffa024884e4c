import { z } from "zod";
import { setupFile } from "./setup-file.ts";

/** The JSON Schema of setup files, for editors: `docs/setup.schema.json`. */
export function setupJsonSchema(): string {
	const schema = z.toJSONSchema(setupFile, { io: "input" });
	const about = {
		title: "sumo-provision setup file",
		description: "Describes an application in Entra and single sign-on in Sumo Logic. Holds no secrets.",
	};
	return `${JSON.stringify({ ...about, ...schema }, null, "\t")}\n`;
}

const described = z.looseObject({
	properties: z.record(z.string(), z.unknown()).optional(),
	items: z.unknown().optional(),
	anyOf: z.array(z.unknown()).optional(),
	oneOf: z.array(z.unknown()).optional(),
});

/** The keys that a setup file can have at a path, in any of the forms of the value there. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
	return path
		.reduce<readonly unknown[]>(
			(values, key) => values.flatMap((value) => formsOf(value).flatMap((form) => memberOf(form, key))),
			[z.toJSONSchema(setupFile, { io: "input" })],
		)
		.flatMap(formsOf)
		.flatMap(({ properties = {} }) => Object.keys(properties));
}

type Described = z.infer<typeof described>;

function formsOf(value: unknown): readonly Described[] {
	const { data } = described.safeParse(value);
	return data === undefined ? [] : [data, ...[...(data.anyOf ?? []), ...(data.oneOf ?? [])].flatMap(formsOf)];
}

function memberOf({ properties, items }: Described, key: PropertyKey): readonly unknown[] {
	if (typeof key === "number") return [items];
	return [properties?.[String(key)]];
}
