import { expect, it } from "vitest";
import { usersAndGroups } from "../../../src/tui/text/users-and-groups.ts";

const user = { type: "User" } as const;
const group = { type: "Group" } as const;

it.each([
	[[user], "1 user"],
	[[group], "1 group"],
	[[user, user], "2 users"],
	[[user, group, user], "2 users and 1 group"],
	[[], "0 users"],
])("%j are counted as %s", (those, text) => {
	expect(usersAndGroups(those)).toBe(text);
});
