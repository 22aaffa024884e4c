import { z } from "zod";
import { isStored, type Setting, type StoredSetting } from "../settings/setting.ts";
import { refusal } from "../settings/value-type.ts";
import { valueAt } from "./value-at-path.ts";

/** `{ log: { keepDays: number } }` for a path and its value; a value that may be undefined may be absent. */
type AtPath<Path extends string, Value> = Path extends `${infer Head}.${infer Below}`
	? { [Name in Head]: AtPath<Below, Value> }
	: undefined extends Value
		? { [Name in Path]?: Exclude<Value, undefined> }
		: { [Name in Path]: Value };

type Part<One> = One extends StoredSetting<infer Path, infer Value> ? AtPath<Path, Value> : never;

type Intersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
	all: infer All,
) => void
	? All
	: never;

/** An intersection written out as one object type. */
type Merged<Type> = Type extends readonly unknown[]
	? Type
	: Type extends object
		? { [Name in keyof Type]: Merged<Type[Name]> }
		: Type;

/** The part of a stored profile that a table of settings describes. */
export type StoredSettings<Table extends readonly Setting[]> = Merged<Intersection<Part<Table[number]>>>;

/** The schema of that part: absent values have their defaults, wrong ones fail with the message of their setting. */
export function settingsSchema<const Table extends readonly Setting[]>(
	table: Table,
): z.ZodType<StoredSettings<Table>> {
	const stored = table.filter(isStored);
	const holdsAll = (value: unknown): value is StoredSettings<Table> =>
		stored.every(({ path, type }) => type.is(valueAt(value, path)));
	return sectionSchema(stored.map((setting) => ({ setting, path: setting.path.split(".") }))).transform(
		(value, context) => {
			if (holdsAll(value)) return value;
			context.addIssue("it holds no value for a setting");
			return z.NEVER;
		},
	);
}

type Placed = { readonly setting: StoredSetting; readonly path: readonly string[] };

/** The schema of an object, each setting at its path below it. */
function sectionSchema(placed: readonly Placed[]): z.ZodObject {
	const sections = Map.groupBy(placed, ({ path: [name = ""] }) => name);
	return z.object(
		Object.fromEntries(
			[...sections].map(([name, inside]): [string, z.ZodType] => {
				const leaf = inside.find(({ path }) => path.length === 1);
				if (leaf !== undefined) return [name, valueSchema(leaf.setting)];
				const below = inside.map(({ setting, path }) => ({ setting, path: path.slice(1) }));
				return [name, sectionSchema(below).prefault({})];
			}),
		),
	);
}

function valueSchema({ type }: StoredSetting): z.ZodType {
	const range = type.storedRange ?? type.range;
	const schema = z.custom<unknown>(type.is, {
		error: ({ input }) => `it ${refusal({ ...type, range }, input)}`,
	});
	return type.default === undefined ? schema.exactOptional() : schema.default(type.default);
}
