/** The names of profiles: they are parts of file names. */
export const profileNamePattern = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Why a name cannot be given to a profile, in a sentence; undefined when it can. */
export function profileNameRefusal(name: string): string | undefined {
	return profileNamePattern.test(name)
		? undefined
		: "A profile's name has at most 40 lower-case letters, digits and dashes, and does not begin with a dash.";
}
