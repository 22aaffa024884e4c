/** Names of months and days in .NET's invariant culture. */
export const monthNames = [
	"January",
	"February",
	"March",
	"April",
	"May",
	"June",
	"July",
	"August",
	"September",
	"October",
	"November",
	"December",
] as const;

export const dayNames = [
	"Sunday",
	"Monday",
	"Tuesday",
	"Wednesday",
	"Thursday",
	"Friday",
	"Saturday",
] as const;

/** A name abbreviated to three letters, as in the invariant culture. */
export function abbreviated(name: string): string {
	return name.slice(0, 3);
}

/** Years of two digits mean 1930…2029, as in .NET's invariant culture. */
export function fullYear(twoDigits: number): number {
	return twoDigits < 30 ? 2000 + twoDigits : 1900 + twoDigits;
}
