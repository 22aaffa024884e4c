/** A value of an attribute. Values that count as equal are written the same way. */
export type IndexedValue = { readonly attribute: string; readonly value: string };

/** The values that holders have in exactly these attributes. */
type Group<Holder> = {
	readonly attributes: readonly string[];
	/** The first holder of each value. */
	readonly first: Map<string, Holder>;
	/** All holders of values that several have, in ascending order. */
	readonly several: Map<string, readonly Holder[]>;
};

/**
 * Who has which value of which attribute. A value that a holder has in several attributes is kept once for all of them: most
 * people have one address as user name and email.
 */
export class ValueIndex<Holder extends string | number> {
	readonly #groups: Group<Holder>[] = [];

	/** Adds the values of a holder. Returns the others who have one of them in the same attribute. */
	add(holder: Holder, values: readonly IndexedValue[]): readonly Holder[] {
		let others: readonly Holder[] = none;
		for (let rest = values; rest[0] !== undefined; ) {
			const { value } = rest[0];
			const attributes: string[] = [];
			let left: readonly IndexedValue[] = none;
			for (const one of rest) {
				if (one.value === value) attributes.push(one.attribute);
				else left = [...left, one];
			}
			rest = left;
			const own = this.#groupOf(attributes);
			const present = holdersIn(own, value);
			for (const group of this.#groups) {
				if (group !== own && !group.attributes.some((one) => attributes.includes(one))) continue;
				const held = group === own ? present : holdersIn(group, value);
				if (held.length > 0) others = [...others, ...held];
			}
			if (present.length === 0) own.first.set(value, holder);
			else if (!present.includes(holder)) own.several.set(value, [...present, holder].sort(ascending));
		}
		return others.length === 0 ? others : others.filter((one) => one !== holder);
	}

	/** The holders of the value, each once, in ascending order. */
	find(attribute: string, value: string): readonly Holder[] {
		let found: readonly Holder[] = none;
		for (const group of this.#groups) {
			if (!group.attributes.includes(attribute)) continue;
			const holders = holdersIn(group, value);
			if (found.length === 0) found = holders;
			else if (holders.length > 0) found = [...new Set([...found, ...holders])].sort(ascending);
		}
		return found;
	}

	#groupOf(attributes: readonly string[]): Group<Holder> {
		const isSame = (group: Group<Holder>) =>
			group.attributes.length === attributes.length &&
			group.attributes.every((one, at) => one === attributes[at]);
		const present = this.#groups.find(isSame);
		if (present !== undefined) return present;
		const added: Group<Holder> = { attributes, first: new Map(), several: new Map() };
		this.#groups.push(added);
		return added;
	}
}

const none: readonly never[] = [];

function holdersIn<Holder>({ first, several }: Group<Holder>, value: string): readonly Holder[] {
	const only = first.get(value);
	return only === undefined ? none : (several.get(value) ?? [only]);
}

function ascending(left: string | number, right: string | number): number {
	return left < right ? -1 : left > right ? 1 : 0;
}
