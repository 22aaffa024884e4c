/** The names of source users in an error about `who`. A name that is also that of `who`, or of another of them, is followed by the id. */
export function distinctNames(
	sourceIds: readonly string[],
	who: string,
	nameOf: (sourceId: string) => string,
): readonly string[] {
	const names = sourceIds.map(nameOf);
	return names.map((name, index) => {
		const isShared = name === who || names.indexOf(name) !== names.lastIndexOf(name);
		return isShared ? `${name} [${sourceIds[index]}]` : name;
	});
}
