import { expect, it } from "vitest";
import { person } from "../fake-directory.ts";
import { overSimulatedSumo } from "../simulated-sumo.ts";

/** An engine over a simulated Sumo Logic whose filters compare letters exactly, and which has Ada's account in capitals. */
async function capitals() {
	const { control, directory, engine } = await overSimulatedSumo();
	control.behave({ filter: "case-sensitive" });
	control.addUser({ userName: "ADA@EXAMPLE.COM", email: "ADA@EXAMPLE.COM", roles: ["User"] });
	const accounts = () => control.users().map(({ userName, active }) => ({ userName, active }));
	return { engine, directory, accounts };
}

it("deactivates the account of a disabled user where only the case of letters differs, though no filter finds it", async () => {
	const { engine, directory, accounts } = await capitals();
	directory.put(person("Ada", { accountEnabled: false }), "User");
	expect(await engine.provision("source-ada", { perform: true })).toMatchObject({
		action: { type: "disable" },
		entry: { action: "Disable", status: "success" },
	});
	expect(accounts()).toEqual([{ userName: "ADA@EXAMPLE.COM", active: false }]);
});

it("takes over such an account instead of creating a second one", async () => {
	const { engine, directory, accounts } = await capitals();
	directory.put(person("Ada"), "User");
	const { action } = await engine.provision("source-ada", { perform: true });
	expect(action?.type).toBe("update");
	expect(accounts()).toEqual([{ userName: expect.stringMatching(/^ada@example\.com$/iu), active: true }]);
});
