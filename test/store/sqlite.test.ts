import { describe, onTestFinished } from "vitest";
import { openStore } from "../../src/store/sqlite/open.ts";
import { storeContract } from "./contract/store-contract.ts";

describe("a store in SQLite", () => {
	storeContract(async ({ clock } = {}) => {
		const store = await openStore(":memory:", clock && { databaseClock: clock });
		onTestFinished(() => store.close());
		return store;
	});
});
